#!/usr/bin/env python3
"""The plot of scripts/plot_scaling.py, read back as XML."""

import json
import math
import pathlib
import subprocess
import sys
import unittest
import xml.etree.ElementTree as ElementTree

SCRIPT = pathlib.Path(__file__).resolve().parents[2] / "scripts" / "plot_scaling.py"
SVG = "{http://www.w3.org/2000/svg}"


def run(document):
    return subprocess.run([sys.executable, SCRIPT], input=document, capture_output=True, text=True, check=False)


def result(alpha, side, threads, million, ms):
    return {"backbone": "mobilenet_v1", "weights": "a < b", "precision": "f32", "isa": "avx2", "alpha": alpha,
            "input": side, "threads": threads, "multiply_adds": million * 1_000_000, "median_ms": ms}


def plot(*results):
    drawn = run(json.dumps({"results": results}))
    if drawn.returncode != 0:
        raise AssertionError(drawn.stderr)
    return ElementTree.fromstring(drawn.stdout)


def points(svg):
    """(x, y) by the title of each point; the legend's have none."""
    return {circle.find(f"{SVG}title").text: (float(circle.get("cx")), float(circle.get("cy")))
            for circle in svg.iter(f"{SVG}circle") if circle.find(f"{SVG}title") is not None}


def texts(svg):
    return [element.text for element in svg.iter(f"{SVG}text")]


class PlotScaling(unittest.TestCase):
    def test_every_result_is_a_point_in_its_series(self):
        svg = plot(result(1.0, 224, 1, 569, 6.0), result(1.0, 224, 2, 569, 3.2), result(1.0, 128, 1, 186, 2.0),
                   result(1.0, 128, 2, 186, 1.1), result(0.25, 224, 1, 41, 0.6), result(0.25, 224, 2, 41, 0.4))
        self.assertEqual(len(points(svg)), 6)
        self.assertEqual(len(list(svg.iter(f"{SVG}polyline"))), 4)
        for shown in ("alpha 1", "alpha 0.25", "1 thread", "2 threads", "224", "128"):
            self.assertIn(shown, texts(svg))
        self.assertTrue(any("a < b" in shown for shown in texts(svg)))

    def test_axes_are_logarithmic_and_points_lie_within(self):
        svg = plot(result(1.0, 64, 1, 10, 0.1), result(1.0, 128, 1, 100, 1.0), result(1.0, 512, 1, 1000, 10.0))
        (x1, y1), (x2, y2), (x3, y3) = points(svg).values()
        self.assertAlmostEqual(x2 - x1, x3 - x2, delta=0.11)
        self.assertAlmostEqual(y1 - y2, y2 - y3, delta=0.11)
        self.assertGreater(x2, x1)
        self.assertLess(y2, y1)
        width, height = map(float, svg.get("viewBox").split()[2:])
        for x, y in points(svg).values():
            self.assertTrue(0 < x < width and 0 < y < height)

    def test_a_network_of_100_gflops_lies_on_that_line(self):
        svg = plot(result(1.0, 224, 1, 500, 10.0), result(0.5, 224, 1, 50, 1.0), result(0.25, 224, 1, 5, 0.3))
        (labelled,) = [element for element in svg.iter(f"{SVG}text") if element.text == "100 GFLOP/s"]
        end = (float(labelled.get("x")) + 4, float(labelled.get("y")) - 14)  # where its line ends
        (guide,) = [element for element in svg.iter(f"{SVG}line")
                    if math.dist(end, (float(element.get("x2")), float(element.get("y2")))) < 0.2]
        x1, y1, x2, y2 = (float(guide.get(name)) for name in ("x1", "y1", "x2", "y2"))
        for title, (x, y) in points(svg).items():
            if "0.300 ms" not in title:
                self.assertAlmostEqual(y, y1 + (x - x1) * (y2 - y1) / (x2 - x1), delta=0.3)

    def test_one_result_alone_is_drawn(self):
        self.assertEqual(len(points(plot(result(0.5, 33, 1, 3, 0.05)))), 1)

    def test_other_input_is_refused_in_one_line(self):
        for document in ("", "[]", "{}", '{"results": []}', '{"results": [{"alpha": 1}]}'):
            refused = run(document)
            self.assertEqual(refused.returncode, 1, document)
            self.assertEqual(refused.stderr.count("\n"), 1, refused.stderr)
            self.assertEqual(refused.stdout, "")


if __name__ == "__main__":
    unittest.main()
