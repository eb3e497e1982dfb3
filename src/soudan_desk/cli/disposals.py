"""`disposal list`: what runs out by a day, and what is in its way; nothing is erased here."""

from __future__ import annotations

from typing import Annotated

import typer

from soudan_desk.cli.desk import Desk, at_desk
from soudan_desk.cli.options import day_of
from soudan_desk.services.looking import note_listed
from soudan_desk.services.retention import list_candidates, year_end


def register(app: typer.Typer) -> None:
    """Add the command."""
    app.callback()(_group)
    at_desk(app, "list", help="廃棄候補の一覧(見るだけで、消しません)")(list_all)


def _group() -> None:
    """Keep the word `list` although it is the only one of its group."""


def list_all(
    desk: Desk,
    by: Annotated[
        str | None,
        typer.Option("--by", metavar="DATE", help="この日までに終わるもの(今年度の終わり)"),
    ] = None,
) -> None:
    """List closed cases, and consultations without one, whose time runs out, oldest first."""
    until = year_end(desk.work.today()) if by is None else day_of(by, "--by")
    items = [
        {
            "kind": found.kind,
            "id": str(found.id),
            "number": found.case_no,
            "centre": found.centre,
            "process": found.process,
            "ended_on": found.closed_on.isoformat(),
            "kept_until_on": found.until_on.isoformat(),
            "basis": found.basis,
            "holds": list(found.holds),
        }
        for found in list_candidates(desk.work, until)
    ]
    note_listed(desk.work, "disposal", until, len(items))
    desk.output.many(items, len(items))
