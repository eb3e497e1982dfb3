#!/usr/bin/env bash
# Make the three locks from pyproject.toml: one file for every system and Python, with hashes, without any host's name.
set -euo pipefail
cd "$(dirname "$0")/.."

command -v uv >/dev/null || {
    echo "soudan-desk: 'uv' makes the locks. Install it outside this project: pip install uv" >&2
    exit 1
}

lock() {  # lock NAME [--extra X]…
    local name=$1
    shift
    uv pip compile pyproject.toml --universal --python-version 3.11 --generate-hashes --quiet \
        --no-emit-index-url --no-emit-find-links --no-header --no-annotate "$@" \
        --output-file "requirements/$name.txt"
}

lock run
lock dev --extra dev
lock build --extra build
