"""Voiding thousands of records at once, with the revisions and the index session events keep."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from sqlalchemy import Text, bindparam, insert, select, update
from sqlalchemy.orm import Session

from soudan_desk.models.base import VOID, Record, now
from soudan_desk.models.history import Revision
from soudan_desk.models.program import SearchDoc
from soudan_desk.storage.bulk import Bulk
from soudan_desk.storage.revisions import content_of, digest_of
from soudan_desk.storage.search_index import remove_document
from soudan_desk.storage.units import Unit


def void_many(bulk: Bulk, records: Sequence[Record], reason: str) -> None:
    """Void records of one kind, loaded in this unit of work; they leave it afterwards."""
    if not records:
        return
    session, unit = bulk.session, _unit(bulk.session)
    by = unit.actor.staff_id if unit.actor else None
    for record in records:
        session.expunge(record)  # the statements below write it, not the session
        record.record_state, record.updated_at, record.updated_by = VOID, now(), by
        record.lock_version += 1
    table: Any = type(records[0]).__table__
    session.execute(_statement(table), [_written(record) for record in records])
    rows = [_revision(record, reason) for record in records]
    session.execute(insert(Revision.__table__), rows)  # type: ignore[arg-type]
    _unindex(session, records)
    bulk.count += len(records)
    bulk._kinds.add(type(records[0]))  # noqa: SLF001 - the same unit of work
    for row in rows:
        bulk._digest.update(row["sha256"].encode())  # noqa: SLF001


def _unit(session: Session) -> Unit:
    unit: Unit = session.info["unit"]
    return unit


def _statement(table: Any) -> Any:
    return (
        update(table)
        .where(table.c.id == bindparam("of_id"))
        .values(
            record_state=bindparam("new_state", type_=Text),
            lock_version=bindparam("new_lock"),
            updated_at=bindparam("new_at", type_=table.c.updated_at.type),
            updated_by=bindparam("new_by", type_=table.c.updated_by.type),
        )
    )


def _written(record: Record) -> dict[str, Any]:
    return {
        "of_id": record.id,
        "new_state": record.record_state,
        "new_lock": record.lock_version,
        "new_at": record.updated_at,
        "new_by": record.updated_by,
    }


def _revision(record: Record, reason: str) -> dict[str, Any]:
    content = content_of(record)
    return {
        "kind": record.kind(),
        "record_id": record.id,
        "version": record.version,
        "record_state": record.record_state,
        "action": "void",
        "at": record.updated_at,
        "by": record.updated_by,
        "reason": reason,
        "content": content,
        "sha256": digest_of(content),
    }


def _unindex(session: Session, records: Sequence[Record]) -> None:
    docs: Any = SearchDoc.__table__
    query = select(docs.c.id).where(docs.c.record_id.in_([record.id for record in records]))
    for doc_id in session.execute(query).scalars().all():
        remove_document(session.connection(), doc_id)
