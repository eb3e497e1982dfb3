"""From the start of the process to the login page, and from the password to 今日."""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

from argon2.low_level import Type as ArgonType
from argon2.low_level import hash_secret_raw

from benchmarks.offices import LOGIN, PASSWORD, ROOT, TODAY, Sizes, demo_office
from benchmarks.timing import Line, medians, ms, seconds
from soudan_desk.centres import all_processes
from soudan_desk.services.office import open_office
from soudan_desk.services.settings import office_facts
from soudan_desk.services.today import today
from soudan_desk.storage.keys import STANDARD

_MORE_S = 0.4
_UNTIL_PAINTED = """
import os
from PySide6.QtWidgets import QApplication, QMainWindow

def wait_until_painted(*_words):
    app = QApplication.instance()
    window = next(each for each in app.topLevelWidgets() if each.isVisible())
    while not window.windowHandle().isExposed():
        app.processEvents()
    app.processEvents()
    os.write(1, b"x")
    os._exit(0)
"""
_EMPTY = f"""{_UNTIL_PAINTED}
app = QApplication(["empty"])
window = QMainWindow()
window.resize(1366, 768)
window.show()
wait_until_painted()
"""
_OURS = f"""{_UNTIL_PAINTED}
QApplication.exec = wait_until_painted
from soudan_desk.__main__ import main
main([])
"""


def measure(sizes: Sizes) -> Iterator[Line]:
    """Measure the program's start, then a log-in to the larger office."""
    yield _start(sizes)
    yield _log_in(demo_office(sizes.large), sizes)


def _start(sizes: Sizes) -> Line:
    with tempfile.TemporaryDirectory() as home:
        empty, ours = medians(
            lambda: _run(_EMPTY, home), lambda: _run(_OURS, home), rounds=2 * sizes.rounds
        )
    return Line(
        "process start to login window painted",
        "an empty PySide6 main window started the same way",
        ours / empty,
        1.3,
        f"{ms(ours)} against {ms(empty)}",
    )


def _run(script: str, home: str) -> None:
    """Start a process and wait until its window is on the (offscreen) screen."""
    kept = {key: os.environ[key] for key in ("PATH", "LANG", "SYSTEMROOT") if key in os.environ}
    places = {"HOME": home, "XDG_CONFIG_HOME": home, "APPDATA": home, "LOCALAPPDATA": home}
    process = subprocess.Popen(
        [sys.executable, "-c", script],
        stdout=subprocess.PIPE,
        cwd=ROOT,
        env={**kept, **places, "QT_QPA_PLATFORM": "offscreen"},
    )
    assert process.stdout is not None
    painted = process.stdout.read(1)
    process.stdout.close()
    process.wait()
    assert painted == b"x"


def _log_in(path: Path, sizes: Sizes) -> Line:
    _sit_down(path)  # imports are read and the last end is clean, as 3 s after the login page
    times, calls = [], []
    for _ in range(sizes.rounds):
        calls.append(seconds(_derive))
        times.append(_sit_down(path))
    taken, call = sorted(times)[len(times) // 2], sorted(calls)[len(calls) // 2]
    return Line(
        f"password to the data of 今日, {sizes.large:,} consultations, beyond the Argon2id call",
        f"{ms(_MORE_S)}",
        (taken - call) / _MORE_S,
        1.0,
        f"{ms(taken)} in all, of which {ms(call)} are the bare Argon2id call",
    )


def _derive() -> None:
    hash_secret_raw(
        PASSWORD.encode(),
        bytes(16),
        time_cost=STANDARD.rounds,
        memory_cost=STANDARD.memory_kib,
        parallelism=STANDARD.lanes,
        hash_len=32,
        type=ArgonType.ID,
    )


def _sit_down(path: Path) -> float:
    start = time.perf_counter()
    office, work = open_office(
        path, LOGIN, PASSWORD, processes=all_processes(), today=lambda: TODAY
    )
    try:
        office_facts(work)
        today(work)
        return time.perf_counter() - start
    finally:
        office.close()
