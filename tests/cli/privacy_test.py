#!/usr/bin/env python3
"""No socket is opened, and nothing is written into the folder of the photos: by strace.

    privacy_test.py GODWIT [GODWIT_GUI]
"""

import os
import pathlib
import shutil
import signal
import sys
import tempfile
import time
import unittest

sys.path.insert(0, str(pathlib.Path(__file__).parent))
from photos import write_png  # noqa: E402
from traced import run_traced  # noqa: E402

GODWIT = pathlib.Path(sys.argv[1]).resolve()
GUI = pathlib.Path(sys.argv[2]).resolve() if len(sys.argv) > 2 else None
ROOT = pathlib.Path(__file__).resolve().parents[2]
DETECTOR = "coco-ssd-mobilenet-v1-0.5"  # comes along
CLASSIFIER = ROOT / "tests" / "workflows" / "data" / "keras_v1.h5"


def state_of(folder):
    return {path: (path.stat().st_mtime_ns, path.stat().st_ino, path.is_dir() or path.read_bytes())
            for path in [folder, *folder.rglob("*")]}


def children_of(process):
    listed = pathlib.Path("/proc", str(process), "task", str(process), "children").read_text(encoding="ascii")
    return [int(child) for child in listed.split()]


class Privacy(unittest.TestCase):
    def setUp(self):
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        self.folder = pathlib.Path(folder.name).resolve()
        self.photos = self.folder / "photos"
        (self.photos / "below").mkdir(parents=True)
        shutil.copy(ROOT / "resources" / "photos" / "cat.jpg", self.photos / "cat.jpg")
        write_png(self.photos / "below" / "grün.png", (0, 200, 0))
        (self.photos / "broken.jpg").write_bytes(b"\xff\xd8\xff\xe0 no photo")
        (self.folder / "home").mkdir()

    def trace(self, *command, act=None, **environment):
        # A person's own settings are no part of the test: home, and what points away from it.
        environment = {"HOME": self.folder / "home", "XDG_DATA_HOME": "", "XDG_CONFIG_HOME": "", "XDG_CACHE_HOME": "",
                       "GODWIT_MODELS": self.folder / "models", **environment}
        before = state_of(self.photos)
        trace = run_traced(command, self.photos, act=act, **{name: str(value) for name, value in environment.items()})
        self.assertEqual(state_of(self.photos), before)
        return trace

    def check(self, trace):
        self.assertEqual(trace.sockets, [])
        self.assertEqual(trace.changes, [])
        for photo in ("cat.jpg", "below/grün.png", "broken.jpg"):
            self.assertIn(self.photos / photo, trace.opened, trace.stderr)

    def test_strace_sees_sockets_and_writes(self):
        program = ("import os, socket; socket.socket(socket.AF_INET); socket.socket(socket.AF_UNIX); "
                   "open('below/grün.png').close(); "
                   "open('x', 'w').close(); os.rename('x', 'y'); os.mkdir('below/z'); os.rmdir('below/z'); os.unlink('y'); "
                   "open('../elsewhere', 'w').close()")
        trace = run_traced([sys.executable, "-I", "-c", program], self.photos)
        self.assertEqual(trace.status, 0, trace.stderr)
        self.assertEqual(len(trace.sockets), 1, trace.sockets)
        self.assertEqual(len(trace.changes), 5, trace.changes)
        self.assertEqual(trace.opened, {self.photos / "below" / "grün.png"})

    def test_detect(self):
        trace = self.trace(GODWIT, "detect", ".", "--model", DETECTOR, "--json", "-o", "../found.json", "--annotate",
                           "../found")
        self.assertEqual(trace.status, 1, trace.stderr)  # one photo is broken
        self.check(trace)
        self.assertTrue((self.folder / "found" / "cat_detections.jpg").exists())

    def test_classify(self):
        imported = self.trace(GODWIT, "models", "import", CLASSIFIER, "--id", "tiny")
        self.assertEqual((imported.status, imported.sockets, imported.changes), (0, [], []), imported.stderr)
        trace = self.trace(GODWIT, "classify", self.photos, "--model", "tiny", "--format", "csv", "-o", "../classes.csv")
        self.assertEqual(trace.status, 1, trace.stderr)
        self.check(trace)

    @unittest.skipUnless(GUI, "built without the window")
    def test_window(self):
        def look_and_quit(strace, log):
            """Waits until the window has read its photos and a moment more, and ends it as a session does."""
            deadline = time.monotonic() + 60
            while time.monotonic() < deadline and (not log.exists() or b"cat.jpg" not in log.read_bytes()):
                time.sleep(0.1)
            time.sleep(1)
            os.kill(children_of(strace)[0], signal.SIGTERM)

        trace = self.trace(GUI, "--model", DETECTOR, self.photos, act=look_and_quit, QT_QPA_PLATFORM="offscreen")
        self.assertEqual(trace.status, 0, trace.stderr)
        self.check(trace)
        self.assertTrue((self.folder / "home" / ".config" / "godwit" / "godwit-gui.conf").exists(), "it ended in order")


if __name__ == "__main__":
    unittest.main(argv=sys.argv[:1] + sys.argv[3:])
