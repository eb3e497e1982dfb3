"""Looking for likely people as one types: after a pause, off the window's thread, never twice."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from PySide6.QtCore import QObject, QTimer, Signal
from shiboken6 import isValid

TYPING_PAUSE_MS = 150
Find = Callable[[Any, Callable[[list[Any]], object]], object]
"""Looks for what is asked, which is compared by its value, and hands over what it found later."""


class Finder(QObject):
    """Asks again only when something else was typed, and only when the last answer has come."""

    found = Signal(object)
    """A list of what was found; empty where too little is typed."""

    def __init__(self, find: Find, asked: Callable[[], Any], parent: QObject) -> None:
        super().__init__(parent)
        self._find, self._asked = find, asked
        self._answered: Any = None
        self._is_busy = False
        self._pause = QTimer(self)
        self._pause.setSingleShot(True)
        self._pause.setInterval(TYPING_PAUSE_MS)
        self._pause.timeout.connect(self._on_pause_over)

    def note_change(self) -> None:
        """Look again when the worker pauses."""
        self._pause.start()

    def forget(self) -> None:
        """Begin anew: what was found no longer counts."""
        self._pause.stop()
        self._answered = None

    def _on_pause_over(self) -> None:
        asked = self._asked()
        if asked is None or asked == self._answered:
            return
        if self._is_busy:
            self._pause.start()
            return
        self._is_busy = True
        self._find(asked, lambda known: self._on_answered(asked, known))

    def _on_answered(self, asked: Any, known: list[Any]) -> None:
        if not isValid(self):
            return
        self._is_busy = False
        if asked == self._asked():
            self._answered = asked
            self.found.emit(known)
        else:
            self._pause.start()
