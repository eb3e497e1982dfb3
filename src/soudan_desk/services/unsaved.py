"""What is typed and not yet saved: kept in the encrypted database, one row per person and form."""

from __future__ import annotations

from contextlib import ExitStack, suppress
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import event, select
from sqlalchemy.orm import Session

from soudan_desk.errors import NotAllowedError
from soudan_desk.models.base import now
from soudan_desk.models.program import Unsaved
from soudan_desk.services.work import Work
from soudan_desk.storage.refusals import BusyError, LockedError

_WAIT_MS = 20
"""How long the window may stand still for another writer."""
_PATIENT_MS = 10_000
"""How long one waits before the desk is left, when nobody works in the window."""


@dataclass(frozen=True, slots=True)
class Kept:
    """One form somebody has begun: its name, what it is about, and its answers as JSON shapes."""

    form: str
    title: str
    case_id: UUID | None
    record_id: UUID | None
    answers: dict[str, Any]
    kept_at: datetime


def keep_unsaved(
    work: Work,
    form: str,
    answers: dict[str, Any],
    *,
    title: str = "",
    case_id: UUID | None = None,
    record_id: UUID | None = None,
) -> None:
    """Keep what a form holds now; no revision, no audit row, no search.

    It never waits long: while a long import writes, it stays in `work.waiting`.
    """
    work.waiting[form] = Kept(form, title, case_id, record_id, answers, now())
    keep_waiting(work)


def keep_waiting(work: Work, *, patient: bool = False) -> bool:
    """Write what waits and tell whether nothing waits any more.

    A patient call waits for the other writer as long as any save does, then raises `BusyError`.
    """
    # A desk that locked meanwhile has kept everything before it did.
    with suppress(LockedError, *(() if patient else (BusyError,))), ExitStack() as last:
        for form, kept in list(work.waiting.items()):
            wait_ms = _PATIENT_MS if patient else _WAIT_MS
            try:
                with work.store.writing(work.actor, wait_ms=wait_ms) as session:
                    _put(session, work, form, kept)
            except NotAllowedError as error:  # sealed to this worker: the others are kept first
                last.callback(_refuse, error)
                continue
            if form in work.waiting and work.waiting[form] is kept:
                del work.waiting[form]
    return not work.waiting


def _refuse(error: NotAllowedError) -> None:
    raise error


def _put(session: Session, work: Work, form: str, kept: Kept | None) -> None:
    row = _row(session, work, form)
    if kept is not None:
        session.add(_filled(row or Unsaved(staff_id=work.actor.staff_id), kept))
    elif row is not None:
        session.delete(row)


def _filled(row: Unsaved, kept: Kept) -> Unsaved:
    row.form, row.title, row.answers = kept.form, kept.title, kept.answers
    row.case_id, row.record_id, row.kept_at = kept.case_id, kept.record_id, kept.kept_at
    return row


def unsaved_forms(work: Work) -> list[Kept]:
    """List the worker's own unsaved forms, newest first."""
    query = select(Unsaved).where(Unsaved.staff_id == work.actor.staff_id)
    with work.store.reading(work.actor) as session:
        found: dict[str, Kept | None] = {row.form: _kept(row) for row in session.scalars(query)}
    known = [kept for kept in (found | work.waiting).values() if kept is not None]
    return sorted(known, key=lambda kept: kept.kept_at, reverse=True)


def unsaved_form(work: Work, form: str) -> Kept | None:
    """Return what a form held when it was left, or None."""
    if form in work.waiting:
        return work.waiting[form]
    with work.store.reading(work.actor) as session:
        row = _row(session, work, form)
        return None if row is None else _kept(row)


def drop_unsaved(work: Work, form: str) -> None:
    """Throw away what a form held; the worker has said so.

    It never waits long: while a long import writes, that it is gone stays in `work.waiting`.
    """
    work.waiting[form] = None
    keep_waiting(work)


def forget_unsaved(work: Work, session: Session, form: str | None) -> None:
    """Take the unsaved row away in the transaction that saves its record."""
    if form is None:
        return
    row = _row(session, work, form)
    if row is not None:
        session.delete(row)
    event.listen(session, "after_commit", lambda _done: work.waiting.pop(form, None), once=True)


def _row(session: Session, work: Work, form: str) -> Unsaved | None:
    query = select(Unsaved).where(Unsaved.staff_id == work.actor.staff_id, Unsaved.form == form)
    return session.scalars(query).one_or_none()


def _kept(row: Unsaved) -> Kept:
    return Kept(row.form, row.title, row.case_id, row.record_id, dict(row.answers), row.kept_at)
