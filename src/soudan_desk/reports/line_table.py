"""Tables of which each line counts something of its own, over several stretches of time."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from soudan_desk.reports.cross_table import PEOPLE, RECORDS, CrossTable, Where, select_facts, whose
from soudan_desk.reports.period import Period
from soudan_desk.reports.table import TOTAL, Cell, Heading, Note, Table, Whole
from soudan_desk.services.figure_questions import WEEKDAY
from soudan_desk.services.figures import Fact
from soudan_desk.services.work import Work

_UNITS = {RECORDS: "件", PEOPLE: "人"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """One thing that is counted: records or people of a kind, under conditions."""

    key: str
    label: str
    kind: str
    unit: str = RECORDS
    day: str | None = None
    open_until: str | None = None
    where: Where = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class LineTable:
    """The lines of a table, in order."""

    key: str
    title: str
    lines: tuple[Line, ...]
    notes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class _Column:
    heading: Heading
    period: Period


def count_lines(work: Work, table: LineTable, period: Period, centre: str | None = None) -> Table:
    """Count every line of a table in every stretch of time that goes with the period."""
    columns = list(_columns(period))
    found = [_line(work, line, columns, centre) for line in table.lines]
    notes = [Note(text) for text in table.notes]
    if any(line.open_until for line in table.lines):
        notes.append(Note("「末日現在」の行は、各欄の期間の末日の数です（足し合わせません）。"))
    return Table(
        key=table.key,
        title=table.title,
        rows=tuple(Heading(each.key, _label(each)) for each in table.lines),
        columns=tuple(column.heading for column in columns),
        cells=tuple(
            tuple(_cell(line, facts) for facts in counted)
            for line, counted in zip(table.lines, found, strict=True)
        ),
        notes=(*notes, Note(whose(work, table.lines[0].kind))),
        corner="項目",
        has_drafts=any(fact.is_draft for counted in found for fact in counted[0]),
        is_at_end=any(line.open_until for line in table.lines),
        whole=_whole(work, table, period, columns, found),
    )


def _whole(
    work: Work,
    table: LineTable,
    period: Period,
    columns: Sequence[_Column],
    found: Sequence[Sequence[Sequence[Fact]]],
) -> Whole | None:
    """Say which column sums up the months of its 年度, and what they were for each line."""
    if not (period.is_month or period.is_fiscal_year):
        return None
    whole = columns[-1]
    months = whole.period.months()
    return Whole(
        whole.heading.key,
        tuple(each.heading.key for each in columns[:-1] if each.period in months),
        tuple(
            ()
            if line.open_until
            else tuple(len(_cell(line, _within(counted[-1], month)).ids) for month in months)
            for line, counted in zip(table.lines, found, strict=True)
        ),
        is_running=period.is_month or not period.is_over(work.today()),
    )


def _label(line: Line) -> str:
    unit = _UNITS[line.unit]
    return f"{line.label}（{unit}）"


def _columns(period: Period) -> Iterator[_Column]:
    """A month stands beside earlier ones and its 年度 so far, a 年度 stands by its months."""
    if period.is_fiscal_year:
        for month in period.months():
            name = f"{month.first.month}月"
            yield _Column(Heading(f"{month.first:%Y-%m}", name), month)
        yield _Column(Heading(TOTAL, "年度計"), period)
        return
    yield _Column(Heading("period", "当月" if period.is_month else "期間計"), period)
    if period.is_month:
        yield _Column(Heading("month_before", "前月"), period.before())
        yield _Column(Heading("year_before", "前年同月"), period.year_before())
        yield _Column(Heading("year_to_date", "年度累計"), period.in_its_year())


def _line(
    work: Work, line: Line, columns: Sequence[_Column], centre: str | None
) -> list[list[Fact]]:
    """Return what each column counts: asked for once, but for what there was at an end."""
    if line.open_until is not None:
        begun = (column.period.first <= work.today() for column in columns)
        return [
            _facts(work, line, column.period, centre) if has_begun else []
            for column, has_begun in zip(columns, begun, strict=True)
        ]
    first = min(column.period.first for column in columns)
    last = max(column.period.last for column in columns)
    facts = _facts(work, line, Period(first, last), centre)
    return [_within(facts, column.period) for column in columns]


def _facts(work: Work, line: Line, period: Period, centre: str | None) -> list[Fact]:
    asked = CrossTable(
        kind=line.kind, row=WEEKDAY, day=line.day, open_until=line.open_until, where=line.where
    )
    return select_facts(work, asked, period, centre)[0]


def _within(facts: Sequence[Fact], period: Period) -> list[Fact]:
    first: date = period.first
    return [fact for fact in facts if first <= fact.day <= period.last]


def _cell(line: Line, facts: Sequence[Fact]) -> Cell:
    if line.unit == RECORDS:
        return Cell(line.kind, tuple(fact.id for fact in facts))
    people: dict[UUID, list[UUID]] = {}
    for fact in facts:
        if fact.person_id:
            people.setdefault(fact.person_id, []).append(fact.id)
    return Cell.of_people(line.kind, people)
