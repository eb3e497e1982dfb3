"""Reading the audit log: the auditor all of it, a supervisor the team's, others their own rows."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, and_, exists, false, func, literal, or_, select
from sqlalchemy.orm import Session

from soudan_desk.errors import NotFoundError
from soudan_desk.models import AuditEntry, Case, Staff, record_kinds
from soudan_desk.services.staff import staff_by_login
from soudan_desk.services.work import Work
from soudan_desk.storage.actor import ADMINISTRATOR, AUDITOR, SUPERVISOR, Actor
from soudan_desk.storage.scope import visible, whole_office

_OFFICE_KINDS = ("staff", "office_setting", "centre_setting", "code_addition", "review_route")
PAGE = 500
SEEN = frozenset(
    {
        *("case_opened", "person_opened", "record_opened", "list", "reveal", "vouched", "copy"),
        *("attachment_open", "attachment_save", "print", "export"),
    }
)
"""The actions by which somebody has seen something of a case."""


@dataclass(frozen=True, slots=True, kw_only=True)
class AuditFilter:
    """Which rows are asked for; days are days of this PC's clock, both included."""

    by: UUID | None = None
    case_id: UUID | None = None
    action: str | None = None
    first: date | None = None
    last: date | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class AuditRow:
    """One act as people read it; `login` and `name` are empty where nobody was logged in."""

    seq: int
    at: datetime
    login: str
    name: str
    action: str
    kind: str | None
    record_id: UUID | None
    case_id: UUID | None
    case_no: str | None
    fields: tuple[str, ...]
    reason: str | None
    result: str


@dataclass(frozen=True, slots=True)
class AuditPage:
    """Rows, newest first, and how many there are in all."""

    rows: list[AuditRow]
    total: int


def list_audit(
    work: Work, asked: AuditFilter, *, limit: int | None = PAGE, before: int | None = None
) -> AuditPage:
    """Return the newest rows that one may read and asked for, those before a number at most."""
    conditions = [*_asked(asked), _allowed(work)]
    query = select(AuditEntry).where(*conditions).order_by(AuditEntry.seq.desc())
    if before is not None:
        query = query.where(AuditEntry.seq < before)
    with work.store.reading(work.actor) as session:
        total = session.scalars(select(func.count(AuditEntry.seq)).where(*conditions)).one()
        entries = list(session.scalars(query if limit is None else query.limit(limit)))
        return AuditPage(list(_rows(session, entries)), total)


def who_saw(work: Work, asked: AuditFilter) -> list[tuple[str, int]]:
    """Count over all rows of the case asked for who saw it, most first; its action is no matter."""
    if asked.case_id is None:
        return []
    seen = (AuditEntry.action.in_(SEEN), AuditEntry.result == "ok")
    conditions = (*_asked(replace(asked, action=None)), _allowed(work), *seen)
    count = func.count(AuditEntry.seq)
    query = (
        select(Staff.name, count)
        .select_from(AuditEntry)
        .join(Staff, Staff.id == AuditEntry.by)
        .where(*conditions)
        .group_by(Staff.id, Staff.name)
        .order_by(count.desc(), Staff.name)
    )
    with work.store.reading(work.actor) as session:
        return [(name or "", times) for name, times in session.execute(query)]


def may_read_audit(work: Work) -> bool:
    """Whether the log's page is for this worker: others find their own rows by the command."""
    return work.actor.has(AUDITOR, SUPERVISOR, ADMINISTRATOR)


def audit_actors(work: Work) -> list[tuple[UUID, str]]:
    """List those by whom the log can be narrowed, by name."""
    with work.store.reading(work.actor) as session:
        rows = session.execute(select(Staff.id, Staff.name).order_by(Staff.kana, Staff.name))
        team = _team(work)
        return [(row.id, row.name or "") for row in rows if team is None or row.id in team]


def asked_in_words(
    work: Work,
    *,
    login: str | None = None,
    case_no: str | None = None,
    action: str | None = None,
    first: date | None = None,
    last: date | None = None,
) -> AuditFilter:
    """Return the filter for a login and a case's number, or raise `NotFoundError`."""
    by: UUID | None = None
    case_id: UUID | None = None
    with work.store.reading(work.actor) as session:
        if login is not None:
            by = staff_by_login(session, login).id
        if case_no is not None:
            case_id = _case_of(work, session, case_no)
    return AuditFilter(by=by, case_id=case_id, action=action, first=first, last=last)


def _case_of(work: Work, session: Session, case_no: str) -> UUID:
    """Find a case by its number; an auditor, who reads all rows, any case."""
    query: Any = select(Case.id).where(Case.case_no == case_no.strip().upper())
    every = work.actor.has(AUDITOR)
    rows: Any = whole_office(session, query) if every else session.execute(query)
    found: UUID | None = rows.scalars().first()
    if found is None:
        raise NotFoundError(f"ケース番号「{case_no}」は見つかりません。番号を確かめてください。")
    return found


# --- conditions ------------------------------------------------------------------------------


def _asked(asked: AuditFilter) -> Iterator[ColumnElement[bool]]:
    if asked.by is not None:
        yield AuditEntry.by == asked.by
    if asked.case_id is not None:
        yield AuditEntry.case_id == asked.case_id
    if asked.action is not None:
        yield AuditEntry.action == asked.action
    if asked.first is not None:
        yield AuditEntry.at >= midnight(asked.first)
    if asked.last is not None:
        yield AuditEntry.at < midnight(asked.last + timedelta(days=1))


def midnight(day: date) -> datetime:
    """Return when a day begins on this PC's clock."""
    return datetime.combine(day, time()).astimezone()


def _allowed(work: Work) -> ColumnElement[bool]:
    """Return which rows this worker may read; nobody but an auditor reads of hidden cases."""
    actor = work.actor
    ways: list[ColumnElement[bool]] = [AuditEntry.by == actor.staff_id]
    if actor.has(AUDITOR):
        return or_(AuditEntry.seq > 0)
    if actor.has(SUPERVISOR):
        ways.append(AuditEntry.by.in_(_team(work) or {actor.staff_id}))
    if actor.has(ADMINISTRATOR):
        is_office = or_(AuditEntry.kind.is_(None), AuditEntry.kind.in_(_OFFICE_KINDS))
        ways.append(and_(AuditEntry.case_id.is_(None), is_office))
    of_no_hidden_case = or_(AuditEntry.case_id.is_(None), AuditEntry.case_id.in_(select(Case.id)))
    return and_(or_(false(), *ways), of_no_hidden_case, ~_of_hidden_record(actor))


def _of_hidden_record(actor: Actor) -> ColumnElement[bool]:
    """Whether a row of no case is about a record that is hidden: refused is what is there."""
    rows = [
        and_(
            AuditEntry.kind == kind,
            ~exists(select(literal(1)).where(model.id == AuditEntry.record_id)),
        )
        for kind, model in record_kinds().items()
        if visible(model, actor) is not None
    ]
    return and_(AuditEntry.case_id.is_(None), AuditEntry.record_id.is_not(None), or_(*rows))


def _team(work: Work) -> set[UUID] | None:
    """Return those whose rows a supervisor reads, who share a centre; None for everybody."""
    if work.actor.has(AUDITOR, ADMINISTRATOR):
        return None
    with work.store.reading(work.actor) as session:
        rows = session.execute(select(Staff.id, Staff.centre_codes)).all()
    if not work.actor.has(SUPERVISOR):
        return {work.actor.staff_id}
    own = work.actor.centres
    return {row.id for row in rows if own & set(row.centre_codes or ())} | {work.actor.staff_id}


# --- rows ------------------------------------------------------------------------------------


def _rows(session: Session, entries: Iterable[AuditEntry]) -> Iterator[AuditRow]:
    found = list(entries)
    staff = {row.id: row for row in session.execute(select(Staff.id, Staff.login, Staff.name))}
    numbers = _case_numbers(session, {each.case_id for each in found if each.case_id})
    for each in found:
        by: Any = staff.get(each.by) if each.by else None
        yield AuditRow(
            seq=each.seq,
            at=each.at,
            login=(by.login or "") if by else "",
            name=(by.name or "") if by else "",
            action=each.action,
            kind=each.kind,
            record_id=each.record_id,
            case_id=each.case_id,
            case_no=numbers.get(each.case_id) if each.case_id else None,
            fields=tuple(filter(None, (each.fields or "").split(","))),
            reason=each.reason,
            result=each.result,
        )


def _case_numbers(session: Session, case_ids: set[UUID]) -> dict[UUID, str]:
    """Return the numbers of cases in rows that may be read: the log names no case otherwise."""
    if not case_ids:
        return {}
    query: Any = select(Case.id, Case.case_no).where(Case.id.in_(case_ids))
    return {row.id: row.case_no for row in whole_office(session, query)}
