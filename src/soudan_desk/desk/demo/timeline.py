"""When the steps of a story happen: office days, in order, none after yesterday."""

from __future__ import annotations

from functools import cache
from typing import NamedTuple

from soudan_desk.desk.demo.stories import Step, Thread
from soudan_desk.desk.demo.world import World

ENDS = frozenset({"closed", "interrupted", "closed_info", "closed_referred"})
_LONG_AGO = 80
_DENSEST = 2.0
"""Days between two contacts of a case that is asked to hold more than its window allows."""


class Moment(NamedTuple):
    """A step on its day; `start` in minutes of that day."""

    step: Step
    day: int
    start: int
    minutes: int


def schedule(world: World, thread: Thread, opened: int, *, wanted: int, most: int) -> list[Moment]:
    """Play `wanted` steps from the opening day; fewer where time does not suffice.

    A story that went quiet long ago gets an ending, unless that would be more than `most`.
    """
    last = world.days.last
    room = 1 + int((last - opened) / _DENSEST)
    steps = _with_everyday(world, thread, min(wanted, room))
    days = _days(world, steps, opened, last)
    moments = timed(world, list(zip(steps, days, strict=False)))
    if 0 < len(moments) < most and moments[-1].day < last - _LONG_AGO:
        return _parted(world, thread, moments)
    return moments


def _with_everyday(world: World, thread: Thread, wanted: int) -> list[Step]:
    steps = list(thread.steps[:wanted])
    extra = wanted - len(steps)
    if extra <= 0:
        return steps
    everyday = world.everyday[thread.everyday]
    first = int(world.random() * len(everyday))
    added = [everyday[(first + number) % len(everyday)] for number in range(extra)]
    places = _places(thread)
    chosen = sorted(places[int(world.random() * len(places))] for _ in added)
    for place, step in zip(reversed(chosen), reversed(added), strict=True):
        steps.insert(place, step)
    return steps


@cache
def _places(thread: Thread) -> tuple[int, ...]:
    """Say where an everyday contact fits: late, in a wide gap, mostly before the end."""
    end = len(thread) - (thread.steps[-1].state in ENDS)
    wide = [n for n in range(4, end) if thread.steps[n].gap[0] >= 9]
    return (*wide, end, end, end)


def _days(world: World, steps: list[Step], opened: int, last: int) -> list[int]:
    gaps = [world.between(step.gap) for step in steps]
    natural = sum(gaps[1:])
    room = last - opened
    squeeze = room / natural if len(steps) > 30 and natural > room else 1.0
    day = world.days.open_on(opened)
    found = [day]
    exact = float(day)
    for step, gap in zip(steps[1:], gaps[1:], strict=True):
        exact = max(exact, day) + gap * squeeze
        if gap:
            day = _day_for(world, step, min(int(exact), last + 1), after=day)
        if day > last:
            break
        found.append(day)
    return found


def _day_for(world: World, step: Step, wished: int, *, after: int) -> int:
    if step.any_day:
        return wished
    day = world.days.near(wished, world.random())
    return day if day > after else world.days.open_on(after + 1)


def timed(world: World, pairs: list[tuple[Step, int]]) -> list[Moment]:
    """Give each step its time of day; those of one day follow each other."""
    moments: list[Moment] = []
    for step, day in pairs:
        minutes = max(5, world.between(step.minutes) // 5 * 5)
        before = moments[-1] if moments and moments[-1].day == day else None
        moments.append(Moment(step, day, _start(world, step, minutes, before), minutes))
    return moments


def _start(world: World, step: Step, minutes: int, before: Moment | None) -> int:
    if step.at:
        hours, _, rest = step.at.partition(":")
        start = int(hours) * 60 + int(rest) + world.between((-2, 2)) * 5
    else:
        latest = max(17 * 60 + 15 - minutes, 9 * 60 + 5)
        start = world.between((9 * 60 // 5, latest // 5)) * 5
    if before and start < before.start + before.minutes:
        start = before.start + before.minutes + world.between((2, 9)) * 5
    return min(start, 23 * 60 + 50 - minutes)


def _parted(world: World, thread: Thread, moments: list[Moment]) -> list[Moment]:
    if moments[-1].step.state in ENDS or world.random() < 0.15:
        return moments
    step = world.one_of(world.partings[thread.everyday])
    day = world.days.open_on(moments[-1].day + world.between((35, 60)))
    return [*moments, *timed(world, [(step, day)])]
