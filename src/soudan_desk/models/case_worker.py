"""Who works on a case."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import Any
from uuid import UUID

from sqlalchemy import UniqueConstraint
from sqlalchemy.orm import Mapped

from soudan_desk.models.base import Record, asks, refers
from soudan_desk.models.types import Code

_WORK = "担当"


class CaseWorker(Record):
    """A worker's part in a case: main, second, or a manager named for a restricted case."""

    label = "担当"
    title_keys = ("role",)

    case_id: Mapped[UUID] = refers("ケース", section=_WORK, of="case")
    staff_id: Mapped[UUID] = refers("職員", section=_WORK, of="staff", listed=True)
    role: Mapped[Code] = asks("役割", section=_WORK, codes="case_worker.role", listed=True)
    assigned_on: Mapped[date | None] = asks("担当した日", section=_WORK, listed=True)

    @classmethod
    def constraints(cls) -> Iterable[Any]:
        """Let nobody have two parts in a case."""
        return (UniqueConstraint("case_id", "staff_id"),)
