"""Counting records of any kind by one or two of their questions, over a period."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import partial
from typing import Any
from uuid import UUID

from soudan_desk.reports.grouping import Around, Grouping, grouping_of
from soudan_desk.reports.period import Period
from soudan_desk.reports.table import NO_ANSWER, TOTAL, Cell, Heading, Note, Table
from soudan_desk.services.figure_questions import OWN, Countable, countable
from soudan_desk.services.figures import Ask, Fact, counts_everything, facts_of, names_of
from soudan_desk.services.work import Work

RECORDS, PEOPLE = "records", "people"
UNITS = {RECORDS: "延べ（件）", PEOPLE: "実人員（人）"}
_TOTAL = Heading(TOTAL, "計")
_NO_ANSWER = Heading(NO_ANSWER, "無回答")
_DRAFTS = "下書きのままの記録{n}を含みます。"
_MOST_OPTIONS = 20
"""Of longer option lists only what was chosen is shown."""
_LEFT_OUT = "「{}」は選択肢が多いため、1件もないものは載せていません。"

Where = tuple[tuple[str, tuple[str, ...]], ...]
"""Questions with the keys of the rows that are wanted."""

_IdsByPlace = dict[tuple[str, str], dict[UUID, list[UUID]]]
"""By row and column: what was counted there, each with its records."""


@dataclass(frozen=True, slots=True, kw_only=True)
class CrossTable:
    """What to count: a record kind by one question (`units` beside one another) or by two.

    Counted by two, only the first of `units` counts. `day` is the question that says when a record
    was, where it is not the kind's usual one; `open_until` counts what was going on at the end.
    """

    kind: str
    row: str
    column: str | None = None
    units: tuple[str, ...] = (RECORDS,)
    key: str = "cross_table"
    title: str = ""
    day: str | None = None
    open_until: str | None = None
    where: Where = ()
    narrowed: Where = ()
    """Conditions beside `where` that its reader chose: they stand in its heading."""
    notes: tuple[str, ...] = ()

    @property
    def conditions(self) -> Where:
        """All that a record must meet to be counted."""
        return (*self.where, *self.narrowed)


def count_table(work: Work, table: CrossTable, period: Period, centre: str | None = None) -> Table:
    """Count a table; `centre` binds it to one, else all of the worker's centres are counted."""
    counted = _Counted(work, table, period, centre)
    rows = counted.headings(0)
    columns, cells = counted.crossed(rows) if table.column is not None else counted.in_units(rows)
    return Table(
        key=table.key,
        title=table.title or counted.title,
        rows=tuple(rows),
        columns=tuple(columns),
        cells=cells,
        notes=tuple(counted.notes()),
        corner=counted.groupings[0].asked.label,
        has_drafts=any(fact.is_draft for fact in counted.facts),
        narrowed=counted.narrowed,
    )


def rows_of(
    work: Work, kind: str, question: str, period: Period, centre: str | None, wanted: Sequence[str]
) -> list[Heading]:
    """Return the rows that a question of a kind has in a period, and those wanted besides."""
    table = CrossTable(kind=kind, row=question)
    facts, (grouping,) = select_facts(work, table, period, centre)
    found = {key for fact in facts for key in grouping.keys_of(fact.answers[0], fact.day)}
    return [*grouping.headings((found | set(wanted)) - {NO_ANSWER}), _NO_ANSWER]


def select_facts(
    work: Work, table: CrossTable, period: Period, centre: str | None
) -> tuple[list[Fact], list[Grouping]]:
    """Return the facts that meet the table's conditions, and how its questions are grouped."""
    about = countable(table.kind)
    where = table.conditions
    keys = [table.row, *([table.column] if table.column else []), *(key for key, _ in where)]
    questions = [about.question(key) for key in keys]
    day = table.day or about.day
    ask = Ask(table.kind, period.first, period.last, centre, day, table.open_until)
    facts = facts_of(work, ask, questions)
    centres = [centre] if centre else sorted(work.actor.centres)
    around = Around(work.codes, centres, period, partial(names_of, work), day)
    groupings = [grouping_of(each, around) for each in questions]
    first = len(keys) - len(where)
    return [f for f in facts if _meets(f, groupings, where, first)], groupings


def _meets(fact: Fact, groupings: Sequence[Grouping], where: Where, first: int) -> bool:
    for at, (_, wanted) in enumerate(where, first):
        keys = groupings[at].keys_of(fact.answers[at], fact.day) or (NO_ANSWER,)
        if not set(keys) & set(wanted):
            return False
    return True


class _Counted:
    """The facts of one table, sorted into its cells."""

    def __init__(self, work: Work, table: CrossTable, period: Period, centre: str | None) -> None:
        self._work, self._table = work, table
        self._about: Countable = countable(table.kind)
        self.facts, self.groupings = select_facts(work, table, period, centre)
        self._left_out: list[str] = []
        self._keys = [self._sorted(at) for at in range(2 if table.column else 1)]

    def _sorted(self, at: int) -> list[tuple[str, ...]]:
        keys_of = self.groupings[at].keys_of
        return [keys_of(fact.answers[at], fact.day) or (NO_ANSWER,) for fact in self.facts]

    @property
    def title(self) -> str:
        """Name the table by what it counts."""
        by = "×".join(each.asked.label for each in self.groupings[: len(self._keys)])
        return f"{self._about.label}：{by}"

    @property
    def narrowed(self) -> str:
        """Say what its reader narrowed it to."""
        chosen = self._table.narrowed
        own = self.groupings[len(self.groupings) - len(chosen) :]
        return "／".join(_narrowed_words(*each) for each in zip(own, chosen, strict=True))

    def headings(self, at: int) -> list[Heading]:
        """Return the rows (0) or columns (1): options, 無回答 where it may be, 計."""
        found = {key for keys in self._keys[at] for key in keys}
        grouping = self.groupings[at]
        blank = NO_ANSWER in found or not _always_answered(grouping)
        options = grouping.headings(found - {NO_ANSWER})
        if len(options) > _MOST_OPTIONS and any(each.key not in found for each in options):
            self._left_out.append(grouping.asked.label)
            options = [each for each in options if each.key in found]
        return [
            *options,
            *([_NO_ANSWER] if blank else []),
            _TOTAL,
        ]

    def crossed(self, rows: list[Heading]) -> tuple[list[Heading], tuple[tuple[Cell, ...], ...]]:
        """Count by two questions in one unit."""
        columns, unit = self.headings(1), self._table.units[0]
        counted = self._ids(unit, ((*r, TOTAL) for r in self._keys[0]), _with_total(self._keys[1]))
        return columns, self._cells(rows, [(column.key, unit) for column in columns], counted)

    def in_units(self, rows: list[Heading]) -> tuple[list[Heading], tuple[tuple[Cell, ...], ...]]:
        """Count by one question, each unit in a column of its own."""
        units = [unit for unit in self._table.units if unit == RECORDS or self._about.has_person]
        counted: _IdsByPlace = {}
        for unit in units:
            keys = ((*r, TOTAL) for r in self._keys[0])
            counted |= self._ids(unit, keys, [(unit,)] * len(self.facts))
        headings = [Heading(unit, UNITS[unit]) for unit in units]
        return headings, self._cells(rows, [(unit, unit) for unit in units], counted)

    def _ids(
        self, unit: str, rows: Iterable[tuple[str, ...]], columns: Iterable[tuple[str, ...]]
    ) -> _IdsByPlace:
        found: _IdsByPlace = {}
        for fact, its_rows, its_columns in zip(self.facts, rows, columns, strict=True):
            counted = fact.id if unit == RECORDS else fact.person_id
            if counted is not None:
                for row in its_rows:
                    for column in its_columns:
                        its_cell = found.setdefault((row, column), {})
                        its_cell.setdefault(counted, []).append(fact.id)
        return found

    def _cells(
        self,
        rows: Sequence[Heading],
        columns: Sequence[tuple[str, str]],
        counted: _IdsByPlace,
    ) -> tuple[tuple[Cell, ...], ...]:
        def cell(row: str, column: str, unit: str) -> Cell:
            ids = counted.get((row, column), {})
            kind = self._table.kind
            return Cell(kind, tuple(ids)) if unit == RECORDS else Cell.of_people(kind, ids)

        return tuple(tuple(cell(row.key, column, unit) for column, unit in columns) for row in rows)

    def notes(self) -> Iterator[Note]:
        """Say how it was counted."""
        yield from (Note(text) for text in self._table.notes)
        for grouping in self.groupings[: len(self._keys)]:
            if grouping.is_several:
                yield Note(
                    f"「{grouping.asked.label}」は複数選べるため、1件を選ばれた答えごとに数えます。"
                    "各欄の合計は計を超えることがあります。"
                )
        yield from (Note(_LEFT_OUT.format(label)) for label in self._left_out)
        if PEOPLE in self._table.units:
            yield from self._about_people()
        drafts = sum(fact.is_draft for fact in self.facts)
        if drafts:
            yield Note(_DRAFTS, drafts)
        yield Note(whose(self._work, self._table.kind))

    def _about_people(self) -> Iterator[Note]:
        yield Note(
            "実人員は、同じ人を1人と数えます。何件もある人は各欄にそれぞれ1人として入るため、"
            "各欄の合計は計を超えることがあります。"
        )
        nobody = sum(fact.person_id is None for fact in self.facts)
        if nobody:
            yield Note(
                "本人が登録されていない記録（匿名など）{n}は、実人員に入れていません。", nobody
            )


def _narrowed_words(grouping: Grouping, condition: tuple[str, tuple[str, ...]]) -> str:
    wanted = set(condition[1])
    options = [*grouping.headings(wanted - {NO_ANSWER}), _NO_ANSWER]
    labels = (each.label for each in options if each.key in wanted)
    return f"{grouping.asked.label}＝{'、'.join(labels)}"


def whose(work: Work, kind: str) -> str:
    """Say whose records are counted: all of the centre, or what the reader may see."""
    if counts_everything(work, kind):
        return "センターのすべての記録を数えています（閲覧制限のあるものを含みます）。"
    return f"{work.actor.name}が閲覧できる記録だけを数えています。"


def _with_total(keys: Iterable[tuple[str, ...]]) -> Iterator[tuple[str, ...]]:
    return ((*each, TOTAL) for each in keys)


def _always_answered(grouping: Grouping) -> bool:
    asked: Any = grouping.asked
    return bool(asked.source != OWN and asked.key.startswith("day.")) or (
        asked.source == OWN and asked.field.required
    )
