"""緊急閲覧: a supervisor opens a restricted case for an hour; those who work on it are told."""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from sqlalchemy import bindparam, exists, func, literal, or_, select
from sqlalchemy.orm import Session

from soudan_desk.errors import NotAllowedError, NotFoundError
from soudan_desk.japanese.folding import name_key
from soudan_desk.models import Case, CaseWorker, EmergencyAccess, Person, ReadMark, Staff
from soudan_desk.models.base import FINAL, VOID, new_id, now
from soudan_desk.services.read_marks import remember_read
from soudan_desk.services.restricting import require_reason
from soudan_desk.services.rights import require_role
from soudan_desk.services.work import Work
from soudan_desk.storage.actor import SUPERVISOR
from soudan_desk.storage.audit import Act
from soudan_desk.storage.prepared import Prepared
from soudan_desk.storage.scope import visible, whole_office
from soudan_desk.storage.scope_doors import is_blocked
from soudan_desk.storage.store import fetch
from soudan_desk.storage.units import mark

MINUTES = 60
BREAK_GLASS = "break_glass"
"""The audit's own word for an emergency access, given or refused."""


@dataclass(frozen=True, slots=True)
class EmergencyNotice:
    """That somebody has opened one's restricted case: shown until it is read."""

    id: UUID
    case_id: UUID
    case_no: str
    person: str
    staff: str
    opened_at: datetime
    reason: str


def open_in_emergency(work: Work, words: str, reason: str) -> UUID:
    """Open a restricted case, by its number or its person's whole name, for an hour; return its id.

    All restricted cases of the person are opened. It is an act of its own in the audit, also
    where nothing is found.
    """
    require_role(work, SUPERVISOR, act="緊急閲覧をする")
    require_reason(reason)
    with work.store.writing(work.actor) as session:
        cases = _restricted(work, session, words)
        at = now()
        for case in cases:
            access = EmergencyAccess(
                id=new_id(),
                case_id=case.id,
                staff_id=work.actor.staff_id,
                opened_at=at,
                until_at=at + timedelta(minutes=MINUTES),
                reason=reason.strip(),
                record_state=FINAL,
            )
            mark(session, access, BREAK_GLASS, reason.strip())
            session.add(access)
        if cases:
            return cases[0].id  # type: ignore[no-any-return]
    refused = Act(
        action=BREAK_GLASS, by=work.actor.staff_id, reason=reason.strip(), result="refused"
    )
    work.store.note(work.actor, refused)
    raise NotFoundError(
        "閲覧制限のあるケースは見つかりません。ケース番号か、氏名(姓と名)を確かめてください。"
    )


def _restricted(work: Work, session: Session, words: str) -> list[Any]:
    """Find what may be opened, newest first: nothing that stands open anyway, nothing blocked."""
    plain, key = unicodedata.normalize("NFKC", words).strip().upper(), name_key(words)
    if not plain or not key:
        return []
    query = (
        select(Case.id, Case.person_id, Case.restriction_level)
        .outerjoin(Person, Person.id == Case.person_id)
        .where(
            or_(Case.case_no == plain, Person.name_folded == key, Person.kana_folded == key),
            Case.centre.in_(work.actor.centres),
            Case.record_state != VOID,
        )
        .order_by(Case.opened_on.desc(), Case.id.desc())
    )
    found = whole_office(session, query).all()
    seen = [row for row in found if _sees(work, session, row.id)]
    closed = [row for row in found if row not in seen and row.restriction_level]
    if seen and not closed:
        raise NotAllowedError("緊急閲覧をしなくても開けるケースです。一覧から開いてください。")
    closed = [row for row in closed if not _is_blocked(work, session, row.id)]
    if len({row.person_id for row in closed}) > 1:
        raise NotAllowedError("同じ氏名の方が何人かいます。ケース番号を入れてください。")
    return closed


def _sees(work: Work, session: Session, case_id: UUID) -> bool:
    condition = visible(Case, work.actor)
    query = select(Case.id).where(Case.id == case_id, *(() if condition is None else (condition,)))
    return whole_office(session, query).first() is not None


def _is_blocked(work: Work, session: Session, case_id: UUID) -> bool:
    case = Case.__table__
    query = select(case.c.id).where(case.c.id == case_id, is_blocked(case.c.id, work.actor))
    return whole_office(session, query).first() is not None


_OWNER, _HERE = CaseWorker.__table__.alias("owner"), Staff.__table__.alias("owner_here")
_MAIN = exists(literal(1)).where(
    _OWNER.c.case_id == EmergencyAccess.case_id,
    _OWNER.c.record_state != VOID,
    _OWNER.c.role == "main",
    _HERE.c.id == _OWNER.c.staff_id,
    _HERE.c.is_active,
)
_MINE = exists(literal(1)).where(
    CaseWorker.case_id == EmergencyAccess.case_id,
    CaseWorker.record_state != VOID,
    CaseWorker.staff_id == bindparam("me"),
    or_(CaseWorker.role == "main", ~_MAIN),
)
_READ = exists(literal(1)).where(
    ReadMark.record_id == EmergencyAccess.id, ReadMark.staff_id == bindparam("me")
)
_OPENER = Staff.__table__.alias("opener")
_NOTICES = Prepared(
    select(
        EmergencyAccess.id,
        EmergencyAccess.case_id,
        Case.case_no,
        func.coalesce(Person.name, "").label("person"),
        _OPENER.c.name.label("staff"),
        EmergencyAccess.opened_at,
        EmergencyAccess.reason,
    )
    .join(Case, Case.id == EmergencyAccess.case_id)
    .join(_OPENER, _OPENER.c.id == EmergencyAccess.staff_id)
    .outerjoin(Person, Person.id == Case.person_id)
    .where(
        EmergencyAccess.record_state != VOID,
        EmergencyAccess.staff_id != bindparam("me"),
        _MINE,
        ~_READ,
    )
    .order_by(EmergencyAccess.opened_at)
)


def emergency_notices(work: Work) -> tuple[EmergencyNotice, ...]:
    """List what was opened of the cases one is the main worker of and has not read yet.

    Where no main worker is there, everybody on the case's list is told.
    """
    with work.store.reading(work.actor) as session:
        rows = _NOTICES(session, me=work.actor.staff_id)
    return tuple(EmergencyNotice(*row) for row in rows)


def read_emergency_notice(work: Work, access_id: UUID) -> None:
    """Note that the worker has read of an emergency access."""
    with work.store.writing(work.actor) as session:
        access = fetch(session, EmergencyAccess, access_id)
        remember_read(session, work.actor.staff_id, access)
    work.store.announce(frozenset({EmergencyAccess}))
