"""A record to read: what was answered, in the size and measure of something one reads for long."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from itertools import groupby

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent, QResizeEvent
from PySide6.QtWidgets import QFrame, QGridLayout, QScrollArea, QWidget

from soudan_desk.fields import Kind
from soudan_desk.services.reading import ReadLine
from soudan_desk.ui import layouts
from soudan_desk.ui.theme import Role, Type, theme
from soudan_desk.ui.widgets.document import DocumentLabel
from soudan_desk.ui.widgets.labels import Label

_LONG = {Kind.TEXT, Kind.ROWS}
_FILED = {"person_id", "case_id", "centre", "restriction_level"}
_COLUMNS = 2
_MEASURE = 760
_TWO_FROM = 560
"""Logical pixels from which two short answers stand side by side."""


class ReadingView(QScrollArea):
    """Answers by section: short ones in two columns, long ones below one another."""

    def __init__(self, lines: Sequence[ReadLine], *, name: str = "記録") -> None:
        super().__init__()
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setWidgetResizable(True)
        self.setAccessibleName(name)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setWidget(_sheet([line for line in lines if line.key not in _FILED]))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Scroll by Space as books are read."""
        if event.key() == Qt.Key.Key_Space:
            bar = self.verticalScrollBar()
            back = event.modifiers() & Qt.KeyboardModifier.ShiftModifier
            bar.setValue(bar.value() + (-1 if back else 1) * (bar.pageStep() - theme.px(24)))
            return
        super().keyPressEvent(event)


def _sheet(lines: Sequence[ReadLine]) -> QWidget:
    column = layouts.column(spacing=14, margins=(0, 4, 12, 24))
    shown = _in_reading_order(lines)
    if not shown:
        layouts.add(column, Label("まだ何も書かれていません。", Type.BODY, Role.MUTED))
    for section, group in groupby(shown, key=lambda line: line.section):
        layouts.add(column, *_section(section, list(group)))
    layouts.add(column, layouts.STRETCH)
    sheet = QWidget()
    sheet.setProperty("plain", True)
    sheet.setLayout(column)
    return sheet


def _in_reading_order(lines: Sequence[ReadLine]) -> list[ReadLine]:
    """Put the long texts of a record before what classifies it."""
    order = {section: at for at, section in enumerate(dict.fromkeys(li.section for li in lines))}
    return sorted(lines, key=lambda line: (_RANK.get(line.section, 5), order[line.section]))


_RANK = {"いつ・どのように": 0, "相談": 1, "対応": 2, "次回": 3, "急ぎ": -1}


def _section(title: str, lines: list[ReadLine]) -> Iterable[QWidget]:
    yield Label(title, Type.SMALL, Role.MUTED, bold=True)
    if short := [line for line in lines if line.kind not in _LONG]:
        yield _ShortAnswers(short)
    for line in lines:
        if line.kind in _LONG:
            yield long_answer(line.label, line.text)


class _ShortAnswers(QWidget):
    """Short answers beside their labels: two in a row, or one where the pane is narrow."""

    def __init__(self, lines: Sequence[ReadLine]) -> None:
        super().__init__()
        self._answers = [_short(line) for line in lines]
        self._columns = 0
        self._grid = QGridLayout(self)
        layouts.set_space(self._grid, 8)
        self._grid.setColumnStretch(0, 1)
        self._grid.setColumnMinimumWidth(0, 1)
        self._lay(_COLUMNS)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Set them anew when one or two in a row fit."""
        super().resizeEvent(event)
        self._lay(_COLUMNS if self.width() >= theme.px(_TWO_FROM) else 1)

    def _lay(self, columns: int) -> None:
        if columns == self._columns:
            return
        self._columns = columns
        self._grid.setColumnStretch(1, columns - 1)
        self._grid.setColumnMinimumWidth(1, columns - 1)
        for at, answer in enumerate(self._answers):
            place = divmod(at, columns)
            self._grid.addWidget(answer, *place, Qt.AlignmentFlag.AlignTop)


def _short(line: ReadLine) -> QWidget:
    label = Label(line.label, Type.LABEL, Role.MUTED)
    label.setFixedWidth(round(max(theme.px(92), theme.text_width(line.label, Type.LABEL))))
    top = Qt.AlignmentFlag.AlignTop
    row = layouts.row(spacing=10)
    layouts.add(row, layouts.column(label, layouts.STRETCH, spacing=0, margins=(0, 3, 0, 0)))
    row.addWidget(DocumentLabel(line.text, line_height=1.45), 1, top)
    return layouts.panel(row)


def long_answer(label: str, text: str, *, html: str = "") -> QWidget:
    """Set a long text below its label, at a measure one can read."""
    words = DocumentLabel(text, Type.READING, line_height=1.75)
    if html:
        words.set_html(html)
    words.setMaximumWidth(theme.px(_MEASURE))
    return layouts.panel(layouts.column(Label(label, Type.LABEL, Role.MUTED), words, spacing=4))
