"""`codes list`."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Annotated, Any

import typer

from soudan_desk.cli.desk import Desk, at_desk
from soudan_desk.cli.options import day_of
from soudan_desk.codes import CodeEntry
from soudan_desk.errors import NotFoundError

ListName = Annotated[
    str | None, typer.Argument(metavar="LIST", help="一覧の名(consultation.method など)")
]
On = Annotated[str | None, typer.Option("--on", metavar="DATE", help="その日に使えるものだけ")]


def register(app: typer.Typer) -> None:
    """Add the command."""
    app.callback()(_group)
    at_desk(app, "list", help="選択肢の一覧")(list_codes)


def _group() -> None:
    """Keep the word `list` although it is the only one of its group."""


def list_codes(desk: Desk, name: ListName = None, on: On = None) -> None:
    """List options, a centre's own lists with the list they stand for."""
    day = None if on is None else day_of(on, "--on")
    items = [_item(entry) for entry in _entries(desk, name) if day is None or entry.valid_on(day)]
    desk.output.many(items, len(items))


def _entries(desk: Desk, name: str | None) -> Iterator[CodeEntry]:
    codes = desk.work.codes
    if name is None:
        yield from codes
        return
    names = [name, *(f"{name}.{centre}" for centre in desk.program.centres)]
    known = [each for each in codes.lists() if each in names]
    if not known:
        raise NotFoundError(
            f"「{name}」という一覧はありません。codes list で一覧の名を確かめてください。"
        )
    for each in known:
        yield from codes.entries(each)


def _item(entry: CodeEntry) -> dict[str, Any]:
    return {
        "list": entry.list,
        "code": entry.code,
        "label": entry.label,
        "valid_from": entry.valid_from and entry.valid_from.isoformat(),
        "valid_to": entry.valid_to and entry.valid_to.isoformat(),
        "national": entry.national,
    }
