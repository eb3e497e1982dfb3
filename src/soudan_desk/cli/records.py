"""`record kinds`, `add`, `show`, `list`, `amend`, `finalise`, `void`."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Annotated

import typer

from soudan_desk.cli.desk import Desk, at_desk
from soudan_desk.cli.options import JsonFile, Kind, Limit, Reason, RecordId, id_of, read_json
from soudan_desk.cli.second import SecondLogin, require_revealing, second_at
from soudan_desk.services.as_json import kinds_as_json, show_as_json
from soudan_desk.services.json_records import add_json, add_records, amend_json
from soudan_desk.services.looking import note_listed, note_opened
from soudan_desk.services.protected import ask_to_hand_out_record
from soudan_desk.services.record_lists import RecordList
from soudan_desk.services.records import Saved, finalise_record, void_record


def register(app: typer.Typer) -> None:
    """Add the commands."""
    at_desk(app, "kinds", help="記録の種類と項目の一覧")(kinds)
    at_desk(app, "add", help="記録を入れる(1件の組か、組のリスト)")(add)
    at_desk(app, "show", help="記録を見る")(show)
    at_desk(app, "list", help="記録の一覧")(list_records)
    at_desk(app, "amend", help="確定した記録を訂正・追記する")(amend)
    at_desk(app, "finalise", help="下書きを確定する")(finalise)
    at_desk(app, "void", help="記録を取り消す(消えません)")(void)


def kinds(desk: Desk) -> None:
    """Describe every kind of record."""
    items = list(kinds_as_json(list(desk.program.centres)))
    desk.output.many(items, len(items))


def add(
    desk: Desk,
    kind: Kind,
    file: JsonFile,
    finalise: Annotated[bool, typer.Option("--finalise", help="下書きにせず確定する")] = False,
) -> None:
    """Add one object or a list of them, all or none."""
    given = read_json(file)
    if isinstance(given, list):
        _tell(desk, add_records(desk.work, kind, given, finalise=finalise))
    else:
        _tell(desk, [add_json(desk.work, kind, given, finalise=finalise)])


def _tell(desk: Desk, saved: Sequence[Saved]) -> None:
    items = [
        {"kind": each.kind, "id": str(each.id), "version": each.version, "state": each.state}
        for each in saved
    ]
    desk.output.many(items, len(items))


def show(
    desk: Desk,
    kind: Kind,
    record_id: RecordId,
    version: Annotated[
        int | None, typer.Option("--version", metavar="N", min=1, help="何版目を見るか")
    ] = None,
    reveal: Annotated[
        bool,
        typer.Option("--reveal", help="支援措置で伏せてあるものも出す(2人の確認と理由が残ります)"),
    ] = False,
    second: SecondLogin = "",
    reason: Annotated[
        str, typer.Option("--reason", metavar="T", help="伏せてあるものを出す理由")
    ] = "",
) -> None:
    """Show a record."""
    asked = None
    if reveal:
        require_revealing(second, reason)
        witness = second_at(desk, second)
        asked = ask_to_hand_out_record(desk.work, kind, id_of(record_id), witness, reason)
    shown = show_as_json(desk.work, kind, id_of(record_id), version, asked=asked)
    note_opened(desk.work, kind, id_of(record_id))
    desk.output.one(shown)


def list_records(
    desk: Desk,
    kind: Kind,
    case: Annotated[
        str | None, typer.Option("--case", metavar="NO", help="このケースの記録だけ")
    ] = None,
    where: Annotated[
        list[str] | None,
        typer.Option("--where", metavar="field=value", help="項目の値で絞る(何度でも)"),
    ] = None,
    limit: Limit = None,
) -> None:
    """List records of a kind, oldest entered first."""
    pairs = [_pair(each) for each in where or ()]
    found = RecordList(desk.work, kind, case_no=case, where=pairs)
    note_listed(desk.work, kind, (case, *pairs), found.total)
    shown = found.total if limit is None else min(limit, found.total)
    desk.output.many(found.items(limit), found.total, truncated=shown < found.total)


def _pair(text: str) -> tuple[str, str]:
    key, sign, value = text.partition("=")
    if not sign or not key:
        raise typer.BadParameter(
            f"「{text}」は field=value の形ではありません。", param_hint="--where"
        )
    return key, value


def amend(desk: Desk, kind: Kind, record_id: RecordId, file: JsonFile, reason: Reason) -> None:
    """Write a new version with the answers given."""
    given = read_json(file)
    _tell(desk, [amend_json(desk.work, kind, id_of(record_id), given, reason=reason)])


def finalise(desk: Desk, kind: Kind, record_id: RecordId) -> None:
    """Make a draft final."""
    _tell(desk, [finalise_record(desk.work, kind, id_of(record_id))])


def void(desk: Desk, kind: Kind, record_id: RecordId, reason: Reason) -> None:
    """Take a wrong record out of use."""
    _tell(desk, [void_record(desk.work, kind, id_of(record_id), reason=reason)])
