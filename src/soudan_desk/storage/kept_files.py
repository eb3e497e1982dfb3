"""Where an attachment's bytes lie: in its row up to 1 MiB, else encrypted beside the database."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterable
from contextlib import suppress
from functools import partial
from typing import IO, Any
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from soudan_desk.errors import NotAllowedError
from soudan_desk.models import Attachment
from soudan_desk.storage.attachments import (
    INLINE_BYTES,
    StoredFile,
    read_large,
    store_large,
    sweep_orphans,
)
from soudan_desk.storage.audit import Act
from soudan_desk.storage.compartments import FILE_MARK
from soudan_desk.storage.durable import disk_faults_as_sentences
from soudan_desk.storage.file_faults import FileFault, fault_in
from soudan_desk.storage.opened_office import OpenedOffice
from soudan_desk.storage.refusals import DamagedAttachmentError
from soudan_desk.storage.scope import whole_office
from soudan_desk.storage.store import Store

Kept = bytes | StoredFile


def keep_bytes(office: OpenedOffice, file: IO[bytes], size: int) -> Kept:
    """Read a small file, or write a large one into the folder; its row is committed afterwards."""
    return file.read() if size <= INLINE_BYTES else store_large(office.folder, office.keys, file)


def take_back(office: OpenedOffice, kept: Kept) -> None:
    """Undo `keep_bytes` when no row came to name it."""
    if isinstance(kept, StoredFile):
        with suppress(OSError):  # the sweep of a later opening takes it
            (office.folder.attachments / kept.stored_name).unlink(missing_ok=True)


def name_bytes(row: Attachment, kept: Kept) -> None:
    """Put what was kept, or the way to it, on its row."""
    if isinstance(kept, StoredFile):
        row.stored_as, row.file_key = kept.stored_name, kept.wrapped_key
        row.size_bytes, row.sha256 = kept.size, kept.sha256
    else:
        row.content, row.size_bytes = kept, len(kept)
        row.sha256 = hashlib.sha256(kept).hexdigest()


def bytes_of(
    office: OpenedOffice, row: Attachment, others: Callable[[], Iterable[StoredFile]] = tuple
) -> bytes:
    """Return a file's bytes, proven by their digest.

    The row's `content` and `file_key` must have been loaded; `others` are asked for where the file
    does not read back: one of them may lie in its place. Raises `DamagedAttachmentError` naming
    the file and what befell it.
    """
    fault = FileFault.CHANGED
    try:
        with disk_faults_as_sentences():
            content = _read(office, row)
            if hashlib.sha256(content).hexdigest() == row.sha256:
                return content
    except DamagedAttachmentError:
        fault = fault_in(office.folder, office.keys, stored_file(row), others())
    raise DamagedAttachmentError(
        f"添付「{row.file_name}」{fault}控え(バックアップ)から戻してください。"
    )


def stored_file(row: Any) -> StoredFile:
    """Return where the bytes of a large file lie; `row` has the columns of one."""
    return StoredFile(row.stored_as, row.file_key or b"", row.size_bytes, row.sha256)


def other_files(session: Session, than: UUID) -> list[StoredFile]:
    """Return all large files but one's own: of the whole office, and nothing of it is shown."""
    query = select(
        *(Attachment.stored_as, Attachment.file_key, Attachment.size_bytes, Attachment.sha256)
    ).where(Attachment.stored_as.is_not(None), Attachment.id != than)
    return [stored_file(row) for row in whole_office(session, query)]


def _read(office: OpenedOffice, row: Attachment) -> bytes:
    if row.stored_as is None:
        return _opened(office, row.content or b"")
    stored = stored_file(row)
    opened = partial(_opened, office)
    return b"".join(read_large(office.folder, office.keys, stored, opened))


def _opened(office: OpenedOffice, content: bytes) -> bytes:
    """Open what belongs to a sealed case."""
    if not content.startswith(FILE_MARK):
        return content
    found = office.ring.open_bytes(content)
    if found is None:
        raise NotAllowedError(
            "この添付は封印されていて、あなたの鍵では開けません。担当者に頼んでください。"
        )
    return found[1]


def sweep_attachments(store: Store, office: OpenedOffice) -> list[str]:
    """Remove what saves that broke off left beside the database; return the files' names.

    A file that a row names stays, in whatever state its record is; so does one of the last hour.
    """
    with suppress(OSError):  # the next opening tries again
        if not any(office.folder.attachments.iterdir()):
            return []
        with store.reading(None) as session:
            named = session.scalars(select(Attachment.stored_as))
            known = {name for name in named if name is not None}
        removed = sweep_orphans(office.folder, known)
        if removed:
            store.note(None, Act(action="attachment_sweep", by=None, fields=",".join(removed)))
        return removed
    return []
