"""A page is never fetched twice at a time; what came meanwhile fetches it once more."""

from threading import Event

import pytest
from PySide6.QtCore import QObject
from shiboken6 import delete

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
    """Return (reloading, what was fetched, a gate the job waits at)."""
    gate, found, told = Event(), [], []
    gate.set()

    def load():
        gate.wait(5)
        return len(found) + 1

    reloading = Reloading(tasks.run, load, found.append, told.append)
    yield reloading, found, gate
    gate.set()
    qtbot.waitUntil(lambda: not tasks.is_busy)


def test_a_burst_is_fetched_at_once_and_once_more_for_all_that_came_meanwhile(fetched, qtbot):
    reloading, found, gate = fetched
    gate.clear()
    for _ in range(20):
        reloading.ask()
    gate.set()
    qtbot.waitUntil(lambda: len(found) == 2)
    qtbot.wait(5)
    assert found == [1, 2]
    reloading.ask()
    qtbot.waitUntil(lambda: len(found) == 3)


def test_after_a_refusal_the_next_change_is_fetched_again(tasks, qtbot):
    found, told = [], []
    answers = [NotFoundError("このケースは見つかりません。"), "there"]

    def load():
        answer = answers.pop(0)
        if isinstance(answer, Exception):
            raise answer
        return answer

    reloading = Reloading(tasks.run, load, found.append, told.append)
    reloading.ask()
    qtbot.waitUntil(lambda: bool(told))
    reloading.ask()
    qtbot.waitUntil(lambda: bool(found))
    assert (found, [str(each) for each in told]) == (["there"], ["このケースは見つかりません。"])


def test_a_page_that_is_gone_is_not_shown_what_was_fetched(tasks, qtbot):
    page, found = QObject(), []
    reloading = Reloading(tasks.run, lambda: 1, found.append, found.append, page)
    reloading.ask()
    delete(page)
    qtbot.waitUntil(lambda: not tasks.is_busy)
    assert found == []
