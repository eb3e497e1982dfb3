"""Resident memory of the whole program after an hour's scripted use, window included.

One hour is taken as 60 searches, 60 cases opened, 40 screens of lists, 20 consultations begun and
kept, and every page of the rail visited three times. In a process of its own.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

from benchmarks.offices import LOGIN, PASSWORD, ROOT, Sizes, demo_office
from benchmarks.timing import Line
from soudan_desk.storage.pooling import MAIN_CACHE_MIB

LIMIT_MB = 350
_CHORES = 60


def measure(sizes: Sizes) -> Iterator[Line]:
    """Measure on the larger office."""
    command = [sys.executable, "-m", "benchmarks.memory", str(demo_office(sizes.large))]
    with tempfile.TemporaryDirectory() as home:
        places = {"HOME": home, "XDG_CONFIG_HOME": home, "APPDATA": home, "LOCALAPPDATA": home}
        environment = {**os.environ, **places, "QT_QPA_PLATFORM": "offscreen"}
        done = subprocess.run(
            command, check=True, stdout=subprocess.PIPE, text=True, cwd=ROOT, env=environment
        )
    seen = json.loads(done.stdout.splitlines()[-1])
    parts = "; ".join(f"{name} {value:.0f} MB" for name, value in seen.items())
    yield Line(
        f"memory with {sizes.large:,} consultations after an hour's scripted use",
        f"{LIMIT_MB} MB resident",
        seen["in the end"] / LIMIT_MB,
        1.0,
        f"{parts}; the page cache may take {MAIN_CACHE_MIB * 2**20 / 1e6:.0f} MB of it",
    )


def _use(path: Path) -> None:
    from soudan_desk.app import open_desk
    from soudan_desk.services.case_desk import case_facts
    from soudan_desk.services.case_lists import CaseFilter
    from soudan_desk.services.case_order import case_rows, order_cases
    from soudan_desk.services.search import search
    from soudan_desk.services.timeline import timeline
    from soudan_desk.services.unsaved import drop_unsaved, keep_unsaved
    from soudan_desk.ui.pages.page import Place

    seen = {}
    window = open_desk(path, LOGIN, PASSWORD)
    window.show()
    work = window.seat.work
    seen["after log-in"] = resident_mb()
    ids = order_cases(work, CaseFilter()).ids
    for turn in range(_CHORES):
        search(work, ["家賃", "借金", "離婚", "障害", "電話", "水道"][turn % 6])
        case = ids[turn * len(ids) // _CHORES]
        case_facts(work, case)
        timeline(work, case)
        case_rows(work, ids[turn * 20 : turn * 20 + 60])
        if turn % 20 == 0:
            for page in ("today", "cases", "people", "referrals", "agencies", "search"):
                window.frame.go(Place(page))
                _settle(window)
            window.frame.go(Place("case", {"id": case}))
            _settle(window)
        if turn % 3 == 0:
            keep_unsaved(work, "consultation:new", {"body": "書きかけ" * 200}, title="書きかけ")
    drop_unsaved(work, "consultation:new")
    seen["in the end"] = resident_mb()
    print(json.dumps(seen))
    window.close()


def _settle(window) -> None:
    """Let what was asked for in the background arrive and be painted."""
    from time import monotonic

    from PySide6.QtWidgets import QApplication

    until = monotonic() + 0.4
    while monotonic() < until:
        QApplication.processEvents()


def resident_mb() -> float:
    """Return the memory of this process that lies in RAM."""
    fields = Path("/proc/self/statm").read_text().split()
    return int(fields[1]) * os.sysconf("SC_PAGE_SIZE") / 1e6


if __name__ == "__main__":
    _use(Path(sys.argv[1]))
