"""供覧・決裁: a record on its way up, and everything that happened to it there."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import Any
from uuid import UUID

from sqlalchemy import CheckConstraint, Index
from sqlalchemy.orm import Mapped, mapped_column

from soudan_desk.models.base import Record, asks, refers
from soudan_desk.models.types import Code

_REVIEW = "供覧・決裁"
_LEVEL = "restriction_level BETWEEN 0 AND 3"


class Review(Record):
    """One record going up its route: waiting, returned, done or taken back.

    Case, person, centre and restriction are the record's, kept here so that whoever may not see
    the record sees no review of it. `round_no` grows each time the record is handed in again.
    """

    label = "供覧・決裁"
    title_keys = ("record_kind", "submitted_on")

    record_kind: Mapped[Code] = asks("記録", section=_REVIEW, codes="review.kind", listed=True)
    mode: Mapped[Code] = asks("扱い", section=_REVIEW, codes="review.mode", listed=True)
    state: Mapped[Code] = asks(
        "状態", section=_REVIEW, codes="review.state", listed=True, counted=True
    )
    submitted_on: Mapped[date] = asks("提出日", section=_REVIEW, listed=True, printed=True)
    due_on: Mapped[date | None] = asks("遅れとする日", section=_REVIEW)
    ended_on: Mapped[date | None] = asks("済んだ日", section=_REVIEW, listed=True, printed=True)
    staff_id: Mapped[UUID] = refers(
        "提出した人", section=_REVIEW, of="staff", index=False, listed=True
    )
    case_id: Mapped[UUID | None] = refers("ケース", section=_REVIEW, of="case", listed=True)
    person_id: Mapped[UUID | None] = refers("相談者", section=_REVIEW, of="person")
    centre: Mapped[Code | None] = asks("センター", section=_REVIEW, codes="centre", counted=True)
    restriction_level: Mapped[int] = asks(
        "閲覧制限", section=_REVIEW, codes="restriction_level", default=0
    )

    record_id: Mapped[UUID | None] = mapped_column(unique=True)
    record_version: Mapped[int] = mapped_column(default=1)
    round_no: Mapped[int] = mapped_column(default=1)
    position: Mapped[int] = mapped_column(default=1)
    author_may_approve: Mapped[bool] = mapped_column(default=False)

    @classmethod
    def constraints(cls) -> Iterable[Any]:
        """Find what waits, in a centre and of a worker."""
        return (
            CheckConstraint(_LEVEL, name="restriction_level"),
            Index(None, "state", "submitted_on"),
            Index("ix_review_by_worker", "staff_id", "state"),
        )
