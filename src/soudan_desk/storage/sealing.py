"""Sealing what is stored of a case, opening it again, and sealing it under another key.

Stored texts are rewritten where they stand, records, revisions and unsaved forms alike, past the
triggers that keep evidence and history: what they say stays the same, and so do their digests.
"""

from __future__ import annotations

from base64 import urlsafe_b64encode
from collections.abc import Callable, Collection
from typing import Any
from uuid import UUID

from sqlalchemy import Select, Text, bindparam, false, func, or_, select, type_coerce, update
from sqlalchemy import case as case_of
from sqlalchemy.orm import Session

from soudan_desk.models import Attachment, Revision, SearchDoc, Unsaved
from soudan_desk.models.base import VOID, Record
from soudan_desk.models.columns import LongColumn
from soudan_desk.models.sealing import MARK, bound, unbound
from soudan_desk.storage.compartments import FILE_MARK, KeyRing, compartments
from soudan_desk.storage.scope import whole_office
from soudan_desk.storage.sealed_parts import (
    HOMES,
    models_of_cases,
    owner_column,
    parts_of_owner,
    sealable,
    sealed_keys,
)
from soudan_desk.storage.search_index import index_record, remove_document
from soudan_desk.storage.sqlite_guards import without_triggers

_WHOLE_LETTERS = 15
"""So many bytes of a compartment's id are letters of base64 by themselves."""
Rewrite = Callable[[str], str]
Files = Callable[[bytes | None, bytes | None, str | None], tuple[bytes | None, bytes | None]]
"""Rewrites a file's bytes in its row, or its key where the bytes lie beside the database."""


def first_of(column: Any, length: int) -> Any:
    """Return the beginning of a text; of a sealed one, which is whole or nothing, all of it."""
    is_sealed = func.substr(column, 1, len(MARK)) == MARK
    return type_coerce(
        case_of((is_sealed, column), else_=func.substr(column, 1, length)), LongColumn()
    )


def bind_texts(record: Record, compartment: UUID | None) -> None:
    """Let what a record says belong to a compartment when it is written; None for to none."""
    for key in sealed_keys(type(record)):
        value = record.__dict__.get(key)
        if value is None or getattr(value, "compartment", None) == compartment:
            continue
        setattr(record, key, unbound(value) if compartment is None else bound(value, compartment))


def seal_owner(
    session: Session, ring: KeyRing, model: type[Record], owner_id: UUID, cases: Collection[UUID]
) -> None:
    """Seal all that is stored of a case, or the texts of a person or household, under a new key.

    It is given to those on the lists of `cases`; what was sealed before was under another.
    """
    before = compartments(session).get(owner_id)
    ring.forget(session, owner_id)  # its key is held on to until the next unit of work
    compartment = ring.make(session, owner_id, cases)
    sealed, files = _sealing(ring, compartment)
    _rewrite_all(session, parts_of_owner(model, owner_id), before, sealed, files)
    _leave_index(session, model, owner_id)


def seal_past(session: Session, ring: KeyRing, record: Record, compartment: UUID) -> None:
    """Seal what was kept of a record before it came to what it is sealed with."""
    sealed, files = _sealing(ring, compartment)
    own = type(record).__table__.c.id == record.id
    _rewrite_all(session, [(type(record), own)], None, sealed, files)
    if type(record) not in models_of_cases():  # those the index knows nothing of already
        index_record(session, session.get_one(type(record), record.id), is_new=False)


def _sealing(ring: KeyRing, compartment: UUID) -> tuple[Rewrite, Files]:
    """Return what seals texts and files under a compartment, from whichever they were under."""

    def sealed(stored: str) -> str:
        opened = ring.open(stored) if stored.startswith(MARK) else None
        if stored.startswith(MARK) and opened is None:
            return stored
        return ring.seal(compartment, opened[1] if opened else stored)

    def sealed_file(content: bytes) -> bytes:
        opened = ring.open_bytes(content) if content.startswith(FILE_MARK) else None
        if content.startswith(FILE_MARK) and opened is None:
            return content
        return ring.seal_bytes(compartment, opened[1] if opened else content)

    return sealed, _files(ring, sealed_file)


def open_to_all(session: Session, ring: KeyRing, model: type[Record], owner_id: UUID) -> None:
    """Store all that was sealed with a case, person or household in the open, and findable."""

    def plain(stored: str) -> str:
        opened = ring.open(stored) if stored.startswith(MARK) else None
        return stored if opened is None else opened[1]

    def plain_file(content: bytes) -> bytes:
        opened = ring.open_bytes(content) if content.startswith(FILE_MARK) else None
        return content if opened is None else opened[1]

    before = compartments(session).get(owner_id)
    parts = parts_of_owner(model, owner_id)
    _rewrite_all(session, parts, before, plain, _files(ring, plain_file))
    ring.forget(session, owner_id)
    session.expire_all()
    for each, own in parts:
        for record in whole_office(session, select(each).where(own)).scalars():
            if record.record_state != VOID:
                index_record(session, record, is_new=False)


def _files(ring: KeyRing, rewrite: Callable[[bytes], bytes]) -> Files:
    def both(
        content: bytes | None, wrapped: bytes | None, name: str | None
    ) -> tuple[bytes | None, bytes | None]:
        in_row = None if content is None else rewrite(content)
        if wrapped is None or name is None:
            return in_row, wrapped
        return in_row, ring.rewrap(wrapped, name, rewrite)

    return both


def bind_files(row: Attachment, compartment: UUID | None, ring: KeyRing | None) -> None:
    """Seal the bytes of a new file, or its key, with the case it is put to."""
    if compartment is None or ring is None:
        return
    files = _files(ring, lambda content: ring.seal_bytes(compartment, content))
    row.content, row.file_key = files(row.content, row.file_key, row.stored_as)


def _rewrite_all(
    session: Session,
    parts: list[tuple[Any, Any]],
    before: UUID | None,
    rewrite: Rewrite,
    files: Files,
) -> None:
    """Rewrite records and what is kept of them; also past versions of what has moved elsewhere."""
    session.flush()
    tables = [model.__tablename__ for model, _ in (*parts, (Revision, None))]
    with without_triggers(session.connection(), tables):
        for model, own in parts:
            ids = _rewrite_records(session, model, own, rewrite, files)
            if not ids:
                continue
            past = Revision.record_id.in_(ids)
            _rewrite_columns(session, Revision, Revision.seq, ("content",), past, rewrite)
            forms = or_(Unsaved.record_id.in_(ids), Unsaved.case_id.in_(ids))
            _rewrite_columns(session, Unsaved, Unsaved.id, ("title", "answers"), forms, rewrite)
        if before is not None:
            moved = _is_under(Revision.content, before)
            _rewrite_columns(session, Revision, Revision.seq, ("content",), moved, rewrite)
    session.expire_all()
    for model, own in parts:
        _fold_anew(session, model, own)


def _is_under(column: Any, compartment: UUID) -> Any:
    """Return whether a text is sealed in a compartment: its first bytes are that one's id."""
    head = MARK + urlsafe_b64encode(compartment.bytes[:_WHOLE_LETTERS]).decode()
    return func.substr(type_coerce(column, Text()), 1, len(head)) == head


def _fold_anew(session: Session, model: Any, own: Any) -> None:
    """Let what likely duplicates are found by follow: it tells nothing of what is sealed."""
    table = model.__table__
    folds = [column.key for column in table.c if column.key.endswith("_folded")]
    if not folds or model not in HOMES:
        return
    for record in whole_office(session, select(model).where(own)).scalars():
        record.derive()
        values = {key: getattr(record, key) for key in folds}
        session.expire(record)
        session.connection().execute(update(table).where(table.c.id == record.id).values(values))


def _rewrite_records(
    session: Session, model: Any, own: Any, rewrite: Rewrite, files: Files
) -> list[UUID]:
    if model is Attachment:
        _rewrite_files(session, own, files)
    return _rewrite_columns(session, model, model.id, sealed_keys(model), own, rewrite)


def _rewrite_files(session: Session, of_case: Any, files: Files) -> None:
    table = Attachment.__table__
    query = select(table.c.id, table.c.content, table.c.file_key, table.c.stored_as)
    for row in _raw(session, query.where(of_case)).all():
        values = files(row.content, row.file_key, row.stored_as)
        statement = update(Attachment).where(table.c.id == row.id)
        session.connection().execute(statement.values(content=values[0], file_key=values[1]))


def _rewrite_columns(
    session: Session, model: Any, key_column: Any, names: Collection[str], where: Any, say: Rewrite
) -> list[Any]:
    """Read columns as they are stored, and write back rows that differ; return the keys of all."""
    table = model.__table__
    texts = [type_coerce(table.c[name], Text()).label(name) for name in names]
    rows = _raw(session, select(key_column.label("of"), *texts).where(where)).all()
    changed = [
        {"of": row[0], **{f"{name}_said": text for name, text in zip(names, after, strict=True)}}
        for row in rows
        if (after := [None if each is None else say(each) for each in row[1:]]) != list(row[1:])
    ]
    if changed:
        statement = update(table).where(table.c[key_column.key] == bindparam("of"))
        values = {name: bindparam(f"{name}_said", type_=Text()) for name in names}
        session.connection().execute(statement.values(values), changed)
    return [row[0] for row in rows]


def _raw(session: Session, statement: Any) -> Any:
    return session.connection().execute(statement)


def _leave_index(session: Session, model: type[Record], owner_id: UUID) -> None:
    """Take what is sealed out of the shared index, which is to be written anew without it."""
    if model in HOMES:
        for each, own in parts_of_owner(model, owner_id):
            for record in whole_office(session, select(each).where(own)).scalars():
                index_record(session, record, is_new=False)
        return
    of_case = or_(SearchDoc.case_id == owner_id, SearchDoc.record_id == owner_id)
    for doc_id in list(_raw(session, select(SearchDoc.id).where(of_case)).scalars()):
        remove_document(session.connection(), doc_id)


def sealed_of(session: Session, ring: KeyRing, model: Any) -> Select[Any]:
    """Return the query of a kind's records that are sealed and these keys open."""
    query = select(model).where(model.record_state != VOID)
    if model not in sealable():
        return query.where(false())
    owners = [owner for owner, each in compartments(session).items() if each in ring.open_ones]
    return query.where(owner_column(model).in_(owners))
