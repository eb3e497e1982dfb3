"""The verbs every kind of record shares: add, save, finalise, amend, void, show."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from functools import cache
from typing import Any, TypeVar
from uuid import UUID

from sqlalchemy.orm import Session

from soudan_desk.errors import ConflictError, InvalidEntriesError, NotAllowedError, NotFoundError
from soudan_desk.fields import Field
from soudan_desk.models import Case, HandoverNote, record_kinds
from soudan_desk.models.base import DRAFT, FILING_KEYS, FINAL, VOID, Record, fields_of
from soudan_desk.services.answers import (
    Answers,
    changed_answers,
    check_answers,
    read_answers,
    write_answers,
)
from soudan_desk.services.appointment_links import close_appointment, follow_case
from soudan_desk.services.conference_rules import require_meeting
from soudan_desk.services.consent_withdrawal import require_withdrawn
from soudan_desk.services.decision_results import take_back
from soudan_desk.services.defaults import complete
from soudan_desk.services.handover_receivers import deliver
from soudan_desk.services.monitoring_days import move_next_monitoring
from soudan_desk.services.names import title_of
from soudan_desk.services.plan_rules import require_one_case, settle, unseal
from soudan_desk.services.requests import require_request
from soudan_desk.services.restricting import require_open_list, require_restricting
from soudan_desk.services.rights import require_own_phrase, require_writing
from soudan_desk.services.unsaved import forget_unsaved
from soudan_desk.services.work import Work
from soudan_desk.storage.store import fetch
from soudan_desk.storage.units import mark

Result = TypeVar("Result")


@dataclass(frozen=True, slots=True)
class Saved:
    """What came of saving a record."""

    kind: str
    id: UUID
    version: int
    state: str
    lock_version: int


@dataclass(frozen=True, slots=True)
class Shown:
    """A record as it stands, in plain data."""

    kind: str
    id: UUID
    version: int
    state: str
    lock_version: int
    title: str
    created_at: datetime
    created_by: UUID | None
    updated_at: datetime
    answers: dict[str, Any]


def model_of(kind: str) -> type[Record]:
    """Return the model of a kind, or raise `NotFoundError` naming it."""
    model = record_kinds().get(kind)
    if model is None:
        raise NotFoundError(
            f"「{kind}」という種類の記録はありません。record kinds で確かめてください。"
        )
    return model


@cache
def asked_of(model: type[Record]) -> dict[str, Field]:
    """Return a model's questions by key."""
    return {field.key: field for field in fields_of(model)}


def add_record(
    work: Work, kind: str, answers: Answers, *, finalise: bool = False, form: str | None = None
) -> Saved:
    """Store a new record; `form` names the unsaved row it takes the place of."""
    with work.store.writing(work.actor) as session:
        record = add_in(work, session, kind, answers, finalise=finalise)
        forget_unsaved(work, session, form)
        close_appointment(session, record, form)
        session.flush()  # gives the record its lock version
        return saved(record)


def add_in(
    work: Work,
    session: Session,
    kind: str,
    answers: Answers,
    *,
    finalise: bool = False,
    known: Mapping[str, Any] | None = None,
) -> Record:
    """Put a new record into an open unit of work; `known` are columns that nobody is asked."""
    model = model_of(kind)
    state = FINAL if finalise and model.evidence else DRAFT
    record = model(record_state=state, **(known or {}))
    answers = complete(work, session, model, answers)
    require_writing(work, session, record, is_new=True)
    write_answers(work, record, answers)
    _require_standing(work, session, record)
    session.add(record)
    if isinstance(record, HandoverNote):
        deliver(work, session, record)
    return record


def _require_standing(work: Work, session: Session, record: Record) -> None:
    case_id = getattr(record, "case_id", None)
    if case_id is not None:
        fetch(session, model_of("case"), case_id)
    require_one_case(session, record)
    require_open_list(session, record)
    unseal(session, record)
    follow_case(session, record)
    settle(work, session, record)
    move_next_monitoring(session, record)
    require_meeting(work, session, record)
    require_own_phrase(work, record)
    require_request(work, session, record)


def save_record(
    work: Work,
    kind: str,
    record_id: UUID,
    answers: Answers,
    *,
    lock_version: int | None = None,
    form: str | None = None,
) -> Saved:
    """Save a draft, or a record that is no evidence; final evidence is amended instead.

    What comes later (`later_keys`) and where a record is filed are saved on final evidence too.
    """

    def change(session: Session, record: Record) -> None:
        if record.evidence and not _may_overwrite(record, answers):
            raise NotAllowedError("確定した記録です。直すには「訂正・追記」を使ってください。")
        unseal(session, record, changed_answers(record, answers))
        if not record.evidence:
            record.version += 1
        write_answers(work, record, answers)
        forget_unsaved(work, session, form)

    return _change(work, kind, record_id, lock_version, change)


def finalise_record(
    work: Work, kind: str, record_id: UUID, *, lock_version: int | None = None
) -> Saved:
    """Make a draft final: from now on it is amended, never overwritten."""

    def change(session: Session, record: Record) -> None:
        if record.record_state != DRAFT:
            raise NotAllowedError("この記録は下書きではないので、確定できません。")
        record.record_state = FINAL
        check_answers(work, record, read_answers(record))
        mark(session, record, "finalise")

    return _change(work, kind, record_id, lock_version, change)


def amend_record(
    work: Work,
    kind: str,
    record_id: UUID,
    answers: Answers,
    *,
    reason: str,
    lock_version: int | None = None,
    form: str | None = None,
) -> Saved:
    """Write a new version over a final record, with the reason; the old one stays readable."""
    _require_reason(reason)

    def change(session: Session, record: Record) -> None:
        if record.record_state != FINAL:
            raise NotAllowedError("訂正・追記は確定した記録だけにできます。")
        unseal(session, record, reason=reason)
        record.version += 1
        write_answers(work, record, answers)
        mark(session, record, "amend", reason)
        forget_unsaved(work, session, form)

    return _change(work, kind, record_id, lock_version, change)


def void_record(
    work: Work, kind: str, record_id: UUID, *, reason: str, lock_version: int | None = None
) -> Saved:
    """Take a wrong record out of use with a reason; nothing is deleted."""
    _require_reason(reason)

    def change(session: Session, record: Record) -> None:
        if record.record_state == VOID:
            raise NotAllowedError("この記録はすでに取り消されています。")
        unseal(session, record, reason=reason)
        record.record_state = VOID
        mark(session, record, "void", reason)

    return _change(work, kind, record_id, lock_version, change)


def show_record(work: Work, kind: str, record_id: UUID) -> Shown:
    """Return a record the worker may see."""
    with work.store.reading(work.actor) as session:
        return shown(fetch(session, model_of(kind), record_id))


def shown(record: Record) -> Shown:
    """Turn a record into plain data."""
    return Shown(
        kind=record.kind(),
        id=record.id,
        version=record.version,
        state=record.record_state,
        lock_version=record.lock_version,
        title=title_of(record),
        created_at=record.created_at,
        created_by=record.created_by,
        updated_at=record.updated_at,
        answers=read_answers(record),
    )


def saved(record: Record) -> Saved:
    """Say what came of saving a record."""
    return Saved(record.kind(), record.id, record.version, record.record_state, record.lock_version)


def _change(
    work: Work,
    kind: str,
    record_id: UUID,
    lock_version: int | None,
    change: Callable[[Session, Record], None],
) -> Saved:
    with work.store.writing(work.actor) as session:
        record = fetch(session, model_of(kind), record_id)
        require_unchanged(record, lock_version)
        require_writing(work, session, record, is_new=False)
        level = record.restriction_level if isinstance(record, Case) else 0
        change(session, record)
        if isinstance(record, Case):
            require_restricting(work, session, record, level)
        require_open_list(session, record)
        require_one_case(session, record)
        follow_case(session, record)
        settle(work, session, record)
        move_next_monitoring(session, record)
        require_meeting(work, session, record)
        require_own_phrase(work, record)
        require_request(work, session, record)
        require_withdrawn(record)
        take_back(session, record)
        session.flush()  # gives the record its new lock version
        return saved(record)


def require_unchanged(record: Record, lock_version: int | None) -> None:
    """Raise `ConflictError` when somebody saved a record since it was opened."""
    if lock_version is not None and record.lock_version != lock_version:
        raise ConflictError(
            "開いている間に、ほかの人がこの記録を変えました。両方を見くらべて保存し直してください。"
        )


def _may_overwrite(record: Record, answers: Answers) -> bool:
    if record.record_state == DRAFT:
        return True
    return record.record_state == FINAL and set(answers) <= {*record.later_keys, *FILING_KEYS}


def _require_reason(reason: str) -> None:
    if not reason.strip():
        raise InvalidEntriesError({"reason": "理由を入れてください。"})
