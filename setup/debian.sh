#!/bin/sh
# Installs the Debian packages that are missing: setup/debian.sh app|dev
# Asks for root only when something is to be installed.
set -eu
top=$(cd "$(dirname "$0")/.." && pwd)
kind=$1
. "$top/setup/steps.sh"

has_postgis() {
  for control in /usr/share/postgresql/*/extension/postgis.control; do
    version=${control#/usr/share/postgresql/}
    version=${version%%/*}
    [ -e "$control" ] && [ "$version" -ge 15 ] 2>/dev/null &&
      [ -x "/usr/lib/postgresql/$version/bin/initdb" ] && return 0
  done
  return 1
}

# The newest PostGIS that this release of Debian offers.
postgis_packages() {
  newest=$(apt-cache --names-only search '^postgresql-[0-9]+-postgis-3$' |
    sed -n 's/^postgresql-\([0-9]*\)-postgis-3 .*/\1/p' | sort -n | tail -n 1)
  [ -n "$newest" ] || fail "this system offers no package postgresql-NN-postgis-3"
  echo "postgresql-$newest postgresql-$newest-postgis-3"
}

python_missing() {
  ! "$top/setup/find-python.sh" >/dev/null 2>&1
}

needs() {
  ! python_missing || echo python3 python3-venv
  [ -n "${DATABASE_URL:-}" ] || has_postgis || echo postgis
  [ "$kind" = app ] || command -v chromium-headless-shell >/dev/null || echo chromium-headless-shell
  [ "$kind" = app ] || command -v fc-list >/dev/null || echo fontconfig
  [ "$kind" = app ] || [ -d /usr/share/fonts/truetype/dejavu ] || echo fonts-dejavu-core
  # Programs of other people that the tests let read what we publish, and serve what we import.
  [ "$kind" = app ] || command -v ogr2ogr >/dev/null || echo gdal-bin
  [ "$kind" = app ] || [ -x /usr/lib/cgi-bin/mapserv ] || echo cgi-mapserver
  [ "$kind" = app ] || [ -d /usr/lib/python3/dist-packages/qgis ] || echo python3-qgis
}

# Without it the package would start a server of its own on port 5432, which nobody asked for.
no_main_cluster() {
  dpkg-query -W postgresql-common >/dev/null 2>&1 && return 0
  echo "create_main_cluster = false" |
    $as_root tee /etc/postgresql-common/createcluster.d/ideenkarte.conf >/dev/null
}

apt() {
  # shellcheck disable=SC2086 # as_root is a command with its options, or nothing
  quietly "$1" $as_root env DEBIAN_FRONTEND=noninteractive apt-get -q -y \
    -o Dpkg::Use-Pty=0 -o DPkg::Lock::Timeout=300 $2
}

wanted=$(needs | tr '\n' ' ')
[ -n "$wanted" ] || exit 0
command -v apt-get >/dev/null || fail "needed and not here: $wanted(this script installs on Debian)"
as_root=
if [ "$(id -u)" -ne 0 ]; then
  command -v sudo >/dev/null ||
    fail "needed and not here: $wanted- run 'make setup' once as root, or install sudo"
  as_root=sudo
  sudo -v || fail "sudo was refused, and these packages are missing: $wanted"
fi

apt "reading Debian's package lists" update
case " $wanted " in
  *" postgis "*)
    $as_root mkdir -p /etc/postgresql-common/createcluster.d
    no_main_cluster
    wanted="$(echo "$wanted" | sed 's/\bpostgis\b//') $(postgis_packages)"
    ;;
esac
apt "installing$(printf ' %s' $wanted)" "install --no-install-recommends $wanted"
