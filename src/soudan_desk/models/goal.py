"""Goals of a plan, one need each."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import Any
from uuid import UUID

from sqlalchemy import Index
from sqlalchemy.orm import Mapped

from soudan_desk.models.base import Record, asks, refers
from soudan_desk.models.types import Code, Long

_GOAL = "目標"
_ON_FORM_2_1 = {"centre": ("disability",)}


class Goal(Record):
    """What a plan wants to reach for one need, by when, and the person's own part in it."""

    label = "目標"
    title_keys = ("priority", "goal")
    later_keys = ("reached",)

    plan_id: Mapped[UUID] = refers("計画", section=_GOAL, of="plan", index=False)
    case_id: Mapped[UUID] = refers("ケース", section=_GOAL, of="case")
    centre: Mapped[Code] = asks("センター", section=_GOAL, codes="centre")
    priority: Mapped[int] = asks("優先順位", section=_GOAL, listed=True, printed=True)
    need: Mapped[Long | None] = asks(
        "解決したい課題(ニーズ)", section=_GOAL, listed=True, printed=True, searched=True
    )
    goal: Mapped[Long] = asks("支援目標", section=_GOAL, listed=True, printed=True, searched=True)
    due_on: Mapped[date | None] = asks("達成時期", section=_GOAL, listed=True, printed=True)
    due_text: Mapped[str | None] = asks(
        "達成時期(ことばで)", section=_GOAL, printed=True, help="例: 半年、令和9年3月"
    )
    own_role: Mapped[Long | None] = asks("本人の役割", section=_GOAL, printed=True, searched=True)
    review_on: Mapped[date | None] = asks(
        "評価時期", section=_GOAL, printed=True, shown_when=_ON_FORM_2_1
    )
    cautions: Mapped[Long | None] = asks(
        "その他留意事項", section=_GOAL, printed=True, searched=True, shown_when=_ON_FORM_2_1
    )
    reached: Mapped[Code | None] = asks(
        "達成の度合い", section=_GOAL, codes="evaluation.goal_result", listed=True
    )
    carried_from_id: Mapped[UUID | None] = refers(
        "前の計画の目標", section=_GOAL, of="goal", index=False
    )

    @classmethod
    def constraints(cls) -> Iterable[Any]:
        """Find the goals of a plan in their order."""
        return (Index(None, "plan_id", "priority"),)
