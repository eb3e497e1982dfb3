"""How far a record has come on its way up: what its own page says of 供覧・決裁."""

from __future__ import annotations

from dataclasses import dataclass
from uuid import UUID

from sqlalchemy.orm import Session

from soudan_desk.models import Review
from soudan_desk.models.base import DRAFT, VOID, Record
from soudan_desk.services.names import NameBook
from soudan_desk.services.reading import may_change
from soudan_desk.services.records import model_of
from soudan_desk.services.review_rules import Round, rounds_of
from soudan_desk.services.usual_routes import APPROVE
from soudan_desk.services.work import Work
from soudan_desk.storage.review_rounds import (
    DONE,
    RETURNED,
    REVIEWED_KINDS,
    WAITING,
    review_of,
    route_of,
    steps_of,
)
from soudan_desk.storage.store import fetch


@dataclass(frozen=True, slots=True, kw_only=True)
class ReviewStanding:
    """A record's review: no `state` where it was never handed in, `stage` where it waits.

    `is_mended`: it came back, and was amended since. `may_submit`: the worker may hand it in now.
    """

    review_id: UUID | None
    state: str
    mode: str
    stage: str = ""
    comment: str = ""
    returned_by: str = ""
    is_mended: bool = False
    may_submit: bool = False


def review_standing(work: Work, kind: str, record_id: UUID) -> ReviewStanding | None:
    """Return where a record stands on its way; None where no way is laid for it."""
    if kind not in REVIEWED_KINDS:
        return None
    with work.store.reading(work.actor) as session:
        record = fetch(session, model_of(kind), record_id)
        review = review_of(session, record_id)
        may = _may_hand_in(record) and may_change(work, session, record)
        if review is None:
            route = route_of(session, getattr(record, "centre", None), kind)
            if route is None or not route.is_active:
                return None
            return ReviewStanding(review_id=None, state="", mode=route.mode, may_submit=may)
        return _told(session, record, review, may=may)


def is_decided(session: Session, record: Record) -> bool:
    """Whether a record's 決裁 is done as it stands, or its office asks for none."""
    route = route_of(session, getattr(record, "centre", None), record.kind())
    if route is None or not route.is_active or route.mode != APPROVE:
        return True
    review = review_of(session, record.id)
    if review is None or review.state != DONE:
        return False
    return review.record_version == record.version


def mode_once_final(work: Work, kind: str, centre: str) -> str:
    """Return how a record goes up as soon as it is final (`review.mode`); blank where it stays."""
    if kind not in REVIEWED_KINDS or not model_of(kind).evidence:
        return ""
    with work.store.reading(work.actor) as session:
        route = route_of(session, centre, kind)
        return route.mode if route and route.is_active and route.starts_itself else ""


def _may_hand_in(record: Record) -> bool:
    is_draft = record.evidence and record.record_state == DRAFT
    return record.record_state != VOID and not is_draft


def _told(session: Session, record: Record, review: Review, *, may: bool) -> ReviewStanding:
    (found,) = rounds_of(session, [review.id])
    is_amended = record.version != review.record_version
    is_open = review.state == WAITING or (review.state == DONE and not is_amended)
    comment, by = _returned(session, review) if review.state == RETURNED else ("", "")
    return ReviewStanding(
        review_id=review.id,
        state=review.state,
        mode=review.mode,
        stage=_stage(found) if review.state == WAITING else "",
        comment=comment,
        returned_by=by,
        is_mended=review.state == RETURNED and is_amended,
        may_submit=may and not is_open,
    )


def _stage(found: Round) -> str:
    return next((each.title for each in found.stages() if each.position == found.position), "")


def _returned(session: Session, review: Review) -> tuple[str, str]:
    for step in steps_of(session, review):
        if step.action == RETURNED:
            name = NameBook(session).of("staff", step.staff_id) if step.staff_id else ""
            return step.comment or "", name
    return "", ""
