"""A long list of cases, in order: their ids first, the rows of those looked at afterwards."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any
from uuid import UUID

from sqlalchemy import select

from soudan_desk.models import Case, CaseWorker, Person, Staff
from soudan_desk.models.base import VOID
from soudan_desk.services.case_lists import (
    SORTS,
    CaseFilter,
    cases_by_id,
    count_cases,
    count_states,
    in_order,
    narrow,
    resolved,
)
from soudan_desk.services.cases import MAIN, CaseRow
from soudan_desk.services.work import Work

IDLE_DAYS = 30
"""Days without contact after which a case is counted as idle (運営の手引きの月1回の目安)."""


@dataclass(frozen=True, slots=True)
class CaseOrder:
    """The ids of a whole list in order; `groups` are (worker, how many) when parted by worker."""

    ids: tuple[UUID, ...]
    groups: tuple[tuple[str, int], ...] = ()


@dataclass(frozen=True, slots=True)
class CaseCounts:
    """How many cases a list has, by state, and how many would meet one more condition."""

    total: int
    states: dict[str, int]
    idle: int
    without_consent: int
    restricted: int
    unread: int
    old_drafts: int


def order_cases(
    work: Work,
    narrowed: CaseFilter,
    *,
    sort: str = "case_no",
    descending: bool = True,
    by_worker: bool = False,
) -> CaseOrder:
    """Return every case of a list by id, in the order asked for."""
    needs_worker = by_worker or sort == "worker"
    query: Any = select(Case.id, Staff.name if needs_worker else Case.id)
    if needs_worker:
        query = _with_main_worker(query)
    query = query.outerjoin(Person, Person.id == Case.person_id)
    column: Any = Staff.name if sort == "worker" else SORTS[sort]
    order = list(in_order(column, descending=descending))
    if by_worker:
        order = [Staff.name.is_(None), Staff.name, *order]
    statement = narrow(query, resolved(work, narrowed), work.today()).order_by(*order)
    with work.store.reading(work.actor) as session:
        rows = session.execute(statement).all()
    ids = tuple(row[0] for row in rows)
    return CaseOrder(ids, _grouped([row[1] or "" for row in rows]) if by_worker else ())


def _with_main_worker(query: Any) -> Any:
    is_main = (
        (CaseWorker.case_id == Case.id)
        & (CaseWorker.role == MAIN)
        & (CaseWorker.record_state != VOID)
    )
    return query.outerjoin(CaseWorker, is_main).outerjoin(Staff, Staff.id == CaseWorker.staff_id)


def _grouped(names: Sequence[str]) -> tuple[tuple[str, int], ...]:
    found: dict[str, int] = {}
    for name in names:
        found[name] = found.get(name, 0) + 1
    return tuple(found.items())


def case_rows(work: Work, ids: Sequence[UUID]) -> list[CaseRow]:
    """Return the rows of these cases, in this order; those no longer seen are left out."""
    with work.store.reading(work.actor) as session:
        found = {row.id: row for row in cases_by_id(session, ids, work.today())}
    return [found[each] for each in ids if each in found]


def count_list(work: Work, narrowed: CaseFilter) -> CaseCounts:
    """Count a list: by state, and under each further condition."""
    narrowed = resolved(work, narrowed)
    states = count_states(work, narrowed)
    return CaseCounts(
        total=sum(states.values()),
        states=states,
        idle=count_cases(work, replace(narrowed, idle_days=IDLE_DAYS)),
        without_consent=count_cases(work, replace(narrowed, without_consent=True)),
        restricted=count_cases(work, replace(narrowed, restricted=True)),
        unread=count_cases(work, replace(narrowed, unread=True)),
        old_drafts=count_cases(work, replace(narrowed, old_drafts=True)),
    )
