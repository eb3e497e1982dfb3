"""The form of a consultation: what every call needs in one view, the rest below it."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from datetime import time
from itertools import accumulate
from typing import Any

from PySide6.QtCore import QRect
from PySide6.QtGui import QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QWidget

from soudan_desk.fields import Field
from soudan_desk.ui.forms.body import FormBody
from soudan_desk.ui.forms.context import FormContext
from soudan_desk.ui.forms.face import lead_on
from soudan_desk.ui.forms.grid import Place
from soudan_desk.ui.forms.page import FormPage
from soudan_desk.ui.forms.section import Cell, Section
from soudan_desk.ui.forms.sheet import Answers, Sheet
from soudan_desk.ui.theme import theme
from soudan_desk.ui.widgets.choices import Segments

_MAIN = (
    "held_on",
    "started_at_time",
    "ended_at_time",
    "method",
    "counterparts",
    "place",
    "staff_id",
    "subject",
)
TEXTS = ("body", "findings", "response")
_NEXT = ("next_action", "next_due_on")
_ROWS = (
    (("held_on", 4), ("started_at_time", 2), ("ended_at_time", 2), ("method", 4)),
    (("counterparts", 12),),
    (("place", 3), ("staff_id", 4), ("subject", 5)),
    (("next_action", 8), ("next_due_on", 4)),
)
"""The rows of the questions of every call, on a grid of twelve columns."""
_TEXT_WORDS = {"body": "事実", "findings": "所見", "response": "次の対応"}
_LABELS = {
    "held_on": "対応日",
    "counterparts": "相手",
    "next_action": "次にすること",
    "next_due_on": "いつまでに",
    "body": "記録",
    "findings": "記録",
    "response": "記録",
}
_FILED = {"person_id", "case_id", "centre"}
_FIRST, _LONG, _AFTER = "main", "texts", "next"
_LEAST_TEXT, _PEEK, _HEAD, _GAP = 110, 12, 32, 12
_SECTION_GAP, _WIDEST, _EDGE = 16, 1040, 3


def consultation_fields(fields: Sequence[Field]) -> tuple[Field, ...]:
    """Return a consultation's questions in the order of a call; where it is filed is not asked."""
    known = {field.key: field for field in fields if field.key not in _FILED}
    parts = ((_FIRST, _MAIN), (_LONG, TEXTS), (_AFTER, _NEXT))
    leading = [
        replace(known.pop(key), section=part, label=_LABELS.get(key, known_label(fields, key)))
        for part, keys in parts
        for key in keys
    ]
    return (*(_without_help(each) for each in leading), *known.values())


def _without_help(field: Field) -> Field:
    return replace(field, help="") if field.key in (*TEXTS, "subject") else field


def known_label(fields: Sequence[Field], key: str) -> str:
    """Return a question's usual label."""
    return next(field.label for field in fields if field.key == key)


class CallSection(Section):
    """The short questions of every call, each at its place."""

    def place(self, width: int) -> int:
        """Place the questions in the rows one answers them in."""
        shown = {cell.field.key: cell for cell in self.cells if cell.is_shown}
        top = 0
        for row in _ROWS:
            starts = accumulate((span for _key, span in row), initial=0)
            places = [
                (shown[key], Place(0, start, span))
                for (key, span), start in zip(row, starts, strict=False)
                if key in shown
            ]
            if places:
                top = self._place_row(places, top, width)
        self.update()
        return top


class TextsSection(Section):
    """The long texts share one place; segments say which of them is seen."""

    def __init__(
        self,
        fields: Sequence[Field],
        context: FormContext,
        parent: QWidget,
        on_turned: Callable[[], None],
    ) -> None:
        super().__init__("", fields, context, parent)
        self._on_turned = on_turned
        self._room = 0
        self._segments = Segments(
            [(key, _TEXT_WORDS[key]) for key in TEXTS],
            height=28,
            required=True,
            name="記録のどの部分",
        )
        self._segments.setParent(self)
        self._segments.setObjectName("record_part")
        self._segments.set_value(TEXTS[0])
        self._segments.picked.connect(self._on_segments_picked)

    @property
    def current(self) -> str:
        """Return the key of the text that is seen."""
        return self._segments.value() or TEXTS[0]

    def turn_to(self, key: str) -> None:
        """Let one of the texts be seen."""
        self._segments.set_value(key)
        self._show_current()

    def give_room(self, height: int) -> None:
        """Say how high the text may be, in pixels."""
        self._room = height

    def place(self, width: int) -> int:
        """Place all three at the same spot."""
        head, room = theme.px(_HEAD), max(self._room, theme.px(_LEAST_TEXT))
        wants_line = any(cell.problem for cell in self.cells)
        for cell in self.cells:
            cell.label_at = QRect(0, 0, width, head - theme.px(4))
            cell.editor_at = QRect(0, head, width, room)
            cell.below_at = QRect(0, head + room + theme.px(4), width, theme.px(16))
            self.put_in_place(cell)
        self._segments.move(theme.px(78), 0)
        self._segments.resize(self._segments.sizeHint())
        self._show_current()
        return head + room + theme.px(_GAP) + (theme.px(20) if wants_line else 0)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw the label and the problem of the text that is seen."""
        cells, self.cells = self.cells, [self._current_cell()]
        super().paintEvent(event)
        self.cells = cells

    def put_in_place(self, cell: Cell) -> None:
        """Give an editor its place; only the current one is seen."""
        super().put_in_place(cell)
        if cell.editor is not None:
            cell.editor.widget().setVisible(cell.field.key == self.current)

    def lead_in(self, before: QWidget) -> None:
        """Let Tab come to the segments from what stands above them."""
        lead_on(before, self._segments)

    def _current_cell(self) -> Cell:
        return next(cell for cell in self.cells if cell.field.key == self.current)

    def _show_current(self) -> None:
        for cell in self.cells:
            if cell.editor is not None:
                cell.editor.widget().setVisible(cell.field.key == self.current)
        self.update()

    def _on_segments_picked(self) -> None:
        self._show_current()
        self._on_turned()


class CourseBody(FormBody):
    """Gives the long text all the room that is left above what is seldom asked."""

    def __init__(self, fields: Sequence[Field], sheet: Sheet, context: FormContext) -> None:
        super().__init__(fields, sheet, context)
        self._texts: TextsSection | None = None
        for at, section in enumerate(self._sections):
            if section.title == _LONG:
                self._sections[at] = self._make_texts(section, context)
            elif section.title in (_FIRST, _AFTER):
                self._sections[at] = self._take_over(
                    section, CallSection("", _asked_in(section), context, self._inside)
                )

    def place(self) -> None:
        """Place the questions so that those of every call fill the view."""
        width = min(self.viewport().width() - 2 * theme.px(_EDGE), theme.px(_WIDEST))
        if width <= 0 or self._texts is None:
            return
        self._texts.give_room(0)
        last = self._cells[_NEXT[0]][0]
        has_more = self._sections[-1] is not last
        least = self._stack_up(width, last) + (theme.px(_PEEK) if has_more else 0)
        spare = self.viewport().height() - least
        self._texts.give_room(theme.px(_LEAST_TEXT) + max(spare, 0))
        self._inside.resize(self.viewport().width(), self._stack_up(width, None))
        if self._make_seen():
            self.place()

    def _stack_up(self, width: int, last: Section | None) -> int:
        """Place the sections below one another, up to the last one; return where they end."""
        top = theme.px(_EDGE)
        for section in self._sections:
            height = section.place(width)
            section.setGeometry(theme.px(_EDGE), top, width, height)
            section.setVisible(height > 0)
            is_of_call = isinstance(section, CallSection | TextsSection) and section is not last
            top += height + (theme.px(_SECTION_GAP) if height and not is_of_call else 0)
            if section is last:
                break
        return top

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Give the text what another height leaves."""
        super().resizeEvent(event)
        if event.size().height() != event.oldSize().height():
            self.place()

    def place_again_if_grown(self, key: str) -> None:
        """Leave the long texts as they are: they scroll in their room."""
        if self._texts is not None and key in TEXTS:
            self._texts.update()
        else:
            super().place_again_if_grown(key)

    def show_question(self, key: str) -> None:
        """Turn to the text first where it is one of the long ones."""
        if self._texts is not None and key in TEXTS:
            self._texts.turn_to(key)
        super().show_question(key)

    def _lead_to(self, cell: Cell) -> None:
        """Let Tab meet the segments before the texts."""
        super()._lead_to(cell)
        if self._texts is not None and cell.field.key == TEXTS[0]:
            self._texts.lead_in(self._stop_before(cell))

    def _make_texts(self, old: Section, context: FormContext) -> Section:
        texts = self._texts = TextsSection(
            _asked_in(old), context, self._inside, self._on_texts_turned
        )
        return self._take_over(old, texts)

    def _take_over(self, old: Section, new: Section) -> Section:
        for cell in new.cells:
            self._cells[cell.field.key] = (new, cell)
        old.hide()
        old.deleteLater()
        return new

    def _on_texts_turned(self) -> None:
        if self._texts is not None:
            self.editor(self._texts.current).widget().setFocus()


def _asked_in(section: Section) -> list[Field]:
    return [cell.field for cell in section.cells]


class RecordForm(FormPage):
    """A form that can be saved in more than one way."""

    def __init__(
        self, fields: Sequence[Field], context: FormContext, *, given: Mapping[str, Any]
    ) -> None:
        super().__init__(fields, lambda _answers: None, context, suggest=_SUGGEST)
        self.set_answers(given)

    def save_by(self, act: str, save: Callable[[Answers], Any]) -> bool:
        """Save by this verb; `act` is the word in 「確定できません」. Tell whether it was saved."""
        self._act, self._save = act, save
        return self.save()

    def dirty_answers(self) -> Answers:
        """Return what was changed since answers were given."""
        return dict(self._sheet.changes())


class ConsultationForm(RecordForm):
    """A consultation's form, laid out for writing while one listens."""

    body_type = CourseBody

    def __init__(
        self, fields: Sequence[Field], context: FormContext, *, given: Mapping[str, Any]
    ) -> None:
        super().__init__(consultation_fields(fields), context, given=given)


def _duration(answers: Answers) -> Answers:
    start, end = answers.get("started_at_time"), answers.get("ended_at_time")
    if not isinstance(start, time) or not isinstance(end, time) or end < start:
        return {}
    return {"duration_min": (end.hour - start.hour) * 60 + end.minute - start.minute}


_SUGGEST = {"started_at_time": _duration, "ended_at_time": _duration}
