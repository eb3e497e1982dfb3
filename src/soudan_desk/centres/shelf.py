"""The tabs of a case that hold records of several kinds."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Shelf:
    """A tab of a case: its key and words, and the kinds of record that stand in it."""

    key: str
    label: str
    kinds: tuple[str, ...]


PLANS = Shelf("plans", "プラン", ("plan", "goal", "action", "service", "monitoring", "evaluation"))
"""Plans with their goals, actions and services, how they went, and what came of them."""
STEPS = Shelf("milestones", "手続き", ("milestone",))
"""What every centre ticks off where no record of its own says it."""
