"""The text of the manual: a chapter with its pictures, as wide as there is room."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from PySide6.QtCore import Qt, QTimer, QUrl, Signal
from PySide6.QtGui import (
    QImage,
    QPainter,
    QResizeEvent,
    QTextCharFormat,
    QTextCursor,
    QTextDocument,
)
from PySide6.QtWidgets import QTextBrowser, QTextEdit

from soudan_desk.manual.blocks import Heading, Picture
from soudan_desk.manual.chapters import Chapter
from soudan_desk.ui.pages.manual_html import anchor_of, manual_html
from soudan_desk.ui.theme import Look, Role, theme

_WIDEST = 780
_MARGIN = 28
_PAUSE_MS = 60


class ManualText(QTextBrowser):
    """A chapter to read; arrows and Space scroll, Tab goes from link to link."""

    wanted = Signal(str)
    """The target of a link that was followed."""

    def __init__(self) -> None:
        super().__init__()
        self.setObjectName("manual_text")
        self.setAccessibleName("手引きの本文")
        self.setOpenLinks(False)
        self.setLineWrapMode(QTextEdit.LineWrapMode.FixedPixelWidth)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._chapter: Chapter | None = None
        self._pictures: dict[int, QImage] = {}
        self._words = ""
        self._drawn_width = 0
        self._again = QTimer(self)
        self._again.setSingleShot(True)
        self._again.setInterval(_PAUSE_MS)
        self._again.timeout.connect(self._draw_again)
        self.anchorClicked.connect(lambda url: self.wanted.emit(url.toString()))
        theme.theme_changed.connect(self._again.start)

    # --- verbs ---

    def show_chapter(self, chapter: Chapter, heading: str = "") -> None:
        """Show a chapter from one of its headings on, or from its beginning."""
        self._chapter = chapter
        self._draw()
        self.go_to(heading)
        if heading:  # once laid out at its real width
            QTimer.singleShot(_PAUSE_MS, self, lambda: self.go_to(heading))

    def go_to(self, heading: str) -> None:
        """Scroll to a heading of the chapter."""
        assert self._chapter is not None
        for at, block in enumerate(self._chapter.blocks):
            if isinstance(block, Heading) and block.text == heading:
                self.scrollToAnchor(anchor_of(at))
                return
        self.verticalScrollBar().setValue(0)

    def mark(self, words: str) -> None:
        """Mark every place of these words, and none for no words."""
        self._words = words
        found: list[QTextEdit.ExtraSelection] = []
        cursor = self.document().find(words) if words else QTextCursor()
        while not cursor.isNull():
            found.append(_marked(cursor))
            cursor = self.document().find(words, cursor)
        self.setExtraSelections(found)

    # --- Qt ---

    def loadResource(self, kind: int, name: QUrl | str) -> Any:
        """Hand out the pictures that were read for this width; nothing else is ever loaded."""
        address = QUrl(name)
        if address.scheme() == "picture":
            return self._pictures.get(int(address.path()))
        return None

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Set the text anew at another width."""
        super().resizeEvent(event)
        if self._room() != self._drawn_width:
            self._again.start()
        else:  # drawing took the scroll bar away and brought it back
            self._again.stop()

    # --- private ---

    def _room(self) -> int:
        return min(self.viewport().width(), theme.px(_WIDEST + 2 * _MARGIN))

    def _draw_again(self) -> None:
        if self._chapter is None:
            return
        bar = self.verticalScrollBar()
        share = bar.value() / max(bar.maximum(), 1)
        self._draw()
        bar.setValue(round(share * bar.maximum()))

    def _draw(self) -> None:
        assert self._chapter is not None
        self._drawn_width = self._room()
        inner = self._drawn_width - 2 * theme.px(_MARGIN)
        self._pictures = self._read_pictures(inner)
        widths = {at: picture.width() for at, picture in self._pictures.items()}
        document = self.document()
        document.clear()
        self.setLineWrapColumnOrWidth(self._drawn_width)
        document.setDefaultFont(theme.font())
        document.setIndentWidth(theme.px(26))
        self.setHtml(manual_html(self._chapter.blocks, widths))
        document.setDocumentMargin(theme.px(_MARGIN))
        for at, picture in self._pictures.items():
            url = QUrl(f"picture:{at}")
            document.addResource(QTextDocument.ResourceType.ImageResource.value, url, picture)
        self.mark(self._words)

    def _read_pictures(self, width: int) -> dict[int, QImage]:
        assert self._chapter is not None
        shown = {}
        for at, block in enumerate(self._chapter.blocks):
            if isinstance(block, Picture) and (file := _file_in_look(block.file)).is_file():
                shown[at] = _scaled(QImage(str(file)), width, self.devicePixelRatioF())
        return shown


def _file_in_look(file: Path) -> Path:
    """Return the dark picture of the same thing in the dark look, where there is one."""
    dark = file.with_name(file.name.replace("_light_", "_dark_"))
    return dark if theme.name is Look.DARK and dark.is_file() else file


def _scaled(picture: QImage, width: int, ratio: float) -> QImage:
    wanted = min(round(width * ratio), picture.width())
    smooth = picture.scaledToWidth(wanted, Qt.TransformationMode.SmoothTransformation)
    painter = QPainter(smooth)
    painter.setPen(theme.colour(Role.LINE_STRONG))
    painter.drawRect(0, 0, smooth.width() - 1, smooth.height() - 1)
    painter.end()
    smooth.setDevicePixelRatio(ratio)
    return smooth


def _marked(cursor: QTextCursor) -> QTextEdit.ExtraSelection:
    selection = QTextEdit.ExtraSelection()
    looks = QTextCharFormat()
    looks.setBackground(theme.colour(Role.WARNING_SOFT))
    looks.setForeground(theme.colour(Role.TEXT))
    selection.format, selection.cursor = looks, cursor
    return selection
