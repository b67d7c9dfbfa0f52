#!/usr/bin/env python3
"""godwit locate and godwit eval locate as scripts see them.

    locate_test.py GODWIT [unittest arguments]

Skips where the test data (GODWIT_TEST_DATA) or a model to look at photos with are missing.
"""

import hashlib
import json
import os
import pathlib
import shutil
import subprocess
import sys
import tempfile
import unittest

sys.path.insert(0, str(pathlib.Path(__file__).parent))
from photos import write_png  # noqa: E402

GODWIT = pathlib.Path(sys.argv[1]).resolve() if len(sys.argv) > 1 else None
ROOT = pathlib.Path(__file__).resolve().parents[2]
GEO = pathlib.Path(os.environ.get("GODWIT_TEST_DATA") or ROOT.parent / "shared") / "data" / "geo"


@unittest.skipUnless((GEO / "truth.csv").exists(), f"{GEO} is missing; set GODWIT_TEST_DATA")
class Locate(unittest.TestCase):
    def setUp(self):
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        self.folder = pathlib.Path(folder.name)
        # The model that comes with the program, so that the test is the same everywhere.
        (self.folder / "models").mkdir()
        model = next(iter(sorted((ROOT / "resources" / "models").glob("*.safetensors"))), None)
        if model is None:
            self.skipTest("no model in resources/models")
        shutil.copy(model, self.folder / "models")

    def godwit(self, *arguments):
        return subprocess.run([GODWIT, *map(str, arguments), "--models", self.folder / "models"], capture_output=True,
                              text=True, check=False,
                              env={**os.environ, "XDG_CACHE_HOME": str(self.folder / "cache")})

    def copy(self, pattern, name="photos"):
        (self.folder / name).mkdir(exist_ok=True)
        for photo in sorted((GEO / "gps_photos").glob(pattern)):
            shutil.copy(photo, self.folder / name)
        return self.folder / name

    def test_photos_say_where_they_are_or_are_placed_or_abstained_from(self):
        photos = self.copy("exif-samples_DSCN00[1-4]*.jpg")
        shutil.copy(GEO / "landmarks" / "taj-mahal.jpg", photos)
        before = {path: hashlib.sha256(path.read_bytes()).digest() for path in photos.iterdir()}
        done = self.godwit("locate", photos, "--json", "--top", 2, "--reveal")
        self.assertEqual(done.returncode, 0, done.stderr)
        document = json.loads(done.stdout)
        self.assertEqual(document["command"], "locate")
        found = {pathlib.Path(image["path"]).name: image for image in document["images"]}
        self.assertEqual(len(found), len(before))
        known = found["exif-samples_DSCN0029.jpg"]
        self.assertEqual(known["source"], "exif")
        self.assertAlmostEqual(known["lat"], 43.46824, places=4)
        self.assertIn("gps", known["reveals"])
        for image in found.values():
            self.assertIn(image["source"], {"exif", "predicted", "abstained"})
            self.assertEqual(image["lat"] is None, image["source"] == "abstained")
            self.assertLessEqual(len(image["cells"]), 2)
        self.assertNotEqual(found["taj-mahal.jpg"]["source"], "exif")
        self.assertEqual(before, {path: hashlib.sha256(path.read_bytes()).digest() for path in photos.iterdir()})

    def test_nothing_to_learn_from_is_said(self):
        write_png(self.folder / "photos" / "red.png", (200, 0, 0))
        done = self.godwit("locate", self.folder / "photos", "--json")
        self.assertEqual(done.returncode, 1)
        self.assertIn("--references", done.stderr)
        image, = json.loads(done.stdout)["images"]
        self.assertEqual(image["source"], "abstained")
        self.assertIsNone(image["lat"])

    def test_a_job_goes_on_and_another_file_is_none(self):
        photos = self.copy("exif-samples_DSCN002*.jpg")
        write_png(photos / "red.png", (200, 0, 0))
        job = self.folder / "job"
        first = self.godwit("locate", photos, "--jsonl", "--resume", job)
        self.assertEqual(first.returncode, 0, first.stderr)
        self.assertEqual(self.godwit("locate", photos, "--jsonl", "--resume", job).stdout, first.stdout)
        notes = self.folder / "notes"
        notes.write_text("dear to me")
        self.assertEqual(self.godwit("locate", photos, "--resume", notes).returncode, 1)
        self.assertEqual(notes.read_text(), "dear to me")

    def test_an_unknown_format_is_wrong_usage(self):
        self.assertEqual(self.godwit("locate", GEO, "--format", "shapefile").returncode, 2)

    def test_evaluation_tells_all_measures(self):
        table = self.folder / "truth.csv"
        lines = (GEO / "truth.csv").read_text().splitlines()
        table.write_text("\n".join([lines[0]] + [f"{GEO}/{line}" for line in lines[1:] if "DSCN" in line]) + "\n")
        done = self.godwit("eval", "locate", "--truth", table, "--seeds", 2, "--json")
        self.assertEqual(done.returncode, 0, done.stderr)
        document = json.loads(done.stdout)
        self.assertEqual([way["name"] for way in document["ways"]],
                         ["head only", "neighbours only", "combined", "combined, album"])
        for way in document["ways"]:
            self.assertEqual([within["km"] for within in way["all"]["within"]], [1, 25, 200, 750, 2500])
            self.assertLessEqual(way["radius_90"]["held"], 1)
            self.assertEqual(way["coverage"][-1]["coverage"], 1)


if __name__ == "__main__":
    unittest.main(argv=[sys.argv[0], *sys.argv[2:]], verbosity=1)
