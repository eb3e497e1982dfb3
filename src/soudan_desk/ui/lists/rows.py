"""A table of records: the columns are questions, the rows are fetched as they are looked at."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any, TypeAlias
from uuid import UUID

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QObject, QPersistentModelIndex, Qt

from soudan_desk.fields import Field, Kind, Names, as_text

Index: TypeAlias = QModelIndex | QPersistentModelIndex
ROOT = QModelIndex()
WINDOW = 200
_WINDOWS_KEPT = 12
_TO_THE_RIGHT = {Kind.NUMBER, Kind.YEN, Kind.MINUTES, Kind.DATE, Kind.TIME, Kind.INSTANT}
RIGHT = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
LEFT = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter


@dataclass(frozen=True, slots=True)
class Row:
    """A record as a list shows it.

    `tones` names the colour role of single cells, `chips` what stands as chips in single cells,
    `beside` the muted words behind a cell's own; all by the question's key. `is_quiet` mutes the
    whole row (closed cases).
    """

    id: UUID
    answers: dict[str, Any]
    tones: dict[str, Any] = field(default_factory=dict)
    chips: dict[str, Sequence[Any]] = field(default_factory=dict)
    beside: dict[str, str] = field(default_factory=dict)
    is_quiet: bool = False


@dataclass(frozen=True, slots=True)
class Sorting:
    """By which question's answer the rows stand."""

    key: str
    descending: bool = False


FetchPage = Callable[[int, int, "Sorting | None"], Sequence[Row]]
"""Returns rows from an offset on, at most so many, in an order."""


class RowsModel(QAbstractTableModel):
    """Shows as many rows as `count` says and fetches those looked at, 200 at a time.

    Call `reload` when they may have changed. Twelve windows are kept, the rest is fetched anew.
    """

    IdRole = Qt.ItemDataRole.UserRole
    ToneRole = Qt.ItemDataRole.UserRole + 1
    ChipsRole = Qt.ItemDataRole.UserRole + 2
    BesideRole = Qt.ItemDataRole.UserRole + 3
    QuietRole = Qt.ItemDataRole.UserRole + 4
    FieldRole = Qt.ItemDataRole.UserRole + 5

    def __init__(
        self,
        fields: Iterable[Field],
        fetch_page: FetchPage,
        count: Callable[[], int],
        names: Names,
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self._all = tuple(fields)
        self._columns = tuple(each for each in self._all if each.listed)
        self._fetch_page, self._count, self._names = fetch_page, count, names
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
        """Return the order in force."""
        return self._sorting

    def set_columns(self, keys: Sequence[str]) -> None:
        """Show other questions, in this order; unknown keys are passed over."""
        known = {each.key: each for each in self._all}
        self.beginResetModel()
        self._columns = tuple(known[key] for key in keys if key in known)
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
        """Return a cell's words, or what a delegate needs to draw it."""
        row = self.row(index.row())
        if row is None:
            return None
        column = self._columns[index.column()]
        match role:
            case Qt.ItemDataRole.DisplayRole:
                return self._words(column, row)
            case Qt.ItemDataRole.TextAlignmentRole:
                return alignment_of(column)
            case self.IdRole:
                return row.id
            case self.ToneRole:
                return row.tones.get(column.key)
            case self.ChipsRole:
                return row.chips.get(column.key)
            case self.BesideRole:
                return row.beside.get(column.key)
            case self.QuietRole:
                return row.is_quiet
            case self.FieldRole:
                return column
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
            return alignment_of(self._columns[section])
        return None

    def sort(self, column: int, order: Qt.SortOrder = Qt.SortOrder.AscendingOrder) -> None:
        """Let `fetch_page` sort by a column; a column of -1 asks for the usual order."""
        descending = order is Qt.SortOrder.DescendingOrder
        is_column = 0 <= column < len(self._columns)
        self._sorting = Sorting(self._columns[column].key, descending) if is_column else None
        self.beginResetModel()
        self._windows.clear()
        self.endResetModel()

    def _words(self, column: Field, row: Row) -> str:
        answer = row.answers.get(column.key)
        if column.kind is Kind.CHECK:
            return "○" if answer else ""
        return as_text(column, answer, self._names).replace("\n", " ")


def alignment_of(column: Field) -> Qt.AlignmentFlag:
    """Return to which side a question's answers stand: figures to the right."""
    return RIGHT if column.kind in _TO_THE_RIGHT and column.codes is None else LEFT
