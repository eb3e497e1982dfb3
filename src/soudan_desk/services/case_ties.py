"""親族 and 社会資源とのつながり: the lines of a case's genogram and ecomap, as lists."""

from __future__ import annotations

from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import or_, select
from sqlalchemy.orm import Session

from soudan_desk.codes import CodeBook
from soudan_desk.models import Case, Kinship, Person, Tie
from soudan_desk.models.base import VOID
from soudan_desk.services.names import NameBook
from soudan_desk.services.work import Work
from soudan_desk.storage.store import fetch


@dataclass(frozen=True, slots=True)
class TieRow:
    """A line from the person or the household to somebody: who, how, how it stands now."""

    id: UUID
    who: str
    how: str
    state: str = ""
    note: str = ""


def kinships_of(work: Work, case_id: UUID) -> list[TieRow]:
    """List the relatives of the case's person, in the order they were entered."""
    with work.store.reading(work.actor) as session:
        person_id = fetch(session, Case, case_id).person_id
        return [] if person_id is None else kinships_in(session, work.codes, person_id)


def ties_of(work: Work, case_id: UUID) -> list[TieRow]:
    """List how the case's household stands with agencies and others."""
    with work.store.reading(work.actor) as session:
        house_id = fetch(session, Case, case_id).household_id
        return [] if house_id is None else ties_in(session, work.codes, house_id)


def kinships_in(session: Session, codes: CodeBook, person_id: UUID) -> list[TieRow]:
    """Do the same within an open unit of work, without relatives the worker may not see.

    The word is what the relative is to the person.
    """
    query = (
        select(Kinship)
        .where(
            or_(Kinship.person_id == person_id, Kinship.relative_id == person_id),
            Kinship.record_state != VOID,
        )
        .order_by(Kinship.created_at)
    )
    rows = list(session.scalars(query))
    others = {row.relative_id if row.person_id == person_id else row.person_id for row in rows}
    people = select(Person.id, Person.name).where(Person.id.in_(others))
    names = {row.id: row.name or "" for row in session.execute(people)}
    return [
        _kinship(row, person_id, names, codes)
        for row in rows
        if names.keys() & {row.relative_id, row.person_id}
    ]


def ties_in(session: Session, codes: CodeBook, household_id: UUID) -> list[TieRow]:
    """Do the same within an open unit of work."""
    names = NameBook(session)
    query = (
        select(Tie)
        .where(Tie.household_id == household_id, Tie.record_state != VOID)
        .order_by(Tie.created_at)
    )
    return [
        TieRow(
            row.id,
            names.of("agency", row.agency_id) if row.agency_id else row.resource_name or "",
            codes.label("tie.strength", row.strength),
            codes.label("tie.direction", row.direction) if row.direction else "",
            row.note or "",
        )
        for row in session.scalars(query)
    ]


def _kinship(row: Kinship, person_id: UUID, names: dict[UUID, str], codes: CodeBook) -> TieRow:
    is_own = row.person_id == person_id
    word = codes.label("kinship.type", row.type)
    return TieRow(
        row.id,
        names[row.relative_id if is_own else row.person_id],
        word if is_own else f"（相手から見て、本人が{word}）",
        codes.label("kinship.status", row.status) if row.status else "",
        row.note or "",
    )
