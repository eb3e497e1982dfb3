"""People at an agency."""

from __future__ import annotations

from uuid import UUID

from sqlalchemy.orm import Mapped

from soudan_desk.models.base import Record, asks, refers
from soudan_desk.models.types import Long

_WHO = "担当者"


class AgencyContact(Record):
    """Somebody at an agency with whom the centre speaks."""

    label = "機関の担当者"
    title_keys = ("name",)

    agency_id: Mapped[UUID] = refers("機関", section=_WHO, of="agency", listed=True)
    name: Mapped[str] = asks("氏名", section=_WHO, listed=True, printed=True, searched=True)
    kana: Mapped[str | None] = asks("フリガナ", section=_WHO, searched=True)
    role: Mapped[str | None] = asks("役職・係", section=_WHO, listed=True, searched=True)
    tel: Mapped[str | None] = asks("電話(直通)", section=_WHO, listed=True, searched=True)
    email: Mapped[str | None] = asks("メール", section=_WHO, searched=True)
    is_active: Mapped[bool] = asks("今もいる", section=_WHO, default=True)
    note: Mapped[Long | None] = asks("備考", section=_WHO, searched=True)
