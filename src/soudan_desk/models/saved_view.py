"""A list as somebody wants to see it again."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any
from uuid import UUID

from sqlalchemy import Index, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from soudan_desk.models.base import Record, asks, refers
from soudan_desk.models.types import Code, Json

_VIEW = "一覧の見方"


class SavedView(Record):
    """A list's filters, columns and order by a name; the office's own where no owner is named."""

    label = "保存した見方"
    title_keys = ("name",)

    name: Mapped[str] = asks("名前", section=_VIEW, listed=True)
    page: Mapped[str] = asks("画面", section=_VIEW, listed=True)
    owner_id: Mapped[UUID | None] = refers(
        "持ち主", section=_VIEW, of="staff", index=False, listed=True
    )
    centre: Mapped[Code | None] = asks("センター", section=_VIEW, codes="centre")

    view: Mapped[Json] = mapped_column(default=dict)

    @classmethod
    def constraints(cls) -> Iterable[Any]:
        """One view of a name for each owner and page."""
        return (
            UniqueConstraint("owner_id", "page", "name"),
            Index(None, "page", "owner_id"),
        )
