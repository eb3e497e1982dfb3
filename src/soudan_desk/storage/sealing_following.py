"""Sealing follows a case's level and its list, within the transaction that changes them.

A person's and a household's texts are sealed while one of their cases is, to everybody on the list
of any of them: who works with somebody may know where they live.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from sqlalchemy import inspect, or_, select
from sqlalchemy.orm import Session

from soudan_desk.errors import NotAllowedError
from soudan_desk.models import Case, CaseWorker, ConflictBlock, Household, Member, Person, Staff
from soudan_desk.models.base import VOID, Record
from soudan_desk.storage.actor import Actor
from soudan_desk.storage.audit import Act
from soudan_desk.storage.compartments import (
    CLOSED_TO_ONE,
    HELD_BY_ONE,
    SEALED_FROM,
    KeyRing,
    compartments,
)
from soudan_desk.storage.scope import whole_office
from soudan_desk.storage.sealed_parts import owner_key
from soudan_desk.storage.sealing import open_to_all, seal_owner, seal_past
from soudan_desk.storage.sqlite_dialect import search_pack

_BEARING = frozenset({"restriction_level", "person_id", "household_id", "record_state"})
"""What of a case bears on what is sealed with it."""
Homes = dict[UUID, type[Record]]
"""Persons and households by id."""


@dataclass(slots=True)
class Sealing:
    """What a unit of work has changed of levels and lists: the cases by id, and their homes."""

    levels: set[UUID] = field(default_factory=set)
    joined: set[UUID] = field(default_factory=set)
    left: set[UUID] = field(default_factory=set)
    homes: Homes = field(default_factory=dict)
    moved: list[Record] = field(default_factory=list)

    def notice(self, record: Record, keys: tuple[str, ...], *, is_new: bool) -> None:
        """Remember a change that sealing has to follow."""
        if not is_new and owner_key(type(record)) in keys:
            self.moved.append(record)
        if isinstance(record, Case):
            if not _BEARING.isdisjoint(keys):
                (self.levels if "restriction_level" in keys else self.joined).add(record.id)
                self.homes |= dict.fromkeys(_was_and_is(record, "person_id"), Person)
                self.homes |= dict.fromkeys(_was_and_is(record, "household_id"), Household)
        elif isinstance(record, Member):
            self.homes |= dict.fromkeys(_was_and_is(record, "household_id"), Household)
        elif isinstance(record, CaseWorker):
            (self.left if record.record_state == VOID else self.joined).add(record.case_id)
        elif isinstance(record, ConflictBlock) and record.case_id is not None:
            self.joined.add(record.case_id)

    def settle(self, session: Session, ring: KeyRing | None, actor: Actor | None) -> list[Act]:
        """Seal, open or share what was changed; return what the log tells of it."""
        cases, homes = self.levels | self.joined | self.left, self.homes
        nothing = not cases and not homes and not self.moved
        if nothing or ring is None or actor is None or not _is_own(session, ring, actor):
            return []
        told = [self._told(actor, *each) for each in self._settle_cases(session, ring, cases)]
        sealed = compartments(session)
        if sealed or told:
            homes = homes | _homes_of(session, cases)
            found = (_follow_home(session, ring, *each, sealed) for each in homes.items())
            told += [self._told(actor, *each) for each in found if each[0]]
            self._seal_moved(session, ring)
        if any(act.action == "seal" for act in told):
            search_pack(session)  # what was taken out stays in its older pieces till then
        self.levels, self.joined, self.left = set(), set(), set()
        self.homes, self.moved = {}, []
        return told

    def _seal_moved(self, session: Session, ring: KeyRing) -> None:
        sealed = compartments(session)
        for record in self.moved:
            compartment = sealed.get(getattr(record, owner_key(type(record)) or ""))
            if compartment in ring.open_ones:
                seal_past(session, ring, record, compartment)

    def _told(self, actor: Actor, action: str, kind: str, owner_id: UUID) -> Act:
        case_id = owner_id if kind == Case.kind() else None
        return Act(action=action, by=actor.staff_id, kind=kind, record_id=owner_id, case_id=case_id)

    def _settle_cases(
        self, session: Session, ring: KeyRing, cases: set[UUID]
    ) -> Iterable[tuple[str, str, UUID]]:
        sealed = compartments(session)
        query = select(Case.id, Case.restriction_level).where(Case.id.in_(cases))
        for case_id, level in session.execute(query).all():
            action = self._follow(session, ring, case_id, level, sealed.get(case_id))
            if action:
                yield action, Case.kind(), case_id

    def _follow(
        self, session: Session, ring: KeyRing, case_id: UUID, level: int, sealed: UUID | None
    ) -> str:
        if sealed is not None and sealed not in ring.open_ones:
            if level < SEALED_FROM or case_id in self.left:
                raise NotAllowedError(CLOSED_TO_ONE)
            return ""
        if level < SEALED_FROM:
            if sealed is not None:
                open_to_all(session, ring, Case, case_id)
                return "unseal"
            return ""
        cases = (case_id,)
        if (case_id in self.left or sealed is None) and ring.is_held_by_one(session, cases):
            raise NotAllowedError(HELD_BY_ONE)
        if sealed is None or case_id in self.left or ring.has_outsiders(session, sealed, cases):
            seal_owner(session, ring, Case, case_id, cases)
            return "seal"
        ring.share(session, sealed, cases)
        return ""


def _was_and_is(record: Record, key: str) -> list[UUID]:
    """Return what a reference names, and what it named before."""
    history: Any = inspect(record).attrs[key].history
    named = (getattr(record, key), *(history.deleted or ()))
    return [each for each in named if each is not None]


def _homes_of(session: Session, cases: Iterable[UUID]) -> Homes:
    """Return the persons and households of cases, also those a person is a member of.

    Who was merged into a person is that person, and was told of in their own entry.
    """
    of_cases = select(Case.person_id, Case.household_id).where(Case.id.in_(cases))
    rows = whole_office(session, of_cases).all()
    persons = {row.person_id for row in rows} - {None}
    merged = select(Person.id).where(Person.merged_into_id.in_(persons))
    persons |= set(whole_office(session, merged).scalars())
    shared = select(Member.household_id).where(
        Member.person_id.in_(persons), Member.record_state != VOID
    )
    houses = {row.household_id for row in rows} | set(whole_office(session, shared).scalars())
    return dict.fromkeys(persons, Person) | dict.fromkeys(houses - {None}, Household)


def _cases_of(session: Session, home_id: UUID) -> dict[UUID, int]:
    """Return the cases of a person or household, each with its level."""
    members = select(Member.person_id).where(
        Member.household_id == home_id,
        Member.person_id.is_not(None),
        Member.record_state != VOID,
    )
    merged_into = select(Person.merged_into_id).where(
        Person.id == home_id, Person.merged_into_id.is_not(None)
    )
    own = (
        Case.person_id == home_id,
        Case.person_id.in_(merged_into),
        Case.household_id == home_id,
        Case.person_id.in_(members),
    )
    query = select(Case.id, Case.restriction_level).where(Case.record_state != VOID, or_(*own))
    return {row[0]: row[1] for row in whole_office(session, query)}


def _follow_home(
    session: Session, ring: KeyRing, home_id: UUID, model: type[Record], sealed: dict[UUID, UUID]
) -> tuple[str, str, UUID]:
    """Bring a person or household in line with its cases; who cannot leaves it to who can."""
    compartment, cases = sealed.get(home_id), _cases_of(session, home_id)
    is_wanted = any(level >= SEALED_FROM for level in cases.values())
    action = ""
    if compartment is None:
        if is_wanted and ring.is_member(session, cases):
            seal_owner(session, ring, model, home_id, cases)
            action = "seal"
    elif compartment in ring.open_ones:
        if not is_wanted:
            open_to_all(session, ring, model, home_id)
            action = "unseal"
        elif ring.has_outsiders(session, compartment, cases):
            seal_owner(session, ring, model, home_id, cases)
            action = "seal"
        else:
            ring.share(session, compartment, cases)
    return action, model.kind(), home_id


def _is_own(session: Session, ring: KeyRing, actor: Actor) -> bool:
    """Whether the keys at hand are those of who acts: nobody seals what they could not open."""
    query = select(Staff.slot_user_id).where(Staff.id == actor.staff_id)
    return ring.slot_user_id is not None and session.scalar(query) == ring.slot_user_id


def settle_own(session: Session, ring: KeyRing, actor: Actor) -> list[Act]:
    """Seal what is to be and is not yet of one's own cases, give keys to who lacks them."""
    own = select(CaseWorker.case_id).where(
        CaseWorker.staff_id == actor.staff_id, CaseWorker.record_state != VOID
    )
    query = select(Case.id, Case.restriction_level).where(Case.id.in_(own))
    levels = {row[0]: row[1] for row in session.execute(query)}
    to_seal = {
        case_id
        for case_id, level in levels.items()
        if level >= SEALED_FROM and not ring.is_held_by_one(session, (case_id,))
    }
    sealed = compartments(session)
    homes = {key: each for key, each in _homes_of(session, levels).items() if key in sealed}
    return Sealing(levels=to_seal, homes=homes).settle(session, ring, actor)


def hand_on(session: Session, ring: KeyRing) -> None:
    """Give every key that is at hand to the present slots of those on its lists.

    With the recovery key, where the office chose so: to who was let in, and to the new sheet.
    """
    for owner_id, compartment in compartments(session).items():
        if compartment in ring.open_ones:
            ring.share(session, compartment, {owner_id, *_cases_of(session, owner_id)})
