"""The boxes of the 押印欄, as a review has filled them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from sqlalchemy.orm import Session

from soudan_desk.services.names import NameBook
from soudan_desk.services.review_rules import AFTER, Round, Step, rounds_of
from soudan_desk.storage.review_rounds import RETURNED, WITHDRAWN, review_of


@dataclass(frozen=True, slots=True)
class Stamp:
    """One box; without `action` it is empty, `mine` where the worker could stamp it now.

    `action` is a code of `review.action`. In `delegated` the name is the deputy's, and
    `after` the day on which the one away has read it since.
    """

    title: str
    name: str = ""
    on: date | None = None
    action: str = ""
    mine: bool = False
    after: date | None = None


def stamps_in(found: Round, book: NameBook, mine: UUID | None = None) -> tuple[Stamp, ...]:
    """Return the boxes of a round, the author's first; `mine` names the stage one may take."""
    after = {each.position: _day(each) for each in found.steps if each.action == AFTER}
    boxes = [step for step in found.steps if step.position == 0] + found.stages()
    return tuple(_box(step, book, mine, after.get(step.position)) for step in boxes)


def _box(step: Step, book: NameBook, mine: UUID | None, after: date | None) -> Stamp:
    if step.action is None or step.action == RETURNED:
        return Stamp(step.title, mine=step.id == mine)
    name = book.of("staff", step.staff_id) if step.staff_id else ""
    return Stamp(step.title, name, _day(step), step.action, after=after)


def _day(step: Step) -> date | None:
    return step.acted_at.astimezone().date() if step.acted_at else None


def stamps_of(session: Session, record_id: UUID, version: int) -> tuple[str, tuple[Stamp, ...]]:
    """Return the mode and boxes of a record for its paper; no box where it is not on its way.

    A version that nobody has handed in yet has no stamps, whatever an earlier one had.
    """
    review = review_of(session, record_id)
    if review is None or review.state == WITHDRAWN or review.record_version != version:
        return "", ()
    (found,) = rounds_of(session, [review.id])
    return review.mode, stamps_in(found, NameBook(session))
