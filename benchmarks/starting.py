"""From the start of the process to the login page, and from the password to 今日."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

from argon2.low_level import Type as ArgonType
from argon2.low_level import hash_secret_raw

from benchmarks.offices import LOGIN, PASSWORD, ROOT, Sizes, demo_office
from benchmarks.timing import Line, medians, ms
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


_SITTING_DOWN = """
import json, os, sys, time
from pathlib import Path
from PySide6.QtCore import QEventLoop
from PySide6.QtWidgets import QApplication, QLineEdit, QPushButton
from benchmarks.starting import derive
from soudan_desk import app as program
from soudan_desk.ui.preferences import remember

def use(*_words):
    app = QApplication.instance()
    window = next(each for each in app.topLevelWidgets() if each.isVisible())
    until = time.perf_counter() + 3
    while time.perf_counter() < until:
        app.processEvents()
        time.sleep(0.005)
    derive()
    start = time.perf_counter()
    derive()
    call = time.perf_counter() - start
    window.findChild(QLineEdit, "password").setText(sys.argv[3])
    start = time.perf_counter()
    window.findChild(QPushButton, "log_in").click()
    while window.is_locked or window.seat.tasks.is_busy:
        app.processEvents(QEventLoop.ProcessEventsFlag.WaitForMoreEvents)
    app.processEvents()
    window.grab()
    taken = time.perf_counter() - start
    window.close()
    print(json.dumps({"taken": taken, "call": call}), flush=True)
    os._exit(0)

QApplication.exec = use
remember(office=Path(sys.argv[1]), login=sys.argv[2])
program.open_window()
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
    process = _started(script, home)
    assert process.stdout is not None
    painted = process.stdout.read(1)
    process.stdout.close()
    process.wait()
    assert painted == b"x"


def _printed(script: str, home: str, *words: str) -> bytes:
    """Run a process to its end and return its last line."""
    written, _ = _started(script, home, *words).communicate()
    return written.splitlines()[-1]


def _started(script: str, home: str, *words: str) -> subprocess.Popen[bytes]:
    kept = {key: os.environ[key] for key in ("PATH", "LANG", "SYSTEMROOT") if key in os.environ}
    places = {"HOME": home, "XDG_CONFIG_HOME": home, "APPDATA": home, "LOCALAPPDATA": home}
    return subprocess.Popen(
        [sys.executable, "-c", script, *words],
        stdout=subprocess.PIPE,
        cwd=ROOT,
        env={**kept, **places, "QT_QPA_PLATFORM": "offscreen"},
    )


def _log_in(path: Path, sizes: Sizes) -> Line:
    """Type the password 3 s after the window came, and wait until 今日 is filled and painted."""
    times, calls = [], []
    for _ in range(sizes.rounds):
        with tempfile.TemporaryDirectory() as home:
            seen = json.loads(_printed(_SITTING_DOWN, home, str(path), LOGIN, PASSWORD))
        calls.append(seen["call"])
        times.append(seen["taken"])
    taken, call = sorted(times)[len(times) // 2], sorted(calls)[len(calls) // 2]
    return Line(
        f"password to usable 今日 page, {sizes.large:,} consultations, beyond the Argon2id call",
        f"{ms(_MORE_S)}",
        (taken - call) / _MORE_S,
        1.0,
        f"{ms(taken)} in all, of which {ms(call)} are the bare Argon2id call",
    )


def derive() -> None:
    """Call Argon2id as a slot of the standard cost does."""
    hash_secret_raw(
        PASSWORD.encode(),
        bytes(16),
        time_cost=STANDARD.rounds,
        memory_cost=STANDARD.memory_kib,
        parallelism=STANDARD.lanes,
        hash_len=32,
        type=ArgonType.ID,
    )
