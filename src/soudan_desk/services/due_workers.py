"""Who is to do what falls due: the workers of each case, fetched once for all of them."""

from __future__ import annotations

from collections.abc import Collection
from typing import Any, NamedTuple
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from soudan_desk.models import CaseWorker, Staff
from soudan_desk.models.base import VOID
from soudan_desk.services.cases import NAMED
from soudan_desk.storage.prepared import Prepared, among

_FEW = 8000


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
_ALL_LISTED = Prepared(_LISTED.order_by(*_BY_ROLE))
_LISTED_OF = Prepared(_LISTED.where(among(CaseWorker.case_id, "cases")).order_by(*_BY_ROLE))


def workers_of(session: Session, found: Collection[Any]) -> Listed:
    """Return who is to do what was found: rows with a `case_id`."""
    if not found:
        return Listed({}, {})
    case_ids = {row.case_id for row in found} - {None}
    staff = {row.id: DueWorker(row.login or "", row.name, row.id) for row in _STAFF(session)}
    many = len(case_ids) > _FEW
    rows = _ALL_LISTED(session) if many else _LISTED_OF(session, cases=list(case_ids))
    of_case: dict[UUID, tuple[DueWorker, ...]] = {}
    for case_id, staff_id in rows:
        if (worker := staff.get(staff_id)) is not None:
            of_case[case_id] = (*of_case.get(case_id, ()), worker)
    return Listed(of_case, staff)
