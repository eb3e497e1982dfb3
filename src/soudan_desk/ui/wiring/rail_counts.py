"""How much waits behind the entries of the rail: counted after each commit that may change it."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

from PySide6.QtCore import QObject, QTimer

from soudan_desk.errors import SoudanError
from soudan_desk.services.review_lists import count_waiting
from soudan_desk.ui.seat import Seat

_WATCHED = {"review", "review_step", "deputy", "centre_setting", "staff"}
_FIRST_MS = 300
"""The first page is painted before anything is counted."""
REVIEW = "review"


class RailCounts(QObject):
    """Keeps the number beside 供覧・決裁; one count at a time, the last one is never left out."""

    def __init__(self, seat: Seat, show: Callable[[str, int], None], parent: QObject) -> None:
        super().__init__(parent)
        self._seat, self._tell = seat, show
        self._is_counting = self._is_stale = False
        QTimer.singleShot(_FIRST_MS, self, self._count)

    def reload(self, kinds: frozenset[str]) -> None:
        """Count anew when something that waits may have come or gone."""
        if kinds & _WATCHED:
            self._count()

    def _count(self) -> None:
        if self._is_counting:
            self._is_stale = True
            return
        self._is_counting = True
        job = partial(count_waiting, self._seat.work, self._seat.centre)
        self._seat.tasks.run(job, self._show, self._on_refused)

    def _show(self, count: int) -> None:
        self._tell(REVIEW, count)
        self._go_on()

    def _on_refused(self, _error: SoudanError) -> None:
        self._go_on()

    def _go_on(self) -> None:
        self._is_counting = False
        if self._is_stale:
            self._is_stale = False
            self._count()
