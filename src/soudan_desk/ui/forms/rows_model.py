"""A table inside a form as a Qt model: cells are answers, or text that could not be read."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Callable, Sequence
from typing import Any

from PySide6.QtCore import QAbstractTableModel, QModelIndex, Qt
from PySide6.QtWidgets import QWidget

from soudan_desk.fields import Field, Kind, as_text
from soudan_desk.fields.typed import TypedAnswerError, answer_from_typed, typed_from_answer
from soudan_desk.ui.forms.context import FormContext
from soudan_desk.ui.lists.rows import Index, alignment_of

ROOT = QModelIndex()
Row = dict[str, Any]
UNREAD_ROLE = Qt.ItemDataRole.UserRole


class Unread(str):
    """Text in a cell that could not be read as an answer."""

    __slots__ = ()


class TableModel(QAbstractTableModel):
    """Rows of answers with a blank row at the end, in which typing makes a new one."""

    def __init__(self, field: Field, context: FormContext, parent: QWidget) -> None:
        super().__init__(parent)
        self.columns: tuple[Field, ...] = field.rows
        self._context = context
        self._rows: list[Row] = []

    # the answers

    def rows(self) -> list[Row]:
        """Return the rows that hold anything, without the cells that hold nothing."""
        clean = ({k: v for k, v in row.items() if v is not None} for row in self._rows)
        return [row for row in clean if row]

    def set_rows(self, rows: Sequence[Row]) -> None:
        """Show other rows."""
        self.beginResetModel()
        self._rows = [dict(row) for row in rows]
        self.endResetModel()

    def first_unread(self) -> tuple[int, Field, str] | None:
        """Return the first cell that could not be read: its row (from 1), question and text."""
        for number, row in enumerate(self._rows, start=1):
            for column in self.columns:
                if isinstance(row.get(column.key), Unread):
                    return number, column, str(row[column.key])
        return None

    def read(self, column: Field, text: str) -> Any:
        """Return the answer a cell's text stands for, or the text marked as unread."""
        context = self._context
        try:
            return answer_from_typed(
                column,
                text,
                today=context.today,
                codes=context.codes,
                centre=context.centre,
                lookup=self._lookup,
            )
        except TypedAnswerError:
            return Unread(text)

    def texts(self) -> str:
        """Return all cells as text, in JSON."""
        columns = range(len(self.columns))
        rows = [
            {self.columns[column].key: self._cell_text(row, column) for column in columns}
            for row in range(len(self._rows))
        ]
        return json.dumps(rows, ensure_ascii=False)

    def set_texts(self, texts: str) -> None:
        """Read all cells from text that `texts` wrote."""
        known = {column.key: column for column in self.columns}
        self.set_rows(
            [
                {key: self.read(known[key], text) for key, text in row.items() if key in known}
                for row in json.loads(texts)
            ]
        )

    # rows and blocks

    def remove_rows(self, numbers: Sequence[int]) -> None:
        """Take rows out."""
        for number in sorted(numbers, reverse=True):
            if number < len(self._rows):
                self.beginRemoveRows(ROOT, number, number)
                del self._rows[number]
                self.endRemoveRows()

    def insert_row(self, number: int) -> None:
        """Put a blank row before another."""
        self.beginInsertRows(ROOT, number, number)
        self._rows.insert(number, {})
        self.endInsertRows()

    def move_row(self, number: int, step: int) -> bool:
        """Move a row up (-1) or down (1); tell whether it moved."""
        there = number + step
        if not (0 <= number < len(self._rows) and 0 <= there < len(self._rows)):
            return False
        self.beginMoveRows(ROOT, number, number, ROOT, there + (step > 0))
        self._rows.insert(there, self._rows.pop(number))
        self.endMoveRows()
        return True

    def paste(self, top: int, left: int, text: str) -> int:
        """Fill cells from tab-separated text; return how many columns did not fit."""
        lines = list(csv.reader(io.StringIO(text), delimiter="\t"))
        too_wide = left + max(map(len, lines), default=0) - len(self.columns)
        if too_wide > 0:
            return too_wide
        self.beginResetModel()
        self._rows.extend({} for _ in range(top + len(lines) - len(self._rows)))
        for number, line in enumerate(lines, start=top):
            for column, cell in zip(self.columns[left:], line, strict=False):
                self._rows[number][column.key] = self.read(column, cell)
        self.endResetModel()
        return 0

    def copied(self, indexes: Sequence[QModelIndex]) -> str:
        """Return chosen cells as tab-separated text."""
        rows = sorted({index.row() for index in indexes})
        columns = sorted({index.column() for index in indexes})
        out = io.StringIO()
        writer = csv.writer(out, delimiter="\t", lineterminator="\n")
        for row in rows:
            writer.writerow([self._cell_text(row, column) for column in columns])
        return out.getvalue().removesuffix("\n")

    # Qt

    def rowCount(self, parent: Index = ROOT) -> int:
        """Count the rows and the blank one."""
        return 0 if parent.isValid() else len(self._rows) + 1

    def columnCount(self, parent: Index = ROOT) -> int:
        """Count the questions."""
        return 0 if parent.isValid() else len(self.columns)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        """Return a cell's words, its answer, its tick."""
        column, value = self.columns[index.column()], self._value(index)
        looks: dict[int, Callable[[], Any]] = {
            Qt.ItemDataRole.DisplayRole: lambda: self._words(column, value),
            Qt.ItemDataRole.EditRole: lambda: value,
            Qt.ItemDataRole.CheckStateRole: lambda: _tick(column, value),
            Qt.ItemDataRole.TextAlignmentRole: lambda: alignment_of(column),
            Qt.ItemDataRole.AccessibleTextRole: lambda: self._spoken(index, column, value),
            UNREAD_ROLE: lambda: isinstance(value, Unread),
        }
        return looks[role]() if role in looks else None

    def setData(self, index: Index, value: Any, role: int = Qt.ItemDataRole.EditRole) -> bool:
        """Take a cell's answer (or `Unread` text); in the blank row a new row begins."""
        column = self.columns[index.column()]
        if role == Qt.ItemDataRole.CheckStateRole:
            value = Qt.CheckState(value) is Qt.CheckState.Checked
        elif role != Qt.ItemDataRole.EditRole:
            return False
        if value == self._value(index):
            return False
        if index.row() == len(self._rows):
            self._add_blank_row()
        self._rows[index.row()][column.key] = value
        changed = self.index(index.row(), index.column())
        self.dataChanged.emit(changed, changed)
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
        return column.help or None if role == Qt.ItemDataRole.ToolTipRole else None

    # private

    def _add_blank_row(self) -> None:
        below = len(self._rows) + 1
        self.beginInsertRows(ROOT, below, below)
        self._rows.append({})
        self.endInsertRows()

    def _value(self, index: Index) -> Any:
        if index.row() >= len(self._rows):
            return None
        return self._rows[index.row()].get(self.columns[index.column()].key)

    def _words(self, column: Field, value: Any) -> str:
        if isinstance(value, Unread):
            return str(value)
        return "" if column.kind is Kind.CHECK else as_text(column, value, self._context.names)

    def _spoken(self, index: Index, column: Field, value: Any) -> str:
        words = as_text(column, value, self._context.names) if column.kind is Kind.CHECK else ""
        return f"{index.row() + 1}行目 {column.label} {words or self._words(column, value)}"

    def _cell_text(self, row: int, column: int) -> str:
        value = self._value(self.index(row, column))
        if isinstance(value, Unread):
            return str(value)
        return typed_from_answer(self.columns[column], value, self._context.names)

    def _lookup(self, kind: str, words: str) -> list[Any]:
        return [each.id for each in self._context.find(kind, words) if each.title == words]


def _tick(column: Field, value: Any) -> Qt.CheckState | None:
    if column.kind is not Kind.CHECK:
        return None
    return Qt.CheckState.Checked if value is True else Qt.CheckState.Unchecked
