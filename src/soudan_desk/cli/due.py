"""`due`."""

from __future__ import annotations

from typing import Annotated

import typer

from soudan_desk.cli.desk import Desk, at_desk
from soudan_desk.cli.options import Centre, day_of
from soudan_desk.services.cases_as_json import case_filter
from soudan_desk.services.due_as_json import due_as_json
from soudan_desk.services.looking import note_listed


def register(app: typer.Typer) -> None:
    """Add the command."""
    at_desk(app, "due", help="期限の一覧")(list_due)


def list_due(
    desk: Desk,
    on: Annotated[
        str | None, typer.Option("--on", metavar="DATE", help="この日から見た期限(今日)")
    ] = None,
    worker: Annotated[
        str | None, typer.Option("--worker", metavar="LOGIN", help="担当のログイン名")
    ] = None,
    centre: Centre = None,
) -> None:
    """List what falls due, by day and case number."""
    day = None if on is None else day_of(on, "--on")
    narrowed = case_filter(desk.work, centre=centre, state=None, worker=worker)
    items = list(due_as_json(desk.work, narrowed, on=day))
    note_listed(desk.work, "due", narrowed, len(items))
    desk.output.many(items, len(items))
