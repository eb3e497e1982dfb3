"""Ties of a household to agencies: a line of the ecomap."""

from __future__ import annotations

from uuid import UUID

from sqlalchemy.orm import Mapped

from soudan_desk.models.base import Record, asks, refers
from soudan_desk.models.types import Code, Long

_LINE = "社会資源とのつながり"


class Tie(Record):
    """How a household stands with an agency, or with a resource that is only named."""

    label = "資源とのつながり"
    title_keys = ("resource_name",)

    household_id: Mapped[UUID] = refers("世帯", section=_LINE, of="household")
    agency_id: Mapped[UUID | None] = refers("機関", section=_LINE, of="agency", listed=True)
    resource_name: Mapped[str | None] = asks(
        "機関のほかの資源",
        section=_LINE,
        listed=True,
        searched=True,
        help="友人・近所の方など、登録のない相手の名前です。",
        required_when={"agency_id": (None,)},
    )
    strength: Mapped[Code] = asks(
        "つながりの強さ", section=_LINE, codes="tie.strength", listed=True
    )
    direction: Mapped[Code | None] = asks("働きかけの向き", section=_LINE, codes="tie.direction")
    note: Mapped[Long | None] = asks("備考", section=_LINE, searched=True)
