"""What waits to be read, what is late, what is through, what came back."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date
from typing import Any, Literal
from uuid import UUID

from sqlalchemy import bindparam, func, or_, select
from sqlalchemy.orm import Session

from soudan_desk.models import Case, Person, Review, ReviewStep, Staff
from soudan_desk.models.base import VOID
from soudan_desk.services.handed_on import followed_by
from soudan_desk.services.review_rules import (
    AFTER,
    Desk,
    desk_of,
    rounds_of,
    to_read_after,
    turn_of,
    waiting_rounds,
)
from soudan_desk.services.review_titles import Title, titles_of
from soudan_desk.services.work import Work
from soudan_desk.storage.prepared import Prepared, among
from soudan_desk.storage.review_rounds import DONE, RETURNED, WAITING, WITHDRAWN

Which = Literal["waiting", "late", "done", "mine"]
MOST = 500


@dataclass(frozen=True, slots=True, kw_only=True)
class ReviewRow:
    """A review as lists show it; `turn` is what the worker can do: step, instead or read_after.

    `comment` is what it was last sent back with, while it is; `kind` a code of `review.kind`.
    """

    id: UUID
    kind: str
    record_id: UUID
    case_id: UUID | None
    case_no: str
    person: str
    kana: str
    centre: str
    on: date | None
    author: str
    author_id: UUID
    submitted_on: date
    waited_days: int
    is_late: bool
    ended_on: date | None
    state: str
    resubmitted: bool
    mode: str
    title: str
    turn: str = ""
    comment: str = ""
    returned_by: str = ""


_ROW = (
    select(
        Review.id,
        Review.record_kind.label("kind"),
        Review.record_id,
        Review.case_id,
        Case.case_no,
        Person.name.label("person"),
        Person.kana,
        Review.centre,
        Staff.name.label("author"),
        Review.staff_id.label("author_id"),
        Review.submitted_on,
        Review.due_on,
        Review.ended_on,
        Review.state,
        Review.round_no,
        Review.mode,
    )
    .join(Staff, Staff.id == Review.staff_id)
    .outerjoin(Case, Case.id == Review.case_id)
    .outerjoin(Person, Person.id == func.coalesce(Review.person_id, Case.person_id))
    .where(
        Review.record_state != VOID,
        or_(bindparam("centre_given") == "", Review.centre == bindparam("centre_given")),
    )
)
_OLDEST = (Review.submitted_on, Review.created_at, Review.id)
_SOME = Prepared(_ROW.where(among(Review.id, "ids")).order_by(*_OLDEST))
_LATE = Prepared(
    _ROW.where(Review.state == WAITING, Review.due_on < bindparam("on"))
    .order_by(*_OLDEST)
    .limit(MOST)
)
_DONE = Prepared(
    _ROW.where(Review.state == DONE).order_by(Review.ended_on.desc(), Review.id.desc()).limit(MOST)
)
_MINE = Prepared(
    _ROW.where(Review.staff_id == bindparam("me"), Review.state != WITHDRAWN)
    .order_by(Review.submitted_on.desc(), Review.id.desc())
    .limit(MOST)
)
_OF_WORKER = Prepared(
    _ROW.where(Review.state == WAITING, Review.staff_id == bindparam("whose"))
    .order_by(*_OLDEST)
    .limit(MOST)
)


def list_reviews(
    work: Work, which: Which, centre: str | None = None, limit: int = MOST
) -> tuple[ReviewRow, ...]:
    """List reviews: those whose turn is the worker's, late ones, ended ones, or one's own.

    What waits or is late stands oldest first, the others newest first.
    """
    with work.store.reading(work.actor) as session:
        turns: dict[UUID, str] = {}
        if which == "waiting":
            turns = _turns(work, session)
            rows = _by_ids(session, turns, centre)
        elif which == "late":
            rows = _LATE(session, centre_given=centre or "", on=work.today())
        elif which == "done":
            rows = _DONE(session, centre_given=centre or "")
        else:
            me = work.actor.staff_id
            rows = _MINE(session, centre_given=centre or "", me=me)
        return _told(work, session, rows[:limit], turns)


def reviews_of(
    work: Work, staff_id: UUID, centre: str | None = None, *, only_late: bool = False
) -> tuple[ReviewRow, ...]:
    """List what one worker has on its way: the list behind that worker's counts."""
    with work.store.reading(work.actor) as session:
        rows = _OF_WORKER(session, centre_given=centre or "", whose=staff_id)
        told = _told(work, session, rows, _turns(work, session))
    return tuple(row for row in told if row.is_late or not only_late)


def count_waiting(work: Work, centre: str | None = None) -> int:
    """Count the reviews whose turn is the worker's, 後閲 among them."""
    with work.store.reading(work.actor) as session:
        turns = _turns(work, session)
        return len(turns if centre is None else _by_ids(session, turns, centre))


def review_row(work: Work, session: Session, review_id: UUID) -> ReviewRow:
    """Return one review as lists show it, which the worker is known to see."""
    rows = _by_ids(session, [review_id], None)
    return _told(work, session, rows, {})[0]


_AFTERWARDS = Prepared(
    select(ReviewStep.review_id)
    .join(Review, Review.id == ReviewStep.review_id)
    .where(
        ReviewStep.assigned_id == bindparam("me"),
        ReviewStep.round_no == Review.round_no,
        or_(ReviewStep.action == "delegated", ReviewStep.action.is_(None)),
        ReviewStep.record_state != VOID,
        Review.state.in_([WAITING, DONE]),
    )
    .distinct()
)


def _turns(work: Work, session: Session) -> dict[UUID, str]:
    desk = desk_of(work, session)
    turns = {
        each.id: "instead" if turn.instead_of else "step"
        for each in waiting_rounds(session)
        if (turn := turn_of(desk, each))
    }
    return _afterwards(session, desk) | turns


def _afterwards(session: Session, desk: Desk) -> dict[UUID, str]:
    ids = [row.review_id for row in _AFTERWARDS(session, me=desk.actor.staff_id)]
    return {each.id: AFTER for each in rounds_of(session, ids) if to_read_after(desk, each)}


def _by_ids(session: Session, ids: Iterable[UUID], centre: str | None) -> list[Any]:
    given = list(ids)
    return _SOME(session, ids=given, centre_given=centre or "") if given else []


def _told(
    work: Work, session: Session, rows: Iterable[Any], turns: dict[UUID, str]
) -> tuple[ReviewRow, ...]:
    found = list(rows)
    titles = titles_of(work, session, [(row.kind, row.record_id) for row in found])
    return tuple(_row(row, work.today(), titles, turns.get(row.id, "")) for row in found)


def _row(row: Any, today: date, titles: dict[UUID, Title], turn: str) -> ReviewRow:
    on, title = titles.get(row.record_id, (None, ""))
    return ReviewRow(
        id=row.id,
        kind=row.kind,
        record_id=row.record_id,
        case_id=row.case_id,
        case_no=row.case_no or "",
        person=row.person or "",
        kana=row.kana or "",
        centre=row.centre or "",
        on=on,
        author=row.author,
        author_id=row.author_id,
        submitted_on=row.submitted_on,
        waited_days=max(0, (today - row.submitted_on).days),
        is_late=row.state == WAITING and row.due_on is not None and row.due_on < today,
        ended_on=row.ended_on,
        state=row.state,
        resubmitted=row.round_no > 1,
        mode=row.mode,
        title=title,
        turn=turn,
    )


_RETURNED = Prepared(
    select(Review.id, ReviewStep.comment, Staff.name.label("returned_by"))
    .join(ReviewStep, ReviewStep.review_id == Review.id)
    .join(Staff, Staff.id == ReviewStep.staff_id)
    .where(
        Review.state == RETURNED,
        followed_by(Review, "me"),
        ReviewStep.round_no == Review.round_no,
        ReviewStep.action == RETURNED,
        ReviewStep.record_state != VOID,
    )
)


def returned_to_me(work: Work) -> tuple[ReviewRow, ...]:
    """List what came back to be mended: one's own records, and those of cases one took over."""
    with work.store.reading(work.actor) as session:
        found = {row.id: row for row in _RETURNED(session, me=work.actor.staff_id)}
        rows = _told(work, session, _by_ids(session, found, None), {})
    return tuple(
        replace(row, comment=back.comment or "", returned_by=back.returned_by)
        for row in rows
        if (back := found[row.id])
    )
