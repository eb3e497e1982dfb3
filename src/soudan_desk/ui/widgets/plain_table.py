"""A table of rows that are known beforehand: what a page has read, not a list of 100,000 records.

model = PlainModel(["職員", "役割"])
model.show_rows([PlainRow("id", (Cell("田中"), Cell("主任")))])
table.setModel(model);  model.key_at(table.currentIndex())
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, TypeAlias

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QObject, QPersistentModelIndex, Qt

from soudan_desk.ui.widgets.cells import CELL_ROLE, Cell, spoken
from soudan_desk.ui.widgets.painting import LEFT, RIGHT
from soudan_desk.ui.widgets.table import TableView

Index: TypeAlias = QModelIndex | QPersistentModelIndex
_ROOT = QModelIndex()


@dataclass(frozen=True, slots=True)
class PlainRow:
    """A row: what it stands for, and its cells."""

    key: Any
    cells: tuple[Cell, ...]
    tip: str = ""


class PlainModel(QAbstractTableModel):
    """Shows the rows it was given last."""

    def __init__(self, headings: Sequence[str], parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._headings = tuple(headings)
        self._rows: Sequence[PlainRow] = ()

    def show_rows(self, rows: Sequence[PlainRow]) -> None:
        """Show other rows."""
        self.beginResetModel()
        self._rows = rows
        self.endResetModel()

    def key_at(self, index: Index) -> Any:
        """Return what a row stands for; None where there is none."""
        return self._rows[index.row()].key if index.isValid() else None

    def row_of(self, key: Any) -> int:
        """Return where a row stands; -1 where it does not."""
        return next((at for at, row in enumerate(self._rows) if row.key == key), -1)

    def rowCount(self, parent: Index = _ROOT) -> int:
        """Return how many rows there are."""
        return 0 if parent.isValid() else len(self._rows)

    def columnCount(self, parent: Index = _ROOT) -> int:
        """Return how many columns there are."""
        return 0 if parent.isValid() else len(self._headings)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        """Return a cell's looks, its words, or the row's tip."""
        row = self._rows[index.row()]
        cell = row.cells[index.column()]
        if role == CELL_ROLE:
            return cell
        if role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.AccessibleTextRole):
            return spoken(cell)
        return row.tip or None if role == Qt.ItemDataRole.ToolTipRole else None

    def headerData(
        self,
        section: int,
        orientation: Qt.Orientation,
        role: int = Qt.ItemDataRole.DisplayRole,
    ) -> Any:
        """Return a column's heading."""
        if orientation is not Qt.Orientation.Horizontal:
            return None
        if role == Qt.ItemDataRole.TextAlignmentRole:
            is_right = bool(self._rows) and self._rows[0].cells[section].right
            return (RIGHT if is_right else LEFT).value
        return self._headings[section] if role == Qt.ItemDataRole.DisplayRole else None


def show_anew(
    table: TableView, model: PlainModel, rows: Sequence[PlainRow], current: Any = None
) -> None:
    """Show other rows; the one asked for is current, else the one that was, else the first."""
    wanted = current or model.key_at(table.currentIndex())
    model.show_rows(rows)
    if rows:
        table.choose_row(max(model.row_of(wanted), 0))
