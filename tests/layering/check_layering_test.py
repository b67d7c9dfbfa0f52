#!/usr/bin/env python3
"""That check_layering.py sees what it must see."""

import pathlib
import sys
import tempfile
import unittest

sys.path.insert(0, str(pathlib.Path(__file__).parent))
import check_layering  # noqa: E402


class CheckLayering(unittest.TestCase):
    def problems(self, path, text):
        with tempfile.TemporaryDirectory() as folder:
            file = pathlib.Path(folder) / path
            file.parent.mkdir(parents=True)
            file.write_text(text, encoding="utf-8")
            return check_layering.check_tree(pathlib.Path(folder))

    def assert_fine(self, path, include):
        self.assertEqual(self.problems(path, f"#include {include}\n"), [])

    def assert_broken(self, path, include):
        self.assertEqual(len(self.problems(path, f"// a line\n#include {include}\n")), 1, f"{path} {include}")

    def test_downwards_is_fine(self):
        self.assert_fine("core/ops/conv.cc", '"core/kernels/dispatch.h"')
        self.assert_fine("core/ops/conv.cc", '"core/ops/conv.h"')
        self.assert_fine("detection/detector.h", '"core/model/network.h"')
        self.assert_fine("apps/cli/main.cc", '"core/kernels/dispatch.h"')
        self.assert_fine("core/base/check.h", "<string>")

    def test_upwards_and_sideways_is_not(self):
        self.assert_broken("core/kernels/a.cc", '"core/base/check.h"')
        self.assert_broken("core/image/a.cc", '"core/weights/tfjs.h"')
        self.assert_broken("core/model/a.cc", '"detection/detector.h"')
        self.assert_broken("detection/a.cc", '"geolocation/cells.h"')
        self.assert_broken("workflows/a.cc", '"ui/main_window.h"')
        self.assert_fine("workflows/a.cc", '"training/locate/learn_locator.h"')
        self.assert_broken("training/a.cc", '"workflows/locate_images.h"')
        self.assert_broken("ui/a.cc", '"core/model/network.h"')

    def test_libraries_stay_where_they_belong(self):
        self.assert_fine("core/base/parallel.cc", "<oneapi/tbb/parallel_for.h>")
        self.assert_broken("core/base/check.cc", "<oneapi/tbb/parallel_for.h>")
        self.assert_broken("core/ops/conv.cc", "<tbb/parallel_for.h>")
        self.assert_fine("core/kernels/simd.h", "<immintrin.h>")
        self.assert_broken("core/ops/conv.cc", "<immintrin.h>")
        self.assert_broken("core/ops/conv.cc", "<Eigen/Core>")
        self.assert_fine("core/image/draw.cc", "<opencv2/imgproc.hpp>")
        self.assert_broken("detection/a.cc", "<opencv2/imgproc.hpp>")
        self.assert_broken("ui/a.cc", "<opencv2/highgui.hpp>")
        self.assert_fine("ui/a.cc", "<QWidget>")
        self.assert_broken("workflows/a.cc", "<QString>")
        self.assert_broken("apps/cli/a.cc", "<QtCore/QString>")
        self.assert_fine("training/distributed/mpi_process_group.cc", "<mpi.h>")
        self.assert_broken("training/run/a.cc", "<mpi.h>")
        self.assert_fine("workflows/job_journal.cc", "<sqlite3.h>")
        self.assert_broken("workflows/job_journal.h", "<sqlite3.h>")

    def test_a_file_outside_the_table_is_a_problem(self):
        self.assertEqual(len(self.problems("core/stray.cc", "")), 1)

    def test_an_empty_tree_is_a_problem(self):
        with tempfile.TemporaryDirectory() as folder:
            self.assertEqual(len(check_layering.check_tree(pathlib.Path(folder))), 1)


if __name__ == "__main__":
    unittest.main()
