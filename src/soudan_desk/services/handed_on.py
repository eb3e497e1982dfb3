"""What follows a case that was handed on: signed records keep their writer, their promises do not.

A consultation or a letter is evidence: who wrote it is not rewritten. Who keeps what it promises,
and reads the answer it waits for, is derived from the case's transfers.
"""

from __future__ import annotations

from typing import Any

from sqlalchemy import ColumnElement, and_, bindparam, exists, literal, or_, select

from soudan_desk.models import CaseTransfer, CaseWorker
from soudan_desk.models.base import VOID
from soudan_desk.models.case_transfer import ACCEPTED
from soudan_desk.storage.scope_doors import named

_MOVED, _EVER = (
    named(CaseTransfer, name, "case_id", "from_staff_id", "state", "answered_at")
    for name in ("moved_case", "ever_moved")
)
_MAIN = named(CaseWorker, "main_now", "case_id", "staff_id", "role", "record_state")


def handed_on(model: Any) -> ColumnElement[bool]:
    """Whether the case of a record went from its writer to somebody else after it was written."""
    return exists(literal(1)).where(
        _MOVED.c.case_id == model.case_id,
        _MOVED.c.from_staff_id == model.staff_id,
        _MOVED.c.state == ACCEPTED,
        _MOVED.c.answered_at >= model.created_at,
    )


def kept_by(model: Any, name: str) -> ColumnElement[bool]:
    """Whether a record is still for its writer (`name`, a parameter) to follow up."""
    return and_(model.staff_id == bindparam(name), ~handed_on(model))


def inherited_by(model: Any, name: str) -> ColumnElement[bool]:
    """Whether it is a worker's (`name`, a parameter) to follow up since they took the case over."""
    cases = select(_EVER.c.case_id).where(
        _EVER.c.state == ACCEPTED,
        _EVER.c.case_id == _MAIN.c.case_id,
        _MAIN.c.staff_id == bindparam(name),
        _MAIN.c.role == "main",
        _MAIN.c.record_state != VOID,
    )
    return and_(model.case_id.in_(cases), handed_on(model))


def followed_by(model: Any, name: str) -> ColumnElement[bool]:
    """Whether it is a worker's to follow up, for either reason."""
    return or_(kept_by(model, name), inherited_by(model, name))
