"""予定: a day, a week or a month of appointments, one's own and one's colleagues'."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from functools import partial
from typing import Any
from uuid import UUID

from PySide6.QtCore import Qt
from PySide6.QtGui import QResizeEvent

from soudan_desk.errors import SoudanError
from soudan_desk.services.appointment_lists import AppointmentRow
from soudan_desk.services.appointment_times import Span
from soudan_desk.services.records import Saved
from soudan_desk.ui import layouts
from soudan_desk.ui.pages.calendar_acts import CalendarActs, Days
from soudan_desk.ui.pages.calendar_bar import CalendarBar
from soudan_desk.ui.pages.calendar_base import CalendarView
from soudan_desk.ui.pages.calendar_chips import WhoseChips
from soudan_desk.ui.pages.calendar_doing import Doing
from soudan_desk.ui.pages.calendar_layout import Range, turned
from soudan_desk.ui.pages.calendar_looks import Looks, colours_of
from soudan_desk.ui.pages.calendar_side import CalendarSide
from soudan_desk.ui.pages.calendar_views import CalendarViews
from soudan_desk.ui.pages.page import Page, Place
from soudan_desk.ui.shortcuts import bind
from soudan_desk.ui.theme import theme
from soudan_desk.ui.widgets.labels import Line

_WATCHED = frozenset({"appointment", "conference", "attendance", "case", "person"})
_PEOPLE = frozenset({"staff", "centre_setting"})
_SIDE, _SIDE_FROM = 348, 1180
"""Logical width of the side pane; of the window from which it stands beside the calendar."""
_LOW_BELOW = 560
"""Logical height of the window under which a form takes the whole page."""
_ANY_WIDTH = 16_777_215


class CalendarPage(Page):
    """The calendar; `place` may name a day, an appointment, or what a new one is for."""

    name = "calendar"

    def __init__(self, acts: CalendarActs, place: Place, centre: str = "") -> None:
        super().__init__()
        self._acts = acts
        self.doing = Doing(self, acts)
        self._range = acts.begins_as
        self._wanted: UUID | None = place.about.get("id")
        self._looks = Looks(acts.codes, acts.today, {})
        self.bar = CalendarBar(may_write=acts.records.may_write)
        self.chips = WhoseChips(acts.me)
        self.side = CalendarSide(acts, self._looks, centre)
        self._views = CalendarViews(self._looks, may_write=acts.records.may_write)
        self._edge = Line(vertical=True)
        self._build()
        self._take_colleagues()
        self._connect()
        self.show_range(acts.begins_as, self._first_day(place))
        if "new" in place.about:
            self.begin(known=place.about["new"])
        elif place.about.get("form"):
            self.side.begin(Span(self._acts.today), {})
            self._share_width()

    # what the frame asks

    def reload(self, kinds: frozenset[str]) -> None:
        """Fetch the days anew when something in them may have changed."""
        if kinds & _PEOPLE:
            self._take_colleagues()
        if kinds & (_WATCHED | _PEOPLE):
            self._fetch()

    def keep_now(self) -> None:
        """Keep what is typed; let a move by keys stand."""
        self.view.settle()
        self.side.keep_now()

    def take_focus(self) -> None:
        """Stand in the form that is open, else in the calendar."""
        if self.side.is_editing:
            self.side.pane.setFocus()
        else:
            self.view.setFocus(Qt.FocusReason.OtherFocusReason)

    # verbs

    @property
    def view(self) -> CalendarView:
        """Return the view that is shown."""
        return self._views.view

    def show_range(self, range_: Range, day: date) -> None:
        """Show a day, a week or a month, standing on a day."""
        self._range = range_
        self._views.show_range(range_, day)
        self.bar.show_period(range_, self.view.days, day)
        self._fetch()

    def turn(self, step: int) -> None:
        """Go to the period before or after."""
        self.show_range(self._range, turned(self._range, self.view.day, step))

    def go_to_today(self) -> None:
        """Go to this day."""
        self.show_range(self._range, self._acts.today)
        self.view.stand_on(self._acts.today)

    def begin(self, span: Span | None = None, known: dict[str, Any] | None = None) -> None:
        """Begin a new appointment, where one stands if nothing else is said."""
        if not self._acts.records.may_write or self.side.is_editing:
            return
        self.side.begin(span or self.view.here(), known or {})
        self._share_width()

    # building

    def _build(self) -> None:
        upper = layouts.column(self.bar, self.chips, spacing=8, margins=(24, 12, 24, 8))
        self._upper = layouts.panel(upper)
        body = layouts.row((self._views, 1), self._edge, self.side, spacing=0)
        self.setLayout(layouts.column(self._upper, Line(), (body, 1), spacing=0))
        layouts.set_surface(self, "surface")

    def _connect(self) -> None:
        views = self._views
        views.opened.connect(self._on_opened)
        views.wanted.connect(self.begin)
        views.placed.connect(self.doing.place)
        views.chosen.connect(self._on_chosen)
        views.turned.connect(self._on_turned)
        views.zoomed.connect(partial(self.show_range, Range.DAY))
        views.struck.connect(lambda _row: self._on_acted("cancel"))
        self.bar.picked.connect(self._on_range_wanted)
        self.bar.turned.connect(self.turn)
        self.bar.today_wanted.connect(self.go_to_today)
        self.bar.new_wanted.connect(self.begin)
        self.bar.print_wanted.connect(self._on_print_wanted)
        self.chips.changed.connect(self._fetch)
        self.doing.said.connect(self.said)
        self.doing.go.connect(self.go)
        self.doing.moved.connect(self._on_moved)
        self.doing.placed.connect(self._on_placed)
        self.side.acted.connect(self._on_acted)
        self.side.left.connect(self._on_side_left)
        self.side.saved.connect(self._on_side_saved)
        self.side.said.connect(self.said)
        for key, range_, does in _RANGES:
            bind(self, key, does, partial(self._on_range_wanted, range_))
        bind(self, "Ctrl+Shift+N", "予定を入れる", self.begin)
        bind(self, "A", "自分だけ・係のみんな", self.chips.toggle)
        self._undo_key = bind(self, "Ctrl+Z", "移したのを戻す", self.doing.undo)
        bind(self, "Alt+1", "予定表へ", self._on_view_wanted)
        bind(self, "Alt+2", "予定の中へ", self._on_side_wanted)

    def _first_day(self, place: Place) -> date:
        if (day := place.about.get("day")) is not None:
            return date.fromisoformat(day) if isinstance(day, str) else day
        if self._wanted is not None:
            try:
                held_on: date = self._acts.records.read("appointment", self._wanted).answers[
                    "held_on"
                ]
            except SoudanError as error:
                self.said.emit(str(error))
            else:
                return held_on
        return self._acts.today

    # what is shown

    def _take_colleagues(self) -> None:
        colleagues = self._acts.colleagues()
        colours = colours_of(each.id for each in colleagues)
        self._looks = replace(self._looks, colours=colours)
        self.chips.show_colleagues(colleagues, colours)

    def _fetch(self) -> None:
        days, whose = self.view.days, self.chips.chosen()
        self._looks = replace(self._looks, shown=whose, with_workers=len(whose) > 1)
        self.side.card.looks = self._looks
        self._views.set_looks(self._looks)
        job = partial(self._acts.load, days[0], days[-1], whose)
        self._acts.run(job, partial(self._show, self.view, days), self._on_refused)

    def _show(self, view: CalendarView, days: list[date], shown: Days) -> None:
        if view is not self.view or days != view.days:
            return
        view.show_rows(shown)
        wanted = shown.of(self._wanted)
        if wanted is not None:
            self._wanted = None
            view.stand_on(wanted.span.held_on, wanted.id)

    def _on_refused(self, error: SoudanError) -> None:
        self.said.emit(str(error))

    def _on_chosen(self, row: AppointmentRow | None) -> None:
        view = self.view
        if row is not None:
            self.side.show_row(row)
            return
        there = [each for each in view.shown.rows if each.span.on(view.day) is not None]
        self.side.show_day(view.day, len(there), view.shown.due.get(view.day, ()))

    # slots

    def _on_range_wanted(self, range_: Range) -> None:
        self._acts.remember_range(range_)
        self.show_range(range_, self.view.day)

    def _on_turned(self, day: date) -> None:
        self.show_range(self._range, day)
        self.view.stand_on(day)

    def _on_opened(self, row: AppointmentRow) -> None:
        if row.is_meeting:
            self.doing.go_to(row)
        else:
            self.side.edit(row.id)
            self._share_width()

    def _on_acted(self, act: str) -> None:
        row = self.view.current()
        if row is None:
            return
        if act == "open":
            self._on_opened(row)
        elif act == "case":
            self.doing.go_to(row)
        elif act == "write":
            self.doing.write_record(row)
        else:
            self.doing.settle(act, row)

    def _on_placed(self, row: AppointmentRow) -> None:
        self.view.take_over(row)

    def _on_moved(self, which: UUID) -> None:
        self._wanted = which
        self._fetch()

    def _on_side_left(self) -> None:
        self._share_width()
        self.view.setFocus(Qt.FocusReason.OtherFocusReason)

    def _on_side_saved(self, saved: Saved) -> None:
        self._wanted = saved.id
        self._on_side_left()
        self._fetch()

    def _on_view_wanted(self) -> None:
        self.view.setFocus(Qt.FocusReason.ShortcutFocusReason)

    def _on_side_wanted(self) -> None:
        if self.side.is_editing:
            self.side.pane.take_focus()
        elif (row := self.view.current()) is not None:
            self._on_opened(row)

    def _on_print_wanted(self) -> None:
        view = self.view
        names = self.chips.names()
        self._acts.print_days(self, view.days, view.shown, names, self.said.emit)

    # widths

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Share out the width."""
        super().resizeEvent(event)
        self._share_width()

    def _share_width(self) -> None:
        is_narrow = self.window().width() * 100 / theme.zoom < _SIDE_FROM
        is_editing = self.side.is_editing
        self._undo_key.setEnabled(not is_editing)  # the form has its own
        self.side.setVisible(is_editing or not is_narrow)
        self._edge.setVisible(not is_narrow)
        width = theme.px(_SIDE)
        self.side.setMinimumWidth(0 if is_narrow else width)
        self.side.setMaximumWidth(_ANY_WIDTH if is_narrow else width)
        self._views.setVisible(not (is_narrow and is_editing))
        is_low = self.window().height() * 100 / theme.zoom < _LOW_BELOW
        self._upper.setHidden(is_low and is_narrow and is_editing)


_RANGES = (
    ("D", Range.DAY, "日の表示"),
    ("W", Range.WEEK, "週の表示"),
    ("M", Range.MONTH, "月の表示"),
)
