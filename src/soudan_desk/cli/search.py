"""`search`."""

from __future__ import annotations

from typing import Annotated, Any

import typer

from soudan_desk.cli.desk import Desk, at_desk
from soudan_desk.services.looking import note_searched
from soudan_desk.services.search import Hit
from soudan_desk.services.search import search as find


def register(app: typer.Typer) -> None:
    """Add the command."""
    at_desk(app, "search", help="すべての記録から言葉を探す")(search)


def search(
    desk: Desk,
    words: Annotated[list[str], typer.Argument(metavar="WORDS", help="探す言葉(すべてを含む)")],
    limit: Annotated[
        int, typer.Option("--limit", metavar="N", min=1, help="分類ごとの件数の上限")
    ] = 50,
) -> None:
    """Find records in which every word occurs."""
    found = find(desk.work, " ".join(words), limit=limit)
    note_searched(desk.work, found.query, len(found.hits))
    desk.output.found(found.query, [_item(hit) for hit in found.hits], truncated=bool(found.more))


def _item(hit: Hit) -> dict[str, Any]:
    return {
        "group": hit.group,
        "kind": hit.kind,
        "id": str(hit.id),
        "case_no": hit.case_no,
        "title": hit.title,
        "context": hit.context,
        "match": list(hit.match),
        "on": hit.on and hit.on.isoformat(),
    }
