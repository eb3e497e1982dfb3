"""代理: who reads and approves in the place of somebody away."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any
from uuid import UUID

from sqlalchemy import Index
from sqlalchemy.orm import Mapped

from soudan_desk.models.base import Record, asks, refers
from soudan_desk.models.contradictions import not_before
from soudan_desk.models.types import Long

_DEPUTY = "代理"


class Deputy(Record):
    """Who stands in for an absent reader, from a day to a day; it ends by itself."""

    label = "代理"
    title_keys = ("absent_id", "from_on")

    absent_id: Mapped[UUID] = refers("不在の職員", section=_DEPUTY, of="staff", listed=True)
    staff_id: Mapped[UUID] = refers(
        "代理の職員", section=_DEPUTY, of="staff", index=False, listed=True
    )
    from_on: Mapped[date] = asks("いつから", section=_DEPUTY, listed=True)
    to_on: Mapped[date] = asks("いつまで", section=_DEPUTY, listed=True)
    note: Mapped[Long | None] = asks("備考", section=_DEPUTY)

    @classmethod
    def constraints(cls) -> Iterable[Any]:
        """Find for whom a worker stands in."""
        return (Index(None, "staff_id", "to_on"),)

    def problems(self, answers: Mapping[str, Any]) -> dict[str, str]:
        """Refuse an end before the start and somebody standing in for oneself."""
        if answers.get("absent_id") is not None and answers["absent_id"] == answers.get("staff_id"):
            return {"staff_id": "本人以外の職員を選んでください。"}
        return not_before(
            answers, "to_on", "from_on", "始まりより前の日付です。日付を確かめてください。"
        )
