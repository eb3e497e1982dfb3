"""`staff add`, `list`, `reset`, `disable`, `set-password`."""

from __future__ import annotations

from typing import Annotated

import typer

from soudan_desk.cli.desk import Desk, Program, at_desk
from soudan_desk.cli.options import Json, OfficePath, PasswordStdin
from soudan_desk.cli.output import Output
from soudan_desk.cli.passwords import new_password, password_of
from soudan_desk.services.office import open_office
from soudan_desk.services.staff import (
    StaffRow,
    add_staff,
    change_own_password,
    disable_staff,
    list_staff,
    reset_staff,
)

Login = Annotated[str, typer.Argument(metavar="LOGIN", help="職員のログイン名")]


def register(app: typer.Typer) -> None:
    """Add the commands."""
    at_desk(app, "add", help="職員を登録し、仮パスワードを出す")(add)
    at_desk(app, "list", help="職員の一覧")(list_all)
    at_desk(app, "reset", help="仮パスワードを作り直す")(reset)
    at_desk(app, "disable", help="職員の利用を止める")(disable)
    app.command("set-password", help="自分のパスワードを決める(仮パスワードからも)")(set_password)


def add(
    desk: Desk,
    login: Login,
    name: Annotated[str, typer.Option("--name", metavar="N", help="氏名")],
    role: Annotated[list[str], typer.Option("--role", metavar="R", help="役割(何度でも)")],
    centre: Annotated[list[str], typer.Option("--centre", metavar="C", help="センター(何度でも)")],
) -> None:
    """Add a member of staff."""
    _, password = add_staff(
        desk.work, desk.office, login=login, name=name, roles=role, centres=centre
    )
    desk.output.one({"login": login, "one_time_password": password})


def list_all(desk: Desk) -> None:
    """List the staff."""
    rows = list_staff(desk.work)
    desk.output.many([_item(row) for row in rows], len(rows))


def _item(row: StaffRow) -> dict[str, object]:
    return {
        "login": row.login,
        "id": str(row.id),
        "name": row.name,
        "roles": list(row.roles),
        "centres": list(row.centres),
        "is_active": row.is_active,
        "can_log_in": row.can_log_in,
        "must_change_password": row.must_change_password,
    }


def reset(desk: Desk, login: Login) -> None:
    """Give a one-time password to somebody who forgot the own one."""
    password = reset_staff(desk.work, desk.office, login)
    desk.output.one({"login": login, "one_time_password": password})


def disable(desk: Desk, login: Login) -> None:
    """Stop somebody from logging in."""
    disable_staff(desk.work, desk.office, login)
    desk.output.one({"login": login, "is_active": False})


def set_password(
    ctx: typer.Context,
    office: OfficePath,
    login: Annotated[
        str | None, typer.Argument(metavar="[LOGIN]", help="ログイン名(--user でもよい)")
    ] = None,
    user: Annotated[str | None, typer.Option("--user", metavar="LOGIN", help="ログイン名")] = None,
    password_stdin: PasswordStdin = False,
    json: Json = False,
) -> None:
    """Set one's own password; with `--password-stdin` the old and the new one, a line each."""
    program: Program = ctx.obj
    name = _one_login(login, user)
    old = password_of(name, from_stdin=password_stdin)
    new = new_password(from_stdin=password_stdin, use_environment=False)
    opened, work = open_office(office, name, old, processes=program.processes)
    try:
        change_own_password(work, opened, old, new)
    finally:
        opened.close()
    Output(json).one({"login": name})


def _one_login(login: str | None, user: str | None) -> str:
    name = user or login
    if name is None:
        raise typer.BadParameter("ログイン名を続けてください。", param_hint="LOGIN")
    if login is not None and user is not None and login != user:
        raise typer.BadParameter(
            "変えられるのは自分のパスワードだけです。ほかの人には staff reset を使ってください。",
            param_hint="LOGIN",
        )
    return name
