"""Acts are ordinary pytest-qt tests, but each runs in a process of its own on a virtual screen.

Qt chooses its platform once per process, and the other tests have chosen `offscreen`; a story told
through the real window wants a real screen, with focus, an input method and a clipboard.
"""

import os
import shutil
import subprocess
import sys
from contextlib import contextmanager
from pathlib import Path
from time import perf_counter

import pytest

from office_fixtures import PASSWORD
from soudan_desk.centres import all_processes
from soudan_desk.services.office import open_office
from soudan_desk.services.records import add_record
from soudan_desk.services.staff import admit
from soudan_desk.storage import slots

LOGIN = "shunin"
AGENCIES = (
    {"name": "見本市役所 生活福祉課", "department": "保護第一係", "fax": "00-0000-0201"},
    {"name": "見本中央病院", "department": "地域連携室"},
)

HERE = Path(__file__).parent
SCREEN = "1920x1080x24"
_INSIDE = "SOUDAN_TEST_SCREEN"


@contextmanager
def virtual_screen():
    """Start an X server on a free number; give its name, and stop it in the end."""
    read, write = os.pipe()
    command = [
        "Xvfb",
        "-displayfd",
        str(write),
        "-screen",
        "0",
        SCREEN,
        "-nolisten",
        "tcp",
        "-noreset",
    ]
    with subprocess.Popen(command, pass_fds=[write], stderr=subprocess.DEVNULL) as server:
        os.close(write)
        with os.fdopen(read) as numbers:
            number = numbers.readline().strip()
        assert number, "Xvfb did not start"
        try:
            yield f":{number}"
        finally:
            server.terminate()


def _run_on(screen, item):
    environment = dict(os.environ) | {
        "DISPLAY": screen,
        "QT_QPA_PLATFORM": "xcb",
        _INSIDE: screen,
    }
    for name in [n for n in environment if n.startswith("PYTEST_XDIST")]:
        del environment[name]
    environment.pop("WAYLAND_DISPLAY", None)
    command = [sys.executable, "-m", "pytest", item.nodeid, "-p", "no:xdist", "--color=no"]
    return subprocess.run(
        [*command, "-p", "no:cacheprovider", "-p", "no:randomly"],
        cwd=item.config.rootpath, env=environment, capture_output=True, text=True, check=False,
    )  # fmt: skip


def _report(item, done, start):
    passed = done.returncode == 0 and " passed" in done.stdout
    skipped = done.returncode == 0 and not passed
    outcome = "passed" if passed else "skipped" if skipped else "failed"
    text = f"{done.stdout}\n{done.stderr}"
    return pytest.TestReport(
        item.nodeid, item.location, dict.fromkeys(item.keywords, 1), outcome,
        (str(item.path), None, text) if skipped else None if passed else text,
        "call", duration=perf_counter() - start,
    )  # fmt: skip


def pytest_runtest_protocol(item):
    """Run an act in its own process; leave the rest, and the act itself in there, to pytest."""
    if _INSIDE in os.environ or HERE not in item.path.parents:
        return None
    item.ihook.pytest_runtest_logstart(nodeid=item.nodeid, location=item.location)
    start = perf_counter()
    with virtual_screen() as screen:
        done = _run_on(screen, item)
    item.ihook.pytest_runtest_logreport(report=_report(item, done, start))
    item.ihook.pytest_runtest_logfinish(nodeid=item.nodeid, location=item.location)
    return True


@pytest.fixture
def folder(office_template, tmp_path) -> Path:
    """Copy the office, closed; its supervisor may sign in."""
    path = tmp_path / "見本市社協"
    shutil.copytree(office_template, path)
    opened, work = open_office(path, "kanri", PASSWORD, processes=all_processes())
    one_time = admit(work, opened, LOGIN)
    slots.change_password(opened.folder, LOGIN, one_time, PASSWORD).drop()
    opened.close()
    opened, work = open_office(path, LOGIN, PASSWORD, processes=all_processes())
    for answers in AGENCIES:
        add_record(work, "agency", answers)
    opened.close()
    return path


@pytest.fixture
def sit_down(qtbot, qapp, folder):
    """Open the window on the office and sign in by typing; closed at the end of the act."""
    from hands import Hands

    from soudan_desk.ui.window import MainWindow

    windows = []

    def sit_down() -> Hands:
        window = MainWindow(folder)
        windows.append(window)
        with qtbot.waitExposed(window):
            window.show()
        worker = Hands(window)
        worker.signs_in(PASSWORD, LOGIN)
        return worker

    yield sit_down
    for window in windows:
        window.close()


@pytest.fixture
def afterwards(folder):
    """Open the office once the window is closed, as the same worker: what is there to find?"""
    from left import Left

    opened = []

    def afterwards():
        office, work = open_office(folder, LOGIN, PASSWORD, processes=all_processes())
        opened.append(office)
        return Left(work, office)

    yield afterwards
    for office in opened:
        office.close()
