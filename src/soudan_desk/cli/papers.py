"""`papers list`."""

from __future__ import annotations

from typing import Any

import typer

from soudan_desk.cli.desk import Desk, at_desk
from soudan_desk.cli.options import Centre
from soudan_desk.models import record_kinds


def register(app: typer.Typer) -> None:
    """Add the command."""
    app.callback()(_group)
    at_desk(app, "list", help="印刷できる書類の一覧")(list_papers)


def _group() -> None:
    """Keep the word `list` although it is the only one of its group."""


def list_papers(desk: Desk, centre: Centre = None) -> None:
    """List the papers the office prints."""
    from soudan_desk.papers.catalogue import PAPERS

    every = list(desk.program.centres)
    items = [_item(paper, every) for paper in PAPERS.values()]
    shown = [item for item in items if centre is None or centre in item["centres"]]
    desk.output.many(shown, len(shown))


def _item(paper: Any, every_centre: list[str]) -> dict[str, Any]:
    kind = next(iter(paper.kinds), None)
    kept_by = record_kinds()[kind].centres if kind is not None else ()
    return {
        "paper": paper.key,
        "label": paper.label,
        "kind": kind,
        "centres": list(kept_by or every_centre),
        "form": paper.form,
        "personal": paper.personal,
    }
