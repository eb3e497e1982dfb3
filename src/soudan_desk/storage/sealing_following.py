"""Sealing follows a case's level and its list, within the transaction that changes them."""

from __future__ import annotations

from dataclasses import dataclass, field
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from soudan_desk.errors import NotAllowedError
from soudan_desk.models import Case, CaseWorker, Staff
from soudan_desk.models.base import VOID, Record
from soudan_desk.storage.actor import Actor
from soudan_desk.storage.audit import Act
from soudan_desk.storage.compartments import (
    CLOSED_TO_ONE,
    SEALED_FROM,
    KeyRing,
    compartments,
)
from soudan_desk.storage.sealing import open_case_to_all, seal_case


@dataclass(slots=True)
class Sealing:
    """What a unit of work has changed of levels and lists: the cases by id."""

    levels: set[UUID] = field(default_factory=set)
    joined: set[UUID] = field(default_factory=set)
    left: set[UUID] = field(default_factory=set)

    def notice(self, record: Record, keys: tuple[str, ...]) -> None:
        """Remember a change that sealing has to follow."""
        if isinstance(record, Case) and "restriction_level" in keys:
            self.levels.add(record.id)
        elif isinstance(record, CaseWorker):
            (self.left if record.record_state == VOID else self.joined).add(record.case_id)

    def settle(self, session: Session, ring: KeyRing | None, actor: Actor | None) -> list[Act]:
        """Seal, open or share what was changed; return what the log tells of it."""
        cases = self.levels | self.joined | self.left
        if not cases or ring is None or actor is None or not _is_own(session, ring, actor):
            return []
        told = []
        sealed = compartments(session)
        query = select(Case.id, Case.restriction_level).where(Case.id.in_(cases))
        for case_id, level in session.execute(query):
            action = self._follow(session, ring, case_id, level, sealed.get(case_id))
            if action:
                told.append(Act(action=action, by=actor.staff_id, kind="case", case_id=case_id))
        self.levels, self.joined, self.left = set(), set(), set()
        return told

    def _follow(
        self, session: Session, ring: KeyRing, case_id: UUID, level: int, sealed: UUID | None
    ) -> str:
        if sealed is not None and sealed not in ring.open_ones:
            if level < SEALED_FROM or case_id in self.left:
                raise NotAllowedError(CLOSED_TO_ONE)
            return ""
        if level < SEALED_FROM:
            if sealed is not None:
                open_case_to_all(session, ring, case_id)
                return "unseal"
            return ""
        if sealed is None or case_id in self.left:
            seal_case(session, ring, case_id)
            return "seal"
        ring.share(session, sealed, case_id)
        return ""


def _is_own(session: Session, ring: KeyRing, actor: Actor) -> bool:
    """Whether the keys at hand are those of who acts: nobody seals what they could not open."""
    query = select(Staff.slot_user_id).where(Staff.id == actor.staff_id)
    return ring.slot_user_id is not None and session.scalar(query) == ring.slot_user_id


def settle_own(session: Session, ring: KeyRing, actor: Actor) -> list[Act]:
    """Seal the cases on whose list one stands that are not yet, give keys to who lacks them."""
    own = select(CaseWorker.case_id).where(
        CaseWorker.staff_id == actor.staff_id, CaseWorker.record_state != VOID
    )
    query = select(Case.id).where(Case.id.in_(own), Case.restriction_level >= SEALED_FROM)
    return Sealing(levels=set(session.scalars(query))).settle(session, ring, actor)
