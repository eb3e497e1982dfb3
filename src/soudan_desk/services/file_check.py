"""Whether every attached file reads back as it was taken in; each that does not, by its name."""

from __future__ import annotations

import hashlib
import random
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from soudan_desk.errors import NotAllowedError
from soudan_desk.models import Attachment, Case, Staff
from soudan_desk.models.base import VOID
from soudan_desk.services.actors import actor_of
from soudan_desk.storage.actor import ADMINISTRATOR, Actor
from soudan_desk.storage.attachments import read_large
from soudan_desk.storage.bundle import Cancelled, never, refuse_if_cancelled
from soudan_desk.storage.compartments import FILE_MARK, refuse_sealed
from soudan_desk.storage.file_faults import FileFault, fault_in, length_fault
from soudan_desk.storage.folder import OfficeFolder
from soudan_desk.storage.kept_files import other_files, stored_file
from soudan_desk.storage.keys import OfficeKeys
from soudan_desk.storage.refusals import DamagedAttachmentError
from soudan_desk.storage.store import Store

_MOST_NAMED = 20
_AT_ONCE = 20
_QUERY: Any = select(
    *(Attachment.id, Attachment.stored_as, Attachment.file_key),
    *(Attachment.size_bytes, Attachment.sha256),
)
_Where = tuple[UUID, str | None]


def check_files(
    store: Store, session: Session, folder: OfficeFolder, keys: OfficeKeys, by: UUID | None
) -> tuple[bool, str]:
    """Read every file; return whether all are sound, and what is wrong with which.

    A file is told by its name to who may see it, else by where it lies.
    """
    faults = dict(_faults(session, folder, keys, _QUERY))
    if not faults:
        return True, "添付のファイルは、そろっています。"
    names = _names(store, _actor(store, by))
    told = [
        f"{names.get(row_id) or _unseen(stored_as)}{fault}"
        for (row_id, stored_as), fault in faults.items()
    ]
    more = "" if len(told) <= _MOST_NAMED else f"ほか{len(told) - _MOST_NAMED}件。"
    listed = "".join(told[:_MOST_NAMED])
    return False, f"添付{len(told)}件: {listed}{more}控え(バックアップ)から戻してください。"


@dataclass(frozen=True, slots=True)
class DamagedFiles:
    """Files of the office that do not read back, in words for who looks."""

    count: int = 0
    words: str = ""
    stored: tuple[str, ...] = ()
    """What the log calls them: their names beside the database, which say nothing."""


def damaged_files(
    store: Store,
    folder: OfficeFolder,
    keys: OfficeKeys,
    by: UUID | None,
    *,
    sample: int | None = None,
    cancelled: Cancelled = never,
) -> DamagedFiles:
    """Read every file in force while others work, or with `sample` so many of the large ones.

    Of the other large ones it sees whether they are there, and how long.
    """
    with store.reading(None) as session:
        chosen = None if sample is None else _chosen(session, sample)
        query = _QUERY.where(Attachment.record_state != VOID)
        if chosen is not None:
            query = query.where(Attachment.stored_as.is_not(None))
        faults = dict(_faults(session, folder, keys, query, chosen, cancelled))
    with store.reading(None) as session:  # what was erased meanwhile is no fault
        there = select(Attachment.id).where(Attachment.id.in_([each for each, _ in faults]))
        found = set(session.scalars(there)) if faults else set()
    left = {key: fault for key, fault in faults.items() if key[0] in found}
    if not left:
        return DamagedFiles()
    stored = tuple(stored_as or str(row_id) for row_id, stored_as in left)
    return DamagedFiles(len(left), _told(store, by, left), stored)


def _chosen(session: Session, sample: int) -> frozenset[UUID]:
    large = select(Attachment.id).where(
        Attachment.stored_as.is_not(None), Attachment.record_state != VOID
    )
    ids = session.scalars(large).all()
    return frozenset(random.sample(ids, min(sample, len(ids))))


def _told(store: Store, by: UUID | None, faults: dict[_Where, FileFault]) -> str:
    """Name the files that somebody may see; an administrator is told where the others lie."""
    actor = _actor(store, by)
    is_admin = actor is not None and actor.has(ADMINISTRATOR)
    names = _names(store, actor)
    seen = [
        f"{names.get(row_id) or _unseen(stored_as)}{fault}"
        for (row_id, stored_as), fault in faults.items()
        if row_id in names or is_admin
    ]
    others = len(seen) > _MOST_NAMED or len(seen) < len(faults)
    more = "ほかの添付にも壊れたものがあります。管理者に知らせてください。" if others else ""
    return f"添付に壊れたものがあります。{''.join(seen[:_MOST_NAMED])}{more}"


def _faults(
    session: Session,
    folder: OfficeFolder,
    keys: OfficeKeys,
    query: Any,
    chosen: Collection[UUID] | None = None,
    cancelled: Cancelled = never,
) -> Iterator[tuple[_Where, FileFault]]:
    """Read the files of a query; of large ones that are not `chosen` only their length."""
    columns = [] if chosen is not None else [Attachment.content]
    for row in session.execute(query.add_columns(*columns).execution_options(yield_per=_AT_ONCE)):
        refuse_if_cancelled(cancelled)
        if row.stored_as is None:
            fault = _inline_fault(row)
        elif chosen is None or row.id in chosen:
            fault = _stored_fault(session, folder, keys, row)
        else:
            fault = length_fault(folder, stored_file(row))
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


def _actor(store: Store, by: UUID | None) -> Actor | None:
    with store.reading(None) as session:
        staff = session.get(Staff, by) if by is not None else None
        return actor_of(session, staff) if staff is not None else None


def _names(store: Store, actor: Actor | None) -> dict[UUID, str]:
    """Return by which words a file is told to who looks."""
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
