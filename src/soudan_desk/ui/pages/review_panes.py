"""The three panes of 供覧・決裁, and how they share the width there is."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QStackedWidget, QWidget

from soudan_desk.ui import layouts
from soudan_desk.ui.pages.review_foot import ReviewFoot
from soudan_desk.ui.pages.review_left import ReviewLeft
from soudan_desk.ui.pages.review_reading import ReviewReading
from soudan_desk.ui.pages.review_side import ReviewSide
from soudan_desk.ui.theme import theme
from soudan_desk.ui.widgets.labels import Line
from soudan_desk.ui.widgets.notices import EmptyState
from soudan_desk.ui.widgets.scrolled import scrolled

_SIDE_FROM, _TURNS_BELOW = 940, 700
"""Logical widths: from which the stamps stand beside the text, below which panes take turns."""
_LEFT, _LEFT_NARROW, _SIDE = 304, 264, 232


class ReviewPanes(QWidget):
    """Queue, record with its foot, stamps; or a sentence where there is no record."""

    def __init__(self, page: QWidget) -> None:
        super().__init__()
        self.left = ReviewLeft()
        self.reading = ReviewReading()
        self.side = ReviewSide()
        self.foot = ReviewFoot(page)
        self._empty = EmptyState("")
        self._stack = QStackedWidget()
        self._list_first = False
        self._side_column = layouts.column(self.side, spacing=0)
        self._side_room = scrolled(self._side_column)
        self._side_line = Line(vertical=True)
        self._build()

    @property
    def has_record(self) -> bool:
        """Whether a record is shown."""
        return self._stack.currentWidget() is not self._empty

    def show_record(self) -> None:
        """Show the record's panes."""
        self._stack.setCurrentIndex(1)

    def show_nothing(self, sentence: str) -> None:
        """Say why there is no record."""
        self._empty.say(sentence)
        self._stack.setCurrentWidget(self._empty)

    def turn(self, to_list: bool) -> None:
        """Go to the queue or to the record."""
        self._list_first = to_list
        self._share_width()
        self.left.queue.setFocus() if to_list else self.reading.take_focus()

    def take_focus(self) -> None:
        """Stand in the queue, or in the record where it alone is shown."""
        if self.left.isVisible():
            self.left.queue.setFocus(Qt.FocusReason.OtherFocusReason)
        else:
            self.reading.take_focus()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Share out the width."""
        super().resizeEvent(event)
        self._share_width()

    def _build(self) -> None:
        self._side_room.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        layouts.fix_size(self._side_room, width=_SIDE)
        middle = layouts.column((self.reading, 1), self.foot, spacing=0)
        record = layouts.row((middle, 1), self._side_line, self._side_room, spacing=0)
        self._stack.addWidget(self._empty)
        self._stack.addWidget(layouts.panel(record))
        row = layouts.row(self.left, Line(vertical=True), (self._stack, 1), spacing=0)
        self.setLayout(row)

    def _share_width(self) -> None:
        """Let the stamps follow the text, and queue and record take turns, where room is short."""
        room = self.width() * 100 / theme.zoom
        is_wide, takes_turns = room >= _SIDE_FROM, room < _TURNS_BELOW
        layouts.fix_size(self.left, width=_LEFT if is_wide else _LEFT_NARROW)
        if takes_turns and not self._list_first and self.left.queue.hasFocus():
            self.reading.take_focus()  # or the focus would leave the page with the queue
        self.left.setVisible(not takes_turns or self._list_first)
        self._stack.setVisible(not takes_turns or not self._list_first)
        self.foot.show_hints(is_wide)
        if is_wide == self._side_room.isHidden():
            self._place_side(beside=is_wide)

    def _place_side(self, *, beside: bool) -> None:
        self._side_room.setVisible(beside)
        self._side_line.setVisible(beside)
        self.reading.set_below(None if beside else self.side)
        if beside:
            self._side_column.addWidget(self.side)
            self.side.show()
