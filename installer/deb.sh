#!/usr/bin/env bash
# Put the built Linux program into a Debian package. Usage: deb.sh FOLDER VERSION FILE.deb
set -euo pipefail
cd "$(dirname "$0")/.."

folder=$1 version=$2 file=$3
root=$(mktemp -d)
trap 'rm -rf "$root"' EXIT
share=$root/usr/share

mkdir -p "$root/DEBIAN" "$root/usr/lib" "$root/usr/bin" "$share/applications" "$share/doc/soudan-desk" "$share/icons/hicolor/scalable/apps"
chmod 755 "$root"
cp -r "$folder" "$root/usr/lib/soudan-desk"
ln -s ../lib/soudan-desk/soudan-desk "$root/usr/bin/soudan-desk"
cp LICENSE "$share/doc/soudan-desk/copyright"
cp installer/soudan-desk.svg "$share/icons/hicolor/scalable/apps/"
cat >"$share/applications/soudan-desk.desktop" <<END
[Desktop Entry]
Type=Application
Name=Soudan Desk
Name[ja]=相談デスク
Comment[ja]=相談支援の記録を、このパソコンの中だけで
Exec=soudan-desk
Icon=soudan-desk
Categories=Office;
END
cat >"$root/DEBIAN/control" <<END
Package: soudan-desk
Version: $version
Architecture: $(dpkg --print-architecture)
Maintainer: soudan-desk
Section: misc
Priority: optional
Installed-Size: $(du -sk "$root/usr" | cut -f1)
Depends: libc6 (>= $(ldd --version | awk 'NR==1 {print $NF}')), libgl1, libegl1, libxkbcommon0, libglib2.0-0 | libglib2.0-0t64, libdbus-1-3,
 libfontconfig1, libxcb-cursor0, libxkbcommon-x11-0, libxcb-icccm4, libxcb-keysyms1, libxcb-shape0, libxcb-render-util0,
 libxcb-image0, libxcb-randr0, libxcb-xinerama0, libxcb-xkb1
Description: offline casework for Japanese consultation centres
 Keeps consultations, plans, conferences and referrals in one encrypted office
 folder on this computer. Removing the package never touches an office folder.
END
chmod -R go=rX "$root"
dpkg-deb --root-owner-group -Zxz --build "$root" "$file" >/dev/null
