#!/usr/bin/env bash
# Build the Linux program (one folder and its archive) under dist/, and start it without a screen.
set -euo pipefail
cd "$(dirname "$0")/.."

target=dist/soudan-desk
version=$(sed -n 's/^__version__ = "\(.*\)"/\1/p' src/soudan_desk/__init__.py)
archive="dist/soudan-desk-$version-linux-$(uname -m).tar.xz"

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
    local here=$PWD/$target
    alone "$here/smoke"
    alone "$here/soudan-desk" demo "$scratch/office" --cases 20 --no-window
    alone "$here/soudan-desk" office check "$scratch/office" --user shunin
    alone "$here/smoke" "$scratch/office"
}

build
try_it
rm "$target/smoke"
tar -C dist -I "xz -T0" -cf "$archive" soudan-desk
say "$(du -sh "$target" | cut -f1) in $target, $(du -h "$archive" | cut -f1) in $archive"
