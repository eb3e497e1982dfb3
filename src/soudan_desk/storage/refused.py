"""Refused access: what somebody wanted without the right to it goes into the audit log."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from threading import local
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from soudan_desk.errors import NoRightError, NotFoundError
from soudan_desk.models import Case
from soudan_desk.models.base import Record
from soudan_desk.storage.actor import Actor
from soudan_desk.storage.audit import Act
from soudan_desk.storage.scope import whole_office

ACTION = "refused"


class Depth(local):
    """How many units of work are open in this thread: a refusal is noted after the last."""

    count = 0

    @contextmanager
    def deeper(self) -> Iterator[None]:
        """Count one more."""
        self.count += 1
        try:
            yield
        finally:
            self.count -= 1


def act_of(actor: Actor | None, error: Exception) -> Act | None:
    """Return what the log tells of a refusal; None for one that was no question of rights."""
    by = actor.staff_id if actor else None
    if isinstance(error, NoRightError):
        return Act(action=ACTION, by=by, reason=str(error), result=ACTION)
    if isinstance(error, NotFoundError) and error.hidden is not None:
        kind, record_id, case_id = error.hidden
        return Act(
            action=ACTION,
            by=by,
            kind=kind,
            record_id=record_id,
            case_id=case_id,
            result=ACTION,
        )
    return None


def not_found(session: Session, model: type[Record], given: Any, sentence: str) -> NotFoundError:
    """Return the error for a record that is not there, or is hidden: that it is stays unsaid."""
    error = NotFoundError(sentence)
    row = whole_office(session, select(model).where(given)).scalars().first()
    if row is not None:
        case_id = row.id if model is Case else getattr(row, "case_id", None)
        error.hidden = (model.kind(), row.id, case_id)
        session.expunge(row)
    return error
