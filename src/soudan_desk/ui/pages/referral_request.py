"""お願いしたいこと: the words of the letter, large, with the office's usual phrases at hand."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QPoint, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QMenu, QSizePolicy, QWidget

from soudan_desk.codes import CodeEntry
from soudan_desk.ui import layouts
from soudan_desk.ui.shortcuts import bind_button
from soudan_desk.ui.theme import theme
from soudan_desk.ui.widgets.button import Button, ButtonKind
from soudan_desk.ui.widgets.labelled import LabelledEditor
from soudan_desk.ui.widgets.record_text import RecordTextEdit

_LINE, _MARGIN = 24, 14
_LEAST, _MOST = 2, 6


class GrowingText(RecordTextEdit):
    """As high as what is written, two lines at least and six at most."""

    def __init__(self, name: str) -> None:
        super().__init__(name=name, lines=_LEAST)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
        self.document().documentLayout().documentSizeChanged.connect(self._fit)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Fit the lines of another width."""
        super().resizeEvent(event)
        self._fit()

    def _fit(self) -> None:
        line = theme.px(_LINE)
        lines = round(self.document().size().height() / line)
        height = min(max(lines, _LEAST), _MOST) * line + theme.px(_MARGIN)
        if height != self.height():
            self.setFixedHeight(height)


class RequestBox(QWidget):
    """The text with its label, and the button that puts in a phrase."""

    edited = Signal()

    def __init__(self, phrases: Sequence[CodeEntry]) -> None:
        super().__init__()
        self._phrases = phrases
        self.text = GrowingText("お願いしたいこと")
        self.text.setObjectName("request")
        self._insert = Button("定型文", kind=ButtonKind.LINK, key="Ctrl+Space", height=20)
        self._insert.setObjectName("insert_phrase")
        self._insert.clicked.connect(self._on_insert_clicked)
        self.frame = LabelledEditor("お願いしたいこと", self.text, required=True)
        self.setLayout(layouts.column(self.frame, spacing=0))
        self._insert.setParent(self)  # stands at the right of the label, over the layout
        self._insert.raise_()
        self._shown = ""
        self.text.edited.connect(self._on_text_edited)
        bind_button(self, self._insert)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Keep the button at the right end of the label's line."""
        super().resizeEvent(event)
        self._insert.adjustSize()
        self._insert.move(self.width() - self._insert.width(), -theme.px(1))

    def answer(self) -> str | None:
        """Return the text, or None when blank."""
        return self.text.text().strip() or None

    def set_answer(self, text: str | None) -> None:
        """Show a stored text."""
        self.text.set_text(text or "")
        self._shown = self.text.text()

    def insert(self, phrase: str) -> None:
        """Put a phrase in where the cursor stands."""
        self.text.textCursor().insertText(phrase)
        self.text.setFocus()

    def _on_text_edited(self) -> None:
        """Pass on what was typed; another zoom only changes the line height."""
        if self.text.text() != self._shown:
            self._shown = self.text.text()
            self.edited.emit()

    def _on_insert_clicked(self) -> None:
        menu = QMenu(self)
        for entry in self._phrases:
            action = menu.addAction(entry.label)
            action.triggered.connect(lambda _on, text=entry.label: self.insert(text))
        menu.aboutToHide.connect(menu.deleteLater)
        menu.popup(self._insert.mapToGlobal(QPoint(0, self._insert.height())))
