"""Editors that point to records: one, or several, found by typing, or newly made."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from PySide6.QtCore import QRectF, QSize, Qt, Signal
from PySide6.QtGui import QKeyEvent, QMouseEvent, QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QWidget

from soudan_desk.fields import Field
from soudan_desk.ui.forms.context import FormContext
from soudan_desk.ui.forms.face import Editor
from soudan_desk.ui.forms.typeahead import NEW, Option, TypeAhead
from soudan_desk.ui.icons import Icon
from soudan_desk.ui.theme import Role, theme
from soudan_desk.ui.widgets.painting import ChipLook, chip_width, draw_chip, draw_icon

_GAP = 6
_CLOSE = 18


class ReferenceEditor(TypeAhead):
    """One record, found by typing part of its name; the last line of the list makes a new one."""

    new_wanted = Signal(str, str)
    """The kind of record and the words typed so far."""

    def options(self, words: str) -> list[Option]:
        """Return the records that may be meant, and 「新しく登録…」 where that can be done."""
        candidates = self.context.find(self.field.of or "", words.strip())
        found = [Option(each.id, each.title, each.detail) for each in candidates]
        if self.context.open_new is not None:
            found.append(Option(NEW, "新しく登録…", words.strip()))
        return found

    def option_of(self, answer: UUID) -> Option:
        """Return the record's name."""
        return Option(answer, self.context.name_of(self.field.of or "", answer))

    def shows_all_when_opened(self) -> bool:
        """Open with what is found without words: those used last."""
        return self._chosen is not None

    def picked_new(self, words: str) -> None:
        """Let the worker make the record, and take it as the answer."""
        self.new_wanted.emit(self.field.of or "", words)
        if self.context.open_new is not None:
            self.context.open_new(self.field.of or "", words, self._take_new)

    def _take_new(self, record_id: UUID) -> None:
        self._pick(self.option_of(record_id))


class _OneMore(ReferenceEditor):
    """The line of several references: what is picked leaves it for the chips."""

    taken = Signal(object)
    emptied = Signal()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Backspace in the empty line takes the last chip back."""
        if event.key() == Qt.Key.Key_Backspace and not self.text():
            self.emptied.emit()
            return
        super().keyPressEvent(event)

    def _pick(self, option: Option) -> None:
        self.set_answer(None)
        self.taken.emit(option.id)


class ReferencesEditor(Editor, QWidget):
    """Several records as chips below the line that finds them; a click on a chip removes it."""

    def __init__(self, field: Field, context: FormContext, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.ask(field, context)
        self._ids: list[UUID] = []
        self._given: Any = None
        self._chips: list[tuple[QRectF, UUID, str]] = []
        self._line = _OneMore(field, context, self)
        self._line.setObjectName("")
        self._line.taken.connect(self._on_line_taken)
        self._line.emptied.connect(self._on_line_emptied)
        self._line.settled.connect(self.settled)
        self.setFocusProxy(self._line)

    def answer(self) -> Any:
        """Return the ids in the order they were picked; None when there are none."""
        return self._given if self._ids == (self._given or []) else self._ids or None

    def set_answer(self, answer: Any) -> None:
        """Show stored references."""
        self._given, self._ids = answer, list(answer or [])
        self._place_chips()

    def problem(self) -> str | None:
        """Say that words in the line are no record."""
        return self._line.problem()

    def typed(self) -> str | None:
        """Return words in the line that are no record."""
        return self._line.typed()

    def set_typed(self, text: str) -> None:
        """Show words that were no record."""
        self._line.set_typed(text)

    def mark_problem(self, has_problem: bool) -> None:
        """Draw the edge on the line."""
        self._line.mark_problem(has_problem)

    def height_for(self, width: int) -> int:
        """Return the line and the rows of chips."""
        self._place_chips(width)
        bottom = self._chips[-1][0].bottom() if self._chips else theme.size("editor")
        return round(bottom)

    def sizeHint(self) -> QSize:
        """Return the size at the present width."""
        return QSize(theme.px(240), self.height_for(self.width()))

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Keep the line at the top."""
        super().resizeEvent(event)
        self._place_chips()

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Remove the chip that is clicked."""
        for rect, record_id, _name in self._chips:
            if rect.contains(event.position()):
                self._remove(record_id)
                return

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw the chips, each with the cross that removes it."""
        painter = QPainter(self)
        for rect, _id, name in self._chips:
            draw_chip(painter, rect.x(), rect.center().y(), self._look(name))
            left = rect.right() - theme.px(_CLOSE + 2)
            draw_icon(painter, left, rect.center().y(), Icon.CLOSE, Role.MUTED, 14)

    # private

    def _look(self, name: str) -> ChipLook:
        return ChipLook(name + "\u2003", Role.MUTED)

    def _place_chips(self, width: int | None = None) -> None:
        room = width or self.width()
        editor, chip = theme.size("editor"), theme.size("chip")
        self._line.setGeometry(0, 0, room, editor)
        self._chips, left, top = [], 0, editor + theme.px(_GAP)
        for record_id in self._ids:
            name = self.context.name_of(self.field.of or "", record_id)
            taken = chip_width(self._look(name)) + theme.px(4)
            if left and left + taken > room:
                left, top = 0, top + chip + theme.px(_GAP)
            self._chips.append((QRectF(left, top, taken, chip), record_id, name))
            left += taken + theme.px(_GAP)
        names = "、".join(name for _rect, _id, name in self._chips)
        self._line.setAccessibleDescription(names or self.field.help)
        self.update()

    def _on_line_taken(self, record_id: UUID) -> None:
        if record_id not in self._ids:
            self._change([*self._ids, record_id])

    def _on_line_emptied(self) -> None:
        if self._ids:
            self._remove(self._ids[-1])

    def _remove(self, record_id: UUID) -> None:
        self._change([each for each in self._ids if each != record_id])

    def _change(self, ids: list[UUID]) -> None:
        self._ids = ids
        self._place_chips()
        self.edited.emit()
        self.settled.emit()
