"""Columns that follow from other records; a recount test proves each of them."""

from __future__ import annotations

from collections.abc import Iterable
from functools import cache
from typing import Any
from uuid import UUID

from sqlalchemy import Connection, Update, bindparam, case, func, select, update

from soudan_desk.models import Case, Consultation, Person
from soudan_desk.models.base import VOID, Record
from soudan_desk.models.person import NAME_HIDDEN_LEVEL


def refresh_derived(connection: Connection, records: Iterable[Record]) -> None:
    """Bring the derived columns up to date that these changed records bear on."""
    cases: set[UUID] = set()
    persons: set[UUID] = set()
    for record in records:
        if isinstance(record, Consultation) and record.case_id is not None:
            cases.add(record.case_id)
        if isinstance(record, Case) and record.person_id is not None:
            persons.add(record.person_id)
    if cases:
        connection.execute(_contacts(), {"ids": list(cases)})
    if persons:
        connection.execute(_restrictions(), {"ids": list(persons)})


@cache
def _contacts() -> Update:
    return _set(Case.__table__, "last_contact_on", last_contact_of)


@cache
def _restrictions() -> Update:
    return _set(Person.__table__, "restriction_level", name_restriction_of)


def _set(table: Any, key: str, of: Any) -> Update:
    some = table.c.id.in_(bindparam("ids", expanding=True))
    return update(table).where(some).values({key: of(table)})


def last_contact_of(cases: Any) -> Any:
    """Return the expression of a case's last contact: its latest consultation that is not void."""
    held = Consultation.__table__
    return (
        select(func.max(held.c.held_on))
        .where(held.c.case_id == cases.c.id, held.c.record_state != VOID)
        .correlate(cases)
        .scalar_subquery()
    )


def name_restriction_of(persons: Any) -> Any:
    """Return the expression of a person's level: 3 while one of their cases hides the name."""
    cases = Case.__table__
    hiding = (
        select(cases.c.id)
        .where(cases.c.person_id == persons.c.id, cases.c.restriction_level >= NAME_HIDDEN_LEVEL)
        .correlate(persons)
        .exists()
    )
    return case((hiding, NAME_HIDDEN_LEVEL), else_=0)
