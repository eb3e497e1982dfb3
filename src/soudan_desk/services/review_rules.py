"""Whose turn a review is: the one named, any holder of the role, or who stands in for them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import bindparam, select
from sqlalchemy.orm import Session

from soudan_desk.models import Deputy, Review, ReviewStep
from soudan_desk.models.base import VOID
from soudan_desk.models.history import Revision
from soudan_desk.services.work import Work
from soudan_desk.storage.actor import Actor
from soudan_desk.storage.prepared import Prepared, among
from soudan_desk.storage.review_rounds import DONE, RETURNED, WAITING
from soudan_desk.storage.review_stages import ANY_READER, Holder, holders_of

TAKEN = frozenset({"viewed", "approved", "delegated"})
"""Acts that send a record on to the next stage."""
AFTER = "read_after"
OWN = "自分の書いた記録は、自分では承認できません。ほかの人に見てもらってください。"


@dataclass(frozen=True, slots=True)
class Step:
    """A stage or an act of a review's present round."""

    id: UUID
    position: int
    title: str
    role: str | None
    assigned_id: UUID | None
    action: str | None
    staff_id: UUID | None
    acted_at: datetime | None


@dataclass(frozen=True, slots=True)
class Round:
    """What the rules need to know of a review: its stages, and who wrote what it is about."""

    id: UUID
    state: str
    position: int
    centre: str | None
    author_may_approve: bool
    authors: frozenset[UUID]
    steps: tuple[Step, ...]

    def stages(self) -> list[Step]:
        """Return the stages after the author's, in order, without the acts beside them."""
        return [step for step in self.steps if step.role is not None or step.assigned_id]


@dataclass(frozen=True, slots=True)
class Turn:
    """A stage somebody may take now, for whom if in their place."""

    step: Step
    instead_of: UUID | None = None


@dataclass(frozen=True, slots=True)
class Desk:
    """The worker who asks, and who else there is: whom they stand in for, who is away."""

    actor: Actor
    holders: Mapping[UUID, Holder]
    instead_of: tuple[Holder, ...]
    away: frozenset[UUID]


_DEPUTIES = Prepared(
    select(Deputy.absent_id, Deputy.staff_id).where(
        Deputy.from_on <= bindparam("on"),
        Deputy.to_on >= bindparam("on"),
        Deputy.record_state != VOID,
    )
)


def desk_of(work: Work, session: Session) -> Desk:
    """Return what decides whose turn it is today."""
    holders = holders_of(session)
    deputies = _DEPUTIES(session, on=work.today())
    mine = (row.absent_id for row in deputies if row.staff_id == work.actor.staff_id)
    return Desk(
        actor=work.actor,
        holders=holders,
        instead_of=tuple(holders[each] for each in mine if each in holders),
        away=frozenset(row.absent_id for row in deputies),
    )


_WRITER = (
    select(Revision.by)
    .where(
        Revision.record_id == Review.record_id,
        Revision.version == Review.record_version,
        Revision.action == "amend",
    )
    .order_by(Revision.seq.desc())
    .limit(1)
    .correlate(Review)
    .scalar_subquery()
    .label("amended_by")
)
_ROUND = select(
    Review.id,
    Review.state,
    Review.position,
    Review.centre,
    Review.author_may_approve,
    Review.staff_id,
    Review.created_by,
    _WRITER,
)
_STEP = (
    select(
        ReviewStep.review_id,
        ReviewStep.id,
        ReviewStep.position,
        ReviewStep.title,
        ReviewStep.role,
        ReviewStep.assigned_id,
        ReviewStep.action,
        ReviewStep.staff_id,
        ReviewStep.acted_at,
    )
    .join(Review, Review.id == ReviewStep.review_id)
    .where(ReviewStep.round_no == Review.round_no, ReviewStep.record_state != VOID)
    .order_by(ReviewStep.position, ReviewStep.created_at, ReviewStep.id)
)
_WAITING = Prepared(_ROUND.where(Review.state == WAITING, Review.record_state != VOID))
_WAITING_STEPS = Prepared(_STEP.where(Review.state == WAITING))
_SOME = Prepared(_ROUND.where(among(Review.id, "ids")))
_SOME_STEPS = Prepared(_STEP.where(among(Review.id, "ids")))


def waiting_rounds(session: Session) -> list[Round]:
    """Return every round on its way that the worker may see."""
    return _rounds(_WAITING(session), _WAITING_STEPS(session))


def rounds_of(session: Session, review_ids: Sequence[UUID]) -> list[Round]:
    """Return the present rounds of these reviews."""
    if not review_ids:
        return []
    return _rounds(_SOME(session, ids=review_ids), _SOME_STEPS(session, ids=review_ids))


def _rounds(rows: Iterable[Any], steps: Iterable[Any]) -> list[Round]:
    by_review: dict[UUID, list[Step]] = {}
    for row in steps:
        by_review.setdefault(row.review_id, []).append(Step(*row[1:]))
    return [_round(row, tuple(by_review.get(row.id, ()))) for row in rows]


def _round(row: Any, steps: tuple[Step, ...]) -> Round:
    handed_in = (step.staff_id for step in steps if step.position == 0)
    authors = (row.staff_id, row.created_by, row.amended_by, *handed_in)
    return Round(
        row.id,
        row.state,
        row.position,
        row.centre,
        row.author_may_approve,
        frozenset(each for each in authors if each is not None),
        steps,
    )


def turn_of(desk: Desk, found: Round) -> Turn | None:
    """Return the stage of a round the worker may take now; None where it is not their turn.

    A stage whose reader is away is passed over by a later one, who then reads after (後閲).
    """
    if found.state != WAITING or _is_own(desk, found):
        return None
    for step in found.stages():
        if step.action is None and step.position >= found.position:
            turn = _taken_by(desk, found, step)
            if turn is not None or step.assigned_id not in desk.away:
                return turn
    return None


def _is_own(desk: Desk, found: Round) -> bool:
    return desk.actor.staff_id in found.authors and not found.author_may_approve


def _taken_by(desk: Desk, found: Round, step: Step) -> Turn | None:
    me, role = desk.actor.staff_id, step.role or ANY_READER
    if step.assigned_id in desk.holders:  # not somebody who has left since
        if step.assigned_id == me:
            return Turn(step)
        absent = [each for each in desk.instead_of if each.id == step.assigned_id]
    else:
        holder = desk.holders.get(me)
        if holder is not None and holder.holds(role, found.centre):
            return None if _leaves_to_others(desk, found, step) else Turn(step)
        absent = [each for each in desk.instead_of if each.holds(role, found.centre)]
    return Turn(step, absent[0].id) if absent else None


def _leaves_to_others(desk: Desk, found: Round, step: Step) -> bool:
    """Whether the worker took an earlier stage and another one of the role could take this."""
    taken = {each.staff_id for each in found.stages() if each.action in TAKEN}
    if desk.actor.staff_id not in taken:
        return False
    barred = set() if found.author_may_approve else found.authors
    others = (each for each in desk.holders.values() if each.id not in taken | barred)
    return any(each.holds(step.role or ANY_READER, found.centre) for each in others)


def to_read_after(desk: Desk, found: Round) -> Step | None:
    """Return a stage that went on without the worker, who has not read it since (後閲)."""
    if found.state not in {WAITING, DONE}:
        return None
    read = {each.position for each in found.steps if each.action == AFTER}
    for step in found.stages():
        mine = step.assigned_id == desk.actor.staff_id and step.position not in read
        passed = step.action is None and step.position < found.position
        if mine and (passed or step.action == "delegated"):
            return step
    return None


def last_act(found: Round) -> Step | None:
    """Return what was done last in a round."""
    acted = [step for step in found.steps if step.acted_at is not None]
    return max(acted, key=lambda step: step.acted_at, default=None)  # type: ignore[arg-type,return-value]


def why_not(desk: Desk, found: Round, names: Mapping[UUID, str]) -> str:
    """Return the sentence why it is not the worker's turn."""
    if found.state == RETURNED:
        return "差し戻されている記録です。書いた人が直して出し直すまで待ってください。"
    if found.state != WAITING:
        return "この記録はいま回っていません。一覧を開き直してください。"
    if _is_own(desk, found):
        return OWN
    step = next((each for each in found.stages() if each.position == found.position), None)
    if step is not None and step.assigned_id is not None:
        whose = names.get(step.assigned_id, step.title)
        return f"いまは{whose}さんの番です。順番が来るまで待ってください。"
    title = step.title if step else ""
    return f"いまは「{title}」の番です。その役割の人か代理の人が見られます。"
