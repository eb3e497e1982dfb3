"""Finding words in sealed cases: in memory, by whom their keys are given to."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, NamedTuple
from uuid import UUID

from sqlalchemy.orm import Session

from soudan_desk.storage.compartments import KeyRing
from soudan_desk.storage.sealing import sealed_records
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
