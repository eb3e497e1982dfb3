"""Kinship between two people: a line of the genogram."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any
from uuid import UUID

from sqlalchemy import CheckConstraint
from sqlalchemy.orm import Mapped

from soudan_desk.japanese.partial_dates import PartialDate
from soudan_desk.models.base import Record, asks, refers
from soudan_desk.models.types import Code, Long

_LINE = "つながり"


class Kinship(Record):
    """How two people are related; `type` reads from the person to the relative (parent: 親)."""

    label = "親族関係"
    title_keys = ("type",)

    person_id: Mapped[UUID] = refers("本人", section=_LINE, of="person")
    type: Mapped[Code] = asks(
        "関係",
        section=_LINE,
        codes="kinship.type",
        listed=True,
        help="本人から見た相手です。本人の母なら「母」。",
    )
    relative_id: Mapped[UUID] = refers("相手", section=_LINE, of="person", listed=True)
    status: Mapped[Code | None] = asks(
        "今の状態",
        section=_LINE,
        codes="kinship.status",
        listed=True,
        help="結婚・別居・離婚など、系図の線の引き方になります。",
    )
    birth_order: Mapped[int | None] = asks("出生順", section=_LINE, help="子を左から並べる順です。")
    is_twin: Mapped[bool] = asks("双子", section=_LINE, default=False)
    since_on: Mapped[PartialDate | None] = asks("いつから", section=_LINE)
    ended_on: Mapped[PartialDate | None] = asks("いつまで", section=_LINE)
    note: Mapped[Long | None] = asks("備考", section=_LINE, searched=True)

    @classmethod
    def constraints(cls) -> Iterable[Any]:
        """Forbid being one's own relative."""
        return (CheckConstraint("person_id <> relative_id", name="two_people"),)

    def problems(self, answers: Mapping[str, Any]) -> dict[str, str]:
        """Refuse a person as one's own relative."""
        if answers.get("person_id") is None or answers["person_id"] != answers.get("relative_id"):
            return {}
        return {"relative_id": "「相手」が本人と同じです。本人ではない方を選んでください。"}
