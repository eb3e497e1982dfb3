"""What came of a meeting's decisions: taken back with its line while nobody touched it."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from sqlalchemy import inspect, select
from sqlalchemy.orm import Session

from soudan_desk.models import Action, AgendaItem, Appointment, Task
from soudan_desk.models.base import VOID, Record
from soudan_desk.services.plan_rules import unseal
from soudan_desk.storage.units import mark

RESULTS: dict[str, type[Record]] = {
    "action_id": Action,
    "task_id": Task,
    "appointment_id": Appointment,
}
"""The cell of a decision that names what came of it, and of which kind that is."""
_REASON = "会議の「決めたこと」から外した"
_WORDS = {
    "visit": ("訪問",),
    "accompaniment": ("同行", "付き添", "付添"),
    "interview": ("面談", "面接", "来所"),
    "phone": ("電話",),
    "court": ("裁判所", "審判"),
    "meeting": ("会議", "カンファレンス"),
    "deadline": ("締切", "提出", "期限", "申請"),
}


def kind_in_words(what: str) -> str:
    """Guess from a decision's words what kind of appointment it is; `other` where none tells."""
    return next(
        (kind for kind, words in _WORDS.items() if any(word in what for word in words)), "other"
    )


def take_back(session: Session, record: Record) -> None:
    """Void what came of decisions that an agenda item no longer holds; touched ones stay."""
    if not isinstance(record, AgendaItem):
        return
    before = inspect(record).attrs.decisions.history.deleted
    gone = _results(before[0]) - _results(record.decisions) if before else set()
    for key, result_id in sorted(gone):
        _take_one_back(session, RESULTS[key], UUID(result_id))


def _results(rows: list[dict[str, Any]] | None) -> set[tuple[str, str]]:
    return {(key, str(row[key])) for row in rows or () for key in RESULTS if row.get(key)}


def _take_one_back(session: Session, model: Any, result_id: UUID) -> None:
    with session.no_autoflush:
        result = session.scalars(select(model).where(model.id == result_id)).one_or_none()
    if result is not None and result.record_state != VOID and result.lock_version == 1:
        unseal(session, result, reason=_REASON)
        result.record_state = VOID
        mark(session, result, "void", _REASON)
