"""Sending a letter: final, printed, registered, a copy kept, all in one act."""

from __future__ import annotations

from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from soudan_desk.desk.printing import LETTER, Deliver, MadePaper, give_in, printable
from soudan_desk.models import Agency, AgencyContact, Attachment, Referral
from soudan_desk.models.base import FINAL
from soudan_desk.services.disclosures import require_giving
from soudan_desk.services.referrals import send_in
from soudan_desk.services.second_person import Second
from soudan_desk.services.work import Work
from soudan_desk.storage.attachments import INLINE_BYTES
from soudan_desk.storage.store import fetch

_REASON = "つなぎの手紙の送付"
_REASON_AGAIN = "送付済みの手紙の再発行"


def send_letter(
    work: Work,
    referral_id: UUID,
    *,
    send_method: str,
    deliver: Deliver,
    lock_version: int | None = None,
    protect_password: str | None = None,
    reason: str = "",
    second: Second | None = None,
) -> MadePaper:
    """Make a letter final, record it as sent today and hand its PDF to `deliver`.

    If `deliver` raises, nothing of it has happened. A letter sent before is handed out again: its
    day stays, the register gets another line.
    """
    require_giving(work, reason or _REASON)
    with work.store.writing(work.actor) as session:
        was_sent = fetch(session, Referral, referral_id).sent_on is not None
        letter = send_in(
            work, session, referral_id, send_method=send_method, lock_version=lock_version
        )
        made = give_in(
            work,
            session,
            printable(LETTER),
            referral_id,
            reason=reason or (_REASON_AGAIN if was_sent else _REASON),
            recipient=recipient_of(session, letter),
            send_method=send_method,
            protect_password=protect_password,
            deliver=deliver,
            second=second,
        )
        if letter.sent_attachment_id is None:
            _keep_copy(session, letter, made)
    return made


def recipient_of(session: Session, letter: Referral) -> str:
    """Name who receives a letter, in one line."""
    agency = fetch(session, Agency, letter.agency_id) if letter.agency_id else None
    contact = letter.to_contact
    if not contact and letter.to_contact_id:
        contact = fetch(session, AgencyContact, letter.to_contact_id).name
    department = letter.to_department or (agency.department if agency else None)
    return " ".join(filter(None, (agency.name if agency else None, department, contact)))


def sent_copy(work: Work, referral_id: UUID) -> bytes | None:
    """Return the letter as it was sent, or None where no copy is kept."""
    query = (
        select(Attachment.content)
        .join(Referral, Referral.sent_attachment_id == Attachment.id)
        .where(Referral.id == referral_id)
    )
    with work.store.reading(work.actor) as session:
        return session.scalars(query).one_or_none()


def _keep_copy(session: Session, letter: Referral, made: MadePaper) -> None:
    """Keep the letter as it was sent, unless it is too large for the database."""
    if len(made.plain) > INLINE_BYTES:
        return
    copy = Attachment(
        file_name=f"{letter.ref_no or 'letter'}.pdf",
        category="sent_copy",
        description=f"送った手紙の控え {made.serial}",
        case_id=letter.case_id,
        person_id=letter.person_id,
        centre=letter.centre,
        restriction_level=letter.restriction_level,
        media_type="application/pdf",
        size_bytes=len(made.plain),
        sha256=made.plain_sha256,
        content=made.plain,
        record_state=FINAL,
    )
    session.add(copy)
    session.flush()  # the letter points to it
    letter.sent_attachment_id = copy.id
