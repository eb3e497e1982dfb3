"""Notes (申し送り) belong where the record belongs that they hang on, also when that one moves."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from sqlalchemy import ColumnElement, inspect, or_, select
from sqlalchemy.orm import Session

from soudan_desk.models import Case, HandoverNote, Receipt, record_kinds
from soudan_desk.models.base import Record
from soudan_desk.storage.scope import whole_office

_FILED = ("case_id", "person_id", "centre")


def file_note(session: Session, note: HandoverNote) -> None:
    """Take case, person and centre over from the record a note hangs on, else from its case."""
    if note.about_kind and note.about_id:
        about = _one(session, record_kinds()[note.about_kind], note.about_id)
        is_case, is_person = note.about_kind == "case", note.about_kind == "person"
        note.case_id = about.id if is_case else getattr(about, "case_id", None)
        note.person_id = about.id if is_person else getattr(about, "person_id", None)
        note.centre = getattr(about, "centre", None)
    if note.case_id is not None:
        case = _one(session, Case, note.case_id)
        note.person_id, note.centre = case.person_id, case.centre
    elif note.about_id is None:
        note.centre = None


def refile_notes(session: Session) -> None:
    """File notes anew whose record goes to another case, person or centre in this unit of work."""
    moved = [each for each in session.dirty if isinstance(each, Record) and _is_moved(each)]
    for note in _notes_on(session, moved) if moved else ():
        before = note.case_id
        file_note(session, note)
        if note.case_id != before:
            query = select(Receipt).where(Receipt.handover_note_id == note.id)
            for receipt in whole_office(session, query).scalars():
                receipt.case_id = note.case_id


def _is_moved(record: Record) -> bool:
    if isinstance(record, HandoverNote | Receipt):
        return False
    attributes = inspect(record).attrs
    return any(key in attributes and attributes[key].history.has_changes() for key in _FILED)


def _notes_on(session: Session, moved: list[Record]) -> Iterator[HandoverNote]:
    ids = [each.id for each in moved]
    on: list[ColumnElement[bool]] = [HandoverNote.about_id.in_(ids)]
    if cases := [each.id for each in moved if isinstance(each, Case)]:
        on.append(HandoverNote.case_id.in_(cases))
    yield from whole_office(session, select(HandoverNote).where(or_(*on))).scalars()


def _one(session: Session, model: Any, record_id: Any) -> Any:
    """Return a record as it stands in this unit of work; the verb asked whether it may be seen."""
    return whole_office(session, select(model).where(model.id == record_id)).scalar_one()
