"""`backup`, `backup verify`, `restore`."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Any

import typer

from soudan_desk.cli.desk import Desk, at_desk
from soudan_desk.cli.options import Json, PasswordStdin, User
from soudan_desk.cli.output import Output
from soudan_desk.cli.passwords import password_of
from soudan_desk.cli.progress import progress_for
from soudan_desk.services.copies import back_up
from soudan_desk.storage.backup import BackupResult
from soudan_desk.storage.restore import restore_backup, verify_backup

Bundle = Annotated[Path, typer.Argument(metavar="BUNDLE", help="控え(バックアップ)のフォルダー")]
_USUAL_REASON = "コマンド restore による復元"


def register(app: typer.Typer) -> None:
    """Add the commands."""
    at_desk(app, "backup", help="控え(バックアップ)を作り、開けることを確かめる")(backup)
    app.command("backup verify", help="控え(バックアップ)が開けるか確かめる")(verify)
    app.command("restore", help="控え(バックアップ)から、新しい場所にオフィスを戻す")(restore)


def backup(
    desk: Desk,
    to: Annotated[Path, typer.Option("--to", metavar="DIR", help="保存先のフォルダー")],
) -> None:
    """Copy the office and prove that the copy opens."""
    with progress_for(desk.output) as progress:
        result = back_up(desk.work, desk.office, to, progress=progress)
    desk.output.one(_told(result))


def verify(
    bundle: Bundle, user: User, password_stdin: PasswordStdin = False, json: Json = False
) -> None:
    """Prove a copy with its own slots."""
    output = Output(json)
    password = password_of(user, from_stdin=password_stdin)
    with progress_for(output) as progress:
        result = verify_backup(bundle, user, password, progress=progress)
    output.one(_told(result))


def restore(
    bundle: Bundle,
    to: Annotated[Path, typer.Option("--to", metavar="DIR", help="オフィスを戻す、空の場所")],
    user: User,
    reason: Annotated[str, typer.Option("--reason", metavar="T", help="理由")] = _USUAL_REASON,
    password_stdin: PasswordStdin = False,
    json: Json = False,
) -> None:
    """Make an office out of a copy; nothing is overwritten."""
    output = Output(json)
    password = password_of(user, from_stdin=password_stdin)
    with progress_for(output) as progress:
        result = verify_backup(bundle, user, password, progress=progress)
        restore_backup(bundle, to, user, password, reason, progress=progress)
    output.one(_told(result))


def _told(result: BackupResult) -> dict[str, Any]:
    return {
        "bundle": str(result.bundle.absolute()),
        "bytes": result.bytes,
        "rows": result.row_count,
        "audit_seq": result.audit_seq,
        "verified": result.verified,
    }
