"""The verbs of the page of figures, bound to a worker."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from soudan_desk.errors import SoudanError
from soudan_desk.reports.period import Period
from soudan_desk.reports.report import MadeReport, Report
from soudan_desk.reports.table import Cell, Heading
from soudan_desk.services.figure_cells import Behind, BehindRow
from soudan_desk.services.figure_questions import Countable
from soudan_desk.services.saved_tables import Kept
from soudan_desk.ui.export_question import ExportWish
from soudan_desk.ui.forms.context import FormContext
from soudan_desk.ui.pages.page import Place
from soudan_desk.ui.widgets.work_bar import WorkBar

Otherwise = Callable[[SoudanError], object]


@dataclass(frozen=True, slots=True, kw_only=True)
class FiguresActs:
    """The verbs of the page; `count`, `rows`, `behind` and `send` run in the background."""

    reports: Callable[[], Sequence[Report]]
    saved: Callable[[], Sequence[Kept]]
    kinds: Callable[[], Sequence[Countable]]
    centre: Callable[[], str | None]
    count: Callable[[Report, Period, WorkBar, Callable[[MadeReport], object], Otherwise], object]
    rows: Callable[[str, str, Period, Sequence[str], Callable[[list[Heading]], object]], object]
    """Fetches the rows of a question of a kind in a period, those that are wanted among them."""
    report_of: Callable[[Kept], Report]
    behind: Callable[[Cell, Callable[[Behind], object]], object]
    place_of: Callable[[BehindRow], Place | None]
    keep: Callable[[Kept], UUID]
    drop: Callable[[UUID], None]
    send: Callable[[MadeReport, ExportWish, Callable[[object], object], Otherwise], object]
    context: FormContext
    today: date
    may_take_out: bool
    may_keep: bool
