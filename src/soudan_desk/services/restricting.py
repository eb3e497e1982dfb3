"""The rules of who may see a case: its restriction, and the members named for it."""

from __future__ import annotations

from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from soudan_desk.errors import InvalidEntriesError, NotAllowedError
from soudan_desk.models import Case, CaseWorker, ConflictBlock, Staff
from soudan_desk.models.base import VOID, Record
from soudan_desk.services.rights import works_on
from soudan_desk.services.work import Work
from soudan_desk.storage.actor import READER, SUPERVISOR
from soudan_desk.storage.scope import whole_office
from soudan_desk.storage.store import fetch
from soudan_desk.storage.units import mark

NAMED_FROM = 2
"""From this level on only the main worker, named managers and supervisors name members."""


def require_restricting(work: Work, session: Session, case: Case, before: int) -> None:
    """Raise `NotAllowedError` where somebody not on a case's list changes its restriction."""
    if case.restriction_level != before and not works_on(session, case.id, work.actor.staff_id):
        raise NotAllowedError(
            "閲覧制限をかけると、担当に入っていない人は見られなくなります。"
            "先に自分を担当に入れるか、担当者に頼んでください。"
        )


def require_member(work: Work, session: Session, case: Case, staff_id: UUID, reason: str) -> None:
    """Raise an error unless somebody may be put on a case's list by this worker."""
    staff = fetch(session, Staff, staff_id)
    if is_blocked_from(session, case, staff_id):
        raise NotAllowedError(
            f"{staff.name}さんには利益相反の登録があるので、このケースの担当にできません。"
            "ほかの人を選んでください。"
        )
    if not case.restriction_level:
        return
    require_reason(reason)
    if set(staff.roles or ()) <= {READER, "figures"}:
        raise NotAllowedError(
            f"{staff.name}さんは閲覧のみの職員です。閲覧制限のあるケースには加えられません。"
        )
    _require_namer(work, session, case)


def require_lasting(work: Work, session: Session, case: Case) -> None:
    """Raise `NotAllowedError` for a deputy who changes a case's list: that would outlast the days.

    A creator who has left the list may not either, other than a supervisor.
    """
    if not work.actor.has(SUPERVISOR) and not works_on(session, case.id, work.actor.staff_id):
        raise NotAllowedError(
            "代理の間に、ケースの担当は変えられません。担当者か主任に頼んでください。"
        )


def require_removing(work: Work, session: Session, case: Case, reason: str) -> None:
    """Raise an error unless the worker may take somebody off a restricted case's list."""
    if case.restriction_level:
        require_reason(reason)
        _require_namer(work, session, case)


def require_open_list(session: Session, record: Record) -> None:
    """Raise an error where a restricted case's list is changed otherwise than by its own verbs."""
    if not isinstance(record, CaseWorker):
        return
    query = select(Case.restriction_level).where(Case.id == record.case_id)
    if whole_office(session, query).scalar():
        raise NotAllowedError(
            "閲覧制限のあるケースの担当は、ケースの「基本」の「担当」で、理由をつけて変えてください。"
        )


def mark_member(session: Session, case: Case, row: Record, reason: str) -> None:
    """Give a change of a restricted case's list its reason."""
    if case.restriction_level:
        mark(session, row, "assign", reason.strip())


def require_reason(reason: str) -> None:
    """Raise `InvalidEntriesError` where no reason is given."""
    if not reason.strip():
        raise InvalidEntriesError({"reason": "理由を入れてください。"})


def _require_namer(work: Work, session: Session, case: Case) -> None:
    if case.restriction_level < NAMED_FROM or work.actor.has(SUPERVISOR):
        return
    query = select(CaseWorker.role).where(
        CaseWorker.case_id == case.id,
        CaseWorker.staff_id == work.actor.staff_id,
        CaseWorker.record_state != VOID,
    )
    if session.scalars(query).first() not in {"main", "named"}:
        raise NotAllowedError(
            "このケースを見られる人を決めるのは、主担当と、指名された管理職と主任です。"
            "主担当に頼んでください。"
        )


def is_blocked_from(session: Session, case: Case, staff_id: UUID) -> bool:
    """Whether a conflict of interest closes a case to one of the staff."""
    about = ConflictBlock.case_id == case.id
    if case.person_id is not None:
        about = about | (ConflictBlock.person_id == case.person_id)
    query = select(ConflictBlock.id).where(
        ConflictBlock.staff_id == staff_id, ConflictBlock.record_state != VOID, about
    )
    return whole_office(session, query).first() is not None
