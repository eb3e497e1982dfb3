"""Cases that stand open to a supervisor for an hour alone: they are read, nothing is written."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from uuid import UUID

from sqlalchemy import bindparam, func, select
from sqlalchemy.orm import Session

from soudan_desk.errors import NotAllowedError
from soudan_desk.models import Case, CaseWorker, EmergencyAccess
from soudan_desk.models.base import VOID, Record
from soudan_desk.storage.actor import SUPERVISOR, Actor
from soudan_desk.storage.prepared import Prepared

_STILL_WRITTEN = frozenset({"emergency_access", "disclosure"})
"""The access itself, and the register of what leaves the office."""
_ONLY_OPENED = Prepared(
    select(EmergencyAccess.case_id, func.max(EmergencyAccess.until_at).label("until_at"))
    .join(Case, Case.id == EmergencyAccess.case_id)
    .where(
        EmergencyAccess.staff_id == bindparam("me"),
        EmergencyAccess.until_at > func.now(),
        EmergencyAccess.record_state != VOID,
        Case.restriction_level > 0,
        ~select(CaseWorker.id)
        .where(
            CaseWorker.case_id == EmergencyAccess.case_id,
            CaseWorker.staff_id == EmergencyAccess.staff_id,
            CaseWorker.record_state != VOID,
        )
        .exists(),
    )
    .group_by(EmergencyAccess.case_id),
    whole_office=True,
)


def opened_in_emergency(session: Session, actor: Actor) -> dict[UUID, datetime]:
    """Return until when those cases are open that only an emergency opened to the worker."""
    if not actor.has(SUPERVISOR):
        return {}
    return {row.case_id: row.until_at for row in _ONLY_OPENED(session, me=actor.staff_id)}


def refuse_emergency_writing(
    session: Session, actor: Actor | None, records: Iterable[Record]
) -> None:
    """Raise `NotAllowedError` for a change in a case that only an emergency opened."""
    if actor is None or not actor.has(SUPERVISOR):
        return
    cases = {case_of(each) for each in records if each.kind() not in _STILL_WRITTEN}
    if cases - {None} and not cases.isdisjoint(opened_in_emergency(session, actor)):
        raise NotAllowedError(
            "緊急閲覧で開いたケースは、読むだけです。書くことがあるときは、担当者に伝えるか、"
            "担当に加えてもらってください。"
        )


def case_of(record: Record) -> UUID | None:
    """Return the case a record belongs to, a case its own."""
    return record.id if isinstance(record, Case) else getattr(record, "case_id", None)
