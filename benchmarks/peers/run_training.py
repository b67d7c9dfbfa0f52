#!/usr/bin/env python3
"""Times steps of training in Godwit and in PyTorch, in turns, and prints one table.

Every measurement is a fresh process; in each round both run once at every setting. A ratio is the median over the
rounds of Godwit's images per second over PyTorch's of the same round. PyTorch runs in both of its orders of memory,
unless told otherwise: channels last is faster on depthwise convolutions. Memory is the peak of the process (VmHWM), of
PyTorch without what it takes to import it. Needs Debian's python3-torch.
"""
import argparse
import pathlib
import re
import statistics
import subprocess
import sys

HERE = pathlib.Path(__file__).resolve().parent
STEPS = {"v1-0.25-128": 20, "v1-1.0-224": 4}  # of Godwit; PyTorch does half of them


def measure(peer, network, threads, arguments):
    steps = STEPS.get(network, 10)
    if peer == "godwit":
        command = [arguments.godwit, "--threads", threads, "--steps", steps, "--batch", arguments.batch, network]
    else:
        command = ["/usr/bin/python3", HERE / "torch_training_peer.py", network, threads, max(2, steps // 2),
                   arguments.batch, peer.removeprefix("torch-")]
    command = arguments.prefix.split() + [str(word) for word in command]
    result = subprocess.run(command, capture_output=True, text=True)
    values = {name: float(value) for name, value in re.findall(r"(\w+)=([\d.]+)", result.stdout)}
    if result.returncode != 0 or "images_per_s" not in values:
        sys.exit(f"error: {' '.join(command)} failed:\n{result.stderr}")
    return values["images_per_s"], values["best"], values["peak_mb"] - values.get("imported_mb", 0)


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--godwit", type=pathlib.Path, default="build/release/benchmarks/training_benchmark")
    parser.add_argument("--race", nargs="*", default=["torch-channels-last", "torch-nchw"], metavar="PEER")
    parser.add_argument("--networks", nargs="+", default=list(STEPS))
    parser.add_argument("--threads", nargs="+", type=int, default=[1, 2])
    parser.add_argument("--batch", type=int, default=32)
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--prefix", default="", help="what runs every command, e.g. 'chrt -f 10'")
    arguments = parser.parse_args()
    results = {}
    for number in range(arguments.rounds):
        for network in arguments.networks:
            for threads in arguments.threads:
                for peer in ["godwit", *arguments.race]:
                    values = measure(peer, network, threads, arguments)
                    results.setdefault((network, threads, peer), []).append(values)
        print(f"round {number + 1} of {arguments.rounds}", file=sys.stderr)
    print("| network | threads | | images/s | best | godwit / peer | of best | MB |")
    print("|---|---|---|---|---|---|---|---|")
    for (network, threads, peer), rounds in results.items():
        own = results[network, threads, "godwit"]
        rates, bests, peaks = zip(*rounds)
        ratio = statistics.median(a[0] / b[0] for a, b in zip(own, rounds))
        of_best = max(a[1] for a in own) / max(bests)
        print(f"| {network} | {threads} | {peer} | {statistics.median(rates):.1f} | {max(bests):.1f} | {ratio:.2f} | "
              f"{of_best:.2f} | {max(peaks):.0f} |")


if __name__ == "__main__":
    main()
