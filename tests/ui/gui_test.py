#!/usr/bin/env python3
"""The window's program where there is no display: gui_test.py GODWIT_GUI"""

import os
import subprocess
import sys
import unittest

GUI = sys.argv[1] if len(sys.argv) > 1 else None
NO_DISPLAY = {name: value for name, value in os.environ.items()
              if name not in ("DISPLAY", "WAYLAND_DISPLAY", "QT_QPA_PLATFORM")}


class WithoutDisplay(unittest.TestCase):
    def test_help_and_version(self):
        for option, words in (("--help", "[PATH...]"), ("-h", "--models"), ("--version", "godwit-gui ")):
            shown = subprocess.run([GUI, option], capture_output=True, text=True, check=False, env=NO_DISPLAY)
            self.assertEqual(shown.returncode, 0, (option, shown.stderr))
            self.assertIn(words, shown.stdout)


if __name__ == "__main__":
    unittest.main(argv=sys.argv[:1] + sys.argv[2:])
