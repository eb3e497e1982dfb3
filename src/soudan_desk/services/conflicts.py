"""利益相反: closing a person's records to one of the staff, and opening them again."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from soudan_desk.errors import InvalidEntriesError, NotAllowedError, NotFoundError
from soudan_desk.fields import Field, Kind
from soudan_desk.models import Case, ConflictBlock, Person, fields_of
from soudan_desk.models.base import FINAL, VOID, new_id
from soudan_desk.services.answers import write_answers
from soudan_desk.services.names import NameBook
from soudan_desk.services.restricting import require_reason
from soudan_desk.services.rights import require_role
from soudan_desk.services.work import Work
from soudan_desk.storage.actor import ADMINISTRATOR, SUPERVISOR
from soudan_desk.storage.scope import whole_office
from soudan_desk.storage.store import fetch
from soudan_desk.storage.units import mark

_ASKED = {field.key: field for field in fields_of(ConflictBlock)}
BLOCK_FIELDS = (
    _ASKED["staff_id"],
    _ASKED["person_id"],
    Field(key="case_no", label="ケース番号", kind=Kind.LINE, section=_ASKED["case_id"].section),
    _ASKED["reason"],
)
"""What is asked of a new block: the case by its number, as its setter may not see any case."""


@dataclass(frozen=True, slots=True)
class BlockRow:
    """Who must not see whose records, since when and why."""

    id: UUID
    staff_id: UUID
    staff: str
    person_id: UUID | None
    person: str
    case_no: str
    reason: str
    made_at: datetime


def list_blocks(work: Work) -> tuple[BlockRow, ...]:
    """List the conflicts of interest in force, newest first; never one's own."""
    with work.store.reading(work.actor) as session:
        book = NameBook(session).of
        query = (
            select(ConflictBlock)
            .where(ConflictBlock.record_state != VOID)
            .order_by(ConflictBlock.created_at.desc())
        )
        return tuple(
            BlockRow(
                row.id,
                row.staff_id,
                book("staff", row.staff_id),
                row.person_id,
                book("person", row.person_id) if row.person_id else "",
                book("case", row.case_id) if row.case_id else "",
                row.reason,
                row.created_at,
            )
            for row in session.scalars(query)
        )


def block_staff(work: Work, answers: Mapping[str, Any]) -> UUID:
    """Close a person's records to one of the staff: named, or found by a case's number.

    What is closed by a case's number is closed for all cases of its person.
    """
    _require(work)
    with work.store.writing(work.actor) as session:
        given = dict(answers)
        case_no = str(given.pop("case_no", None) or "").strip()
        require_reason(given.get("reason") or "")
        if given.get("person_id") is not None:
            fetch(session, Person, given["person_id"])
        if case_no:
            given |= _of_case(work, session, case_no, given.get("person_id"))
        if given.get("staff_id") == work.actor.staff_id:
            raise NotAllowedError(
                "自分についての利益相反は、ほかの主任か管理者に登録してもらってください。"
            )
        block = ConflictBlock(id=new_id(), record_state=FINAL)
        write_answers(work, block, given)
        mark(session, block, "block", block.reason)
        session.add(block)
        return block.id


def give_reason(work: Work, block_id: UUID, answers: Mapping[str, Any]) -> None:
    """Word the reason of a conflict of interest anew."""
    _require(work)
    require_reason(answers.get("reason") or "")
    with work.store.writing(work.actor) as session:
        block = fetch(session, ConflictBlock, block_id)
        block.reason = str(answers["reason"]).strip()
        block.version += 1


def lift_block(work: Work, block_id: UUID, reason: str) -> None:
    """Take a conflict of interest out of force, with the reason."""
    _require(work)
    require_reason(reason)
    with work.store.writing(work.actor) as session:
        block = fetch(session, ConflictBlock, block_id)
        block.record_state = VOID
        mark(session, block, "lift_block", reason.strip())


def _require(work: Work) -> None:
    require_role(work, SUPERVISOR, ADMINISTRATOR, act="利益相反を登録する")


def _of_case(work: Work, session: Session, case_no: str, person_id: UUID | None) -> dict[str, Any]:
    query = select(Case.id, Case.person_id).where(Case.case_no == case_no)
    found: Any = session.execute(query).first()
    if work.actor.has(ADMINISTRATOR):
        found = whole_office(session, query).first()
    if found is None:
        raise NotFoundError(f"ケース番号「{case_no}」は見つかりません。番号を確かめてください。")
    if person_id is not None and person_id != found.person_id:
        raise InvalidEntriesError(
            {"case_no": "相談者のケースではありません。相談者かケース番号の片方にしてください。"}
        )
    return {"case_id": found.id, "person_id": found.person_id}
