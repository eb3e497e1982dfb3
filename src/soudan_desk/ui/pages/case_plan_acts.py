"""What the tables of a plan can do, handed in as callables."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, Protocol
from uuid import UUID

from soudan_desk.fields import Field
from soudan_desk.services.plan_changes import PlanChanges
from soudan_desk.services.plan_grid import PlanSheet, Row
from soudan_desk.services.unsaved import Kept
from soudan_desk.ui.forms.context import FormContext


class SaveRows(Protocol):
    """Saves a plan's tables; see `services.plan_grid.save_rows`."""

    def __call__(
        self,
        plan_id: UUID,
        rows: Mapping[str, Sequence[Row]],
        locks: Mapping[UUID, int],
        *,
        reason: str | None = None,
        form: str | None = None,
    ) -> PlanSheet:
        """Return the tables as they stand then."""


@dataclass(frozen=True, slots=True, kw_only=True)
class PlanRowActs:
    """The verbs of a plan's tables, bound to a worker and a case."""

    open: Callable[[UUID], PlanSheet]
    save: SaveRows
    begin: Callable[[str, UUID | None], Mapping[str, Any]]
    """What a record of a kind begins with, for the plan that is shown or the newest."""
    renew: Callable[[UUID], UUID]
    """Begins the plan after one."""
    issue: Callable[[UUID], UUID]
    """Begins the 計画 after a 案."""
    changes: Callable[[UUID], PlanChanges]
    decide: Callable[[UUID, Mapping[str, Any]], str]
    """Notes a plan's 支援決定・確認 with these answers; returns what it said about them."""
    decision_fields: tuple[Field, ...]
    today: Callable[[], date]
    fields: Callable[[str], tuple[Field, ...]]
    context: Callable[[str | None, date | None], FormContext]
    keep: Callable[..., None]
    kept: Callable[[str], Kept | None]
    drop: Callable[[str], None]
    may_write: bool
