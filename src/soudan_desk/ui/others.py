"""What others save in the same office on this computer comes to the pages of this desk."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QTimer

from soudan_desk.errors import SoudanError
from soudan_desk.services.sharing import look_around

if TYPE_CHECKING:
    from soudan_desk.ui.seat import Seat

LOOK_EVERY_MS = 1_000


class OthersSaves(QObject):
    """Looks every second, where several may have the office open; locks who lost their rights."""

    def __init__(self, seat: Seat, parent: QObject) -> None:
        super().__init__(parent)
        self._seat = seat
        self._is_looking = False
        self._clock = QTimer(self, interval=LOOK_EVERY_MS)
        self._clock.setObjectName("others")
        self._clock.timeout.connect(self.look)
        self._clock.start()
        self.look()  # what is saved from now on is told

    def look(self) -> None:
        """Look once, unless the look before has not come back yet."""
        if self._is_looking or not self._seat.office.instance_lock.shared:
            return
        self._is_looking = True
        work = self._seat.work
        self._seat.tasks.run(lambda: look_around(work), self._on_looked, self._on_failed)

    def _on_looked(self, may_stay: bool) -> None:
        self._is_looking = False
        if not may_stay:
            self._seat.lock()

    def _on_failed(self, _error: SoudanError) -> None:
        self._is_looking = False  # a busy or full disk: the next look tells
