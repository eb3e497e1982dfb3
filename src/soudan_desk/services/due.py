"""期限: what falls due, derived from days and rules; nothing of it is typed or stored."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from operator import itemgetter
from typing import Any, NamedTuple
from uuid import UUID

from sqlalchemy.orm import Session

from soudan_desk.codes import CodeBook
from soudan_desk.japanese.eras import wareki
from soudan_desk.services.due_days import Due, day_of, due_of, window_of
from soudan_desk.services.due_queries import Whose, bounds_of, detail_field, query_of
from soudan_desk.services.due_rules import Done, DueRule
from soudan_desk.services.due_workers import DueWorker, Listed, workers_of
from soudan_desk.services.list_masks import masks_of_rows, name_on_screen
from soudan_desk.services.masks import Mask
from soudan_desk.services.work import Work
from soudan_desk.storage.actor import Actor

EVER = 3650
"""A horizon beyond which no office plans."""
NOBODY = "(匿名)"


class DueItem(NamedTuple):
    """Something that falls due; `days` until then, negative when overdue."""

    due_on: date
    case_no: str
    rule: DueRule
    case_id: UUID | None
    centre: str
    person: str
    kind: str
    id: UUID
    base_on: date
    days: int
    detail: str
    workers: tuple[DueWorker, ...]
    hides: UUID | None = None
    """The person, where something of them is hidden, be it only in what leaves."""

    @property
    def label(self) -> str:
        """Return what falls due, in a few words."""
        return self.rule.label

    @property
    def action(self) -> str:
        """Return what to do, in words."""
        return self.rule.action

    @property
    def stage(self) -> int | None:
        """Return the shortest lead already reached; None before the longest."""
        return min((lead for lead in self.rule.leads if self.days <= lead), default=None)

    @property
    def reason(self) -> str:
        """Return why, in one sentence with its figures."""
        on = self.due_on - timedelta(days=self.days)
        return self.rule.reason.format(
            base=wareki(self.base_on),
            due=wareki(self.due_on),
            since=(on - self.base_on).days,
            left=left_words(self.days),
            detail=self.detail,
        )


def left_words(days: int) -> str:
    """Say how long there is left, or for how long it has been overdue."""
    if days > 0:
        return f"あと{days}日です"
    return "今日が期限です" if days == 0 else f"{-days}日過ぎています"


@dataclass(frozen=True, slots=True, kw_only=True)
class DueScope:
    """What a list of due items is narrowed to; what is left out narrows nothing."""

    worker_ids: frozenset[UUID] | None = None
    centre: str | None = None
    case_ids: frozenset[UUID] | None = None


def due_items(
    work: Work,
    *,
    on: date,
    worker_ids: Collection[UUID] | None = None,
    centre: str | None = None,
    case_id: UUID | None = None,
    horizon_days: int | None = None,
    without: Collection[str] = (),
) -> list[DueItem]:
    """List what falls due, by day and case number.

    Each rule shows its items within its own lead, or within `horizon_days` if that reaches
    further; `without` names rules that are shown elsewhere.
    """
    scope = DueScope(
        worker_ids=None if worker_ids is None else frozenset(worker_ids),
        centre=centre,
        case_ids=None if case_id is None else frozenset({case_id}),
    )
    rules = [rule for rule in work.due_rules if rule.key not in without]
    with work.store.reading(work.actor) as session:
        return find_due(session, work.codes, rules, scope, on=on, horizon_days=horizon_days)


def find_due(
    session: Session,
    codes: CodeBook,
    rules: Iterable[DueRule],
    scope: DueScope,
    *,
    on: date,
    horizon_days: int | None = None,
    names_workers: bool = True,
) -> list[DueItem]:
    """List what falls due within an open unit of work; its workers only if they are wanted."""
    if scope.worker_ids is not None and not scope.worker_ids:
        return []
    found = [
        (rule, _rows(session, rule, scope, on, horizon_days)) for rule in _of_actor(session, rules)
    ]
    workers = workers_of(session, found) if names_workers else Listed({}, {})
    masks = masks_of_rows(session, (row for _, rows in found for row in rows))
    items: list[DueItem] = []
    for rule, rows in found:
        items.extend(_Maker(rule, codes, workers, masks, on, horizon_days).items(rows))
    items.sort(key=itemgetter(0, 1))
    return items


def _of_actor(session: Session, rules: Iterable[DueRule]) -> list[DueRule]:
    """Leave out the rules of centres the worker is not in: they would find nothing."""
    actor: Actor | None = session.info["actor"]
    if actor is None:
        return list(rules)
    return [
        rule for rule in rules if not rule.centres or not actor.centres.isdisjoint(rule.centres)
    ]


def next_items(
    work: Work, session: Session, case_ids: Collection[UUID], *, horizon_days: int = EVER
) -> dict[UUID, DueItem]:
    """Return what falls due first in each of these cases, within an open unit of work."""
    if not case_ids:
        return {}
    found = find_due(
        session,
        work.codes,
        work.due_rules,
        DueScope(case_ids=frozenset(case_ids)),
        on=work.today(),
        horizon_days=horizon_days,
    )
    first: dict[UUID, DueItem] = {}
    for item in found:
        if item.case_id is not None:
            first.setdefault(item.case_id, item)
    return first


def _rows(
    session: Session, rule: DueRule, scope: DueScope, on: date, horizon_days: int | None
) -> list[Any]:
    centre = scope.centre
    if centre is not None and rule.centres and centre not in rule.centres:
        return []
    values = bounds_of(rule, window_of(rule, on, horizon_days), on)
    whose = Whose.ALL
    if scope.case_ids is not None:
        whose, values["cases"] = Whose.CASES, list(scope.case_ids)
    elif scope.worker_ids is not None:
        whose, values["staff"] = Whose.WORKERS, list(scope.worker_ids)
    rows = query_of(rule, whose, session.info["actor"])(session, **values)
    return [row for row in rows if centre in (None, row.centre)]


class _Maker:
    """Makes a rule's items of its rows; what hangs on the day alone is worked out once a day."""

    def __init__(
        self,
        rule: DueRule,
        codes: CodeBook,
        workers: Listed,
        masks: Mapping[UUID | None, Mask],
        on: date,
        horizon: int | None,
    ) -> None:
        self._rule = rule
        self._codes = codes
        self._field = detail_field(rule) if rule.detail else None
        self._listed = workers
        self._masks = masks
        self._on = on
        self._horizon = horizon
        self._known: dict[date, Due | None] = {}

    def items(self, rows: Iterable[Any]) -> Iterator[DueItem]:
        """Give the items that show."""
        rule = self._rule
        if rule.rows:
            yield from self._items_in_tables(rows)
            return
        dated = [done for done in rule.unless if done.since]
        for row in rows:
            base = row.day_0 if len(rule.dates) == 1 else _latest(row, len(rule.dates))
            if dated and _is_done(row, base, dated):
                continue
            if (item := self._item(row, base, self._told(row))) is not None:
                yield item

    def _items_in_tables(self, rows: Iterable[Any]) -> Iterator[DueItem]:
        (key,), detail = self._rule.dates, self._rule.detail
        for row in rows:
            for line in row.day_0:
                told = self._read(line.get(detail)) if detail else ""
                if (item := self._item(row, line.get(key), told)) is not None:
                    yield item

    def _item(self, row: Any, value: Any, told: str) -> DueItem | None:
        base = value if type(value) is date else day_of(value)
        if base is None or (due := self._due(base)) is None:
            return None
        rule, person = self._rule, row.person or NOBODY
        if row.hides is not None:
            person, told = name_on_screen(row), self._masks[row.hides].words(told)
        return DueItem(
            due.due_on, row.case_no or "", rule, row.case_id, row.centre, person,
            rule.kind, row.id, base, due.days, told, self._workers(row), row.hides,
        )  # fmt: skip

    def _due(self, base: date) -> Due | None:
        if base not in self._known:
            self._known[base] = due_of(self._rule, base, self._on, self._horizon)
        return self._known[base]

    def _workers(self, row: Any) -> tuple[DueWorker, ...]:
        rule, of_case = self._rule, self._listed.of_case.get(row.case_id, ())
        if not rule.staff:
            return of_case
        own = self._listed.staff.get(row.staff_id)
        first = () if own is None else (own,)
        return first if rule.only_staff else (*first, *(each for each in of_case if each != own))

    def _told(self, row: Any) -> str:
        return self._read(row.detail) if self._rule.detail else ""

    def _read(self, value: Any) -> str:
        if not value:
            return ""
        lists = self._field.codes if self._field else None
        return self._codes.label(lists, value) if lists else str(value)


def _latest(row: Any, count: int) -> Any:
    return max((day for day in row[1 : 1 + count] if day is not None), default=None)


def _is_done(row: Any, base: date, dated: list[Done]) -> bool:
    """Whether one of the records that end an item is of the rule's day or later."""
    return any(
        day is not None and day >= base - timedelta(days=done.early_days)
        for done, day in zip(dated, row[-len(dated) :], strict=True)
    )
