#!/usr/bin/env python3
"""Training with several processes, as people start it: mpirun -n N godwit train ...

    mpi_test.py GODWIT MPIRUN [unittest arguments]
"""

import json
import os
import pathlib
import re
import signal
import subprocess
import sys
import tempfile
import time
import unittest

sys.path.insert(0, str(pathlib.Path(__file__).parent))
from photos import write_png  # noqa: E402

GODWIT, MPIRUN = (pathlib.Path(argument).resolve() for argument in sys.argv[1:3])
EPOCHS = 40  # of three steps: enough to be caught on the way
PATIENCE = 120  # seconds within which a job must have ended, on a machine that is busy


def ranks_of(mpirun):
    """The processes that an mpirun started: {rank: process id}."""
    found = {}
    for process in pathlib.Path("/proc").iterdir():
        try:
            if process.name.isdigit() and f"\nPPid:\t{mpirun}\n" in (process / "status").read_text():
                rank = re.search(rb"OMPI_COMM_WORLD_RANK=(\d+)", (process / "environ").read_bytes())
                if rank and os.readlink(process / "exe") == str(GODWIT):
                    found[int(rank[1])] = int(process.name)
        except OSError:
            pass  # ended meanwhile
    return found


def is_alive(process):
    try:
        return "\nState:\tZ" not in pathlib.Path(f"/proc/{process}/status").read_text()
    except OSError:
        return False


def step_of(checkpoint):
    """Steps that a checkpoint holds."""
    data = checkpoint.read_bytes()
    header = json.loads(data[8:8 + int.from_bytes(data[:8], "little")])
    return json.loads(header["__metadata__"]["godwit-checkpoint"])["step"]


class Together(unittest.TestCase):
    def setUp(self):
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        self.folder = pathlib.Path(folder.name)
        self.photos = self.folder / "photos"
        for i in range(8):
            write_png(self.photos / "red" / f"{i}.png", (150 + 10 * i, 20, 20))
            write_png(self.photos / "blue" / f"{i}.png", (20, 20, 150 + 10 * i))

    def train(self, run, *more, batch=4):
        # At greater rates runs part by rounding: with other instruction sets, one process does so as well.
        return [GODWIT, "train", "classify", self.photos, "--alpha", "0.25", "--input", "32", "--batch", batch, "--lr",
                "1e-6", "--validation", "0.25", "--threads", "1", "-o", run, *more]

    def together(self, processes, command):
        return subprocess.run([MPIRUN, "-n", str(processes), *map(str, command)], capture_output=True, text=True,
                              check=False, timeout=PATIENCE)

    def start(self, command):
        """A job of two processes that has written its first checkpoint, and its processes."""
        run = command[command.index("-o") + 1]
        # Without progress, standard error holds what must not be missed.
        job = subprocess.Popen([MPIRUN, "-n", "2", *map(str, command), "--progress", "none"],
                               stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True)
        self.addCleanup(job.kill)
        while job.poll() is None and not (run / "checkpoint.safetensors").exists():
            time.sleep(0.002)
        return job, ranks_of(job.pid)

    def end(self, job, ranks):
        """What the job told, once it and its processes have ended. They may outlive mpirun by some seconds."""
        _, errors = job.communicate(timeout=PATIENCE)
        self.assertNotEqual(job.returncode, 0, errors)
        deadline = time.monotonic() + PATIENCE
        while any(is_alive(process) for process in ranks.values()):
            self.assertLess(time.monotonic(), deadline, "processes are left")
            time.sleep(0.01)
        return errors

    def test_two_processes_tell_as_one(self):
        one = subprocess.run([*map(str, self.train(self.folder / "one", "--epochs", "2", "--json"))],
                             capture_output=True, text=True, check=True)
        two = self.together(2, self.train(self.folder / "two", "--epochs", "2", "--json"))
        self.assertEqual(two.returncode, 0, two.stderr)
        reports = [json.loads(result.stdout) for result in (one, two)]
        self.assertEqual([report["processes"] for report in reports], [1, 2])
        self.assertEqual(*(report["steps"] for report in reports))
        self.assertEqual(two.stderr.count("epoch 2 of 2"), 1, two.stderr)
        self.assertEqual({file.name for file in (self.folder / "two").iterdir()},
                         {file.name for file in (self.folder / "one").iterdir()})
        losses = [[json.loads(line)["loss"] for line in (self.folder / run / "log.jsonl").read_text().splitlines()]
                  for run in ("one", "two")]
        self.assertEqual(*map(len, losses))
        for alone, joined in zip(*losses):
            self.assertAlmostEqual(alone, joined, delta=1e-3 * alone)

    def test_a_killed_process_ends_the_job_and_the_run_goes_on_to_the_same_bits(self):
        whole = self.together(2, self.train(self.folder / "whole", "--epochs", EPOCHS))
        self.assertEqual(whole.returncode, 0, whole.stderr)
        for victim in (0, 1):
            with self.subTest(victim=victim):
                run = self.folder / f"killed {victim}"
                job, ranks = self.start(self.train(run, "--epochs", EPOCHS))
                os.kill(ranks[victim], signal.SIGKILL)
                errors = self.end(job, ranks)
                told = re.search(r"the checkpoint holds step (\d+). Go on with: mpirun -n 2 godwit train resume (.*)",
                                 errors)
                self.assertTrue(told, errors)
                self.assertEqual(int(told[1]), step_of(run / "checkpoint.safetensors"))
                self.assertIn("Killed", errors)  # by mpirun, with the process
                resumed = self.together(2, [GODWIT, "train", "resume", run, "--threads", "1"])
                self.assertEqual(resumed.returncode, 0, resumed.stderr)
                self.assertEqual((run / "checkpoint.safetensors").read_bytes(),
                                 (self.folder / "whole" / "checkpoint.safetensors").read_bytes())

    def test_cancelling_keeps_a_checkpoint_that_any_number_goes_on_from(self):
        # mpirun may take a second to pass it on.
        run = self.folder / "run"
        job, ranks = self.start(self.train(run, "--epochs", 10 * EPOCHS))
        job.send_signal(signal.SIGINT)
        errors = self.end(job, ranks)
        self.assertIn("mpirun -n 2 godwit train resume", errors)
        self.assertGreater(step_of(run / "checkpoint.safetensors"), 0)
        for processes in (1, 3):
            resumed = self.together(processes, [GODWIT, "train", "resume", run, "--threads", "1"])
            self.assertEqual(resumed.returncode, 2 if processes == 3 else 0, resumed.stderr)
        self.assertIn("cannot share a batch of 4 photos", resumed.stderr)

    def test_errors_are_told_once_and_end_the_job(self):
        for command, status, text in (
                (self.train(self.folder / "a", batch=5), 2, "--batch 4"),
                (self.train(self.photos / "run"), 2, "among the photos"),
                ([GODWIT, "train", "resume", self.photos], 1, "config.json")):
            result = self.together(2, command)
            self.assertEqual(result.returncode, status, (command, result.stderr))
            self.assertIn(text, result.stderr)

    def test_an_error_of_one_process_ends_the_job(self):
        # The second process alone is to start from a model, and there is none.
        first = self.train(self.folder / "run", "--epochs", "1")
        second = [*first[:4], "--from", "unicorn", *first[6:], "--models", self.folder]
        result = subprocess.run([MPIRUN, *map(str, ["-n", 1, *first, ":", "-n", 1, *second])], capture_output=True,
                                text=True, check=False, timeout=PATIENCE)
        self.assertEqual(result.returncode, 3, result.stderr)
        self.assertEqual(result.stderr.count("unicorn"), 1, result.stderr)
        self.assertFalse((self.folder / "run").exists())


if __name__ == "__main__":
    unittest.main(argv=sys.argv[:1] + sys.argv[3:])
