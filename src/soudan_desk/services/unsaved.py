"""What is typed and not yet saved: kept in the encrypted database, one row per person and form."""

from __future__ import annotations

from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from soudan_desk.models.base import now
from soudan_desk.models.program import Unsaved
from soudan_desk.services.work import Work
from soudan_desk.storage.refusals import LockedError


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
    """Keep what a form holds now; no revision, no audit row, no search."""
    # A desk that locked meanwhile has kept everything before it did.
    with suppress(LockedError), work.store.writing(work.actor) as session:
        row = _row(session, work, form) or Unsaved(staff_id=work.actor.staff_id, form=form)
        row.answers, row.title, row.kept_at = answers, title, now()
        row.case_id, row.record_id = case_id, record_id
        session.add(row)


def unsaved_forms(work: Work) -> list[Kept]:
    """List the worker's own unsaved forms, newest first."""
    query = (
        select(Unsaved)
        .where(Unsaved.staff_id == work.actor.staff_id)
        .order_by(Unsaved.kept_at.desc())
    )
    with work.store.reading(work.actor) as session:
        return [_kept(row) for row in session.scalars(query)]


def unsaved_form(work: Work, form: str) -> Kept | None:
    """Return what a form held when it was left, or None."""
    with work.store.reading(work.actor) as session:
        row = _row(session, work, form)
        return None if row is None else _kept(row)


def drop_unsaved(work: Work, form: str) -> None:
    """Throw away what a form held; the worker has said so."""
    with work.store.writing(work.actor) as session:
        forget_unsaved(work, session, form)


def forget_unsaved(work: Work, session: Session, form: str | None) -> None:
    """Take the unsaved row away in the transaction that saves its record."""
    row = _row(session, work, form) if form is not None else None
    if row is not None:
        session.delete(row)


def _row(session: Session, work: Work, form: str) -> Unsaved | None:
    query = select(Unsaved).where(Unsaved.staff_id == work.actor.staff_id, Unsaved.form == form)
    return session.scalars(query).one_or_none()


def _kept(row: Unsaved) -> Kept:
    return Kept(row.form, row.title, row.case_id, row.record_id, dict(row.answers), row.kept_at)
