"""Files that are kept with a case: taken in, listed, given out again with a reason."""

from __future__ import annotations

import hashlib
import mimetypes
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session, undefer

from soudan_desk.errors import SoudanError
from soudan_desk.models import Attachment, Case, Disclosure
from soudan_desk.models.base import FINAL, VOID, new_id
from soudan_desk.services.names import NameBook, title_from
from soudan_desk.services.rights import require_writing
from soudan_desk.services.work import Work
from soudan_desk.storage.attachments import (
    INLINE_BYTES,
    StoredFile,
    check_attachment,
    read_large,
    store_large,
)
from soudan_desk.storage.audit import Act
from soudan_desk.storage.opened_office import OpenedOffice
from soudan_desk.storage.store import fetch

_HEAD_BYTES = 64


class UnreadableFileError(SoudanError):
    """The file that was chosen cannot be read from its place."""


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


def add_attachment(
    work: Work,
    office: OpenedOffice,
    source: Path,
    *,
    case_id: UUID,
    category: str | None = None,
    description: str | None = None,
) -> UUID:
    """Take a file in: a small one into the database, a larger one encrypted beside it."""
    size, head = _look_at(source)
    check_attachment(source.name, size, head)
    with work.store.writing(work.actor) as session:
        case = fetch(session, Case, case_id)
        row = Attachment(
            id=new_id(),
            file_name=source.name,
            category=category,
            description=description,
            case_id=case_id,
            person_id=case.person_id,
            centre=case.centre,
            media_type=mimetypes.guess_type(source.name)[0] or "application/octet-stream",
            record_state=FINAL,
        )
        require_writing(work, session, row, is_new=True)
        _put_content(office, row, source, size)
        session.add(row)
        return row.id


def _look_at(source: Path) -> tuple[int, bytes]:
    try:
        with source.open("rb") as file:
            return source.stat().st_size, file.read(_HEAD_BYTES)
    except OSError as error:
        raise UnreadableFileError(
            f"「{source.name}」を読めません。ほかのソフトで開いていないか確かめてください。"
        ) from error


def _put_content(office: OpenedOffice, row: Attachment, source: Path, size: int) -> None:
    if size <= INLINE_BYTES:
        row.content = source.read_bytes()
        row.size_bytes = len(row.content)
        row.sha256 = hashlib.sha256(row.content).hexdigest()
        return
    with source.open("rb") as file:
        stored = store_large(office.folder, office.keys, file)
    row.stored_as, row.file_key = stored.stored_name, stored.wrapped_key
    row.size_bytes, row.sha256 = stored.size, stored.sha256


def attachment_content(
    work: Work, office: OpenedOffice, attachment_id: UUID, *, reason: str = ""
) -> tuple[str, bytes]:
    """Return a file's name and bytes; looking at it leaves an audit row with the reason."""
    query = (
        select(Attachment)
        .where(Attachment.id == attachment_id)
        .options(undefer(Attachment.content), undefer(Attachment.file_key))
    )
    with work.store.reading(work.actor) as session:
        row = session.scalars(query).one_or_none() or fetch(session, Attachment, attachment_id)
        name, case_id, content = row.file_name, row.case_id, _content(office, row)
    act = Act(
        action="read_file",
        by=work.actor.staff_id,
        kind="attachment",
        record_id=attachment_id,
        case_id=case_id,
        reason=reason or None,
    )
    work.store.note(work.actor, act)
    return name, content


def _content(office: OpenedOffice, row: Attachment) -> bytes:
    if row.content is not None:
        return row.content
    assert row.stored_as is not None
    assert row.file_key is not None
    stored = StoredFile(row.stored_as, row.file_key, row.size_bytes, row.sha256)
    return b"".join(read_large(office.folder, office.keys, stored))


def papers_of(work: Work, case_id: UUID) -> list[PaperRow]:
    """List what is kept with a case and what was given out of it, newest first."""
    with work.store.reading(work.actor) as session:
        fetch(session, Case, case_id)
        names = NameBook(session)
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
