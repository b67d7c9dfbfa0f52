#!/usr/bin/env python3
"""Objects on photos: output, errors, cancelling, parts, and how good a detector is."""

import json
import pathlib
import shutil
import signal
import subprocess
import sys
import time

sys.path.insert(0, str(pathlib.Path(__file__).parent))
from command_line import GODWIT, MODEL, PHOTOS, CommandLine, godwit, main  # noqa: E402
from photos import write_png  # noqa: E402


class Detect(CommandLine):
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


if __name__ == "__main__":
    main()
