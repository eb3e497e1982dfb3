"""Writing thousands of records at once, with the revisions and tokens session events would make.

Session events do not see bulk statements; so this is the only place that runs them
(docs/decisions/005). The whole batch is one audit row with a digest over its contents.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from typing import Any
from uuid import UUID

from sqlalchemy import insert, update
from sqlalchemy.orm import Session

from soudan_desk.models import Case, Consultation, Person
from soudan_desk.models.base import FINAL, Base, Record, new_id, now
from soudan_desk.models.history import Revision
from soudan_desk.models.program import SearchDoc
from soudan_desk.storage.actor import Actor
from soudan_desk.storage.audit import Act
from soudan_desk.storage.derived import last_contact_of, name_restriction_of
from soudan_desk.storage.revisions import content_of, digest_of
from soudan_desk.storage.search_index import documents_of, next_doc_id
from soudan_desk.storage.sqlite_dialect import search_insert_many
from soudan_desk.storage.tokens import pair_tokens, single_tokens
from soudan_desk.storage.units import Unit

BATCH = 2_000
"""Records held in memory before they are written."""


class Bulk:
    """Takes records in an order in which each refers only to earlier ones."""

    def __init__(self, session: Session, actor: Actor | None, action: str) -> None:
        self.session = session
        self._by = actor.staff_id if actor else None
        self._action = action
        self._waiting: list[Record] = []
        self._digest = hashlib.sha256()
        self._next_doc: dict[str, int] = {}
        self._kinds: set[type[Record]] = set()
        self.count = 0

    def add(self, record: Record) -> UUID:
        """Take a record and give it an id; answers are checked by the caller."""
        self._complete(record)
        self._waiting.append(record)
        if len(self._waiting) >= BATCH:
            self.flush()
        return record.id

    def _complete(self, record: Record) -> None:
        record.id = record.id or new_id()
        record.created_at = record.created_at or now()
        record.updated_at = record.updated_at or record.created_at
        record.created_by = record.updated_by = record.created_by or self._by
        record.record_state = record.record_state or FINAL
        record.version = record.version or 1
        record.lock_version = 1
        for column in record.__table__.columns:
            if column.default is not None and getattr(record, column.key) is None:
                setattr(record, column.key, _default_of(column))
        record.derive()

    def flush(self) -> None:
        """Write what waits."""
        by_table: dict[Any, list[dict[str, Any]]] = {}
        for record in self._waiting:
            by_table.setdefault(record.__table__, []).append(_values(record))
        for table in Base.metadata.sorted_tables:
            if rows := by_table.get(table):
                self.session.execute(insert(table), rows)
        self.session.execute(insert(Revision.__table__), self._revisions())  # type: ignore[arg-type]
        self._index(self._waiting)
        self._kinds.update(type(record) for record in self._waiting)
        self.count += len(self._waiting)
        self._waiting = []

    def _revisions(self) -> list[dict[str, Any]]:
        rows = [self._revision(record) for record in self._waiting]
        for row in rows:
            self._digest.update(row["sha256"].encode())
        return rows

    def _revision(self, record: Record) -> dict[str, Any]:
        content = content_of(record)
        return {
            "kind": record.kind(),
            "record_id": record.id,
            "version": record.version,
            "record_state": record.record_state,
            "action": self._action,
            "at": record.updated_at,
            "by": record.updated_by,
            "reason": None,
            "content": content,
            "sha256": digest_of(content),
        }

    def _index(self, records: Iterable[Record]) -> None:
        docs, tokens = [], []
        for values, folded in documents_of(records):
            number = self._next_doc_of(values["group"])
            docs.append({"id": number, **values})
            tokens.append((number, single_tokens(folded), pair_tokens(folded)))
        if docs:
            self.session.execute(insert(SearchDoc.__table__), docs)  # type: ignore[arg-type]
            search_insert_many(self.session, sorted(tokens))

    def _next_doc_of(self, group: str) -> int:
        number = self._next_doc.get(group) or next_doc_id(self.session, group)
        self._next_doc[group] = number + 1
        return number

    def finish(self) -> None:
        """Write the rest, bring derived columns up to date and leave one audit row."""
        if self._waiting:
            self.flush()
        self._refresh_derived()
        unit: Unit = self.session.info["unit"]
        unit.touched.update(self._kinds)
        unit.acts.append(
            Act(
                action=self._action,
                by=self._by,
                fields=f"{self.count} records",
                content_sha256=self._digest.hexdigest(),
            )
        )

    def _refresh_derived(self) -> None:
        if self._kinds & {Case, Consultation}:
            case, person = Case.__table__, Person.__table__
            self.session.execute(update(case).values(last_contact_on=last_contact_of(case)))  # type: ignore[arg-type]
            self.session.execute(
                update(person).values(restriction_level=name_restriction_of(person))  # type: ignore[arg-type]
            )


def _default_of(column: Any) -> Any:
    default = column.default
    return default.arg if default.is_scalar else default.arg(None)


def _values(record: Record) -> dict[str, Any]:
    return {column.key: getattr(record, column.key) for column in record.__table__.columns}
