"""A process: how a case of some kind goes from its opening to its close.

A centre's package gives the values; the verbs here only follow them.
"""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Process:
    """One way of working a case: its series letter in case numbers, its states and their list."""

    centre: str
    key: str
    label: str
    series: str
    states: str
    first_state: str
    closed_states: frozenset[str]
    interrupted_states: frozenset[str] = frozenset()
