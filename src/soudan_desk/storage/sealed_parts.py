"""What is sealed with what: the records of a case, those of a person, those of a household."""

from __future__ import annotations

from functools import cache
from typing import Any
from uuid import UUID

from soudan_desk.fields import Kind
from soudan_desk.models import Case, Household, Kinship, Member, Person, Tie, record_kinds
from soudan_desk.models.base import Record, fields_of

HOMES: tuple[type[Record], ...] = (Person, Household)
"""Sealed with the cases they are of."""
NAMED: tuple[type[Record], ...] = (*HOMES, Member)
"""Their names stay in the open: those are looked up and sorted by."""
_OWNED_BY: dict[type[Record], str] = {
    Case: "id",
    Person: "id",
    Household: "id",
    Member: "household_id",
    Tie: "household_id",
    Kinship: "person_id",
}
_OF_HOMES: dict[type[Record], tuple[type[Record], ...]] = {
    Person: (Person, Kinship),
    Household: (Household, Member, Tie),
}
_SEALED_KINDS = frozenset({Kind.LINE, Kind.TEXT, Kind.ROWS})
_NAMES = frozenset({"name", "kana", "aliases"})
_NEVER = frozenset({"case_no"})
"""What a case is told by where it is asked for by name."""


@cache
def sealed_keys(model: type[Record]) -> tuple[str, ...]:
    """Name the questions of a record in words of one's own: what they say of a case is sealed."""
    columns = model.__table__.columns
    return tuple(
        field.key
        for field in fields_of(model)
        if field.kind in _SEALED_KINDS
        and field.key not in (_NAMES if model in NAMED else _NEVER)
        and not columns[field.key].unique
        and not columns[field.key].index
    )


@cache
def owner_key(model: type[Record]) -> str | None:
    """Name the column that tells whose compartment a kind of record is sealed in, if it can be."""
    named = "case_id" if "case_id" in model.__table__.columns else None
    return _OWNED_BY.get(model, named)


@cache
def models_of_cases() -> tuple[Any, ...]:
    """Return the kinds of record that are sealed with a case."""
    return tuple(
        model
        for model in record_kinds().values()
        if model is Case or (model not in _OWNED_BY and owner_key(model))
    )


@cache
def sealable() -> tuple[Any, ...]:
    """Return every kind of record that can be sealed."""
    return (*models_of_cases(), *(each for kinds in _OF_HOMES.values() for each in kinds))


def owner_column(model: Any) -> Any:
    """Return the column of a sealable kind that names what it is sealed with."""
    return model.__table__.c[owner_key(model)]


def parts_of_owner(model: type[Record], owner_id: UUID) -> list[tuple[Any, Any]]:
    """Return each kind that holds something of an owner, with the condition of its records."""
    kinds = models_of_cases() if model is Case else _OF_HOMES[model]
    return [(each, owner_column(each) == owner_id) for each in kinds]
