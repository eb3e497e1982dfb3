"""Coming and going at a desk, as the audit log tells of it, and what waited to be told."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Final

from sqlalchemy import select
from sqlalchemy.orm import Session

from soudan_desk import __version__
from soudan_desk.japanese.eras import wareki
from soudan_desk.models import AuditEntry, Staff
from soudan_desk.models.base import now
from soudan_desk.services.work import Work
from soudan_desk.storage.actor import Actor
from soudan_desk.storage.audit import Act
from soudan_desk.storage.keys import login_tag
from soudan_desk.storage.opened_office import OpenedOffice
from soudan_desk.storage.pending_audit import Waiting
from soudan_desk.storage.store import Store
from soudan_desk.storage.units import note

LOG_IN, UNLOCK, LOCK, LOG_OUT = "log_in", "unlock", "lock", "log_out"
READ_ONLY, JOINED, SCHEMA = "open_read_only", "pending_joined", "schema_change"
_CLOCK_SLACK: Final = timedelta(minutes=5)


def note_coming(office: OpenedOffice, store: Store, actor: Actor, action: str) -> None:
    """Tell of a log-in, of what waited for it, of a clock set back and of a newer program.

    Where the office can only be looked at this is kept beside it, or else opening is refused.
    """
    by = actor.staff_id
    if office.read_only:
        assert store.chain.pending is not None
        store.chain.pending.keep(Act(action=READ_ONLY, by=by, fields=_program()))
        return
    with store.writing(actor) as session:
        waited = _join_waiting(session, office, store)
        jump = _clock_jump(office, session)
        if jump is not None:
            note(session, Act(action="clock_jump", by=by, reason=jump.isoformat()))
        if office.migrated is not None:
            note(session, Act(action=SCHEMA, by=by, fields=office.migrated))
        note(session, Act(action=action, by=by, fields=_program()))
    office.migrated = None
    if waited and store.chain.pending is not None:
        store.chain.pending.settle()


def note_going(work: Work, action: str) -> None:
    """Tell that the desk was locked or left."""
    work.store.note(work.actor, Act(action=action, by=work.actor.staff_id))


def _program() -> str:
    return f"soudan-desk {__version__}"


# --- what waited -----------------------------------------------------------------------------


def _join_waiting(session: Session, office: OpenedOffice, store: Store) -> bool:
    """Put what was kept beside the database behind the chain; True where there was something."""
    waiting = store.chain.pending.take() if store.chain.pending else None
    if waiting is None:
        return False
    if not _has_joined(session, waiting):
        count = f"{len(waiting.acts)} acts, {waiting.unreadable} unreadable"
        note(
            session,
            Act(action=JOINED, by=None, fields=count, content_sha256=waiting.digest),
        )
        for act in _with_logins(session, office, waiting):
            note(session, act)
    return True


def _has_joined(session: Session, waiting: Waiting) -> bool:
    """Whether these very lines came in before, and the power went before they were removed."""
    query = select(AuditEntry.seq).where(
        AuditEntry.action == JOINED, AuditEntry.content_sha256 == waiting.digest
    )
    return session.scalars(query).first() is not None


def _with_logins(session: Session, office: OpenedOffice, waiting: Waiting) -> Iterator[Act]:
    """Name, of a failed log-in, the member of staff whose login it was."""
    rows = session.execute(select(Staff.id, Staff.login).where(Staff.login.is_not(None)))
    staff = {login_tag(office.db_uuid, row.login or ""): row.id for row in rows}
    for at, act in enumerate(waiting.acts):
        tag = waiting.tags.get(at)
        if tag is None:
            yield act
        elif tag in staff:
            yield replace(act, kind="staff", record_id=staff[tag])
        else:
            yield replace(act, reason="recovery" if tag == "recovery" else "unknown login")


# --- the clock -------------------------------------------------------------------------------


def _clock_jump(office: OpenedOffice, session: Session) -> datetime | None:
    """Warn of a clock that shows a time before the last act; the order of acts stays by number."""
    query = select(AuditEntry.at).order_by(AuditEntry.seq.desc()).limit(1)
    last = session.scalars(query).first()
    if last is None or last - now() <= _CLOCK_SLACK:
        return None
    local = last.astimezone()
    office.warnings.append(
        f"パソコンの時計が、前回の操作({wareki(local.date())} {local:%H:%M})より前を指しています。"
        "日付と時刻が正しいか確かめてください。違っているときは、合わせてから記録してください。"
    )
    return last
