#!/usr/bin/env bash
# Formats all sources, or with --check only tells which are not formatted.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."
mode=(-i)
if [ "${1:-}" = --check ]; then
  mode=(--dry-run --Werror)
fi
git ls-files -z --cached --others --exclude-standard -- '*.cc' '*.h' '*.inl' |
  while IFS= read -r -d '' file; do [ ! -e "$file" ] || printf '%s\0' "$file"; done |
  xargs -0 -r clang-format-14 "${mode[@]}"
