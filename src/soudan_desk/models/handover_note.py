"""申し送り: what one worker leaves for another, and that it was read."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import Any
from uuid import UUID

from sqlalchemy import Index
from sqlalchemy.orm import Mapped, mapped_column

from soudan_desk.models.base import Record, asks, refers
from soudan_desk.models.types import Code, Ids, Long

_NOTE = "申し送り"


class HandoverNote(Record):
    """A note to colleagues, on any record or on none; it stays on their 今日 until done.

    `about_kind` and `about_id` name the record it hangs on.
    """

    label = "申し送り"
    title_keys = ("body",)

    body: Mapped[Long] = asks("内容", section=_NOTE, listed=True, printed=True, searched=True)
    to_staff_ids: Mapped[Ids] = asks("宛て", section=_NOTE, of="staff", listed=True, printed=True)
    staff_id: Mapped[UUID] = refers(
        "書いた人", section=_NOTE, of="staff", listed=True, printed=True
    )
    is_urgent: Mapped[bool] = asks("急ぎ", section=_NOTE, default=False, listed=True, printed=True)
    due_on: Mapped[date | None] = asks("いつまで", section=_NOTE, listed=True, printed=True)
    case_id: Mapped[UUID | None] = refers("ケース", section=_NOTE, of="case", listed=True)
    person_id: Mapped[UUID | None] = refers("相談者", section=_NOTE, of="person")
    centre: Mapped[Code | None] = asks("センター", section=_NOTE, codes="centre")

    about_kind: Mapped[str | None] = mapped_column()
    about_id: Mapped[UUID | None] = mapped_column()

    @classmethod
    def constraints(cls) -> Iterable[Any]:
        """Find what hangs on a record."""
        return (Index(None, "about_id"),)
