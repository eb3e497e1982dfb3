"""`export`."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from soudan_desk.cli.desk import Desk, at_desk
from soudan_desk.cli.options import Kind, reason_given
from soudan_desk.cli.passwords import file_password
from soudan_desk.cli.progress import progress_for
from soudan_desk.cli.second import SecondLogin, require_revealing, second_at

Target = Annotated[
    Path, typer.Option("--to", metavar="F", help="保存先(.xlsx か .csv、ZIPなら .xlsx.zip など)")
]


def register(app: typer.Typer) -> None:
    """Add the command."""
    at_desk(app, "export", help="記録を表にして書き出す(パスワード付きのZIP)")(send_out)


def send_out(
    desk: Desk,
    kind: Kind,
    to: Target,
    plain: Annotated[bool, typer.Option("--plain", help="パスワードなし(理由が要ります)")] = False,
    reveal: Annotated[
        bool, typer.Option("--reveal", help="支援措置などで伏せるものも出す(理由が要り、残ります)")
    ] = False,
    second: SecondLogin = "",
    reason: Annotated[str, typer.Option("--reason", metavar="T", help="書き出す理由")] = "",
    recipient: Annotated[
        str, typer.Option("--recipient", metavar="T", help="渡す相手(同意を撤回した方は外れます)")
    ] = "",
) -> None:
    """Write every record of a kind the login may see."""
    from soudan_desk.desk.exporting import export_records

    if plain and not reason.strip():
        raise typer.BadParameter(
            "パスワードなしで書き出すには理由が要ります。", param_hint="--reason"
        )
    if reveal:
        require_revealing(second, reason)
    password = None if plain else file_password(is_new=True)
    with progress_for(desk.output) as progress:
        exported = export_records(
            desk.work,
            kind,
            to,
            password=password,
            plain=plain,
            reason=reason_given(reason, "export", asks=True),
            reveal=reveal,
            second=second_at(desk, second),
            recipient=recipient,
            progress=progress,
        )
    desk.output.one(exported.as_json())
