#!/usr/bin/env python3
"""Menu entry, AppStream metadata, man pages and completion, as those who read them judge them.

    desktop_test.py GODWIT RESOURCES BUILT_RESOURCES
"""

import gzip
import os
import pathlib
import re
import subprocess
import sys
import tempfile
import unittest
import xml.etree.ElementTree

GODWIT, RESOURCES, BUILT = (pathlib.Path(argument).resolve() for argument in sys.argv[1:4])
DESKTOP = RESOURCES / "desktop"
METAINFO = DESKTOP / "local.godwit.gui.metainfo.xml"
PAGES = sorted((BUILT / "man").glob("*.1.gz"))


def run(*arguments, **options):
    return subprocess.run([str(argument) for argument in arguments], capture_output=True, text=True, check=False,
                          **options)


class MenuEntry(unittest.TestCase):
    def test_desktop_file_is_valid(self):
        checked = run("desktop-file-validate", DESKTOP / "godwit-gui.desktop")
        self.assertEqual((checked.returncode, checked.stdout + checked.stderr), (0, ""))

    def test_desktop_file_names_what_is_installed(self):
        text = (DESKTOP / "godwit-gui.desktop").read_text(encoding="utf-8")
        icon = re.search(r"^Icon=(.*)$", text, re.MULTILINE)[1]
        self.assertTrue((DESKTOP / f"{icon}.svg").exists())
        self.assertRegex(text, r"(?m)^Exec=godwit-gui %F$")

    def test_metainfo_is_valid(self):
        checked = run("appstreamcli", "validate", "--no-net", METAINFO)
        self.assertEqual(checked.returncode, 0, checked.stdout)
        self.assertNotRegex(checked.stdout, r"(?m)^[EW]:")

    def test_metainfo_names_what_is_installed(self):
        root = xml.etree.ElementTree.parse(METAINFO).getroot()
        self.assertTrue((DESKTOP / root.findtext("launchable")).exists())
        self.assertTrue((DESKTOP / f"{root.findtext('icon')}.svg").exists())

    def test_all_speak_of_the_same_release(self):
        version = run(GODWIT, "--version").stdout.split()[1]
        releases = xml.etree.ElementTree.parse(METAINFO).getroot().findall("releases/release")
        self.assertEqual(releases[0].get("version"), version)
        changelog = (RESOURCES / "debian" / "changelog").read_text(encoding="utf-8")
        self.assertTrue(changelog.startswith(f"godwit ({version}) "), changelog)


class ManPages(unittest.TestCase):
    def test_each_command_has_one(self):
        shown = run(GODWIT, "--help").stdout.partition("Subcommands:\n")[2]
        commands = {line.split()[0] for line in re.match(r"(?:  .*\n)+", shown)[0].splitlines()}
        self.assertIn("detect", commands)
        self.assertEqual({page.name for page in PAGES},
                         {"godwit.1.gz", "godwit-gui.1.gz", *(f"godwit-{name}.1.gz" for name in commands)})

    def test_no_page_has_a_warning(self):
        for page in PAGES:
            with tempfile.NamedTemporaryFile("wb", suffix=".1") as source:
                source.write(gzip.decompress(page.read_bytes()))
                source.flush()
                for command in (["mandoc", "-Tlint", source.name], ["man", "--warnings", "-E", "UTF-8", "-l", source.name]):
                    checked = run(*command, env={**os.environ, "LC_ALL": "C.UTF-8", "MANPAGER": "cat", "MANWIDTH": "80"})
                    problems = checked.stderr + (checked.stdout if command[0] == "mandoc" else "")
                    self.assertEqual((checked.returncode, problems), (0, ""), page.name)

    def test_a_page_says_all_that_help_says(self):
        def words(text):
            return re.sub(r"[^\w/-]+", " ", text.replace("‐\n", "").replace("−", "-")).split()

        page = run("man", "-l", BUILT / "man" / "godwit-detect.1.gz",
                   env={**os.environ, "LC_ALL": "C.UTF-8", "MANPAGER": "cat", "MANWIDTH": "1000"}).stdout
        shown = run(GODWIT, "detect", "--help").stdout
        names = re.findall(r"^  (?:-\w,)?(--[\w-]+)", shown, re.MULTILINE)
        texts = re.findall(r"^ {30}(.+)$", shown, re.MULTILINE)  # those that have a line of their own
        self.assertGreater(min(len(names), len(texts)), 5)
        told = " ".join(words(page))
        for said in names + texts:
            self.assertIn(" ".join(words(said)[1:]) or said, told)


class Completion(unittest.TestCase):
    def complete(self, line):
        """What bash offers at the end of a line."""
        words = line.split(" ")
        script = f"""
            source {BUILT / 'godwit.bash'}
            COMP_WORDS=("$@") COMP_CWORD=$(($# - 1))
            _godwit {GODWIT}
            printf '%s\\n' "${{COMPREPLY[@]}}"
        """
        offered = run("bash", "-u", "-c", script, "bash", *words)
        self.assertEqual(offered.stderr, "", line)
        return offered.stdout.split()

    def test_commands(self):
        self.assertIn("detect", self.complete("godwit "))
        self.assertEqual(self.complete("godwit det"), ["detect"])
        self.assertEqual(self.complete("godwit models ver"), ["verify"])

    def test_options(self):
        self.assertEqual(self.complete("godwit detect photo.jpg --min"), ["--min-score"])
        self.assertIn("--labels", self.complete("godwit models info -"))
        self.assertNotIn("--labels", self.complete("godwit detect -"))

    def test_values(self):
        self.assertEqual(self.complete("godwit detect --nms per"), ["per-class"])
        self.assertIn("coco-ssd-mobilenet-v1-0.75", self.complete("godwit detect --model coco"))
        self.assertEqual(self.complete("godwit models info coco-ssd-mobilenet-v1-0.7"), ["coco-ssd-mobilenet-v1-0.75"])

    def test_paths_are_left_to_bash(self):
        self.assertEqual(self.complete("godwit detect ph"), [])
        self.assertEqual(self.complete("godwit detect --annotate "), [])


if __name__ == "__main__":
    unittest.main(argv=sys.argv[:1] + sys.argv[4:])
