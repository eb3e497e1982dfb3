"""`demo`: an office of fictional people."""

from __future__ import annotations

import os
import shutil
from pathlib import Path
from typing import Annotated, Any

import typer

from soudan_desk.cli.desk import Program
from soudan_desk.cli.options import Json, OfficePath, day_of
from soudan_desk.cli.output import Output
from soudan_desk.cli.passwords import OF_THE_WORKER, has_terminal
from soudan_desk.storage.folder import OfficeFolder

SITS_DOWN = "shunin"
"""Whose desk the window opens at."""


def register(app: typer.Typer) -> None:
    """Add the command."""
    app.command("demo", help="見本の事務所(架空の人々)を作って開く")(demo)


def demo(
    ctx: typer.Context,
    office: OfficePath,
    cases: Annotated[
        int | None, typer.Option("--cases", metavar="N", min=0, help="ケースの数")
    ] = None,
    consultations: Annotated[
        int | None, typer.Option("--consultations", metavar="N", min=0, help="相談の数")
    ] = None,
    seed: Annotated[
        int | None, typer.Option("--seed", metavar="N", help="同じ数なら同じ見本(なければ1)")
    ] = None,
    on: Annotated[
        str | None, typer.Option("--on", metavar="DATE", help="見本の「今日」(なければ今日)")
    ] = None,
    no_window: Annotated[bool, typer.Option("--no-window", help="画面を開かない")] = False,
    json: Json = False,
) -> None:
    """Make a demo office, then open the window at a supervisor's desk in it."""
    program: Program = ctx.obj
    password = os.environ.get(OF_THE_WORKER)
    day = None if on is None else day_of(on, "--on")
    wanted = {"cases": cases, "consultations": consultations, "seed": seed, "on": day}
    given = {key: value for key, value in wanted.items() if value is not None}
    if not no_window and not given and OfficeFolder(office).marker_file.exists():
        Output(json).note("この見本の事務所はもうあります。そのまま開きます。")
    else:
        Output(json).one(_make(program, office, password, given))
    if not no_window:
        raise typer.Exit(_show(program, office, password))


def _make(
    program: Program, path: Path, given: str | None, wanted: dict[str, Any]
) -> dict[str, Any]:
    from soudan_desk.desk.demo.write import LOGINS, PASSWORD, give_slots, make_demo

    password = given or PASSWORD
    was_empty = not path.exists() or not any(path.iterdir())
    try:
        made = make_demo(
            path, processes=program.processes, password=password, progress=_counted, **wanted
        )
        give_slots(path, password)
    except BaseException:
        if was_empty:
            shutil.rmtree(path, ignore_errors=True)
        raise
    return {
        "office": str(path.absolute()),
        "logins": list(LOGINS),
        "password": None if given else password,
        "records": made.counts,
    }


def _counted(number: int) -> None:
    if has_terminal():
        typer.echo(f"\r{number:,}件", err=True, nl=False)


def _show(program: Program, office: Path, given: str | None) -> int:
    from soudan_desk.desk.demo.write import PASSWORD

    if program.show is None:
        return 0
    return program.show(office, SITS_DOWN, given or PASSWORD)
