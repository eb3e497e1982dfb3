#!/usr/bin/env bash
# See that Qt starts (with and without a screen) and that the tools are there; if not, install them with apt.
# Usage: system_libs.sh [build|faults]   (build: look at build/venv, and at what PyInstaller needs of the system, too;
#                                         faults: a C compiler, for the disk that fails on demand)
set -euo pipefail
cd "$(dirname "$0")/.."

python=.venv/bin/python
tools=(pdftotext Xvfb xauth)
packages=(
    libgl1 libegl1 libxkbcommon0 libglib2.0-0 libdbus-1-3 libfontconfig1
    libxcb-cursor0 libxkbcommon-x11-0 libxcb-icccm4 libxcb-keysyms1 libxcb-shape0 libxcb-render-util0
    libxcb-image0 libxcb-randr0 libxcb-xinerama0 libxcb-xkb1
    poppler-utils xvfb xauth
)
if [ "${1:-}" = build ]; then
    python=build/venv/bin/python
    tools+=(objdump strip xz)
    packages+=(binutils xz-utils "$("$python" -c 'import sys; print("libpython%d.%d" % sys.version_info[:2])')")
fi

if [ "${1:-}" = faults ]; then
    tools+=(cc)
    packages+=(gcc libc6-dev)
fi

has_shared_python() {
    "$python" -c 'from PyInstaller.depend.bindepend import get_python_library_path as find; find()' 2>/dev/null
}

missing() {  # prints what is lacking; nothing when all is well
    local tool plugins
    for tool in "${tools[@]}"; do
        command -v "$tool" >/dev/null || echo "$tool"
    done
    "$python" -c 'import PySide6.QtWidgets, PySide6.QtPrintSupport, PySide6.QtSvg, PySide6.QtDBus' 2>&1 | tail -n 1
    plugins=$("$python" -c 'import PySide6, pathlib; print(pathlib.Path(PySide6.__file__).parent / "Qt/plugins/platforms")')
    [ "$python" = .venv/bin/python ] || has_shared_python || echo libpython
    ldd "$plugins"/libqxcb.so "$plugins"/libqoffscreen.so | awk '/not found/ {print $1}' | sort -u
}

install() {  # arguments: the words that make us root, if any
    local apt=("$@" env DEBIAN_FRONTEND=noninteractive apt-get -y -q -o DPkg::Lock::Timeout=300)
    "${apt[@]}" install --no-install-recommends "${packages[@]}" >/dev/null 2>&1 && return
    "${apt[@]}" update >/dev/null
    "${apt[@]}" install --no-install-recommends "${packages[@]}" >/dev/null
}

lacking=$(missing)
[ -z "$lacking" ] && exit 0
echo "soudan-desk: the system lacks what Qt or the tests need: $(echo "$lacking" | tr '\n' ' ')" >&2

if ! command -v apt-get >/dev/null; then
    :
elif [ "$(id -u)" = 0 ]; then
    echo "soudan-desk: installing it with apt" >&2
    install || true  # what is still lacking is said below
elif sudo -n true 2>/dev/null; then
    echo "soudan-desk: installing it with sudo apt" >&2
    install sudo -n || true
fi

lacking=$(missing)
if [ -n "$lacking" ]; then
    echo "soudan-desk: install as administrator, then try again: apt-get install ${packages[*]}" >&2
    exit 1
fi
