"""Sealing what is stored of a case, opening it again, and sealing it under another key.

Stored texts are rewritten where they stand, records, revisions and unsaved forms alike, past the
triggers that keep evidence and history: what they say stays the same, and so do their digests.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import cache
from typing import Any
from uuid import UUID

from sqlalchemy import Text, bindparam, func, or_, select, type_coerce, update
from sqlalchemy import case as case_of
from sqlalchemy.orm import Session

from soudan_desk.fields import Kind
from soudan_desk.models import Attachment, Case, Revision, SearchDoc, Unsaved, record_kinds
from soudan_desk.models.base import VOID, Record, fields_of
from soudan_desk.models.columns import LongColumn
from soudan_desk.models.sealing import MARK, bound, unbound
from soudan_desk.storage.compartments import FILE_MARK, KeyRing, compartments
from soudan_desk.storage.search_index import index_record, remove_document
from soudan_desk.storage.sqlite_dialect import search_pack, without_triggers

_SEALED_KINDS = frozenset({Kind.LINE, Kind.TEXT, Kind.ROWS})
_NEVER = frozenset({"case_no"})
"""What a case is told by where it is asked for by name."""

Rewrite = Callable[[str], str]
Files = Callable[[bytes | None, bytes | None, str | None], tuple[bytes | None, bytes | None]]
"""Rewrites a file's bytes in its row, or its key where the bytes lie beside the database."""


@cache
def sealed_keys(model: type[Record]) -> tuple[str, ...]:
    """Name the questions of a record in words of one's own: what they say of a case is sealed."""
    columns = model.__table__.columns
    return tuple(
        field.key
        for field in fields_of(model)
        if field.kind in _SEALED_KINDS
        and field.key not in _NEVER
        and not columns[field.key].unique
        and not columns[field.key].index
    )


@cache
def _models_of_cases() -> tuple[Any, ...]:
    return tuple(
        model
        for model in record_kinds().values()
        if model is Case or "case_id" in model.__table__.columns
    )


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


def seal_case(session: Session, ring: KeyRing, case_id: UUID) -> None:
    """Seal all that is stored of a case under a new key; what was sealed before under another."""
    ring.forget(session, case_id)  # its key is held on to until the next unit of work
    compartment = ring.make(session, case_id)

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

    _rewrite_all(session, case_id, sealed, _files(ring, sealed_file))
    _leave_index(session, case_id)


def open_case_to_all(session: Session, ring: KeyRing, case_id: UUID) -> None:
    """Store all that is known of a case in the open again, and let it be found."""

    def plain(stored: str) -> str:
        opened = ring.open(stored) if stored.startswith(MARK) else None
        return stored if opened is None else opened[1]

    def plain_file(content: bytes) -> bytes:
        opened = ring.open_bytes(content) if content.startswith(FILE_MARK) else None
        return content if opened is None else opened[1]

    _rewrite_all(session, case_id, plain, _files(ring, plain_file))
    ring.forget(session, case_id)
    session.expire_all()
    for model in _models_of_cases():
        for record in session.scalars(select(model).where(_of_case(model, case_id))):
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


def _of_case(model: Any, case_id: UUID) -> Any:
    return (model.id if model is Case else model.case_id) == case_id


def _rewrite_all(session: Session, case_id: UUID, rewrite: Rewrite, files: Files) -> None:
    session.flush()
    tables = [model.__tablename__ for model in (*_models_of_cases(), Revision)]
    with without_triggers(session.connection(), tables):
        for model in _models_of_cases():
            ids = _rewrite_records(session, model, case_id, rewrite, files)
            _rewrite_column(
                session, Revision, Revision.seq, "content", Revision.record_id.in_(ids), rewrite
            )
        for key in ("title", "answers"):
            _rewrite_column(session, Unsaved, Unsaved.id, key, Unsaved.case_id == case_id, rewrite)
    session.expire_all()


def _rewrite_records(
    session: Session, model: Any, case_id: UUID, rewrite: Rewrite, files: Files
) -> list[UUID]:
    of_case = _of_case(model, case_id)
    for key in sealed_keys(model):
        _rewrite_column(session, model, model.id, key, of_case, rewrite)
    if model is Attachment:
        _rewrite_files(session, of_case, files)
    return list(_raw(session, select(model.id).where(of_case)).scalars())


def _rewrite_files(session: Session, of_case: Any, files: Files) -> None:
    table = Attachment.__table__
    query = select(table.c.id, table.c.content, table.c.file_key, table.c.stored_as)
    for row in _raw(session, query.where(of_case)).all():
        values = files(row.content, row.file_key, row.stored_as)
        statement = update(Attachment).where(table.c.id == row.id)
        session.connection().execute(statement.values(content=values[0], file_key=values[1]))


def _rewrite_column(
    session: Session, model: Any, key_column: Any, name: str, where: Any, rewrite: Rewrite
) -> None:
    """Read a column as it is stored, and write back what differs."""
    column = model.__table__.c[name]
    rows = _raw(session, select(key_column, type_coerce(column, Text())).where(where)).all()
    changed = [
        {"of": key, "stored": after}
        for key, before in rows
        if before is not None and (after := rewrite(before)) != before
    ]
    if changed:
        own_key = model.__table__.c[key_column.key]
        statement = update(model.__table__).where(own_key == bindparam("of"))
        stored = bindparam("stored", type_=Text())
        session.connection().execute(statement.values({name: stored}), changed)


def _raw(session: Session, statement: Any) -> Any:
    return session.connection().execute(statement)


def _leave_index(session: Session, case_id: UUID) -> None:
    """Take a case's words out of the shared index, and write the index anew without them."""
    of_case = or_(SearchDoc.case_id == case_id, SearchDoc.record_id == case_id)
    for doc_id in list(_raw(session, select(SearchDoc.id).where(of_case)).scalars()):
        remove_document(session.connection(), doc_id)
    search_pack(session)


def sealed_records(session: Session, ring: KeyRing) -> Iterator[Record]:
    """Give the searchable records of all sealed cases one may open, newest first."""
    cases = [case for case, each in compartments(session).items() if each in ring.open_ones]
    if cases:
        for model in _models_of_cases():
            own = model.id if model is Case else model.case_id
            query = select(model).where(own.in_(cases), model.record_state != VOID)
            yield from session.scalars(query.order_by(model.created_at.desc()))
