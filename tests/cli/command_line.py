"""What tests of the command line share. Each is run as

    NAME_test.py GODWIT [unittest arguments]

Tests of detection skip where the model is not installed, tests of classifiers where the test data (GODWIT_TEST_DATA) are
missing.
"""

import json
import os
import pathlib
import signal
import subprocess
import sys
import tempfile
import unittest

from photos import write_png

GODWIT = pathlib.Path(sys.argv[1]).resolve() if len(sys.argv) > 1 else None
PHOTOS = pathlib.Path(__file__).resolve().parents[2] / "resources" / "photos"
TEST_DATA = pathlib.Path(os.environ.get("GODWIT_TEST_DATA") or PHOTOS.parents[2] / "shared")
MODEL = "coco-ssdlite-mobilenet-v2"


def models_folder():
    if os.environ.get("GODWIT_MODELS"):
        return pathlib.Path(os.environ["GODWIT_MODELS"])
    data = os.environ.get("XDG_DATA_HOME") or pathlib.Path.home() / ".local" / "share"
    return pathlib.Path(data) / "godwit" / "models"


def godwit(*arguments, stdin="", **environment):
    return subprocess.run([GODWIT, *map(str, arguments)], capture_output=True, text=True, input=stdin, check=False,
                          env={**os.environ, **environment})


def awaits_interrupt(process):
    """Whether the program keeps SIGINT for itself."""
    status = pathlib.Path("/proc", str(process.pid), "status").read_text()
    blocked = next(line.split()[1] for line in status.splitlines() if line.startswith("SigBlk:"))
    return int(blocked, 16) >> (signal.SIGINT - 1) & 1 == 1


class CommandLine(unittest.TestCase):
    """A test of the command line, with a folder of its own."""

    def setUp(self):
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        self.folder = pathlib.Path(folder.name)

    def need_model(self):
        if not (models_folder() / f"{MODEL}.safetensors").exists():
            self.skipTest(f"{MODEL} is not installed; run: godwit models fetch {MODEL}")

    def import_classifier(self):
        """A folder with one model, an ImageNet classifier called "tiny"."""
        weights = TEST_DATA / "data" / "weights" / "coral"
        if not weights.exists():
            self.skipTest(f"{weights} is missing; set GODWIT_TEST_DATA to the folder that holds it")
        models = self.folder / "models"
        imported = godwit("models", "import", weights / "mobilenet_v1_0.25_128_quant.tflite", "--id", "tiny",
                          "--labels", weights / "imagenet_labels.txt", "--models", models)
        self.assertEqual(imported.returncode, 0, imported.stderr)
        return models

    def colours(self):
        """A data set of two classes, eight photos each."""
        for i in range(8):
            write_png(self.folder / "photos" / "red" / f"{i}.png", (150 + 10 * i, 20, 20))
            write_png(self.folder / "photos" / "blue" / f"{i}.png", (20, 20, 150 + 10 * i))
        return self.folder / "photos"

    def write_annotations(self, **changes):
        """What is on two of the project's photos, and one that is not there."""
        document = {
            "images": [{"id": 1, "file_name": "cat.jpg"}, {"id": 2, "file_name": "coffee.jpg"}],
            "categories": [{"id": 7, "name": "Cat"}, {"id": 8, "name": "cup"}, {"id": 9, "name": "unicorn"}],
            "annotations": [{"image_id": 1, "category_id": 7, "bbox": [0, 0, 10, 10]},
                            {"image_id": 1, "category_id": 9, "bbox": [0, 0, 10, 10], "area": 90, "iscrowd": 0}],
            **changes}
        file = self.folder / "truth.json"
        file.write_text(json.dumps(document))
        return file


def main():
    unittest.main(argv=sys.argv[:1] + sys.argv[2:])
