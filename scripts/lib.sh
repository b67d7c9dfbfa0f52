# shellcheck shell=bash
# Shared by the scripts beside it; to be sourced, from bash with -euo pipefail.

root=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)

say() { printf '\n== %s\n' "$*"; }

die() {
  printf 'godwit: %s\n' "$*" >&2
  exit 1
}

as_root() {
  if [ "$(id -u)" -eq 0 ]; then
    "$@"
  elif command -v sudo >/dev/null; then
    sudo "$@"
  else
    die "installing packages needs root; run this once as root, or install sudo"
  fi
}

is_installed() {
  [ "$(dpkg-query --show --showformat='${db:Status-Status}' "$1" 2>/dev/null)" = installed ]
}

# Installs the packages named that are missing. Asks for no network where none is.
install_packages() {
  local package missing=()
  for package in "$@"; do
    is_installed "$package" || missing+=("$package")
  done
  if [ ${#missing[@]} -eq 0 ]; then
    return
  fi
  say "Installing ${missing[*]}"
  as_root env DEBIAN_FRONTEND=noninteractive apt-get update -qq
  as_root env DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends "${missing[@]}" >/dev/null
}

# Everything in packages.txt, and npm (for model data) where no npm is on the path.
install_all() {
  command -v dpkg-query >/dev/null || die "this script installs Debian packages; see scripts/packages.txt for what to install"
  local packages
  mapfile -t packages < <(sed -e 's/#.*//' -e '/^[[:space:]]*$/d' "$root/scripts/packages.txt")
  command -v npm >/dev/null || packages+=(nodejs npm)
  install_packages "${packages[@]}"
}

# Configures and builds a preset of CMakePresets.json.
build() {
  local preset=$1 launcher=()
  if command -v ccache >/dev/null; then
    launcher=(-DCMAKE_CXX_COMPILER_LAUNCHER=ccache)
  fi
  say "Building ($preset)"
  cmake -S "$root" --preset "$preset" "${launcher[@]}" >"$root/build/configure-$preset.log" 2>&1 || {
    cat "$root/build/configure-$preset.log" >&2
    die "the project cannot be configured"
  }
  cmake --build "$root/build/$preset" -j "$(nproc)"
}

# The cache folder of this user; scripts may run without HOME.
cache_folder() { printf '%s/godwit' "${XDG_CACHE_HOME:-${HOME:-/tmp}/.cache}"; }
