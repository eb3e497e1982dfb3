"""`office create`, `recover`, `rebuild`, `rotate-keys`, `check`, `share`, `info`."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Annotated

import typer

from soudan_desk.centres.centre import Centre
from soudan_desk.cli.desk import Desk, Program, at_desk
from soudan_desk.cli.options import Json, OfficePath, PasswordStdin, User
from soudan_desk.cli.output import Output
from soudan_desk.cli.passwords import (
    has_terminal,
    new_password,
    password_of,
    recovery_key,
    sheet_letters,
)
from soudan_desk.cli.progress import progress_for
from soudan_desk.errors import InvalidEntriesError
from soudan_desk.services.as_json import instant_text
from soudan_desk.services.key_change import change_keys
from soudan_desk.services.office import NewOffice, open_office
from soudan_desk.services.office_check import check_office
from soudan_desk.services.office_info import office_info
from soudan_desk.services.recovering import Recovered
from soudan_desk.services.sharing import share_office
from soudan_desk.services.work import Work
from soudan_desk.storage.keys import calibrate
from soudan_desk.storage.opened_office import OpenedOffice
from soudan_desk.storage.recovery import groups_to_prove, prove_recovery
from soudan_desk.storage.refusals import WrongRecoveryKeyError

Name = Annotated[str, typer.Option("--name", metavar="N", help="事務所の名称")]
CentreKeys = Annotated[list[str], typer.Option("--centre", metavar="C", help="センター(何度でも)")]
Admin = Annotated[str, typer.Option("--admin", metavar="LOGIN", help="管理者のログイン名")]
AdminName = Annotated[str, typer.Option("--admin-name", metavar="N", help="管理者の氏名")]
SheetFile = Annotated[
    Path, typer.Option("--recovery-sheet", metavar="F.pdf", help="回復キーの紙を保存する先")
]
ProveLater = Annotated[
    bool, typer.Option("--prove-later", help="紙の確かめは、画面で最初にログインするときにする")
]

_TRIES = 3


def register(app: typer.Typer) -> None:
    """Add the commands."""
    app.command("create", help="新しいオフィスを作り、回復キーの紙を保存する")(create)
    app.command("recover", help="回復キーの紙で入り直す(仮パスワードと新しい紙が出る)")(recover)
    app.command("rebuild", help="なくした鍵のファイルを、回復キーの紙か控えから作り直す")(rebuild)
    app.command("rotate-keys", help="オフィスの鍵を取り替える(退職のあとなど)")(rotate)
    app.command("check", help="オフィスのフォルダーに誤りがないか確かめる")(check)
    at_desk(app, "share", help="このパソコンで、何人かが同時に開けるようにする")(share)
    at_desk(app, "info", help="オフィスの名称・記録の数・最後の控え")(info)


def create(
    ctx: typer.Context,
    office: OfficePath,
    name: Name,
    centre: CentreKeys,
    admin: Admin,
    admin_name: AdminName,
    recovery_sheet: SheetFile,
    prove_later: ProveLater = False,
    password_stdin: PasswordStdin = False,
    json: Json = False,
) -> None:
    """Make an office; the sheet is written before anybody can work in it."""
    program: Program = ctx.obj
    output = Output(json)
    new = NewOffice(
        name=name, centres=_centres(program, centre), admin_login=admin, admin_name=admin_name
    )
    password = new_password(from_stdin=password_stdin, use_environment=True)
    opened = _make(program, office, new, password, recovery_sheet)
    try:
        _prove(opened, output, later=prove_later)
    finally:
        opened.close()
    output.one(_made(opened, new, recovery_sheet))


def _made(opened: OpenedOffice, new: NewOffice, recovery_sheet: Path) -> dict[str, object]:
    return {
        "office": str(opened.folder.path),
        "name": new.name,
        "centres": [key for key, _ in new.centres],
        "admin": new.admin_login,
        "recovery_sheet": str(recovery_sheet.absolute()),
    }


def _centres(program: Program, keys: list[str]) -> tuple[tuple[str, str], ...]:
    unknown = [key for key in keys if key not in program.centres]
    if unknown:
        known = "、".join(program.centres)
        raise InvalidEntriesError(
            {"centre": f"「{unknown[0]}」というセンターはありません。{known} から選んでください。"}
        )
    chosen: list[Centre] = [program.centres[key] for key in dict.fromkeys(keys)]
    return tuple((each.key, each.title) for each in chosen)


def _make(program: Program, path: Path, new: NewOffice, password: str, sheet: Path) -> OpenedOffice:
    from soudan_desk.desk.starting import start_office  # reads the paper kit

    routes = tuple(route for each in program.centres.values() for route in each.review_routes)
    office, _ = start_office(
        path,
        new,
        password,
        sheet,
        processes=program.processes,
        review_routes=routes,
        cost=calibrate(),
    )
    return office


def _prove(office: OpenedOffice, output: Output, *, later: bool) -> None:
    groups = groups_to_prove(office.folder)
    if groups is None:
        return
    if later or not has_terminal():
        output.note("回復キーの紙を印刷してください。最初にログインしたとき、2つの組を聞きます。")
        return
    output.note("回復キーの紙を開いて、見ながら答えてください。")
    for left in range(_TRIES - 1, -1, -1):
        typed = [_ask(f"{group}組目の4文字") for group in groups]
        try:
            prove_recovery(office.folder, office.keys, typed)
        except WrongRecoveryKeyError as error:
            output.note(str(error) if left else "最初にログインしたときに、もう一度聞きます。")
        else:
            return


def _ask(what: str) -> str:
    sys.stderr.write(f"{what}: ")
    sys.stderr.flush()
    return sys.stdin.readline().strip()


def recover(
    office: OfficePath,
    login: Annotated[str, typer.Option("--login", metavar="LOGIN", help="入り直す人のログイン名")],
    recovery_sheet: SheetFile,
    key_stdin: Annotated[
        bool, typer.Option("--password-stdin", help="回復キーを標準入力の1行目から読む")
    ] = False,
    json: Json = False,
) -> None:
    """Give a one-time password by the recovery key, which a new sheet replaces."""
    from soudan_desk.desk.recovery_paper import recover_with_sheet

    output = Output(json)
    key = recovery_key(from_stdin=key_stdin)
    done = recover_with_sheet(office, key, login, recovery_sheet)
    output.note("前の回復キーの紙では、もう開けません。新しい紙を印刷して金庫に入れてください。")
    _say_recovered(output, done, recovery_sheet)


def rebuild(
    office: OfficePath,
    login: Annotated[str, typer.Option("--login", metavar="LOGIN", help="入り直す人のログイン名")],
    recovery_sheet: SheetFile,
    slots_from: Annotated[
        Path | None,
        typer.Option("--slots-from", metavar="BUNDLE", help="紙の文字の代わりに使う控え"),
    ] = None,
    key_stdin: Annotated[
        bool,
        typer.Option(
            "--password-stdin", help="回復キーと用紙の控えの文字を標準入力から1行ずつ読む"
        ),
    ] = False,
    json: Json = False,
) -> None:
    """Make a lost key file anew by the recovery sheet, or by it and a copy."""
    from soudan_desk.desk.recovery_paper import recover_with_sheet

    output = Output(json)
    key = recovery_key(from_stdin=key_stdin)
    source = slots_from or sheet_letters(from_stdin=key_stdin)
    done = recover_with_sheet(office, key, login, recovery_sheet, lost_slots_from=source)
    output.note(
        "ほかの職員には、仮パスワードを出し直してください。新しい紙は金庫に入れてください。"
    )
    _say_recovered(output, done, recovery_sheet)


def rotate(
    ctx: typer.Context,
    office: OfficePath,
    user: User,
    to: Annotated[Path, typer.Option("--to", metavar="DIR", help="新しい鍵の控えを置くフォルダー")],
    password_stdin: PasswordStdin = False,
    json: Json = False,
) -> None:
    """Change the keys; passwords and the recovery key stay."""
    program: Program = ctx.obj
    output = Output(json)
    password = password_of(user, from_stdin=password_stdin)

    def open_desk() -> tuple[OpenedOffice, Work]:
        return open_office(office, user, password, processes=program.processes)

    with progress_for(output) as progress:
        done = change_keys(open_desk, to.absolute(), progress=progress)
    output.note(
        "前の鍵の控えは、前のパスワードや前の鍵で開けます。決まりに従って処分してください。"
    )
    old = [str(copy.bundle) for copy in done.old_copies]
    output.one({"bundle": str(done.copy.bundle), "old_copies": old})


def share(
    desk: Desk,
    off: Annotated[bool, typer.Option("--off", help="1人ずつ開くように戻す")] = False,
) -> None:
    """Let several have the office open at once on this computer, or one at a time again."""
    share_office(desk.work, desk.office, on=not off)
    desk.output.one({"office": str(desk.office.folder.path), "shared": not off})


def _say_recovered(output: Output, done: Recovered, sheet: Path) -> None:
    output.one(
        {
            "login": done.login,
            "one_time_password": done.one_time_password,
            "recovery_sheet": str(sheet.absolute()),
        }
    )


def check(
    ctx: typer.Context,
    office: OfficePath,
    user: User,
    password_stdin: PasswordStdin = False,
    json: Json = False,
) -> None:
    """Look at everything an office consists of; exit 1 when something is wrong."""
    checks = check_office(office, user, password_of(user, from_stdin=password_stdin))
    is_sound = all(each.ok for each in checks)
    items = [{"key": each.key, "ok": each.ok, "text": each.text} for each in checks]
    output = Output(json)
    if json:
        output.one({"ok": is_sound, "checks": items})
    else:
        output.many(items, len(items))
    if not is_sound:
        raise typer.Exit(1)


def info(desk: Desk) -> None:
    """Tell what the office is and how much it holds."""
    found = office_info(desk.work, desk.office.folder.path)
    desk.output.one(
        {
            "name": found.name,
            "centres": list(found.centres),
            "schema": found.schema,
            "records": found.records,
            "bytes": found.bytes,
            "last_backup": found.last_backup and instant_text(found.last_backup),
        }
    )
