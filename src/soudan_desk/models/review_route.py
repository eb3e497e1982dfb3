"""供覧・決裁の順路: whom a kind of record goes up to, and who stands in for them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from sqlalchemy import UniqueConstraint
from sqlalchemy.orm import Mapped

from soudan_desk.fields import Field, Kind
from soudan_desk.models.base import Record, asks
from soudan_desk.models.types import Code, Rows

_ROUTE = "順路"
MOST_STEPS = 6

ROUTE_ROWS = (
    Field(key="title", label="押印欄の見出し", kind=Kind.LINE, required=True),
    Field(key="role", label="役割", kind=Kind.CHOICE, codes="role"),
    Field(key="staff_id", label="職員", kind=Kind.REFERENCE, of="staff"),
)


class ReviewRoute(Record):
    """The way one kind of record takes in one centre: its steps in order, after its author.

    A step names a worker, or else a role any holder of which may take it.
    """

    label = "供覧・決裁の順路"
    title_keys = ("centre", "record_kind")

    centre: Mapped[Code] = asks("センター", section=_ROUTE, codes="centre", listed=True)
    record_kind: Mapped[Code] = asks("記録", section=_ROUTE, codes="review.kind", listed=True)
    mode: Mapped[Code] = asks("扱い", section=_ROUTE, codes="review.mode", listed=True)
    author_title: Mapped[str | None] = asks(
        "作成者の押印欄の見出し", section=_ROUTE, help="入れなければ「担当」です。"
    )
    steps: Mapped[Rows] = asks(
        "回す順",
        section=_ROUTE,
        rows=ROUTE_ROWS,
        help="職員を決めるか、役割を選びます。役割だけなら、その役割のだれでも見られます。",
    )
    starts_itself: Mapped[bool] = asks(
        "確定したら自動で回す", section=_ROUTE, default=True, listed=True
    )
    author_may_approve: Mapped[bool] = asks(
        "作成者本人も承認できる",
        section=_ROUTE,
        default=False,
        help="一人で働く事務所のためのものです。ふつうは選びません。",
    )
    wait_days_count: Mapped[int] = asks(
        "遅れとする日数", section=_ROUTE, default=7, help="この日数を過ぎると「遅れ」に出ます。"
    )
    is_active: Mapped[bool] = asks("使う", section=_ROUTE, default=True, listed=True)

    @classmethod
    def constraints(cls) -> Iterable[Any]:
        """One way for each kind of record in a centre."""
        return (UniqueConstraint("centre", "record_kind"),)

    def problems(self, answers: Mapping[str, Any]) -> dict[str, str]:
        """Ask for one to five steps, each with somebody who can take it."""
        steps = answers.get("steps") or []
        if not 1 <= len(steps) < MOST_STEPS:
            return {"steps": f"回す順は1つから{MOST_STEPS - 1}つまでです。"}
        if all(step.get("role") or step.get("staff_id") for step in steps):
            return {}
        return {"steps": "それぞれの段に、職員か役割を入れてください。"}
