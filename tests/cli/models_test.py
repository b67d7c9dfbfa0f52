#!/usr/bin/env python3
"""Models: installed, imported, replaced, damaged, removed."""

import json
import pathlib
import shutil
import subprocess
import sys

sys.path.insert(0, str(pathlib.Path(__file__).parent))
from command_line import GODWIT, MODEL, PHOTOS, TEST_DATA, CommandLine, godwit, main  # noqa: E402


class Models(CommandLine):
    def test_a_missing_model_says_how_to_get_it(self):
        result = godwit("detect", PHOTOS / "cat.jpg", "--models", self.folder, "--model", MODEL)
        self.assertEqual(result.returncode, 3)
        self.assertIn(f"godwit models fetch {MODEL}", result.stderr)

    def test_without_the_default_model_the_best_that_comes_along_detects(self):
        result = godwit("detect", PHOTOS / "cat.jpg", "--models", self.folder, "--json")
        self.assertEqual(result.returncode, 0, result.stderr)
        document = json.loads(result.stdout)
        self.assertEqual(document["model"]["id"], "coco-ssd-mobilenet-v1-0.75")
        self.assertEqual(document["images"][0]["detections"][0]["label"], "cat")
        self.assertRegex(result.stderr, "^godwit: using coco-ssd-mobilenet-v1-0.75, .*godwit models fetch --default\n$")

    def test_a_stopgap_is_the_one_that_its_owner_put_in_its_place(self):
        bundled = PHOTOS.parent / "models" / "coco-ssd-mobilenet-v1-0.5.safetensors"
        shutil.copy(bundled, self.folder / "coco-ssd-mobilenet-v1-0.75.safetensors")
        result = godwit("detect", PHOTOS / "cat.jpg", "--models", self.folder, "--json")
        self.assertEqual(result.returncode, 0, result.stderr)
        self.assertEqual(json.loads(result.stdout)["model"]["alpha"], 0.5)

    def test_without_any_detector_there_is_none(self):
        alone = shutil.copy(GODWIT, self.folder)  # nothing comes along with it there
        result = subprocess.run([alone, "detect", PHOTOS / "cat.jpg", "--models", self.folder], capture_output=True,
                                text=True, check=False)
        self.assertEqual((result.returncode, result.stdout), (3, ""))
        self.assertIn(f"godwit models fetch {MODEL}", result.stderr)

    def test_a_damaged_model_is_refused(self):
        (self.folder / f"{MODEL}.safetensors").write_bytes(b"\x10\0\0\0\0\0\0\0{}")
        self.assertEqual(godwit("detect", PHOTOS / "cat.jpg", "--models", self.folder).returncode, 3)
        self.assertEqual(godwit("models", "verify", "--models", self.folder).returncode, 3)
        self.assertIn("cannot be used", godwit("models", "list", "--models", self.folder).stdout)

    def test_another_model_is_replaced_on_request_only(self):
        models = self.import_classifier()
        other = TEST_DATA / "data" / "weights" / "coral" / "mobilenet_v1_0.5_160_quant.tflite"
        arguments = ("models", "import", other, "--id", "tiny", "--models", models)
        refused = godwit(*arguments)
        self.assertEqual(refused.returncode, 2)
        self.assertIn("--replace", refused.stderr)
        self.assertEqual(json.loads(godwit("models", "info", "tiny", "--json", "--models", models).stdout)["alpha"], 0.25)
        self.assertEqual(godwit(*arguments, "--replace").returncode, 0)
        self.assertEqual(json.loads(godwit("models", "info", "tiny", "--json", "--models", models).stdout)["alpha"], 0.5)

    def test_info_shows_the_first_labels_and_how_many_there_are(self):
        models = self.import_classifier()
        shown = godwit("models", "info", "tiny", "--models", models).stdout
        self.assertIn("1000: tench", shown)
        self.assertIn("990 more (--labels", shown)
        self.assertNotIn("toilet tissue", shown)
        labels = godwit("models", "info", "tiny", "--labels", "--models", models).stdout.splitlines()
        self.assertEqual((len(labels), labels[0]), (1000, "0\ttench, Tinca tinca"))
        document = json.loads(godwit("models", "info", "tiny", "--json", "--models", models).stdout)
        self.assertEqual(len(document["labels"]), 1000)

    def test_remove_a_model(self):
        models = self.import_classifier()
        removed = godwit("models", "remove", "tiny", "--json", "--models", models)
        self.assertEqual(json.loads(removed.stdout), {"command": "models remove", "id": "tiny"})
        self.assertEqual(list(models.iterdir()), [])
        self.assertEqual(godwit("models", "remove", "tiny", "--models", models).returncode, 3)

    def test_models_that_come_along_are_there_at_once(self):
        listed = json.loads(godwit("models", "list", "--json", "--models", self.folder).stdout)["models"]
        self.assertEqual([(model["id"], model["alpha"]) for model in listed if model["bundled"]],
                         [("coco-ssd-mobilenet-v1-0.25", 0.25), ("coco-ssd-mobilenet-v1-0.5", 0.5),
                          ("coco-ssd-mobilenet-v1-0.75", 0.75)])
        for model in listed:
            self.assertEqual(godwit("models", "verify", model["id"], "--models", self.folder).returncode, 0)
            for side in (300, 224):
                found = godwit("detect", PHOTOS / "cat.jpg", "--model", model["id"], "--input", side, "--json", "--models",
                               self.folder, "--min-score", "0.4")
                self.assertEqual(found.returncode, 0, found.stderr)
                document = json.loads(found.stdout)
                self.assertEqual(document["model"]["input"], side)
                self.assertIn("cat", [one["label"] for one in document["images"][0]["detections"]])
        kept = godwit("models", "remove", listed[0]["id"], "--models", self.folder)
        self.assertEqual(kept.returncode, 2)
        self.assertIn("comes with Godwit", kept.stderr)
        self.assertEqual(godwit("detect", PHOTOS / "cat.jpg", "--input", 31, "--model", listed[0]["id"], "--models",
                                self.folder).returncode, 2)

    def test_weights_of_half_precision_are_half_the_size(self):
        source = TEST_DATA / "data" / "weights" / "mobilenet_v1_0.25_224_tfjs" / "mobilenet_model.json"
        if not source.exists():
            self.skipTest(f"{source} is missing; set GODWIT_TEST_DATA to the folder that holds it")
        models = self.folder / "models"
        sizes, scores = [], []
        for options in ([], ["--half"]):
            name = "half" if options else "whole"
            run = godwit("models", "import", source, "--id", name, "--models", models, *options)
            self.assertEqual(run.returncode, 0, run.stderr)
            sizes.append(json.loads(godwit("models", "info", name, "--json", "--models", models).stdout)["bytes"])
            seen = json.loads(godwit("classify", PHOTOS / "cat.jpg", "--model", name, "--json", "--models", models).stdout)
            scores.append({one["index"]: one["score"] for one in seen["images"][0]["classes"]})
        self.assertLess(sizes[1], 0.6 * sizes[0])
        self.assertEqual(scores[0].keys(), scores[1].keys())
        for index, score in scores[0].items():
            self.assertAlmostEqual(scores[1][index], score, delta=0.01)


if __name__ == "__main__":
    main()
