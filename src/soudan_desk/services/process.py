"""A process: how a case of some kind goes from its opening to its close.

A centre's package gives the values; the verbs of `services.moves` only follow them.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from soudan_desk.models.staff import Role

CASEWORKERS = frozenset({Role.CASEWORKER, Role.SUPERVISOR})
SUPERVISORS = frozenset({Role.SUPERVISOR})
Ways = tuple[tuple[str, str], ...]
"""Moves, each by the state it leaves and the one it leads to."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Fact:
    """Something that lies in a case: a record of a kind with certain answers.

    `where` names for a question the codes any of which must be its answer; `filled` and `empty`
    name questions with and without an answer. With `newest` only the latest record counts: of
    those whose answers are as `own_kind` says (such as plans of one kind), which holds anyway.
    A void record never counts; a draft does, unless `final`. With `newest_of` (such as `plan`)
    only what points to the case's newest record of that kind counts. With `since` only what was
    begun after the case last made one of those moves: what carried it so far is used up, the next
    round asks for its own. With `decided` the 決裁 of the newest must be done as it stands, where
    the office asks for one. With `stands` a consent counts only while it holds (`Consent`).
    """

    kind: str
    own_kind: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    where: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    filled: tuple[str, ...] = ()
    empty: tuple[str, ...] = ()
    newest: bool = False
    final: bool = False
    newest_of: str | None = None
    since: Ways = ()
    decided: bool = False
    stands: bool = False


def ticked(step: str, since: Ways = ()) -> Fact:
    """Return the fact that a step without a record of its own was ticked off."""
    return Fact(kind="milestone", where={"step": (step,)}, since=since)


@dataclass(frozen=True, slots=True)
class Need:
    """What must be there before a move, any one of some facts; `missing` says it is not there.

    `instead` has better sentences where something else is: a consent that was taken back. A new
    record of the kind `begins` would meet it, and is offered.
    """

    missing: str
    any_of: tuple[Fact, ...]
    instead: tuple[tuple[Fact, str], ...] = ()
    begins: str = ""

    def steps(self) -> tuple[str, ...]:
        """Name the steps whose tick would meet it."""
        ticks = (fact.where["step"] for fact in self.any_of if fact.kind == "milestone")
        return tuple(step for steps in ticks for step in steps)


def tick(step: str, missing: str, since: Ways = ()) -> Need:
    """Return the need for a step to be ticked off."""
    return Need(missing, (ticked(step, since),))


def through(missing: str, kind: str, **own_kind: tuple[str, ...]) -> Need:
    """Return the need for the 決裁 of the case's newest record of a kind to be done."""
    return Need(missing, (Fact(kind=kind, own_kind=own_kind, newest=True, decided=True),))


@dataclass(frozen=True, slots=True)
class Start:
    """A to-do a move sets in motion for whoever makes it, due so many days later."""

    title: str
    days: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Move:
    """One way on from a state: where to, what must be there, who may, what it starts.

    With `roles` only workers holding one of them may take it, else the process's movers. A move
    that closes or interrupts always asks for a reason; others do with `asks_reason`. A state's
    moves stand in the order in which they are usual; what is `meant_by` facts, else by those of its
    first need, goes before them all once one of those is there.
    """

    to: str
    needs: tuple[Need, ...] = ()
    roles: frozenset[str] = frozenset()
    asks_reason: bool = False
    starts: tuple[Start, ...] = ()
    meant_by: tuple[Fact, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Process:
    """One way of working a case: its series letter in case numbers, its states and its moves.

    `line` names the states of the usual way in order, as the strip of steps draws them; `moves`
    gives each state's ways on; `movers` are the roles that take them.
    """

    centre: str
    key: str
    label: str
    series: str
    states: str
    first_state: str
    closed_states: frozenset[str]
    interrupted_states: frozenset[str] = frozenset()
    line: tuple[str, ...] = ()
    movers: frozenset[str] = frozenset()
    moves: Mapping[str, tuple[Move, ...]] = field(default_factory=dict)

    def move_to(self, state: str, to: str) -> Move | None:
        """Return the move from one state to another; None where the process has none."""
        return next((move for move in self.moves.get(state, ()) if move.to == to), None)

    def asks_reason(self, move: Move) -> bool:
        """Whether somebody must say why."""
        ends = self.closed_states | self.interrupted_states
        return move.asks_reason or move.to in ends
