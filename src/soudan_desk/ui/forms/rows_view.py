"""The grid of a table inside a form: keys of a spreadsheet, rows moved, blocks pasted."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from PySide6.QtCore import QEvent, QItemSelectionModel, QModelIndex, Qt, Signal
from PySide6.QtGui import QFocusEvent, QGuiApplication, QInputMethodEvent, QKeyEvent, QKeySequence
from PySide6.QtWidgets import (
    QAbstractItemView,
    QHeaderView,
    QStyledItemDelegate,
    QTableView,
    QWidget,
)

from soudan_desk.ui.forms.context import FormContext
from soudan_desk.ui.forms.rows_blocks import read_block, width_of
from soudan_desk.ui.forms.rows_cells import CellDelegate, MakeEditor, height_of
from soudan_desk.ui.forms.rows_model import TableModel
from soudan_desk.ui.shortcuts import note_all
from soudan_desk.ui.theme import theme

Act = Callable[[], object]
_KEYS = (
    ("Enter", "セルを開く・下へ進む"),
    ("F2", "セルを直す"),
    ("Ctrl+C/X/V", "セルを写す・切り取る・貼る（Excelの表も）"),
    ("Delete", "セルを空にする"),
    ("Ctrl+Shift+Enter", "行を足す"),
    ("Insert", "上に行を入れる"),
    ("Ctrl+Delete", "行を消す"),
    ("Alt+↑/↓", "行を動かす"),
    ("Alt+Enter", "セルの中で改行"),
)


class TableEditView(QTableView):
    """The cells; Tab goes on, Enter writes and goes down, Ctrl+V fills cells from a table."""

    too_wide = Signal(int)
    """How many columns of a pasted block did not fit; nothing of it was taken."""

    def __init__(self, model: TableModel, make_editor: MakeEditor, context: FormContext) -> None:
        super().__init__()
        self._table = model
        self._cells = CellDelegate(make_editor, context, self)
        self.setModel(model)
        self.setItemDelegate(self._cells)
        self.setTabKeyNavigation(True)
        triggers = QAbstractItemView.EditTrigger
        self.setEditTriggers(
            triggers.AnyKeyPressed | triggers.DoubleClicked | triggers.EditKeyPressed
        )
        self.setSelectionMode(QAbstractItemView.SelectionMode.ContiguousSelection)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setWordWrap(False)
        self._acts = self._build_acts()
        self._build_headers()
        self._cells.row_wanted.connect(self.add_row)
        note_all(self, _KEYS)

    @property
    def is_typing(self) -> bool:
        """Whether an open cell is just taking over what is typed."""
        return self._cells.is_writing

    def event(self, event: QEvent) -> bool:
        """Take the table's own keys before the window's, such as Alt+↑ and Delete."""
        is_asked = event.type() is QEvent.Type.ShortcutOverride and isinstance(event, QKeyEvent)
        if is_asked and self._act_of(event) is not None:  # type: ignore[arg-type]
            event.accept()
            return True
        return bool(super().event(event))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Work like a spreadsheet."""
        act = self._act_of(event)
        if act is None:
            super().keyPressEvent(event)
        else:
            act()

    def inputMethodEvent(self, event: QInputMethodEvent) -> None:
        """Begin a cell also with words that come whole: Qt opens the cell, but drops them."""
        is_open = self.state() is QAbstractItemView.State.EditingState
        if is_open or not event.commitString():
            super().inputMethodEvent(event)
            return
        self.edit(self.currentIndex())
        editor = self.focusWidget() or self
        if editor is not self:
            QGuiApplication.sendEvent(editor, event)

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

    def commitData(self, editor: QWidget) -> None:
        """Take over what is typed; a cell that was closed meanwhile has nothing to say any more."""
        if self.indexWidget(self._cells.open_at()) is editor:
            super().commitData(editor)

    def closeEditor(self, editor: QWidget, hint: Any) -> None:
        """Go down after Enter, to the next cell after Tab; put the cell back after Esc."""
        here, hints = self.currentIndex(), QStyledItemDelegate.EndEditHint
        super().closeEditor(editor, hint)
        if hint == hints.SubmitModelCache:
            self._go(1, 0)
        elif hint == hints.RevertModelCache and here.isValid():
            self._table.setData(here, self._cells.was)

    def fit_rows(self) -> None:
        """Make every row as high as its words, which break at the columns' widths."""
        for row in range(self._table.rowCount()):
            wanted = max(self._height_at(row, each) for each in range(self._table.columnCount()))
            if self.rowHeight(row) != wanted:
                self.setRowHeight(row, wanted)

    def stand_at(self, cell: QModelIndex) -> None:
        """Stand in a cell."""
        self.selectionModel().setCurrentIndex(
            cell, QItemSelectionModel.SelectionFlag.ClearAndSelect
        )

    def stand_near(self, row: int, column: int) -> None:
        """Stand in a cell, or in the nearest there is."""
        last = self._table.rowCount() - 1
        self.stand_at(self._table.index(min(row, last), max(0, column)))

    # acts

    def remove_chosen_rows(self) -> None:
        """Take the chosen rows out."""
        here = self.currentIndex()
        chosen = {index.row() for index in self.selectedIndexes()}
        self._table.remove_rows(chosen or {here.row()})
        self.stand_near(here.row(), here.column())

    def insert_row(self) -> None:
        """Put a blank row above."""
        row = max(0, self.currentIndex().row())
        self._table.insert_row(row)
        self.setCurrentIndex(self._table.index(row, 0))

    def add_row(self) -> None:
        """Put a blank row below, and stand in it."""
        row = min(self.currentIndex().row() + 1, self._table.rowCount() - 1)
        self._table.insert_row(row)
        self.stand_at(self._table.index(row, 0))

    def move_row(self, step: int) -> None:
        """Move the row one up or down."""
        here = self.currentIndex()
        if self._table.move_row(here.row(), step):
            self.setCurrentIndex(self._table.index(here.row() + step, here.column()))

    def paste(self) -> None:
        """Fill cells from the clipboard, from the current one on; one cell fills all chosen."""
        here, block = self.currentIndex(), read_block(QGuiApplication.clipboard().text())
        if not block or not here.isValid():
            return
        chosen = self.selectedIndexes()
        if len(block) == 1 and len(block[0]) == 1 and len(chosen) > 1:
            self._table.set_cells(chosen, block[0][0])
            return
        first = min(((each.row(), each.column()) for each in chosen), default=None)
        row, column = first or (here.row(), here.column())
        over = column + width_of(block) - self._table.columnCount()
        if over > 0:
            self.too_wide.emit(over)
            return
        self._table.fill(row, column, block)
        self.setCurrentIndex(self._table.index(row, column))

    def copy(self) -> None:
        """Put the chosen cells on the clipboard."""
        QGuiApplication.clipboard().setText(self._table.copied(self.selectedIndexes()))

    def cut(self) -> None:
        """Put the chosen cells on the clipboard and empty them."""
        self.copy()
        self.clear_chosen()

    def clear_chosen(self) -> None:
        """Empty the chosen cells."""
        self._table.set_cells(self.selectedIndexes())

    # private

    def _act_of(self, event: QKeyEvent) -> Act | None:
        standard = QKeySequence.StandardKey
        for key, act in (
            (standard.Paste, self.paste),
            (standard.Copy, self.copy),
            (standard.Cut, self.cut),
        ):
            if event.matches(key):
                return act
        return self._acts.get((event.modifiers(), event.key()))

    def _go(self, down: int, across: int) -> None:
        here = self.currentIndex()
        there = self._table.index(here.row() + down, here.column() + across)
        if there.isValid():
            self.stand_at(there)

    def _height_at(self, row: int, column: int) -> int:
        words = self._table.index(row, column).data()
        return height_of(str(words or ""), self.columnWidth(column))

    def _build_acts(self) -> dict[tuple[Qt.KeyboardModifier, int], Act]:
        plain, alt = Qt.KeyboardModifier.NoModifier, Qt.KeyboardModifier.AltModifier
        control, pad = Qt.KeyboardModifier.ControlModifier, Qt.KeyboardModifier.KeypadModifier
        shift = Qt.KeyboardModifier.ShiftModifier
        return {
            (plain, Qt.Key.Key_Delete): self.clear_chosen,
            (plain, Qt.Key.Key_Backspace): self.clear_chosen,
            (control, Qt.Key.Key_Delete): self.remove_chosen_rows,
            (plain, Qt.Key.Key_Insert): self.insert_row,
            (control | shift, Qt.Key.Key_Return): self.add_row,
            (control | shift | pad, Qt.Key.Key_Enter): self.add_row,
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
