"""ケースの引き継ぎ: asking a colleague to take cases over, taking them, giving them back.

With the case go what still has to be done in it: to-dos, appointments, stages of reviews. What was
promised in records follows by itself (`handed_on`), and what falls due follows the case's list.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from soudan_desk.errors import InvalidEntriesError, NotAllowedError, NotFoundError
from soudan_desk.fields import Field
from soudan_desk.japanese.eras import wareki
from soudan_desk.models import Case, CaseTransfer, CaseWorker, ConflictBlock, Staff
from soudan_desk.models.base import FINAL, VOID, fields_of, new_id, now
from soudan_desk.models.case_transfer import ACCEPTED, PROPOSED, RETURNED, WITHDRAWN
from soudan_desk.services.actors import actor_of
from soudan_desk.services.answers import write_answers
from soudan_desk.services.cases import MAIN, SUB
from soudan_desk.services.restricting import is_blocked_from, require_reason
from soudan_desk.services.rights import works_on
from soudan_desk.services.transfer_following import hand_on
from soudan_desk.services.work import Work
from soudan_desk.storage.actor import SUPERVISOR, Actor
from soudan_desk.storage.store import fetch
from soudan_desk.storage.units import mark

_ASKED = ("to_staff_id", "transfer_on", "reason", "keeps_previous")
TRANSFER_FIELDS: tuple[Field, ...] = tuple(
    field for field in fields_of(CaseTransfer) if field.key in _ASKED
)
"""What is asked of a proposal."""


@dataclass(frozen=True, slots=True)
class NotHanded:
    """A case that cannot be handed to the one named, and why."""

    case_id: UUID
    case_no: str
    why: str


@dataclass(frozen=True, slots=True)
class Proposal:
    """What came of asking: how many cases wait for an answer, and which could not be asked for."""

    asked_count: int
    refused: tuple[NotHanded, ...]


def propose_transfer(work: Work, case_ids: Sequence[UUID], answers: Mapping[str, Any]) -> Proposal:
    """Ask a colleague to take cases over; what they may not have is told, the rest is asked."""
    require_reason(answers.get("reason") or "")
    if answers.get("transfer_on") and answers["transfer_on"] < work.today():
        raise InvalidEntriesError(
            {"transfer_on": "過ぎた日です。今日か、これからの日を入れてください。"}
        )
    if not case_ids:
        raise NotAllowedError("引き継ぐケースに印をつけてください。")
    with work.store.writing(work.actor) as session:
        receiver, batch = _receiver(session, answers.get("to_staff_id")), new_id()
        refused = []
        for case_id in dict.fromkeys(case_ids):
            case = fetch(session, Case, case_id)
            if why := _why_not(work, session, case, receiver):
                refused.append(NotHanded(case.id, case.case_no, why))
            else:
                _ask(work, session, case, answers, batch)
        return Proposal(len(set(case_ids)) - len(refused), tuple(refused))


def accept_transfers(work: Work, transfer_ids: Sequence[UUID]) -> int:
    """Take cases over: oneself is their main worker now, and what is open in them is one's own."""
    with work.store.writing(work.actor) as session:
        taken = _to_me(work, session, transfer_ids)
        for transfer in taken:
            _take(work, session, transfer)
        return len(taken)


def return_transfers(work: Work, transfer_ids: Sequence[UUID], reason: str) -> int:
    """Give cases back that one was asked to take over, with the reason."""
    require_reason(reason)
    with work.store.writing(work.actor) as session:
        returned = _to_me(work, session, transfer_ids)
        for transfer in returned:
            transfer.answer = reason.strip()
            _answer(session, transfer, RETURNED, "transfer_return", reason.strip())
        return len(returned)


def withdraw_transfers(work: Work, transfer_ids: Sequence[UUID]) -> int:
    """Take back that one has asked a colleague, before they answer."""
    with work.store.writing(work.actor) as session:
        found = _waiting(session, transfer_ids)
        for transfer in found:
            if not work.actor.has(SUPERVISOR) and work.actor.staff_id not in (
                transfer.created_by,
                transfer.from_staff_id,
            ):
                raise NotAllowedError(
                    "取り下げられるのは、頼んだ人と主任です。主任に頼んでください。"
                )
            _answer(session, transfer, WITHDRAWN, "transfer_withdraw", None)
        return len(found)


# asking


def _receiver(session: Session, staff_id: UUID | None) -> Actor:
    if staff_id is None:
        raise InvalidEntriesError({"to_staff_id": "引き継ぐ人を選んでください。"})
    staff = fetch(session, Staff, staff_id)
    actor = actor_of(session, staff)
    if not staff.is_active or not actor.writes_casework:
        raise InvalidEntriesError(
            {
                "to_staff_id": f"{staff.name}さんはケースを受け持てません。"
                "相談員か主任を選んでください。"
            }
        )
    return actor


def _why_not(work: Work, session: Session, case: Case, receiver: Actor) -> str:
    """Say why a case cannot be handed to somebody; blank where it can.

    What the worker may not see of the receiver (a conflict of interest) is not told.
    """
    main = _main_of(session, case.id)
    if not work.actor.has(SUPERVISOR) and main != work.actor.staff_id:
        return "主担当ではないので頼めません。主担当か主任に頼んでください。"
    if case.closed_on is not None:
        return "終結したケースなので引き継げません。"
    if main == receiver.staff_id:
        return f"もう{receiver.name}さんが主担当です。"
    if _is_asked(session, case.id):
        return "引き継ぎの返事を待っています。頼み直すときは、先に取り下げてください。"
    if case.centre not in receiver.centres:
        return f"{receiver.name}さんはこのセンターの職員ではないので引き継げません。"
    return _closed_to(work, session, case, receiver)


def _closed_to(work: Work, session: Session, case: Case, receiver: Actor) -> str:
    """Say why a case is closed to who is to take it."""
    if is_blocked_from(session, case, receiver.staff_id):
        if _sees_blocks(session, receiver.staff_id):
            return f"{receiver.name}さんには利益相反の登録があるので引き継げません。"
        return f"{receiver.name}さんには引き継げません。ほかの人を選ぶか、主任に相談してください。"
    if case.restriction_level and not works_on(session, case.id, receiver.staff_id):
        return (
            "閲覧制限のあるケースです。"
            f"先に、ケースの「担当」で{receiver.name}さんを加えてください。"
        )
    return ""


def _sees_blocks(session: Session, staff_id: UUID) -> bool:
    """Whether the worker may know of conflicts of interest of this colleague."""
    query = select(ConflictBlock.id).where(
        ConflictBlock.staff_id == staff_id, ConflictBlock.record_state != VOID
    )
    return session.scalars(query).first() is not None


def _ask(work: Work, session: Session, case: Case, answers: Mapping[str, Any], batch: UUID) -> None:
    transfer = CaseTransfer(id=new_id(), batch_id=batch, record_state=FINAL)
    known = {"case_id": case.id, "from_staff_id": _main_of(session, case.id), "state": PROPOSED}
    write_answers(work, transfer, {**{key: answers.get(key) for key in _ASKED}, **known})
    mark(session, transfer, "transfer_ask", transfer.reason)
    session.add(transfer)


def _main_of(session: Session, case_id: UUID) -> UUID | None:
    query = select(CaseWorker.staff_id).where(
        CaseWorker.case_id == case_id, CaseWorker.role == MAIN, CaseWorker.record_state != VOID
    )
    return session.scalars(query).first()


def _is_asked(session: Session, case_id: UUID) -> bool:
    query = select(CaseTransfer.id).where(
        CaseTransfer.case_id == case_id,
        CaseTransfer.state == PROPOSED,
        CaseTransfer.record_state != VOID,
    )
    return session.scalars(query).first() is not None


# answering


def _waiting(session: Session, transfer_ids: Sequence[UUID]) -> list[CaseTransfer]:
    query = select(CaseTransfer).where(
        CaseTransfer.id.in_(transfer_ids),
        CaseTransfer.state == PROPOSED,
        CaseTransfer.record_state != VOID,
    )
    found = list(session.scalars(query))
    if len(found) < len(set(transfer_ids)) or not found:
        raise NotFoundError("もう返事の済んだ引き継ぎがあります。一覧を開き直してください。")
    return found


def _to_me(work: Work, session: Session, transfer_ids: Sequence[UUID]) -> list[CaseTransfer]:
    found = _waiting(session, transfer_ids)
    if any(transfer.to_staff_id != work.actor.staff_id for transfer in found):
        raise NotAllowedError("あなたへの引き継ぎではありません。一覧を開き直してください。")
    return found


def _take(work: Work, session: Session, transfer: CaseTransfer) -> None:
    case = fetch(session, Case, transfer.case_id)
    if transfer.transfer_on > work.today():
        raise NotAllowedError(
            f"{case.case_no}を引き継ぐ日は{wareki(transfer.transfer_on)}です。その日から受け取れます。"
        )
    if _main_of(session, case.id) != transfer.from_staff_id or case.closed_on is not None:
        raise NotAllowedError(
            f"{case.case_no}は、頼まれたあとで主担当が替わったか、終結しました。返してください。"
        )
    if why := _closed_to(work, session, case, work.actor):
        raise NotAllowedError(f"{case.case_no}：{why}")
    _change_list(work, session, transfer)
    hand_on(work, session, transfer)
    _answer(session, transfer, ACCEPTED, "transfer_take", transfer.reason)


def _change_list(work: Work, session: Session, transfer: CaseTransfer) -> None:
    """Make oneself the main worker; the one before stays as a second one, or leaves."""
    reason = f"引き継ぎ：{transfer.reason}"
    query = select(CaseWorker).where(CaseWorker.case_id == transfer.case_id)
    listed = {row.staff_id: row for row in session.scalars(query)}
    before = listed.get(transfer.from_staff_id) if transfer.from_staff_id else None
    if before is not None:
        before.role = SUB
        before.record_state = FINAL if transfer.keeps_previous else VOID
        mark(session, before, "assign", reason)
    me = work.actor.staff_id
    row = listed.get(me) or CaseWorker(id=new_id(), case_id=transfer.case_id, staff_id=me)
    row.role, row.record_state, row.assigned_on = MAIN, FINAL, work.today()
    mark(session, row, "assign", reason)
    session.add(row)
    session.flush()  # what follows is done as the one who works on the case


def _answer(
    session: Session, transfer: CaseTransfer, state: str, action: str, reason: str | None
) -> None:
    transfer.state, transfer.answered_at = state, now()
    transfer.version += 1
    mark(session, transfer, action, reason)
