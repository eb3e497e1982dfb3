"""`import` and `import undo`."""

from __future__ import annotations

import os
from collections.abc import Sequence
from pathlib import Path
from typing import Annotated

import typer

from soudan_desk.cli.desk import Desk, at_desk
from soudan_desk.cli.options import Centre, id_of
from soudan_desk.cli.passwords import OF_A_FILE, file_password, has_terminal
from soudan_desk.cli.progress import progress_for
from soudan_desk.services.copy_standing import keep_before

Table = Annotated[Path, typer.Argument(metavar="FILE", help="Excel か CSV のファイル(ZIPも可)")]

AsKind = Annotated[str, typer.Option("--as", metavar="KIND", help="どの種類の記録か")]
DryRun = Annotated[bool, typer.Option("--dry-run", help="取り込まず、どうなるかだけ調べる")]
Mapped = Annotated[
    list[str] | None,
    typer.Option("--map", metavar="heading=field", help="見出しがどの項目か(何度でも)"),
]
DropUnmatched = Annotated[
    bool,
    typer.Option("--drop-unmatched", help="項目の決まらない列を、備考などに残さず捨てる"),
]


def register(app: typer.Typer) -> None:
    """Add the commands."""
    at_desk(app, "import", help="Excel か CSV の台帳を取り込む")(take_in)
    at_desk(app, "import undo", help="取込みを丸ごと取り消す")(undo)


def take_in(
    desk: Desk,
    file: Table,
    kind: AsKind,
    dry_run: DryRun = False,
    mapped: Mapped = None,
    centre: Centre = None,
    drop_unmatched: DropUnmatched = False,
) -> None:
    """Take a table in; exit 1 when no row is good."""
    from soudan_desk.desk.importing import ImportReport, import_file
    from soudan_desk.tables.cells import WrongFilePasswordError

    mapping = _mapping(mapped or ())

    def run(password: str | None) -> ImportReport:
        with progress_for(desk.output) as progress:
            if not dry_run:
                keep_before(desk.work, desk.office, progress=progress)
            return import_file(
                desk.work,
                file,
                kind,
                mapping=mapping,
                dry_run=dry_run,
                progress=progress,
                password=password,
                centre=centre,
                keep_unmatched=not drop_unmatched,
            )

    try:
        report = run(os.environ.get(OF_A_FILE))
    except WrongFilePasswordError:
        if OF_A_FILE in os.environ or not has_terminal():
            raise
        report = run(file_password(is_new=False))
    desk.output.told(report.as_json(), report.as_lines())
    if not report.good:
        raise typer.Exit(1)


def _mapping(pairs: Sequence[str]) -> dict[str, str]:
    found = {}
    for pair in pairs:
        heading, sign, field = pair.rpartition("=")
        if not sign or not heading:
            raise typer.BadParameter(
                f"「{pair}」は heading=field の形ではありません。", param_hint="--map"
            )
        found[heading] = field
    return found


def undo(
    desk: Desk, batch: Annotated[str, typer.Argument(metavar="BATCH", help="取込みの番号")]
) -> None:
    """Take a whole import back."""
    from soudan_desk.desk.importing import undo_import

    undone = undo_import(desk.work, id_of(batch, "BATCH"))
    desk.output.one({"batch": str(undone.batch), "records": undone.counts})
