#!/usr/bin/env bash
# Open the program on a demo office; without a screen, do one whole act under a virtual one.
set -euo pipefail
cd "$(dirname "$0")/.."

office=out/demo-office
mkdir -p out
if [ -n "${DISPLAY:-}${WAYLAND_DISPLAY:-}" ]; then
    exec .venv/bin/python -m soudan_desk demo "$office"
fi
if [ ! -e "$office" ]; then
    .venv/bin/python -m soudan_desk demo "$office" --no-window
fi
rm -f out/*.png out/letter.pdf out/face_sheet.pdf
exec .venv/bin/python scripts/act_without_screen.py "$office" out
