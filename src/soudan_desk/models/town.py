"""町丁の地区: the office's own table of which part of a town lies in which district."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from sqlalchemy.orm import Mapped

from soudan_desk.models.base import Record, asks

_TOWN = "町丁"
DISTRICT_KEYS = ("district", "school_district", "minsei_district", "csw_area")
"""The questions of a person that a town answers."""


class Town(Record):
    """A town, or a part of it, with the districts it lies in: suggested, never written."""

    label = "町丁の地区"
    title_keys = ("name",)

    name: Mapped[str] = asks(
        "町名・丁目",
        section=_TOWN,
        listed=True,
        help="例: 青空町2丁目。町全体なら丁目はいりません。ほかの市にもある町は、市から書きます。",
    )
    district: Mapped[str | None] = asks("地区(日常生活圏域)", section=_TOWN, listed=True)
    school_district: Mapped[str | None] = asks("中学校区", section=_TOWN, listed=True)
    minsei_district: Mapped[str | None] = asks("民児協地区", section=_TOWN, listed=True)
    csw_area: Mapped[str | None] = asks("CSWの担当地区", section=_TOWN, listed=True)

    def problems(self, answers: Mapping[str, Any]) -> dict[str, str]:
        """Refuse a town that tells no district."""
        if any(answers.get(key) for key in DISTRICT_KEYS):
            return {}
        return {"district": "地区、中学校区、民児協地区、CSWの担当地区のどれかを入れてください。"}
