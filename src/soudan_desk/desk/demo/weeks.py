"""The rows of a week, as it is now and as it is planned."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import time
from typing import TYPE_CHECKING, Any

from soudan_desk.desk.demo.world import World

if TYPE_CHECKING:
    from soudan_desk.desk.demo.casework import Episode


def week_rows(
    world: World, episode: Episode, rows: Iterable[list[Any]]
) -> list[dict[str, Any]] | None:
    """Return a story's week as answers; None where it tells of none."""
    return [_row(world, episode, row) for row in rows] or None


def _row(world: World, episode: Episode, row: list[Any]) -> dict[str, Any]:
    weekday, start, end, label, is_service, who = row
    agency = world.agency(who, episode.slots) if who else None
    return {
        "weekday": weekday,
        "start_time": time.fromisoformat(start),
        "end_time": time.fromisoformat(end),
        "label": label,
        "is_service": is_service,
        "provider": agency.entry["name"] if agency else None,
    }
