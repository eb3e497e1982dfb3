"""予定 on 今日: the day's appointments on their line of time, the next day's below it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QBoxLayout, QWidget

from soudan_desk.codes import CodeBook
from soudan_desk.errors import SoudanError
from soudan_desk.services.appointment_day import DayOf
from soudan_desk.services.appointment_lists import AppointmentRow
from soudan_desk.services.appointment_times import minute_of
from soudan_desk.ui import layouts
from soudan_desk.ui.dialogs import insist, tell
from soudan_desk.ui.icons import Icon
from soudan_desk.ui.pages.calendar_looks import Looks
from soudan_desk.ui.pages.case_looks import day_text
from soudan_desk.ui.pages.page import Place
from soudan_desk.ui.pages.today_appointment_rows import DayLine, day_lines, next_lines
from soudan_desk.ui.pages.today_appointment_view import DayView
from soudan_desk.ui.shortcuts import bind_button, note
from soudan_desk.ui.theme import Role, Type, theme
from soudan_desk.ui.widgets.button import Button, ButtonKind
from soudan_desk.ui.widgets.labels import KeyHint, Label, Line, SectionTitle

APPOINTMENT_KINDS = frozenset({"appointment", "conference", "attendance"})
_EMPTY = "今日の予定はありません。"
_WITH_NEXT = 330
_BELOW = 1040
"""Logical width of the window under which the columns lie below one another."""


@dataclass(frozen=True, slots=True, kw_only=True)
class DayActs:
    """The verbs over the day's appointments."""

    load: Callable[[bool], DayOf]
    """Fetches one's own day, or (True) the whole centre's."""
    run: Callable[..., object]
    write_record: Callable[[AppointmentRow], Place]
    finish: Callable[[AppointmentRow], Any]
    place_of: Callable[[AppointmentRow], Place | None]
    codes: CodeBook
    me: UUID
    may_write: bool


class AppointmentsColumn(QWidget):
    """The middle column of 今日."""

    go = Signal(object)  # Place
    said = Signal(str)

    def __init__(self, acts: DayActs, *, whole: bool = False) -> None:
        super().__init__()
        self.setObjectName("appointments_of_today")
        self._acts = acts
        self._whole = whole
        self._has_next = False
        self._add = Button(
            "入れる", kind=ButtonKind.LINK, icon=Icon.ADD, key="Ctrl+Shift+N", height=28
        )
        self._title = SectionTitle("予定", KeyHint("R", "記録"), self._add)
        self.list = DayView("今日の予定")
        self._nothing = Label(_EMPTY, tone=Role.MUTED)
        self._next_title = Label("", Type.BODY, bold=True)
        self._next_count = Label("", Type.LABEL, Role.MUTED, figures=True)
        self._next_lines = layouts.column(spacing=4)
        self._next = layouts.panel(self._next_box(), "card")
        self._build()
        self._add.clicked.connect(self._on_add_clicked)
        self.list.acted.connect(self._on_acted)
        self.list.pressed_key.connect(self._on_key)
        bind_button(self, self._add)
        for key, does in (("Enter", "予定を開く"), ("R", "記録を書く"), ("K", "済みにする")):
            note(self.list, key, does)

    # verbs

    def fetch(self) -> None:
        """Fetch the day anew."""
        whole = self._whole
        self._acts.run(lambda: (whole, self._acts.load(whole)), self._show, self._on_refused)

    def show_whole(self, whole: bool) -> None:
        """Show the whole centre's day instead of one's own."""
        self._whole = whole
        self.fetch()

    def take_focus(self) -> None:
        """Stand in the day."""
        self.list.setFocus(Qt.FocusReason.ShortcutFocusReason)

    # private

    def _next_box(self) -> Any:
        head = layouts.row(self._next_title, layouts.STRETCH, self._next_count)
        return layouts.column(head, self._next_lines, spacing=6, margins=(12, 8, 12, 10))

    def _build(self) -> None:
        self._add.setObjectName("new_appointment")
        self._add.setVisible(self._acts.may_write)
        self.list.setObjectName("appointments")
        self._nothing.hide()
        self._next.hide()
        layouts.fix_size(self._title, height=30)
        self._nothing.setAlignment(Qt.AlignmentFlag.AlignTop)
        self.setLayout(
            layouts.column(
                self._title, Line(), self._nothing, (self.list, 1), self._next, spacing=6
            )
        )

    def _show(self, found: tuple[bool, DayOf]) -> None:
        whole, day = found
        if whole is not self._whole:
            return  # one has switched meanwhile
        mine = frozenset() if whole else frozenset({self._acts.me})
        looks = Looks(self._acts.codes, day.on, {}, mine, with_workers=whole)
        now = minute_of(datetime.now().time())
        lines = day_lines(day, looks, now)
        self._title.set_count(len(day.rows))
        self.list.show_lines(lines)
        self._nothing.setVisible(not day.rows)
        self.list.setVisible(bool(lines))
        self._show_next(day, looks)

    def _show_next(self, day: DayOf, looks: Looks) -> None:
        while (item := self._next_lines.takeAt(0)) is not None:
            if (old := item.widget()) is not None:
                old.hide()
                old.deleteLater()
        self._has_next = bool(day.next_rows)
        self._fit()
        is_tomorrow = (day.next_on - day.on).days == 1
        self._next_title.setText(
            f"{'明日' if is_tomorrow else '次の開所日'} {day_text(day.next_on)}"
        )
        self._next_count.setText(str(len(day.next_rows)))
        for label in next_lines(day, looks):
            self._next_lines.addWidget(label)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Leave the next day out where the present one has hardly room."""
        super().resizeEvent(event)
        self._fit()

    def _fit(self) -> None:
        self._next.setVisible(self._has_next and self.height() >= theme.px(_WITH_NEXT))

    def _on_refused(self, error: SoudanError) -> None:
        self.said.emit(str(error))

    def _on_add_clicked(self) -> None:
        self.go.emit(Place("calendar", {"new": {}}))

    def _on_acted(self, line: DayLine) -> None:
        if line.row.is_meeting:
            self._go_to(line.row)
        else:
            self.go.emit(Place("calendar", {"id": line.row.id}))

    def _on_key(self, key: str, line: DayLine) -> None:
        row = line.row
        if key == "O":
            self._go_to(row)
        elif not self._acts.may_write or row.is_meeting:
            return
        elif key == "R":
            self._write(row)
        elif key == "K":
            self._try(lambda: self._acts.finish(row), "済みにしました。")

    def _go_to(self, row: AppointmentRow) -> None:
        there = self._acts.place_of(row)
        if there is not None:
            self.go.emit(there)

    def _write(self, row: AppointmentRow) -> None:
        found: list[Place] = []
        if self._try(lambda: found.append(self._acts.write_record(row)), ""):
            self.go.emit(found[0])

    def _try(self, act: Callable[[], Any], sentence: str) -> bool:
        try:
            insist(self, act)
        except SoudanError as error:
            tell(self, "できませんでした", error)
            return False
        if sentence:
            self.said.emit(sentence)
        return True


class Sides(QWidget):
    """Two columns side by side; below one another where the window is narrow."""

    def __init__(self, first: QWidget, second: QWidget) -> None:
        super().__init__()
        self._row = layouts.row((first, 1), (second, 1), spacing=32)
        self.setLayout(self._row)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Choose which way they lie."""
        super().resizeEvent(event)
        is_narrow = self.window().width() * 100 / theme.zoom < _BELOW
        way = QBoxLayout.Direction.TopToBottom if is_narrow else QBoxLayout.Direction.LeftToRight
        self._row.setDirection(way)
