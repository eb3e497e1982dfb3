"""The grid of a table inside a form: keys of a spreadsheet, rows moved, blocks pasted."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from PySide6.QtCore import QItemSelectionModel, Qt, Signal
from PySide6.QtGui import (
    QFocusEvent,
    QGuiApplication,
    QKeyEvent,
    QKeySequence,
)
from PySide6.QtWidgets import (
    QAbstractItemView,
    QHeaderView,
    QStyledItemDelegate,
    QTableView,
    QWidget,
)

from soudan_desk.ui.forms.context import FormContext
from soudan_desk.ui.forms.rows_cells import CellDelegate, MakeEditor
from soudan_desk.ui.forms.rows_model import TableModel
from soudan_desk.ui.theme import theme


class TableEditView(QTableView):
    """The cells; Tab goes on, Enter writes and goes down, Ctrl+V fills cells from a table."""

    left = Signal()
    pasted = Signal(int)

    def __init__(self, model: TableModel, make_editor: MakeEditor, context: FormContext) -> None:
        super().__init__()
        self._table = model
        self.setModel(model)
        self.setItemDelegate(CellDelegate(make_editor, context, self))
        self.setTabKeyNavigation(True)
        triggers = QAbstractItemView.EditTrigger
        self.setEditTriggers(
            triggers.AnyKeyPressed | triggers.DoubleClicked | triggers.EditKeyPressed
        )
        self.setSelectionMode(QAbstractItemView.SelectionMode.ContiguousSelection)
        self.setWordWrap(False)
        self._acts = self._build_acts()
        self._build_headers()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Work like a spreadsheet."""
        act = self._act_of(event)
        if act is None:
            super().keyPressEvent(event)
        else:
            act()

    def focusInEvent(self, event: QFocusEvent) -> None:
        """Stand in the first cell when the table is entered."""
        super().focusInEvent(event)
        if not self.currentIndex().isValid():
            self.setCurrentIndex(self._table.index(0, 0))

    def focusNextPrevChild(self, next: bool) -> bool:  # noqa: A002 - Qt's word
        """Leave the table from its blank row, or backwards from its first cell."""
        here = self.currentIndex()
        if next and here.row() == self._table.rowCount() - 1:
            return bool(QWidget.focusNextPrevChild(self, next))
        if not next and here.row() == 0 and here.column() == 0:
            return bool(QWidget.focusNextPrevChild(self, next))
        return bool(super().focusNextPrevChild(next))

    def closeEditor(self, editor: QWidget, hint: Any) -> None:
        """Go down after Enter, to the next cell after Tab."""
        super().closeEditor(editor, hint)
        if hint == QStyledItemDelegate.EndEditHint.SubmitModelCache:
            self._go(1, 0)

    def changed_rows(self) -> list[int]:
        """Return the rows that are chosen."""
        return sorted({index.row() for index in self.selectedIndexes()})

    # acts

    def remove_chosen_rows(self) -> None:
        """Take the chosen rows out."""
        here = self.currentIndex()
        self._table.remove_rows(self.changed_rows() or [here.row()])
        last = self._table.rowCount() - 1
        self.setCurrentIndex(self._table.index(min(here.row(), last), max(0, here.column())))

    def insert_row(self) -> None:
        """Put a blank row above."""
        here = self.currentIndex()
        self._table.insert_row(max(0, here.row()))
        self.setCurrentIndex(self._table.index(max(0, here.row()), 0))

    def move_row(self, step: int) -> None:
        """Move the row one up or down."""
        here = self.currentIndex()
        if self._table.move_row(here.row(), step):
            self.setCurrentIndex(self._table.index(here.row() + step, here.column()))

    def paste(self) -> None:
        """Fill cells from the clipboard, from the current one on."""
        here, text = self.currentIndex(), QGuiApplication.clipboard().text()
        if text and here.isValid():
            self.pasted.emit(self._table.paste(here.row(), here.column(), text))
            self.setCurrentIndex(self._table.index(here.row(), here.column()))

    def copy(self) -> None:
        """Put the chosen cells on the clipboard."""
        QGuiApplication.clipboard().setText(self._table.copied(self.selectedIndexes()))

    def clear_chosen(self) -> None:
        """Empty the chosen cells."""
        for index in self.selectedIndexes():
            self._table.setData(index, None)

    # private

    def _act_of(self, event: QKeyEvent) -> Callable[[], object] | None:
        if event.matches(QKeySequence.StandardKey.Paste):
            return self.paste
        if event.matches(QKeySequence.StandardKey.Copy):
            return self.copy
        return self._acts.get((event.modifiers(), event.key()))

    def _go(self, down: int, across: int) -> None:
        here = self.currentIndex()
        there = self._table.index(here.row() + down, here.column() + across)
        if there.isValid():
            flag = QItemSelectionModel.SelectionFlag.ClearAndSelect
            self.selectionModel().setCurrentIndex(there, flag)

    def _build_acts(self) -> dict[tuple[Qt.KeyboardModifier, int], Callable[[], object]]:
        plain, alt = Qt.KeyboardModifier.NoModifier, Qt.KeyboardModifier.AltModifier
        control, pad = Qt.KeyboardModifier.ControlModifier, Qt.KeyboardModifier.KeypadModifier
        return {
            (plain, Qt.Key.Key_Delete): self.clear_chosen,
            (control, Qt.Key.Key_Delete): self.remove_chosen_rows,
            (plain, Qt.Key.Key_Insert): self.insert_row,
            (alt, Qt.Key.Key_Up): lambda: self.move_row(-1),
            (alt, Qt.Key.Key_Down): lambda: self.move_row(1),
            (plain, Qt.Key.Key_Return): self._write_here,
            (pad, Qt.Key.Key_Enter): self._write_here,
        }

    def _write_here(self) -> None:
        if self.state() is not QAbstractItemView.State.EditingState:
            self.edit(self.currentIndex())

    def _build_headers(self) -> None:
        across, down = self.horizontalHeader(), self.verticalHeader()
        across.setSectionResizeMode(QHeaderView.ResizeMode.Interactive)
        across.setHighlightSections(False)
        across.setStretchLastSection(True)
        down.setHighlightSections(False)
        down.setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        down.setDefaultAlignment(Qt.AlignmentFlag.AlignCenter)
        down.setMinimumWidth(theme.px(32))
