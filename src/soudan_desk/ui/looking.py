"""What stands on the screen goes into the log: which record is opened and left, what is copied."""

from __future__ import annotations

from typing import TYPE_CHECKING
from uuid import UUID

from PySide6.QtCore import QObject, QTimer
from PySide6.QtWidgets import QApplication, QWidget

from soudan_desk.errors import SoudanError
from soudan_desk.services.looking import note_copied, note_left, note_opened
from soudan_desk.ui.clipboard import OwnClipboard
from soudan_desk.ui.pages.case_missing import MissingCase
from soudan_desk.ui.pages.page import Page, Place

if TYPE_CHECKING:
    from soudan_desk.ui.seat import Seat

_KINDS = {"case": "case", "person": "person", "referral": "referral", "conference": "conference"}
_ABOUT = {
    "person": {"consultation": "consultation"},
    "referral": {"case_id": "case", "person": "person"},
    "conference": {"item": "agenda_item"},
}
"""What else than its own record a page may be about, by the word that names it."""
_REST_EVERY_MS = 60_000
"""How often a desk at which nobody works looks whether the log's key has become old."""


class Looking(QObject):
    """Follows the desk from page to page; what cannot be told anywhere locks the desk."""

    def __init__(self, seat: Seat, parent: QObject) -> None:
        super().__init__(parent)
        self._seat = seat
        self._on: tuple[str, UUID] | None = None
        self._clipboard = OwnClipboard(self)
        self._clipboard.copied.connect(self._on_copied)
        self._resting = QTimer(self, interval=_REST_EVERY_MS)
        self._resting.setObjectName("resting")
        self._resting.timeout.connect(lambda: seat.tasks.run(seat.work.store.chain.rest))
        self._resting.start()

    def at(self, page: Page | None, place: Place | None) -> None:
        """Tell what is shown now, and that what was shown before is not any more."""
        about = None if page is None or isinstance(page, MissingCase) else _record_of(place)
        if about == self._on:
            return
        before, self._on = self._on, about
        try:
            if before is not None and before[0] == "case":
                note_left(self._seat.work, before[1])
            if about is not None:
                note_opened(self._seat.work, *about)
        except SoudanError:
            self._seat.lock()

    def leave(self) -> None:
        """Take from the clipboard what was copied at this desk."""
        self._clipboard.clear()

    def _on_copied(self) -> None:
        kind, record_id = self._on or (None, None)
        try:
            note_copied(self._seat.work, _name_of(QApplication.focusWidget()), kind, record_id)
        except SoudanError:
            self._seat.lock()


def _record_of(place: Place | None) -> tuple[str, UUID] | None:
    """Return what a page is about; a letter that is begun tells of its case or person."""
    if place is None or place.page not in _KINDS:
        return None
    kind = _KINDS[place.page]
    told = {"id": kind, **_ABOUT.get(kind, {})}
    return next(
        ((of, place.about[key]) for key, of in told.items() if place.about.get(key) is not None),
        None,
    )


def _name_of(widget: QWidget | None) -> str:
    """Return the name of the field that has the focus, as forms name their editors."""
    while widget is not None:
        name = widget.objectName()
        if name and not name.startswith("qt_"):
            return name
        widget = widget.parentWidget()
    return "unknown"
