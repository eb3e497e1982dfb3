"""The case list as a model: ids in order, rows fetched as they are looked at, workers' headings."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Callable, Mapping, Sequence
from itertools import accumulate
from typing import Any
from uuid import UUID

from PySide6.QtCore import (
    QAbstractTableModel,
    QModelIndex,
    QObject,
    QPersistentModelIndex,
    Qt,
    Signal,
)

from soudan_desk.services.case_around import Next
from soudan_desk.services.case_due import earlier_of
from soudan_desk.services.case_order import CaseOrder
from soudan_desk.services.cases import CaseRow
from soudan_desk.ui.pages.cases_columns import BY_KEY, USUAL, Column, Desk, cell_of
from soudan_desk.ui.theme import Role
from soudan_desk.ui.widgets.cells import CELL_ROLE, Cell, spoken
from soudan_desk.ui.widgets.painting import LEFT, RIGHT

Index = QModelIndex | QPersistentModelIndex
ROOT = QModelIndex()
WINDOW = 60
_WINDOWS_KEPT = 40
NOBODY = "（担当なし）"


class CasesModel(QAbstractTableModel):
    """Knows every case's id from the start, and of each row only what was looked at.

    What falls due takes longer to find out: it is asked for by `fetched`, and shown afterwards.
    """

    fetched = Signal(object)
    """The ids of the cases whose rows have just come."""

    def __init__(
        self,
        fetch: Callable[[Sequence[UUID]], list[CaseRow]],
        desk: Desk,
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self._fetch, self._desk = fetch, desk
        self._columns: tuple[Column, ...] = tuple(BY_KEY[key] for key in USUAL)
        self._order = CaseOrder(())
        self._total = 0
        self._heads: list[int] = []
        self._windows: dict[int, dict[UUID, CaseRow]] = {}
        self._due: dict[UUID, Next] = {}

    # what is shown

    @property
    def columns(self) -> tuple[Column, ...]:
        """Return the columns, in order."""
        return self._columns

    def set_columns(self, keys: Sequence[str]) -> None:
        """Show other columns; unknown keys are passed over."""
        self.beginResetModel()
        self._columns = tuple(BY_KEY[key] for key in keys if key in BY_KEY)
        self.endResetModel()

    def show_first(self, rows: Sequence[CaseRow], total: int) -> None:
        """Show the first screen while the order of the rest is still being fetched."""
        self.beginResetModel()
        self._order = CaseOrder(tuple(row.id for row in rows))
        self._total, self._heads = total, []
        self._windows = {0: {row.id: row for row in rows}}
        self.endResetModel()
        self.fetched.emit(self._order.ids)

    def show_due(self, case_ids: Sequence[UUID], due: Mapping[UUID, Next]) -> None:
        """Show what falls due in these cases."""
        for case_id in case_ids:
            self._due.pop(case_id, None)
        self._due |= due
        if self.rowCount():
            last = self.index(self.rowCount() - 1, self.columnCount() - 1)
            self.dataChanged.emit(self.index(0, 0), last)

    def show_order(self, order: CaseOrder) -> None:
        """Show these cases; each worker's ones below a heading where they are parted."""
        if self._continues(order):
            if len(self._order.ids) == self._total:
                self._windows.clear()  # the same cases, asked for because one of them changed
            self._order = order
            last = self.index(self.rowCount() - 1, self.columnCount() - 1)
            self.dataChanged.emit(self.index(0, 0), last)
            return
        self.beginResetModel()
        self._order, self._total = order, len(order.ids)
        self._windows.clear()
        starts = accumulate((count + 1 for _name, count in order.groups), initial=0)
        self._heads = list(starts)[:-1]
        self.endResetModel()

    def _continues(self, order: CaseOrder) -> bool:
        known = self._order.ids
        is_same = not order.groups and not self._heads and len(order.ids) == self._total
        return is_same and len(known) > 0 and order.ids[: len(known)] == known

    def order(self) -> CaseOrder:
        """Return the cases that are shown, in order."""
        return self._order

    def case_count(self) -> int:
        """Count the cases, headings left out."""
        return self._total

    def heading_rows(self) -> list[int]:
        """Return the rows that are headings."""
        return list(self._heads)

    def id_at(self, row: int) -> UUID | None:
        """Return a row's case; None for a heading."""
        place = self._place(row)
        return self._order.ids[place] if self._is_known(place) and place is not None else None

    def row_of(self, case_id: UUID) -> int:
        """Return where a case stands, -1 where it is not shown."""
        try:
            place = self._order.ids.index(case_id)
        except ValueError:
            return -1
        row = place
        for head in self._heads:
            row += head <= row
        return row

    def case_at(self, row: int) -> CaseRow | None:
        """Return a row's case, fetching those around it where needed."""
        place = self._place(row)
        if place is None or not self._is_known(place):
            return None
        start = place - place % WINDOW
        window = self._windows.pop(start, None)
        if window is None:
            wanted = self._order.ids[start : start + WINDOW]
            window = {found.id: found for found in self._fetch(wanted)}
            self.fetched.emit(wanted)
            while len(self._windows) >= _WINDOWS_KEPT:
                del self._windows[next(iter(self._windows))]
        self._windows[start] = window
        found = window.get(self._order.ids[place])
        return found and earlier_of(found, self._due.get(found.id))

    # Qt

    def rowCount(self, parent: Index = ROOT) -> int:
        """Count cases and headings."""
        return 0 if parent.isValid() else self._total + len(self._heads)

    def columnCount(self, parent: Index = ROOT) -> int:
        """Count columns."""
        return 0 if parent.isValid() else len(self._columns)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        """Return a cell, or what it says."""
        if role not in (
            CELL_ROLE,
            Qt.ItemDataRole.DisplayRole,
            Qt.ItemDataRole.AccessibleTextRole,
        ):
            return None
        cell = self._cell(index.row(), index.column())
        return cell if role == CELL_ROLE else spoken(cell)

    def headerData(
        self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole
    ) -> Any:
        """Head each column."""
        if orientation is not Qt.Orientation.Horizontal or section >= len(self._columns):
            return None
        column = self._columns[section]
        if role == Qt.ItemDataRole.TextAlignmentRole:
            return (RIGHT if column.right else LEFT).value
        return column.label if role == Qt.ItemDataRole.DisplayRole else None

    # private

    def _is_known(self, place: int | None) -> bool:
        return place is not None and place < len(self._order.ids)

    def _cell(self, row: int, column: int) -> Cell:
        if row in self._heads:
            name, count = self._order.groups[self._heads.index(row)]
            words = name or NOBODY
            return (
                Cell(words, f"{count:,}件", bold=True, role=Role.ACCENT) if not column else Cell()
            )
        found = self.case_at(row)
        return Cell() if found is None else cell_of(self._columns[column], found, self._desk)

    def _place(self, row: int) -> int | None:
        if row < 0 or row >= self.rowCount():
            return None
        before = bisect_right(self._heads, row)
        if before and self._heads[before - 1] == row:
            return None
        return row - before
