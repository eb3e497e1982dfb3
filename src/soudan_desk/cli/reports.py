"""`reports list` and `report`."""

from __future__ import annotations

import re
from datetime import date
from pathlib import Path
from typing import Annotated

import typer

from soudan_desk.cli.desk import Desk, at_desk
from soudan_desk.cli.options import Centre, Reason, reason_given
from soudan_desk.cli.progress import progress_for
from soudan_desk.reports.period import Period, fiscal_year_of, month_of

_MONTH = re.compile(r"(\d{4})-(\d{2})")
_FIRST_YEAR, _LAST_YEAR = 1900, 2200


Name = Annotated[
    str, typer.Argument(metavar="REPORT", help="集計の名前(reports list で見られます)")
]
Month = Annotated[str | None, typer.Option("--month", metavar="YYYY-MM", help="月(2026-10 など)")]
FiscalYear = Annotated[
    int | None, typer.Option("--fiscal-year", metavar="YYYY", help="年度(2026 など)")
]
Target = Annotated[
    Path | None, typer.Option("--to", metavar="F", help="保存先(.xlsx .csv .pdf .json)")
]
CellKeys = Annotated[
    str | None,
    typer.Option("--cell", metavar="ROW,COL", help="この欄に数えた記録の番号(表:行,列も可)"),
]


def register(app: typer.Typer) -> None:
    """Add the commands about reports."""
    app.callback()(_group)
    at_desk(app, "list", help="集計の一覧(センターの月次集計と、保存した集計表)")(list_all)


def register_report(app: typer.Typer) -> None:
    """Add the command that stands by itself."""
    at_desk(app, "report", help="集計を作る(.xlsx .csv .pdf .json)")(make)


def _group() -> None:
    """Keep the word `list` although it is the only one of its group."""


def list_all(desk: Desk) -> None:
    """List the reports the login may make."""
    from soudan_desk.desk.reporting import list_reports

    items = [info.as_json() for info in list_reports(desk.work, desk.program.centres)]
    desk.output.many(items, len(items))


def make(
    desk: Desk,
    report: Name,
    month: Month = None,
    fiscal_year: FiscalYear = None,
    to: Target = None,
    cell: CellKeys = None,
    centre: Centre = None,
    reason: Reason = "",
) -> None:
    """Count a report, write it to a file and say what it holds."""
    from soudan_desk.desk.report_files import for_outside, form_of, send_report
    from soudan_desk.desk.reporting import behind_cell, cell_of, run_report

    period = _period(month, fiscal_year)
    if to is None and cell is None:
        raise typer.BadParameter("保存先を指定してください。", param_hint="--to")
    if to is not None:
        form_of(to)
    with progress_for(desk.output) as tell:
        made = run_report(desk.work, desk.program.centres, report, period, centre=centre, tell=tell)
    chosen = cell_of(made, cell) if cell is not None else None
    if to is not None:
        send_report(desk.work, made, to, reason=reason_given(reason, "report"))
    if chosen is not None:
        desk.output.one(behind_cell(desk.work, chosen).as_json())
    elif desk.output.wants_json:
        desk.output.one(for_outside(desk.work, made).as_json())
    else:
        desk.output.one({"file": str(to and to.absolute()), "title": made.title})


def _period(month: str | None, year: int | None) -> Period:
    if (month is None) == (year is None):
        raise typer.BadParameter(
            "--month か --fiscal-year の、どちらか一つを指定してください。", param_hint="--month"
        )
    if year is not None:
        if not _FIRST_YEAR <= year <= _LAST_YEAR:
            raise typer.BadParameter(
                "年度は 2026 のように西暦4桁で入れてください。", param_hint="--fiscal-year"
            )
        return fiscal_year_of(date(year, 4, 1))
    found = _MONTH.fullmatch(month or "")
    if found is None or not 1 <= int(found[2]) <= 12 or not int(found[1]) >= _FIRST_YEAR:
        raise typer.BadParameter(
            f"「{month}」は月ではありません。2026-10 のように入れてください。", param_hint="--month"
        )
    return month_of(date(int(found[1]), int(found[2]), 1))
