"""A kept file leaves the office: with a reason, in the register, by two where one is protected."""

from __future__ import annotations

from uuid import UUID

from sqlalchemy.orm import Session

from soudan_desk.errors import InvalidEntriesError
from soudan_desk.models import Attachment
from soudan_desk.services.attachments import found_file
from soudan_desk.services.disclosures import Given, record_disclosure
from soudan_desk.services.protected import protected_of
from soudan_desk.services.rights import refusal
from soudan_desk.services.second_person import Second, vouch
from soudan_desk.services.stopped_sharing import SharingStoppedError, concerned_people, stopped
from soudan_desk.services.work import Work
from soudan_desk.storage.audit import Act
from soudan_desk.storage.opened_office import OpenedOffice

_SAVED = "attachment_save"
OWN_USE = "事務所の中・本人"


def attachment_content(
    work: Work,
    office: OpenedOffice,
    attachment_id: UUID,
    *,
    reason: str,
    second: Second | None = None,
    for_own_use: bool = False,
) -> tuple[str, bytes]:
    """Return a file's name and bytes for a copy outside the office, entered in the register.

    Of somebody who took back that others are told only `for_own_use`, inside or by themselves;
    else raises `SharingStoppedError`. Raises `SecondNeededError` where it is of somebody under a
    protective measure: nobody can tell whether it says where they are.
    """
    if not reason.strip():
        raise InvalidEntriesError({"reason": "取り出す理由を入れてください。"})
    if not work.actor.writes_casework:
        raise refusal(work, "添付を取り出す権限がありません。相談員か主任に頼んでください。")
    row, content = found_file(work, office, attachment_id)
    given = Given(
        paper="attachment",
        paper_title=row.file_name,
        sha256=row.sha256,
        recipient=OWN_USE if for_own_use else "",
        reason=reason,
        kind="attachment",
        record_id=row.id,
        action=_SAVED,
        person_id=row.person_id,
        case_id=row.case_id,
        centre=row.centre,
    )
    with work.store.writing(work.actor) as session:
        if not for_own_use and stopped(session, work.today()) & _people_of(session, row):
            raise SharingStoppedError
        let_out_by_two(work, session, row, second, reason)
        record_disclosure(work, session, given)
    return row.file_name, content


def _people_of(session: Session, row: Attachment) -> set[UUID]:
    return concerned_people(session, [row]).get(row.id, set())


def let_out_by_two(
    work: Work, session: Session, row: Attachment, second: Second | None, reason: str
) -> None:
    """Let a file of somebody under a protective measure out with a second person's word."""
    act = Act(
        action=_SAVED,
        by=work.actor.staff_id,
        kind="attachment",
        record_id=row.id,
        case_id=row.case_id,
        reason=reason,
    )
    for person_id in protected_of(session, row.person_id, row.case_id):
        vouch(work, session, second, person_id, act)
