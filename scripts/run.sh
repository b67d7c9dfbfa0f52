#!/usr/bin/env bash
# From a clean checkout to detections on a photo: installs what is missing, builds, fetches the default models, runs
# detection on a sample photo, and opens the window where there is a display.
set -euo pipefail
# shellcheck source=scripts/lib.sh
source "$(dirname "${BASH_SOURCE[0]}")/lib.sh"

mkdir -p "$root/build"
install_all
build release
godwit=$root/build/release/apps/cli/godwit
window=$root/build/release/apps/gui/godwit-gui
photo=$root/resources/photos/coffee.jpg
found=$root/build/detections

say "Models"
"$godwit" models fetch --default

say "Detecting on $photo"
"$godwit" detect "$photo" --annotate "$found"
printf '\nThe picture with its detections: %s\n' "$found/coffee_detections.jpg"
printf 'Your own photos: %s detect FOLDER --annotate FOLDER\n' "$godwit"

if [ -n "${DISPLAY:-}${WAYLAND_DISPLAY:-}" ] && [ -z "${CI:-}" ] && [ -x "$window" ]; then
  say "Opening the window"
  "$window" "$photo"
fi
