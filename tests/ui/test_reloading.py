"""A burst of changes fetches a page once, and once more for what came while it was fetched."""

from threading import Event

import pytest
from PySide6.QtCore import QObject

from soudan_desk.errors import NotFoundError
from soudan_desk.ui.reloading import Reloading
from soudan_desk.ui.tasks import Tasks


@pytest.fixture
def tasks(qapp):
    tasks = Tasks()
    yield tasks
    tasks.close()


@pytest.fixture
def fetched(tasks, qtbot):
    """Return (reloading, what was fetched, a gate the job waits at, errors told)."""
    owner, gate, found, told = QObject(), Event(), [], []
    gate.set()

    def load():
        gate.wait(5)
        return len(found) + 1

    reloading = Reloading(owner, tasks.run, load, found.append, told.append)
    yield reloading, found, gate
    gate.set()
    qtbot.waitUntil(lambda: not tasks.is_busy)
    assert owner is not None


def test_a_burst_is_fetched_once(fetched, tasks, qtbot):
    reloading, found, _ = fetched
    for _ in range(20):
        reloading.soon()
    qtbot.wait(5)
    qtbot.waitUntil(lambda: not tasks.is_busy)
    assert found == [1]


def test_what_comes_while_it_is_fetched_is_fetched_once_more(fetched, tasks, qtbot):
    reloading, found, gate = fetched
    gate.clear()
    reloading.now()
    for _ in range(10):
        reloading.soon()
        qtbot.wait(1)
    gate.set()
    qtbot.waitUntil(lambda: len(found) == 2)
    qtbot.wait(5)
    assert not tasks.is_busy
    assert found == [1, 2]


def test_after_a_refusal_the_next_change_is_fetched_again(tasks, qtbot):
    owner, found, told = QObject(), [], []
    answers = [NotFoundError("このケースは見つかりません。"), "there"]

    def load():
        answer = answers.pop(0)
        if isinstance(answer, Exception):
            raise answer
        return answer

    reloading = Reloading(owner, tasks.run, load, found.append, told.append)
    reloading.now()
    qtbot.waitUntil(lambda: bool(told))
    reloading.soon()
    qtbot.waitUntil(lambda: bool(found))
    assert (found, [str(each) for each in told]) == (["there"], ["このケースは見つかりません。"])
