#!/usr/bin/env bash
# Open the program on a demo office; without a screen, make that office and say so.
set -euo pipefail
cd "$(dirname "$0")/.."

office=out/demo-office
mkdir -p out
if [ -n "${DISPLAY:-}${WAYLAND_DISPLAY:-}" ]; then
    exec .venv/bin/python -m soudan_desk demo "$office"
fi
.venv/bin/python -m soudan_desk demo "$office" --no-window
echo "soudan-desk: there is no screen here; the demo office is in $office" >&2
