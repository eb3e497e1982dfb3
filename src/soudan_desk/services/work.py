"""What every verb needs: whose desk it is, and the office's option lists and processes."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date

from soudan_desk.codes import CodeBook
from soudan_desk.services.process import Process
from soudan_desk.storage.actor import Actor
from soudan_desk.storage.store import Store


@dataclass(frozen=True, slots=True)
class Work:
    """One worker at one open office; `processes` holds each centre's ways of working a case."""

    store: Store
    actor: Actor
    codes: CodeBook
    processes: Mapping[tuple[str, str], Process] = field(default_factory=dict)
    today: Callable[[], date] = date.today

    def process_of(self, centre: str, key: str) -> Process:
        """Return a centre's process; a centre's package must have declared it."""
        return self.processes[centre, key]
