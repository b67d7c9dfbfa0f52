#!/usr/bin/env bash
# Formats all sources, or with --check only tells which are not formatted.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."
mode=(-i)
if [ "${1:-}" = --check ]; then
  mode=(--dry-run --Werror)
fi
find . \( -path './build*' -o -path './.*' \) -prune -o -type f \( -name '*.cc' -o -name '*.h' -o -name '*.inl' \) -print0 |
  xargs -0 clang-format-14 "${mode[@]}"
