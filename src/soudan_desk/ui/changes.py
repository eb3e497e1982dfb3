"""What commits touched, told in the window's thread: once for a burst of them.

changes = Changes(self)
store.on_change(lambda kinds: changes.add(names_of(kinds)))   # from any thread
changes.told.connect(self._on_changed)                        # frozenset of kinds
"""

from __future__ import annotations

from collections.abc import Iterable
from threading import Lock

from PySide6.QtCore import QObject, Qt, Signal, Slot


class Changes(QObject):
    """Gathers kinds of record until the window's thread comes round to telling them."""

    told = Signal(object)
    _waiting = Signal()

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._kinds: set[str] = set()
        self._lock = Lock()
        self._waiting.connect(self._on_waiting, Qt.ConnectionType.QueuedConnection)

    def add(self, kinds: Iterable[str]) -> None:
        """Take up what a commit touched; only the first of a burst asks to be told."""
        with self._lock:
            is_first = not self._kinds
            self._kinds.update(kinds)
        if is_first:
            self._waiting.emit()

    @Slot()
    def _on_waiting(self) -> None:
        with self._lock:
            kinds, self._kinds = frozenset(self._kinds), set()
        if kinds:
            self.told.emit(kinds)
