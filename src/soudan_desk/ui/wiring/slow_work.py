"""Joins long verbs to a page's bar: what is happening, how far, and the way to stop it."""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeVar

from soudan_desk.errors import SoudanError
from soudan_desk.storage.bundle import Cancelled
from soudan_desk.storage.opened_office import Progress as Tell
from soudan_desk.ui.tasks import Task, Tasks
from soudan_desk.ui.widgets.work_bar import WorkBar

Result = TypeVar("Result")
_STEPS = 1000


def run_shown(
    tasks: Tasks,
    bar: WorkBar,
    job: Callable[[Tell], Result],
    then: Callable[[Result], object],
    otherwise: Callable[[SoudanError], object],
) -> Task:
    """Run a verb that tells how far it is; `bar` shows it, and its button stops it."""
    return run_stoppable(tasks, bar, lambda tell, _stop: job(tell), then, otherwise)


def run_stoppable(
    tasks: Tasks,
    bar: WorkBar,
    job: Callable[[Tell, Cancelled], Result],
    then: Callable[[Result], object],
    otherwise: Callable[[SoudanError], object],
) -> Task:
    """Run a verb that also asks, in long steps of its own, whether it was stopped."""

    def told(task: Task) -> Result:
        def tell(what: str, done: float) -> None:
            task.say(what)
            task.report(round(done * _STEPS), _STEPS)

        return job(tell, lambda: task.is_cancelled)

    task = tasks.run_long(told, then, otherwise)
    task.progressed.connect(bar.show_share)
    task.said.connect(bar.say)
    bar.cancelled.connect(task.cancel)
    return task
