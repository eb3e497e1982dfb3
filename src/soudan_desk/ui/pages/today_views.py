"""How the lines of 今日 are worked by keys and mouse."""

from __future__ import annotations

from typing import Any

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QRectF, Qt, Signal
from PySide6.QtGui import QFocusEvent, QKeyEvent, QMouseEvent, QResizeEvent

from soudan_desk.ui import layouts
from soudan_desk.ui.pages.today_looks import RowsDelegate, act_rect, is_narrow
from soudan_desk.ui.pages.today_rows import (
    Heading,
    MoreRow,
    RowsModel,
    TodoRow,
)
from soudan_desk.ui.widgets.lines_view import LinesView

Index = QModelIndex | QPersistentModelIndex


class RowsView(LinesView):
    """Rows one moves in by arrows; Enter does what a row is for."""

    acted = Signal(object)
    """The row whose act was asked for."""
    pressed_key = Signal(str, object)
    """One of `keys` was pressed, with the current row."""
    entered_by_focus = Signal()
    """One came into the list."""

    def __init__(self, name: str, keys: str = "") -> None:
        super().__init__(name=name)
        self._keys = keys
        self._model = RowsModel(self)
        self.setItemDelegate(RowsDelegate(self))
        self.setModel(self._model)
        layouts.set_surface(self, "surface")
        self.doubleClicked.connect(self._act)

    @property
    def rows(self) -> RowsModel:
        """Return the model."""
        return self._model

    def show_rows(self, rows: list[Any]) -> None:
        """Show these rows; the current one stays current, or its neighbour becomes so."""
        at, before = self.currentIndex().row(), self.current()
        self._model.show_rows(rows)
        index = self._model.find(lambda row: _what(row) == _what(before)) if before else ROOT
        for near in (at, at - 1, at + 1, *range(len(rows))):
            if index.isValid():
                break
            if 0 <= near < len(rows) and not isinstance(rows[near], Heading):
                index = self._model.index(near, 0)
        self.setCurrentIndex(index)
        self._show_first_heading()

    def current(self) -> Any:
        """Return the current row."""
        return self._model.row(self.currentIndex())

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Act upon Enter; pass on the letters that mean something here."""
        letter = event.text().upper()
        plain = not event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and plain:
            self._act(self.currentIndex())
        elif event.key() == Qt.Key.Key_Delete and self.current() is not None:
            self.pressed_key.emit("Delete", self.current())
        elif plain and letter and letter in self._keys and self.current() is not None:
            self.pressed_key.emit(letter, self.current())
        else:
            super().keyPressEvent(event)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Lay the rows out anew where they become higher or lower."""
        super().resizeEvent(event)
        if is_narrow(event.oldSize().width()) is not is_narrow(event.size().width()):
            self.scheduleDelayedItemsLayout()
        self._show_first_heading()

    def focusInEvent(self, event: QFocusEvent) -> None:
        """Tell that one works here now."""
        super().focusInEvent(event)
        self.entered_by_focus.emit()

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """Do a row's act where it stands written."""
        super().mouseReleaseEvent(event)
        index = self.indexAt(event.position().toPoint())
        row = self._model.row(index)
        if isinstance(row, TodoRow | MoreRow):
            place = act_rect(QRectF(self.visualRect(index)), row)
            if place.contains(event.position()):
                self.acted.emit(row)

    def _show_first_heading(self) -> None:
        """Leave the heading of the first row in sight, which cannot be chosen itself."""
        at = self.currentIndex().row()
        if all(isinstance(self._model.row(self._model.index(n, 0)), Heading) for n in range(at)):
            self.scrollToTop()

    def _act(self, index: Index) -> None:
        row = self._model.row(index)
        if row is not None and not isinstance(row, Heading):
            self.acted.emit(row)


ROOT = QModelIndex()


def _what(row: Any) -> Any:
    if isinstance(row, TodoRow):
        return row.todo.kind, row.todo.id
    what = getattr(row, "what", None)
    return getattr(what, "form", None) or getattr(what, "id", None)
