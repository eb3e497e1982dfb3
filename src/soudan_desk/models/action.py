"""What somebody does under a plan: the client, the family, the centre, another agency."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import Any
from uuid import UUID

from sqlalchemy import Index
from sqlalchemy.orm import Mapped

from soudan_desk.models.base import Record, asks, refers
from soudan_desk.models.types import Code, Long

_ACTION = "実施すること"


class Action(Record):
    """One thing to do, by whom and when; `goal_id` says what for where that is known."""

    label = "実施すること"
    title_keys = ("what",)
    later_keys = ("done_on",)

    plan_id: Mapped[UUID] = refers("計画", section=_ACTION, of="plan")
    case_id: Mapped[UUID] = refers("ケース", section=_ACTION, of="case")
    centre: Mapped[Code] = asks("センター", section=_ACTION, codes="centre")
    goal_id: Mapped[UUID | None] = refers("目標", section=_ACTION, of="goal")
    what: Mapped[Long] = asks("内容", section=_ACTION, listed=True, printed=True, searched=True)
    actor: Mapped[Code | None] = asks(
        "実施者", section=_ACTION, codes="plan.actor", listed=True, printed=True, counted=True
    )
    actor_name: Mapped[str | None] = asks(
        "実施者の名前", section=_ACTION, printed=True, searched=True
    )
    agency_id: Mapped[UUID | None] = refers(
        "関係機関",
        section=_ACTION,
        of="agency",
        listed=True,
        printed=True,
        shown_when={"actor": ("agency",)},
    )
    when: Mapped[str | None] = asks("時期・期間", section=_ACTION, printed=True)
    frequency: Mapped[str | None] = asks("頻度", section=_ACTION, printed=True)
    due_on: Mapped[date | None] = asks("期日", section=_ACTION, listed=True, printed=True)
    done_on: Mapped[date | None] = asks("済んだ日", section=_ACTION, listed=True, past=True)
    note: Mapped[Long | None] = asks("備考", section=_ACTION, printed=True, searched=True)
    position: Mapped[int | None] = asks("並び順", section=_ACTION)
    carried_from_id: Mapped[UUID | None] = refers(
        "前の計画の実施事項", section=_ACTION, of="action", index=False
    )

    @classmethod
    def constraints(cls) -> Iterable[Any]:
        """Find what falls due."""
        return (Index(None, "due_on"),)
