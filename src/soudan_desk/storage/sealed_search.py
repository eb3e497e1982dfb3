"""Finding words in sealed cases: in memory, by whom their keys are given to."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any, NamedTuple
from uuid import UUID

from sqlalchemy import false
from sqlalchemy.orm import Session

from soudan_desk.storage.compartments import KeyRing
from soudan_desk.storage.sealing import sealed_of, sealed_records
from soudan_desk.storage.search_index import (
    ABOVE_ALL,
    doc_values,
    searched_fields,
    searched_parts,
)
from soudan_desk.storage.tokens import Word, document_text, stands_in


class SealedDoc(NamedTuple):
    """A record found, in the shape of the shared map: its number is above all of those."""

    id: int
    group: str
    kind: str
    record_id: UUID
    case_id: UUID | None
    person_id: UUID | None


def sealed_matches(session: Session, ring: KeyRing, words: list[Word]) -> Iterator[Any]:
    """Give the records of sealed cases in which every word occurs."""
    if not ring.open_ones:
        return
    for number, record in enumerate(sealed_records(session, ring), ABOVE_ALL):
        if not searched_fields(type(record)):
            continue
        text = document_text(part for _, part in searched_parts(record))
        if all(stands_in(word, text) for word in words):
            told = doc_values(record)
            keys = ("group", "kind", "record_id", "case_id", "person_id")
            yield SealedDoc(number, *(told[key] for key in keys))


def sealed_where(session: Session, model: Any, says: Callable[[Any], bool]) -> Any:
    """Return the condition of being sealed, open to these keys, and saying something.

    For what a query looks for in a text: in sealed ones the database cannot.
    """
    ring: KeyRing | None = session.info["unit"].ring
    if ring is None or not ring.open_ones:
        return false()
    return model.id.in_([each.id for each in sealed_of(session, ring, model) if says(each)])
