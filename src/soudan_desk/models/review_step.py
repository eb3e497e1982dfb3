"""One stage or act of a 供覧・決裁."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import CheckConstraint, Index
from sqlalchemy.orm import Mapped, mapped_column

from soudan_desk.models.base import Record, asks, refers
from soudan_desk.models.types import Code, Long

_STEP = "段"
_LEVEL = "restriction_level BETWEEN 0 AND 3"


class ReviewStep(Record):
    """One stage of a review's round, or one act on it.

    `position` 0 is the author handing it in. A stage still to come has no `action`.
    """

    label = "供覧・決裁の段"
    title_keys = ("title", "action")

    review_id: Mapped[UUID] = refers("供覧・決裁", section=_STEP, of="review", index=False)
    position: Mapped[int] = asks("順", section=_STEP)
    title: Mapped[str] = asks("見出し", section=_STEP, listed=True, printed=True)
    role: Mapped[Code | None] = asks("役割", section=_STEP, codes="role")
    assigned_id: Mapped[UUID | None] = refers("見る人", section=_STEP, of="staff", index=False)
    action: Mapped[Code | None] = asks(
        "したこと", section=_STEP, codes="review.action", listed=True, printed=True
    )
    staff_id: Mapped[UUID | None] = refers(
        "した人", section=_STEP, of="staff", index=False, listed=True, printed=True
    )
    acted_at: Mapped[datetime | None] = asks("時刻", section=_STEP, listed=True, printed=True)
    comment: Mapped[Long | None] = asks("ひとこと", section=_STEP, listed=True, searched=True)
    case_id: Mapped[UUID | None] = refers("ケース", section=_STEP, of="case")
    person_id: Mapped[UUID | None] = refers("相談者", section=_STEP, of="person")
    centre: Mapped[Code | None] = asks("センター", section=_STEP, codes="centre")
    restriction_level: Mapped[int] = asks(
        "閲覧制限", section=_STEP, codes="restriction_level", default=0
    )

    round_no: Mapped[int] = mapped_column(default=1)
    record_version: Mapped[int] = mapped_column(default=1)

    @classmethod
    def constraints(cls) -> Iterable[Any]:
        """Find the stages of a review, and those that wait for a worker."""
        return (
            CheckConstraint(_LEVEL, name="restriction_level"),
            Index("ix_review_step_in_order", "review_id", "round_no", "position"),
            Index("ix_review_step_waiting", "assigned_id", "action"),
        )
