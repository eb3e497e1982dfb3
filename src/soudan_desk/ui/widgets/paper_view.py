"""The paper itself: its pages as pictures, whole or enlarged.

    view = PaperView()
    view.wanted.connect(draw)       # the size a page is wanted in, device pixels; height 0: any
    view.show_pages(images)         # what was drawn

Whoever has the PDF draws it (off the window's thread) at the size the view asks for. Paper stays
near-white in every look.
"""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QEvent, QRectF, QSize, QSizeF, Qt, QTimer, Signal
from PySide6.QtGui import QImage, QKeyEvent, QPainter, QPaintEvent, QResizeEvent, QShowEvent
from PySide6.QtWidgets import QFrame, QScrollArea, QWidget

from soudan_desk.ui import layouts
from soudan_desk.ui.icons import Icon
from soudan_desk.ui.shortcuts import note
from soudan_desk.ui.theme import Role, Type, theme
from soudan_desk.ui.widgets.button import Button, ButtonKind
from soudan_desk.ui.widgets.labels import Label
from soudan_desk.ui.widgets.painting import CENTRE, draw_box, draw_line, draw_text

ZOOMS = (0, 75, 100, 125, 150, 200)
"""Percent of the paper's own size; 0 shows a whole page."""
_GAP = 12
_PAGE_WIDTH = 794
"""An A4 page at its own size, px at 100 %."""
_PAUSE_MS = 80


class _Pages(QWidget):
    """The pages under one another, each in the middle."""

    def __init__(self) -> None:
        super().__init__()
        self.pages: tuple[QImage, ...] = ()
        self.words = ""

    def wanted_size(self) -> QSize:
        """Return room for all pages as they were drawn."""
        sizes = [_size_of(page) for page in self.pages]
        width = max((size.width() for size in sizes), default=0.0)
        height = sum(size.height() for size in sizes) + theme.px(_GAP) * max(len(sizes) - 1, 0)
        return QSize(round(width), round(height))

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw the pages that are in sight, or the word that stands for them."""
        painter, top = QPainter(self), 0.0
        if not self.pages:
            room = QRectF(0, 0, self.width(), theme.px(80))
            draw_text(painter, room, self.words, Role.MUTED, Type.LABEL, align=CENTRE)
        for page in self.pages:
            size = _size_of(page)
            rect = QRectF(max(0.0, (self.width() - size.width()) / 2), top, *size.toTuple())
            if rect.intersects(QRectF(event.rect())):
                _draw_page(painter, rect, page)
            top += size.height() + theme.px(_GAP)


class PaperView(QWidget):
    """The pages with their head: what it is, how many, and the zoom."""

    wanted = Signal(int, int)

    def __init__(self, title: str = "紙の見え方") -> None:
        super().__init__()
        self._zoom_at = 0
        self._pages = _Pages()
        self._scroll = QScrollArea()
        self._title = Label(title, Type.BODY, bold=True)
        self._count = Label("", Type.LABEL, Role.MUTED)
        self._shown_zoom = Label("全体", Type.LABEL, Role.MUTED)
        self._smaller = Button(icon=Icon.ZOOM_OUT, kind=ButtonKind.QUIET, name="小さく", height=28)
        self._larger = Button(icon=Icon.ZOOM_IN, kind=ButtonKind.QUIET, name="大きく", height=28)
        self._pause = QTimer(self)
        self._build()
        self._connect()

    # verbs

    def show_pages(self, pages: Sequence[QImage]) -> None:
        """Show what was drawn; what was in sight stays in sight."""
        self._pages.pages = tuple(pages)
        self._count.setText(f"A4・{len(pages)}枚" if pages else "")
        self._fit()
        self._pages.update()
        self._pages.setAccessibleDescription(f"{len(pages)}枚")

    def say(self, words: str) -> None:
        """Show a word in place of the paper."""
        self._pages.words = words
        self.show_pages(())

    def ask_again(self) -> None:
        """Ask for the pages in the size that is wanted now; nobody draws what is not seen."""
        if not self.isVisible():
            return
        viewport, dpr = self._scroll.viewport(), self.devicePixelRatioF()
        zoom = ZOOMS[self._zoom_at]
        if zoom:
            self.wanted.emit(round(theme.px(_PAGE_WIDTH) * zoom / 100 * dpr), 0)
        elif viewport.width() > 0:
            self.wanted.emit(round(viewport.width() * dpr), round(viewport.height() * dpr))

    def set_zoom(self, percent: int) -> None:
        """Show pages in percent of their own size; 0 shows a whole one."""
        self._zoom_at = ZOOMS.index(percent)
        self._shown_zoom.setText(f"{percent}％" if percent else "全体")
        self._smaller.setEnabled(self._zoom_at > 0)
        self._larger.setEnabled(self._zoom_at < len(ZOOMS) - 1)
        self.ask_again()

    @property
    def pages(self) -> tuple[QImage, ...]:
        """Return the pages as they are shown."""
        return self._pages.pages

    # Qt

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Ask for pages of another size."""
        super().resizeEvent(event)
        self._fit()
        self._pause.start()

    def showEvent(self, event: QShowEvent) -> None:
        """Ask for the pages when they come into sight."""
        super().showEvent(event)
        self._pause.start()

    def changeEvent(self, event: QEvent) -> None:
        """Follow zoom and look of the window."""
        super().changeEvent(event)
        if event.type() is QEvent.Type.StyleChange:
            self._pause.start()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enlarge and shrink by + and -."""
        if event.text() in {"+", ";"}:
            self._step(1)
        elif event.text() in {"-", "="}:
            self._step(-1)
        else:
            super().keyPressEvent(event)

    # private

    def _build(self) -> None:
        self.setAccessibleName(self._title.text())
        self._pages.setAccessibleName(self._title.text())
        self._scroll.setFrameShape(QFrame.Shape.NoFrame)
        self._scroll.setWidget(self._pages)
        self._scroll.setAlignment(Qt.AlignmentFlag.AlignHCenter)
        self._scroll.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self._scroll.setAccessibleName(self._title.text())
        self._pages.setProperty("plain", True)
        self._smaller.setEnabled(False)
        self._smaller.setObjectName("shrink_paper")
        self._larger.setObjectName("enlarge_paper")
        head = layouts.row(
            self._title, self._count, layouts.STRETCH, self._smaller, self._shown_zoom, self._larger
        )
        self.setLayout(layouts.column(head, (self._scroll, 1), spacing=4, margins=(16, 6, 16, 16)))
        layouts.set_surface(self, "sunken")
        self._pause.setSingleShot(True)
        self._pause.setInterval(_PAUSE_MS)
        note(self, "+ −", "紙を大きく・小さく(紙の上で)")

    def _connect(self) -> None:
        self._pause.timeout.connect(self.ask_again)
        self._smaller.clicked.connect(lambda: self._step(-1))
        self._larger.clicked.connect(lambda: self._step(1))

    def _step(self, by: int) -> None:
        self.set_zoom(ZOOMS[min(max(self._zoom_at + by, 0), len(ZOOMS) - 1)])

    def _fit(self) -> None:
        room, wanted = self._scroll.viewport().size(), self._pages.wanted_size()
        self._pages.resize(room if wanted.isEmpty() else wanted)


def _size_of(page: QImage) -> QSizeF:
    return page.deviceIndependentSize()


def _draw_page(painter: QPainter, rect: QRectF, page: QImage) -> None:
    """Lay ink on paper: white becomes the paper's own colour."""
    draw_line(painter, rect, Role.PAPER)
    painter.setCompositionMode(QPainter.CompositionMode.CompositionMode_Multiply)
    painter.drawImage(rect, page)
    painter.setCompositionMode(QPainter.CompositionMode.CompositionMode_SourceOver)
    draw_box(painter, rect, None, Role.LINE, 1, 0)
