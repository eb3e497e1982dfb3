"""The blocks of a week, planned or as it is now, as they read."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from soudan_desk.desk.paper_facts import Facts
from soudan_desk.desk.paper_told import Told
from soudan_desk.models.plan_blocks import WEEK_ROWS
from soudan_desk.papers.week_places import WeekBlock

_HOLIDAY = "8"


def week_blocks(facts: Facts, told: Told, key: str = "weekly_plan") -> tuple[WeekBlock, ...]:
    """Return the rows of the week as blocks, masked."""
    told(key)
    return tuple(_block(facts, row) for row in told.answers.get(key) or ())


def _block(facts: Facts, row: Mapping[str, Any]) -> WeekBlock:
    fields = {field.key: field for field in WEEK_ROWS}

    def read(key: str) -> str:
        return facts.reader.text(fields[key], row.get(key))

    day = row.get("weekday") or ""
    hours = "〜".join((read("start_time"), read("end_time"))).strip("〜")
    holiday = "【祝】" if day == _HOLIDAY else ""
    words = (f"{holiday}{hours}", read("label"), read("provider"))
    return WeekBlock(
        weekday=int(day) if day.isdigit() else 0,
        text="\n".join(filter(None, words)),
        start=row.get("start_time"),
        end=row.get("end_time"),
        is_service=bool(row.get("is_service")),
    )
