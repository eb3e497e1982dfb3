"""The user manual as a PDF, out of docs/manual and docs/screenshots: `make manual`."""

from __future__ import annotations

import sys
from pathlib import Path

from soudan_desk.desk.manual import save_manual

OUT = Path(__file__).parents[1] / "out"

if __name__ == "__main__":
    OUT.mkdir(exist_ok=True)
    target = OUT / "manual.pdf"
    pages = save_manual(target)
    sys.stdout.write(f"{pages} pages in {target.relative_to(OUT.parent)}\n")
