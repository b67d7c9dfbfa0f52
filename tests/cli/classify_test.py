#!/usr/bin/env python3
"""What photos show as a whole, and how often a classifier is right."""

import json
import pathlib
import shutil
import sys

sys.path.insert(0, str(pathlib.Path(__file__).parent))
from command_line import PHOTOS, CommandLine, godwit, main  # noqa: E402


class Classify(CommandLine):
    def test_classify_takes_the_only_classifier_and_any_input(self):
        models = self.import_classifier()
        result = godwit("classify", PHOTOS / "coffee.jpg", "--models", models, "--json")
        self.assertEqual(result.returncode, 0, result.stderr)
        document = json.loads(result.stdout)
        self.assertEqual((document["command"], document["model"]["id"], document["model"]["input"]),
                         ("classify", "tiny", 128))
        (image,) = document["images"]
        self.assertEqual((image["width"], image["height"], len(image["classes"])), (600, 400, 5))
        self.assertEqual(image["classes"][0]["label"], "espresso")
        self.assertEqual(image["classes"][0]["index"], 967)  # row of ImageNet's list, which begins with tench = 0
        larger = godwit("classify", PHOTOS / "coffee.jpg", "--models", models, "--model", "tiny", "--input", "160",
                        "--top", "2", "--format", "csv")
        self.assertEqual(larger.returncode, 0, larger.stderr)
        self.assertRegex(larger.stdout, r"^path,rank,label,index,score\n.*,1,espresso,967,.*\n.*,2,.*\n$")

    def test_classify_says_which_model_to_name(self):
        none = godwit("classify", PHOTOS / "cat.jpg", "--models", self.folder)
        self.assertEqual(none.returncode, 3)
        self.assertIn("classif", none.stderr)
        models = self.import_classifier()
        shutil.copy(models / "tiny.safetensors", models / "other.safetensors")
        several = godwit("classify", PHOTOS / "cat.jpg", "--models", models)
        self.assertEqual(several.returncode, 3)
        self.assertIn("--model", several.stderr)
        self.assertEqual(godwit("classify", PHOTOS / "cat.jpg", "--models", models, "--model", "tiny", "--input",
                                "16").returncode, 2)

    def test_classify_failures_spare_the_others(self):
        models = self.import_classifier()
        photos = self.folder / "photos"
        photos.mkdir()
        (photos / "bad.jpg").write_bytes(b"\xff\xd8\xff nothing")
        shutil.copy(PHOTOS / "cat.jpg", photos)
        out = self.folder / "out.jsonl"
        result = godwit("classify", "-", "--models", models, "--jsonl", "-o", out, stdin=f"{photos}\n")
        self.assertEqual(result.returncode, 1)
        self.assertIn("bad.jpg", result.stderr)
        self.assertEqual(result.stdout, "")
        lines = [json.loads(line) for line in out.read_text().splitlines()]
        self.assertEqual(["error" in line for line in lines], [True, False])

    def test_eval_classify_counts_what_is_right(self):
        models = self.import_classifier()
        labels = self.folder / "labels.csv"
        for photo in ("cat.jpg", "coffee.jpg"):
            shutil.copy(PHOTOS / photo, self.folder)
        labels.write_text("path,index\ncoffee.jpg,967\ncat.jpg,0\n")
        result = godwit("eval", "classify", "--labels", labels, "--models", models, "--json")
        self.assertEqual(result.returncode, 0, result.stderr)
        document = json.loads(result.stdout)
        self.assertEqual((document["photos"], document["top1"], document["top5"]), (2, 0.5, 0.5))
        labels.write_text("path,label\ncoffee.jpg,espresso\nabsent.jpg,espresso\n")
        partly = godwit("eval", "classify", "--labels", labels, "--models", models)
        self.assertEqual(partly.returncode, 1)
        self.assertIn("absent.jpg", partly.stderr)
        self.assertRegex(partly.stdout, r"1 photos?: top-1 100\.0%, top-5 100\.0%")
        for nothing in ("path,index\n", "path,index\nabsent.jpg,3\n"):
            labels.write_text(nothing)
            for format in ((), ("--json",)):
                judged = godwit("eval", "classify", "--labels", labels, "--models", models, *format)
                self.assertEqual((judged.returncode, judged.stdout), (1, ""))
                self.assertIn("nothing to judge", judged.stderr)
        labels.write_text("path,index\ncoffee.jpg,1000\n")
        unknown = godwit("eval", "classify", "--labels", labels, "--models", models)
        self.assertNotEqual(unknown.returncode, 0)
        self.assertIn("line 2", unknown.stderr)


if __name__ == "__main__":
    main()
