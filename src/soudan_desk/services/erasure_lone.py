"""廃棄 of consultations that belong to no case: the same word of two, one entry left empty.

The entry itself is the tombstone: number, centre and day stay, and its last revision says who
disposed of it, when and on what ground.
"""

from __future__ import annotations

from typing import Any, cast
from uuid import UUID

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from soudan_desk.errors import NotAllowedError
from soudan_desk.models import AuditEntry, Consultation, Revision, Staff
from soudan_desk.models.base import VOID
from soudan_desk.services.erasure import (
    ERASE_VOUCHED,
    DisposalRow,
    list_disposals,
    remove_files,
    require_basis,
    require_over,
    vouched,
)
from soudan_desk.services.retention import lone_candidates
from soudan_desk.services.rights import require_role
from soudan_desk.services.second_person import Second
from soudan_desk.services.work import Work
from soudan_desk.storage.actor import SUPERVISOR
from soudan_desk.storage.audit import Act
from soudan_desk.storage.erasure import ERASE, Erased, erase
from soudan_desk.storage.opened_office import OpenedOffice
from soudan_desk.storage.store import fetch
from soudan_desk.storage.units import UnitSession, note

_DECIDED = "　決裁 "


def erase_consultation(
    work: Work,
    office: OpenedOffice,
    consultation_id: UUID,
    *,
    basis: str,
    approval_no: str = "",
    second: Second | None = None,
) -> UUID:
    """Erase a consultation without a case whose time is over; its person goes with the last."""
    require_role(work, SUPERVISOR, act="記録を廃棄する")
    require_basis(basis)
    decided = f"{_DECIDED}{approval_no.strip()}" if approval_no.strip() else ""
    reason = f"{basis.strip()}{decided}"
    with work.store.writing(work.actor) as session:
        record = fetch(session, Consultation, consultation_id)
        found = lone_candidates(session, consultation_id)
        if not found:
            raise NotAllowedError("ケースの記録です。ケースを終結してから、ケースごと廃棄します。")
        require_over(work, found[0])
        vouched(work, session, record, second, reason)
        erased = erase(cast("UnitSession", session), record, reason)
        note(session, _told(work, record, erased))
    remove_files(office, erased.stored_files)
    return consultation_id


def _told(work: Work, record: Consultation, erased: Erased) -> Act:
    """Tell the log how much went, and the digest by which a copy could be known again."""
    return Act(
        action="erased",
        by=work.actor.staff_id,
        kind=record.kind(),
        record_id=record.id,
        fields=f"{erased.record_count},{erased.file_count},{int(erased.with_person)}",
        content_sha256=erased.sha256,
    )


def list_all_disposals(work: Work) -> list[DisposalRow]:
    """List what was disposed of, cases and consultations without one, the newest first."""
    with work.store.reading(work.actor) as session:
        rows = [*list_disposals(work), *_lone(session)]
    return sorted(rows, key=lambda row: row.disposed_at, reverse=True)


def _lone(session: Session) -> list[DisposalRow]:
    names: dict[UUID | None, str] = {
        row.id: row.name for row in session.execute(select(Staff.id, Staff.name))
    }
    last = (
        select(func.max(Revision.seq))
        .where(Revision.record_id == Consultation.id)
        .correlate(Consultation)
        .scalar_subquery()
    )
    query = (
        select(Consultation, Revision)
        .join(Revision, Revision.record_id == Consultation.id)
        .where(
            Consultation.case_id.is_(None),
            Consultation.record_state == VOID,
            Revision.action == ERASE,
            Revision.seq == last,
        )
    )
    found = session.execute(query).all()
    ids = [row[0].id for row in found]
    told = {each.record_id: each for each in _acts(session, "erased", ids)}
    agreed = {each.record_id: each.by for each in _acts(session, ERASE_VOUCHED, ids)}
    return [
        _row(record, revision, told[record.id], names, agreed.get(record.id))
        for record, revision in found
        if record.id in told
    ]


def _acts(session: Session, action: str, ids: list[UUID]) -> Any:
    return session.scalars(
        select(AuditEntry).where(AuditEntry.action == action, AuditEntry.record_id.in_(ids))
    )


def _row(
    record: Consultation,
    revision: Revision,
    told: AuditEntry,
    names: dict[UUID | None, str],
    second_id: UUID | None,
) -> DisposalRow:
    records, files, with_person = map(int, (told.fields or "0,0,0").split(","))
    basis, _, approval_no = (revision.reason or "").partition(_DECIDED)
    return DisposalRow(
        record.id,
        record.contact_no or "受付番号なし",
        record.centre,
        record.held_on,
        records,
        files,
        bool(with_person),
        revision.at,
        names.get(revision.by, ""),
        names.get(second_id, ""),
        basis,
        approval_no,
    )
