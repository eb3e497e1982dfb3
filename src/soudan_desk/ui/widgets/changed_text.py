"""Text in which changes are marked: a bar at the side, new words underlined, old ones struck.

    Passage(partial(both_html, pieces), changed=True)          # one paragraph with its bar
    ChangedText("本文", partial(new_html, pieces))               # an answer below its label

`html` is asked anew when the look changes, for the marks take their colours from it.
"""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QEvent, QRectF
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QWidget

from soudan_desk.ui import layouts
from soudan_desk.ui.theme import Role, Type, theme
from soudan_desk.ui.widgets.document import DocumentLabel
from soudan_desk.ui.widgets.labels import Label
from soudan_desk.ui.widgets.painting import draw_line

_INSET = 14


class Passage(QWidget):
    """A paragraph; a changed one has a bar, a broader one while one stands there."""

    def __init__(
        self,
        html: Callable[[], str],
        *,
        changed: bool,
        inset: int = _INSET,
        size: Type = Type.READING,
    ) -> None:
        super().__init__()
        self._html, self.is_changed = html, changed
        self._is_here = False
        self.words = DocumentLabel("", size, line_height=1.75)
        self._show()
        inside = layouts.column(self.words, spacing=0)
        layouts.set_space(inside, 0, (inset, 0, 0, 0))
        self.setLayout(inside)

    def stand_here(self, here: bool) -> None:
        """Mark the change that one has jumped to."""
        self._is_here = here
        self.update()

    def changeEvent(self, event: QEvent) -> None:
        """Take the colours of another look."""
        super().changeEvent(event)
        if event.type() is QEvent.Type.StyleChange:
            self._show()

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw the bar."""
        if self.is_changed:
            width = theme.px(6 if self._is_here else 3)
            bar = QRectF(0, theme.px(2), width, self.height() - theme.px(4))
            draw_line(QPainter(self), bar, Role.INFO)

    def _show(self) -> None:
        html = self._html()
        self.words.set_html(html or "（空欄）")
        self.words.set_tone(Role.TEXT if html else Role.MUTED)


class ChangedText(QWidget):
    """A changed answer below its label."""

    def __init__(self, label: str, html: Callable[[], str]) -> None:
        super().__init__()
        title = Label(label, Type.LABEL, Role.MUTED)
        passage = Passage(html, changed=True)
        self.setLayout(layouts.column(title, passage, layouts.STRETCH, spacing=4))
