"""What holds for every fault: the tests' own guards and offices, a disk that fails, the counts."""

from __future__ import annotations

import random
import shutil
import sys
import time
from collections.abc import Iterator
from functools import cache
from itertools import count
from pathlib import Path

import pytest

sys.path.insert(0, str(Path(__file__).parents[1] / "tests"))

from tests.conftest import compiled_once, homes, no_network, own_home

from faults import disk, no_sockets, tally
from faults.disk import Mode
from faults.looking import on_this_pc
from faults.scene import Scene
from faults.worker import Worker
from office_fixtures import office, office_template, sit_down, work
from soudan_desk.storage.migrate import migrate

pytest_plugins = ["pc_of_fixtures"]
__all__ = ["compiled_once", "homes", "no_network", "office", "office_template", "own_home", "work"]

no_sockets.watch()
_REPORT = pytest.StashKey[tally.Tally]()
_STARTED = pytest.StashKey[float]()


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--report", type=Path, help="write the counts of a whole run to this file")
    parser.addoption("--share", type=float, default=1.0, help="how many of the usual trials")


def pytest_configure(config: pytest.Config) -> None:
    config.stash[_REPORT] = tally.Tally()
    config.stash[_STARTED] = time.monotonic()


@pytest.hookimpl(optionalhook=True)
def pytest_testnodedown(node) -> None:
    """Take in what one of several processes has counted."""
    node.config.stash[_REPORT].take_in(node.workeroutput["tally"])


def pytest_sessionfinish(session: pytest.Session) -> None:
    config, counts = session.config, session.config.stash[_REPORT]
    if hasattr(config, "workeroutput"):
        config.workeroutput["tally"] = counts.to_text()
    elif config.getoption("--report") is not None and counts.rows:
        seconds = time.monotonic() - config.stash[_STARTED]
        share = config.getoption("--share")
        tally.write(counts, config.getoption("--report"), seconds, session.testsfailed, share)


@pytest.fixture
def counts(request: pytest.FixtureRequest) -> tally.Tally:
    """Give the counts of the run; the test's module says under which heading."""
    counts = request.config.stash[_REPORT]
    module = request.module
    counts.heading = getattr(module, "HEADING", module.__doc__.splitlines()[0].rstrip("."))
    return counts


@pytest.fixture(autouse=True)
def nobody_called(request: pytest.FixtureRequest) -> Iterator[None]:
    """See that neither the test nor the program in its process asked for the network."""
    before = len(no_sockets.asked)
    yield
    asked = no_sockets.asked[before:]
    counts = request.config.stash[_REPORT]
    counts.count(LOOKING, asked, 1, "tests", heading=no_sockets.HEADING)
    assert not asked


@pytest.fixture
def trials(request: pytest.FixtureRequest):
    """Say how many trials to make where the whole run makes so many."""
    share = request.config.getoption("--share")
    return lambda usual: max(2, round(usual * share))


@pytest.fixture
def chance() -> random.Random:
    """Draw by chance, the same for the same seed of the run."""
    return random.Random(random.random())


@pytest.fixture(scope="session")
def failing_disk(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Compile the disk that fails on demand."""
    return disk.build(tmp_path_factory.mktemp("disk"))


SOCKETS = "a socket asked for, over the whole run, by a program that is made to die"
LOOKING = "a socket or a name asked for, over the whole run, by what looks and compares"


@pytest.fixture(scope="session")
def worker(failing_disk: Path, request: pytest.FixtureRequest) -> Iterator[Worker]:
    """Start the process that is made to die; over the whole run it asks for no socket."""
    worker = Worker(failing_disk)
    yield worker
    worker.close()
    counts = request.config.stash[_REPORT]
    asked = range(worker.sockets)
    counts.count(SOCKETS, asked, worker.trials, "processes", heading=no_sockets.HEADING)
    assert worker.sockets == 0


@pytest.fixture
def scenes(tmp_path: Path):
    """Lay out a fresh scene from a template at each call."""
    numbers = count(1)

    def fresh(template: Path) -> Scene:
        return Scene.set_up(tmp_path / f"scene{next(numbers)}", template)

    return fresh


@pytest.fixture(scope="session")
def templates(worker: Worker, office_template: Path, tmp_path_factory: pytest.TempPathFactory):
    """Give an office, or a scene with one, by its name; each is made once."""
    folder = tmp_path_factory.mktemp("templates")

    @cache
    def made(name: str) -> Path:
        return office_template if name == "empty" else _MADE[name](made, folder / name, worker)

    return made


def _filled(made, root: Path, worker: Worker) -> Path:
    """Make an office with records and a large file."""
    scene = Scene.set_up(root, made("empty"))
    for act in ("saves", "attach"):
        trial = worker.play(act, scene, words={"count": 4 if act == "saves" else 1})
        assert trial.status == "done", trial.error
    return root


def _older(made, root: Path, worker: Worker) -> Path:
    """Make an office as an older program left it."""
    scene = Scene.set_up(root, made("filled"))
    with on_this_pc(scene):
        newer = sit_down(scene.office)
        migrate(newer.opened.engine, "0005")
        newer.opened.close()
    return root


def _copied(made, root: Path, worker: Worker) -> Path:
    """Make an office with a copy, that went on after it."""
    scene = Scene.set_up(root, made("filled"))
    for act, words in (("back_up", {}), ("saves", {"count": 2, "first": 4})):
        trial = worker.play(act, scene, words=words)
        assert trial.status == "done", trial.error
    return root


def _stopped(made, root: Path, worker: Worker) -> Path:
    """Make an office whose program was killed: its last saves are in the write-ahead log alone."""
    words = {"count": 6, "first": 4}
    steps = worker.play("saves", Scene.set_up(root, made("filled")), words=words).steps
    shutil.rmtree(root)
    scene = Scene.set_up(root, made("filled"))
    trial = worker.play("saves", scene, mode=Mode.DIE, at=steps, words=words)
    assert trial.was_killed, trial.error
    assert scene.wal.stat().st_size
    return root


_MADE = {"filled": _filled, "older": _older, "copied": _copied, "stopped": _stopped}
