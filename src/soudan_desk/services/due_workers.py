"""Who is to do what falls due: the workers of each case, fetched once for all of them."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from typing import Any, NamedTuple
from uuid import UUID

from sqlalchemy import ColumnElement, select
from sqlalchemy.orm import Session

from soudan_desk.models import Case, CaseWorker, Staff
from soudan_desk.models.base import VOID
from soudan_desk.services.cases import NAMED
from soudan_desk.storage.prepared import Prepared, among, among_many, as_one


class DueWorker(NamedTuple):
    """One of those who are to do it."""

    login: str
    name: str
    id: UUID


class Listed(NamedTuple):
    """The workers of each case, the main one first, and all staff by id."""

    of_case: dict[UUID, tuple[DueWorker, ...]]
    staff: dict[UUID, DueWorker]


_STAFF = Prepared(select(Staff.id, Staff.login, Staff.name))
_LISTED = select(CaseWorker.case_id, CaseWorker.staff_id).where(
    CaseWorker.record_state != VOID, CaseWorker.role != NAMED
)
_BY_ROLE = (CaseWorker.role, CaseWorker.created_at)  # "main" sorts before "sub"
_LISTED_OF = Prepared(
    _LISTED.where(among_many(CaseWorker.case_id, "cases")).order_by(*_BY_ROLE),
    whole_office=True,  # of cases that were found by who may see them
)
_MINE = Prepared(
    select(CaseWorker.case_id)
    .join(Case, Case.id == CaseWorker.case_id)
    .where(
        among(CaseWorker.staff_id, "staff"),
        CaseWorker.record_state != VOID,
        CaseWorker.role != NAMED,
        Case.closed_on.is_(None),
        Case.record_state != VOID,
    ),
    whole_office=True,  # the rules' own queries bind the cases that are read
)


def listed_cases() -> ColumnElement[bool]:
    """Return the condition that a case is one of these workers' (`staff`), be it closed."""
    listed = select(CaseWorker.case_id).where(
        among(CaseWorker.staff_id, "staff"),
        CaseWorker.record_state != VOID,
        CaseWorker.role != NAMED,
    )
    return Case.id.in_(listed)


def open_cases_of(session: Session, staff_ids: Iterable[UUID]) -> str:
    """Return the open cases on whose lists any of them stands, found once for all rules."""
    return as_one(row.case_id for row in _MINE(session, staff=list(staff_ids)))


def workers_of(session: Session, found: Collection[Any]) -> Listed:
    """Return who is to do what was found: rows with a `case_id`."""
    if not found:
        return Listed({}, {})
    case_ids = {row.case_id for row in found} - {None}
    staff = {row.id: DueWorker(row.login or "", row.name, row.id) for row in _STAFF(session)}
    rows = _LISTED_OF(session, cases=as_one(case_ids))
    of_case: dict[UUID, tuple[DueWorker, ...]] = {}
    for case_id, staff_id in rows:
        if (worker := staff.get(staff_id)) is not None:
            of_case[case_id] = (*of_case.get(case_id, ()), worker)
    return Listed(of_case, staff)
