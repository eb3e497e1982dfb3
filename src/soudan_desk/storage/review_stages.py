"""The stages of a review's round, worked out from its route when a record is handed in."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from soudan_desk.models import ReviewRoute, Staff
from soudan_desk.models.base import VOID
from soudan_desk.storage.prepared import Prepared

ANY_READER = "supervisor"
"""Who reads what nobody in particular could."""

_STAFF = Prepared(
    select(Staff.id, Staff.roles, Staff.centre_codes).where(
        Staff.is_active, Staff.record_state != VOID
    )
)


@dataclass(frozen=True, slots=True)
class Holder:
    """A worker on duty, as far as roles go."""

    id: UUID
    roles: frozenset[str]
    centres: frozenset[str]

    def holds(self, role: str | None, centre: str | None) -> bool:
        """Whether a stage of this role is theirs in this centre."""
        return role in self.roles and (centre is None or centre in self.centres)


@dataclass(frozen=True, slots=True)
class Stage:
    """One stage to come: a worker, or else a role any holder of which may take it."""

    title: str
    role: str | None = None
    assigned_id: UUID | None = None


def holders_of(session: Session) -> dict[UUID, Holder]:
    """Return everybody on duty."""
    return {
        row.id: Holder(row.id, frozenset(row.roles or ()), frozenset(row.centre_codes or ()))
        for row in _STAFF(session)
    }


def stages_of(session: Session, route: ReviewRoute, author: UUID | None) -> list[Stage]:
    """Return the stages a record of an author goes through.

    Left out is what would be the author's own, and each stage of a role for which nobody is left
    when the later ones are taken (one supervisor stamps 所長, not 係長 too). One stage remains.
    """
    holders = holders_of(session)
    stages = [_stage(row, holders) for row in route.steps]
    if route.author_may_approve:
        return stages
    free = [each for each in holders if each != author]
    left: list[Stage] = []
    for stage in reversed(stages):
        taken = _taker(stage, free, holders, route.centre)
        if taken is not None:
            free.remove(taken)
            left.insert(0, stage)
    return left or [Stage(stages[-1].title, stages[-1].role or ANY_READER)]


def _stage(row: dict[str, Any], holders: dict[UUID, Holder]) -> Stage:
    """Return a row of a route; a worker who has left is replaced by their role."""
    assigned = UUID(str(row["staff_id"])) if row.get("staff_id") else None
    title = row.get("title") or ""
    if assigned in holders:
        return Stage(title, assigned_id=assigned)
    return Stage(title, row.get("role") or ANY_READER)


def _taker(
    stage: Stage, free: Iterable[UUID], holders: dict[UUID, Holder], centre: str
) -> UUID | None:
    """Return somebody who could take a stage, each counted for one of a role's stages."""
    if stage.assigned_id is not None:
        return stage.assigned_id if stage.assigned_id in free else None
    return next((each for each in free if holders[each].holds(stage.role, centre)), None)
