"""What falls due on 今日: fetched after the rest of the day is shown, as much as one reads."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QObject, QTimer, Signal

from soudan_desk.errors import SoudanError
from soudan_desk.services.due import Pressing

_SOON_MS = 0
"""What falls due is worked out as soon as the rest of the day is shown, while that is painted."""
FetchDue = Callable[[bool, bool], Pressing]
"""Fetches what falls due: in the whole centre or for oneself, all of it or what is pressing."""


class DueOfDay(QObject):
    """The most pressing of it, with a count of the rest, until one asks for all."""

    found = Signal()
    refused = Signal(str)

    def __init__(self, parent: QObject, fetch: FetchDue, run: Callable[..., object]) -> None:
        super().__init__(parent)
        self.shown = Pressing([])
        self._fetch_due, self._run = fetch, run
        self._asked = (False, False)
        self._soon = QTimer(self, interval=_SOON_MS, singleShot=True)
        self._soon.timeout.connect(self._fetch)

    @property
    def count(self) -> int:
        """How much falls due, shown or not."""
        return len(self.shown.items) + sum(self.shown.left_out)

    def turn_to(self, *, whole: bool) -> None:
        """Forget what is shown, for the whole centre's or for one's own."""
        self.shown, self._asked = Pressing([]), (whole, False)

    def fetch_soon(self, *, whole: bool) -> None:
        """Fetch it anew; where one has asked for all, all of it."""
        if whole is not self._asked[0]:
            self.turn_to(whole=whole)
        self._soon.start()

    def show_all(self) -> None:
        """Fetch all of it."""
        self._asked = (self._asked[0], True)
        self._fetch()

    def _fetch(self) -> None:
        asked = self._asked
        self._run(lambda: (asked, self._fetch_due(*asked)), self._take, self._refuse)

    def _take(self, found: tuple[tuple[bool, bool], Pressing]) -> None:
        asked, shown = found
        if asked == self._asked:  # else one has asked for something else meanwhile
            self.shown = shown
            self.found.emit()

    def _refuse(self, error: SoudanError) -> None:
        self.refused.emit(str(error))
