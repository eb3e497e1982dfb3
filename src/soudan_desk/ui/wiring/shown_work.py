"""Work that must be done before one goes on, off the window's thread: how far it is, the way out.

file_id = work_shown(page, seat.tasks, "添えています…", lambda tell: add(..., progress=tell))
"""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeVar

from PySide6.QtWidgets import QDialog, QWidget
from shiboken6 import isValid

from soudan_desk.errors import SoudanError
from soudan_desk.storage.opened_office import Progress as Tell
from soudan_desk.ui import layouts
from soudan_desk.ui.dialogs import run_dialog
from soudan_desk.ui.tasks import StoppedError, Tasks
from soudan_desk.ui.widgets.work_bar import WorkBar
from soudan_desk.ui.wiring.slow_work import run_shown

Result = TypeVar("Result")


class WorkDialog(QDialog):
    """A bar over the page; Esc stops the work."""

    def __init__(self, parent: QWidget | None, doing: str) -> None:
        super().__init__(parent)
        self.setObjectName("work_dialog")
        self.setWindowTitle(doing)
        self.bar = WorkBar()
        self.setLayout(layouts.column(self.bar, margins=(24, 20, 24, 20)))
        layouts.fix_size(self, width=480)
        self.bar.begin(doing)
        self.bar.cancelled.connect(self.reject)


def work_shown(
    parent: QWidget | None, tasks: Tasks, doing: str, job: Callable[[Tell], Result]
) -> Result:
    """Return what the job gives, or raise what it refuses; `StoppedError` when it was stopped.

    A job that still waits for its turn is not waited for: it stops at its first word.
    """
    dialog = WorkDialog(parent, doing)
    done: list[Result] = []
    refused: list[SoudanError] = []

    def then(result: Result) -> None:
        done.append(result)
        if isValid(dialog):
            dialog.accept()

    def otherwise(error: SoudanError) -> None:
        refused.append(error)
        if isValid(dialog):
            dialog.reject()

    task = run_shown(tasks, dialog.bar, job, then, otherwise)
    dialog.rejected.connect(task.cancel)
    run_dialog(dialog)
    if done:
        return done[0]
    raise refused[0] if refused else StoppedError
