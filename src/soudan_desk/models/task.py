"""Own to-dos."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import Any
from uuid import UUID

from sqlalchemy import Index
from sqlalchemy.orm import Mapped

from soudan_desk.models.base import Record, asks, refers
from soudan_desk.models.types import Long

_TASK = "やること"


class Task(Record):
    """Something a worker means to do; what follows from dates and rules is not typed here."""

    label = "やること"
    title_keys = ("title",)

    title: Mapped[str] = asks("内容", section=_TASK, listed=True, searched=True)
    staff_id: Mapped[UUID] = refers("だれが", section=_TASK, of="staff", index=False, listed=True)
    due_on: Mapped[date | None] = asks("いつまで", section=_TASK, listed=True)
    done_on: Mapped[date | None] = asks("済んだ日", section=_TASK, listed=True, past=True)
    case_id: Mapped[UUID | None] = refers("ケース", section=_TASK, of="case", listed=True)
    person_id: Mapped[UUID | None] = refers("相談者", section=_TASK, of="person", listed=True)
    note: Mapped[Long | None] = asks("備考", section=_TASK, searched=True)

    @classmethod
    def constraints(cls) -> Iterable[Any]:
        """Find what somebody still has to do."""
        return (Index(None, "staff_id", "done_on", "due_on"),)
