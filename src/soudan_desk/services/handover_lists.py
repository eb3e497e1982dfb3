"""申し送り in lists: what is left for me, what I left, what hangs on a case, who has read it."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID

from sqlalchemy import Select, bindparam, exists, func, select

from soudan_desk.models import Case, HandoverNote, Person, Receipt, Staff
from soudan_desk.models.base import VOID, now
from soudan_desk.services.contact_rules import rules_of_row, told_rules
from soudan_desk.services.list_masks import masks_of_rows, name_on_screen, whom_hidden
from soudan_desk.services.masks import Mask
from soudan_desk.services.work import Work
from soudan_desk.storage.prepared import Prepared, among

_LEFT_SHOWN_DAYS = 14


@dataclass(frozen=True, slots=True, kw_only=True)
class About:
    """What a note hangs on: a record, or nothing."""

    kind: str = ""
    id: UUID | None = None


@dataclass(frozen=True, slots=True)
class Reader:
    """One for whom a note was left: whether it was read, and done."""

    staff_id: UUID
    name: str
    read_at: datetime | None
    done_at: datetime | None
    reply: str


@dataclass(frozen=True, slots=True)
class Note:
    """A note as pages show it, with what became of it."""

    id: UUID
    body: str
    writer_id: UUID
    writer: str
    is_urgent: bool
    due_on: date | None
    case_id: UUID | None
    case_no: str
    person_id: UUID | None
    person: str
    about: About
    written_at: datetime
    lock_version: int
    hides: UUID | None = None
    """The person, where something of them is hidden, be it only in what leaves."""
    readers: tuple[Reader, ...] = ()
    rules: str = ""
    """What must not be done when getting in touch with the person."""

    @property
    def is_open(self) -> bool:
        """Whether somebody still has to do it."""
        return any(reader.done_at is None for reader in self.readers)

    def reader(self, staff_id: UUID) -> Reader | None:
        """Return what became of it with one of its readers."""
        return next((each for each in self.readers if each.staff_id == staff_id), None)

    def waits_for(self, staff_ids: Collection[UUID]) -> bool:
        """Whether one of these has not done it yet."""
        return any(each.staff_id in staff_ids and not each.done_at for each in self.readers)


_WHOSE = func.coalesce(HandoverNote.person_id, Case.person_id)
_Writer = Staff.__table__.alias("writer")


def _notes(*conditions: Any) -> Prepared:
    query: Select[Any] = (
        select(
            HandoverNote.id,
            HandoverNote.body,
            HandoverNote.staff_id,
            _Writer.c.name.label("writer"),
            HandoverNote.is_urgent,
            HandoverNote.due_on,
            HandoverNote.case_id,
            Case.case_no,
            HandoverNote.person_id,
            Person.name.label("person"),
            whom_hidden(_WHOSE).label("hides"),
            *told_rules(),
            HandoverNote.about_kind,
            HandoverNote.about_id,
            HandoverNote.created_at,
            HandoverNote.lock_version,
        )
        .join(_Writer, _Writer.c.id == HandoverNote.staff_id)
        .outerjoin(Case, Case.id == HandoverNote.case_id)
        .outerjoin(Person, Person.id == _WHOSE)
        .where(HandoverNote.record_state != VOID, *conditions)
        .order_by(HandoverNote.is_urgent.desc(), HandoverNote.created_at.desc())
    )
    return Prepared(query)


_RECEIPT = Receipt.__table__.alias("of_note")
_IS_OPEN = exists().where(
    _RECEIPT.c.handover_note_id == HandoverNote.id, _RECEIPT.c.done_at.is_(None)
)
_FOR_ME = exists().where(
    _RECEIPT.c.handover_note_id == HandoverNote.id,
    _RECEIPT.c.staff_id == bindparam("me"),
    _RECEIPT.c.done_at.is_(None),
)
_MINE = _notes(_FOR_ME)
_LEFT = _notes(
    HandoverNote.staff_id == bindparam("me"),
    _IS_OPEN | (HandoverNote.created_at >= bindparam("since")),
)
_OF_CASE = _notes(HandoverNote.case_id == bindparam("case"), _IS_OPEN)
_ABOUT = _notes(HandoverNote.about_id == bindparam("about"))
_IN_CENTRES = _notes(among(HandoverNote.centre, "centres"), _IS_OPEN)
_READERS = Prepared(
    select(
        Receipt.handover_note_id,
        Receipt.staff_id,
        Staff.name,
        Receipt.read_at,
        Receipt.done_at,
        Receipt.reply,
    )
    .join(Staff, Staff.id == Receipt.staff_id)
    .where(among(Receipt.handover_note_id, "notes"))
    .order_by(Receipt.created_at, Staff.login)
)


def queries_of_notes() -> list[Prepared]:
    """Return what 今日 asks for one's own notes."""
    return [_MINE, _LEFT]


def notes_for_me(work: Work, of: UUID | None = None) -> list[Note]:
    """List the notes left for a worker, oneself by itself, and not done yet, urgent ones first."""
    return _list(work, _MINE, me=of or work.actor.staff_id)


def notes_left(work: Work) -> list[Note]:
    """List the worker's own notes: those not done by all, and those of the last two weeks."""
    since = now() - timedelta(days=_LEFT_SHOWN_DAYS)
    return _list(work, _LEFT, me=work.actor.staff_id, since=since)


def notes_of_case(work: Work, case_id: UUID) -> list[Note]:
    """List what is left on a case and its records and not done by all."""
    return _list(work, _OF_CASE, case=case_id)


def notes_about(work: Work, record_id: UUID) -> list[Note]:
    """List every note that hangs on one record, the done ones too."""
    return _list(work, _ABOUT, about=record_id)


def notes_in_centres(work: Work, centres: Collection[str]) -> list[Note]:
    """List what is left on the centres' cases and records and not done by all."""
    return _list(work, _IN_CENTRES, centres=list(centres)) if centres else []


def _list(work: Work, query: Prepared, **values: Any) -> list[Note]:
    with work.store.reading(work.actor) as session:
        rows = query(session, **values)
        if not rows:
            return []
        masks = masks_of_rows(session, rows)
        notes = {row.id: _note(row, masks.get(row.hides, Mask())) for row in rows}
        hidden = {row.id: row.hides for row in rows}
        readers: dict[UUID, list[Reader]] = {}
        for row in _READERS(session, notes=list(notes)):
            reply = masks.get(hidden[row.handover_note_id], Mask()).words(row.reply or "")
            reader = Reader(row.staff_id, row.name, row.read_at, row.done_at, reply)
            readers.setdefault(row.handover_note_id, []).append(reader)
    return [replace(note, readers=tuple(readers.get(note.id, ()))) for note in notes.values()]


def _note(row: Any, mask: Mask) -> Note:
    return Note(
        id=row.id,
        body=mask.words(row.body),
        writer_id=row.staff_id,
        writer=row.writer,
        is_urgent=bool(row.is_urgent),
        due_on=row.due_on,
        case_id=row.case_id,
        case_no=row.case_no or "",
        person_id=row.person_id,
        person=name_on_screen(row),
        about=About(kind=row.about_kind or "", id=row.about_id),
        written_at=row.created_at,
        lock_version=row.lock_version,
        hides=row.hides,
        rules=rules_of_row(row),
    )
