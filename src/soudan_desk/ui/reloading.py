"""Fetching anew what a page shows: once for a burst of changes, never two at a time.

self._reloading = Reloading(self, acts.run, acts.load, self._show, self._on_load_failed)
self._reloading.now()      # when the page opens
self._reloading.soon()     # for every change that comes in
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from PySide6.QtCore import QObject, QTimer

from soudan_desk.errors import SoudanError


class Reloading(QObject):
    """Runs a job off the window's thread; what is asked for meanwhile waits, and then runs once."""

    def __init__(
        self,
        parent: QObject,
        run: Callable[..., object],
        load: Callable[[], Any],
        then: Callable[[Any], object],
        otherwise: Callable[[SoudanError], object],
    ) -> None:
        super().__init__(parent)
        self._run, self._load = run, load
        self._then, self._otherwise = then, otherwise
        self._is_under_way = self._is_wanted_again = False
        self._pause = QTimer(self, singleShot=True, interval=0)
        self._pause.timeout.connect(self.now)

    def soon(self) -> None:
        """Fetch once the changes that have come in so far are all told."""
        self._pause.start()

    def now(self) -> None:
        """Fetch, or once more when what is under way has come."""
        if self._is_under_way:
            self._is_wanted_again = True
            return
        self._is_under_way = True
        self._run(self._load, self._on_loaded, self._on_failed)

    def _on_loaded(self, result: Any) -> None:
        self._end()
        self._then(result)

    def _on_failed(self, error: SoudanError) -> None:
        self._end()
        self._otherwise(error)

    def _end(self) -> None:
        self._is_under_way = False
        if self._is_wanted_again:
            self._is_wanted_again = False
            self.soon()
