"""The households a person belongs to, as a member or through a case."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import ColumnElement, or_, select
from sqlalchemy.orm import Session

from soudan_desk.japanese.folding import name_key
from soudan_desk.japanese.telephone import format_telephone, telephone_digits
from soudan_desk.models import Case, Household, Member
from soudan_desk.models.base import VOID

_SHORTEST_NUMBER = 9


@dataclass(frozen=True, slots=True)
class HouseholdOf:
    """A household and its members, each with the code of how they are related to the person."""

    id: UUID
    name: str
    members: tuple[tuple[str, str, UUID | None], ...]
    """Name, relation code and, where the office knows them as a person, their id."""


def household_ids(session: Session, person_ids: Sequence[UUID]) -> dict[UUID, set[UUID]]:
    """Return the ids of each person's households."""
    found: dict[UUID, set[UUID]] = {}
    as_member = select(Member.person_id, Member.household_id).where(
        Member.person_id.in_(person_ids), Member.record_state != VOID
    )
    through_case = select(Case.person_id, Case.household_id).where(
        Case.person_id.in_(person_ids), Case.household_id.is_not(None), Case.record_state != VOID
    )
    for query in (as_member, through_case):
        for person_id, household_id in session.execute(query):
            if person_id is not None and household_id is not None:
                found.setdefault(person_id, set()).add(household_id)
    return found


def households_of(session: Session, person_id: UUID) -> list[HouseholdOf]:
    """List a person's households with their members, in the order they were entered."""
    ids = household_ids(session, [person_id]).get(person_id, set())
    houses = select(Household).where(Household.id.in_(ids), Household.record_state != VOID)
    members = _members_of(session, ids)
    return [
        HouseholdOf(
            house.id,
            house.name,
            tuple((each.name or "", each.relation or "", each.person_id) for each in mine),
        )
        for house in session.scalars(houses.order_by(Household.created_at))
        for mine in [members.get(house.id, [])]
    ]


def callers_households(session: Session, name: str, telephone: str) -> dict[UUID, Member]:
    """Return the households in which a caller's name or number stands, with the member."""
    ways: list[ColumnElement[bool]] = []
    if len(name_key(name)) > 1:
        ways.append(Member.name.in_(sorted({name.strip(), "".join(name.split())})))
    if len(telephone_digits(telephone)) >= _SHORTEST_NUMBER:
        ways.append(Member.tel.in_(sorted({telephone.strip(), format_telephone(telephone)})))
    if not ways:
        return {}
    query = select(Member).where(or_(*ways), Member.record_state != VOID)
    return {member.household_id: member for member in session.scalars(query)}


def people_of(session: Session, households: Sequence[UUID]) -> dict[UUID, UUID]:
    """Return the people whose case belongs to these households, each with the household."""
    query = select(Case.person_id, Case.household_id).where(
        Case.household_id.in_(households), Case.person_id.is_not(None), Case.record_state != VOID
    )
    return {row.person_id: row.household_id for row in session.execute(query)}


def _members_of(session: Session, households: set[UUID]) -> dict[UUID, list[Member]]:
    query = select(Member).where(Member.household_id.in_(households), Member.record_state != VOID)
    found: dict[UUID, list[Member]] = {}
    for member in session.scalars(query.order_by(Member.created_at)):
        found.setdefault(member.household_id, []).append(member)
    return found
