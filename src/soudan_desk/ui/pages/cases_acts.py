"""What the case list can do, handed in as callables."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from soudan_desk.codes import CodeBook
from soudan_desk.services.case_around import Next
from soudan_desk.services.case_lists import CaseFilter
from soudan_desk.services.case_order import CaseCounts, CaseOrder
from soudan_desk.services.cases import CaseRow
from soudan_desk.services.saved_views import ViewRow
from soudan_desk.services.supervision import Supervision
from soudan_desk.tables.cells import Value
from soudan_desk.ui.export_question import ExportWish
from soudan_desk.ui.paper_dialog import PaperActs


@dataclass(frozen=True, slots=True, kw_only=True)
class ViewActs:
    """The verbs over views kept by name; `save` takes name, view and whether for the office."""

    list: Callable[[], Sequence[ViewRow]]
    save: Callable[[str, Mapping[str, Any], bool], UUID]
    replace: Callable[[UUID, Mapping[str, Any]], None]
    rename: Callable[[UUID, str], None]
    drop: Callable[[UUID], None]
    for_office: bool
    """Whether the worker may keep views for everybody."""


@dataclass(frozen=True, slots=True)
class ShownCases:
    """The list as it is shown: which cases in which order, and each one's cells."""

    ids: Sequence[UUID]
    headings: Sequence[str]
    line: Callable[[CaseRow], list[Value]]
    words: str
    """What it is narrowed to."""


@dataclass(frozen=True, slots=True, kw_only=True)
class CasesActs:
    """The verbs of the case list, bound to a worker."""

    first: Callable[[CaseFilter, str, bool], list[CaseRow]]
    order: Callable[[CaseFilter, str, bool, bool], CaseOrder]
    rows: Callable[[Sequence[UUID]], list[CaseRow]]
    due: Callable[[Sequence[UUID]], Mapping[UUID, Next]]
    """What falls due first in each of these cases."""
    leaving: Callable[[Sequence[UUID], str], list[CaseRow]]
    """The rows of these cases as they may leave the office."""
    count: Callable[[CaseFilter], int]
    counts: Callable[[CaseFilter], CaseCounts]
    supervise: Callable[[str | None], Supervision]
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
    views: ViewActs
    export: Callable[[str, Sequence[str], Sequence[Sequence[Value]], ExportWish], int]
    """Writes a table under a title and returns how many rows it has."""
    case_papers: Callable[[ShownCases], PaperActs]
    worker_papers: Callable[[Supervision], PaperActs]
    may_write: bool
    open_in_emergency: Callable[[str, str], UUID] | None
    """Opens a restricted case, by its number or its person's name, for a reason; a supervisor's."""
