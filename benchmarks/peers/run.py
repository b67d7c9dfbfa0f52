#!/usr/bin/env python3
"""Times Godwit and its peers on the same networks, in turns, and prints one table of medians and ratios.

Every measurement is a fresh process; in each round every peer runs once at every setting, in an order that changes
from round to round. A ratio is the median over the rounds of Godwit's time over the peer's of the same round, so that
whatever else the machine does hits both. See README.md for how to set the peers up.
"""
import argparse
import json
import os
import pathlib
import random
import re
import statistics
import subprocess
import sys

HERE = pathlib.Path(__file__).resolve().parent
# Runs in a process: enough for half a second of the fastest peer.
RUNS = {"v1-1.0-224": 60, "v1-0.75-192": 120, "v1-0.5-160": 300, "v1-0.25-128": 1000}
DETECTOR = "coco-ssdlite-mobilenet-v2"
SLOW = {"opencv": 0.2, "tfjs-wasm": 0.1}


class Race:
    def __init__(self, arguments):
        self.arguments = arguments
        self.models = arguments.peers / "models"
        self.environment = dict(os.environ, PEERS_NODE=str(arguments.peers))
        self.times = {}  # (network, threads, peer) -> [(median, least)], one a round
        self.answers = {}  # network -> {peer: (top class, score)}

    def command(self, peer, network, threads, runs):
        model = self.arguments.coco if network == DETECTOR else self.models / network
        tail = [str(model), str(threads), str(max(10, int(runs * SLOW.get(peer, 1))))]
        if peer.startswith("godwit"):
            binary = self.arguments.godwit if peer == "godwit" else self.arguments.against
            return [str(binary), "--runs", str(runs), "--threads", str(threads), network]
        return {
            "onnxruntime": ["node", str(HERE / "onnxruntime_peer.cjs")],
            "xnnpack": [str(self.arguments.peers / "xnnpack_peer")],
            "opencv": ["/usr/bin/python3", str(HERE / "opencv_peer.py")],
            "tfjs-wasm": ["node", str(HERE / "tfjs_peer.cjs")],
        }[peer] + tail

    def measure(self, peer, network, threads):
        runs = RUNS.get(network, 30)
        command = self.arguments.prefix.split() + self.command(peer, network, threads, runs)
        result = subprocess.run(command, capture_output=True, text=True, env=self.environment)
        values = dict(re.findall(r"(median_ms|min_ms|top|score)=(\S+)", result.stdout))
        if result.returncode != 0 or "median_ms" not in values:
            sys.exit(f"error: {' '.join(command)} failed:\n{result.stderr}")
        times = (float(values["median_ms"]), float(values["min_ms"]))
        self.times.setdefault((network, threads, peer), []).append(times)
        if "top" in values and network != DETECTOR:
            self.answers.setdefault(network, {})[peer] = (int(values["top"]), float(values["score"]))

    def run(self):
        cells = [
            (peer, network, threads)
            for network in self.arguments.networks
            for threads in self.arguments.threads
            for peer in self.arguments.race
            if not (peer == "tfjs-wasm" and threads > 1)
            and not (network == DETECTOR and peer not in ("godwit", "godwit-before", "tfjs-wasm"))
        ]
        for number in range(self.arguments.rounds):
            # Peers of one setting run next to each other; which comes first changes.
            random.Random(number).shuffle(cells)
            cells.sort(key=lambda cell: (cell[1], cell[2]))
            for peer, network, threads in cells:
                self.measure(peer, network, threads)
            print(f"round {number + 1} of {self.arguments.rounds}", file=sys.stderr)

    def check_answers(self):
        for network, answers in self.answers.items():
            tops = {top for top, _ in answers.values()}
            scores = [score for _, score in answers.values()]
            if len(tops) > 1 or max(scores) > 1.001 * min(scores):
                sys.exit(f"error: the peers do not compute the same network {network}: {answers}")

    def rows(self):
        for (network, threads, peer), times in sorted(self.times.items()):
            own = self.times[network, threads, "godwit"]
            yield {
                "network": network,
                "threads": threads,
                "peer": peer,
                "median_ms": statistics.median(median for median, _ in times),
                "min_ms": min(least for _, least in times),
                "ratio_of_medians": statistics.median(a[0] / b[0] for a, b in zip(own, times)),
                "ratio_of_minima": min(a[1] for a in own) / min(b[1] for b in times),
            }


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--godwit", type=pathlib.Path, default="build/release/benchmarks/network_benchmark")
    parser.add_argument("--against", type=pathlib.Path, help="another network_benchmark: peer `godwit-before`")
    parser.add_argument("--peers", type=pathlib.Path, default=pathlib.Path.home() / ".cache/godwit-peers",
                        help="where setup.sh put them")
    parser.add_argument("--race", nargs="+", metavar="PEER", help="onnxruntime xnnpack opencv tfjs-wasm",
                        default=["onnxruntime", "xnnpack", "opencv", "tfjs-wasm"])
    parser.add_argument("--networks", nargs="*", default=list(RUNS))
    parser.add_argument("--coco", type=pathlib.Path, help=f"the COCO detector's model.json; adds {DETECTOR}")
    parser.add_argument("--threads", nargs="+", type=int, default=[1, 2])
    parser.add_argument("--rounds", type=int, default=15)
    parser.add_argument("--prefix", default="chrt -f 10", help="what runs every command")
    parser.add_argument("--json", type=pathlib.Path, help="write the rows there too")
    arguments = parser.parse_args()
    arguments.peers = arguments.peers.resolve()
    arguments.race = ["godwit"] + [peer for peer in arguments.race if peer != "none"]
    if arguments.against:
        arguments.race.insert(1, "godwit-before")
    if arguments.coco:
        arguments.networks.append(DETECTOR)
    race = Race(arguments)
    race.run()
    race.check_answers()
    rows = list(race.rows())
    print("| network | threads | peer | median ms | least ms | godwit / peer | of least |")
    print("|---|---|---|---|---|---|---|")
    for row in rows:
        print("| {network} | {threads} | {peer} | {median_ms:.3f} | {min_ms:.3f} | {ratio_of_medians:.2f} | "
              "{ratio_of_minima:.2f} |".format(**row))
    if arguments.json:
        arguments.json.write_text(json.dumps(rows, indent=1) + "\n")


if __name__ == "__main__":
    main()
