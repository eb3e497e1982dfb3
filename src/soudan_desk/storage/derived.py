"""Columns that follow from other records; a recount test proves each of them."""

from __future__ import annotations

from collections.abc import Iterable
from uuid import UUID

from sqlalchemy import Connection, func, select, update

from soudan_desk.models import Case, Consultation, Person
from soudan_desk.models.base import VOID, Record
from soudan_desk.storage.scope import NAME_HIDDEN_LEVEL


def refresh_derived(connection: Connection, records: Iterable[Record]) -> None:
    """Bring the derived columns up to date that these changed records bear on."""
    cases: set[UUID] = set()
    persons: set[UUID] = set()
    for record in records:
        if isinstance(record, Consultation) and record.case_id is not None:
            cases.add(record.case_id)
        if isinstance(record, Case) and record.person_id is not None:
            persons.add(record.person_id)
    for case_id in cases:
        refresh_last_contact(connection, case_id)
    for person_id in persons:
        refresh_name_restriction(connection, person_id)


def refresh_last_contact(connection: Connection, case_id: UUID) -> None:
    """Set a case's last contact: the latest day of a consultation that is not void."""
    case, consultation = Case.__table__, Consultation.__table__
    latest = (
        select(func.max(consultation.c.held_on))
        .where(consultation.c.case_id == case_id, consultation.c.record_state != VOID)
        .scalar_subquery()
    )
    connection.execute(
        update(case).where(case.c.id == case_id).values(last_contact_on=latest)  # type: ignore[arg-type]
    )


def refresh_name_restriction(connection: Connection, person_id: UUID) -> None:
    """Hide a person's name as long as one of their cases hides it (restriction level 3)."""
    case, person = Case.__table__, Person.__table__
    hidden = (
        select(func.count())
        .select_from(case)
        .where(case.c.person_id == person_id, case.c.restriction_level >= NAME_HIDDEN_LEVEL)
    )
    level = NAME_HIDDEN_LEVEL if connection.execute(hidden).scalar_one() else 0
    connection.execute(
        update(person).where(person.c.id == person_id).values(restriction_level=level)  # type: ignore[arg-type]
    )
