#!/usr/bin/env python3
"""Folder jobs as people run them: killed at any moment, resumed, run twice at once, over damaged files."""

import json
import os
import pathlib
import random
import shutil
import signal
import sqlite3
import subprocess
import sys
import tempfile
import time

sys.path.insert(0, str(pathlib.Path(__file__).parent))
from command_line import GODWIT, PHOTOS, CommandLine, godwit, main  # noqa: E402
from photos import write_png  # noqa: E402

MODELS = PHOTOS.parent / "models"
MODEL = "coco-ssd-mobilenet-v1-0.5"  # comes along
LARGEST_BATCH = 50


def files_below(folder):
    return {path.relative_to(folder): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


class FolderJob(CommandLine):
    def setUp(self):
        super().setUp()
        self.photos = self.folder / "photos"
        self.job = self.folder / "job.json"
        self.out = self.folder / "found"

    def make_photos(self, count):
        self.photos.mkdir(exist_ok=True)
        samples = sorted(PHOTOS.glob("*.jpg"))
        for i in range(count):
            shutil.copy(samples[i % len(samples)], self.photos / f"{i:04}.jpg")

    def arguments(self, *more):
        return ("run", self.job, "--from", self.photos, "-o", self.out, "--detect", MODEL, "--input", 128, *more)

    def run_job(self, *more, status=0):
        result = godwit(*self.arguments("--json", *more))
        self.assertEqual(result.returncode, status, result.stderr)
        return json.loads(result.stdout) if result.stdout else result.stderr

    def entries(self):
        """The photos in the journal of a job that does not run, by a reader of its own."""
        with tempfile.TemporaryDirectory() as folder:
            for file in self.folder.glob("job.json.journal*"):
                shutil.copy(file, folder)
            with sqlite3.connect(pathlib.Path(folder) / "job.json.journal") as database:
                tables = database.execute("SELECT COUNT(*) FROM sqlite_master").fetchone()[0]
                return {os.fsdecode(row[0]) for row in database.execute("SELECT photo FROM entry")} if tables else set()

    def test_killed_at_random_moments_it_goes_on_to_the_same_bytes(self):
        self.make_photos(240)
        annotated = self.out / "annotated"
        formats = ("--annotate", "--format", "json,jsonl,csv,coco,voc,yolo")
        seed = random.randrange(1 << 30)
        chance = random.Random(seed)
        inodes = {}
        known = set()
        kills = 0
        for _ in range(8):
            with subprocess.Popen([GODWIT, *map(str, self.arguments("--progress", "none", *formats))],
                                  stdout=subprocess.DEVNULL) as process:
                enough = len(inodes) + chance.randrange(1, 45)
                while process.poll() is None and sum(1 for _ in annotated.glob("[0-9]*")) < enough:
                    time.sleep(chance.uniform(0, 0.02))
                if process.poll() is not None:
                    break
                process.kill()
            kills += 1
            entries = self.entries()
            self.assertTrue(known <= entries, f"seed {seed}: nothing is lost")
            drawn = {path.name: path.stat().st_ino for path in annotated.glob("[0-9]*")}
            for name in known:
                copy = pathlib.Path(name).stem + "_detections.jpg"
                self.assertEqual(drawn[copy], inodes[copy], f"seed {seed}: {name} was looked at twice")
            self.assertLessEqual(len(drawn) - len(entries), LARGEST_BATCH + 1, f"seed {seed}")
            self.assertEqual(list(self.out.glob("*.json")), [], "results appear at the end")
            known, inodes = entries, drawn
        self.assertGreaterEqual(kills, 3)
        summary = self.run_job(*formats)
        self.assertEqual(summary["heads"][0]["reused"], len(known))
        self.assertEqual(summary["heads"][0]["computed"], 240 - len(known))
        resumed = files_below(self.out)
        shutil.rmtree(self.out)
        for file in self.folder.glob("job.json*"):
            file.unlink()
        self.assertEqual(self.run_job(*formats)["heads"][0]["computed"], 240)
        whole = files_below(self.out)
        leftovers = {path for path in resumed if path.name.startswith(".")}  # of writes that were killed
        self.assertEqual({path: resumed[path] for path in resumed.keys() - leftovers}, whole)

    def test_gives_what_detect_gives(self):
        self.make_photos(9)
        write_png(self.photos / "red.png", (200, 10, 10))
        (self.photos / "broken.jpg").write_bytes(b"\xff\xd8\xff\xe0 no more")
        self.run_job("--min-score", 0.3, status=1)
        detected = godwit("detect", self.photos, "--model", MODEL, "--input", 128, "--min-score", 0.3, "--json")
        self.assertEqual(detected.returncode, 1)
        expected = json.loads(detected.stdout)
        for image in expected["images"]:
            del image["time_ms"]
        self.assertEqual(json.loads((self.out / "objects.json").read_text()), expected)
        self.assertTrue(any(image["detections"] for image in expected["images"]))

    def test_the_summary_is_for_people_too(self):
        self.make_photos(6)
        (self.photos / "broken.jpg").write_bytes(b"\xff\xd8\xff\xe0 no more")
        result = godwit(*self.arguments())
        self.assertEqual(result.returncode, 1)
        self.assertIn("broken.jpg: ", result.stderr)
        self.assertIn("1 of 7 inputs failed", result.stderr)
        self.assertRegex(result.stdout, r"^7 photos, [\d.]+ a second\n")
        self.assertIn("7 looked at now, 0 before", result.stdout)
        self.assertRegex(result.stdout, r"\n +2  person\n")
        again = godwit("run", self.job)
        self.assertIn("0 looked at now, 7 before", again.stdout)
        self.assertIn("broken.jpg: ", again.stderr)
        self.assertEqual(again.returncode, 1)
        retried = godwit("run", self.job, "--retry-failed")
        self.assertIn("1 looked at now, 6 before", retried.stdout)

    def test_an_interrupt_is_a_pause(self):
        self.make_photos(120)
        with subprocess.Popen([GODWIT, *map(str, self.arguments("--annotate", "--progress", "none", "--json"))],
                              stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True) as process:
            while process.poll() is None and not list((self.out / "annotated").glob("[0-9]*")):
                time.sleep(0.01)
            process.send_signal(signal.SIGINT)
            out, errors = process.communicate(timeout=60)
        self.assertEqual(process.returncode, 130, errors)
        self.assertIn("goes on from here", errors)
        first = json.loads(out)
        self.assertTrue(first["cancelled"])
        second = self.run_job("--annotate")
        self.assertEqual(second["heads"][0]["reused"], first["heads"][0]["computed"])
        self.assertEqual(first["heads"][0]["computed"] + second["heads"][0]["computed"], 120)

    def test_two_at_once(self):
        self.make_photos(200)
        with subprocess.Popen([GODWIT, *map(str, self.arguments("--annotate", "--progress", "none"))],
                              stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL) as process:
            while process.poll() is None and not list((self.out / "annotated").glob("[0-9]*")):
                time.sleep(0.01)
            second = godwit("run", self.job)
            still_running = process.poll() is None
            process.send_signal(signal.SIGINT)
        if not still_running:
            self.skipTest("the first was too fast")
        self.assertEqual(second.returncode, 1)
        self.assertIn("another process is running this job", second.stderr)

    def test_a_photo_or_the_model_changes_between_runs(self):
        self.make_photos(6)
        models = self.folder / "models"
        models.mkdir()
        shutil.copy(MODELS / f"{MODEL}.safetensors", models / "mine.safetensors")
        arguments = ("--models", models, "--detect", "mine")
        arguments = ("run", self.job, "--from", self.photos, "-o", self.out, "--json", *arguments)

        def computed():
            result = godwit(*arguments)
            self.assertEqual(result.returncode, 0, result.stderr)
            return json.loads(result.stdout)["heads"][0]["computed"]

        self.assertEqual(computed(), 6)
        self.assertEqual(computed(), 0)
        write_png(self.photos / "0003.jpg", (1, 2, 3))
        self.assertEqual(computed(), 1)
        before = (self.out / "objects.json").read_bytes()
        shutil.copy(MODELS / "coco-ssd-mobilenet-v1-0.75.safetensors", models / "mine.safetensors")
        self.assertEqual(computed(), 6)
        self.assertNotEqual((self.out / "objects.json").read_bytes(), before)

    def test_damaged_files_are_named(self):
        self.make_photos(3)
        self.run_job()
        journal = self.folder / "job.json.journal"
        journal.write_bytes(b"\0" * 5000)
        result = godwit("run", self.job)
        self.assertEqual(result.returncode, 1)
        self.assertIn(f"{journal}: the journal is damaged; delete it", result.stderr)
        journal.unlink()
        self.assertEqual(self.run_job()["heads"][0]["computed"], 3)
        self.job.write_text(self.job.read_text().replace('"iou": 0.5', '"iou": 5'))
        result = godwit("run", self.job)
        self.assertEqual(result.returncode, 1)
        self.assertIn(f"{self.job}: objects.iou is not between 0 and 1", result.stderr)
        self.assertEqual(godwit("run", self.folder / "none.json").returncode, 1)

    def test_what_cannot_be_is_told_before_photos_are_looked_at(self):
        self.make_photos(3)
        (self.folder / "file").write_text("a file")
        self.out = self.folder / "file" / "found"
        self.assertIn("file/found", self.run_job(status=1))
        self.out = self.folder / "found"
        self.job.unlink()
        result = godwit("run", self.job, "--from", self.photos, "-o", self.out, "--detect", "unicorn")
        self.assertEqual(result.returncode, 3)
        self.assertIn("unicorn", result.stderr)
        self.assertFalse((self.folder / "job.json.journal").exists())

    def test_wrong_usage(self):
        self.make_photos(1)
        for arguments, words in (((), "JOB"),
                                 ((self.job, "--from", self.photos), "-o DIR"),
                                 ((self.job, "--min-score", 0.3), "--from"),
                                 ((self.job, "--from", self.photos, "-o", self.out, "--format", "xml"), "xml"),
                                 ((self.job, "--from", self.photos, "-o", self.out, "--classify", "x", "--annotate"),
                                  "annotate")):
            result = godwit("run", *arguments)
            self.assertEqual(result.returncode, 2, f"{arguments} {result.stderr}")
            self.assertIn(words, result.stderr)
        self.assertFalse(self.job.exists())
        self.run_job("--no-run")
        self.assertTrue(self.job.exists())
        self.assertFalse(self.out.exists())
        other = godwit(*self.arguments("--min-score", 0.7))
        self.assertEqual(other.returncode, 2)
        self.assertIn("describes another job", other.stderr)
        self.assertIn("Example:", godwit("run", "--help").stdout)


if __name__ == "__main__":
    main()
