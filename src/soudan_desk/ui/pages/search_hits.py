"""Search results as a list: grouped, two lines each, the hit bold in its context."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from PySide6.QtCore import (
    QAbstractListModel,
    QModelIndex,
    QObject,
    QPersistentModelIndex,
    QRectF,
    QSize,
    Qt,
    Signal,
)
from PySide6.QtGui import QFontMetricsF, QKeyEvent, QPainter
from PySide6.QtWidgets import (
    QAbstractItemView,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QWidget,
)

from soudan_desk.ui.icons import Icon
from soudan_desk.ui.pages.page import Place
from soudan_desk.ui.theme import Role, Type, theme
from soudan_desk.ui.widgets.lines_view import LinesView
from soudan_desk.ui.widgets.painting import (
    RIGHT,
    draw_box,
    draw_focus,
    draw_icon,
    draw_line,
    draw_text,
)

Index = QModelIndex | QPersistentModelIndex
ROOT = QModelIndex()
LINE_ROLE = Qt.ItemDataRole.UserRole + 3
_HEAD, _ROW = 30, 50


@dataclass(frozen=True, slots=True)
class Hit:
    """One result: `match` is where the words stand in `context`; `place` is where it leads."""

    group: str
    icon: Icon
    title: str
    second: str
    context: str
    match: tuple[int, int]
    right: str
    place: Place


@dataclass(frozen=True, slots=True)
class Results:
    """What was found for a query; `counts` say 50+ where a group holds more than was asked for."""

    query: str
    hits: tuple[Hit, ...] = ()
    groups: tuple[tuple[str, str], ...] = ()
    """Key and name of each group, in order."""
    more: frozenset[str] = frozenset()

    def count_of(self, group: str) -> str:
        """Return how many hits a group has, as 3 or 50+."""
        count = sum(1 for hit in self.hits if hit.group == group)
        return f"{count}+" if group in self.more else str(count)

    def of(self, group: str) -> tuple[Hit, ...]:
        """Return the hits of a group."""
        return tuple(hit for hit in self.hits if hit.group == group)


@dataclass(frozen=True, slots=True)
class Line:
    """A line of the list: a heading with its count, or a hit."""

    heading: str = ""
    count: str = ""
    hit: Hit | None = None


class HitsModel(QAbstractListModel):
    """Headings and hits; headings cannot be chosen."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._lines: list[Line] = []

    def show_results(self, results: Results, *, most: int, only: str = "") -> None:
        """Show the results by group, so many of each; `only` one group where one is named."""
        self.beginResetModel()
        self._lines = []
        for key, name in results.groups:
            hits = results.of(key)[:most]
            if hits and only in ("", key):
                self._lines.append(Line(name, results.count_of(key)))
                self._lines.extend(Line(hit=hit) for hit in hits)
        self.endResetModel()

    def add_line(self, hit: Hit) -> None:
        """Add one more line, such as the way to all results."""
        last = len(self._lines)
        self.beginInsertRows(ROOT, last, last)
        self._lines.append(Line(hit=hit))
        self.endInsertRows()

    def line(self, row: int) -> Line:
        """Return a line."""
        return self._lines[row]

    def next_hit(self, row: int, step: int) -> int:
        """Return the next row up or down that can be chosen; the same where there is none."""
        there = row + step
        while 0 <= there < len(self._lines):
            if self._lines[there].hit is not None:
                return there
            there += step
        return row

    def rowCount(self, parent: Index = ROOT) -> int:
        """Count lines."""
        return 0 if parent.isValid() else len(self._lines)

    def flags(self, index: Index) -> Qt.ItemFlag:
        """Let only hits be chosen."""
        if index.isValid() and self._lines[index.row()].hit is None:
            return Qt.ItemFlag.ItemIsEnabled
        return super().flags(index)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        """Return a line, or its words for screen readers."""
        line = self._lines[index.row()]
        if role == LINE_ROLE:
            return line
        if role not in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.AccessibleTextRole):
            return None
        if line.hit is None:
            return f"{line.heading} {line.count}件"
        words = (line.hit.title, line.hit.second, line.hit.context, line.hit.right)
        return "　".join(word for word in words if word)


class HitDelegate(QStyledItemDelegate):
    """Draws headings small and muted, hits on two lines."""

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        """Return the height of a heading, of one line, or of two."""
        hit = index.data(LINE_ROLE).hit
        height = _HEAD if hit is None else _ROW if hit.context else _ROW - 16
        return QSize(theme.px(200), theme.px(height))

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        """Draw one line of the list."""
        rect, line = QRectF(option.rect), index.data(LINE_ROLE)
        if line.hit is None:
            self._draw_heading(painter, rect, line)
            return
        is_on = bool(option.state & QStyle.StateFlag.State_Selected)
        box = rect.adjusted(theme.px(6), 1, -theme.px(6), -1)
        if is_on:
            draw_box(painter, box, Role.ACCENT_SOFT)
        self._draw_hit(painter, box, line.hit)
        view = self.parent()
        if is_on and isinstance(view, QWidget) and view.hasFocus():
            draw_focus(painter, box)

    def _draw_heading(self, painter: QPainter, rect: QRectF, line: Line) -> None:
        if rect.y() > 0:
            draw_line(painter, QRectF(rect.x(), rect.y(), rect.width(), 1))
        room = rect.adjusted(theme.px(14), theme.px(6), -theme.px(14), 0)
        taken = draw_text(painter, room, line.heading, Role.MUTED, Type.SMALL, bold=True)
        room.adjust(taken + theme.px(6), 0, 0, 0)
        draw_text(painter, room, line.count, Role.MUTED, Type.SMALL, figures=True)

    def _draw_hit(self, painter: QPainter, box: QRectF, hit: Hit) -> None:
        px = theme.px
        has_context = bool(hit.context)
        first = QRectF(box.x() + px(34), box.y() + px(5 if has_context else 8), 0, px(18))
        first.setRight(box.right() - px(10))
        draw_icon(painter, box.x() + px(10), first.center().y(), hit.icon, Role.MUTED)
        right = theme.text_width(hit.right, Type.SMALL, figures=True)
        draw_text(painter, first, hit.right, Role.MUTED, Type.SMALL, figures=True, align=RIGHT)
        room = first.adjusted(0, 0, -right - px(10), 0)
        taken = draw_text(painter, room, hit.title, bold=True) + px(8)
        if room.width() > taken:
            rest = room.adjusted(taken, 0, 0, 0)
            draw_text(painter, rest, hit.second, Role.MUTED, Type.SMALL)
        if has_context:
            draw_context(painter, first.translated(0, px(20)), hit.context, hit.match)


def draw_context(painter: QPainter, room: QRectF, context: str, match: tuple[int, int]) -> None:
    """Draw a text with its hit bold, cut with … at the right."""
    start, end = match
    left = room.x()
    for words, is_hit in (
        (context[:start], False),
        (context[start:end], True),
        (context[end:], False),
    ):
        if not words or left >= room.right():
            continue
        font = theme.font(Type.LABEL, bold=is_hit)
        rest = QRectF(left, room.y(), room.right() - left, room.height())
        role = Role.ACCENT if is_hit else Role.TEXT
        draw_text(painter, rest, words, role, Type.LABEL, bold=is_hit)
        left += QFontMetricsF(font).horizontalAdvance(words)


class HitsView(LinesView):
    """The results; Enter or a click opens one."""

    opened = Signal(object)
    """The place a hit leads to."""

    def __init__(self, *, name: str = "さがした結果") -> None:
        super().__init__(name=name)
        self._hits = HitsModel(self)
        self.setModel(self._hits)
        self.setItemDelegate(HitDelegate(self))
        self.setObjectName("search_hits")
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.clicked.connect(self._on_clicked)

    @property
    def hits(self) -> HitsModel:
        """Return the lines."""
        return self._hits

    def show_results(self, results: Results, *, most: int, only: str = "") -> None:
        """Show other results, standing on the first one."""
        self._hits.show_results(results, most=most, only=only)
        self.step(1, start=-1)

    def step(self, step: int, *, start: int | None = None) -> None:
        """Go to the next hit up or down, past headings."""
        here = self.currentIndex().row() if start is None else start
        there = self._hits.next_hit(here, step)
        if there >= 0:
            self.setCurrentIndex(self._hits.index(there, 0))
            if self._hits.next_hit(there, -1) == there:
                self.scrollToTop()  # shows the first heading too

    def current(self) -> Hit | None:
        """Return the hit one stands on."""
        index = self.currentIndex()
        return self._hits.line(index.row()).hit if index.isValid() else None

    def open_current(self) -> bool:
        """Open the hit one stands on; tell whether there is one."""
        hit = self.current()
        if hit is not None:
            self.opened.emit(hit.place)
        return hit is not None

    def content_height(self) -> int:
        """Measure all lines, in pixels."""
        return sum(self.sizeHintForRow(row) for row in range(self._hits.rowCount()))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Move past headings, open upon Enter."""
        steps = {Qt.Key.Key_Up: -1, Qt.Key.Key_Down: 1}
        if event.key() in steps and not event.modifiers():
            self.step(steps[Qt.Key(event.key())])
        elif event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.open_current()
        else:
            super().keyPressEvent(event)

    def _on_clicked(self, index: QModelIndex) -> None:
        hit = self._hits.line(index.row()).hit
        if hit is not None:
            self.opened.emit(hit.place)
