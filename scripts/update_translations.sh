#!/usr/bin/env bash
# Takes new and changed strings of the window into ui/translations, for translators (Qt Linguist) to fill in. English
# needs only its plurals.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."
lupdate=${LUPDATE:-/usr/lib/qt6/bin/lupdate}
options=(-silent -I . -no-obsolete -locations none -source-language en)
"$lupdate" "${options[@]}" ui apps/gui -ts ui/translations/godwit_de.ts
"$lupdate" "${options[@]}" -pluralonly ui apps/gui -ts ui/translations/godwit_en.ts
