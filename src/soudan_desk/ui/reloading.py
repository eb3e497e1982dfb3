"""Fetching anew what a page shows: never two at a time, and once more for all that came meanwhile.

self._reloading = Reloading(acts.run, acts.load, self._show, self._on_load_failed, self)
self._reloading.ask()      # when the page opens, and for every change that comes in
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from PySide6.QtCore import QObject

from soudan_desk.errors import SoudanError


class Reloading(QObject):
    """Runs a job off the window's thread, in which alone it is asked; goes with its page."""

    def __init__(
        self,
        run: Callable[..., object],
        load: Callable[[], Any],
        then: Callable[[Any], object],
        otherwise: Callable[[SoudanError], object],
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self._run, self._load = run, load
        self._then, self._otherwise = then, otherwise
        self._is_under_way = self._is_wanted_again = False

    def ask(self) -> None:
        """Fetch now, or once more when what is under way has come."""
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
            self.ask()
