"""What every verb needs: whose desk it is, and the office's option lists and processes."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import TYPE_CHECKING

from soudan_desk.codes import CodeBook
from soudan_desk.services.due_rules import DueRule
from soudan_desk.services.process import Process
from soudan_desk.storage.actor import Actor
from soudan_desk.storage.store import Store

if TYPE_CHECKING:
    from soudan_desk.services.unsaved import Kept


@dataclass(frozen=True, slots=True)
class Work:
    """One worker at one open office; `processes` holds each centre's ways of working a case.

    `due_rules` say what falls due. `waiting` holds, by form, what is typed and could not be kept
    yet, or None for what was thrown away: `unsaved.keep_waiting`.
    """

    store: Store
    actor: Actor
    codes: CodeBook
    processes: Mapping[tuple[str, str], Process] = field(default_factory=dict)
    today: Callable[[], date] = date.today
    waiting: dict[str, Kept | None] = field(default_factory=dict, compare=False)
    due_rules: tuple[DueRule, ...] = ()

    def process_of(self, centre: str, key: str) -> Process:
        """Return a centre's process; a centre's package must have declared it."""
        return self.processes[centre, key]
