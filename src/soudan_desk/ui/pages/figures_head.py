"""Which figures, and of which time: a month or a 年度 to step through, or days typed."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from soudan_desk.fields import Field, Kind
from soudan_desk.japanese.eras import wareki_short
from soudan_desk.reports.period import Period, WrongPeriodError, fiscal_year_of, month_of
from soudan_desk.ui import layouts
from soudan_desk.ui.forms.context import FormContext
from soudan_desk.ui.forms.typed_lines import DateEditor
from soudan_desk.ui.icons import Icon
from soudan_desk.ui.shortcuts import bind_button
from soudan_desk.ui.theme import Role, Type
from soudan_desk.ui.widgets.button import Button, ButtonKind
from soudan_desk.ui.widgets.chips import Chip
from soudan_desk.ui.widgets.choices import Segments
from soudan_desk.ui.widgets.labels import Label
from soudan_desk.ui.widgets.painting import ChipLook

MONTH, YEAR, DAYS = "month", "fiscal_year", "days"
_SPANS = ((MONTH, "月"), (YEAR, "年度"), (DAYS, "期間"))
_OPEN = ChipLook("途中", Role.WARNING, Icon.NOW)
_CLOSED = ChipLook("期間終了", Role.OK, Icon.CHECK)
_FIRST = Field(key="period_from", label="始めの日", kind=Kind.DATE)
_LAST = Field(key="period_to", label="終わりの日", kind=Kind.DATE)


class ShortDate(DateEditor):
    """A day in few characters: two of them stand in a bar."""

    figures = True

    def written(self, answer: date | None) -> str:
        """Write the day as 「R8.11.24」."""
        return "" if answer is None else wareki_short(answer)


class PeriodBar(QWidget):
    """Month, 年度 or days; `changed` tells that another time is wanted."""

    changed = Signal()

    def __init__(self, today: date, context: FormContext) -> None:
        super().__init__()
        self._today, self._is_small = today, False
        self._period = month_of(today).before() if today.day <= 10 else month_of(today)
        self._span = Segments(_SPANS, required=True, name="期間の区切り")
        self._span.setObjectName("period_span")
        self._before = self._stepper("前の期間", Icon.CHEVRON_LEFT, "Alt+,", "step_back")
        self._after = self._stepper("次の期間", Icon.CHEVRON_RIGHT, "Alt+.", "step_forward")
        self._label = Label("", Type.HEADING, bold=True)
        self._state = Chip(_OPEN)
        self._first, self._last = ShortDate(_FIRST, context), ShortDate(_LAST, context)
        self._days = layouts.panel(
            layouts.row(self._first, Label("〜", tone=Role.MUTED), self._last, spacing=6)
        )
        self._build()
        self._span.set_value(MONTH)
        self._show()
        self._connect()

    def period(self) -> Period:
        """Return the time chosen."""
        return self._period

    def set_period(self, period: Period) -> None:
        """Show another time; sends no signal."""
        self._period = period
        self._span.set_value(_span_of(period))
        self._show()

    def step(self, forward: bool) -> None:
        """Go to the time after or before; of days by months."""
        self._period = self._period.after() if forward else self._period.before()
        self._show()
        self.changed.emit()

    def set_small(self, *, small: bool) -> None:
        """Leave the words of the state to its tooltip."""
        if small != self._is_small:
            self._is_small = small
            self._show()

    def _build(self) -> None:
        for editor in (self._first, self._last):
            layouts.fix_size(editor, width=96)
        self.setLayout(
            layouts.row(
                self._span,
                self._before,
                self._label,
                self._days,
                self._after,
                self._state,
                spacing=8,
            )
        )

    def _connect(self) -> None:
        self._span.picked.connect(self._on_span_picked)
        self._before.clicked.connect(lambda: self.step(forward=False))
        self._after.clicked.connect(lambda: self.step(forward=True))
        self._first.settled.connect(self._on_days_settled)
        self._last.settled.connect(self._on_days_settled)

    def bind(self, page: QWidget) -> None:
        """Let the steppers' keys work on the page."""
        bind_button(page, self._before)
        bind_button(page, self._after)

    def _show(self) -> None:
        is_days = self._span.value() == DAYS
        self._label.setText(self._period.label)
        self._label.setVisible(not is_days)
        self._days.setVisible(is_days)
        self._first.set_answer(self._period.first)
        self._last.set_answer(self._period.last)
        look = _CLOSED if self._period.is_over(self._today) else _OPEN
        shown = replace(look, text="") if self._is_small else look
        self._state.set_look(shown, look.text)

    def _on_span_picked(self, span: str) -> None:
        if span == MONTH:
            self._period = month_of(min(self._period.last, max(self._today, self._period.first)))
        elif span == YEAR:
            self._period = fiscal_year_of(self._period.last)
        self._show()
        if span != DAYS:
            self.changed.emit()

    def _on_days_settled(self) -> None:
        first, last = self._first.answer(), self._last.answer()
        if first is None or last is None:
            return
        if (first, last) == (self._period.first, self._period.last):
            return
        try:
            self._period = Period(first, last)
        except WrongPeriodError:
            return
        self._show()
        self.changed.emit()

    def _stepper(self, name: str, icon: Icon, key: str, object_name: str) -> Button:
        button = Button(kind=ButtonKind.QUIET, icon=icon, name=name, key=key)
        button.show_key(False)
        button.setObjectName(object_name)
        return button


def _span_of(period: Period) -> str:
    if period.is_month:
        return MONTH
    return YEAR if period.is_fiscal_year else DAYS
