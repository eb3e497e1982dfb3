"""利益相反: who must not see a person's records, whatever their role."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any
from uuid import UUID

from sqlalchemy import Index
from sqlalchemy.orm import Mapped

from soudan_desk.models.base import Record, asks, refers
from soudan_desk.models.types import Long

_BLOCK = "利益相反"


class ConflictBlock(Record):
    """Closes a person, or a case without one, to a relative or to somebody concerned."""

    label = "利益相反"
    title_keys = ("staff_id",)

    staff_id: Mapped[UUID] = refers("見せない職員", section=_BLOCK, of="staff", listed=True)
    person_id: Mapped[UUID | None] = refers(
        "相談者", section=_BLOCK, of="person", index=False, listed=True
    )
    case_id: Mapped[UUID | None] = refers("ケース", section=_BLOCK, of="case", listed=True)
    reason: Mapped[Long] = asks("理由", section=_BLOCK, listed=True)

    @classmethod
    def constraints(cls) -> Iterable[Any]:
        """Find the blocks on a person when two entries turn out to be one."""
        return (Index(None, "person_id"),)

    def problems(self, answers: Mapping[str, Any]) -> dict[str, str]:
        """Refuse a block on nobody."""
        if answers.get("person_id") is None and answers.get("case_id") is None:
            return {"person_id": "相談者かケースのどちらかを入れてください。"}
        return {}
