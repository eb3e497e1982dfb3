"""Households: who lives and keeps house together."""

from __future__ import annotations

from sqlalchemy.orm import Mapped

from soudan_desk.models.base import Record, asks
from soudan_desk.models.types import Code, Long

_HOUSE = "世帯"


class Household(Record):
    """A household, shared by the cases of its members.

    What one member's case holds is not shown to another member: a household carries only what
    all of them may know.
    """

    label = "世帯"
    title_keys = ("name",)

    name: Mapped[str] = asks(
        "世帯の呼び名", section=_HOUSE, listed=True, searched=True, help="例: 朝倉 文 世帯"
    )
    register_household: Mapped[bool] = asks(
        "住民票のとおりの世帯",
        section=_HOUSE,
        default=False,
        printed=True,
        help="実際の暮らしが住民票と違うときは外します。",
    )
    household_type: Mapped[Code | None] = asks(
        "世帯類型", section=_HOUSE, codes="household.type", printed=True, counted=True
    )
    household_size_count: Mapped[int | None] = asks(
        "世帯の人数", section=_HOUSE, printed=True, counted=True, help="本人を含めた人数です。"
    )
    postal_code: Mapped[str | None] = asks("郵便番号", section=_HOUSE)
    address: Mapped[str | None] = asks("住所", section=_HOUSE, listed=True, searched=True)
    tel: Mapped[str | None] = asks("電話", section=_HOUSE, searched=True)
    dwelling: Mapped[Code | None] = asks(
        "住居", section=_HOUSE, codes="dwelling", printed=True, counted=True
    )
    note: Mapped[Long | None] = asks("備考", section=_HOUSE, searched=True)
