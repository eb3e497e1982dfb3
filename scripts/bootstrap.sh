#!/usr/bin/env bash
# Make a virtual environment hold exactly what a lock names, and the project itself.
# Usage: bootstrap.sh LOCK [FOLDER]   (LOCK: run, dev or build; FOLDER: .venv unless told)
set -euo pipefail
cd "$(dirname "$0")/.."

lock="requirements/$1.txt"
venv="${2:-.venv}"
python="${PYTHON:-python3}"
stamp="$venv/.made-from"

say() { echo "soudan-desk: $*" >&2; }

"$python" -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null || {
    say "Python 3.11 or newer is needed; '$python' is not. Name another one: make PYTHON=python3.12 …"
    exit 1
}

if [ -d "$venv" ] && ! "$venv/bin/python" -m pip --version >/dev/null 2>&1; then
    say "$venv is broken (its Python moved, or making it was cut short): making it anew"
    rm -rf "$venv"
fi

# The stamp changes with the lock, the project's own dependencies, the interpreter and the folder.
wanted=$({ cat "$lock" pyproject.toml; "$python" --version; pwd; } | sha256sum)
[ -f "$stamp" ] && [ "$(cat "$stamp")" = "$wanted" ] && exit 0

if [ ! -d "$venv" ]; then
    "$python" -c 'import ensurepip, venv' 2>/dev/null || {
        say "Python's venv module is missing. Install it: apt-get install python3-venv"
        exit 1
    }
    "$python" -m venv "$venv"
fi
say "installing the locked packages of $lock into $venv (some minutes the first time)"
pip=("$venv/bin/python" -m pip --disable-pip-version-check --quiet install --no-deps)
"${pip[@]}" --require-hashes -r "$lock"
if grep -q '^hatchling==' "$lock"; then
    "${pip[@]}" --no-build-isolation --editable .
fi
echo "$wanted" >"$stamp"
