"""Finding words in sealed cases: in memory, by whom their keys are given to.

What is sealed is opened and folded once for each log-in, and kept with its keys: locking the desk
drops both. From then on a search reads what was changed since.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from threading import Lock
from typing import Any, NamedTuple
from uuid import UUID

from sqlalchemy import bindparam, false, func, select
from sqlalchemy.orm import Session

from soudan_desk.models import record_kinds
from soudan_desk.models.base import VOID, Record
from soudan_desk.models.history import Revision
from soudan_desk.storage.compartments import KeyRing
from soudan_desk.storage.prepared import Prepared, among_many, as_one
from soudan_desk.storage.scope import whole_office
from soudan_desk.storage.sealed_parts import sealable
from soudan_desk.storage.sealing import sealed_of
from soudan_desk.storage.search_index import (
    ABOVE_ALL,
    doc_values,
    searched_fields,
    searched_parts,
)
from soudan_desk.storage.tokens import Word, document_text, stands_in

_SHAPE = ("group", "kind", "record_id", "case_id", "person_id")


class SealedDoc(NamedTuple):
    """A record found, in the shape of the shared map: its number is above all of those."""

    id: int
    group: str
    kind: str
    record_id: UUID
    case_id: UUID | None
    person_id: UUID | None


class _Told(NamedTuple):
    """Where a record belongs, as the shared map tells it, and its folded text."""

    place: tuple[Any, ...]
    text: str


@dataclass(slots=True)
class _Words:
    """What is known of all that a ring opens, as of a revision."""

    open_ones: frozenset[UUID] = frozenset()
    seen: int = 0
    told: dict[UUID, _Told] = field(default_factory=dict)
    lock: Lock = field(default_factory=Lock)

    def bring_up_to_date(self, session: Session, ring: KeyRing) -> list[_Told]:
        """Read what has changed; all of it where a key was given or taken."""
        with self.lock:
            last = _LAST(session)[0].seq or 0
            if self.open_ones != ring.open_ones:
                self.told, self.open_ones = {}, frozenset(ring.open_ones)
                for model in _searched():
                    self._read(session, ring, model, None)
            elif last > self.seen:
                for model, ids in _changed_since(session, self.seen).items():
                    self._read(session, ring, model, ids)
            self.seen = last
            return list(self.told.values())

    def _read(
        self, session: Session, ring: KeyRing, model: type[Record], ids: set[UUID] | None
    ) -> None:
        query = sealed_of(session, ring, model)
        if ids is not None:
            for each in ids:
                self.told.pop(each, None)
            query = query.where(among_many(model.id, "ids")).params(ids=as_one(ids))
        for record in whole_office(session, query).scalars():
            values = doc_values(record)
            text = document_text(part for _, part in searched_parts(record))
            self.told[record.id] = _Told(tuple(values[key] for key in _SHAPE), text)


_LAST = Prepared(select(func.max(Revision.seq).label("seq")), whole_office=True)
_SINCE = Prepared(
    select(Revision.kind, Revision.record_id).where(Revision.seq > bindparam("seen")),
    whole_office=True,
)


def sealed_matches(session: Session, ring: KeyRing, words: list[Word]) -> Iterator[Any]:
    """Give the records of sealed cases in which every word occurs, newest entered first."""
    if not ring.open_ones:
        return
    found = [
        each.place
        for each in ring.kept(_Words).bring_up_to_date(session, ring)
        if all(stands_in(word, each.text) for word in words)
    ]
    seen = _seen_of(session, found)
    shown = sorted((place for place in found if place[2] in seen), key=_entered, reverse=True)
    for number, place in enumerate(shown, ABOVE_ALL):
        yield SealedDoc(number, *place)


def _entered(place: tuple[Any, ...]) -> bytes:
    record_id: UUID = place[2]
    return record_id.bytes  # keys are made in the order of time


def _seen_of(session: Session, places: Iterable[tuple[Any, ...]]) -> set[UUID]:
    """Return which of the records found this worker may see: keys alone do not tell."""
    by_kind: dict[str, set[UUID]] = {}
    for _, kind, record_id, *_ in places:
        by_kind.setdefault(kind, set()).add(record_id)
    seen: set[UUID] = set()
    for kind, ids in by_kind.items():
        model: Any = record_kinds()[kind]
        query = select(model.id).where(model.record_state != VOID, among_many(model.id, "ids"))
        seen.update(session.scalars(query, {"ids": as_one(ids)}))
    return seen


def _searched() -> Iterator[Any]:
    return (model for model in sealable() if searched_fields(model))


def _changed_since(session: Session, seen: int) -> dict[Any, set[UUID]]:
    models = {model.kind(): model for model in _searched()}
    changed: dict[Any, set[UUID]] = {}
    for row in _SINCE(session, seen=seen):
        if row.kind in models:
            changed.setdefault(models[row.kind], set()).add(row.record_id)
    return changed


def sealed_where(session: Session, model: Any, says: Callable[[Any], bool]) -> Any:
    """Return the condition of being sealed, open to these keys, and saying something.

    For what a query looks for in a text: in sealed ones the database cannot.
    """
    ring: KeyRing | None = session.info["unit"].ring
    if ring is None or not ring.open_ones:
        return false()
    records = session.scalars(sealed_of(session, ring, model))
    return model.id.in_([each.id for each in records if says(each)])
