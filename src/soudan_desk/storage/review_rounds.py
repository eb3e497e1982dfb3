"""A review's rounds: beginning one, ending one, and keeping a review with its record."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, timedelta
from typing import Any
from uuid import UUID

from sqlalchemy import bindparam, select
from sqlalchemy.orm import Session

from soudan_desk.models import Review, ReviewRoute, ReviewStep
from soudan_desk.models.base import VOID, Record, new_id, now
from soudan_desk.storage.prepared import Prepared
from soudan_desk.storage.review_stages import Stage, stages_of

WAITING, RETURNED, DONE, WITHDRAWN = "waiting", "returned", "done", "withdrawn"
REVIEWED_KINDS = frozenset(
    {
        *("consultation", "intake", "rights_intake", "screening"),
        *("assessment", "rights_assessment", "disability_assessment"),
        *("plan", "monitoring", "evaluation", "conference", "referral"),
    }
)
"""What can be handed up: the codes of `review.kind`."""
AUTHOR_KEYS = ("staff_id", "author_id", "received_by_id", "evaluator_id")
USUAL_AUTHOR_TITLE = "担当"
_FILED = ("case_id", "person_id", "centre", "restriction_level")


def author_of(record: Record) -> UUID | None:
    """Return whose record it is: who is named on it, else who made it."""
    named = (getattr(record, key, None) for key in AUTHOR_KEYS)
    return next((each for each in named if each is not None), record.created_by)


def owner_of(record: Record) -> UUID | None:
    """Return who sees a restricted record because it is theirs; its review is seen likewise."""
    return getattr(record, "staff_id", None) or record.created_by


def filing_of(record: Record) -> dict[str, Any]:
    """Return where a record is filed, as its review and the review's steps are too."""
    filed = {key: getattr(record, key, None) for key in _FILED}
    return filed | {"restriction_level": filed["restriction_level"] or 0}


def route_of(session: Session, centre: str | None, kind: str) -> ReviewRoute | None:
    """Return the way a kind of record takes in a centre, in use or not."""
    query = select(ReviewRoute).where(
        ReviewRoute.centre == centre,
        ReviewRoute.record_kind == kind,
        ReviewRoute.record_state != VOID,
    )
    return session.scalars(query).one_or_none()


_BY_RECORD = Prepared(
    select(Review.id).where(Review.record_id == bindparam("record")), whole_office=True
)
_STARTING = Prepared(
    select(ReviewRoute.id).where(
        ReviewRoute.centre == bindparam("centre"),
        ReviewRoute.record_kind == bindparam("kind"),
        ReviewRoute.is_active,
        ReviewRoute.starts_itself,
        ReviewRoute.record_state != VOID,
    ),
    whole_office=True,
)


def review_of(session: Session, record_id: UUID) -> Review | None:
    """Return a record's review; whether the worker may see it, the caller has asked."""
    found = _BY_RECORD(session, record=record_id)
    if not found:
        return None
    query = select(Review).where(Review.id == found[0].id)
    return session.scalars(query, execution_options={"whole_office": True}).one()


def starts_itself(session: Session, record: Record) -> bool:
    """Whether a record goes on its way as soon as it is final."""
    centre = getattr(record, "centre", None)
    return bool(record.evidence and _STARTING(session, centre=centre, kind=record.kind()))


def steps_of(session: Session, review: Review, round_no: int | None = None) -> list[ReviewStep]:
    """Return the rows of a review's round in order, its stages before the acts beside them."""
    query = (
        select(ReviewStep)
        .where(
            ReviewStep.review_id == review.id,
            ReviewStep.round_no == (round_no or review.round_no),
            ReviewStep.record_state != VOID,
        )
        .order_by(ReviewStep.position, ReviewStep.created_at, ReviewStep.id)
    )
    return list(session.scalars(query, execution_options={"whole_office": True}))


def begin_round(
    session: Session,
    record: Record,
    route: ReviewRoute | None,
    *,
    by: UUID | None,
    on: date,
    comment: str | None = None,
) -> Review:
    """Hand a record in, for the first time or again: its stages stand open from the first on.

    Without a route it takes the way it took before.
    """
    review = review_of(session, record.id) or _new_review(record)
    author = author_of(record)
    if route is None:
        handing_in, *stages = _stages_before(session, review)
        author_title = handing_in.title
    else:
        stages = stages_of(session, route, author)
        author_title = route.author_title or USUAL_AUTHOR_TITLE
    review.round_no = (review.round_no or 0) + 1
    if route is not None:
        review.mode, review.author_may_approve = route.mode, route.author_may_approve
        review.due_on = on + timedelta(days=route.wait_days_count)
    review.state, review.position, review.ended_on = WAITING, 1, None
    review.submitted_on = on
    if (whose := author or by) is not None:
        review.staff_id = whose
    review.record_version = record.version
    for key, value in filing_of(record).items():
        setattr(review, key, value)
    session.add(review)
    session.flush()  # its steps point to it
    _add_stages(session, review, stages, author_title, by, comment)
    session.flush()
    return review


def _new_review(record: Record) -> Review:
    return Review(
        id=new_id(),
        record_kind=record.kind(),
        record_id=record.id,
        round_no=0,
        created_by=owner_of(record),
    )


def _stages_before(session: Session, review: Review) -> list[Stage]:
    """Return the stages of a review's last round, the author's first."""
    return [
        Stage(row.title, row.role, None if row.role else row.assigned_id)
        for row in steps_of(session, review)
        if row.position == 0 or row.role or row.assigned_id
    ]


def _add_stages(
    session: Session,
    review: Review,
    stages: Iterable[Stage],
    author_title: str,
    by: UUID | None,
    comment: str | None,
) -> None:
    handed_in = {
        "title": author_title,
        "action": "submitted" if review.round_no == 1 else "resubmitted",
        "staff_id": by or review.staff_id,
        "acted_at": now(),
        "comment": comment,
    }
    add_step(session, review, position=0, **handed_in)
    for position, stage in enumerate(stages, start=1):
        add_step(
            session,
            review,
            position=position,
            title=stage.title,
            role=stage.role,
            assigned_id=stage.assigned_id,
        )


def add_step(session: Session, review: Review, **values: Any) -> ReviewStep:
    """Add a stage, or an act beside the stages, to a review's present round."""
    filed = {key: getattr(review, key) for key in _FILED}
    step = ReviewStep(
        id=new_id(),
        review_id=review.id,
        round_no=review.round_no,
        record_version=review.record_version,
        created_by=review.created_by,
        **filed,
        **values,
    )
    session.add(step)
    return step
