#!/usr/bin/env python3
"""Training runs: learn, use, go on after a kill, refuse."""

import json
import pathlib
import subprocess
import sys
import time

sys.path.insert(0, str(pathlib.Path(__file__).parent))
from command_line import GODWIT, CommandLine, godwit, main  # noqa: E402


class Train(CommandLine):
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
    main()
