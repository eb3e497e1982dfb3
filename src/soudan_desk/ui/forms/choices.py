"""Editors of option lists: one of a few, one of many, several, and several with ○ and ◎."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from typing import Any, cast

from PySide6.QtWidgets import QWidget

from soudan_desk.codes import CodeEntry
from soudan_desk.fields import Field, Kind
from soudan_desk.japanese.folding import fold
from soudan_desk.ui.forms.context import FormContext
from soudan_desk.ui.forms.face import Editor, Holder
from soudan_desk.ui.forms.typeahead import Option, TypeAhead
from soudan_desk.ui.theme import Type, theme
from soudan_desk.ui.widgets.check_grid import CheckGrid, Mark, Topic
from soudan_desk.ui.widgets.choices import Segments
from soudan_desk.ui.widgets.toggles import CheckBox

MOST_SEGMENTS = 5
_WIDEST_SEGMENTS = 560
_RETIRED = "(以前の選択肢)"
_MARKS = {"circle": Mark.APPLIES, "double": Mark.FIRST}
_MARK_NAMES = {mark: name for name, mark in _MARKS.items()}


class CheckEditor(Editor, CheckBox):
    """Yes or no, its label beside the box."""

    def __init__(self, field: Field, context: FormContext, parent: QWidget | None = None) -> None:
        super().__init__(field.label, parent=parent)
        self.ask(field, context)
        self.clicked.connect(self.edited)
        self.clicked.connect(self.settled)

    def answer(self) -> bool:
        """Return what is ticked; no answer is No."""
        return self.isChecked()

    def set_answer(self, answer: bool | None) -> None:
        """Show a stored answer."""
        self.setChecked(bool(answer))


class PickLine(TypeAhead):
    """One of a longer list, found by typing part of it."""

    def __init__(
        self, field: Field, context: FormContext, options: Sequence[Option], parent: QWidget
    ) -> None:
        super().__init__(field, context, parent)
        self._options = options

    def options(self, words: str) -> list[Option]:
        """Return the options whose label holds the words, beginnings first."""
        plain = fold(words)
        fitting = [o for o in self._options if plain in fold(o.title)]
        return sorted(fitting, key=lambda o: not fold(o.title).startswith(plain))

    def shows_all_when_opened(self) -> bool:
        """Open with the whole list, the present answer in it."""
        return True


class CellPick(PickLine):
    """One option in a cell of a table: always found by typing, never by segments."""

    def __init__(self, field: Field, context: FormContext, parent: QWidget) -> None:
        entries = offered_entries(field, context)
        options = [Option(entry.code, entry.label) for entry in entries]
        super().__init__(field, context, options, parent)

    def answer(self) -> Any:
        """Return the picked code (a number where the question asks for one)."""
        code = super().answer()
        return code if code is None or self.field.kind is Kind.CHOICE else int(code)

    def set_answer(self, answer: Any) -> None:
        """Show a stored code."""
        super().set_answer(None if answer is None else str(answer))

    def option_of(self, answer: str) -> Option:
        """Return the option of a code, a retired one too."""
        return Option(answer, self.context.entry(self.field, answer).label)


class ChoiceEditor(Holder):
    """One option: segments up to five, a list beyond; a retired one in use stays visible."""

    def __init__(self, field: Field, context: FormContext, parent: QWidget | None = None) -> None:
        super().__init__(field, context, parent)
        self._extra: str | None = None
        self._show_options()

    def answer(self) -> Any:
        """Return the chosen code (a number where the question asks for one)."""
        code = self._chosen()
        return code if code is None or self.field.kind is Kind.CHOICE else int(code)

    def set_answer(self, answer: Any) -> None:
        """Show a stored code."""
        code = None if answer is None else str(answer)
        offered = {entry.code for entry in self.context.entries(self.field)}
        extra = code if code is not None and code not in offered else None
        if extra != self._extra:
            self._extra = extra
            self._show_options()
        if isinstance(self._child, Segments):
            self._child.set_value(code)
        else:
            self._pick.set_answer(code)

    def problem(self) -> str | None:
        """Return why typed words are no option."""
        return None if isinstance(self._child, Segments) else self._pick.problem()

    def typed(self) -> str | None:
        """Return typed words that are no option."""
        return None if isinstance(self._child, Segments) else self._pick.typed()

    def set_typed(self, text: str) -> None:
        """Show words that were no option."""
        if not isinstance(self._child, Segments):
            self._pick.set_typed(text)

    def notes(self) -> list[str]:
        """Say that the answer can no longer be chosen."""
        return [_RETIRED] if self._extra is not None and self._chosen() == self._extra else []

    @property
    def _pick(self) -> PickLine:
        return cast("PickLine", self._child)

    def _chosen(self) -> str | None:
        if isinstance(self._child, Segments):
            return self._child.value()
        return cast("str | None", self._pick.answer())

    def _show_options(self) -> None:
        entries = offered_entries(self.field, self.context, self._extra)
        if self._extra is None and are_segments(entries):
            options = [(entry.code, entry.brief) for entry in entries]
            segments = Segments(options, required=self.field.required, name=self.field.label)
            segments.picked.connect(lambda _code: self._on_picked())
            self.hold(segments, fills=False)
            return
        options_of_list = [Option(entry.code, entry.label) for entry in entries]
        line = PickLine(self.field, self.context, options_of_list, self)
        line.setObjectName("")
        line.edited.connect(self.edited)
        line.settled.connect(self.settled)
        self.hold(line, fills=True)

    def _on_picked(self) -> None:
        self.edited.emit()
        self.settled.emit()


class ChoicesEditor(Holder):
    """Several options as a grid of boxes; one that stands alone clears the others.

    The boxes are made when the width is first known, and anew when other columns fit.
    """

    has_marks = False

    def __init__(self, field: Field, context: FormContext, parent: QWidget | None = None) -> None:
        super().__init__(field, context, parent)
        self._given: Any = None
        self._marks: dict[str, Mark] = {}
        self._extras: list[str] = []
        self._columns = 0

    def answer(self) -> Any:
        """Return the ticked codes in the list's order; None when there are none."""
        if self._marks == self._marks_of(self._given):
            return self._given
        return self._answer_of(self._marks) or None

    def set_answer(self, answer: Any) -> None:
        """Show stored codes; those no longer offered get a box too."""
        self._given, self._marks = answer, self._marks_of(answer)
        offered = {entry.code for entry in self.context.entries(self.field)}
        extras = [code for code in answer or () if code not in offered]
        if extras != self._extras:
            self._extras = extras
            if self._columns:
                self._show_options(self._columns)
        if isinstance(self._child, CheckGrid):
            self._child.set_marks(self._marks)

    def height_for(self, width: int) -> int:
        """Return the height of the rows of boxes at a width."""
        entries = offered_entries(self.field, self.context, *self._extras)
        columns = grid_columns(entries, width)
        if columns != self._columns:
            self._show_options(columns)
        return grid_height(len(entries), columns)

    def _marks_of(self, answer: Any) -> dict[str, Mark]:
        return dict.fromkeys(answer or (), Mark.APPLIES)

    def _answer_of(self, marks: dict[str, Mark]) -> Any:
        return list(marks)

    def _show_options(self, columns: int) -> None:
        self._columns = columns
        entries = offered_entries(self.field, self.context, *self._extras)
        grid = CheckGrid(
            [Topic(entry.code, entry.brief) for entry in entries],
            columns=columns,
            first_marked=self.has_marks,
            name=self.field.label,
        )
        grid.set_marks(self._marks)
        grid.edited.connect(partial(self._on_grid_edited, grid))
        self.hold(grid, fills=True)

    def _on_grid_edited(self, grid: CheckGrid) -> None:
        marks = grid.marks()
        added = marks.keys() - self._marks.keys()
        alone = {code for code in marks if self.context.entry(self.field, code).exclusive}
        if added:
            keep = added if added & alone else marks.keys() - alone
            marks = {code: mark for code, mark in marks.items() if code in keep}
            grid.set_marks(marks)
        self._marks = marks
        self.edited.emit()
        self.settled.emit()


class MarksEditor(ChoicesEditor):
    """Several options with ○, and one at most with ◎."""

    has_marks = True

    def _marks_of(self, answer: Any) -> dict[str, Mark]:
        return {code: _MARKS[mark] for code, mark in (answer or {}).items()}

    def _answer_of(self, marks: dict[str, Mark]) -> Any:
        return {code: _MARK_NAMES[mark] for code, mark in marks.items()}


def offered_entries(field: Field, context: FormContext, *extra: str | None) -> list[CodeEntry]:
    """Return the options of the record's day, and behind them those still in use."""
    offered = list(context.entries(field))
    return offered + [context.entry(field, code) for code in extra if code is not None]


def are_segments(entries: Sequence[CodeEntry]) -> bool:
    """Whether so few and short options stand side by side."""
    return 0 < len(entries) <= MOST_SEGMENTS and segments_width(entries) <= theme.px(
        _WIDEST_SEGMENTS
    )


def segments_width(entries: Sequence[CodeEntry]) -> int:
    """Measure options as segments, in pixels."""
    words = sum(theme.text_width(entry.brief, bold=True) for entry in entries)
    return round(words) + (theme.px(24) + 1) * len(entries)


def grid_columns(entries: Sequence[CodeEntry], width: int) -> int:
    """Return into how many columns the options go without being cut."""
    widest = max((theme.text_width(e.brief, Type.LABEL, bold=True) for e in entries), default=0)
    room = round(widest) + theme.px(46 + 30)
    return min(max(1, (width + theme.px(8)) // (room + theme.px(8))), 6, max(1, len(entries)))


def grid_height(count: int, columns: int) -> int:
    """Return the height of a grid of boxes, in pixels."""
    rows = -(-count // columns)
    return max(1, rows) * theme.px(28) + max(0, rows - 1) * theme.px(4)
