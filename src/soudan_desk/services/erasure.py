"""廃棄: what is kept no longer is erased for good, on the word of two; its tombstone stays."""

from __future__ import annotations

from collections.abc import Iterable
from contextlib import suppress
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, cast
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from soudan_desk.errors import InvalidEntriesError, NotAllowedError
from soudan_desk.japanese.eras import wareki
from soudan_desk.models import Case, Consultation, Disposal, Staff
from soudan_desk.models.base import FINAL, VOID, new_id, now
from soudan_desk.services.retention import Candidate, candidate_of
from soudan_desk.services.rights import require_role
from soudan_desk.services.second_person import Second, colleagues
from soudan_desk.services.work import Work
from soudan_desk.storage.actor import SUPERVISOR
from soudan_desk.storage.audit import Act
from soudan_desk.storage.erasure import ERASE, Erased, erase
from soudan_desk.storage.opened_office import OpenedOffice
from soudan_desk.storage.store import fetch
from soudan_desk.storage.units import UnitSession, mark, note

ERASE_VOUCHED = "erase_vouched"


@dataclass(frozen=True, slots=True)
class DisposalRow:
    """One line of the register of disposals."""

    id: UUID
    case_no: str
    centre: str
    closed_on: date
    record_count: int
    file_count: int
    with_person: bool
    disposed_at: datetime
    staff: str
    approver: str
    basis: str
    approval_no: str


def erase_case(
    work: Work,
    office: OpenedOffice,
    case_id: UUID,
    *,
    basis: str,
    approval_no: str = "",
    second: Second | None = None,
) -> UUID:
    """Erase a case whose time is over, and return the id of its tombstone.

    Wherever there is a colleague who could, a second person has to agree with their password.
    """
    require_role(work, SUPERVISOR, act="記録を廃棄する")
    require_basis(basis)
    with work.store.writing(work.actor) as session:
        case = fetch(session, Case, case_id)
        found = candidate_of(session, case_id)
        require_over(work, found)
        approver_id = vouched(work, session, case, second, basis.strip())
        erased = erase(cast("UnitSession", session), case, basis.strip())
        tombstone = Disposal(
            id=new_id(),
            case_id=case_id,
            case_no=found.case_no,
            centre=found.centre,
            process=found.process,
            closed_on=found.closed_on,
            kept_until_on=found.until_on,
            basis=basis.strip(),
            approval_no=approval_no.strip() or None,
            staff_id=work.actor.staff_id,
            approver_id=approver_id,
            record_state=FINAL,
            **_counted(erased),
        )
        mark(session, tombstone, ERASE, basis.strip())
        session.add(tombstone)
    remove_files(office, erased.stored_files)
    return tombstone.id


def require_over(work: Work, found: Candidate) -> None:
    """Refuse to erase what is still kept, or held."""
    if found.until_on >= work.today():
        raise NotAllowedError(
            f"保存期間が{wareki(found.until_on)}まであります。それまでは廃棄できません。"
        )
    if found.holds:
        raise NotAllowedError(
            f"廃棄できません。{'。'.join(found.holds)}。終わってから、もう一度してください。"
        )


def remove_files(office: OpenedOffice, names: Iterable[str]) -> None:
    """Remove what can no longer be opened; what is left goes at the next opening's sweep."""
    for name in names:
        with suppress(OSError):
            (office.folder.attachments / name).unlink()


def require_basis(basis: str) -> None:
    """Refuse to erase anything without a word on what ground."""
    if not basis.strip():
        raise InvalidEntriesError({"basis": "廃棄の根拠を入れてください。文書規程の条などです。"})


def _counted(erased: Erased) -> dict[str, Any]:
    return {
        "record_count": erased.record_count,
        "file_count": erased.file_count,
        "with_person": erased.with_person,
        "content_sha256": erased.sha256,
        "disposed_at": now(),
        "method": "erased",
    }


def vouched(
    work: Work, session: Session, record: Case | Consultation, second: Second | None, reason: str
) -> UUID | None:
    """Write down that the second person agreed; refuse where nobody was asked who could be."""
    if second is None:
        if colleagues(work):
            raise NotAllowedError(
                "廃棄には、もう1人の職員の確認が要ります。その方のパスワードを入れてもらってください。"
            )
        return None
    with work.store.reading(second.actor) as theirs:
        own: Any = type(record)
        seen = theirs.scalars(select(own.id).where(own.id == record.id)).first()
    if seen is None:
        raise NotAllowedError(
            f"{second.actor.name}さんは、この記録を見られません。"
            "見られる職員に確認してもらってください。"
        )
    agreed = Act(
        action=ERASE_VOUCHED,
        by=second.actor.staff_id,
        kind=record.kind(),
        record_id=record.id,
        case_id=record.id if isinstance(record, Case) else None,
        reason=reason,
    )
    note(session, agreed)
    return second.actor.staff_id


def list_disposals(work: Work) -> list[DisposalRow]:
    """List what was disposed of, newest first."""
    with work.store.reading(work.actor) as session:
        names: dict[UUID | None, str] = {
            row.id: row.name for row in session.execute(select(Staff.id, Staff.name))
        }
        query = select(Disposal).where(Disposal.record_state != VOID)
        rows = session.scalars(query.order_by(Disposal.disposed_at.desc(), Disposal.id.desc()))
        return [
            DisposalRow(
                row.id,
                row.case_no,
                row.centre,
                row.closed_on,
                row.record_count,
                row.file_count,
                row.with_person,
                row.disposed_at,
                names.get(row.staff_id, ""),
                names.get(row.approver_id, ""),
                row.basis,
                row.approval_no or "",
            )
            for row in rows
        ]
