"""緊急閲覧: a supervisor opens a restricted case for an hour, and everybody concerned learns it."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import Index
from sqlalchemy.orm import Mapped

from soudan_desk.models.base import Record, asks, refers
from soudan_desk.models.types import Long

_ACCESS = "緊急閲覧"


class EmergencyAccess(Record):
    """One opening of one restricted case: by whom, why, and until when."""

    label = "緊急閲覧"
    title_keys = ("opened_at",)

    case_id: Mapped[UUID] = refers("ケース", section=_ACCESS, of="case", listed=True)
    staff_id: Mapped[UUID] = refers(
        "開いた職員", section=_ACCESS, of="staff", index=False, listed=True
    )
    opened_at: Mapped[datetime] = asks("開いた日時", section=_ACCESS, listed=True)
    until_at: Mapped[datetime] = asks("見られる期限", section=_ACCESS, listed=True)
    reason: Mapped[Long] = asks("理由", section=_ACCESS, listed=True)

    @classmethod
    def constraints(cls) -> Iterable[Any]:
        """Find what is open to a worker now."""
        return (Index(None, "staff_id", "until_at"),)
