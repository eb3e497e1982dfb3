"""`case open`, `case move`, `case close`, `case show`, `case list`."""

from __future__ import annotations

from typing import Annotated
from uuid import UUID

import typer

from soudan_desk.cli.desk import Desk, at_desk
from soudan_desk.cli.options import CaseNo, Centre, id_of, read_json
from soudan_desk.services.cases import case_id_of, open_case
from soudan_desk.services.cases_as_json import (
    case_as_json,
    case_filter,
    cases_as_json,
    opened_as_json,
)
from soudan_desk.services.looking import note_listed, note_opened
from soudan_desk.services.moves import Wanted, close_case, move_cases, wanted_from_json


def register(app: typer.Typer) -> None:
    """Add the commands."""
    at_desk(app, "open", help="ケースを開く")(open_one)
    at_desk(app, "move", help="ケースを進める")(move)
    at_desk(app, "close", help="ケースを終える")(close)
    at_desk(app, "show", help="ケースを見る")(show)
    at_desk(app, "list", help="ケースの一覧")(list_cases)


def open_one(
    desk: Desk,
    centre: Annotated[str, typer.Option("--centre", metavar="C", help="センター")],
    person: Annotated[str, typer.Option("--person", metavar="ID", help="本人の番号")],
    process: Annotated[str, typer.Option("--process", metavar="P", help="業務")] = "consultation",
    consultation: Annotated[
        str | None, typer.Option("--consultation", metavar="ID", help="もとになる相談の番号")
    ] = None,
) -> None:
    """Open a case."""
    case_id = open_case(
        desk.work,
        centre=centre,
        person_id=id_of(person, "--person"),
        process=process,
        consultation_id=None if consultation is None else id_of(consultation, "--consultation"),
    )
    desk.output.one(opened_as_json(desk.work, case_id))


def move(
    desk: Desk,
    case_no: Annotated[
        str, typer.Argument(metavar="CASE_NO|FILE", help="番号、または一覧のファイル")
    ],
    state: Annotated[str | None, typer.Argument(metavar="STATE", help="進める先")] = None,
    reason: Annotated[str | None, typer.Option("--reason", metavar="T", help="理由")] = None,
) -> None:
    """Take one case to another state, or every case of a file, all or none."""
    if state is None:
        numbers = move_cases(desk.work, wanted_from_json(read_json(case_no)))
        items = [case_as_json(desk.work, number) for number in numbers]
        desk.output.many(items, len(items))
        return
    move_cases(desk.work, [Wanted(case_no, state, reason)])
    desk.output.one(case_as_json(desk.work, case_no))


def close(
    desk: Desk,
    case_no: CaseNo,
    reason: Annotated[str, typer.Option("--reason", metavar="T", help="理由")],
) -> None:
    """Close a case, by the way its process allows from where it stands."""
    close_case(desk.work, case_id_of(desk.work, case_no), reason=reason)
    desk.output.one(case_as_json(desk.work, case_no))


def show(desk: Desk, case_no: CaseNo) -> None:
    """Show a case."""
    shown = case_as_json(desk.work, case_no)
    note_opened(desk.work, "case", UUID(shown["id"]))
    desk.output.one(shown)


def list_cases(
    desk: Desk,
    centre: Centre = None,
    state: Annotated[str | None, typer.Option("--state", metavar="S", help="状態")] = None,
    worker: Annotated[
        str | None, typer.Option("--worker", metavar="LOGIN", help="担当のログイン名")
    ] = None,
    overdue: Annotated[bool, typer.Option("--overdue", help="次の期限を過ぎたものだけ")] = False,
) -> None:
    """List cases by number."""
    narrowed = case_filter(desk.work, centre=centre, state=state, worker=worker)
    items = list(cases_as_json(desk.work, narrowed, only_overdue=overdue))
    note_listed(desk.work, "case", narrowed, len(items))
    desk.output.many(items, len(items))
