"""Who is to hold the key of what is sealed: those on the lists of its cases."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from soudan_desk.models import Case, CaseWorker, ConflictBlock, Household, Member, Person, Staff
from soudan_desk.models.base import VOID
from soudan_desk.storage.prepared import Prepared, among_many, as_one

Groups = dict[UUID, set[UUID]]


@dataclass(frozen=True, slots=True)
class Lists:
    """The slots' users on the lists of some cases, and those a conflict of interest keeps off."""

    listed: Groups
    blocked: Groups

    @classmethod
    def of(cls, session: Session, cases: Collection[UUID]) -> Lists:
        """Read the lists of cases, and the conflicts about them and their persons."""
        return cls(_by_case(session, cases, _LISTED), _by_case(session, cases, *_BLOCKED))

    def users(self, cases: Iterable[UUID]) -> set[UUID]:
        """Return who may hold the key of what belongs to these cases together."""
        known = list(cases)
        listed: set[UUID] = set().union(*(self.listed.get(each, ()) for each in known))
        return listed.difference(*(self.blocked.get(each, ()) for each in known))


def _by_case(session: Session, cases: Iterable[UUID], *queries: Prepared) -> Groups:
    found: Groups = {}
    given = as_one(cases)
    for query in queries:
        for row in query(session, cases=given):
            if row.user is not None:
                found.setdefault(row.of_case, set()).add(row.user)
    return found


_USER = Staff.slot_user_id.label("user")
_LISTED = Prepared(
    select(CaseWorker.case_id.label("of_case"), _USER)
    .join(Staff, Staff.id == CaseWorker.staff_id)
    .where(CaseWorker.record_state != VOID, among_many(CaseWorker.case_id, "cases")),
    whole_office=True,
)
_BLOCKED = (
    Prepared(
        select(ConflictBlock.case_id.label("of_case"), _USER)
        .join(Staff, Staff.id == ConflictBlock.staff_id)
        .where(ConflictBlock.record_state != VOID, among_many(ConflictBlock.case_id, "cases")),
        whole_office=True,
    ),
    Prepared(
        select(Case.id.label("of_case"), _USER)
        .join(ConflictBlock, ConflictBlock.person_id == Case.person_id)
        .join(Staff, Staff.id == ConflictBlock.staff_id)
        .where(ConflictBlock.record_state != VOID, among_many(Case.id, "cases")),
        whole_office=True,
    ),
)


def cases_of_homes(session: Session, homes: Iterable[UUID]) -> dict[UUID, dict[UUID, int]]:
    """Return the cases of persons and households, each with its level.

    A household's are those filed under it and those of its members; whoever was merged into
    somebody is that person.
    """
    found: dict[UUID, dict[UUID, int]] = {each: {} for each in homes}
    given = as_one(found)
    for query in _CASES:
        for row in query(session, homes=given):
            found[row.home][row.id] = row.restriction_level
    return found


def _cases_by(home: Any, *joined: Any) -> Prepared:
    query = select(home.label("home"), Case.id, Case.restriction_level)
    for model, how in joined:
        query = query.join(model, how)
    return Prepared(
        query.where(Case.record_state != VOID, among_many(home, "homes")), whole_office=True
    )


_CASES = (
    _cases_by(Case.person_id),
    _cases_by(Case.household_id),
    _cases_by(
        Member.household_id,
        (Member, (Member.person_id == Case.person_id) & (Member.record_state != VOID)),
    ),
    _cases_by(Person.id, (Person, Person.merged_into_id == Case.person_id)),
)


def homes_of_cases(session: Session, cases: Iterable[UUID]) -> dict[UUID, type[Any]]:
    """Return the persons and households of cases, also those a person is a member of.

    Who was merged into a person is that person, and was told of in their own entry.
    """
    rows = _OF_CASES(session, cases=as_one(cases))
    persons = {row.person_id for row in rows} - {None}
    persons |= {row.id for row in _MERGED(session, persons=as_one(persons))}
    shared = {row.household_id for row in _HOUSES(session, persons=as_one(persons))}
    houses = (shared | {row.household_id for row in rows}) - {None}
    return dict.fromkeys(persons, Person) | dict.fromkeys(houses, Household)


_OF_CASES = Prepared(
    select(Case.person_id, Case.household_id).where(among_many(Case.id, "cases")),
    whole_office=True,
)
_MERGED = Prepared(
    select(Person.id).where(among_many(Person.merged_into_id, "persons")), whole_office=True
)
_HOUSES = Prepared(
    select(Member.household_id).where(
        among_many(Member.person_id, "persons"), Member.record_state != VOID
    ),
    whole_office=True,
)
