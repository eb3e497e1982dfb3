"""Reports: which there are, and counting one; shared by window and commands."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any
from uuid import UUID

from soudan_desk.centres.centre import Centre
from soudan_desk.errors import NotAllowedError, NotFoundError
from soudan_desk.reports.cross_table import PEOPLE, RECORDS, CrossTable
from soudan_desk.reports.period import Period
from soudan_desk.reports.report import MadeReport, Report, Tell, make_report, together
from soudan_desk.reports.table import Cell
from soudan_desk.services.figure_cells import behind
from soudan_desk.services.figures import require_counting
from soudan_desk.services.saved_tables import Kept, saved_tables
from soudan_desk.services.work import Work

Centres = Mapping[str, Centre]
_MOST_IDS = 1_000_000


@dataclass(frozen=True, slots=True)
class ReportInfo:
    """A report as lists show it; `is_saved` where the office keeps it itself."""

    report: str
    title: str
    centre: str | None
    is_saved: bool

    def as_json(self) -> dict[str, Any]:
        """Return the shape of the commands."""
        return {
            "report": self.report,
            "title": self.title,
            "centre": self.centre,
            "saved": self.is_saved,
        }


@dataclass(frozen=True, slots=True)
class Behind:
    """What one cell of a report counted, as far as the worker may see it."""

    kind: str
    ids: tuple[UUID, ...]
    note: str

    def as_json(self) -> dict[str, Any]:
        """Return the shape of the commands."""
        items = [{"kind": self.kind, "id": str(each)} for each in self.ids]
        return {"items": items, "total": len(items), "truncated": False, "note": self.note}


def list_reports(work: Work, centres: Centres) -> list[ReportInfo]:
    """List the reports of the worker's centres, and the office's own tables."""
    require_counting(work, None)
    shipped = [
        ReportInfo(report.key, report.title, report.centre, is_saved=False)
        for report in _shipped(work, centres)
    ]
    own = [ReportInfo(t.name, t.name, t.centre, is_saved=True) for t in saved_tables(work)]
    return [*shipped, *own]


def run_report(
    work: Work,
    centres: Centres,
    key: str,
    period: Period,
    *,
    centre: str | None = None,
    tell: Tell = lambda _what, _done: None,
) -> MadeReport:
    """Count a report: a centre's by its key (of several centres all, joined), or a saved table."""
    require_counting(work, centre)
    reports = [
        each
        for each in _shipped(work, centres)
        if each.key == key and (centre is None or each.centre == centre)
    ]
    reports = reports or [_saved(work, key, centre)]
    made = [make_report(work, report, period, _share(tell, reports, report)) for report in reports]
    return together(made, [centres[each.centre].title if each.centre else "" for each in reports])


def report_of(kept: Kept) -> Report:
    """Return a saved table as a report of one table."""
    table = CrossTable(
        key="table",
        title=kept.name,
        kind=kept.record_kind,
        row=kept.row_key,
        column=kept.column_key,
        units=(PEOPLE if kept.unit == PEOPLE else RECORDS,),
        narrowed=kept.narrowed,
        notes=tuple(filter(None, (kept.note,))),
    )
    return Report(key=kept.name, title=kept.name, centre=kept.centre, tables=(table,))


def cell_of(made: MadeReport, words: str) -> Cell:
    """Find a cell by `ROW,COL` or `TABLE:ROW,COL`, its keys; without a table the first that fits.

    Where nothing bears such keys they are read as places, counted from 0, in the first table.
    """
    for key, row, column in _readings(words):
        for table in made.tables:
            if key in (None, table.key) and (cell := table.cell(row, column)) is not None:
                return cell
    cell = _at_place(made, words)
    if cell is None:
        raise NotFoundError(
            f"「{words}」という欄はこの集計にありません。"
            "rows と columns の key を「行,列」か「表:行,列」の形で指定してください。"
        )
    return cell


def behind_cell(work: Work, cell: Cell) -> Behind:
    """Return the ids that a cell counted, as far as the worker may open them."""
    found = behind(work, cell.kind, cell.ids, by=cell.by, limit=_MOST_IDS)
    return Behind(cell.kind, tuple(row.id for row in found.rows), found.note)


def _shipped(work: Work, centres: Centres) -> list[Report]:
    own = (centre for key, centre in centres.items() if key in work.actor.centres)
    return [report for centre in own for report in centre.reports]


def _saved(work: Work, name: str, centre: str | None) -> Report:
    kept = next((each for each in saved_tables(work) if each.name == name), None)
    if kept is None:
        raise NotFoundError(
            f"「{name}」という集計はありません。reports list で名前を確かめてください。"
        )
    if centre is not None and kept.centre not in (None, centre):
        raise NotAllowedError(f"「{name}」は別のセンターの集計です。--centre を外してください。")
    return report_of(replace(kept, centre=centre or kept.centre))


def _share(tell: Tell, reports: Sequence[Report], report: Report) -> Tell:
    """Tell the progress of one report as its share of all."""
    before = reports.index(report) / len(reports)
    return lambda what, done: tell(what, before + done / len(reports))


def _readings(words: str) -> list[tuple[str | None, str, str]]:
    """Return every way to read the words: keys may hold commas and colons themselves."""
    readings: list[tuple[str | None, str, str]] = []
    parts = words.split(",")
    for at in range(1, len(parts)):
        row, column = ",".join(parts[:at]), ",".join(parts[at:])
        readings.append((None, row, column))
        table, colon, inner = row.partition(":")
        if colon:
            readings.append((table, inner, column))
    return readings


def _at_place(made: MadeReport, words: str) -> Cell | None:
    numbers = words.split(",")
    if len(numbers) != 2 or not all(each.isdecimal() for each in numbers) or not made.tables:
        return None
    row, column = map(int, numbers)
    cells = made.tables[0].cells
    return cells[row][column] if row < len(cells) and column < len(cells[row]) else None
