"""When what is typed is handed over for keeping: every two seconds, and at once when one leaves."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject, Qt, QTimer, Signal
from PySide6.QtWidgets import QWidget

EVERY_MS = 1900
"""Below the two seconds that may be lost at most, for writing takes a moment too."""


class Keeper(QObject):
    """Sends `due` at most every two seconds after changes, at once when the window loses focus."""

    due = Signal()

    def __init__(self, page: QWidget) -> None:
        super().__init__(page)
        self._timer = QTimer(self)
        self._timer.setTimerType(Qt.TimerType.PreciseTimer)
        self._timer.setSingleShot(True)
        self._timer.setInterval(EVERY_MS)
        self._timer.timeout.connect(self.due)
        self._page = page
        page.installEventFilter(self)
        self._window: QWidget | None = None

    def note_change(self) -> None:
        """Begin to wait, unless waiting already."""
        if not self._timer.isActive():
            self._timer.start()

    def keep_now(self) -> None:
        """Send `due` if anything waits."""
        if self._timer.isActive():
            self._timer.stop()
            self.due.emit()

    def drop(self) -> None:
        """Forget what waits: it was saved."""
        self._timer.stop()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Watch the page come and go, and its window lose the focus."""
        if "_page" not in self.__dict__:  # Python has let go of it, Qt not yet
            return False
        if watched is self._page and event.type() is QEvent.Type.Show:
            self._watch(self._page.window())
        elif event.type() in (QEvent.Type.WindowDeactivate, QEvent.Type.Hide, QEvent.Type.Close):
            self.keep_now()
        return False

    def _watch(self, window: QWidget) -> None:
        if window is self._window or window is self._page:
            return
        if self._window is not None:
            self._window.removeEventFilter(self)
        self._window = window
        window.installEventFilter(self)
