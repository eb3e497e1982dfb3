"""The views of the calendar, of which one is shown: a day or a week by hours, or a month."""

from __future__ import annotations

from datetime import date

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QStackedWidget

from soudan_desk.ui.pages.calendar_base import CalendarView
from soudan_desk.ui.pages.calendar_days import DaysView
from soudan_desk.ui.pages.calendar_layout import Range, days_of
from soudan_desk.ui.pages.calendar_looks import Looks
from soudan_desk.ui.pages.calendar_month import MonthView


class CalendarViews(QStackedWidget):
    """Passes on what the views say; which of them spoke makes no difference."""

    opened = Signal(object)  # AppointmentRow
    wanted = Signal(object)  # Span of a new one
    placed = Signal(object, object)  # AppointmentRow, its new Span
    chosen = Signal(object)  # AppointmentRow or None
    turned = Signal(object)  # date to stand on that is not shown
    zoomed = Signal(object)  # date to see closer
    struck = Signal(object)  # AppointmentRow

    def __init__(self, looks: Looks, *, may_write: bool) -> None:
        super().__init__()
        self._days, self._month = DaysView(looks), MonthView(looks)
        for view in (self._days, self._month):
            view.may_write = may_write
            view.opened.connect(self.opened)
            view.wanted.connect(self.wanted)
            view.placed.connect(self.placed)
            view.chosen.connect(self.chosen)
            view.turned.connect(self.turned)
            view.zoomed.connect(self.zoomed)
            view.struck.connect(self.struck)
            self.addWidget(view)

    @property
    def view(self) -> CalendarView:
        """Return the view that is shown."""
        return self._month if self.currentWidget() is self._month else self._days

    def show_range(self, range_: Range, day: date) -> None:
        """Show a day, a week or a month, standing on a day; the focus goes along."""
        had_focus = self.view.hasFocus()
        view = self._month if range_ is Range.MONTH else self._days
        view.show_days(days_of(range_, day), day)
        self.setCurrentWidget(view)
        if had_focus:
            view.setFocus()

    def set_looks(self, looks: Looks) -> None:
        """Draw appointments in these looks from now on."""
        self._days.looks = self._month.looks = looks
