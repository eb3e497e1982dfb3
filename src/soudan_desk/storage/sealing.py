"""Sealing what is stored of a case, opening it again, and sealing it under another key.

Stored texts are rewritten where they stand, records, revisions and unsaved forms alike, past the
triggers that keep evidence and history: what they say stays the same, and so do their digests.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator
from functools import cache
from typing import Any
from uuid import UUID

from sqlalchemy import Text, bindparam, func, or_, select, type_coerce, update
from sqlalchemy import case as case_of
from sqlalchemy.orm import Session

from soudan_desk.fields import Kind
from soudan_desk.models import (
    Attachment,
    Case,
    Household,
    Person,
    Revision,
    SearchDoc,
    Unsaved,
    record_kinds,
)
from soudan_desk.models.base import VOID, Record, fields_of
from soudan_desk.models.columns import LongColumn
from soudan_desk.models.sealing import MARK, bound, unbound
from soudan_desk.storage.compartments import FILE_MARK, KeyRing, compartments
from soudan_desk.storage.scope import whole_office
from soudan_desk.storage.search_index import index_record, remove_document
from soudan_desk.storage.sqlite_guards import without_triggers

_SEALED_KINDS = frozenset({Kind.LINE, Kind.TEXT, Kind.ROWS})
_NEVER = frozenset({"case_no"})
"""What a case is told by where it is asked for by name."""

HOMES: tuple[type[Record], ...] = (Person, Household)
"""Sealed with the cases they are of, but for their names: those are looked up and sorted by."""
_NAMES = frozenset({"name", "kana", "aliases"})

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
        and field.key not in (_NAMES if model in HOMES else _NEVER)
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


def seal_owner(
    session: Session, ring: KeyRing, model: type[Record], owner_id: UUID, cases: Collection[UUID]
) -> None:
    """Seal all that is stored of a case, or the texts of a person or household, under a new key.

    It is given to those on the lists of `cases`; what was sealed before was under another.
    """
    ring.forget(session, owner_id)  # its key is held on to until the next unit of work
    compartment = ring.make(session, owner_id, cases)

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

    _rewrite_all(session, _parts(model, owner_id), sealed, _files(ring, sealed_file))
    _leave_index(session, model, owner_id)


def open_to_all(session: Session, ring: KeyRing, model: type[Record], owner_id: UUID) -> None:
    """Store all that was sealed with a case, person or household in the open, and findable."""

    def plain(stored: str) -> str:
        opened = ring.open(stored) if stored.startswith(MARK) else None
        return stored if opened is None else opened[1]

    def plain_file(content: bytes) -> bytes:
        opened = ring.open_bytes(content) if content.startswith(FILE_MARK) else None
        return content if opened is None else opened[1]

    _rewrite_all(session, _parts(model, owner_id), plain, _files(ring, plain_file))
    ring.forget(session, owner_id)
    session.expire_all()
    for each, own in _parts(model, owner_id):
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


def _of_case(model: Any, case_id: UUID) -> Any:
    return (model.id if model is Case else model.case_id) == case_id


def _parts(model: type[Record], owner_id: UUID) -> list[tuple[Any, Any]]:
    """Return each table that holds something of an owner, with the condition of its rows."""
    if model is Case:
        return [(each, _of_case(each, owner_id)) for each in _models_of_cases()]
    return [(model, model.__table__.c.id == owner_id)]


def _rewrite_all(
    session: Session, parts: list[tuple[Any, Any]], rewrite: Rewrite, files: Files
) -> None:
    session.flush()
    tables = [model.__tablename__ for model, _ in (*parts, (Revision, None))]
    with without_triggers(session.connection(), tables):
        for model, own in parts:
            ids = _rewrite_records(session, model, own, rewrite, files)
            _rewrite_column(
                session, Revision, Revision.seq, "content", Revision.record_id.in_(ids), rewrite
            )
            forms = or_(Unsaved.record_id.in_(ids), Unsaved.case_id.in_(ids))
            for key in ("title", "answers"):
                _rewrite_column(session, Unsaved, Unsaved.id, key, forms, rewrite)
    session.expire_all()
    for model, own in parts:
        if model in HOMES:
            _fold_anew(session, model, own)


def _fold_anew(session: Session, model: Any, own: Any) -> None:
    """Let what likely duplicates are found by follow: it tells nothing of what is sealed."""
    folds = [column.key for column in model.__table__.c if column.key.endswith("_folded")]
    for record in whole_office(session, select(model).where(own)).scalars():
        if folds:
            record.derive()
            values = {key: getattr(record, key) for key in folds}
            session.expire(record)
            session.connection().execute(update(model.__table__).where(own).values(values))


def _rewrite_records(
    session: Session, model: Any, own: Any, rewrite: Rewrite, files: Files
) -> list[UUID]:
    for key in sealed_keys(model):
        _rewrite_column(session, model, model.id, key, own, rewrite)
    if model is Attachment:
        _rewrite_files(session, own, files)
    return list(_raw(session, select(model.id).where(own)).scalars())


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


def _leave_index(session: Session, model: type[Record], owner_id: UUID) -> None:
    """Take what is sealed out of the shared index, which is to be written anew without it."""
    if model in HOMES:
        for record in whole_office(session, select(model).where(model.id == owner_id)).scalars():
            index_record(session, record, is_new=False)
        return
    of_case = or_(SearchDoc.case_id == owner_id, SearchDoc.record_id == owner_id)
    for doc_id in list(_raw(session, select(SearchDoc.id).where(of_case)).scalars()):
        remove_document(session.connection(), doc_id)


def sealed_records(session: Session, ring: KeyRing) -> Iterator[Record]:
    """Give the searchable records of all that is sealed and one may open, newest first."""
    for model in (*_models_of_cases(), *HOMES):
        yield from sealed_of(session, ring, model)


def sealed_of(session: Session, ring: KeyRing, model: Any) -> Iterator[Any]:
    """Give the records of a kind that are sealed and one may open, newest first."""
    owners = [owner for owner, each in compartments(session).items() if each in ring.open_ones]
    if owners and model in (*_models_of_cases(), *HOMES):
        own = model.id if model is Case or model in HOMES else model.case_id
        query = select(model).where(own.in_(owners), model.record_state != VOID)
        yield from session.scalars(query.order_by(model.created_at.desc()))
