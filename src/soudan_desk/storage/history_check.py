"""Whether each record still says what its last revision says.

An old page put back passes the seals of pages and every check of structure: the amended record is
its former self again. Its history, on other pages, is not.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Sequence
from typing import Any, Final
from uuid import UUID

from sqlalchemy import func, inspect, select
from sqlalchemy.orm import Session

from soudan_desk.models import record_kinds
from soudan_desk.models.base import Record
from soudan_desk.models.history import Revision
from soudan_desk.models.sealing import is_closed
from soudan_desk.storage.bundle import Cancelled, never, refuse_if_cancelled
from soudan_desk.storage.revisions import canonical, content_of, digest_of_text

_AT_ONCE: Final = 500
_DERIVED: Final = {("case", "last_contact_on"), ("person", "restriction_level")}
"""Follow from other records, whose changes are not this record's."""


def unlike_their_history(
    session: Session, kinds: Iterable[str] | None = None, stop: Cancelled = never
) -> dict[str, int]:
    """Count by kind the records that are not as their last revision says; of all kinds, or some."""
    models = record_kinds()
    found = {kind: _count(session, models[kind], stop) for kind in kinds or models}
    return {kind: count for kind, count in found.items() if count}


def _count(session: Session, model: type[Record], stop: Cancelled) -> int:
    count = 0
    for records in _batches(session, model):
        refuse_if_cancelled(stop)
        told = _told_of(session, [record.id for record in records])
        count += sum(not _is_as_told(record, told.get(record.id)) for record in records)
    return count


def _batches(session: Session, model: type[Record]) -> Iterator[Sequence[Any]]:
    after = UUID(int=0)
    query = select(model).order_by(model.id).limit(_AT_ONCE)
    while records := session.scalars(query.where(model.id > after)).all():
        yield records
        after = records[-1].id
        session.expunge_all()


def _told_of(session: Session, ids: Sequence[UUID]) -> dict[UUID, Any]:
    """Return the last revision of each record."""
    last = select(func.max(Revision.seq)).where(Revision.record_id.in_(ids))
    columns = (Revision.record_id, Revision.at, Revision.content, Revision.sha256)
    query = select(*columns).where(Revision.seq.in_(last.group_by(Revision.record_id)))
    return {row.record_id: row for row in session.execute(query)}


def _is_as_told(record: Record, revision: Any) -> bool:
    if revision is None or revision.at != record.updated_at:
        return False
    if is_closed(revision.content):  # sealed, its key is not at hand: its time is all there is
        return True
    content = _content(revision)
    is_whole = digest_of_text(canonical(content)) == revision.sha256
    return is_whole and _agrees(record, content)


def _content(revision: Any) -> dict[str, Any]:
    content = revision.content
    return content if isinstance(content, dict) else dict(json.loads(content))


def _agrees(record: Record, told: dict[str, Any]) -> bool:
    """Compare what the revision names; questions that came since then it does not know."""
    now = json.loads(canonical(content_of(record)))
    compared = told.keys() & set(inspect(type(record)).column_attrs.keys())
    return all(
        now.get(key) == told[key] for key in compared if (record.kind(), key) not in _DERIVED
    )
