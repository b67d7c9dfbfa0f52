#!/usr/bin/env bash
# Installs a package of Godwit on a clean Debian 12 and runs both programs there as an ordinary user. Needs root, and the
# Debian packages debootstrap and lintian; takes Debian from where this machine takes it.
#   scripts/check_package.sh PACKAGE.deb [FOLDER]    (FOLDER: a clean system of an earlier run, or where to keep it)
set -euo pipefail
# shellcheck source=scripts/lib.sh
source "$(dirname "${BASH_SOURCE[0]}")/lib.sh"

[ $# -ge 1 ] && [ -f "$1" ] || die "usage: scripts/check_package.sh PACKAGE.deb [FOLDER]"
[ "$(id -u)" -eq 0 ] || die "making a clean system needs root"
package=$(realpath "$1")
install_packages debootstrap lintian

system=${2:-$(mktemp -d)}
leave() {
  if mountpoint -q "$system/proc"; then
    umount "$system/proc"
  fi
  [ -n "$1" ] || rm -rf --one-file-system "$system"
}
trap 'leave "${2:-}"' EXIT

inside() { chroot "$system" env -i PATH=/usr/sbin:/usr/bin:/sbin:/bin LC_ALL=C.UTF-8 DEBIAN_FRONTEND=noninteractive "$@"; }
as_user() { inside setpriv --reuid=65534 --regid=65534 --clear-groups --no-new-privs env HOME=/tmp/home "$@"; }

say "What Debian's checker says"
lintian --fail-on error --suppress-tags-from-file "$root/resources/debian/lintian-tags" "$package"

if [ ! -e "$system/etc/debian_version" ]; then
  say "A clean system"
  mirror=$(apt-get indextargets --format '$(REPO_URI)' 'Created-By: Packages' 'Codename: bookworm' | head -n 1)
  debootstrap --variant=minbase bookworm "$system" "${mirror:?no mirror of Debian 12 is set up for apt}" >/dev/null
fi

mount -t proc proc "$system/proc" # where programs learn what comes along with them

say "Installing"
cp "$package" "$system/tmp/godwit.deb"
chmod 644 "$system/tmp/godwit.deb"
inside apt-get update -qq
inside apt-get install -y -qq --no-install-recommends /tmp/godwit.deb >/dev/null
rm -rf "$system/tmp/home"
inside install -d -o 65534 -g 65534 /tmp/home

say "Detecting, with the detector that comes along"
as_user godwit --version
as_user godwit models list
as_user godwit detect /usr/share/godwit/photos/coffee.jpg | tee "$system/tmp/found"
grep -q 'cup' "$system/tmp/found" || die "no cup was found on coffee.jpg"
# Without Open MPI there is one process, and a word where several are asked for.
if as_user env OMPI_COMM_WORLD_SIZE=2 godwit train resume /tmp/home 2>"$system/tmp/word"; then
  die "several processes train without Open MPI"
fi
grep -q 'libopenmpi3' "$system/tmp/word" || die "nothing says that Open MPI is missing: $(cat "$system/tmp/word")"

say "The window, for three seconds"
status=0
as_user timeout --signal=TERM 3 godwit-gui -platform offscreen /usr/share/godwit/photos || status=$?
[ "$status" -eq 124 ] || die "the window ended by itself, with status $status"
inside test -e /tmp/home/.config/godwit/godwit-gui.conf || die "the window did not end in order"

say "Removing"
inside apt-get purge -y -qq godwit >/dev/null
left=$(inside find /usr -ipath '*godwit*')
[ -z "$left" ] || die "the package leaves behind: $left"
say "All is well"
