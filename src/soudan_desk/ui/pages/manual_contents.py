"""The contents of the manual: its parts, their chapters, and the headings of the one being read."""

from __future__ import annotations

from PySide6.QtCore import QModelIndex, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QKeyEvent, QPainter, QStandardItem, QStandardItemModel
from PySide6.QtWidgets import (
    QAbstractItemView,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QWidget,
)

from soudan_desk.manual.chapters import Part
from soudan_desk.ui.pages.search_hits import Index
from soudan_desk.ui.theme import Role, Type, theme
from soudan_desk.ui.widgets.lines_view import LinesView
from soudan_desk.ui.widgets.painting import draw_box, draw_focus, draw_text

_TARGET = Qt.ItemDataRole.UserRole + 1
_LEVEL = Qt.ItemDataRole.UserRole + 2
_HEIGHTS = {0: 32, 1: 30, 2: 26}


class _Delegate(QStyledItemDelegate):
    """Parts small and muted, chapters in body size, headings indented."""

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        """Return the height of a line."""
        return QSize(theme.px(120), theme.px(_HEIGHTS[index.data(_LEVEL)]))

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        """Draw a line."""
        level, rect = index.data(_LEVEL), QRectF(option.rect)
        is_on = bool(option.state & QStyle.StateFlag.State_Selected)
        box = rect.adjusted(theme.px(8), 1, -theme.px(8), -1)
        if is_on:
            draw_box(painter, box, Role.ACCENT_SOFT)
        room = box.adjusted(theme.px(10 + 16 * max(level - 1, 0)), 0, -theme.px(6), 0)
        if level == 0:
            room.adjust(0, theme.px(6), 0, 0)
        size = Type.SMALL if level == 0 else Type.BODY if level == 1 else Type.LABEL
        tone = Role.ACCENT if is_on else Role.TEXT if level == 1 else Role.MUTED
        bold = level == 0 or is_on
        draw_text(painter, room, index.data(), tone, size, bold=bold)
        view = self.parent()
        if is_on and isinstance(view, QWidget) and view.hasFocus():
            draw_focus(painter, box)


class ManualContents(LinesView):
    """Where one is in the manual, and the way to everywhere else in it."""

    wanted = Signal(str)
    """`chapter` or `chapter#heading`."""

    def __init__(self) -> None:
        super().__init__(name="目次")
        self.setObjectName("manual_contents")
        self._lines = QStandardItemModel(self)
        self.setModel(self._lines)
        self.setItemDelegate(_Delegate(self))
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.clicked.connect(self._open)

    def show_contents(self, parts: tuple[Part, ...], current: str) -> None:
        """Show every chapter, below the current one its headings."""
        self._lines.clear()
        for part in parts:
            self._add(part.title, 0)
            for chapter in part.chapters:
                self._add(chapter.title, 1, chapter.key)
                if chapter.key == current:
                    for heading in chapter.headings:
                        self._add(heading, 2, f"{chapter.key}#{heading}")
        self._stand_on(current)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Open what one stands on upon Enter."""
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self._open(self.currentIndex())
        else:
            super().keyPressEvent(event)

    def _add(self, text: str, level: int, target: str = "") -> None:
        line = QStandardItem(text)
        line.setData(target, _TARGET)
        line.setData(level, _LEVEL)
        line.setToolTip(text if level else "")
        line.setFlags(
            Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable
            if target
            else Qt.ItemFlag.NoItemFlags
        )
        self._lines.appendRow(line)

    def _stand_on(self, target: str) -> None:
        for row in range(self._lines.rowCount()):
            index = self._lines.index(row, 0)
            if index.data(_TARGET) == target:
                self.setCurrentIndex(index)
                self.scrollTo(index, QAbstractItemView.ScrollHint.EnsureVisible)

    def _open(self, index: QModelIndex) -> None:
        if target := index.data(_TARGET):
            self.wanted.emit(target)
