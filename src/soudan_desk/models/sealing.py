"""Texts of a sealed case: ciphertext in the column, read by whose ring holds the key.

A sealed text stands in its own column as `MARK` and base64, so that every query, list and export
gets it back by its column's type, and none can forget to (docs/decisions/020). The ring is that
of the unit of work at hand.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from typing import Any, Protocol
from uuid import UUID

MARK = "\x1fS1:"
"""Begins a sealed text: no form lets anybody type it."""
CLOSED = "（封印されています）"
"""What a sealed text reads as where its key is not at hand."""


class Ring(Protocol):
    """The keys of compartments that somebody may open."""

    def seal(self, compartment: UUID, text: str) -> str:
        """Return a text as its column keeps it."""

    def open(self, stored: str) -> tuple[UUID, str] | None:
        """Return the compartment and text of what a column keeps; None without its key."""


class SealedText(str):
    """A text that belongs to a compartment; `stored` where it could not be opened."""

    __slots__ = ("compartment", "stored")
    compartment: UUID | None
    stored: str

    @classmethod
    def of(cls, text: str, compartment: UUID | None, stored: str = "") -> SealedText:
        """Bind a text to its compartment."""
        made = cls(text)
        made.compartment, made.stored = compartment, stored
        return made


class SealedRows(list[Any]):
    """Rows that belong to a compartment."""

    compartment: UUID | None = None
    stored: str = ""


class SealedFields(dict[str, Any]):
    """What a form holds, or held, of a sealed case."""

    compartment: UUID | None = None
    stored: str = ""


Sealed = SealedText | SealedRows | SealedFields
_RING: ContextVar[Ring | None] = ContextVar("soudan_ring", default=None)


@contextmanager
def using(ring: Ring | None) -> Iterator[None]:
    """Let columns read and write with a ring's keys."""
    token = _RING.set(ring)
    try:
        yield
    finally:
        _RING.reset(token)


def written(value: Sealed, text: str) -> str:
    """Return what a column keeps of a sealed value whose own form is `text`."""
    if value.compartment is None:
        return value.stored
    ring = _RING.get()
    assert ring is not None, "a sealed text is written within a unit of work"
    return ring.seal(value.compartment, text)


def read_text(stored: str | None) -> str | None:
    """Return a column's text, opened where it is sealed and its key is at hand."""
    if stored is None or not stored.startswith(MARK):
        return stored
    compartment, text = opened(stored)
    return SealedText.of(text if compartment else CLOSED, compartment, stored)


def opened(stored: str) -> tuple[UUID | None, str]:
    """Return the compartment and the text of a sealed one; neither where the key is missing."""
    ring = _RING.get()
    found = ring.open(stored) if ring is not None else None
    return found if found is not None else (None, "")


def sealed_json(compartment: UUID | None, text: str, stored: str) -> Any:
    """Return structured values that remember that they are sealed."""
    return bound(json.loads(text) if compartment is not None else [], compartment, stored)


def bound(value: Any, compartment: UUID | None, stored: str = "") -> Any:
    """Return a text, rows or fields that belong to a compartment."""
    if isinstance(value, str):
        return SealedText.of(value, compartment, stored)
    made: Any = SealedRows(value) if isinstance(value, list) else SealedFields(value)
    made.compartment, made.stored = compartment, stored
    return made


def is_closed(value: Any) -> bool:
    """Whether a value stands for a sealed one whose key is not at hand."""
    return isinstance(value, Sealed) and value.compartment is None


def holds_closed(values: Iterable[Any]) -> bool:
    """Whether one of a record's values is sealed to its reader."""
    return any(is_closed(value) for value in values)


def openly(value: str | None) -> str:
    """Return a text that is not sealed, for what may be looked up by; of a sealed one, nothing."""
    return "" if value is None or isinstance(value, Sealed) else value


def unbound(value: Any) -> Any:
    """Return the same value belonging to no compartment."""
    match value:
        case SealedText():
            return "".join(value)
        case SealedRows():
            return list(value)
        case SealedFields():
            return dict(value)
    return value
