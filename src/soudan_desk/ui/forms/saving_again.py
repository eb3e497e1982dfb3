"""A save that met another writer: tried again until it is through, while one goes on working."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QTimer, Signal
from PySide6.QtWidgets import QWidget

from soudan_desk.ui.icons import Icon
from soudan_desk.ui.theme import Role
from soudan_desk.ui.widgets.notices import Notice

SAVING = "保存しています… ほかの書き込みが終わりしだい保存します。そのまま書き続けられます。"
_EVERY_MS = 250


class SavingAgain(Notice):
    """Says that saving goes on, and calls the attempt every quarter of a second.

    An attempt that meets the other writer once more calls `wait_for` again.
    """

    ended = Signal()
    """A save that had to wait came to its end, one way or the other."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(Role.INFO, Icon.WAITING, SAVING, bold=False)
        self.setParent(parent)
        self.setObjectName("saving_again")
        self._attempt: Callable[[], object] | None = None
        self._timer = QTimer(self, interval=_EVERY_MS, singleShot=True)
        self._timer.timeout.connect(self._on_timer_timeout)
        self.hide()

    @property
    def is_waiting(self) -> bool:
        """Whether a save is still to be made."""
        return self._attempt is not None

    def wait_for(self, attempt: Callable[[], object]) -> None:
        """Try this again in a moment, instead of what waited before."""
        self._attempt = attempt
        self._timer.start()
        self.show()

    def end(self) -> None:
        """Try no more: it was saved, or cannot be."""
        self._attempt = None
        self._timer.stop()
        self.hide()

    def _on_timer_timeout(self) -> None:
        if self._attempt is not None:
            self._attempt()
            if not self.is_waiting:
                self.ended.emit()
