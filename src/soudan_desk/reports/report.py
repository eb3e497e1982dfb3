"""A report: tables a centre counts month by month, made for a period and told in one shape."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from typing import Any

from soudan_desk.models.base import now
from soudan_desk.reports.cross_table import CrossTable, count_table
from soudan_desk.reports.line_table import LineTable, count_lines
from soudan_desk.reports.masking import masked_tables
from soudan_desk.reports.period import Period
from soudan_desk.reports.table import TOTAL, Check, Table
from soudan_desk.services.work import Work

Tell = Callable[[str, float], None]
_MANY = 3
_HOW = (
    "延べ（件）は記録の数、実人員（人）は期間中に1件でもあった人の数です。",
    "取り消した記録は数えません。下書きの記録は数えます。",
    "期間は、各表の基準日（相談日、開始日など）で区切ります。初日と末日を含みます。",
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Report:
    """What a report counts, for one centre or (None) for all of the worker's, and its words."""

    key: str
    title: str
    tables: tuple[CrossTable | LineTable, ...]
    centre: str | None = None
    definitions: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class MadeReport:
    """A report with its figures; `is_masked` where small counts are not told."""

    key: str
    title: str
    period: Period
    is_closed: bool
    made_at: datetime
    definitions: tuple[str, ...]
    tables: tuple[Table, ...]
    checks: tuple[Check, ...]
    centre: str | None = None
    is_masked: bool = False

    @property
    def state(self) -> str:
        """Whether the time is over (`closed`) or figures may still grow (`open`)."""
        return "closed" if self.is_closed else "open"

    def masked(self) -> MadeReport:
        """Return the report as it may leave the office."""
        tables = masked_tables(self.tables)
        shared = _shared(tables)
        return replace(
            self,
            tables=tuple(_without(table, shared) for table in tables),
            definitions=(*self.definitions, *shared),
            is_masked=True,
        )

    def as_json(self) -> dict[str, Any]:
        """Return the shape of the commands."""
        return {
            "report": self.key,
            "title": self.title,
            "period": {
                "from": self.period.first.isoformat(),
                "to": self.period.last.isoformat(),
                "fiscal_year": self.period.fiscal_year,
            },
            "state": self.state,
            "made_at": f"{self.made_at.astimezone(UTC):%Y-%m-%dT%H:%M:%SZ}",
            "definitions": list(self.definitions),
            "tables": [table.as_json() for table in self.tables],
            "checks": [check.as_json() for check in self.checks],
        }


def make_report(
    work: Work, report: Report, period: Period, tell: Tell = lambda _what, _done: None
) -> MadeReport:
    """Count every table of a report; `tell` hears which one and how far."""
    tables = []
    for number, table in enumerate(report.tables):
        tell(f"{table.title or report.title}を数えています", number / len(report.tables))
        tables.append(_made(work, table, period, report.centre))
    shared = _shared(tables)
    return MadeReport(
        key=report.key,
        title=report.title,
        period=period,
        is_closed=period.is_over(work.today()),
        made_at=now(),
        definitions=(*report.definitions, *_HOW, *shared),
        tables=tuple(_without(table, shared) for table in tables),
        checks=tuple(_checks(tables)),
        centre=report.centre,
    )


def together(made: Sequence[MadeReport], names: Sequence[str]) -> MadeReport:
    """Join the same report of several centres to one; tables bear their centre's key and name."""
    if len(made) == 1:
        return made[0]
    tables = tuple(
        replace(table, key=f"{each.centre}.{table.key}", title=f"{name}　{table.title}")
        for each, name in zip(made, names, strict=True)
        for table in each.tables
    )
    checks = tuple(
        replace(check, key=f"{each.centre}.{check.key}", text=f"{name}：{check.text}")
        for each, name in zip(made, names, strict=True)
        for check in each.checks
    )
    definitions = dict.fromkeys(text for each in made for text in each.definitions)
    first = replace(made[0], centre=None, tables=tables, checks=checks)
    return replace(first, title="月次集計（全センター）", definitions=tuple(definitions))


def _shared(tables: Sequence[Table]) -> list[str]:
    """Return the notes that stand below many tables: they are said once, with the definitions."""
    notes = [note.text for table in tables for note in table.notes if note.count is None]
    return [text for text in dict.fromkeys(notes) if notes.count(text) >= _MANY]


def _without(table: Table, shared: Sequence[str]) -> Table:
    kept = tuple(n for n in table.notes if n.count is not None or n.text not in shared)
    return replace(table, notes=kept)


def _made(work: Work, table: CrossTable | LineTable, period: Period, centre: str | None) -> Table:
    if isinstance(table, LineTable):
        return count_lines(work, table, period, centre)
    return count_table(work, table, period, centre)


def _checks(tables: Sequence[Table]) -> Iterator[Check]:
    wrong = [table.title for table in tables if not _sums_hold(table)]
    yield Check(
        "sums",
        not wrong,
        f"計が内訳と合わない表があります：{'、'.join(wrong)}"
        if wrong
        else "計は内訳と合っています（複数回答と実人員は、内訳の合計が計以上）。",
    )
    drafts = any(table.has_drafts for table in tables)
    yield Check(
        "drafts",
        not drafts,
        "下書きのままの記録が入っています。確定すると数が変わることがあります。"
        if drafts
        else "下書きのままの記録は入っていません。",
    )


def _sums_hold(table: Table) -> bool:
    """Whether each sum holds exactly the records of its line, each once."""
    columns = [at for at, each in enumerate(table.columns) if each.key != TOTAL]
    rows = [at for at, each in enumerate(table.rows) if each.key != TOTAL]
    of_rows = all(
        set(line[at].ids) == {one for column in columns for one in line[column].ids}
        for line in table.cells
        for at, each in enumerate(table.columns)
        if each.key == TOTAL and not table.is_at_end
    )
    of_columns = all(
        set(cell.ids) == {one for row in rows for one in table.cells[row][column].ids}
        for at, each in enumerate(table.rows)
        if each.key == TOTAL
        for column, cell in enumerate(table.cells[at])
    )
    return of_rows and of_columns
