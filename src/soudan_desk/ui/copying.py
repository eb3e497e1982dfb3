"""Copies and checks that make themselves while somebody works, in a thread of their own."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from pathlib import Path
from typing import Final

from PySide6.QtCore import QObject, QTimer, Signal

from soudan_desk.errors import SoudanError
from soudan_desk.services.copies import CopyPlace, is_due, keep_copy, last_copy_at
from soudan_desk.services.weekly import check_weekly, is_weekly_check_due
from soudan_desk.ui.seat import Seat
from soudan_desk.ui.tasks import Task, Tasks

_LOOK_EVERY_MS: Final = 10 * 60_000


class CopyKeeper(QObject):
    """Every few minutes looks whether a copy or the weekly check is due, and does it.

    A worker's typing never waits for it; locking stops it, and nothing is left half done.
    """

    said = Signal(str)
    warned = Signal(str)
    copied = Signal(object)  # datetime of the last proven copy, or None

    def __init__(self, seat: Seat, folder: Callable[[], Path | None], parent: QObject) -> None:
        super().__init__(parent)
        self._seat, self._folder = seat, folder
        self._tasks = Tasks(self)
        self._timer = QTimer(self, interval=_LOOK_EVERY_MS)
        self._timer.timeout.connect(self.look)
        self._timer.start()

    def look(self) -> None:
        """Do what is due, unless it is being done."""
        folder = self._folder()
        if folder is None or self._tasks.is_busy or self._seat.office.read_only:
            return
        place = CopyPlace("folder", folder)
        self._tasks.run_long(lambda task: self._do(place, task), self._on_done, self._on_refused)

    def stop(self) -> None:
        """Stop at once, as before locking."""
        self._timer.stop()
        self._tasks.close()

    def _do(self, place: CopyPlace, task: Task) -> tuple[datetime | None, str]:
        work, office = self._seat.work, self._seat.office
        warning = ""
        if is_due(work):
            self.said.emit("控えを作っています(そのまま使えます)")
            made = keep_copy(work, office, place, cancelled=lambda: task.is_cancelled)
            warning = made.warning
        if is_weekly_check_due(work):
            self.said.emit("週に一度の確かめをしています(そのまま使えます)")
            checked = check_weekly(work, office, [place], cancelled=lambda: task.is_cancelled)
            warning = checked.warning or warning
        return last_copy_at(work), warning

    def _on_done(self, told: tuple[datetime | None, str]) -> None:
        last, warning = told
        self.copied.emit(last)
        if warning:
            self.warned.emit(warning)

    def _on_refused(self, error: SoudanError) -> None:
        if error.code != "cancelled":
            self.warned.emit(str(error))
