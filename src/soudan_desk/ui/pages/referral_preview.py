"""The paper appearing as one types: made and drawn off the window's thread, the latest alone."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from PySide6.QtCore import QObject, QTimer, Signal
from PySide6.QtGui import QImage
from shiboken6 import isValid

from soudan_desk.errors import SoudanError
from soudan_desk.ui.pages.referral_desk import Run
from soudan_desk.ui.paper_images import pages_of
from soudan_desk.ui.widgets.paper_view import PaperView

PAUSE_MS = 300

Snapshot = Callable[[], Callable[[], tuple[bytes, Any]]]
"""Takes what is typed now; what it returns makes the PDF, and whatever was found on the way."""


class Preview(QObject):
    """Asks for the paper when nothing was typed for a moment, and draws it in the size wanted."""

    made = Signal(object)
    """What was found on the way, when nothing has been typed since."""

    def __init__(self, view: PaperView, run: Run, snapshot: Snapshot) -> None:
        super().__init__(view)
        self._view, self._run, self._snapshot = view, run, snapshot
        self._size = (0, 0)
        self._pdf: bytes | None = None
        self._asked = 0
        self._pause = QTimer(self)
        self._pause.setSingleShot(True)
        self._pause.setInterval(PAUSE_MS)
        self._pause.timeout.connect(self._on_pause_timeout)
        view.wanted.connect(self._on_view_wanted)

    def ask(self) -> None:
        """Ask for the paper anew, once the typing pauses."""
        self._pause.start()

    def ask_now(self) -> None:
        """Ask at once."""
        self._pause.stop()
        self._on_pause_timeout()

    def show_pdf(self, pdf: bytes) -> None:
        """Show a PDF that is there already."""
        self._pdf = pdf
        self._redraw()

    # private

    def _on_pause_timeout(self) -> None:
        self._asked += 1
        number, make, size = self._asked, self._snapshot(), self._size
        dpr = self._view.devicePixelRatioF()

        def job() -> tuple[bytes, Any, list[QImage]]:
            pdf, found = make()
            return pdf, found, pages_of(pdf, *size, dpr=dpr) if size[0] else []

        def then(result: tuple[bytes, Any, list[QImage]]) -> None:
            if isValid(self) and number == self._asked:
                self._show(*result, is_latest=not self._pause.isActive())

        self._run(job, then, self._on_refused)

    def _show(self, pdf: bytes, found: Any, pages: list[QImage], *, is_latest: bool) -> None:
        self._pdf = pdf
        if pages:
            self._view.show_pages(pages)
        else:
            self._redraw()
        if is_latest:
            self.made.emit(found)

    def _on_refused(self, error: SoudanError) -> None:
        if isValid(self):
            self._view.say(str(error))

    def _on_view_wanted(self, width: int, height: int) -> None:
        self._size = (width, height)
        self._redraw()

    def _redraw(self) -> None:
        pdf, size, dpr = self._pdf, self._size, self._view.devicePixelRatioF()
        if pdf is None or not size[0]:
            return

        def then(pages: list[QImage]) -> None:
            if isValid(self) and size == self._size:
                self._view.show_pages(pages)

        self._run(lambda: pages_of(pdf, *size, dpr=dpr), then, self._on_refused)
