#!/usr/bin/env python3
"""Draws what `godwit bench --json` measured: time of one image against multiply-adds, both on logarithmic axes.

    godwit bench --json | scripts/plot_scaling.py > docs/scaling.svg

A width (alpha) has a colour, a thread count a kind of line, a point its input side. On these axes a network that takes
time in proportion to its multiply-adds lies on a line of slope 1, such as the grey ones of equal speed.
"""

import json
import math
import sys
from xml.sax.saxutils import escape

WIDTH, HEIGHT = 960, 640
LEFT, RIGHT, TOP, BOTTOM = 80, 30, 60, 60
COLOURS = ["#1b6ca8", "#c8553d", "#3b8b57", "#8a5a9e", "#b8860b", "#555555"]  # by width, the widest first
DASHES = ["", "7 4", "2 4", "10 3 2 3"]  # by thread count, the smallest first
ABOVE, BELOW = (-6, -9, "end"), (7, 15, "start")
LABEL_OFFSETS = [ABOVE, BELOW, ABOVE]  # by width, in turns: the second lies among the points of the first
SPEEDS_GFLOPS = [10, 30, 100, 300, 1000, 3000]


class LogAxis:
    """Maps values between `low` and `high` to pixels `start` to `end`, with a margin for points at the rim."""

    MARGIN = 1.25

    def __init__(self, values, start, end):
        self.low, self.high = min(values) / self.MARGIN, max(values) * self.MARGIN
        self.start, self.end = start, end

    def __call__(self, value):
        share = math.log(value / self.low) / math.log(self.high / self.low)
        return self.start + share * (self.end - self.start)

    def ticks(self):
        """1, 2 and 5 times powers of ten."""
        exponents = range(math.floor(math.log10(self.low)), math.ceil(math.log10(self.high)) + 1)
        marks = (digit * 10.0**exponent for exponent in exponents for digit in (1, 2, 5))
        return [mark for mark in marks if self.low <= mark <= self.high]


def text(x, y, content, anchor="middle", size=12, colour="#222222", extra=""):
    return (f'<text x="{x:.1f}" y="{y:.1f}" text-anchor="{anchor}" font-size="{size}" fill="{colour}"{extra}>'
            f"{escape(content)}</text>")


def line(x1, y1, x2, y2, colour, extra=""):
    return f'<line x1="{x1:.1f}" y1="{y1:.1f}" x2="{x2:.1f}" y2="{y2:.1f}" stroke="{colour}"{extra}/>'


def draw_axes(x, y):
    parts = []
    for mark in x.ticks():
        parts.append(line(x(mark), y.start, x(mark), y.end, "#eeeeee"))
        parts.append(text(x(mark), y.start + 18, f"{mark:g}"))
    for mark in y.ticks():
        parts.append(line(x.start, y(mark), x.end, y(mark), "#eeeeee"))
        parts.append(text(x.start - 8, y(mark) + 4, f"{mark:g}", "end"))
    parts.append(text((x.start + x.end) / 2, HEIGHT - 16, "million multiply-adds", size=14))
    middle = (y.start + y.end) / 2
    parts.append(text(22, middle, "milliseconds for one image (median)", size=14,
                      extra=f' transform="rotate(-90 22 {middle:.1f})"'))
    return parts


def draw_speeds(x, y):
    """Lines of equal speed, a multiply-add counted as two: m million of them take 2 m / g ms at g GFLOP/s."""
    parts = []
    for gflops in SPEEDS_GFLOPS:
        low = max(x.low, y.low * gflops / 2)
        high = min(x.high, y.high * gflops / 2)
        if low < high:
            parts.append(line(x(low), y(2 * low / gflops), x(high), y(2 * high / gflops), "#bbbbbb"))
            parts.append(text(x(high) - 4, y(2 * high / gflops) + 14, f"{gflops} GFLOP/s", "end", 11, "#888888"))
    return parts


def draw_series(x, y, results, colour, dash, label_offset):
    """The points of one width and thread count, over its inputs."""
    points = sorted((result["multiply_adds"] / 1e6, result["median_ms"], result["input"]) for result in results)
    path = " ".join(f"{x(madds):.1f},{y(ms):.1f}" for madds, ms, _ in points)
    parts = [f'<polyline points="{path}" fill="none" stroke="{colour}" stroke-width="1.8" stroke-dasharray="{dash}"/>']
    for madds, ms, side in points:
        parts.append(f'<circle cx="{x(madds):.1f}" cy="{y(ms):.1f}" r="3.5" fill="{colour}">'
                     f"<title>input {side}: {madds:.1f} M multiply-adds, {ms:.3f} ms</title></circle>")
        if label_offset:
            dx, dy, anchor = label_offset
            parts.append(text(x(madds) + dx, y(ms) + dy, str(side), anchor, 11, colour))
    return parts


def draw_legend(x, y, alphas, threads):
    row = y.end + 20
    height = 19 * (len(alphas) + len(threads)) + 4
    parts = [f'<rect x="{x.start + 4:.1f}" y="{row - 16:.1f}" width="130" height="{height}" fill="#ffffff"/>']
    for alpha, colour in zip(alphas, COLOURS):
        parts.append(f'<circle cx="{x.start + 20:.1f}" cy="{row - 4:.1f}" r="4" fill="{colour}"/>')
        parts.append(text(x.start + 56, row, f"alpha {alpha:g}", "start"))
        row += 19
    for count, dash in zip(threads, DASHES):
        parts.append(line(x.start + 12, row - 4, x.start + 48, row - 4, "#444444",
                          f' stroke-width="1.8" stroke-dasharray="{dash}"'))
        parts.append(text(x.start + 56, row, f"{count} thread{'s' if count > 1 else ''}", "start"))
        row += 19
    return parts


def title_of(results):
    def values(key):
        return " and ".join(sorted({str(result[key]) for result in results}))

    return f"{values('backbone')}, {values('weights')} weights, {values('precision')}, {values('isa')}: network only"


def plot(results):
    """The SVG document, as text. Requires at least one result."""
    alphas = sorted({result["alpha"] for result in results}, reverse=True)
    threads = sorted({result["threads"] for result in results})
    if len(alphas) > len(COLOURS) or len(threads) > len(DASHES):
        raise ValueError(f"more than {len(COLOURS)} widths or {len(DASHES)} thread counts cannot be told apart")
    x = LogAxis([result["multiply_adds"] / 1e6 for result in results], LEFT, WIDTH - RIGHT)
    y = LogAxis([result["median_ms"] for result in results], HEIGHT - BOTTOM, TOP)
    parts = draw_axes(x, y) + draw_speeds(x, y)
    for i, alpha in enumerate(alphas):
        for j, count in enumerate(threads):
            series = [result for result in results if (result["alpha"], result["threads"]) == (alpha, count)]
            offset = LABEL_OFFSETS[i % len(LABEL_OFFSETS)] if j == 0 else None
            parts += draw_series(x, y, series, COLOURS[i], DASHES[j], offset)
    parts += draw_legend(x, y, alphas, threads)
    parts.append(text(WIDTH / 2, 28, title_of(results), size=16))
    return "\n".join([f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {HEIGHT}" '
                      'font-family="Helvetica, Arial, sans-serif">',
                      f'<rect width="{WIDTH}" height="{HEIGHT}" fill="#ffffff"/>', *parts, "</svg>", ""])


def main():
    try:
        results = json.load(sys.stdin)["results"]
        if not results:
            raise ValueError("it holds no results")
        sys.stdout.write(plot(results))
    except (ValueError, KeyError, TypeError) as problem:
        sys.exit(f"plot_scaling.py: standard input is not what godwit bench --json prints: {problem!r}")


if __name__ == "__main__":
    main()
