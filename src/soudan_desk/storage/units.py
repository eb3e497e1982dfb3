"""What happens in every unit of work: revision, audit row, tokens and derived columns.

Session events do it, so that no verb can forget them (docs/decisions/005).
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from sqlalchemy import event, select
from sqlalchemy.orm import Session

from soudan_desk.errors import NotAllowedError
from soudan_desk.models import record_kinds
from soudan_desk.models.attachment import Attachment
from soudan_desk.models.base import DRAFT, FINAL, Record, now
from soudan_desk.models.history import Revision
from soudan_desk.models.program import Unsaved
from soudan_desk.models.sealing import bound
from soudan_desk.storage.actor import Actor
from soudan_desk.storage.audit import Act
from soudan_desk.storage.audit_chain import AuditChain
from soudan_desk.storage.compartments import CLOSED_TO_ONE, KeyRing, compartments
from soudan_desk.storage.derived import refresh_derived
from soudan_desk.storage.emergency import refuse_emergency_writing
from soudan_desk.storage.filing import refile_notes
from soudan_desk.storage.inserts import insert_rows
from soudan_desk.storage.review_following import Followed, follow, followed
from soudan_desk.storage.revisions import canonical, changed_keys, content_of, digest_of_text
from soudan_desk.storage.scope import apply_scope, whole_office
from soudan_desk.storage.sealed_parts import models_of_cases, owner_column, owner_key
from soudan_desk.storage.sealing import bind_files, bind_texts
from soudan_desk.storage.sealing_following import Sealing
from soudan_desk.storage.search_index import index_record


@dataclass(slots=True)
class Unit:
    """What one unit of work has gathered: who acts, what each change is called, what was done."""

    actor: Actor | None
    chain: AuditChain
    ring: KeyRing | None = None
    sealed: dict[UUID, UUID] | None = None
    """Each sealed case's compartment, once it is asked for."""
    marks: dict[UUID, tuple[str, str | None]] = field(default_factory=dict)
    acts: list[Act] = field(default_factory=list)
    touched: set[type[Record]] = field(default_factory=set)
    sealing: Sealing = field(default_factory=Sealing)
    to_follow: dict[UUID, Followed] = field(default_factory=dict)
    """Records whose reviews are brought up to date before this unit of work commits."""


class UnitSession(Session):
    """A session of one verb; the events below listen to it alone."""

    @property
    def unit(self) -> Unit:
        """What this unit of work has gathered."""
        return self.info["unit"]  # type: ignore[no-any-return]


def mark(session: Session, record: Record, action: str, reason: str | None = None) -> None:
    """Name the change that is being made to a record, with its reason, for history and audit."""
    unit: Unit = session.info["unit"]
    unit.marks[record.id] = (action, reason)


def mark_key(session: Session, staff: Record, action: str) -> None:
    """Name what is done to somebody's key; it is told also where nothing stored changes by it."""
    mark(session, staff, action)
    if not session.is_modified(staff):
        unit: Unit = session.info["unit"]
        by = unit.actor.staff_id if unit.actor else None
        note(session, Act(action=action, by=by, kind=staff.kind(), record_id=staff.id))


def is_marked(session: Session, record: Record, action: str) -> bool:
    """Whether this unit of work has named its change to a record so."""
    unit: Unit = session.info["unit"]
    return unit.marks.get(record.id, ("", None))[0] == action


def note(session: Session, act: Act) -> None:
    """Add an act that changes no record (a print, an export) to this unit's audit rows."""
    unit: Unit = session.info["unit"]
    unit.acts.append(act)


event.listen(UnitSession, "do_orm_execute", apply_scope)


@event.listens_for(UnitSession, "before_flush")
def _prepare(session: UnitSession, _context: Any, _instances: Any) -> None:
    if any(isinstance(each, Record) for each in session.deleted):
        raise NotAllowedError("記録は消せません。まちがいは理由をつけて取り消してください。")
    by = session.unit.actor.staff_id if session.unit.actor else None
    refile_notes(session)
    changes = list(_changes(session))
    refuse_emergency_writing(session, session.unit.actor, (record for record, _ in changes))
    for record, is_new in changes:
        if is_new:
            _prepare_new(record, by)
        record.updated_at, record.updated_by = now(), by
        compartment = _compartment_of(session, record)
        bind_texts(record, compartment)
        record.derive()  # what is sealed is folded for nobody
        if is_new and isinstance(record, Attachment):
            bind_files(record, compartment, session.unit.ring)
    for form in session.new | session.dirty:
        if isinstance(form, Unsaved):
            _bind_form(session, form)


def _compartment_of(session: UnitSession, record: Record) -> UUID | None:
    """Return the compartment that a record is sealed in with its case, person or household."""
    key = owner_key(type(record))
    return None if key is None else _sealed_in(session, getattr(record, key))


def _sealed_in(session: UnitSession, owner_id: UUID | None) -> UUID | None:
    unit = session.unit
    if owner_id is None:
        return None
    if unit.sealed is None:
        unit.sealed = compartments(session)
    compartment = unit.sealed.get(owner_id)
    if compartment and (unit.ring is None or compartment not in unit.ring.open_ones):
        raise NotAllowedError(CLOSED_TO_ONE)
    return compartment


def _bind_form(session: UnitSession, form: Unsaved) -> None:
    compartment = _sealed_in(session, form.case_id or _owner_of_form(session, form.record_id))
    if compartment is not None:
        form.title = bound(form.title or "", compartment)
        form.answers = bound(form.answers, compartment)


def _owner_of_form(session: UnitSession, record_id: UUID | None) -> UUID | None:
    """Return what a form that names only its record is sealed with, where anything is."""
    if record_id is None or not compartments(session):
        return None
    query = select(Revision.kind).where(Revision.record_id == record_id).limit(1)
    kind = session.scalar(query)
    model: Any = record_kinds().get(kind or "")
    if model is None or owner_key(model) is None:
        return record_id
    query = select(owner_column(model)).where(model.id == record_id)
    found: UUID | None = whole_office(session, query).scalar()
    return found


def _prepare_new(record: Record, by: UUID | None) -> None:
    record.created_by = record.created_by or by
    if not record.evidence and record.record_state in {None, DRAFT}:
        record.record_state = FINAL


@event.listens_for(UnitSession, "after_flush")
def _record_changes(session: UnitSession, _context: Any) -> None:
    changes = list(_changes(session))
    rows = []
    for record, is_new in changes:
        compartment = _compartment_of(session, record)
        row = _revision(session.unit, record, is_new=is_new)
        if compartment is not None and session.unit.ring is not None:
            row["content"] = session.unit.ring.seal(compartment, row["content"])
        rows.append(row)
        keys = changed_keys(record)
        session.unit.acts.append(_act(record, row, keys))
        session.unit.sealing.notice(record, keys, is_new=is_new)
        session.unit.touched.add(type(record))
        is_found_by_none = compartment is not None and type(record) in models_of_cases()
        index_record(session, record, is_new=is_new, is_sealed=is_found_by_none)
        _remember_to_follow(session.unit, record, row["reason"], is_new=is_new)
    insert_rows(session, Revision.__table__, rows, ready="content")
    refresh_derived(session.connection(), [record for record, _ in changes])


def _remember_to_follow(unit: Unit, record: Record, reason: str | None, *, is_new: bool) -> None:
    change = followed(record, is_new=is_new, reason=reason)
    if change is not None:
        before = unit.to_follow.get(record.id)
        unit.to_follow[record.id] = change if before is None else change.after(before)


def _changes(session: Session) -> Iterator[tuple[Record, bool]]:
    for each in session.new:
        if isinstance(each, Record):
            yield each, True
    for each in session.dirty:
        if isinstance(each, Record) and session.is_modified(each):
            yield each, False


def _revision(unit: Unit, record: Record, *, is_new: bool) -> dict[str, Any]:
    action, reason = unit.marks.get(record.id, ("create" if is_new else "edit", None))
    content = canonical(content_of(record))
    return {
        "kind": record.kind(),
        "record_id": record.id,
        "version": record.version,
        "record_state": record.record_state,
        "action": action,
        "at": record.updated_at,
        "by": record.updated_by,
        "reason": reason,
        "content": content,
        "sha256": digest_of_text(content),
    }


def _act(record: Record, revision: dict[str, Any], keys: tuple[str, ...]) -> Act:
    kind = record.kind()
    return Act(
        action=_told_as(kind, revision["action"], keys),
        by=revision["by"],
        kind=kind,
        record_id=record.id,
        case_id=record.id if kind == "case" else getattr(record, "case_id", None),
        fields=",".join(keys),
        reason=revision["reason"],
        content_sha256=revision["sha256"],
        at=revision["at"],
    )


def _told_as(kind: str, action: str, keys: tuple[str, ...]) -> str:
    """Name in the audit log what a plain change does to who may see a case."""
    if kind == "case_worker":
        return "assign"
    is_restriction = kind == "case" and "restriction_level" in keys
    return "restrict" if is_restriction and action == "edit" else action


@event.listens_for(UnitSession, "before_commit")
def _seal_acts(session: UnitSession) -> None:
    session.flush()  # so that every act is known before the chain is continued
    unit = session.unit
    if unit.to_follow:
        changes = list(unit.to_follow.values())
        unit.to_follow.clear()
        follow(session, changes, unit.actor.staff_id if unit.actor else None)
        session.flush()
    unit.acts += unit.sealing.settle(session, unit.ring, unit.actor)
    unit.sealed = None
    session.flush()
    unit.chain.append(session, unit.acts)
    unit.acts.clear()
