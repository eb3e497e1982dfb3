"""Reviews follow their records in the same unit of work, so that no verb can forget them.

A record that becomes final goes on its way where a route says so; one that is filed elsewhere
takes its review along; one amended on its way starts over; one taken out of use ends its review.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from sqlalchemy import inspect, select
from sqlalchemy.orm import Session

from soudan_desk.models import Review, ReviewStep
from soudan_desk.models.base import DRAFT, FINAL, VOID, Record, now
from soudan_desk.storage.review_rounds import (
    REVIEWED_KINDS,
    WAITING,
    WITHDRAWN,
    add_step,
    begin_round,
    filing_of,
    review_of,
    route_of,
    starts_itself,
    steps_of,
)


@dataclass(frozen=True, slots=True)
class Followed:
    """A record of a reviewed kind as this unit of work changed it."""

    record: Record
    is_new: bool
    became_final: bool
    reason: str | None

    def after(self, before: Followed) -> Followed:
        """Join what two flushes of one unit of work did to a record."""
        return Followed(
            self.record,
            self.is_new or before.is_new,
            self.became_final or before.became_final,
            self.reason or before.reason,
        )


def followed(record: Record, *, is_new: bool, reason: str | None) -> Followed | None:
    """Tell what a flush did to a record, as far as its review must know."""
    if record.kind() not in REVIEWED_KINDS:
        return None
    was = inspect(record).attrs.record_state.history
    became_final = record.record_state == FINAL and (is_new or DRAFT in (was.deleted or ()))
    return Followed(record, is_new, became_final, reason)


def follow(session: Session, changes: Iterable[Followed], by: UUID | None) -> None:
    """Bring the reviews of these records up to date."""
    for change in changes:
        review = None if change.is_new else review_of(session, change.record.id)
        if review is not None:
            _keep_with(session, review, change, by)
        elif change.became_final and starts_itself(session, change.record):
            _start(session, change.record, by)


def _start(session: Session, record: Record, by: UUID | None) -> None:
    route = route_of(session, getattr(record, "centre", None), record.kind())
    begin_round(session, record, route, by=by, on=_today())


def _keep_with(session: Session, review: Review, change: Followed, by: UUID | None) -> None:
    record = change.record
    _refile(session, review, record)
    if record.record_state == VOID:
        end_review(session, review, by, change.reason)
    elif review.state == WAITING and record.version != review.record_version:
        _start_over(session, review, change, by)


def _refile(session: Session, review: Review, record: Record) -> None:
    filed = filing_of(record)
    if all(getattr(review, key) == value for key, value in filed.items()):
        return
    query = select(ReviewStep).where(ReviewStep.review_id == review.id)
    steps = session.scalars(query, execution_options={"whole_office": True})
    for each in (review, *steps):
        for key, value in filed.items():
            setattr(each, key, value)


def end_review(session: Session, review: Review, by: UUID | None, reason: str | None) -> None:
    """Take a review off its way, whose record is out of use or taken back."""
    if review.state == WITHDRAWN:
        return
    review.state, review.ended_on = WITHDRAWN, _today()
    add_step(
        session,
        review,
        position=review.position,
        title="取り下げ",
        action="withdrawn",
        staff_id=by,
        acted_at=now(),
        comment=reason,
    )


def _start_over(session: Session, review: Review, change: Followed, by: UUID | None) -> None:
    """Begin again what some have seen in its old wording; else hand on the new one."""
    record = change.record
    steps = steps_of(session, review)
    if any(step.action and step.position for step in steps):
        route = route_of(session, review.centre, review.record_kind)
        begin_round(session, record, route, by=by, on=_today(), comment=change.reason)
        return
    review.record_version = record.version
    for step in steps:
        step.record_version = record.version


def _today() -> date:
    return now().astimezone().date()
