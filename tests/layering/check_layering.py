#!/usr/bin/env python3
"""Holds the layering table of docs/architecture.md: who may include whom, and which libraries stay where.

    check_layering.py SOURCE_ROOT [--forbid-libraries PROGRAM PATTERN]

Prints one line for each include that breaks the table; exit status 1 where there is one.
"""

import argparse
import pathlib
import re
import subprocess
import sys

# A folder may include itself and what is named here. The longest folder that holds a file counts.
MAY_INCLUDE = {
    "core/base": [],
    "core/kernels": [],
    "core/tensor": ["core/base"],
    "core/ops": ["core/tensor", "core/kernels", "core/base"],
    "core/image": ["core/tensor", "core/base"],
    "core/weights": ["core/tensor", "core/base"],
    "core/model": ["core/ops", "core/weights", "core/image", "core/tensor", "core/base"],
    "detection": ["core"],
    "geolocation": ["core"],
    "recognition": ["core"],
    "training": ["detection", "geolocation", "recognition", "core"],
    "workflows": ["training", "detection", "geolocation", "recognition", "core"],
    "ui": ["workflows", "training", "detection", "geolocation", "recognition", "core/base", "core/image"],
    "apps": ["ui", "workflows", "training", "detection", "geolocation", "recognition", "core"],
}

# Headers of libraries, by pattern, and the only files or folders that may include them.
LIBRARIES = [
    (r"(oneapi/)?tbb/.*", ["core/base/parallel.cc"]),
    (r"(imm|emm|xmm|avx\w*|x86|arm_neon)\w*intrin\.h|arm_neon\.h", ["core/kernels"]),
    (r"(unsupported/)?Eigen/.*", ["core/kernels", "training/model/channel_pruning.cc"]),
    (r"opencv2/highgui.*|opencv2/opencv\.hpp", []),
    (r"opencv2/.*", ["core/image", "ui"]),
    (r"Q[A-Z]\w*|Qt\w+/.*", ["ui", "apps/gui"]),
    (r"CLI/.*", ["apps/cli"]),
    (r"mpi\.h", ["training/distributed/mpi_process_group.cc"]),
    (r"s2/.*", ["geolocation"]),
    (r"sqlite3\.h", ["workflows/feature_cache.cc", "workflows/job_journal.cc"]),
]

INCLUDE = re.compile(r'^\s*#\s*include\s*(?:"([^"]+)"|<([^>]+)>)')


def is_below(path, folder):
    return path == folder or path.startswith(folder + "/")


def folder_of(path):
    """The folder of the table that holds a file, or None."""
    folders = [folder for folder in MAY_INCLUDE if is_below(path, folder)]
    return max(folders, key=len, default=None)


def problem_of(path, project_header, library_header):
    """What is wrong with one include of the file `path`, or None."""
    if project_header:
        folder = folder_of(path)
        allowed = [folder, *MAY_INCLUDE[folder]]
        if not any(is_below(project_header, other) for other in allowed):
            return f'"{project_header}" is above {folder}, or beside it'
        return None
    for pattern, places in LIBRARIES:
        if re.fullmatch(pattern, library_header):
            if not any(is_below(path, place) for place in places):
                return f"<{library_header}> belongs to {' and '.join(places) or 'no place'}"
            return None
    return None


def check_file(root, path):
    problems = []
    text = (root / path).read_text(encoding="utf-8")
    for number, line in enumerate(text.splitlines(), start=1):
        match = INCLUDE.match(line)
        if match:
            problem = problem_of(path, match[1], match[2])
            if problem:
                problems.append(f"{path}:{number}: {problem}")
    return problems


def check_tree(root):
    problems = []
    files = 0
    for top in sorted({folder.split("/")[0] for folder in MAY_INCLUDE}):
        for file in sorted((root / top).rglob("*")):
            if file.suffix in {".h", ".cc", ".inl"}:
                path = file.relative_to(root).as_posix()
                if folder_of(path) is None:
                    problems.append(f"{path}: stands in no folder of the layering table")
                else:
                    problems += check_file(root, path)
                files += 1
    if files == 0:
        problems.append(f"{root}: holds no sources")
    return problems


def check_program(program, pattern):
    """The shared libraries a program loads that match a pattern."""
    loaded = subprocess.run(["ldd", program], capture_output=True, text=True, check=True).stdout
    return [f"{program}: loads {line.split()[0]}" for line in loaded.splitlines() if re.search(pattern, line)]


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("root", type=pathlib.Path)
    parser.add_argument("--forbid-libraries", nargs=2, action="append", default=[], metavar=("PROGRAM", "PATTERN"))
    arguments = parser.parse_args()
    problems = check_tree(arguments.root)
    for program, pattern in arguments.forbid_libraries:
        problems += check_program(program, pattern)
    print("\n".join(problems))
    return 1 if problems else 0


if __name__ == "__main__":
    sys.exit(main())
