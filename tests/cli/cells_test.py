#!/usr/bin/env python3
"""Cells of the Earth, from tables and from photos."""

import json
import pathlib
import sys

sys.path.insert(0, str(pathlib.Path(__file__).parent))
from command_line import TEST_DATA, CommandLine, godwit, main  # noqa: E402


class Cells(CommandLine):
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


if __name__ == "__main__":
    main()
