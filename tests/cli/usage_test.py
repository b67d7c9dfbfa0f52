#!/usr/bin/env python3
"""The command line itself: help, words it does not know, statuses, and the commands that need no photos."""

import json
import pathlib
import signal
import subprocess
import sys
import time

sys.path.insert(0, str(pathlib.Path(__file__).parent))
from command_line import GODWIT, PHOTOS, TEST_DATA, CommandLine, awaits_interrupt, godwit, main  # noqa: E402


class Usage(CommandLine):
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


if __name__ == "__main__":
    main()
