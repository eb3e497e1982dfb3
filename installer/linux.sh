#!/usr/bin/env bash
# Build the Linux program under dist/ (one folder, its archive, a .deb), and try each without a screen.
set -euo pipefail
cd "$(dirname "$0")/.."

target=dist/soudan-desk
version=$(sed -n 's/^__version__ = "\(.*\)"/\1/p' src/soudan_desk/__init__.py)
archive="dist/soudan-desk-$version-linux-$(uname -m).tar.xz"
package="dist/soudan-desk_${version}_$(dpkg --print-architecture 2>/dev/null || uname -m).deb"

say() { echo "soudan-desk: $*" >&2; }

build() {
    scripts/bootstrap.sh build build/venv
    scripts/system_libs.sh build
    rm -rf "$target"
    PYTHONPATH=src build/venv/bin/python -m PyInstaller --noconfirm --clean --log-level WARN \
        --workpath build/pyinstaller --distpath dist installer/soudan_desk.spec
    find "$target" -type f \( -path '*/sqlcipher3/*.so' -o -name 'libpython*.so*' \) \
        -exec strip --strip-unneeded {} +
}

alone() {  # run a built program as on a PC that has neither Python nor a screen nor this project
    (cd "$scratch" && env -i HOME="$scratch" SOUDAN_STATE_DIR="$scratch/state" LANG=C.UTF-8 PATH=/usr/bin:/bin \
        QT_QPA_PLATFORM=offscreen SOUDAN_PASSWORD="mihon no jimusho desu" "$@")
}

try_it() {
    scratch=$(mktemp -d)
    trap 'rm -rf "$scratch"' EXIT
    here=$PWD/$target
    alone "$here/smoke"
    alone "$here/soudan-desk" demo "$scratch/office" --cases 20 --no-window
    alone "$here/soudan-desk" office check "$scratch/office" --user shunin
    alone "$here/smoke" "$scratch/office"
}

try_package() {  # installed into a root of its own, run, updated over itself, removed: the office stays
    local root=$scratch/root office=$scratch/office before
    local dpkg=(dpkg --root="$root" --log="$scratch/dpkg.log" --force-not-root --force-bad-path --force-depends --no-triggers)
    mkdir -p "$root/var/lib/dpkg/info" "$root/var/lib/dpkg/updates" && touch "$root/var/lib/dpkg/status"
    "${dpkg[@]}" -i "$package" >/dev/null 2>&1
    alone "$root/usr/bin/soudan-desk" office check "$office" --user shunin
    before=$(sum "$office")
    "${dpkg[@]}" -i "$package" >/dev/null 2>&1
    "${dpkg[@]}" -P soudan-desk >/dev/null 2>&1
    [ -z "$(find "$root" -path "$root/var" -prune -o -name '*soudan*' -print)" ] || { say "the package leaves something behind"; exit 1; }
    [ "$before" = "$(sum "$office")" ] || { say "removing the package touched the office"; exit 1; }
}

sum() { (cd "$1" && find . -type f -exec sha256sum {} + | sort | sha256sum); }

tell_what_of() {  # the checksums, to be checked with sha256sum -c; and what it was made from
    (cd dist && sha256sum "$@" >"soudan-desk-$version-linux.sha256")
    {
        echo "soudan-desk $version, commit $(git rev-parse HEAD 2>/dev/null || echo unknown)$(git diff --quiet HEAD 2>/dev/null || echo ', changed')"
        echo "lock    $(sha256sum requirements/build.txt)"
        echo "$(build/venv/bin/python --version), $(ldd --version | head -1)"
    } >"dist/soudan-desk-$version-linux.made-from.txt"
}

build
try_it
rm "$target/smoke"
python3 -m zipapp installer/way_out -o "$target/way_out.pyz"
cp docs/way-out.md "$target/"
tar -C dist -I "xz -T0" -cf "$archive" soudan-desk
say "$(du -sh "$target" | cut -f1) in $target, $(du -h "$archive" | cut -f1) in $archive"
made=("$(basename "$archive")")
if command -v dpkg-deb >/dev/null; then
    installer/deb.sh "$target" "$version" "$package"
    try_package
    made+=("$(basename "$package")")
    say "$(du -h "$package" | cut -f1) in $package"
fi
tell_what_of "${made[@]}"
