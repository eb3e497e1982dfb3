"""ケースの引き継ぎ: a case on its way from one main worker to another."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import Index
from sqlalchemy.orm import Mapped, mapped_column

from soudan_desk.models.base import Record, asks, refers
from soudan_desk.models.types import Code, Long

_TRANSFER = "引き継ぎ"
PROPOSED, ACCEPTED, RETURNED, WITHDRAWN = "proposed", "accepted", "returned", "withdrawn"


class CaseTransfer(Record):
    """That a case is to go to a worker, who takes it or gives it back; so also who had it before.

    `batch_id` is the same for all the cases of one proposal.
    """

    label = "ケースの引き継ぎ"
    title_keys = ("transfer_on",)

    case_id: Mapped[UUID] = refers("ケース", section=_TRANSFER, of="case", listed=True)
    from_staff_id: Mapped[UUID | None] = refers(
        "もとの主担当", section=_TRANSFER, of="staff", index=False, listed=True
    )
    to_staff_id: Mapped[UUID] = refers(
        "引き継ぐ人", section=_TRANSFER, of="staff", index=False, listed=True
    )
    transfer_on: Mapped[date] = asks("引き継ぐ日", section=_TRANSFER, listed=True)
    reason: Mapped[Long] = asks("理由", section=_TRANSFER, listed=True)
    keeps_previous: Mapped[bool] = asks(
        "もとの主担当は副担当として残る", section=_TRANSFER, default=False
    )
    state: Mapped[Code] = asks("状態", section=_TRANSFER, codes="case_transfer.state", listed=True)
    answered_at: Mapped[datetime | None] = asks("答えた時刻", section=_TRANSFER, listed=True)
    answer: Mapped[Long | None] = asks("返したわけ", section=_TRANSFER, listed=True)

    batch_id: Mapped[UUID | None] = mapped_column()

    @classmethod
    def constraints(cls) -> Iterable[Any]:
        """Find what waits for a worker's answer."""
        return (Index(None, "to_staff_id", "state"),)
