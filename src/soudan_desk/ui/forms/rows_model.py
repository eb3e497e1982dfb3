"""A table inside a form as a Qt model: cells are answers, or text that could not be read."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any

from PySide6.QtCore import QAbstractTableModel, QModelIndex, Qt, Signal
from PySide6.QtWidgets import QWidget

from soudan_desk.fields import ROW_ID, Field, Kind, as_text
from soudan_desk.models.base import new_id
from soudan_desk.ui.forms.context import FormContext
from soudan_desk.ui.forms.rows_blocks import Block, CellTexts, Unread, block_text
from soudan_desk.ui.lists.rows import Index, alignment_of

ROOT = QModelIndex()
Row = dict[str, Any]
Marks = Mapping[tuple[Any, str], str]
"""What is wrong with cells, by the row's id and the question."""
PROBLEM_ROLE = Qt.ItemDataRole.UserRole
"""The sentence of a cell that is to be looked at."""


class TableModel(QAbstractTableModel):
    """Rows of answers with a blank row at the end, in which typing makes a new one.

    Where the table asks for `ROW_ID`, that question has no column: each row gets an id of its own
    as soon as it holds anything, and keeps it wherever it moves.
    """

    changed = Signal()
    """Sent once for each act of the person."""

    def __init__(self, field: Field, context: FormContext, parent: QWidget) -> None:
        super().__init__(parent)
        self.columns = tuple(column for column in field.rows if _has_column(column, context.centre))
        self._asked = {column.key: column for column in field.rows}
        self._context, self._texts = context, CellTexts(context)
        self._rows: list[Row] = []
        self._marks: dict[tuple[Any, str], str] = {}

    # the answers

    def rows(self) -> list[Row]:
        """Return the rows that hold anything, without the cells that hold nothing."""
        clean = ({k: v for k, v in row.items() if v is not None} for row in self._rows)
        return [row for row in clean if row.keys() - {ROW_ID}]

    def numbered_rows(self) -> list[tuple[int, Row]]:
        """Return the rows with the numbers that stand beside them."""
        return list(enumerate(self._rows, start=1))

    def set_rows(self, rows: Sequence[Row]) -> None:
        """Show other rows."""
        self.beginResetModel()
        self._rows = [dict(row) for row in rows]
        self._marks = {}
        self.endResetModel()

    def mark(self, marks: Marks) -> None:
        """Mark cells that are to be looked at, each with its sentence; a change takes it away."""
        self._marks = dict(marks)
        self.dataChanged.emit(self.index(0, 0), self.index(self.rowCount() - 1, 0))

    def first_unread(self) -> tuple[int, Field, str] | None:
        """Return the first cell that could not be read: its row (from 1), question and text."""
        for number, row in enumerate(self._rows, start=1):
            for column in self.columns:
                if isinstance(row.get(column.key), Unread):
                    return number, column, str(row[column.key])
        return None

    def first_problem(self) -> QModelIndex | None:
        """Return the first cell that is to be looked at."""
        cells = (self.index(r, c) for r in range(len(self._rows)) for c in range(len(self.columns)))
        return next((cell for cell in cells if cell.data(PROBLEM_ROLE)), None)

    def texts(self) -> str:
        """Return all cells as text, in JSON."""
        rows = [
            {k: self._texts.text(f, row.get(k)) for k, f in self._asked.items()}
            for row in self._rows
        ]
        return json.dumps(rows, ensure_ascii=False)

    def set_texts(self, texts: str) -> None:
        """Read all cells from text that `texts` wrote."""
        known = self._asked
        self.set_rows(
            [
                {
                    key: self._texts.read(known[key], text)
                    for key, text in row.items()
                    if key in known
                }
                for row in json.loads(texts)
            ]
        )

    def first_difference(self, texts: str) -> tuple[int, int] | None:
        """Return the row and column of the first cell that differs from texts kept before."""
        before, now = json.loads(texts), json.loads(self.texts())
        for number in range(max(len(before), len(now))):
            old, new = (rows[number] if number < len(rows) else {} for rows in (before, now))
            for column, field in enumerate(self.columns):
                if old.get(field.key, "") != new.get(field.key, ""):
                    return number, column
        return None

    # rows and blocks

    def remove_rows(self, numbers: Iterable[int]) -> None:
        """Take rows out."""
        gone = sorted((n for n in numbers if n < len(self._rows)), reverse=True)
        for number in gone:
            self.beginRemoveRows(ROOT, number, number)
            del self._rows[number]
            self.endRemoveRows()
        if gone:
            self._settle_numbers()

    def insert_row(self, number: int) -> None:
        """Put a blank row before another."""
        number = min(number, len(self._rows))
        self.beginInsertRows(ROOT, number, number)
        self._rows.insert(number, {})
        self.endInsertRows()
        self._settle_numbers()

    def move_row(self, number: int, step: int) -> bool:
        """Move a row up (-1) or down (1); tell whether it moved."""
        there = number + step
        if not (0 <= number < len(self._rows) and 0 <= there < len(self._rows)):
            return False
        self.beginMoveRows(ROOT, number, number, ROOT, there + (step > 0))
        self._rows.insert(there, self._rows.pop(number))
        self.endMoveRows()
        self._settle_numbers()
        return True

    def fill(self, top: int, left: int, block: Block) -> None:
        """Fill cells from text, from one cell on; rows that are missing are added."""
        self.beginResetModel()
        self._rows.extend({} for _ in range(top + len(block) - len(self._rows)))
        for number, line in enumerate(block, start=top):
            for column, text in zip(self.columns[left:], line, strict=False):
                self._put(number, column, self._texts.read(column, text))
        self.endResetModel()
        self.changed.emit()

    def set_cells(self, cells: Iterable[QModelIndex], text: str = "") -> None:
        """Put the same text into several cells; none empties them."""
        for cell in cells:
            column = self.columns[cell.column()]
            if cell.row() < len(self._rows):
                self._put(cell.row(), column, self._texts.read(column, text))
                self.dataChanged.emit(cell, cell)
        self.changed.emit()

    def copied(self, cells: Sequence[QModelIndex]) -> str:
        """Return chosen cells as tab-separated text."""
        rows = sorted({cell.row() for cell in cells if cell.row() < len(self._rows)})
        columns = sorted({cell.column() for cell in cells})
        fields = [self.columns[column] for column in columns]
        return block_text([self._shared(row, field) for field in fields] for row in rows)

    # Qt

    def rowCount(self, parent: Index = ROOT) -> int:
        """Count the rows and the blank one."""
        return 0 if parent.isValid() else len(self._rows) + 1

    def columnCount(self, parent: Index = ROOT) -> int:
        """Count the questions."""
        return 0 if parent.isValid() else len(self.columns)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        """Return a cell's words, its answer, its tick, what is wrong with it."""
        column, value = self.columns[index.column()], self._value(index)
        looks: dict[int, Callable[[], Any]] = {
            Qt.ItemDataRole.DisplayRole: lambda: self._words(column, value),
            Qt.ItemDataRole.EditRole: lambda: value,
            Qt.ItemDataRole.CheckStateRole: lambda: _tick(column, value),
            Qt.ItemDataRole.TextAlignmentRole: lambda: alignment_of(column),
            Qt.ItemDataRole.AccessibleTextRole: lambda: self._spoken(index, column, value),
            Qt.ItemDataRole.AccessibleDescriptionRole: lambda: self._problem(index) or None,
            Qt.ItemDataRole.ToolTipRole: lambda: self._problem(index) or self._words(column, value),
            PROBLEM_ROLE: lambda: self._problem(index),
        }
        return looks[role]() if role in looks else None

    def setData(self, index: Index, value: Any, role: int = Qt.ItemDataRole.EditRole) -> bool:
        """Take a cell's answer (or `Unread` text); in the blank row a new row begins."""
        column = self.columns[index.column()]
        if role == Qt.ItemDataRole.CheckStateRole:
            value = Qt.CheckState(value) is Qt.CheckState.Checked
        elif role != Qt.ItemDataRole.EditRole:
            return False
        if value == self._value(index) and isinstance(value, Unread) == self._is_unread(index):
            return False
        if index.row() == len(self._rows):
            self._add_blank_row()
        self._put(index.row(), column, value)
        cell = self.index(index.row(), index.column())
        self.dataChanged.emit(cell, cell)
        self.changed.emit()
        return True

    def flags(self, index: Index) -> Qt.ItemFlag:
        """Let every cell be chosen and written in."""
        is_check = self.columns[index.column()].kind is Kind.CHECK
        own = Qt.ItemFlag.ItemIsUserCheckable if is_check else Qt.ItemFlag.ItemIsEditable
        return Qt.ItemFlag.ItemIsSelectable | Qt.ItemFlag.ItemIsEnabled | own

    def headerData(
        self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole
    ) -> Any:
        """Head columns with their questions, rows with their numbers."""
        if orientation is Qt.Orientation.Vertical:
            is_words = role == Qt.ItemDataRole.DisplayRole
            return str(section + 1) if is_words and section < len(self._rows) else None
        column = self.columns[section]
        if role == Qt.ItemDataRole.DisplayRole:
            return column.label
        if role == Qt.ItemDataRole.TextAlignmentRole:
            return alignment_of(column)
        if role == Qt.ItemDataRole.ToolTipRole:
            return f"{column.label}　{column.help}" if column.help else column.label
        return None

    # private

    def _add_blank_row(self) -> None:
        below = len(self._rows) + 1
        self.beginInsertRows(ROOT, below, below)
        self._rows.append({})
        self.endInsertRows()

    def _put(self, number: int, column: Field, value: Any) -> None:
        row = self._rows[number]
        row[column.key] = value
        if ROW_ID in self._asked and row.get(ROW_ID) is None:
            row[ROW_ID] = new_id()
        self._marks.pop((row.get(ROW_ID), column.key), None)

    def _shared(self, number: int, field: Field) -> str:
        return self._texts.shared(field, self._rows[number].get(field.key))

    def _settle_numbers(self) -> None:
        """Draw the rows' numbers anew, and tell that rows have changed."""
        self.headerDataChanged.emit(Qt.Orientation.Vertical, 0, len(self._rows))
        self.changed.emit()

    def _value(self, index: Index) -> Any:
        if index.row() >= len(self._rows):
            return None
        return self._rows[index.row()].get(self.columns[index.column()].key)

    def _is_unread(self, index: Index) -> bool:
        return isinstance(self._value(index), Unread)

    def _problem(self, index: Index) -> str:
        column, value = self.columns[index.column()], self._value(index)
        if isinstance(value, Unread):
            return self._texts.sentence(column, str(value))
        if not self._marks or index.row() >= len(self._rows):
            return ""
        return self._marks.get((self._rows[index.row()].get(ROW_ID), column.key), "")

    def _words(self, column: Field, value: Any) -> str:
        if isinstance(value, Unread):
            return str(value)
        return "" if column.kind is Kind.CHECK else as_text(column, value, self._context.names)

    def _spoken(self, index: Index, column: Field, value: Any) -> str:
        words = as_text(column, value, self._context.names) if column.kind is Kind.CHECK else ""
        return f"{index.row() + 1}行目 {column.label} {words or self._words(column, value)}"


def _tick(column: Field, value: Any) -> Qt.CheckState | None:
    if column.kind is not Kind.CHECK:
        return None
    return Qt.CheckState.Checked if value is True else Qt.CheckState.Unchecked


def _has_column(column: Field, centre: str | None) -> bool:
    """Whether a table has this column: not the rows' own ids, nor what other centres ask."""
    of_centre = (column.shown_when or {}).get("centre", (centre,))
    return column.key != ROW_ID and (centre is None or centre in of_centre)
