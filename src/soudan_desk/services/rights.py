"""Who may do what to which record (security rules: docs/security.md)."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from soudan_desk.errors import NoRightError, NotAllowedError
from soudan_desk.models import CaseWorker, Phrase
from soudan_desk.models.base import VOID, Record
from soudan_desk.models.staff import Role
from soudan_desk.services.standing_in import Absent, stands_in_for, stands_in_on
from soudan_desk.services.work import Work
from soudan_desk.storage.actor import ADMINISTRATOR, SUPERVISOR
from soudan_desk.storage.audit import Act
from soudan_desk.storage.emergency import case_of, refuse_emergency_writing
from soudan_desk.storage.units import note

_OFFICE_KINDS = frozenset(
    {"staff", "office_setting", "centre_setting", "code_addition", "review_route", "retention_rule"}
)
_ONLY_BY_VERBS = {
    **dict.fromkeys(
        ("review", "review_step"), "供覧・決裁は、画面で提出・承認・差し戻しをしてください。"
    ),
    "conflict_block": "利益相反は、設定の「利益相反」で登録してください。",
    "legal_hold": "廃棄の保留は、「保存と廃棄」の画面から行ってください。",
    "disposal": "廃棄の記録は、「保存と廃棄」の画面で廃棄したときに作られます。",
    "case_transfer": "ケースの引き継ぎは、「引き継ぎと代理」で頼んでください。",
    "emergency_access": "緊急閲覧は、ケース一覧の「緊急閲覧」から行ってください。",
}
_NEVER_CHANGED = {
    **_ONLY_BY_VERBS,
    "disclosure": "提供記録は書き換えられません。誤りは、ケースの経過に書いてください。",
}
_BY_ROLE = {
    "deputy": ((SUPERVISOR,), "ほかの人の代理を決める"),
    "town": ((SUPERVISOR, ADMINISTRATOR), "町丁の地区の表を変える"),
}
_SHARED_KINDS = frozenset({"agency", "agency_contact", "person", "household", "member"})


def require_writing(work: Work, session: Session, record: Record, *, is_new: bool) -> None:
    """Raise `NotAllowedError` unless the worker may add or change this record."""
    if record.kind() in _OFFICE_KINDS:
        require_role(work, ADMINISTRATOR, act="設定や職員を変える")
        return
    if record.kind() in (_ONLY_BY_VERBS if is_new else _NEVER_CHANGED):
        raise NotAllowedError(_NEVER_CHANGED[record.kind()])
    if record.kind() in _BY_ROLE:
        roles, act = _BY_ROLE[record.kind()]
        require_role(work, *roles, act=act)
        return
    if record.kind() == "phrase" and work.actor.has(ADMINISTRATOR):
        return
    if record.kind() == "saved_table" and work.actor.has(Role.FIGURES):
        return
    if not work.actor.writes_casework:
        raise refusal(
            work,
            "記録を書く権限がありません。相談員か主任の権限が要るときは管理者に頼んでください。",
        )
    if isinstance(record, Phrase):
        if not is_new:
            require_own_phrase(work, record)
        return
    refuse_emergency_writing(session, work.actor, [record])
    if not is_new and not _may_change(work, session, record):
        raise refusal(
            work,
            "ほかの人の記録です。担当者か主任が直せます。直してほしいことを担当者に伝えてください。",
        )


def require_own_phrase(work: Work, record: Record) -> None:
    """Raise `NotAllowedError` unless a 定型文 is the worker's own, or they keep the office's.

    Any other record passes: the verbs of all kinds ask this of what they are about to store.
    """
    if not isinstance(record, Phrase) or record.owner_id == work.actor.staff_id:
        return
    if record.owner_id is not None:
        raise NotAllowedError("ほかの人の定型文です。自分の定型文として加えてください。")
    if not work.actor.has(SUPERVISOR, ADMINISTRATOR):
        raise NotAllowedError(
            "事務所の定型文を書けるのは主任と管理者です。自分の定型文として加えるか、主任に頼んで"
            "ください。"
        )


def require_role(work: Work, *roles: str, act: str) -> None:
    """Raise `NotAllowedError` unless the worker holds one of the roles."""
    if not work.actor.has(*roles):
        raise refusal(work, f"{act}権限がありません。管理者か主任に頼んでください。")


def refusal(work: Work, sentence: str) -> NoRightError:
    """Return the error for who asks without the right to; the audit log tells of it."""
    error = NoRightError(sentence)
    work.store.refused(work.actor, error)
    return error


def _may_change(work: Work, session: Session, record: Record) -> bool:
    actor = work.actor
    own = {record.created_by, getattr(record, "staff_id", None)}
    if actor.has(SUPERVISOR) or actor.staff_id in own or record.kind() in _SHARED_KINDS:
        return True
    case_id: Any = record.id if record.kind() == "case" else getattr(record, "case_id", None)
    if case_id is not None and works_on(session, case_id, actor.staff_id):
        return True
    away = stands_in_for(work, session, *own)
    if away is None and case_id is not None:
        away = stands_in_on(work, session, case_id)
    if away is not None:
        _note_standing_in(work, session, record, away)
    return away is not None


def _note_standing_in(work: Work, session: Session, record: Record, away: Absent) -> None:
    """Tell the audit log for whom a deputy does what the next row of it says."""
    act = Act(
        action="stand_in",
        by=work.actor.staff_id,
        kind=record.kind(),
        record_id=record.id,
        case_id=case_of(record),
        reason=f"{away.name}さんの代理",
    )
    note(session, act)


def works_on(session: Session, case_id: UUID, staff_id: UUID) -> bool:
    """Whether a worker stands on a case's list."""
    query = select(CaseWorker.id).where(
        CaseWorker.case_id == case_id,
        CaseWorker.staff_id == staff_id,
        CaseWorker.record_state != VOID,
    )
    return session.scalars(query).first() is not None
