"""`backup`, `backup verify`, `restore`."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Any

import typer

from soudan_desk.cli.desk import Desk, Program, at_desk
from soudan_desk.cli.options import Json, OfficePath, PasswordStdin, User
from soudan_desk.cli.output import Output
from soudan_desk.cli.passwords import password_of, recovery_key
from soudan_desk.cli.progress import progress_for
from soudan_desk.services.as_json import instant_text
from soudan_desk.services.copies import back_up, damaged_attachments, keep_copy, place_at
from soudan_desk.services.drill import run_drill
from soudan_desk.services.office import open_office
from soudan_desk.services.rights import require_role
from soudan_desk.storage.actor import ADMINISTRATOR
from soudan_desk.storage.backup import BackupResult
from soudan_desk.storage.kept_copies import look_through
from soudan_desk.storage.restore import restore_backup, verify_backup

Bundle = Annotated[Path, typer.Argument(metavar="BUNDLE", help="控え(バックアップ)のフォルダー")]
MaybeUser = Annotated[str | None, typer.Option("--user", metavar="LOGIN", help="ログイン名")]
ByRecoveryKey = Annotated[
    bool,
    typer.Option("--recovery-key", help="パスワードの代わりに、回復キーの紙で開く(キーは聞かれる)"),
]
CopyFolder = Annotated[Path, typer.Option("--to", metavar="DIR", help="控えを置くフォルダー")]
_USUAL_REASON = "コマンド restore による復元"


def register(app: typer.Typer) -> None:
    """Add the commands."""
    at_desk(app, "backup list", help="保存先にある控えと、その状態")(list_copies)
    app.command("backup drill", help="復元の訓練: 控えを別の場所に戻し、開いて、片づける")(drill)
    at_desk(app, "backup", help="控え(バックアップ)を作り、開けることを確かめる")(backup)
    app.command("backup verify", help="控え(バックアップ)が開けるか確かめる")(verify)
    app.command("restore", help="控え(バックアップ)から、新しい場所にオフィスを戻す")(restore)


def backup(
    desk: Desk,
    to: CopyFolder,
    rotate: Annotated[
        bool, typer.Option("--rotate", help="決まりより古い控えを片づけ、残りを確かめる")
    ] = False,
) -> None:
    """Copy the office and prove that the copy opens."""
    with progress_for(desk.output) as progress:
        if not rotate:
            result = back_up(desk.work, desk.office, to, progress=progress)
            if warning := damaged_attachments(desk.work, desk.office):
                desk.output.note(warning)
            desk.output.one(_told(result))
            return
        require_role(desk.work, ADMINISTRATOR, act="控え(バックアップ)を作る")
        place = place_at(desk.office, to.absolute())
        made = keep_copy(desk.work, desk.office, place, progress=progress)
    if made.warning:
        desk.output.note(made.warning)
    removed = [copy.bundle.name for copy in made.removed]
    damaged = [copy.bundle.name for copy in made.damaged]
    desk.output.one({**_told(made.result), "removed": removed, "damaged": damaged})


def list_copies(desk: Desk, to: CopyFolder) -> None:
    """List this office's copies in a place, newest first."""
    found = look_through(desk.office, to.absolute(), read_one=False)
    items = [
        {
            "bundle": str(copy.bundle),
            "made_at": instant_text(copy.made_at),
            "bytes": copy.bytes,
            "state": copy.state.value,
        }
        for copy in found.copies
    ]
    desk.output.many(items, len(items))


def drill(
    ctx: typer.Context,
    office: OfficePath,
    bundle: Bundle,
    user: User,
    password_stdin: PasswordStdin = False,
    json: Json = False,
) -> None:
    """Restore a copy elsewhere, open three cases in it, and enter the result."""
    program: Program = ctx.obj
    output = Output(json)
    password = password_of(user, from_stdin=password_stdin)
    opened, work = open_office(office, user, password, processes=program.processes)
    try:
        with progress_for(output) as progress:
            done = run_drill(work, opened, bundle, password, progress=progress)
    finally:
        opened.close()
    output.one(
        {
            "bundle": str(done.bundle.absolute()),
            "cases": [case.case_no for case in done.cases],
            "rto_s": round(done.took.total_seconds(), 1),
            "rpo_s": round(done.age.total_seconds()),
            "reaches_aims": done.reaches_aims,
        }
    )


def verify(
    bundle: Bundle,
    user: MaybeUser = None,
    by_recovery_key: ByRecoveryKey = False,
    password_stdin: PasswordStdin = False,
    json: Json = False,
) -> None:
    """Prove a copy with its own slots."""
    output = Output(json)
    login, password, key = _way_in(user, by_recovery_key=by_recovery_key, stdin=password_stdin)
    with progress_for(output) as progress:
        result = verify_backup(bundle, login, password, recovery_key=key, progress=progress)
    output.one(_told(result))


def restore(
    bundle: Bundle,
    to: Annotated[Path, typer.Option("--to", metavar="DIR", help="オフィスを戻す、空の場所")],
    user: MaybeUser = None,
    by_recovery_key: ByRecoveryKey = False,
    move_aside: Annotated[
        bool, typer.Option("--move-aside", help="そこにあるオフィスは、名前を変えて残す")
    ] = False,
    reason: Annotated[str, typer.Option("--reason", metavar="T", help="理由")] = _USUAL_REASON,
    password_stdin: PasswordStdin = False,
    json: Json = False,
) -> None:
    """Make an office out of a copy; nothing is overwritten."""
    output = Output(json)
    login, password, key = _way_in(user, by_recovery_key=by_recovery_key, stdin=password_stdin)
    with progress_for(output) as progress:
        result = verify_backup(bundle, login, password, recovery_key=key, progress=progress)
        restore_backup(
            bundle,
            to,
            login,
            password,
            reason,
            recovery_key=key,
            move_aside=move_aside,
            progress=progress,
        )
    output.one(_told(result))


def _way_in(user: str | None, *, by_recovery_key: bool, stdin: bool) -> tuple[str, str, str | None]:
    """Return login, password and recovery key: what opens the copy's own slots."""
    if by_recovery_key:
        return "", "", recovery_key(from_stdin=stdin)
    if user is None:
        raise typer.BadParameter(
            "--user でログイン名を言うか、--recovery-key で回復キーの紙を使ってください。",
            param_hint="--user",
        )
    return user, password_of(user, from_stdin=stdin), None


def _told(result: BackupResult) -> dict[str, Any]:
    return {
        "bundle": str(result.bundle.absolute()),
        "bytes": result.bytes,
        "rows": result.row_count,
        "audit_seq": result.audit_seq,
        "verified": result.verified,
    }
