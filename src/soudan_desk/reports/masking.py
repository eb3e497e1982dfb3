"""Small counts are not told outside the office, nor by what the sums of a table give away.

A count of 1 to 4 is masked. A masked cell could be worked out where it is the only one in a line
that has a sum, or by adding and taking away whole lines. Seen as a graph (rows and columns are its
points, masked cells join a row to a column) exactly those cells can be worked out that lie on no
circle, so further cells are masked until each lies on one. Masked cells that share a line must
also sum to 5 or more, and to more than one each. What is masked in one table is masked in the
others of a report where it counts the same records. A sum over months is masked where it gives a
small month away, be that in the table or not (`running_sums`).
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from uuid import UUID

from soudan_desk.reports.bridges import bridges, reached
from soudan_desk.reports.running_sums import tells_small_month
from soudan_desk.reports.table import SMALLEST_SHOWN, TOTAL, Cell, Heading, Note, Table

RULE = (
    "「＊」は5未満（1〜4）のため伏せた数です。計から逆算できないように、"
    "ほかの欄や計も伏せていることがあります。0はそのまま出しています。"
)
SUM_RULE = (
    "年度累計（途中の年度の年度計も）は、その年度に5未満の月があると伏せます。前後の月に出した表と"
    "引き算すると、その月がわかるためです。"
)
_Place = tuple[int, int]
_Counted = tuple[str, frozenset[UUID]]


def masked_tables(tables: Sequence[Table]) -> list[Table]:
    """Return the tables as they may leave the office; a rule stands below each that lost a cell."""
    grids = [_Grid(table) for table in tables]
    while True:
        for grid in grids:
            grid.protect()
        hidden = {grid.counted(place) for grid in grids for place in grid.masked}
        if not [grid for grid in grids if grid.mask_all(hidden)]:
            return [grid.table() for grid in grids]


@dataclass(frozen=True, slots=True)
class _Line:
    """The cells of a row or a column, its sum apart."""

    places: tuple[_Place, ...]
    total: _Place
    is_row: bool


class _Grid:
    """One table and which of its cells are masked."""

    def __init__(self, table: Table) -> None:
        self._table = table
        self._total_row = _place_of_total(table.rows)
        self._total_column = _place_of_total(table.columns)
        self._counts = {
            (row, column): len(cell.ids)
            for row, line in enumerate(table.cells)
            for column, cell in enumerate(line)
        }
        self.masked = {place for place, count in self._counts.items() if 0 < count < SMALLEST_SHOWN}

    def table(self) -> Table:
        """Return the table with its masks and the rule about them."""
        cells = tuple(
            tuple(self._cell(cell, (row, column)) for column, cell in enumerate(line))
            for row, line in enumerate(self._table.cells)
        )
        notes = tuple(note.masked() for note in self._table.notes)
        rule = (Note(RULE),) if self.masked else ()
        if self._summed & self.masked:
            rule = (*rule, Note(SUM_RULE))
        return replace(self._table, cells=cells, notes=(*notes, *rule))

    @property
    def _summed(self) -> set[_Place]:
        """The places of the sums to date."""
        whole = self._table.whole
        if whole is None or not whole.is_running:
            return set()
        column = [each.key for each in self._table.columns].index(whole.column)
        return {(row, column) for row in range(len(self._table.rows))}

    def counted(self, place: _Place) -> _Counted:
        """Return what a cell counted."""
        cell = self._table.cells[place[0]][place[1]]
        return cell.kind, frozenset(cell.ids)

    def mask_all(self, hidden: set[_Counted]) -> bool:
        """Mask the cells that count the same as masked ones elsewhere; tell whether any was new."""
        sizes = {len(ids) for _, ids in hidden}
        found = {
            place
            for place, count in self._counts.items()
            if count in sizes and place not in self.masked and self.counted(place) in hidden
        }
        self.masked |= found
        return bool(found)

    def protect(self) -> None:
        """Mask further cells until no masked one can be worked out."""
        self._hide_wholes()
        while (more := self._exposed()) is not None:
            self.masked.add(more)
            self._hide_wholes()

    def _hide_wholes(self) -> None:
        """Mask the sums over months that would tell a small month, or one that is masked here."""
        whole = self._table.whole
        keys = [each.key for each in self._table.columns]
        for row, months in enumerate(whole.months if whole else ()):
            shown = [(row, keys.index(key)) for key in whole.shown] if whole and months else []
            is_masked = any(p in self.masked and self._counts[p] >= SMALLEST_SHOWN for p in shown)
            if whole and (is_masked or tells_small_month(months, is_running=whole.is_running)):
                self.masked.add((row, keys.index(whole.column)))

    def _exposed(self) -> _Place | None:
        """Return a cell that must be masked too, if there is one."""
        for line in self._telling():
            if self._is_thin(line):
                return self._cheapest([*line.places, line.total])
        for row, column in sorted(bridges(list(self._edges())), key=str):
            if row is not None and column is not None:
                return self._closing(row, column)
        return None

    def _is_thin(self, line: _Line) -> bool:
        """Whether the masked cells of a line with a known sum leave too few possibilities."""
        inside = [self._counts[place] for place in line.places if place in self.masked]
        is_known = line.total not in self.masked
        return is_known and bool(inside) and sum(inside) < max(SMALLEST_SHOWN, len(inside) + 1)

    def _closing(self, row: int, column: int) -> _Place | None:
        """Choose what else to mask so that a cell lies on a circle: best what closes one at once.

        Else something beside it, or at last anything, leads on to where a circle can be closed.
        """
        edges, cut = list(self._edges()), (row, column)
        rows, columns = reached(edges, (row, None), cut)
        other_rows, other_columns = reached(edges, (None, column), cut)
        across = [
            place
            for place in self._counts
            if (place[0] in rows and place[1] in other_columns)
            or (place[0] in other_rows and place[1] in columns)
        ]
        own = [place for place in self._counts if place[0] == row or place[1] == column]
        ways = (self._cheapest(places) for places in (across, own, list(self._counts)))
        return next((place for place in ways if place is not None), None)

    def _cheapest(self, places: Sequence[_Place]) -> _Place | None:
        free = [p for p in places if p not in self.masked and self._counts[p]]
        return min(free, key=self._cost, default=None)

    def _cost(self, place: _Place) -> tuple[int, bool, int, _Place]:
        """Sums are told if they can be; a cell that lies between masked ones costs no further."""
        row, column = place
        sums = [
            row == self._total_row or self._total_row is None,
            column == self._total_column or self._total_column is None,
        ]
        has_sums = self._total_row is not None or self._total_column is not None
        rows, columns = {r for r, _ in self.masked}, {c for _, c in self.masked}
        helps = row in rows and column in columns
        return sum(sums) if has_sums else 0, not helps, self._counts[place], place

    def _telling(self) -> Iterator[_Line]:
        """Give the lines from which something follows.

        People and several answers overlap: what is left of a sum then says something only where
        what is shown does not reach the sum.
        """
        for line in self._lines():
            whole = self._counts[line.total]
            shown = sum(self._counts[place] for place in line.places if place not in self.masked)
            is_exact = whole == sum(self._counts[place] for place in line.places)
            if is_exact or (line.total not in self.masked and whole > shown):
                yield line

    def _lines(self) -> Iterator[_Line]:
        rows, columns = range(len(self._table.rows)), range(len(self._table.columns))
        if self._total_column is not None:
            for row in rows:
                inside = tuple((row, each) for each in columns if each != self._total_column)
                yield _Line(inside, (row, self._total_column), is_row=True)
        if self._total_row is not None:
            for column in columns:
                inside = tuple((each, column) for each in rows if each != self._total_row)
                yield _Line(inside, (self._total_row, column), is_row=False)

    def _edges(self) -> Iterator[tuple[int | None, int | None]]:
        """Join rows to columns by masked cells; lines that tell nothing are joined to nowhere.

        Nothing follows from such a line, as if it had a cell more that nobody knows (None).
        """
        yield from self.masked
        telling = list(self._telling())
        rows = {line.total[0] for line in telling if line.is_row}
        columns = {line.total[1] for line in telling if not line.is_row}
        yield from ((row, None) for row in {row for row, _ in self.masked} - rows)
        yield from ((None, column) for column in {column for _, column in self.masked} - columns)

    def _cell(self, cell: Cell, place: _Place) -> Cell:
        return cell.masked() if place in self.masked else cell


def _place_of_total(headings: Sequence[Heading]) -> int | None:
    return next((at for at, each in enumerate(headings) if each.key == TOTAL), None)
