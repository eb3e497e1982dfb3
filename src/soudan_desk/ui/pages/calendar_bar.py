"""The head of the calendar: which days, how many of them, and the acts on the whole."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from PySide6.QtCore import Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QBoxLayout, QWidget

from soudan_desk.japanese.eras import wareki, wareki_month, wareki_year
from soudan_desk.ui import layouts
from soudan_desk.ui.icons import Icon
from soudan_desk.ui.pages.calendar_layout import Range
from soudan_desk.ui.pages.case_looks import WEEKDAYS, day_text
from soudan_desk.ui.shortcuts import bind_button
from soudan_desk.ui.theme import Role, Type, theme
from soudan_desk.ui.widgets.button import Button, ButtonKind
from soudan_desk.ui.widgets.choices import Segments
from soudan_desk.ui.widgets.labels import ElidedLabel, Label

_BELOW, _KEYS_FROM = 900, 1040
"""Logical widths of the window: under which the bar takes two lines, from which it shows keys."""
_OPTIONS = ((Range.DAY, "日"), (Range.WEEK, "週"), (Range.MONTH, "月"))


class CalendarBar(QWidget):
    """Back, today, on; day, week, month; print; new."""

    turned = Signal(int)
    today_wanted = Signal()
    picked = Signal(object)  # Range
    new_wanted = Signal()
    print_wanted = Signal()

    def __init__(self, *, may_write: bool) -> None:
        super().__init__()
        self.setObjectName("calendar_bar")
        self._period = ElidedLabel("", Type.HEADING, Role.MUTED, figures=True)
        self._back = Button(
            kind=ButtonKind.QUIET, icon=Icon.CHEVRON_LEFT, key="PgUp", name="前へ", height=28
        )
        self._today = Button("今日", key="T", height=28)
        self._on = Button(
            kind=ButtonKind.QUIET, icon=Icon.CHEVRON_RIGHT, key="PgDown", name="次へ", height=28
        )
        self.ranges = Segments(_OPTIONS, keys="DWM", height=28, required=True, name="見る長さ")
        self._print = Button(
            "印刷", kind=ButtonKind.QUIET, icon=Icon.PRINT, key="Ctrl+P", height=28
        )
        self._new = Button("予定を入れる", icon=Icon.ADD, key="N", height=28)
        self._build()
        self._new.setVisible(may_write)
        self._back.clicked.connect(lambda: self.turned.emit(-1))
        self._on.clicked.connect(lambda: self.turned.emit(1))
        self._today.clicked.connect(self.today_wanted)
        self.ranges.picked.connect(lambda code: self.picked.emit(Range(code)))
        self._new.clicked.connect(lambda _checked=False: self.new_wanted.emit())
        self._print.clicked.connect(self.print_wanted)

    def show_period(self, range_: Range, days: Sequence[date], day: date) -> None:
        """Say which days are shown."""
        self.ranges.set_value(range_)
        self._period.setText(period_words(range_, days, day))

    def _build(self) -> None:
        names = {
            self._back: "turn_back",
            self._today: "go_today",
            self._on: "turn_on",
            self._print: "print_calendar",
            self._new: "new_appointment",
        }
        for button, name in names.items():
            button.setObjectName(name)
            bind_button(self, button)
        self.ranges.setObjectName("calendar_range")
        for button in (self._back, self._on):
            button.show_key(False)
        where = layouts.row(
            Label("予定", Type.TITLE, bold=True),
            (self._period, 0),
            self._back,
            self._today,
            self._on,
            layouts.STRETCH,
            spacing=8,
        )
        acts = layouts.row(layouts.STRETCH, self.ranges, self._print, self._new, spacing=8)
        self._halves = layouts.row((where, 1), acts, spacing=8)
        self.setLayout(self._halves)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Take two lines where one is too narrow."""
        super().resizeEvent(event)
        room = self.window().width() * 100 / theme.zoom
        is_narrow = room < _BELOW
        for button in (self._today, self._print, self._new):
            button.show_key(is_narrow or room >= _KEYS_FROM)
        way = QBoxLayout.Direction.TopToBottom if is_narrow else QBoxLayout.Direction.LeftToRight
        self._halves.setDirection(way)


def period_words(range_: Range, days: Sequence[date], day: date) -> str:
    """Name the days that are shown: 「令和8年11月」, 「11/23（月）〜11/29（日）」."""
    if range_ is Range.DAY:
        return f"{wareki(day)}（{WEEKDAYS[day.weekday()]}）"
    if range_ is Range.MONTH:
        return wareki_month(day.year, day.month)
    year = wareki_year(days[0].year)
    return f"{year}　{day_text(days[0])}〜{day_text(days[-1])}"
