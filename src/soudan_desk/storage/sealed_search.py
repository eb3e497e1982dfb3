"""Finding words in sealed cases: in memory, by whom their keys are given to.

What is sealed is opened and folded once for each log-in, and kept with its keys: locking the desk
drops both. From then on a search reads what was changed since.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import cache
from itertools import accumulate, chain, count, islice
from threading import Lock
from typing import Any, NamedTuple
from uuid import UUID

from sqlalchemy import bindparam, false, func, select
from sqlalchemy.orm import Session

from soudan_desk.models import record_kinds
from soudan_desk.models.base import VOID
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
from soudan_desk.storage.tokens import Word, document_text

_BETWEEN = "\0"
"""Stands between two texts: in no folded word."""
_AT_ONCE = 100
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


@dataclass(frozen=True, slots=True)
class _Texts:
    """All texts as one, so that a word is looked for in one go; `starts` is where each begins."""

    whole: str = ""
    starts: tuple[int, ...] = ()
    places: tuple[tuple[Any, ...], ...] = ()

    @classmethod
    def of(cls, told: Collection[_Told]) -> _Texts:
        lengths = (len(each.text) + len(_BETWEEN) for each in told)
        starts = tuple(accumulate(lengths, initial=0))
        whole = "".join(f"{each.text}{_BETWEEN}" for each in told)
        return cls(whole, starts, tuple(each.place for each in told))

    def holding(self, words: Iterable[Word]) -> list[tuple[Any, ...]]:
        """Return the places of the texts in which every word stands."""
        found = [set(chain.from_iterable(map(self._holding, word))) for word in words]
        return [self.places[number] for number in set.intersection(*found)]

    def _holding(self, way: str) -> Iterator[int]:
        at = self.whole.find(way)
        while at >= 0:
            number = bisect_right(self.starts, at) - 1
            yield number
            at = self.whole.find(way, self.starts[number + 1])


@dataclass(slots=True)
class _Words:
    """What is known of all that a ring opens, as of a revision."""

    open_ones: frozenset[UUID] = frozenset()
    seen: int = 0
    told: dict[UUID, _Told] = field(default_factory=dict)
    texts: _Texts = _Texts()
    lock: Lock = field(default_factory=Lock)

    def brought_up_to_date(self, session: Session, ring: KeyRing) -> _Texts:
        """Read what has changed; all of it where a key was given or taken."""
        with self.lock:
            last = _LAST(session)[0].seq or 0
            if self.open_ones != ring.open_ones:
                self.told, self.open_ones = {}, frozenset(ring.open_ones)
                self._read(session, ring, dict.fromkeys(_searched()))
            elif last > self.seen:
                self._read(session, ring, _changed_since(session, self.seen))
            self.seen = last
            return self.texts

    def _read(
        self, session: Session, ring: KeyRing, changed: Mapping[Any, set[UUID] | None]
    ) -> None:
        for model, ids in changed.items():
            query = sealed_of(session, ring, model)
            if ids is not None:
                for each in ids:
                    self.told.pop(each, None)
                query = query.where(among_many(model.id, "ids")).params(ids=as_one(ids))
            for record in whole_office(session, query).scalars():
                values = doc_values(record)
                text = document_text(part for _, part in searched_parts(record))
                self.told[record.id] = _Told(tuple(values[key] for key in _SHAPE), text)
        if changed:
            self.texts = _Texts.of(self.told.values())


_LAST = Prepared(select(func.max(Revision.seq).label("seq")), whole_office=True)
_SINCE = Prepared(
    select(Revision.kind, Revision.record_id).where(Revision.seq > bindparam("seen")),
    whole_office=True,
)


def sealed_matches(session: Session, ring: KeyRing, words: list[Word], most: int) -> Iterator[Any]:
    """Give up to so many records of each group of sealed cases in which every word occurs.

    Newest entered first.
    """
    if not ring.open_ones:
        return
    groups: dict[str, list[tuple[Any, ...]]] = {}
    for place in ring.kept(_Words).brought_up_to_date(session, ring).holding(words):
        groups.setdefault(place[0], []).append(place)
    number = count(ABOVE_ALL)
    for places in groups.values():
        newest_first = sorted(places, key=_entered, reverse=True)
        for place in islice(_seen(session, newest_first), most):
            yield SealedDoc(next(number), *place)


def _entered(place: tuple[Any, ...]) -> bytes:
    record_id: UUID = place[2]
    return record_id.bytes  # keys are made in the order of time


def _seen(session: Session, places: list[tuple[Any, ...]]) -> Iterator[tuple[Any, ...]]:
    """Give those of the records found that this worker may see: keys alone do not tell."""
    for at in range(0, len(places), _AT_ONCE):
        some = places[at : at + _AT_ONCE]
        by_kind: dict[str, set[UUID]] = {}
        for _, kind, record_id, *_ in some:
            by_kind.setdefault(kind, set()).add(record_id)
        seen = {
            row.id
            for kind, ids in by_kind.items()
            for row in _visible(record_kinds()[kind])(session, ids=as_one(ids))
        }
        yield from (place for place in some if place[2] in seen)


@cache
def _visible(model: Any) -> Prepared:
    query = select(model.id).where(model.record_state != VOID, among_many(model.id, "ids"))
    return Prepared(query)


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
