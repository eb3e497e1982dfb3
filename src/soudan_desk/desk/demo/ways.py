"""The way a case of the demo has gone: each state of its process with the day it came there."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from itertools import pairwise
from typing import NamedTuple

from soudan_desk.centres import all_processes
from soudan_desk.desk.demo.days import Days
from soudan_desk.desk.demo.stories import Thread, load_files
from soudan_desk.desk.demo.timeline import ENDS, Moment
from soudan_desk.services.process import Process

_USUAL = "consultation"
_APPLICATION, _INFORMED = "use_application", "closed_info"
_ENDINGS: dict[str, tuple[str, ...]] = {
    "nichiji": ("terminated",),
    "guardianship": ("closed", "registered"),
    "plan_consultation": ("ended",),
    "regional_move": ("ended",),
    "job_support": ("ended",),
}
"""How a process of its own ends when its story is broken off: the first way that is open."""


class _Again(NamedTuple):
    """How a process comes to a second plan, where a first one has lasted long enough."""

    during: str
    """The state in which the first plan is carried out."""
    least: int
    turn: tuple[str, str]
    """The move that ends the first plan's round."""
    stops: tuple[tuple[str, float], ...]
    """The states of the second round, each after its part of the whole support's length."""


_AGAIN = {
    ("life_support", "consultation"): _Again(
        "supporting",
        105,
        ("evaluating", "planning"),
        (
            ("evaluating", 0.38),
            ("planning", 0.46),
            ("awaiting_meeting", 0.52),
            ("awaiting_decision", 0.64),
            ("supporting", 0.7),
        ),
    ),
    ("rights_advocacy", "nichiji"): _Again(
        "service",
        75,
        ("service", "change"),
        (("change", 0.5), ("service", 0.58)),
    ),
    ("disability", "plan_consultation"): _Again(
        "plan_issued",
        75,
        ("monitoring", "assessing"),
        (
            ("monitoring", 0.62),
            ("assessing", 0.66),
            ("draft_submitted", 0.72),
            ("decided", 0.78),
            ("plan_issued", 0.83),
        ),
    ),
}


@dataclass(frozen=True, slots=True)
class Way:
    """The states of a case in their order, the last one that in which it stands."""

    process: Process
    stops: tuple[tuple[str, int], ...]
    replanned: int | None = None
    """The day on which another plan was begun after this round, if one was."""

    @property
    def state(self) -> str:
        """The state in which the case stands."""
        return self.stops[-1][0]

    @property
    def since(self) -> int:
        """The day on which it came to that state."""
        return self.stops[-1][1]

    @property
    def is_closed(self) -> bool:
        """Whether the case is closed for good."""
        return self.state in self.process.closed_states

    @property
    def is_ended(self) -> bool:
        """Whether nothing is to be done in the case, closed or interrupted."""
        return self.is_closed or self.state in self.process.interrupted_states

    def day(self, *states: str) -> int | None:
        """Return the first day the case was in one of some states."""
        return next((day for state, day in self.stops if state in states), None)

    def rounds(self) -> tuple[Way, ...]:
        """Return the way in parts, one for each plan; the whole of it where there is but one."""
        states = [state for state, _ in self.stops]
        known = _AGAIN.get((self.process.centre, self.process.key))
        again = [n for n, two in enumerate(pairwise(states), 1) if known and two == known.turn]
        if not again:
            return (self,)
        first, second = self.stops[: again[0]], self.stops[again[0] :]
        return Way(self.process, first, second[0][1]), Way(self.process, second)


def way_of(days: Days, thread: Thread, opened: int, moments: list[Moment]) -> Way:
    """Read a case's way from its story; states the story jumps over lie between its days."""
    process = _process(thread)
    stops = [(process.first_state, opened)]
    applied = False
    for moment in moments:
        applied = applied or any(each["type"] == _APPLICATION for each in moment.step.consent)
        if state := _told(process, thread, moment, stops[-1][0], applied):
            stops.extend(_on_the_way(days, process, stops[-1], (state, moment.day)))
    return Way(process, tuple(_second_round(days, process, stops)))


def _second_round(
    days: Days, process: Process, stops: list[tuple[str, int]]
) -> list[tuple[str, int]]:
    """Let a long support come to a second plan: the first is evaluated, another follows."""
    again = _AGAIN.get((process.centre, process.key))
    place = next((n for n, (state, _) in enumerate(stops) if again and state == again.during), None)
    if again is None or place is None:
        return stops
    begun, after = stops[place][1], stops[place + 1 :]
    if after and after[-1][0] == "monitoring":  # it goes on: looked at again in the second round
        after = after[:-1]
    span = (after[-1][1] if after else days.today) - begun
    if span < again.least:
        return stops
    found = stops[: place + 1]
    ends = [(state, span * 0.9) for state, _ in after[:-1]]
    for state, share in (*((state, span * part) for state, part in again.stops), *ends):
        day = max(found[-1][1], days.open_before(begun + int(share) + 1))
        found.append((state, day))
    return [*found, *after[-1:]]


def _process(thread: Thread) -> Process:
    key = load_files()[thread.key].get("process", _USUAL)
    return _known()[thread.centre, key]


@cache
def _known() -> dict[tuple[str, str], Process]:
    return all_processes()


def _told(process: Process, thread: Thread, moment: Moment, now: str, applied: bool) -> str | None:
    state = moment.step.state
    if moment.step not in thread.steps and state in ENDS:
        return _ending(process, state, now, applied)
    own = load_files()[thread.key].get("states", {})
    if own and moment.step in thread.steps:
        place = str(thread.steps.index(moment.step))
        state = own.get(place) or own.get(state, state)
    return state if state in process.moves and state != now else None


def _ending(process: Process, state: str, now: str, applied: bool) -> str | None:
    if process.key in _ENDINGS:
        ways = _ENDINGS[process.key]
        return next((way for way in ways if process.move_to(now, way)), ways[-1])
    if state == "closed" and not applied and _INFORMED in process.moves:
        return _INFORMED
    return state


def _on_the_way(
    days: Days, process: Process, now: tuple[str, int], to: tuple[str, int]
) -> list[tuple[str, int]]:
    if process.move_to(now[0], to[0]):
        return [to]
    if now[0] not in process.line or to[0] not in process.line:
        return []
    first, last = process.line.index(now[0]), process.line.index(to[0])
    between = process.line[first + 1 : last + 1]
    length = to[1] - now[1]
    found, day = [], now[1]
    for number, state in enumerate(between, 1):
        wished = now[1] + length * number // len(between)
        day = max(day, days.open_before(wished + 1)) if number < len(between) else to[1]
        found.append((state, day))
    return found
