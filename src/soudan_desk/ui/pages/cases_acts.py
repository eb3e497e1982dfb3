"""What the case list can do, handed in as callables."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from soudan_desk.codes import CodeBook
from soudan_desk.services.case_lists import CaseFilter
from soudan_desk.services.case_order import CaseCounts, CaseOrder
from soudan_desk.services.cases import CaseRow
from soudan_desk.tables.cells import Value
from soudan_desk.ui.pages.cases_export import ExportWish


@dataclass(frozen=True, slots=True, kw_only=True)
class CasesActs:
    """The verbs of the case list, bound to a worker."""

    first: Callable[[CaseFilter, str, bool], list[CaseRow]]
    order: Callable[[CaseFilter, str, bool, bool], CaseOrder]
    rows: Callable[[Sequence[UUID]], list[CaseRow]]
    count: Callable[[CaseFilter], int]
    counts: Callable[[CaseFilter], CaseCounts]
    run: Callable[..., object]
    staff: Mapping[UUID, str]
    me: UUID
    states: Mapping[str, str]
    centres: dict[str, str]
    centre: Callable[[], str | None]
    codes: CodeBook
    today: date
    load: Callable[[], Mapping[str, Any]]
    store: Callable[[Mapping[str, Any]], None]
    export: Callable[[Sequence[str], Sequence[Sequence[Value]], ExportWish], int]
    """Writes the table and returns how many rows it has."""
    may_write: bool
