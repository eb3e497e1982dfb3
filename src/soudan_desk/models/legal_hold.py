"""廃棄の保留 (legal hold): a case that must not be disposed of, and why."""

from __future__ import annotations

from datetime import date
from uuid import UUID

from sqlalchemy.orm import Mapped

from soudan_desk.models.base import Record, asks, refers
from soudan_desk.models.types import Long

_HOLD = "廃棄の保留"


class LegalHold(Record):
    """One reason, such as a lawsuit (訴訟), for which a case is kept beyond its years."""

    label = "廃棄の保留"
    title_keys = ("held_on",)

    case_id: Mapped[UUID] = refers("ケース", section=_HOLD, of="case", listed=True)
    held_on: Mapped[date] = asks("保留した日", section=_HOLD, listed=True, past=True)
    staff_id: Mapped[UUID] = refers("保留した職員", section=_HOLD, of="staff", listed=True)
    reason: Mapped[Long] = asks("保留の理由", section=_HOLD, listed=True)
    released_on: Mapped[date | None] = asks("解いた日", section=_HOLD, listed=True, past=True)
    release_reason: Mapped[Long | None] = asks("解いた理由", section=_HOLD)
