"""Topics as keyed check boxes: several may apply (○), one troubles most (◎ 一番).

    topics = CheckGrid([Topic("health", "病気・健康・障害", "A"), ...], first_marked=True)
    topics.edited.connect(...)
    topics.marks()                  # {"health": Mark.APPLIES, "money": Mark.FIRST}
    topics.set_marks({"money": Mark.FIRST})

While the focus is inside, a drawn letter or Space goes round blank → ○ → ◎ → blank, arrows move.
Marking a second one as ◎ turns the first back into ○. Tab stops once for the whole grid.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import IntEnum

from PySide6.QtCore import QRectF, QSize, Qt, Signal
from PySide6.QtGui import QFocusEvent, QKeyEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QGridLayout, QWidget

from soudan_desk.ui import layouts
from soudan_desk.ui.theme import Role, Type, theme
from soudan_desk.ui.widgets.labels import EXPANDING, FIXED
from soudan_desk.ui.widgets.painting import (
    RIGHT,
    draw_box,
    draw_focus,
    draw_key_cap,
    draw_text,
    draw_tick_box,
    key_cap_width,
)
from soudan_desk.ui.widgets.toggles import Flag


class Mark(IntEnum):
    """What stands in a box."""

    BLANK = 0
    APPLIES = 1
    FIRST = 2


_SPOKEN = {Mark.BLANK: "なし", Mark.APPLIES: "○ あてはまる", Mark.FIRST: "◎ 一番"}
_STEPS = {
    Qt.Key.Key_Left: (0, -1),
    Qt.Key.Key_Right: (0, 1),
    Qt.Key.Key_Up: (-1, 0),
    Qt.Key.Key_Down: (1, 0),
}


@dataclass(frozen=True, slots=True)
class Topic:
    """One box: the code it stands for, its words, the key that turns it."""

    code: str
    label: str
    key: str = ""


class _Box(Flag):
    """One topic of the grid."""

    focused = Signal(object)

    def __init__(self, topic: Topic) -> None:
        super().__init__(topic.label, topic.key)
        self.topic = topic
        self.mark = Mark.BLANK
        self.setSizePolicy(EXPANDING, FIXED)
        self.setFocusPolicy(Qt.FocusPolicy.ClickFocus)
        self.set_mark(Mark.BLANK)

    def set_mark(self, mark: Mark) -> None:
        """Show a mark, and say it to screen readers."""
        self.mark = mark
        self.setChecked(mark is not Mark.BLANK)
        self.setAccessibleDescription(
            f"{_SPOKEN[mark]}　キー {self.key}" if self.key else _SPOKEN[mark]
        )
        self.update()

    def nextCheckState(self) -> None:
        """Leave it to the grid, which knows the other boxes."""

    def focusInEvent(self, event: QFocusEvent) -> None:
        """Become the box that Tab comes back to."""
        super().focusInEvent(event)
        self.focused.emit(self)

    def sizeHint(self) -> QSize:
        """Return room for box, words, 一番 and key."""
        words = theme.text_width(self.text(), Type.LABEL, bold=True)
        return QSize(round(words) + theme.px(46) + self._tail(), theme.px(28))

    def minimumSizeHint(self) -> QSize:
        """Let the columns be squeezed; words are then cut with …."""
        return QSize(theme.px(80), theme.px(28))

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw it."""
        painter, is_on = QPainter(self), self.mark is not Mark.BLANK
        middle, width, height = self.height() / 2, self.width(), self.height()
        if is_on or self.is_hot:
            ground = Role.ACCENT_SOFT if is_on else Role.HOVER
            edge = Role.ACCENT if is_on and theme.is_high_contrast else None
            draw_box(painter, self.rect().adjusted(0, 1, 0, -1), ground, edge)
        draw_tick_box(painter, theme.px(8), middle, ticked=is_on)
        room = QRectF(theme.px(31), 0, width - theme.px(37) - self._tail(), height)
        draw_text(painter, room, self.text(), Role.TEXT, Type.LABEL, bold=is_on)
        self._draw_tail(painter, is_on)
        if self.hasFocus():
            draw_focus(painter, self.rect())

    def _tail(self) -> int:
        first = round(theme.text_width("一番", Type.SMALL, bold=True)) + theme.px(6)
        cap = key_cap_width(self.key) + theme.px(6) if self.key else 0
        return cap + (first if self.mark is Mark.FIRST else 0)

    def _draw_tail(self, painter: QPainter, is_on: bool) -> None:
        right = self.width() - theme.px(6)
        if self.key:
            right -= key_cap_width(self.key)
            inks = (Role.ACCENT, Role.ACCENT) if is_on else (Role.MUTED, Role.LINE_STRONG)
            draw_key_cap(painter, right, self.height() / 2, self.key, *inks)
        if self.mark is Mark.FIRST:
            room = QRectF(0, 0, right - theme.px(4), self.height())
            draw_text(painter, room, "一番", Role.ACCENT, Type.SMALL, bold=True, align=RIGHT)


class CheckGrid(QWidget):
    """Boxes in columns; with `first_marked` one of them may be the one that troubles most."""

    edited = Signal()

    def __init__(
        self,
        topics: Sequence[Topic],
        *,
        columns: int = 4,
        first_marked: bool = False,
        name: str = "",
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._columns, self._first_marked = columns, first_marked
        self._boxes = [_Box(topic) for topic in topics]
        self.setAccessibleName(name)
        self._build()

    def marks(self) -> dict[str, Mark]:
        """Return the boxes that are not blank, by code."""
        return {box.topic.code: box.mark for box in self._boxes if box.mark is not Mark.BLANK}

    def set_marks(self, marks: Mapping[str, Mark]) -> None:
        """Show marks; sends no signal."""
        for box in self._boxes:
            box.set_mark(Mark(marks.get(box.topic.code, Mark.BLANK)))

    def codes(self) -> list[str]:
        """Return the codes that apply, in the grid's order."""
        return list(self.marks())

    def turn(self, code: str) -> None:
        """Go to the next mark of one box, as pressing it does."""
        self._on_box_clicked(next(box for box in self._boxes if box.topic.code == code))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Turn a box by its letter, move by arrows."""
        pressed = event.text().upper()
        for box in self._boxes:
            if box.key and pressed == box.key.upper():
                box.setFocus()
                self._on_box_clicked(box)
                return
        if event.key() in _STEPS and not event.modifiers():
            self._move(*_STEPS[Qt.Key(event.key())])
            return
        super().keyPressEvent(event)

    # private

    def _build(self) -> None:
        grid = QGridLayout(self)
        layouts.set_space(grid, 8, rows=4)
        for column in range(self._columns):
            grid.setColumnStretch(column, 1)
        for index, box in enumerate(self._boxes):
            grid.addWidget(box, *divmod(index, self._columns))
            box.clicked.connect(lambda _on, box=box: self._on_box_clicked(box))
            box.focused.connect(self._on_box_focused)
        if self._boxes:
            self._on_box_focused(self._boxes[0])

    def _on_box_clicked(self, box: _Box) -> None:
        last = Mark.FIRST if self._first_marked else Mark.APPLIES
        mark = Mark.BLANK if box.mark >= last else Mark(box.mark + 1)
        if mark is Mark.FIRST:
            for other in self._boxes:
                if other.mark is Mark.FIRST:
                    other.set_mark(Mark.APPLIES)
        box.set_mark(mark)
        self.edited.emit()

    def _on_box_focused(self, box: _Box) -> None:
        for other in self._boxes:
            here = other is box
            policy = Qt.FocusPolicy.StrongFocus if here else Qt.FocusPolicy.ClickFocus
            other.setFocusPolicy(policy)
        self.setFocusProxy(box)

    def _move(self, down: int, across: int) -> None:
        here = next((i for i, box in enumerate(self._boxes) if box.hasFocus()), 0)
        there = here + across + down * self._columns
        if 0 <= there < len(self._boxes):
            self._boxes[there].setFocus()
