"""The tabs of a case that hold records of several kinds."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Shelf:
    """A tab of a case: its key and words, and the kinds of record that stand in it."""

    key: str
    label: str
    kinds: tuple[str, ...]
    parts: tuple[str, ...] = ()
    """Kinds that are written in tables of one of those records, not as records of the shelf."""
    begun_on: str = ""
    """The page on which its records come into being, where that is not the case's."""


PLANS = Shelf(
    "plans",
    "プラン",
    ("plan", "monitoring", "evaluation"),
    parts=("goal", "action", "service"),
)
"""Plans with their goals, actions and services, how they went, and what came of them."""
MEETINGS = Shelf("meetings", "会議", ("agenda_item",), begun_on="conferences")
"""What meetings said of the case."""
STEPS = Shelf("milestones", "手続き", ("milestone",))
"""What every centre ticks off where no record of its own says it."""
