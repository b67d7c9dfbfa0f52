#!/usr/bin/env python3
"""The command line as scripts see it: exit statuses, output, errors, cancelling.

    cli_test.py GODWIT [unittest arguments]

Tests of detection skip where the model is not installed, tests of classifiers where the test data
(GODWIT_TEST_DATA) are missing.
"""

import json
import os
import pathlib
import shutil
import signal
import subprocess
import sys
import tempfile
import time
import unittest

sys.path.insert(0, str(pathlib.Path(__file__).parent))
from photos import write_png  # noqa: E402

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

    def test_help_and_version(self):
        self.assertRegex(godwit("--version").stdout, r"^godwit \d+\.\d+\.\d+\n$")
        for command in ([], ["detect"], ["models"], ["models", "import"]):
            shown = godwit(*command, "--help")
            self.assertEqual(shown.returncode, 0)
            self.assertIn("--help", shown.stdout)
        self.assertIn("Example:", godwit("detect", "--help").stdout)

    def test_wrong_usage(self):
        for arguments in ([], ["fly"], ["detect"], ["detect", "x", "--min-score", "7"], ["detect", "x", "--format", "xml"],
                          ["detect", "x", "--format", "voc"], ["models", "fetch"], ["models", "fetch", "unicorn"]):
            result = godwit(*arguments)
            self.assertEqual(result.returncode, 2, arguments)
            self.assertTrue(result.stderr, arguments)

    def test_misspelt_commands_and_options_are_named(self):
        for arguments, words in (
                (("detct", "x.jpg"), ("no command 'detct'", "'detect'")),
                (("models", "lst"), ("no command 'models lst'", "'models list'")),
                (("models", "unicorn"), ("no command 'models unicorn'", "list, info, fetch")),
                (("train", "clasify", "photos"), ("no command 'train clasify'", "'train classify'")),
                (("eval", "detct"), ("no command 'eval detct'", "'eval detect'")),
                (("detect", "x.jpg", "--formt", "json"), ("no option '--formt'", "'--format'")),
                (("classify", "x.jpg", "--topp=3"), ("no option '--topp'", "'--top'")),
                (("train", "classify", "photos", "--epoch", "5", "-o", "run"), ("no option '--epoch'", "'--epochs'")),
                (("train", "classify", "photos", "--outptu", "run"), ("no option '--outptu'", "'--output'")),
                (("models", "info", "id", "-json"), ("no option '-json'", "'--json'")),
                (("models", "list", "--unicorn"), ("no option '--unicorn'", "godwit models list --help"))):
            result = godwit(*arguments)
            self.assertEqual(result.returncode, 2, arguments)
            for word in words:
                self.assertIn(word, result.stderr)
            self.assertNotIn("At Most", result.stderr)

    def test_an_unknown_instruction_set_is_wrong_usage(self):
        result = godwit("detect", PHOTOS / "cat.jpg", GODWIT_FORCE_ISA="mmx")
        self.assertEqual(result.returncode, 2)
        self.assertIn("mmx", result.stderr)

    def test_cancelling_while_paths_are_awaited(self):
        self.need_model()
        with subprocess.Popen([GODWIT, "detect", "-"], stdin=subprocess.PIPE, stderr=subprocess.PIPE) as process:
            while process.poll() is None and not awaits_interrupt(process):  # a busy machine takes its time to start a program
                time.sleep(0.01)
            process.send_signal(signal.SIGINT)
            self.assertEqual(process.wait(timeout=20), 130)

    def test_a_missing_model_says_how_to_get_it(self):
        result = godwit("detect", PHOTOS / "cat.jpg", "--models", self.folder)
        self.assertEqual(result.returncode, 3)
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

    def test_cells(self):
        positions = self.folder / "positions.csv"
        positions.write_text("Name,Latitude,Longitude\n" +
                             "".join(f"\"photo, {i}\",{48 + i / 1000},{2 + i / 500}\n" for i in range(300)) +
                             "far,-30,150\nwithout,,\n")
        cells = self.folder / "cells.csv"
        built = godwit("cells", "build", "--from", positions, "--max-photos", 50, "--min-photos", 5, "-o", cells, "--json")
        self.assertEqual(built.returncode, 0, built.stderr)
        numbers = json.loads(built.stdout)
        self.assertEqual((numbers["inputs"], numbers["photos"], numbers["without_position"]), (302, 301, 1))
        self.assertEqual(numbers["kept_photos"] + numbers["dropped_photos"], 301)
        lines = cells.read_text().splitlines()
        self.assertEqual(lines[0], "token,photos,lat,lon")
        self.assertEqual(len(lines) - 1, numbers["cells"])
        self.assertEqual(sum(int(line.split(",")[1]) for line in lines[1:]), numbers["kept_photos"])
        self.assertTrue(all(5 <= int(line.split(",")[1]) <= 50 for line in lines[1:]))

        outlines = self.folder / "cells.geojson"
        info = godwit("cells", "info", cells, "--points", positions, "--geojson", outlines, "--json")
        self.assertEqual(info.returncode, 0, info.stderr)
        info = json.loads(info.stdout)
        self.assertEqual((info["cells"], info["photos"]), (numbers["cells"], numbers["kept_photos"]))
        self.assertEqual(sum(level["cells"] for level in info["levels"]), numbers["cells"])
        self.assertEqual(sum(area["photos"] for area in info["areas"]), numbers["kept_photos"])
        self.assertEqual((info["oracle"]["points"], info["oracle"]["in_cells"]), (301, numbers["kept_photos"]))
        self.assertEqual([within["km"] for within in info["oracle"]["right_cell"]["within"]], [1, 25, 200, 750, 2500])
        self.assertEqual(len(json.loads(outlines.read_text())["features"]), numbers["cells"])
        self.assertRegex(godwit("cells", "info", cells).stdout, rf"^{numbers['cells']} cells made of ")

    def test_cells_of_broken_inputs(self):
        positions = self.folder / "positions.csv"
        positions.write_text("lat,lon\n1,2\n95,2\n1,2\n")
        cells = self.folder / "cells.csv"
        build = ["cells", "build", "--from", positions, "-o", cells]
        some = godwit(*build, "--max-photos", 5, "--min-photos", 1)
        self.assertEqual(some.returncode, 1)
        self.assertIn("positions.csv: line 3: '95', '2' is not a position", some.stderr)
        self.assertEqual(len(cells.read_text().splitlines()), 2)
        for wrong in (["--max-photos", 1, "--min-photos", 2], ["--max-photos", 0], ["--min-photos", "-1"],
                      ["--min-level", 9, "--max-level", 8], ["--max-level", 31]):
            self.assertEqual(godwit(*build, *wrong).returncode, 2, wrong)
        self.assertEqual(godwit("cells", "build", "--from", positions).returncode, 2)
        self.assertEqual(godwit("cells").returncode, 2)
        self.assertEqual(godwit("cells", "build", "--from", self.folder / "absent.csv", "-o", cells).returncode, 1)
        refused = godwit("cells", "info", positions)
        self.assertEqual(refused.returncode, 1)
        self.assertIn("no column 'token'", refused.stderr)

    def test_cells_from_photos(self):
        photos = TEST_DATA / "data" / "geo" / "gps_photos"
        if not photos.exists():
            self.skipTest(f"{photos} is missing; set GODWIT_TEST_DATA to the folder that holds it")
        cells = self.folder / "cells.csv"
        built = godwit("cells", "build", "--from", photos, "--max-photos", 5, "--min-photos", 1, "-o", cells, "--json")
        self.assertEqual(built.returncode, 0, built.stderr)
        numbers = json.loads(built.stdout)
        self.assertEqual((numbers["photos"], numbers["kept_photos"]), (51, 51))

    def test_remove_a_model(self):
        models = self.import_classifier()
        removed = godwit("models", "remove", "tiny", "--json", "--models", models)
        self.assertEqual(json.loads(removed.stdout), {"command": "models remove", "id": "tiny"})
        self.assertEqual(list(models.iterdir()), [])
        self.assertEqual(godwit("models", "remove", "tiny", "--models", models).returncode, 3)

    def test_models_that_come_along_are_there_at_once(self):
        listed = json.loads(godwit("models", "list", "--json", "--models", self.folder).stdout)["models"]
        self.assertEqual([(model["id"], model["alpha"]) for model in listed if model["bundled"]],
                         [("coco-ssd-mobilenet-v1-0.5", 0.5), ("coco-ssd-mobilenet-v1-0.75", 0.75)])
        for model in listed:
            self.assertEqual(godwit("models", "verify", model["id"], "--models", self.folder).returncode, 0)
            for side in (300, 224):
                found = godwit("detect", PHOTOS / "cat.jpg", "--model", model["id"], "--input", side, "--json", "--models",
                               self.folder)
                self.assertEqual(found.returncode, 0, found.stderr)
                document = json.loads(found.stdout)
                self.assertEqual(document["model"]["input"], side)
                self.assertEqual(document["images"][0]["detections"][0]["label"], "cat")
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

    def test_detect_json(self):
        self.need_model()
        result = godwit("detect", PHOTOS / "cat.jpg", "--json")
        self.assertEqual(result.returncode, 0, result.stderr)
        document = json.loads(result.stdout)
        self.assertEqual(document["command"], "detect")
        self.assertEqual(document["model"]["id"], MODEL)
        self.assertEqual(document["model"]["input"], 300)
        (image,) = document["images"]
        self.assertEqual((image["width"], image["height"]), (451, 300))
        self.assertEqual([found["label"] for found in image["detections"]], ["cat"])
        self.assertGreater(image["detections"][0]["score"], 0.9)
        self.assertEqual(document["errors"], [])

    def without_times(self, text):
        document = json.loads(text)
        for image in document["images"]:
            image.pop("time_ms", None)
        return document

    def test_parts_joined_are_the_whole(self):
        models = self.import_classifier()
        photos = self.folder / "photos"
        for number in range(12):
            write_png(photos / f"{number % 2}" / f"{number}.png", (20 * number, 0, 0))
        for format in ("json", "csv"):
            arguments = ("classify", photos, self.folder / "absent", "--models", models, "--format", format)
            whole = godwit(*arguments)
            self.assertEqual(whole.returncode, 1)
            parts = []
            for part in (1, 2, 3):
                parts.append(self.folder / f"{part}.{format}")
                result = godwit(*arguments, "--shard", f"{part}/3", "-o", parts[-1])
                self.assertEqual(result.returncode, 1, "the missing path is told in every part")
            merged = godwit("merge", *parts)
            self.assertEqual(merged.returncode, 0, merged.stderr)
            if format == "json":
                self.assertEqual(self.without_times(merged.stdout), self.without_times(whole.stdout))
            else:
                self.assertEqual(merged.stdout, whole.stdout)
        self.assertEqual(godwit("merge", parts[0], parts[0]).returncode, 1)
        for wrong in ("0/3", "4/3", "x"):
            self.assertEqual(godwit(*arguments, "--shard", wrong).returncode, 2)

    def test_processes_of_an_array_share_the_photos_by_themselves(self):
        models = self.import_classifier()
        photos = self.folder / "photos"
        for number in range(12):
            write_png(photos / f"{number}.png", (20 * number, 0, 0))
        out = self.folder / "found.jsonl"
        arguments = ("classify", photos, "--models", models, "--jsonl", "-o", out)
        environments = [{"SLURM_ARRAY_TASK_ID": f"{task}", "SLURM_ARRAY_TASK_MIN": "5", "SLURM_ARRAY_TASK_COUNT": "2",
                         "OMPI_COMM_WORLD_RANK": f"{rank}", "OMPI_COMM_WORLD_SIZE": "2"}
                        for task in (5, 6) for rank in (0, 1)]
        for part, environment in enumerate(environments, start=1):
            result = godwit(*arguments, **environment)
            self.assertEqual(result.returncode, 0, result.stderr)
            self.assertIn(f"part {part} of 4", result.stderr)
        self.assertFalse(out.exists())
        files = [self.folder / f"found-{part}-of-4.jsonl" for part in (1, 2, 3, 4)]
        paths = [json.loads(line)["path"] for file in files for line in file.read_text().splitlines()]
        self.assertEqual(sorted(paths), sorted(map(str, photos.iterdir())))
        self.assertEqual(godwit("merge", *files, "-o", out).returncode, 0)
        self.assertEqual([json.loads(line)["path"] for line in out.read_text().splitlines()],
                         sorted(paths))
        self.assertEqual(godwit("classify", "-", "--models", models, **environments[0]).returncode, 2)
        everything = godwit(*arguments, "--shard", "1/1", **environments[0])
        self.assertEqual((everything.returncode, len(out.read_text().splitlines())), (0, 12))

    def test_failures_spare_the_others(self):
        self.need_model()
        (self.folder / "bad.jpg").write_bytes(b"\xff\xd8\xff nothing")
        (self.folder / "empty.jpg").touch()
        shutil.copy(PHOTOS / "cat.jpg", self.folder / "cat.png")
        result = godwit("detect", self.folder, self.folder / "empty.jpg", self.folder / "absent", "--jsonl")
        self.assertEqual(result.returncode, 1)
        lines = [json.loads(line) for line in result.stdout.splitlines()]
        self.assertEqual(len(lines), 3)
        self.assertEqual(sum("detections" in line for line in lines), 1)
        for name in ("bad.jpg", "empty.jpg", "absent"):
            self.assertIn(name, result.stderr)

    def test_a_list_of_paths_from_standard_input(self):
        self.need_model()
        result = godwit("detect", "-", "--format", "csv", stdin=f"{PHOTOS / 'cat.jpg'}\n\n{PHOTOS / 'coffee.jpg'}\r\n")
        self.assertEqual(result.returncode, 0, result.stderr)
        self.assertEqual(len(result.stdout.splitlines()), 1 + 3)

    def test_paths_that_end_in_zero_bytes(self):
        self.need_model()
        photo = self.folder / "two\nlines.jpg"
        shutil.copy(PHOTOS / "cat.jpg", photo)
        result = godwit("detect", "-", "-0", "--json", stdin=f"{photo}\0")
        self.assertEqual(result.returncode, 0, result.stderr)
        self.assertEqual(json.loads(result.stdout)["images"][0]["path"], str(photo))
        forgotten = godwit("detect", "-", stdin=f"{photo}\0{photo}\0")
        self.assertEqual(forgotten.returncode, 2)
        self.assertIn("-0", forgotten.stderr)

    def test_outputs_appear_in_files_and_folders(self):
        self.need_model()
        for kind, written in (("coco", "out"), ("json", "out"), ("voc", "out/cat.xml"), ("yolo", "out/cat.txt")):
            out = self.folder / kind / "out"
            result = godwit("detect", PHOTOS / "cat.jpg", "--format", kind, "-o", out, "--annotate", self.folder / kind)
            self.assertEqual(result.returncode, 0, result.stderr)
            self.assertTrue((self.folder / kind / written).exists())
            self.assertTrue((self.folder / kind / "cat_detections.jpg").exists())

    def test_originals_are_never_overwritten(self):
        self.need_model()
        photo = self.folder / "cat.jpg"
        shutil.copy(PHOTOS / "cat.jpg", photo)
        self.assertEqual(godwit("detect", photo, "-o", photo).returncode, 2)
        self.assertEqual(photo.read_bytes(), (PHOTOS / "cat.jpg").read_bytes())

    def test_cancelling_keeps_what_is_done(self):
        self.need_model()
        for number in range(400):
            (self.folder / f"{number:03}.jpg").symlink_to(PHOTOS / "coffee.jpg")
        out = self.folder / "out.json"
        copies = self.folder.with_name(self.folder.name + "-copies")
        self.addCleanup(shutil.rmtree, copies, ignore_errors=True)
        process = subprocess.Popen(
            [GODWIT, "detect", self.folder, "--json", "-o", out, "--annotate", copies], stderr=subprocess.PIPE, text=True
        )
        while process.poll() is None and not any(copies.glob("*.jpg")):
            time.sleep(0.01)
        process.send_signal(signal.SIGINT)
        _, errors = process.communicate(timeout=60)
        self.assertEqual(process.returncode, 130, errors)
        done = len(json.loads(out.read_text())["images"])
        self.assertGreater(done, 0)
        self.assertLess(done, 400)

    def test_every_instruction_set_and_thread_count_finds_the_same(self):
        self.need_model()
        seen = []
        for isa in ("baseline", "avx2", "avx512"):
            for threads in (1, 2):
                result = godwit("detect", PHOTOS / "coffee.jpg", "--json", "--threads", threads, GODWIT_FORCE_ISA=isa)
                if result.returncode == 2:
                    self.assertIn("not available", result.stderr)
                else:
                    self.assertEqual(result.returncode, 0, result.stderr)
                    (image,) = json.loads(result.stdout)["images"]
                    seen.append([(found["label"], round(found["score"], 3)) for found in image["detections"]])
        self.assertGreaterEqual(len(seen), 2)
        self.assertTrue(all(found == seen[0] for found in seen), seen)

    def test_classes_are_chosen_before_the_best_are_counted(self):
        self.need_model()
        result = godwit("detect", PHOTOS / "coffee.jpg", "--max", "1", "--classes", "dining table", "--json")
        (image,) = json.loads(result.stdout)["images"]
        self.assertEqual([found["label"] for found in image["detections"]], ["dining table"])

    def test_what_cannot_be_written_is_told_with_its_reason(self):
        self.need_model()
        blocked = self.folder / "blocked"
        blocked.write_text("a file, no folder")
        result = godwit("detect", PHOTOS / "coffee.jpg", "--annotate", blocked)
        self.assertEqual(result.returncode, 1)
        self.assertIn("blocked", result.stderr)

    def test_a_score_that_is_no_number_is_wrong_usage(self):
        self.assertEqual(godwit("detect", PHOTOS, "--min-score", "nan").returncode, 2)

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

    def test_eval_detect_measures_average_precision(self):
        self.need_model()
        found = json.loads(godwit("detect", PHOTOS / "cat.jpg", "--json").stdout)["images"][0]["detections"]
        box = next(entry["box"] for entry in found if entry["label"] == "cat")
        cat = {"image_id": 1, "category_id": 7, "bbox": [box[side] for side in ("x", "y", "width", "height")]}
        truth = self.write_annotations(annotations=[cat])
        curves = self.folder / "curves.csv"
        arguments = ("eval", "detect", "--annotations", truth, "--images", PHOTOS, "--model", MODEL)
        result = godwit(*arguments, "--json", "--pr-curves", curves)
        self.assertEqual(result.returncode, 0, result.stderr)
        document = json.loads(result.stdout)
        self.assertEqual(document["command"], "eval detect")
        self.assertEqual(document["model"]["id"], MODEL)
        self.assertEqual((document["photos"], document["objects"], document["errors"]), (2, 1, []))
        self.assertEqual(list(document["metrics"]), [
            "ap", "ap50", "ap75", "ap_small", "ap_medium", "ap_large", "ar1", "ar10", "ar", "ar_small", "ar_medium",
            "ar_large"])
        self.assertEqual(document["metrics"]["ar"], 1)
        self.assertEqual(document["metrics"]["ap_small"], -1)
        self.assertEqual([(entry["id"], entry["name"], entry["objects"]) for entry in document["classes"]],
                         [(7, "Cat", 1), (8, "cup", 0), (9, "unicorn", 0)])
        self.assertEqual(document["not_in_model"], [])
        self.assertIn("dog", document["not_annotated"])
        self.assertEqual(len(curves.read_text().splitlines()), 1 + 10 * 101)
        text = godwit(*arguments, "--per-class").stdout
        self.assertRegex(text, r"\n Average Precision  \(AP\) @\[ IoU=0.50:0.95 \| area=   all \| maxDets=100 \] = \d")
        self.assertRegex(text, r"\nCat +1 +[01]\.\d{3}")

    def test_eval_detect_tells_what_it_could_not_compare(self):
        self.need_model()
        truth = self.write_annotations(images=[{"id": 1, "file_name": "cat.jpg"}, {"id": 2, "file_name": "gone.jpg"}])
        result = godwit("eval", "detect", "--annotations", truth, "--images", PHOTOS, "--json")
        self.assertEqual(result.returncode, 1)
        self.assertIn("gone.jpg", result.stderr)
        document = json.loads(result.stdout)
        self.assertEqual((document["photos"], len(document["errors"])), (1, 1))
        self.assertEqual(document["not_in_model"], ["unicorn"])
        for images in ([], [{"id": 2, "file_name": "gone.jpg"}]):
            truth = self.write_annotations(images=images, annotations=[])
            nothing = godwit("eval", "detect", "--annotations", truth, "--images", PHOTOS, "--json")
            self.assertEqual((nothing.returncode, nothing.stdout), (1, ""))
            self.assertIn("judge", nothing.stderr)

    def test_eval_detect_refuses_wrong_annotations(self):
        wrong = self.write_annotations(annotations=[{"image_id": 5, "category_id": 7, "bbox": [0, 0, 1, 1]}])
        result = godwit("eval", "detect", "--annotations", wrong, "--images", PHOTOS)
        self.assertEqual(result.returncode, 1)
        self.assertIn("truth.json: annotations[0]: image_id 5", result.stderr)
        self.assertEqual(result.stdout, "")
        missing = godwit("eval", "detect", "--annotations", self.folder / "none.json", "--images", PHOTOS)
        self.assertEqual(missing.returncode, 1)
        self.assertIn("none.json", missing.stderr)
        self.assertEqual(godwit("eval", "detect", "--images", PHOTOS).returncode, 2)
        for option in (("--nms-iou", "nan"), ("--nms-iou", "1.5"), ("--max-detections", "0"), ("--nms", "soft")):
            self.assertEqual(godwit("eval", "detect", "--annotations", wrong, "--images", PHOTOS, *option).returncode, 2)
        self.assertEqual(godwit("eval").returncode, 2)

    def test_files_that_cannot_be_read_or_written_have_one_status(self):
        models = self.import_classifier()
        net = TEST_DATA / "data" / "weights" / "coral" / "mobilenet_v1_0.25_128_quant.tflite"
        none, file = self.folder / "none", self.folder / "file"
        file.write_text("path,index\n")
        labels = self.folder / "labels.csv"
        labels.write_text(f"path,index\n{PHOTOS / 'cat.jpg'},1\n")
        photos = self.colours()
        truth = self.write_annotations()
        below_a_file = file / "out"
        for status, arguments in (
                (1, ("models", "import", none, "--id", "x")),
                (1, ("models", "import", net, "--id", "x", "--labels", none)),
                (1, ("classify", none)),
                (1, ("eval", "classify", "--labels", none)),
                (1, ("eval", "detect", "--annotations", none, "--images", PHOTOS)),
                (1, ("train", "classify", none, "-o", self.folder / "run")),
                (1, ("train", "detect", "--annotations", none, "--images", PHOTOS, "-o", self.folder / "run")),
                (1, ("train", "resume", none)),
                (1, ("distill", none, "--teacher", "tiny", "-o", self.folder / "run")),
                (1, ("merge", none)),
                (1, ("classify", PHOTOS / "cat.jpg", "--json", "-o", below_a_file)),
                (1, ("train", "classify", photos, "--alpha", "0.25", "--input", "32", "-o", below_a_file)),
                (1, ("merge", file, "-o", below_a_file)),
                (2, ("classify", PHOTOS / "cat.jpg", "--json", "-o", self.folder)),
                (2, ("merge", file, "-o", self.folder)),
                (2, ("detect", PHOTOS / "cat.jpg", "--format", "voc", "-o", file)),
                (2, ("models", "import", net, "--id", "a/b")),
                (3, ("models", "import", truth, "--id", "x")),
                (3, ("classify", PHOTOS / "cat.jpg", "--model", "none")),
                (3, ("eval", "classify", "--labels", labels, "--model", "none")),
                (3, ("eval", "detect", "--annotations", truth, "--images", PHOTOS, "--model", "none")),
                (3, ("train", "classify", photos, "--from", "none", "-o", self.folder / "run"))):
            result = godwit(*arguments, GODWIT_MODELS=str(models))
            self.assertEqual(result.returncode, status, (arguments, result.stderr))
            self.assertTrue(result.stderr)

    def test_bench_times_each_combination(self):
        arguments = ("bench", "--alpha", "0.5,0.25", "--input", "64", "--threads", "1,2", "--runs", "2")
        result = godwit(*arguments, "--layers", "--json")
        self.assertEqual(result.returncode, 0, result.stderr)
        document = json.loads(result.stdout)
        results = document["results"]
        self.assertEqual([peak["threads"] for peak in document["machine"]], [1, 2])
        self.assertTrue(all(peak["gflops"] > 0 and peak["gigabytes_per_s"] > 0 for peak in document["machine"]))
        self.assertEqual([(one["alpha"], one["threads"]) for one in results], [(0.5, 1), (0.5, 2), (0.25, 1), (0.25, 2)])
        for one in results:
            self.assertEqual((one["input"], one["precision"], one["weights"]), (64, "f32", "random"))
            self.assertLessEqual(one["min_ms"], one["median_ms"])
            self.assertEqual(one["layers"][0]["kind"], "conv")
        self.assertIn("mobilenet_v1", godwit(*arguments).stdout)
        self.assertEqual(godwit("bench", "--alpha", "1.5").returncode, 2)
        self.assertEqual(godwit("bench", "--model", "absent").returncode, 3)

    def test_paper_prints_tables_and_marks_misprints(self):
        text = godwit("paper")
        self.assertEqual(text.returncode, 0)
        self.assertIn("1.19 ! 1.91", text.stdout)
        tables = json.loads(godwit("paper", "--json").stdout)["tables"]
        self.assertEqual([table["number"] for table in tables], list(range(1, 15)))


    def colours(self):
        """A data set of two classes, eight photos each."""
        for i in range(8):
            write_png(self.folder / "photos" / "red" / f"{i}.png", (150 + 10 * i, 20, 20))
            write_png(self.folder / "photos" / "blue" / f"{i}.png", (20, 20, 150 + 10 * i))
        return self.folder / "photos"

    def train(self, photos, run, *more):
        return [GODWIT, "train", "classify", photos, "--alpha", "0.25", "--input", "32", "--batch", "4", "--lr", "0.05",
                "--validation", "0.25", "--threads", "1", "-o", run, *more]

    def test_train_and_use(self):
        photos, run = self.colours(), self.folder / "run"
        damaged = photos / "red" / "damaged.png"
        damaged.write_bytes((photos / "red" / "0.png").read_bytes()[:40])
        result = subprocess.run([*map(str, self.train(photos, run, "--epochs", "6", "--json"))], capture_output=True,
                                text=True, check=False)
        self.assertEqual(result.returncode, 0, result.stderr)
        report = json.loads(result.stdout)
        self.assertEqual(report["quality"]["name"], "accuracy")
        self.assertIn(str(damaged), result.stderr)
        self.assertEqual(report["train_photos"] + report["validation_photos"], 16)
        self.assertEqual({file.name for file in run.iterdir()},
                         {"config.json", "split.jsonl", "log.jsonl", "curves.svg", "checkpoint.safetensors",
                          "model.safetensors"})
        models = self.folder / "models"
        imported = godwit("models", "import", run / "model.safetensors", "--id", "mine", "--models", models)
        self.assertEqual(imported.returncode, 0, imported.stderr)
        found = godwit("classify", photos / "red" / "0.png", "--model", "mine", "--models", models, "--json")
        self.assertEqual(found.returncode, 0, found.stderr)
        self.assertEqual({row["label"] for row in json.loads(found.stdout)["images"][0]["classes"]}, {"red", "blue"})

    def test_a_killed_run_goes_on_to_the_same_bits(self):
        photos = self.colours()
        for run, kill in ((self.folder / "whole", False), (self.folder / "killed", True)):
            with subprocess.Popen([*map(str, self.train(photos, run, "--epochs", "25"))], stdout=subprocess.DEVNULL,
                                  stderr=subprocess.DEVNULL) as process:
                while kill and process.poll() is None and not (run / "checkpoint.safetensors").exists():
                    time.sleep(0.002)
                if kill:
                    process.kill()
        resumed = godwit("train", "resume", self.folder / "killed", "--threads", "1")
        self.assertEqual(resumed.returncode, 0, resumed.stderr)
        whole, killed = [(self.folder / run / "checkpoint.safetensors").read_bytes() for run in ("whole", "killed")]
        self.assertEqual(whole, killed)

    def test_train_refuses_what_it_cannot_learn_from(self):
        photos = self.colours()
        for arguments, status, text in (
                (["train", "classify", self.folder / "none", "-o", self.folder / "a"], 1, "none"),
                (["train", "classify", photos / "red", "-o", self.folder / "a"], 1, "red"),
                (["train", "classify", photos, "-o", self.folder], 2, "not empty"),
                (["train", "classify", photos, "-o", photos / "run"], 2, "among the photos"),
                (["train", "classify", photos, "--from", "unicorn", "-o", self.folder / "a"], 3, "unicorn"),
                (["train", "resume", photos], 1, "config.json")):
            result = godwit(*arguments)
            self.assertEqual(result.returncode, status, (arguments, result.stderr))
            self.assertIn(text, result.stderr)

if __name__ == "__main__":
    unittest.main(argv=sys.argv[:1] + sys.argv[2:])
