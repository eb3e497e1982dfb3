"""The 押印欄 of a paper: as the review has filled it, else the boxes to be filled by hand."""

from __future__ import annotations

from uuid import UUID

from sqlalchemy.orm import Session

from soudan_desk.codes import CodeBook
from soudan_desk.models import CentreSetting
from soudan_desk.papers.data import Stamp
from soudan_desk.services import review_stamps
from soudan_desk.storage.review_rounds import USUAL_AUTHOR_TITLE, route_of

USUAL_SEALS = ("担当", "主任", "所長")
_HANDED_IN = frozenset({"submitted", "resubmitted"})
_CIRCULATE = "circulate"


def stamps_of_record(
    session: Session, codes: CodeBook, record_id: UUID | None, version: int
) -> tuple[Stamp, ...]:
    """Return the boxes a record's review has; none where it has not been handed in."""
    if record_id is None:
        return ()
    mode, boxes = review_stamps.stamps_of(session, record_id, version)
    return tuple(_stamp(codes, box, mode) for box in boxes)


def _stamp(codes: CodeBook, box: review_stamps.Stamp, mode: str) -> Stamp:
    if not box.action:
        return Stamp(box.title)
    return Stamp(box.title, box.name, box.on, _word(codes, box.action, mode), box.after)


def _word(codes: CodeBook, action: str, mode: str) -> str:
    if action in _HANDED_IN:
        return codes.label("review.mode", mode) if mode == _CIRCULATE else "起案"
    return codes.label("review.action", action)


def boxes_by_hand(
    session: Session, setting: CentreSetting | None, centre: str | None, kind: str
) -> tuple[Stamp, ...]:
    """Return empty boxes: those of the record's route, else the centre's own."""
    route = route_of(session, centre, kind)
    if route is not None and route.is_active:
        steps = [str(step.get("title") or "") for step in route.steps]
        titles = [route.author_title or USUAL_AUTHOR_TITLE, *steps]
    else:
        rows = (setting.seal_boxes if setting else None) or ()
        titles = [row.get("title") or "" for row in rows] or list(USUAL_SEALS)
    return tuple(map(Stamp, titles))
