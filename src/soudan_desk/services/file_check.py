"""Whether every attached file reads back as it was taken in; each that does not, by its name."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from typing import Any
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from soudan_desk.errors import NotAllowedError
from soudan_desk.models import Attachment, Case, Staff
from soudan_desk.services.actors import actor_of
from soudan_desk.storage.attachments import read_large
from soudan_desk.storage.compartments import FILE_MARK, refuse_sealed
from soudan_desk.storage.file_faults import FileFault, fault_in, length_fault
from soudan_desk.storage.folder import OfficeFolder
from soudan_desk.storage.kept_files import other_files, stored_file
from soudan_desk.storage.keys import OfficeKeys
from soudan_desk.storage.refusals import DamagedAttachmentError
from soudan_desk.storage.store import Store

_MOST_NAMED = 20
_AT_ONCE = 20


def check_files(
    store: Store, session: Session, folder: OfficeFolder, keys: OfficeKeys, by: UUID | None
) -> tuple[bool, str]:
    """Read every file; return whether all are sound, and what is wrong with which.

    A file is told by its name to who may see it, else by where it lies.
    """
    faults = dict(_faults(session, folder, keys))
    if not faults:
        return True, "添付のファイルは、そろっています。"
    names = _names(store, by)
    told = [
        f"{names.get(row_id) or _unseen(stored_as)}{fault}"
        for (row_id, stored_as), fault in faults.items()
    ]
    more = "" if len(told) <= _MOST_NAMED else f"ほか{len(told) - _MOST_NAMED}件。"
    listed = "".join(told[:_MOST_NAMED])
    return False, f"添付{len(told)}件: {listed}{more}控え(バックアップ)から戻してください。"


def _faults(
    session: Session, folder: OfficeFolder, keys: OfficeKeys
) -> Iterator[tuple[tuple[UUID, str | None], FileFault]]:
    columns = (Attachment.id, Attachment.stored_as, Attachment.file_key)
    query: Any = select(
        *(*columns, Attachment.size_bytes, Attachment.sha256, Attachment.content)
    ).execution_options(yield_per=_AT_ONCE)
    for row in session.execute(query):
        is_inline = row.stored_as is None
        fault = _inline_fault(row) if is_inline else _stored_fault(session, folder, keys, row)
        if fault is not None:
            yield (row.id, row.stored_as), fault


def _inline_fault(row: Any) -> FileFault | None:
    content = row.content or b""
    if content.startswith(FILE_MARK):  # sealed: only who works on its case can read it back
        return None
    is_same = hashlib.sha256(content).hexdigest() == row.sha256
    return None if is_same else FileFault.CHANGED


def _stored_fault(
    session: Session, folder: OfficeFolder, keys: OfficeKeys, row: Any
) -> FileFault | None:
    stored = stored_file(row)
    try:
        for _chunk in read_large(folder, keys, stored, refuse_sealed):
            pass
    except NotAllowedError:  # sealed
        return length_fault(folder, stored)
    except DamagedAttachmentError:
        return fault_in(folder, keys, stored, other_files(session, row.id))
    return None


def _names(store: Store, by: UUID | None) -> dict[UUID, str]:
    """Return by which words a file is told to who looks."""
    with store.reading(None) as session:
        staff = session.get(Staff, by) if by is not None else None
        actor = actor_of(session, staff) if staff is not None else None
    if actor is None:
        return {}
    query = select(Attachment.id, Attachment.file_name, Case.case_no).outerjoin(
        Case, Case.id == Attachment.case_id
    )
    with store.reading(actor) as session:
        return {
            row.id: f"「{row.file_name}」" + (f"({row.case_no})" if row.case_no else "")
            for row in session.execute(query)
        }


def _unseen(stored_as: str | None) -> str:
    return f"閲覧できない添付({stored_as or '記録のファイルの中'})"
