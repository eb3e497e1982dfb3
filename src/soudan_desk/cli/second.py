"""The second person at a command that lets out what a protective measure hides."""

from __future__ import annotations

from typing import Annotated

import typer

from soudan_desk.cli.desk import Desk
from soudan_desk.cli.passwords import password_of_second
from soudan_desk.services.second_person import Second, second_person

SecondLogin = Annotated[
    str,
    typer.Option(
        "--second",
        metavar="LOGIN",
        help="支援措置の居場所を出すことを確認する、もう1人の職員",
    ),
]


def second_at(desk: Desk, login: str) -> Second | None:
    """Let the second person prove who they are; None where nobody is named."""
    if not login:
        return None
    return second_person(desk.work, desk.office, login, password_of_second(login))


def require_revealing(second: str, reason: str) -> None:
    """Refuse to let out what is hidden without a reason and a second person."""
    if not reason.strip():
        raise typer.BadParameter(
            "支援措置などで伏せてあるものを出すには理由が要ります。", param_hint="--reason"
        )
    if not second:
        raise typer.BadParameter(
            "支援措置などで伏せてあるものを出すには、もう1人の職員を --second で指定してください。",
            param_hint="--second",
        )
