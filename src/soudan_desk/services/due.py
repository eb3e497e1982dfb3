"""期限: what falls due, derived from days and rules; nothing of it is typed or stored."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache
from operator import itemgetter
from typing import Any, NamedTuple
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from soudan_desk.codes import CodeBook
from soudan_desk.japanese.eras import wareki
from soudan_desk.models.base import record_kinds
from soudan_desk.services.contact_rules import rules_of_row
from soudan_desk.services.due_days import window_of
from soudan_desk.services.due_judging import Cut, Judged, judged
from soudan_desk.services.due_queries import Whose, bounds_of, detail_field, query_of
from soudan_desk.services.due_rules import Doing, DueRule
from soudan_desk.services.due_workers import DueWorker, Listed, open_cases_of, workers_of
from soudan_desk.services.list_masks import masks_of_rows, name_on_screen
from soudan_desk.services.masks import Mask
from soudan_desk.services.work import Work
from soudan_desk.storage.actor import Actor
from soudan_desk.storage.prepared import Prepared

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
    rules: str = ""
    """What must not be done when getting in touch, where that is what to do."""

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


class Pressing(NamedTuple):
    """The first of a long list in each of its groups, and how many of each are left out."""

    items: list[DueItem]
    left_out: tuple[int, ...] = ()


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
    found = _found(session, rules, scope, on, horizon_days)
    return _made(session, codes, found, names_workers=names_workers)


def pressing_items(
    work: Work,
    cut: Cut,
    *,
    on: date,
    worker_ids: Collection[UUID] | None = None,
    centre: str | None = None,
    without: Collection[str] = (),
) -> Pressing:
    """List the first of what falls due, as `due_items` has them, and count what is left out.

    Nobody reads ten thousand lines: names, workers and sentences are made of what is shown alone.
    """
    scope = DueScope(
        worker_ids=None if worker_ids is None else frozenset(worker_ids), centre=centre
    )
    rules = [rule for rule in work.due_rules if rule.key not in without]
    with work.store.reading(work.actor) as session:
        kept, left_out = cut.of(_found(session, rules, scope, on, None))
        return Pressing(_made(session, work.codes, kept), left_out)


def _found(
    session: Session, rules: Iterable[DueRule], scope: DueScope, on: date, horizon_days: int | None
) -> list[Judged]:
    if scope.worker_ids is not None and not scope.worker_ids:
        return []
    kept, mine = _kinds_kept(session), ""
    if scope.worker_ids is not None and scope.case_ids is None:
        mine = open_cases_of(session, scope.worker_ids)
    found: list[Judged] = []
    for rule in _of_actor(session, rules):
        rows = _rows(session, rule, scope, on, horizon_days, mine) if kept(rule.kind) else ()
        found.extend(judged(rule, rows, on, horizon_days))
    found.sort(key=itemgetter(0, 1))
    return found


def _kinds_kept(session: Session) -> Callable[[str], bool]:
    """Tell of which kinds there is any record: most offices keep some only."""
    return cache(lambda kind: bool(_any_of(kind)(session)))


@cache
def _any_of(kind: str) -> Prepared:
    return Prepared(select(record_kinds()[kind].id).limit(1), whole_office=True)


def _made(
    session: Session, codes: CodeBook, found: Sequence[Judged], *, names_workers: bool = True
) -> list[DueItem]:
    rows = [each.row for each in found]
    workers = workers_of(session, rows) if names_workers else Listed({}, {})
    return list(map(_Maker(codes, workers, masks_of_rows(session, rows)).item, found))


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
    session: Session,
    rule: DueRule,
    scope: DueScope,
    on: date,
    horizon_days: int | None,
    mine: str,
) -> list[Any]:
    centre = scope.centre
    if centre is not None and rule.centres and centre not in rule.centres:
        return []
    values = bounds_of(rule, window_of(rule, on, horizon_days), on)
    whose = Whose.ALL
    if scope.case_ids is not None:
        whose, values["cases"] = Whose.CASES, list(scope.case_ids)
    elif scope.worker_ids is not None:
        whose, values["staff"], values["mine"] = Whose.WORKERS, list(scope.worker_ids), mine
    rows = query_of(rule, whose, session.info["actor"])(session, **values)
    return [row for row in rows if centre is None or row.centre in (None, centre)]


class _Maker:
    """Makes items of what was judged to fall due."""

    def __init__(self, codes: CodeBook, workers: Listed, masks: Mapping[UUID | None, Mask]) -> None:
        self._codes = codes
        self._listed = workers
        self._masks = masks

    def item(self, found: Judged) -> DueItem:
        """Return the item of a row, in words that may stand on a screen."""
        rule, row = found.rule, found.row
        person, told = row.person or NOBODY, self._read(rule, found.told)
        if row.hides is not None:
            person, told = name_on_screen(row), self._masks[row.hides].words(told)
        return DueItem(
            found.due_on, found.case_no, rule, row.case_id, row.centre, person, rule.kind, row.id,
            found.base_on, found.days, told, self._workers(rule, row), row.hides,
            rules_of_row(row) if rule.doing is Doing.CONTACT else "",
        )  # fmt: skip

    def _workers(self, rule: DueRule, row: Any) -> tuple[DueWorker, ...]:
        of_case = self._listed.of_case.get(row.case_id, ())
        if not rule.staff:
            return of_case
        own = self._listed.staff.get(row.staff_id)
        first = () if own is None else (own,)
        return first if rule.only_staff else (*first, *(each for each in of_case if each != own))

    def _read(self, rule: DueRule, value: Any) -> str:
        if not value:
            return ""
        field = detail_field(rule)
        return self._codes.label(field.codes, value) if field and field.codes else str(value)
