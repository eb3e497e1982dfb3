"""Wrapped text of any length: a label that knows its height for a width.

    DocumentLabel("長女さんは県外。…", Type.LABEL, Role.MUTED)
    DocumentLabel.set_html("<b>第2版</b> …")       # trusted, our own HTML only

A word-wrapped `QLabel` asks for the height of a narrow column and pushes windows beyond the
screen; this one draws a `QTextDocument`. Lines have a fixed height, so a line with 𠮷 (second
font) is no taller. Amounts such as 4.6万円 are not broken after the figure.
"""

from __future__ import annotations

import re
from html import escape

from PySide6.QtCore import QEvent, QSize
from PySide6.QtGui import QPainter, QPaintEvent, QPalette, QResizeEvent, QTextDocument
from PySide6.QtWidgets import QSizePolicy, QWidget

from soudan_desk.ui.theme import Role, Type, theme

_AMOUNT = re.compile(r"(?<=[0-9０-９])(?=[万千億円人件回日月年歳か])")
_JOINER = "\u2060"
_WIDEST = 16_777_215


class DocumentLabel(QWidget):
    """Text that wraps at the width it is given."""

    def __init__(
        self,
        text: str = "",
        size: Type = Type.BODY,
        tone: Role = Role.TEXT,
        *,
        bold: bool = False,
        line_height: float = 1.6,
        centred: bool = False,
    ) -> None:
        super().__init__()
        self._centred = centred
        self._size, self._tone, self._bold, self._ratio = size, tone, bold, line_height
        self._html = ""
        self._document = QTextDocument(self)
        self._document.setDocumentMargin(0)
        policy = QSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Minimum)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)
        self.set_text(text)

    def text(self) -> str:
        """Return the text without its marks."""
        return self._document.toPlainText().replace(_JOINER, "")

    def set_text(self, text: str) -> None:
        """Show plain text; line breaks are kept."""
        self.set_html("<br>".join(escape(line) for line in text.split("\n")))

    def set_html(self, html: str) -> None:
        """Show HTML that the program wrote itself."""
        self._html = html
        self._fill()
        self.setAccessibleName(self.text())

    def set_tone(self, tone: Role) -> None:
        """Change the colour's role."""
        self._tone = tone
        self.update()

    def heightForWidth(self, width: int) -> int:
        """Measure the wrapped text, in pixels."""
        self._document.setTextWidth(width)
        height = self._document.size().height()
        self._document.setTextWidth(self.width())
        return round(height)

    def sizeHint(self) -> QSize:
        """Ask for the text in lines of at most 46 characters."""
        self._document.setTextWidth(-1)
        width = min(round(self._document.idealWidth()) + 1, 46 * theme.type_px(self._size))
        return QSize(width, self.heightForWidth(width))

    def minimumSizeHint(self) -> QSize:
        """Let layouts squeeze it."""
        return QSize(theme.px(60), self._line_px())

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Wrap anew."""
        self._document.setTextWidth(event.size().width())

    def changeEvent(self, event: QEvent) -> None:
        """Take over another zoom."""
        if event.type() is QEvent.Type.StyleChange:
            self._fill()
        super().changeEvent(event)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw the text in the colour in force."""
        painter = QPainter(self)
        painter.translate(0, -self._too_low())
        layout = self._document.documentLayout()
        context = layout.PaintContext()
        context.palette.setColor(QPalette.ColorRole.Text, theme.colour(self._tone))
        layout.draw(painter, context)

    def _too_low(self) -> float:
        """Return how far below the middle of its line Qt sets the letters.

        In a line of fixed height the baseline stands at four fifths; the middle of Japanese
        letters is 0.38 of their size above it.
        """
        return 0.3 * self._line_px() - 0.38 * theme.type_px(self._size)

    def _line_px(self) -> int:
        return round(theme.type_px(self._size) * self._ratio)

    def _fill(self) -> None:
        self._document.setDefaultFont(theme.font(self._size, bold=self._bold))
        style = f"line-height:{self._line_px()}px;-qt-line-height-type:fixed;margin:0"
        style += ";text-align:center" if self._centred else ""
        body = _AMOUNT.sub(_JOINER, self._html)
        self._document.setHtml(f'<p style="{style}">{body}</p>')
        self._document.setTextWidth(self.width() or _WIDEST)
        self.updateGeometry()
        self.update()
