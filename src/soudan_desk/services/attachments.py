"""Files that are kept with a case or a person: taken in, listed, looked at, copied out."""

from __future__ import annotations

import mimetypes
import os
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path
from typing import IO, Any, cast
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session, undefer

from soudan_desk.models import Attachment, Case, Disclosure, Person
from soudan_desk.models.base import FINAL, VOID, Record, new_id
from soudan_desk.services.answers import Answers, write_answers
from soudan_desk.services.chosen_files import Counted, opened_file, plain_name
from soudan_desk.services.defaults import complete
from soudan_desk.services.names import NameBook, title_from
from soudan_desk.services.photo_places import without_place
from soudan_desk.services.rights import require_writing
from soudan_desk.services.work import Work
from soudan_desk.storage.attachments import StoredFile, check_attachment
from soudan_desk.storage.audit import Act
from soudan_desk.storage.kept_files import (
    Kept,
    bytes_of,
    keep_bytes,
    name_bytes,
    other_files,
    take_back,
)
from soudan_desk.storage.opened_office import OpenedOffice, Progress, say_nothing
from soudan_desk.storage.store import fetch

_HEAD_BYTES = 64
_MEDIA_TYPES = {"jtd": "application/x-js-taro", "heic": "image/heic", "webp": "image/webp"}


@dataclass(frozen=True, slots=True)
class AttachedFile:
    """A file that is kept, without its bytes."""

    id: UUID
    file_name: str
    media_type: str
    category: str | None
    description: str
    size_bytes: int
    sha256: str
    created_at: datetime
    by: str


@dataclass(frozen=True, slots=True)
class ReadFile:
    """A file with its bytes, proven to be those that were taken in."""

    file_name: str
    media_type: str
    content: bytes


@dataclass(frozen=True, slots=True)
class PaperRow:
    """A file kept with a case, or a paper that was given out of it."""

    kind: str
    id: UUID
    on: date
    title: str
    detail: str
    size_bytes: int | None
    by: str


# --- taking in -------------------------------------------------------------------------------


def add_attachment(
    work: Work,
    office: OpenedOffice,
    source: Path | bytes,
    *,
    file_name: str = "",
    case_id: UUID | None = None,
    person_id: UUID | None = None,
    category: str | None = None,
    description: str | None = None,
    progress: Progress = say_nothing,
    say: Callable[[str], object] = lambda _sentence: None,
) -> UUID:
    """Take a file in: up to 1 MiB into the database, a larger one encrypted beside it.

    Bytes need a `file_name`; a file has its own. Without a person it is kept for the case's.
    Where a photograph was taken is taken out of it; `say` gets what the worker is told.
    """
    name = plain_name(file_name or (source.name if isinstance(source, Path) else ""))
    answers = {
        "file_name": name,
        "category": category,
        "description": description,
        "case_id": case_id,
        "person_id": person_id,
    }
    with opened_file(source, name) as chosen:
        _checked(chosen, name)
        file, sentence = without_place(chosen, name)
        size = _checked(file, name)
        with work.store.reading(work.actor) as session:
            _described(work, session, answers)  # refuses before anything is written
        kept = keep_bytes(office, cast("IO[bytes]", Counted(file, size, progress)), size)
    try:
        row_id = _add_row(work, answers, kept)
    except BaseException:
        take_back(office, kept)
        raise
    say(sentence)
    return row_id


def _checked(file: IO[bytes], name: str) -> int:
    """Return a file's size, or refuse it; it stands at its beginning again."""
    size = file.seek(0, os.SEEK_END)
    file.seek(0)
    check_attachment(name, size, file.read(_HEAD_BYTES))
    file.seek(0)
    return size


def _described(work: Work, session: Session, answers: Answers) -> Attachment:
    record = Attachment(id=new_id(), record_state=FINAL)
    require_writing(work, session, record, is_new=True)
    _require_visible(session, Case, answers["case_id"])
    _require_visible(session, Person, answers["person_id"])
    write_answers(work, record, complete(work, session, Attachment, answers))
    return record


def _require_visible(session: Session, model: type[Record], record_id: UUID | None) -> None:
    if record_id is not None:
        fetch(session, model, record_id)


def _add_row(work: Work, answers: Answers, kept: Kept) -> UUID:
    with work.store.writing(work.actor) as session:
        row = _described(work, session, answers)
        row.media_type = media_type_of(row.file_name)
        name_bytes(row, kept)
        session.add(row)
        return row.id


def media_type_of(file_name: str) -> str:
    """Tell what a file is by its name's ending."""
    ending = file_name.rpartition(".")[2].casefold()
    guessed = mimetypes.guess_type(f"x.{ending}")[0]
    return _MEDIA_TYPES.get(ending) or guessed or "application/octet-stream"


# --- looking at and copying out --------------------------------------------------------------


def list_attachments(
    work: Work, *, case_id: UUID | None = None, person_id: UUID | None = None
) -> list[AttachedFile]:
    """List the files of a case, or of a person in all cases one may see; newest first."""
    query = select(Attachment).where(Attachment.record_state != VOID)
    if case_id is not None:
        query = query.where(Attachment.case_id == case_id)
    if person_id is not None:
        query = query.where(Attachment.person_id == person_id)
    with work.store.reading(work.actor) as session:
        names = NameBook(session, work.codes)
        rows = session.scalars(query.order_by(Attachment.created_at.desc(), Attachment.id.desc()))
        return [_listed(row, names) for row in rows]


def _listed(row: Attachment, names: NameBook) -> AttachedFile:
    return AttachedFile(
        id=row.id,
        file_name=row.file_name,
        media_type=row.media_type,
        category=row.category,
        description=row.description or "",
        size_bytes=row.size_bytes,
        sha256=row.sha256,
        created_at=row.created_at,
        by=names.of("staff", row.created_by) if row.created_by else "",
    )


def read_attachment(work: Work, office: OpenedOffice, attachment_id: UUID) -> ReadFile:
    """Return a file to look at inside the program; that it was opened is written down."""
    row, content = found_file(work, office, attachment_id)
    act = Act(
        action="attachment_open",
        by=work.actor.staff_id,
        kind="attachment",
        record_id=attachment_id,
        case_id=row.case_id,
        content_sha256=row.sha256,
    )
    work.store.note(work.actor, act)
    return ReadFile(row.file_name, row.media_type, content)


def found_file(work: Work, office: OpenedOffice, attachment_id: UUID) -> tuple[Attachment, bytes]:
    """Return a file's row and bytes; a fault is told by its name."""
    query = (
        select(Attachment)
        .where(Attachment.id == attachment_id)
        .options(undefer(Attachment.content), undefer(Attachment.file_key))
    )
    with work.store.reading(work.actor) as session:
        row = session.scalars(query).one_or_none() or fetch(session, Attachment, attachment_id)

    def others() -> list[StoredFile]:
        with work.store.reading(None) as session:
            return other_files(session, row.id)

    return row, bytes_of(office, row, others)


# --- the papers of a case --------------------------------------------------------------------


def papers_of(work: Work, case_id: UUID) -> list[PaperRow]:
    """List what is kept with a case and what was given out of it, newest first."""
    with work.store.reading(work.actor) as session:
        fetch(session, Case, case_id)
        names = NameBook(session, work.codes)
        found = [*_files(work, session, case_id, names), *_given(work, session, case_id, names)]
    return sorted(found, key=lambda row: (row.on, str(row.id)), reverse=True)


def _files(work: Work, session: Session, case_id: UUID, names: NameBook) -> list[PaperRow]:
    query = select(Attachment).where(Attachment.case_id == case_id, Attachment.record_state != VOID)
    return [
        PaperRow(
            "attachment",
            row.id,
            row.created_at.astimezone().date(),
            row.file_name,
            title_from((_label(work, "attachment.category", row.category), row.description)),
            row.size_bytes,
            names.of("staff", row.created_by) if row.created_by else "",
        )
        for row in session.scalars(query)
    ]


def _given(work: Work, session: Session, case_id: UUID, names: NameBook) -> list[PaperRow]:
    query = select(Disclosure).where(Disclosure.case_id == case_id, Disclosure.record_state != VOID)
    return [
        PaperRow(
            "disclosure",
            row.id,
            row.given_at.astimezone().date(),
            row.paper_title,
            title_from((row.recipient, _label(work, "send_method", row.send_method), row.serial)),
            None,
            names.of("staff", row.given_by_id),
        )
        for row in session.scalars(query)
    ]


def _label(work: Work, name: str, code: Any) -> str:
    return work.codes.label(name, code) if code else ""
