"""Writing thousands of records at once, with the revisions and tokens session events would make.

Session events do not see bulk statements; so this is the only place that runs them
(docs/decisions/005). The whole batch is one audit row with a digest over its contents.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import datetime
from functools import cache
from operator import itemgetter
from typing import Any
from uuid import UUID

from sqlalchemy import func, select, update
from sqlalchemy.orm import Session

from soudan_desk.models import Case, Consultation, Member, Person
from soudan_desk.models.base import FINAL, Base, Record
from soudan_desk.models.history import Revision
from soudan_desk.models.program import SearchDoc
from soudan_desk.storage.actor import Actor
from soudan_desk.storage.audit import Act
from soudan_desk.storage.compartments import SEALED_FROM, compartments
from soudan_desk.storage.derived import last_contact_of, name_restriction_of
from soudan_desk.storage.inserts import insert_rows
from soudan_desk.storage.revisions import canonical, content_before, content_held, digest_of_text
from soudan_desk.storage.sealed_parts import owner_key
from soudan_desk.storage.search_index import documents_of, next_doc_id
from soudan_desk.storage.sqlite_dialect import search_insert_many, search_pack
from soudan_desk.storage.tokens import pair_tokens, single_tokens
from soudan_desk.storage.units import Unit

Before = tuple[datetime, Mapping[str, Any]]
"""An instant, and what some answers of a record (and its `version`) were from then on."""
_VERSION = "version"
BATCH = 2_000
"""Records held in memory before they are written."""
_LONGEST_STORY = 300
_PACKED_FROM = 4
"""The index is merged after a batch that makes at least this part of it, one in so many."""


class Bulk:
    """Takes records in an order in which each refers only to earlier ones."""

    def __init__(self, session: Session, actor: Actor | None, action: str) -> None:
        self.session = session
        self._by = actor.staff_id if actor else None
        self._action = action
        self._waiting: list[Record] = []
        self._reasons: dict[UUID, str] = {}
        self._before: dict[UUID, Sequence[Before]] = {}
        self._digest = hashlib.sha256()
        self._next_doc: dict[str, int] = {}
        self._doc_count = 0
        self._kinds: set[type[Record]] = set()
        self.count = 0

    def add(
        self, record: Record, *, reason: str | None = None, before: Sequence[Before] = ()
    ) -> UUID:
        """Take a record and give it an id; answers are checked by the caller.

        `reason` is why a record that comes in void was taken out of use; `before` what some of
        its answers were since earlier instants, each of which leaves a revision of its own.
        """
        self._complete(record)
        if reason is not None:
            self._reasons[record.id] = reason
        if before:
            self._before[record.id] = before
        self._waiting.append(record)
        if len(self._waiting) >= BATCH:
            self.flush()
        return record.id

    def end_story(self) -> None:
        """Write what waits if there is not room for another story whose history goes together."""
        if len(self._waiting) > BATCH - _LONGEST_STORY:
            self.flush()

    def _complete(self, record: Record) -> None:
        """Fill the record's own dictionary: no session will ever know this record."""
        held = record.__dict__
        for key, default in _defaults_of(type(record)):
            if held.get(key) is None:
                held[key] = default(None) if callable(default) else default
        held["updated_at"] = held.get("updated_at") or held["created_at"]
        held["created_by"] = held["updated_by"] = held.get("created_by") or self._by
        held["lock_version"] = 1
        record.derive()

    def flush(self) -> None:
        """Write what waits."""
        by_table: dict[Any, list[dict[str, Any]]] = {}
        for record in self._waiting:
            by_table.setdefault(record.__table__, []).append(_values(record))
        for table in Base.metadata.sorted_tables:
            insert_rows(self.session, table, by_table.get(table, ()))
        insert_rows(self.session, Revision.__table__, self._revisions(), ready="content")
        self._index(self._waiting)
        self._note_sealing()
        self._kinds.update(type(record) for record in self._waiting)
        self.count += len(self._waiting)
        self._waiting = []

    def _note_sealing(self) -> None:
        """Let what was taken in of sealed cases be sealed before it is committed."""
        unit: Unit = self.session.info["unit"]
        sealed = compartments(self.session)
        for record in self._waiting:
            if isinstance(record, Case) and record.restriction_level >= SEALED_FROM:
                unit.sealing.levels.add(record.id)
            elif (case_id := getattr(record, "case_id", None)) in sealed:
                unit.sealing.left.add(case_id)
            elif sealed and isinstance(record, Case | Member):
                unit.sealing.notice(record, ("person_id", "household_id"), is_new=False)
            elif getattr(record, owner_key(type(record)) or "", None) in sealed:
                unit.sealing.moved.append(record)

    def _revisions(self) -> list[dict[str, Any]]:
        history = (row for record in self._waiting for row in self._history(record))
        rows = sorted(history, key=itemgetter("at"))  # numbered as it came about
        for row in rows:
            self._digest.update(row["sha256"].encode())
        return rows

    def _history(self, record: Record) -> Iterator[dict[str, Any]]:
        for at, values in self._before.pop(record.id, ()):
            row = self._revision(record, content_before(record, values))
            yield {**row, "at": at, "version": values.get(_VERSION, record.version)}
        yield self._revision(record, content_held(record), self._reasons.pop(record.id, None))

    def _revision(
        self, record: Record, held: dict[str, Any], reason: str | None = None
    ) -> dict[str, Any]:
        content = canonical(held)
        return {
            "kind": record.kind(),
            "record_id": record.id,
            "version": record.version,
            "record_state": record.record_state,
            "action": self._action,
            "at": record.updated_at,
            "by": record.updated_by,
            "reason": reason,
            "content": content,
            "sha256": digest_of_text(content),
        }

    def _index(self, records: Iterable[Record]) -> None:
        docs, tokens = [], []
        for values, folded in documents_of(records):
            number = self._next_doc_of(values["group"])
            docs.append({"id": number, **values})
            tokens.append((number, single_tokens(folded), pair_tokens(folded)))
        self._doc_count += len(docs)
        if docs:
            insert_rows(self.session, SearchDoc.__table__, docs)
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
        self._pack_index()
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

    def _pack_index(self) -> None:
        """Merge the full-text index where this batch is a good part of it."""
        if self._doc_count >= BATCH:
            all_docs = self.session.execute(select(func.count(SearchDoc.id))).scalar_one()
            if self._doc_count * _PACKED_FROM >= all_docs:
                search_pack(self.session)

    def _refresh_derived(self) -> None:
        if self._kinds & {Case, Consultation}:
            case, person = Case.__table__, Person.__table__
            self.session.execute(update(case).values(last_contact_on=last_contact_of(case)))  # type: ignore[arg-type]
            self.session.execute(
                update(person).values(restriction_level=name_restriction_of(person))  # type: ignore[arg-type]
            )


@cache
def _defaults_of(model: type[Record]) -> tuple[tuple[str, Any], ...]:
    """Return what the columns of a record say of a value left out: it, or what makes it."""
    given: dict[str, Any] = {"record_state": FINAL}
    columns = [column for column in model.__table__.columns if column.default is not None]
    return tuple((each.key, given.get(each.key, each.default.arg)) for each in columns)


@cache
def _keys_of(model: type[Record]) -> tuple[str, ...]:
    return tuple(column.key for column in model.__table__.columns)


def _values(record: Record) -> dict[str, Any]:
    held = record.__dict__.get
    return {key: held(key) for key in _keys_of(type(record))}
