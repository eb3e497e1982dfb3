"""申し送りの受け取り: that a note was read, and done."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import Index, UniqueConstraint
from sqlalchemy.orm import Mapped

from soudan_desk.models.base import Record, asks, refers
from soudan_desk.models.types import Long

_RECEIPT = "受け取り"


class Receipt(Record):
    """That a colleague has, or has not yet, read a note and done what it asks; one row for each."""

    label = "申し送りの受け取り"
    title_keys = ("staff_id",)

    handover_note_id: Mapped[UUID] = refers(
        "申し送り", section=_RECEIPT, of="handover_note", index=False
    )
    case_id: Mapped[UUID | None] = refers("ケース", section=_RECEIPT, of="case")
    staff_id: Mapped[UUID] = refers("宛て", section=_RECEIPT, of="staff", index=False, listed=True)
    read_at: Mapped[datetime | None] = asks("読んだ時刻", section=_RECEIPT, listed=True)
    done_at: Mapped[datetime | None] = asks("済んだ時刻", section=_RECEIPT, listed=True)
    reply: Mapped[Long | None] = asks("返事", section=_RECEIPT, listed=True, searched=True)

    @classmethod
    def constraints(cls) -> Iterable[Any]:
        """One row for each reader, found from 今日."""
        return (
            UniqueConstraint("handover_note_id", "staff_id"),
            Index(None, "staff_id", "done_at"),
        )
