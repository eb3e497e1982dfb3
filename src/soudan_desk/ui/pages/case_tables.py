"""Short tables of the case page: a few rows of cells, each with what it stands for."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from typing import Any

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QObject, QPersistentModelIndex, Qt
from PySide6.QtGui import QKeyEvent

from soudan_desk.ui import layouts
from soudan_desk.ui.theme import theme
from soudan_desk.ui.widgets.cells import CELL_ROLE, Cell, spoken
from soudan_desk.ui.widgets.painting import LEFT, RIGHT
from soudan_desk.ui.widgets.table import TableView

Index = QModelIndex | QPersistentModelIndex
ROOT = QModelIndex()
_HEADER = 30


@dataclass(frozen=True, slots=True)
class TableRow:
    """One row: what it stands for, and its cells in the order of the headings."""

    what: Any
    cells: tuple[Cell, ...]


class CellsModel(QAbstractTableModel):
    """Rows that are given whole."""

    def __init__(
        self,
        headings: Sequence[str],
        parent: QObject | None = None,
        *,
        right: Collection[int] = (),
    ) -> None:
        super().__init__(parent)
        self._headings, self._right = tuple(headings), right
        self._rows: Sequence[TableRow] = ()

    def show_rows(self, rows: Sequence[TableRow]) -> None:
        """Show these rows."""
        self.beginResetModel()
        self._rows = rows
        self.endResetModel()

    def what_at(self, index: Index) -> Any:
        """Return what a row stands for; None where there is no row."""
        return self._rows[index.row()].what if index.isValid() else None

    def rowCount(self, parent: Index = ROOT) -> int:
        """Count rows."""
        return 0 if parent.isValid() else len(self._rows)

    def columnCount(self, parent: Index = ROOT) -> int:
        """Count headings."""
        return 0 if parent.isValid() else len(self._headings)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        """Return a cell, or what it says."""
        if role not in (CELL_ROLE, Qt.ItemDataRole.DisplayRole):
            return None
        cell = self._rows[index.row()].cells[index.column()]
        return cell if role == CELL_ROLE else spoken(cell)

    def headerData(
        self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole
    ) -> Any:
        """Return a heading."""
        is_heading = orientation is Qt.Orientation.Horizontal
        if is_heading and role == Qt.ItemDataRole.TextAlignmentRole:
            return (RIGHT if section in self._right else LEFT).value
        if is_heading and role == Qt.ItemDataRole.DisplayRole and section < len(self._headings):
            return self._headings[section]
        return None


class ShortTable(TableView):
    """A table as high as its rows, so that the pane around it scrolls, not the table."""

    def __init__(self, name: str, headings: Sequence[str], widths: Sequence[int]) -> None:
        super().__init__(name=name)
        self._cells = CellsModel(headings, self)
        self.setModel(self._cells)
        self.set_widths(widths)
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        layouts.set_surface(self, "raised")

    def show_rows(self, rows: Sequence[TableRow]) -> None:
        """Show these rows; the same one stays current where it still is."""
        here = self.current_what()
        self._cells.show_rows(rows)
        theme_height = round(theme.size("row") * 100 / theme.zoom)
        layouts.fix_size(self, height=_HEADER + theme_height * len(rows) + 2)
        for at, row in enumerate(rows):
            if row.what == here:
                self.choose_row(at)

    def current_what(self) -> Any:
        """Return what the current row stands for."""
        return self._cells.what_at(self.currentIndex())

    def what_at(self, index: Index) -> Any:
        """Return what a row stands for."""
        return self._cells.what_at(index)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Leave the keys that scroll a long table to the pane."""
        if event.key() in (Qt.Key.Key_PageUp, Qt.Key.Key_PageDown):
            event.ignore()
            return
        super().keyPressEvent(event)
