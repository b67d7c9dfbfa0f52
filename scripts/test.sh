#!/usr/bin/env bash
# Installs what is missing, builds and runs all tests.
#   scripts/test.sh [PRESET]    PRESET: dev, release (default), asan-ubsan, tsan
set -euo pipefail
# shellcheck source=scripts/lib.sh
source "$(dirname "${BASH_SOURCE[0]}")/lib.sh"

preset=${1:-release}
mkdir -p "$root/build"
install_all
"$root/scripts/format.sh" --check
build "$preset"

say "Models and packages for the tests"
"$root/build/$preset/apps/cli/godwit" models fetch --default
"$root/scripts/fetch_test_packages.sh"

say "Tests"
ctest --test-dir "$root/build/$preset" --output-on-failure --no-tests=error -j "$(nproc)"
