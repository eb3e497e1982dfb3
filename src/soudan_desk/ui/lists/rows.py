"""A table of records: the columns are questions, the rows are fetched as they are looked at."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Any, TypeAlias
from uuid import UUID

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QObject, QPersistentModelIndex, Qt

from soudan_desk.fields import Field, Kind, Names, as_text
from soudan_desk.japanese.eras import wareki_short
from soudan_desk.ui.theme import Role
from soudan_desk.ui.widgets.cells import CELL_ROLE, Cell, spoken

Index: TypeAlias = QModelIndex | QPersistentModelIndex
ROOT = QModelIndex()
WINDOW = 200
_WINDOWS_KEPT = 12
_LOOKED_THROUGH = 1_000
_FIGURES = {
    Kind.NUMBER, Kind.YEN, Kind.MINUTES, Kind.DATE, Kind.TIME, Kind.INSTANT, Kind.PARTIAL_DATE,
}  # fmt: skip
_TO_THE_RIGHT = {Kind.NUMBER, Kind.YEN, Kind.MINUTES, Kind.DATE, Kind.TIME, Kind.INSTANT}
RIGHT = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
LEFT = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
_WEEKDAYS = "月火水木金土日"
_SAME_YEAR_DAYS = 300


@dataclass(frozen=True, slots=True)
class Row:
    """A record as a list shows it; `is_quiet` mutes it whole (closed cases)."""

    id: UUID
    answers: Mapping[str, Any]
    is_quiet: bool = False
    more: Mapping[str, Any] = field(default_factory=dict)
    """What `look` needs beside the answers."""


@dataclass(frozen=True, slots=True)
class Sorting:
    """By which question's answer the rows stand."""

    key: str
    descending: bool = False


FetchPage = Callable[[int, int, Sorting | None], Sequence[Row]]
"""Returns rows from an offset on, at most so many, in an order."""
CellLook = Callable[[Row, Field, Cell], Cell]
"""Changes how a cell looks: bold, a chip, a colour role, a second text."""


class RowsModel(QAbstractTableModel):
    """Shows as many rows as `count` says and fetches those looked at, 200 at a time.

    Call `reload` when they may have changed. Twelve windows are kept, others are fetched again.
    """

    IdRole = Qt.ItemDataRole.UserRole
    CellRole = CELL_ROLE

    def __init__(
        self,
        fields: Iterable[Field],
        fetch_page: FetchPage,
        count: Callable[[], int],
        names: Names,
        *,
        today: date,
        look: CellLook | None = None,
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self._all = tuple(fields)
        self._columns = tuple(each for each in self._all if each.listed)
        self._fetch_page, self._count, self._names = fetch_page, count, names
        self._today, self._look = today, look
        self._sorting: Sorting | None = None
        self._windows: dict[int, Sequence[Row]] = {}
        self._row_count: int | None = None

    # what is shown

    @property
    def columns(self) -> tuple[Field, ...]:
        """Return the questions that have a column, in order."""
        return self._columns

    @property
    def choosable(self) -> tuple[Field, ...]:
        """Return every question that may have a column."""
        return self._all

    @property
    def sorting(self) -> Sorting | None:
        """Return the order in force; None for the usual one."""
        return self._sorting

    def set_columns(self, keys: Sequence[str]) -> None:
        """Show other questions, in this order; unknown keys are passed over."""
        known = {each.key: each for each in self._all}
        self.beginResetModel()
        self._columns = tuple(known[key] for key in keys if key in known)
        self.endResetModel()

    def set_sorting(self, sorting: Sorting | None) -> None:
        """Let `fetch_page` bring the rows in another order."""
        self.beginResetModel()
        self._sorting = sorting
        self._windows.clear()
        self.endResetModel()

    def reload(self) -> None:
        """Count and fetch the rows anew."""
        self.beginResetModel()
        self._windows.clear()
        self._row_count = None
        self.endResetModel()

    def row(self, number: int) -> Row | None:
        """Return a row, fetching its window where needed; None where it is gone meanwhile."""
        start = number - number % WINDOW
        window = self._windows.pop(start, None)
        if window is None:
            window = self._fetch_page(start, WINDOW, self._sorting)
            while len(self._windows) >= _WINDOWS_KEPT:
                del self._windows[next(iter(self._windows))]
        self._windows[start] = window
        return window[number - start] if number - start < len(window) else None

    def id_at(self, index: Index) -> UUID | None:
        """Return the id of an index's record."""
        row = self.row(index.row()) if index.isValid() else None
        return row.id if row else None

    def find(self, record_id: UUID | None, *, near: int) -> int:
        """Return the row of a record, looked for around a row and among the first thousand.

        Where it is not there, the row nearest to where it was.
        """
        count = self.rowCount() if record_id is not None else 0
        around = range(max(near - WINDOW, 0), min(near + WINDOW, count))
        number: int
        for number in (*around, *range(min(count, _LOOKED_THROUGH))):
            row = self.row(number)
            if row is not None and row.id == record_id:
                return number
        return min(max(near, 0), self.rowCount() - 1)

    def cell(self, number: int, column: Field) -> Cell:
        """Return how a question's answer looks in a row."""
        row = self.row(number)
        if row is None:
            return Cell()
        cell = Cell(
            self._words(column, row),
            role=Role.MUTED if row.is_quiet else Role.TEXT,
            figures=column.kind in _FIGURES and column.codes is None,
            right=alignment_of(column) == RIGHT,
        )
        return self._look(row, column, cell) if self._look else cell

    # Qt

    def rowCount(self, parent: Index = ROOT) -> int:
        """Count records."""
        if parent.isValid():
            return 0
        if self._row_count is None:
            self._row_count = self._count()
        return self._row_count

    def columnCount(self, parent: Index = ROOT) -> int:
        """Count questions."""
        return 0 if parent.isValid() else len(self._columns)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        """Return a cell's words and looks, or its record's id."""
        match role:
            case Qt.ItemDataRole.DisplayRole | self.CellRole | Qt.ItemDataRole.AccessibleTextRole:
                cell = self.cell(index.row(), self._columns[index.column()])
                if role == self.CellRole:
                    return cell
                return cell.text if role == Qt.ItemDataRole.DisplayRole else spoken(cell)
            case self.IdRole:
                return self.id_at(index)
        return None

    def headerData(
        self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole
    ) -> Any:
        """Head each column with its question."""
        if orientation is not Qt.Orientation.Horizontal or section >= len(self._columns):
            return None
        if role == Qt.ItemDataRole.DisplayRole:
            return self._columns[section].label
        if role == Qt.ItemDataRole.TextAlignmentRole:
            return alignment_of(self._columns[section]).value
        return None

    def _words(self, column: Field, row: Row) -> str:
        answer = row.answers.get(column.key)
        if answer is None:
            return ""
        match column.kind:
            case Kind.CHECK:
                return "○" if answer else ""
            case Kind.DATE:
                return listed_date(answer, self._today)
            case Kind.INSTANT:
                local = answer.astimezone()
                return f"{listed_date(local.date(), self._today)} {local:%H:%M}"
        return " ".join(as_text(column, answer, self._names).split("\n"))


def listed_date(day: date, today: date) -> str:
    """Write a day as lists do: 「 11/9（月）」 when it is near, else 「R7.3.1」."""
    if abs((day - today).days) > _SAME_YEAR_DAYS:
        return wareki_short(day)
    return f"{f'{day.month}/{day.day}':>5}（{_WEEKDAYS[day.weekday()]}）"


def alignment_of(column: Field) -> Qt.AlignmentFlag:
    """Return to which side a question's answers stand: figures to the right."""
    return RIGHT if column.kind in _TO_THE_RIGHT and column.codes is None else LEFT


def quiet(cell: Cell) -> Cell:
    """Return a cell as it looks in a muted row."""
    return replace(cell, role=Role.MUTED, bold=False)
