"""Background work: order, threads, errors, cancelling."""

import threading
import time
from functools import partial

import pytest
from PySide6.QtCore import QObject
from shiboken6 import delete

from soudan_desk.errors import SoudanError
from soudan_desk.storage.refusals import LockedError
from soudan_desk.ui.tasks import StoppedError, Tasks


class FullError(SoudanError):
    """Made up for these tests."""


@pytest.fixture
def tasks(qapp):
    made = Tasks()
    yield made
    made.close()


def test_a_result_comes_back_in_the_window_s_thread(tasks, qtbot):
    found = []
    tasks.run(threading.get_ident, then=lambda ident: found.append((ident, threading.get_ident())))
    assert tasks.is_busy
    qtbot.waitUntil(lambda: found != [])
    (worked, answered) = found[0]
    assert worked != answered == threading.get_ident()
    assert not tasks.is_busy


def test_jobs_never_run_at_the_same_time(tasks, qtbot):
    running, most, done = [], [], []

    def job():
        running.append(1)
        most.append(len(running))
        time.sleep(0.005)
        running.pop()

    for n in range(8):
        tasks.run(job, then=lambda _none, n=n: done.append(n))
    qtbot.waitUntil(lambda: len(done) == 8)
    assert max(most) == 1
    assert done == list(range(8))


def test_an_error_a_worker_can_act_on_is_handed_over(tasks, qtbot):
    def job():
        raise FullError("ディスクがいっぱいです。空きを作ってください。")

    said = []
    tasks.run(job, then=lambda _none: said.append("done"), otherwise=lambda e: said.append(str(e)))
    qtbot.waitUntil(lambda: said != [])
    assert said == ["ディスクがいっぱいです。空きを作ってください。"]


def test_a_bug_is_raised_where_it_is_seen(tasks, qtbot):
    with qtbot.captureExceptions() as caught:
        tasks.run(lambda: 1 / 0, otherwise=lambda _error: None)
        qtbot.waitUntil(lambda: caught != [])
    assert caught[0][0] is ZeroDivisionError


def test_steps_are_told_in_the_window_s_thread_and_the_last_one_always(tasks, qtbot):
    told = []

    def job(task):
        for step in range(1, 5001):
            task.report(step, 5000)

    task = tasks.run_long(job)
    task.progressed.connect(lambda done, total: told.append((done, total, threading.get_ident())))
    qtbot.waitUntil(lambda: bool(told) and told[-1][0] == 5000)
    assert {ident for *_, ident in told} == {threading.get_ident()}
    assert len(told) < 200


def test_a_cancelled_job_stops_at_its_next_report(tasks, qtbot):
    ended = []

    def job(task):
        for step in range(100_000):
            task.report(step, 100_000)
            time.sleep(0.001)

    task = tasks.run_long(job, otherwise=ended.append)
    task.progressed.connect(lambda *_steps: task.cancel())
    qtbot.waitUntil(lambda: ended != [])
    assert isinstance(ended[0], StoppedError)


def test_after_closing_no_answer_comes(qapp, qtbot):
    tasks, answers = Tasks(), []
    tasks.run(lambda: time.sleep(0.02), then=answers.append)
    tasks.run(lambda: 1, then=answers.append)
    tasks.close()
    qtbot.wait(40)
    assert answers == []


def test_an_answer_that_comes_to_a_locked_desk_is_dropped(tasks, qtbot):
    asked = []

    def show(result):
        asked.append(result)
        raise LockedError

    tasks.run(lambda: 1, then=show)
    qtbot.waitUntil(lambda: not tasks.is_busy)
    assert asked == [1]


@pytest.mark.parametrize(
    "how",
    [
        lambda page: page.show,
        lambda page: page.inside(),
        lambda page: partial(page.show),
        lambda page: partial(page.show_for, page),
        lambda page: passing_on(page.show),
    ],
    ids=["method", "function", "bound", "bound twice", "enclosed method"],
)
def test_a_page_that_is_gone_gets_no_answer(tasks, qtbot, how):
    answered = []

    class Page(QObject):
        def show(self, result):
            answered.append((result, self.objectName()))

        def inside(self):
            def then(result):
                self.show(result)

            return then

        def show_for(self, page, result):
            page.show(result)

    page = Page()
    tasks.run(lambda: 1, how(page))
    delete(page)
    qtbot.waitUntil(lambda: not tasks.is_busy)
    assert answered == []


def passing_on(then):
    """Return what hands an answer on, as the wiring does."""
    return lambda result: then([result])
