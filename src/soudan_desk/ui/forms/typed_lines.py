"""Editors of one line whose text is read: dates, times, durations, numbers, money."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtGui import QFocusEvent, QKeyEvent
from PySide6.QtWidgets import QLineEdit, QWidget

from soudan_desk.fields import Field, as_text
from soudan_desk.fields.typed import TypedAnswerError, answer_from_typed
from soudan_desk.japanese.eras import wareki
from soudan_desk.japanese.fiscal import age_on, fiscal_year, fiscal_year_label
from soudan_desk.ui.forms.context import FormContext
from soudan_desk.ui.forms.face import Editor

WEEKDAYS = "月火水木金土日"
_STEPS = {Qt.Key.Key_Up: 1, Qt.Key.Key_Down: -1}


class TypedLine(Editor, QLineEdit):
    """A line that is read as one types and put in order when one leaves it."""

    figures = True
    to_the_right = False

    def __init__(self, field: Field, context: FormContext, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.ask(field, context)
        self._given: Any = None
        self._given_text = ""
        if self.figures:
            self.setProperty("figures", True)
        if self.to_the_right:
            self.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        self.textEdited.connect(self.edited)

    def answer(self) -> Any:
        """Return what the text stands for; None while it cannot be read."""
        try:
            return self._read()
        except TypedAnswerError:
            return None

    def set_answer(self, answer: Any) -> None:
        """Show a stored answer in its usual form."""
        self._given, self._given_text = answer, self.written(answer)
        self.setText(self._given_text)
        self.setCursorPosition(0)

    def problem(self) -> str | None:
        """Return why the text cannot be read, and what to type instead."""
        try:
            self._read()
        except TypedAnswerError as error:
            return str(error)
        return None

    def typed(self) -> str | None:
        """Return the text that cannot be read."""
        return self.text() if self.problem() else None

    def set_typed(self, text: str) -> None:
        """Show a text that could not be read when it was kept."""
        self.setText(text)

    def typing_place(self) -> str:
        """Let what is typed without a pause be one change."""
        return "text"

    def written(self, answer: Any) -> str:
        """Return the form in which an answer is shown."""
        return as_text(self.field, answer, self.context.names)

    def focusOutEvent(self, event: QFocusEvent) -> None:
        """Put the text in order, unless only a menu opened or the window lost the focus."""
        super().focusOutEvent(event)
        passing = (Qt.FocusReason.PopupFocusReason, Qt.FocusReason.ActiveWindowFocusReason)
        if event.reason() not in passing:
            if self.text() != self._given_text and not self.problem():
                self.set_answer(self.answer())
            self.settled.emit()

    def _read(self) -> Any:
        if self.text() == self._given_text:
            return self._given
        context = self.context
        return answer_from_typed(
            self.field,
            self.text(),
            today=context.today,
            codes=context.codes,
            centre=context.centre,
        )

    def _change(self, answer: Any) -> None:
        self.set_answer(answer)
        self.selectAll()
        self.edited.emit()


class DateEditor(TypedLine):
    """A day, typed in either calendar; Up and Down go by days, Page Up and Page Down by weeks."""

    figures = False

    def written(self, answer: date | None) -> str:
        """Write the day as 「令和8年11月24日(火)」."""
        return "" if answer is None else f"{wareki(answer)}({WEEKDAYS[answer.weekday()]})"

    def notes(self) -> list[str]:
        """Return the Western date, then the age at a birth date or else the fiscal year."""
        day = self.answer()
        if day is None:
            return []
        return [f"{day.year}/{day.month}/{day.day}", self._second_note(day)]

    def _second_note(self, day: date) -> str:
        if is_birth(self.field):
            return f"{age_on(day, self.context.day)}歳" if day <= self.context.day else ""
        return fiscal_year_label(fiscal_year(day))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Go by days and weeks."""
        steps = {**_STEPS, Qt.Key.Key_PageUp: 7, Qt.Key.Key_PageDown: -7}
        days = steps.get(Qt.Key(event.key()))
        if days is None or event.modifiers() or self.isReadOnly():
            super().keyPressEvent(event)
            return
        day = self.answer()
        self._change(self.context.today if day is None else day + timedelta(days=days))


class PartialDateEditor(TypedLine):
    """A birth date as far as it is known: a day, a month, a year or an age band."""

    figures = False

    def notes(self) -> list[str]:
        """Return the age, then the Western date."""
        partial = self.answer()
        if partial is None:
            return []
        if partial.age_band:
            return []
        return [partial.age_text(self.context.day), partial.stored().replace("-", "/")]


class TimeEditor(TypedLine):
    """A time of day; Up and Down go by five minutes."""

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Go by five minutes, round the clock."""
        step = _STEPS.get(Qt.Key(event.key()))
        clock = self.answer()
        if step is None or clock is None or event.modifiers() or self.isReadOnly():
            super().keyPressEvent(event)
            return
        minutes = (clock.hour * 60 + clock.minute + 5 * step) % 1440
        self._change(clock.replace(hour=minutes // 60, minute=minutes % 60))


class InstantEditor(TypedLine):
    """A day and a time of day, in the office's local time."""

    figures = False


class MinutesEditor(TypedLine):
    """A duration, typed as 90, 1:30 or 1時間半; Up and Down go by five minutes."""

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Go by five minutes."""
        step = _STEPS.get(Qt.Key(event.key()))
        if step is None or event.modifiers() or self.isReadOnly():
            super().keyPressEvent(event)
            return
        self._change(max(0, (self.answer() or 0) + 5 * step))


class NumberEditor(TypedLine):
    """A whole number, to the right; Up and Down go by one."""

    to_the_right = True

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Go by one."""
        step = _STEPS.get(Qt.Key(event.key()))
        if step is None or event.modifiers() or self.isReadOnly():
            super().keyPressEvent(event)
            return
        self._change(max(0, (self.answer() or 0) + step))


class YenEditor(TypedLine):
    """Whole yen, to the right; typed as 12000, 12,000 or 1.2万."""

    to_the_right = True


def is_birth(field: Field) -> bool:
    """Whether a date is somebody's day of birth."""
    return "birth" in field.key or "born" in field.key
