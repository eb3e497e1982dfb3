"""The form of a consultation: what every call needs in one view, the rest below it."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from datetime import time
from typing import Any

from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QVBoxLayout

from soudan_desk.fields import Field
from soudan_desk.services.answers import UNTOLD
from soudan_desk.services.monitoring_months import suggested
from soudan_desk.ui import layouts
from soudan_desk.ui.forms.body import FormBody
from soudan_desk.ui.forms.context import FormContext
from soudan_desk.ui.forms.page import FormPage
from soudan_desk.ui.forms.section import Cell, Section
from soudan_desk.ui.forms.sheet import Answers, Sheet
from soudan_desk.ui.icons import Icon
from soudan_desk.ui.pages.case_sections import LEAST_TEXT, TEXTS, CallSection, TextsSection
from soudan_desk.ui.theme import Role, theme
from soudan_desk.ui.widgets.notices import Notice

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
_NEXT = ("next_action", "next_due_on")
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
_LEFT_OUT = (
    f"{UNTOLD} 支援措置のため、居場所のわかる表を伏せています。書いてあることは残ります。"
    "直すときは、「基本情報・世帯」の［表示する］を押してから開き直してください。"
)
_FIRST, _LONG, _AFTER = "main", "texts", "next"
_PEEK = 12
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
        self._texts.give_room(theme.px(LEAST_TEXT) + max(spare, 0))
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
        column = self.layout()
        assert isinstance(column, QVBoxLayout)
        column.removeWidget(self._bar)  # in line with the editors, not with their scroll bar
        column.insertLayout(0, layouts.row((self._bar, 1), margins=(_EDGE, 0, 14, 0)))
        asked = {field.key for field in fields}
        if any(given[key] == UNTOLD for key in given.keys() - asked):
            notice = Notice(Role.INFO, Icon.LOCK, _LEFT_OUT, bold=False)
            column.insertLayout(0, layouts.row((notice, 1), margins=(_EDGE, 0, 14, 0)))
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


_SUGGEST = {
    "started_at_time": _duration,
    "ended_at_time": _duration,
    "monitoring_text": suggested,
}
