"""A record on the reader's desk: what it says, what changed since one last read it, its stamps."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import NamedTuple
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from soudan_desk.models import Review, ReviewStep
from soudan_desk.models.base import VOID, Record
from soudan_desk.models.history import Revision
from soudan_desk.services.names import NameBook
from soudan_desk.services.read_marks import read_mark, remember_read
from soudan_desk.services.reading import may_change
from soudan_desk.services.records import model_of
from soudan_desk.services.review_alerts import alerts_of
from soudan_desk.services.review_lists import ReviewRow, review_row
from soudan_desk.services.review_parts import Part, Since, parts_of
from soudan_desk.services.review_rules import (
    Desk,
    Round,
    desk_of,
    rounds_of,
    to_read_after,
    turn_of,
)
from soudan_desk.services.review_stamps import Stamp, stamps_in
from soudan_desk.services.reviews import may_remark, may_undo, may_withdraw
from soudan_desk.services.work import Work
from soudan_desk.storage.review_rounds import DONE, RETURNED, WITHDRAWN
from soudan_desk.storage.store import fetch


@dataclass(frozen=True, slots=True)
class Event:
    """Something that happened to a record on its way, newest first.

    `what` is a code of `review.action`, or `created`, `amended`.
    """

    what: str
    who: str
    at: datetime
    comment: str | None = None


class Returned(NamedTuple):
    """With what a record was last sent back, by whom and when."""

    comment: str
    who: str
    on: date


@dataclass(frozen=True, slots=True, kw_only=True)
class ReviewDesk:
    """All one needs to read a record and stamp it.

    `may` holds the names of the acts the worker may take now: take_step, return_review,
    remark_review, withdraw_review, undo_step, read_after, submit_review.
    """

    row: ReviewRow
    version: int
    since: int | None
    parts: tuple[Part, ...]
    stamps: tuple[Stamp, ...]
    events: tuple[Event, ...]
    returned: Returned | None
    alerts: tuple[str, ...]
    may: frozenset[str]
    instead_of: str = ""
    """Who is away, where the worker would stamp in their place (代決)."""


def open_review(work: Work, review_id: UUID) -> ReviewDesk:
    """Open a review whose record the worker may see."""
    with work.store.reading(work.actor) as session:
        review, record = _both(session, review_id)
        steps = all_steps(session, review)
        since = _since(work, session, record, steps)
        desk = desk_of(work, session)
        (found,) = rounds_of(session, [review.id])
        turn = turn_of(desk, found)
        book = NameBook(session)
        may = frozenset(_may(work, session, desk, found, review, record))
        opened = ReviewDesk(
            row=review_row(work, session, review.id),
            version=record.version,
            since=since.version if since else None,
            parts=parts_of(work, session, record, since),
            stamps=stamps_in(found, book, turn.step.id if turn else None),
            events=tuple(_events(session, record, steps, book)),
            returned=_returned(steps, book),
            alerts=(),
            may=may,
            instead_of=_name(book, turn.instead_of) if turn else "",
        )
    return replace(opened, alerts=alerts_of(work, opened.row.case_id))


def mark_read(work: Work, review_id: UUID) -> None:
    """Note that the worker has read a record under review as it stands."""
    with work.store.writing(work.actor) as session:
        _, record = _both(session, review_id)
        remember_read(session, work.actor.staff_id, record)


def review_id_of(work: Work, record_id: UUID) -> UUID | None:
    """Return the review of a record, if it has one the worker may see."""
    query = select(Review.id).where(Review.record_id == record_id, Review.record_state != VOID)
    with work.store.reading(work.actor) as session:
        return session.scalars(query).first()


def _both(session: Session, review_id: UUID) -> tuple[Review, Record]:
    review = fetch(session, Review, review_id)
    assert review.record_id is not None
    return review, fetch(session, model_of(review.record_kind), review.record_id)


def all_steps(session: Session, review: Review) -> list[ReviewStep]:
    """Return what was done in all rounds, in time."""
    query = (
        select(ReviewStep)
        .where(
            ReviewStep.review_id == review.id,
            ReviewStep.action.is_not(None),
            ReviewStep.record_state != VOID,
        )
        .order_by(ReviewStep.acted_at, ReviewStep.id)
    )
    return list(session.scalars(query))


def _since(
    work: Work, session: Session, record: Record, steps: Sequence[ReviewStep]
) -> Since | None:
    """Return what the worker has last seen: what they last signed, else what they last opened."""
    me = work.actor.staff_id
    signed = [each for each in steps if each.staff_id == me]
    if signed and signed[-1].record_version < record.version:
        assert signed[-1].acted_at is not None
        return Since(signed[-1].record_version, signed[-1].acted_at)
    mark = read_mark(session, me, record.id)
    return None if mark is None else Since(mark.version, mark.read_at)


def _events(
    session: Session, record: Record, steps: Sequence[ReviewStep], book: NameBook
) -> Iterator[Event]:
    found = list(_versions(session, record, book))
    found += [
        Event(each.action or "", _name(book, each.staff_id), each.acted_at, each.comment)
        for each in steps
        if each.acted_at is not None
    ]
    yield from sorted(found, key=lambda event: event.at, reverse=True)


def _versions(session: Session, record: Record, book: NameBook) -> Iterator[Event]:
    """Tell when a record was first written, and when each later version of it was."""
    query = (
        select(Revision.version, Revision.by, Revision.at, Revision.reason)
        .where(Revision.record_id == record.id)
        .order_by(Revision.seq)
    )
    known = 0
    for row in session.execute(query):
        if row.version > known:
            what = "amended" if known else "created"
            yield Event(what, _name(book, row.by), row.at, row.reason if known else None)
            known = row.version


def _returned(steps: Sequence[ReviewStep], book: NameBook) -> Returned | None:
    """Return the last sending back, until the record is through."""
    for step in reversed(steps):
        if step.action == RETURNED and step.acted_at is not None:
            on = step.acted_at.astimezone().date()
            return Returned(step.comment or "", _name(book, step.staff_id), on)
    return None


def _name(book: NameBook, staff_id: UUID | None) -> str:
    return book.of("staff", staff_id) if staff_id else ""


def _may(
    work: Work, session: Session, desk: Desk, found: Round, review: Review, record: Record
) -> Iterator[str]:
    if turn_of(desk, found):
        yield from ("take_step", "return_review")
    if may_remark(desk, found):
        yield "remark_review"
    if may_withdraw(desk, found):
        yield "withdraw_review"
    is_as_it_was = record.record_state != VOID and record.version == review.record_version
    if may_undo(desk, found) and is_as_it_was:
        yield "undo_step"
    if to_read_after(desk, found):
        yield "read_after"
    amended = review.state == DONE and record.version != review.record_version
    again = amended or review.state in {RETURNED, WITHDRAWN}
    if again and record.record_state != VOID and may_change(work, session, record):
        yield "submit_review"
