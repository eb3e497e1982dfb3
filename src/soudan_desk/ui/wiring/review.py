"""Joins 供覧・決裁 to the verbs of reviewing."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import Any, cast
from uuid import UUID

from PySide6.QtWidgets import QWidget

from soudan_desk.fields import Kind
from soudan_desk.models import fields_of
from soudan_desk.services import review_reading, reviews, unsaved
from soudan_desk.services.looking import note_listed, note_read
from soudan_desk.services.records import model_of
from soudan_desk.services.review_counts import list_forgotten, worker_counts
from soudan_desk.services.review_lists import (
    ReviewRow,
    Which,
    count_waiting,
    list_reviews,
    reviews_of,
)
from soudan_desk.services.review_parts import CHILD_KINDS
from soudan_desk.services.review_reading import ReviewDesk
from soudan_desk.services.work import Work
from soudan_desk.storage.actor import SUPERVISOR
from soudan_desk.ui.pages.page import Page, Place
from soudan_desk.ui.pages.review import ReviewPage
from soudan_desk.ui.pages.review_desk import FORGOTTEN, LATE, Listed, ReviewActs, Shown
from soudan_desk.ui.seat import Seat
from soudan_desk.ui.wiring.paper_printing import open_papers
from soudan_desk.ui.wiring.review_places import place_of_review


def build(seat: Seat, place: Place) -> Page:
    """Make the page."""
    work = seat.work
    leads = SUPERVISOR in work.actor.roles
    return ReviewPage(
        ReviewActs(
            load=partial(_load, seat, leads),
            open=partial(_open, work),
            run=seat.tasks.run,
            take=partial(_take, work),
            read_after=partial(reviews.read_after, work),
            send_back=partial(reviews.return_review, work),
            remark=partial(reviews.remark_review, work),
            withdraw=partial(reviews.withdraw_review, work),
            submit=partial(_submit, work),
            undo=partial(reviews.undo_step, work),
            mark_read=partial(review_reading.mark_read, work),
            keep=partial(_keep, work),
            kept=lambda which: unsaved.unsaved_form(work, _form(which)),
            drop=lambda which: unsaved.drop_unsaved(work, _form(which)),
            place_of=place_of_review,
            print_papers=partial(_print_papers, seat),
            long_keys=_long_keys,
            codes=work.codes,
            staff_id=work.actor.staff_id,
            name=work.actor.name,
            today=work.today(),
            may_act=not seat.office.read_only,
            reads_for_others=leads,
        ),
        place,
    )


def _load(seat: Seat, leads: bool, asked: Shown) -> Listed:
    work, centre = seat.work, seat.centre
    forgets = asked.which == FORGOTTEN or (asked.which == LATE and asked.staff_id is None)
    rows = _rows(work, centre, asked)
    note_listed(work, "review", asked, len(rows))
    return Listed(
        asked,
        rows,
        list_forgotten(work, centre, asked.staff_id) if forgets else (),
        count_waiting(work, centre),
        worker_counts(work, centre) if leads else (),
    )


def _open(work: Work, review_id: UUID) -> ReviewDesk:
    """Open a review; what it shows of a case is told in the log before it is shown."""
    desk = review_reading.open_review(work, review_id)
    note_read(work, desk.row.kind, desk.row.record_id)
    return desk


def _rows(work: Work, centre: str | None, asked: Shown) -> tuple[ReviewRow, ...]:
    if asked.which == FORGOTTEN:
        return ()
    if asked.staff_id is not None:
        return reviews_of(work, asked.staff_id, centre, only_late=asked.which == LATE)
    return list_reviews(work, cast("Which", asked.which), centre)


def _long_keys(kind: str) -> frozenset[str]:
    fields = fields_of(model_of(kind))
    texts = (field.key for field in fields if field.kind in (Kind.TEXT, Kind.ROWS))
    return CHILD_KINDS.union(texts)


def _take(work: Work, review_id: UUID, comment: str | None, version: int) -> None:
    reviews.take_step(work, review_id, comment=comment, version=version)


def _submit(work: Work, row: ReviewRow) -> None:
    reviews.submit_review(work, row.kind, row.record_id)


def _print_papers(seat: Seat, parent: QWidget, row: ReviewRow, said: Callable[[str], None]) -> None:
    open_papers(seat, parent, row.kind, row.record_id, centre=row.centre, said=said)


def _form(review_id: UUID) -> str:
    return f"review:{review_id}"


def _keep(work: Work, row: ReviewRow, answers: dict[str, Any]) -> None:
    title = f"供覧・決裁のひとこと　{row.person or row.title}"
    unsaved.keep_unsaved(work, _form(row.id), answers, title=title, record_id=row.id)
