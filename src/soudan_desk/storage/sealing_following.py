"""Sealing follows a case's level and its list, within the transaction that changes them.

A person's and a household's texts are sealed while one of their cases is, to everybody on the list
of any of them: who works with somebody may know where they live.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from sqlalchemy import bindparam, inspect, select
from sqlalchemy.orm import Session

from soudan_desk.errors import NotAllowedError
from soudan_desk.models import (
    Case,
    CaseWorker,
    ConflictBlock,
    Household,
    Member,
    Person,
    Staff,
)
from soudan_desk.models.base import VOID, Record
from soudan_desk.storage.actor import Actor
from soudan_desk.storage.audit import Act
from soudan_desk.storage.compartment_lists import cases_of_homes, homes_of_cases
from soudan_desk.storage.compartments import (
    CLOSED_TO_ONE,
    HELD_BY_ONE,
    SEALED_FROM,
    KeyRing,
    compartments,
)
from soudan_desk.storage.prepared import Prepared
from soudan_desk.storage.sealed_parts import owner_key
from soudan_desk.storage.sealing import open_to_all, seal_owner, seal_past
from soudan_desk.storage.search_packing import ask_for_packing

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

    @property
    def is_nothing(self) -> bool:
        """Whether there is nothing to follow."""
        return not (self.levels or self.joined or self.left or self.homes or self.moved)

    def settle(self, session: Session, ring: KeyRing | None, actor: Actor | None) -> list[Act]:
        """Seal, open or share what was changed; return what the log tells of it."""
        if self.is_nothing or ring is None or actor is None or not _is_own(session, ring, actor):
            return []
        cases, homes = self.levels | self.joined | self.left, self.homes
        told = [self._told(actor, *each) for each in self._settle_cases(session, ring, cases)]
        sealed = compartments(session)
        if sealed or told:
            homes = homes | homes_of_cases(session, cases)
            found = (_follow_home(session, ring, *each, sealed) for each in homes.items())
            told += [self._told(actor, *each) for each in found if each[0]]
            self._seal_moved(session, ring)
        if any(act.action == "seal" for act in told):
            ask_for_packing(session)  # what was taken out stays in older pieces till it is done
        self.levels, self.joined, self.left = set(), set(), set()
        self.homes, self.moved = {}, []
        return told

    def _seal_moved(self, session: Session, ring: KeyRing) -> None:
        sealed = compartments(session)
        for record in self.moved:
            compartment = sealed.get(getattr(record, owner_key(type(record)) or ""))
            if compartment is not None and compartment in ring.open_ones:
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
        return "share_key" if ring.share(session, sealed, cases) else ""


def _was_and_is(record: Record, key: str) -> list[UUID]:
    """Return what a reference names, and what it named before."""
    history: Any = inspect(record).attrs[key].history
    named = (getattr(record, key), *(history.deleted or ()))
    return [each for each in named if each is not None]


def _follow_home(
    session: Session, ring: KeyRing, home_id: UUID, model: type[Record], sealed: dict[UUID, UUID]
) -> tuple[str, str, UUID]:
    """Bring a person or household in line with its cases; who cannot leaves it to who can."""
    compartment = sealed.get(home_id)
    cases = cases_of_homes(session, (home_id,))[home_id]
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
        elif ring.share(session, compartment, cases):
            action = "share_key"
    return action, model.kind(), home_id


def _is_own(session: Session, ring: KeyRing, actor: Actor) -> bool:
    """Whether the keys at hand are those of who acts: nobody seals what they could not open."""
    query = select(Staff.slot_user_id).where(Staff.id == actor.staff_id)
    return ring.slot_user_id is not None and session.scalar(query) == ring.slot_user_id


def lagging_behind(session: Session, ring: KeyRing, actor: Actor) -> Sealing:
    """Return what is not sealed yet of one's own cases, and whose keys lag behind their lists.

    Found by a few queries however many there are: at most log-ins it is nothing.
    """
    levels = {row.id: row.restriction_level for row in _OWN(session, staff=actor.staff_id)}
    sealed = compartments(session)
    restricted = [key for key, level in levels.items() if level >= SEALED_FROM]
    if not sealed and not restricted:
        return Sealing()
    homes = {key: each for key, each in homes_of_cases(session, levels).items() if key in sealed}
    homes |= homes_of_cases(session, restricted)
    belong = {key: {key: level} for key, level in levels.items()}
    belong |= cases_of_homes(session, homes)
    at_hand = {sealed[key]: key for key in belong if sealed.get(key) in ring.open_ones}
    owners = {compartment: belong[key] for compartment, key in at_hand.items()}
    late = {at_hand[each] for each in ring.lags_behind(session, owners)}
    for key, cases in belong.items():
        if any(level >= SEALED_FROM for level in cases.values()) != (key in sealed):
            late.add(key)
    to_seal = {key for key in late & levels.keys() if not ring.is_held_by_one(session, (key,))}
    return Sealing(levels=to_seal, homes={key: homes[key] for key in late & homes.keys()})


_OWN = Prepared(
    select(Case.id, Case.restriction_level)
    .join(CaseWorker, CaseWorker.case_id == Case.id)
    .where(CaseWorker.staff_id == bindparam("staff"), CaseWorker.record_state != VOID)
)


def hand_on(session: Session, ring: KeyRing) -> None:
    """Give every key that is at hand to the present slots of those on its lists.

    With the recovery key, where the office chose so: to who was let in, and to the new sheet.
    """
    for owner_id, compartment in compartments(session).items():
        if compartment in ring.open_ones:
            ring.share(
                session, compartment, {owner_id, *cases_of_homes(session, (owner_id,))[owner_id]}
            )
