"""Opening an office off the window's thread, with how far it is on the login page."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from shiboken6 import isValid

from soudan_desk.errors import SoudanError
from soudan_desk.ui.pages.login import LoginPage

if TYPE_CHECKING:  # read while the password is typed
    from soudan_desk.ui.seat import Seat
    from soudan_desk.ui.tasks import Task, Tasks

Tell = Callable[[str, float], None]
_STEPS = 100


def open_told(
    tasks: Tasks,
    page: LoginPage,
    job: Callable[[Tell], Seat],
    then: Callable[[Seat], object],
) -> None:
    """Run what opens the office; closing the window stops it, and nothing is half done."""

    def told(task: Task) -> Seat:
        def tell(what: str, done: float) -> None:
            task.say(what)
            task.report(round(done * _STEPS), _STEPS)

        return job(tell)

    def otherwise(error: SoudanError) -> None:
        if isValid(page):
            page.refuse(str(error))

    page.set_busy("オフィスを開いています…")
    task = tasks.run_long(told, then, otherwise)
    task.said.connect(page.say_doing)
    task.progressed.connect(page.show_share)
