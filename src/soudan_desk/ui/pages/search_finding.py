"""Searching as one types: after a short pause, off the window's thread, only the latest words."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QObject, QTimer, Signal
from shiboken6 import isValid

from soudan_desk.ui.pages.search_hits import Results

PAUSE_MS = 120
FindWords = Callable[[str, Callable[[Results], object]], object]
"""Looks for words and hands over what it found later, in the window's thread."""


class Searcher(QObject):
    """Asks for the words last typed; an answer to older words is passed over."""

    found = Signal(object)
    """Results; those of no words at once."""

    def __init__(self, find: FindWords, parent: QObject) -> None:
        super().__init__(parent)
        self._find = find
        self._words = ""
        self._answered: str | None = ""
        self._is_busy = False
        self._pause = QTimer(self)
        self._pause.setSingleShot(True)
        self._pause.setInterval(PAUSE_MS)
        self._pause.timeout.connect(self._ask)

    @property
    def is_waiting(self) -> bool:
        """Whether the answer to the words last typed has not come."""
        return self._answered != self._words

    def look_for(self, words: str) -> None:
        """Look for words when the worker pauses."""
        self._words = words.strip()
        if not self._words:
            self._pause.stop()
            self._answered = ""
            self.found.emit(Results(""))
        elif self._words != self._answered:
            self._pause.start()

    def look_again(self) -> None:
        """Look for the same words: something may have changed."""
        self._answered = None if self._words else ""
        self.look_for(self._words)

    def _ask(self) -> None:
        if self._is_busy or not self._words:
            return
        self._is_busy = True
        words = self._words
        self._find(words, lambda results: self._on_answered(words, results))

    def _on_answered(self, words: str, results: Results) -> None:
        if not isValid(self):
            return
        self._is_busy = False
        if words == self._words:
            self._answered = words
            self.found.emit(results)
        else:
            self._ask()
