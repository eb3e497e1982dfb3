"""`papers list` and `print`."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from soudan_desk.cli.desk import Desk, at_desk
from soudan_desk.cli.options import Centre, id_of
from soudan_desk.cli.passwords import file_password
from soudan_desk.cli.second import SecondLogin, second_at

FormKind = Annotated[
    str, typer.Option("--kind", metavar="KIND", help="空の用紙の種類(計画など、いくつかあるとき)")
]


def register(app: typer.Typer) -> None:
    """Add the commands about papers."""
    app.callback()(_group)
    at_desk(app, "list", help="印刷できる書類の一覧")(list_all)


def register_print(app: typer.Typer) -> None:
    """Add the command that stands by itself."""
    at_desk(app, "print", help="書類をPDFにする(控えの台帳に載ります)")(print_one)


def _group() -> None:
    """Keep the word `list` although it is the only one of its group."""


def list_all(desk: Desk, centre: Centre = None) -> None:
    """List the papers the office prints."""
    from soudan_desk.desk.paper_infos import list_papers

    items = [
        {
            "paper": info.key,
            "label": info.label,
            "kind": next(iter(info.kinds), None),
            "centres": list(info.centres),
            "form": info.form,
            "personal": info.personal,
        }
        for info in list_papers(desk.work, centre)
    ]
    desk.output.many(items, len(items))


def print_one(
    desk: Desk,
    paper: Annotated[str, typer.Argument(metavar="PAPER", help="書類(papers list で見られます)")],
    to: Annotated[Path, typer.Option("--to", metavar="F.pdf", help="保存先")],
    record_id: Annotated[
        str | None, typer.Argument(metavar="[ID]", help="もとになる記録の番号")
    ] = None,
    empty: Annotated[bool, typer.Option("--empty", help="手書き用の空の用紙")] = False,
    form: FormKind = "",
    centre: Centre = None,
    reason: Annotated[str, typer.Option("--reason", metavar="T", help="出す理由")] = "",
    recipient: Annotated[str, typer.Option("--recipient", metavar="T", help="渡す相手")] = "",
    protect: Annotated[bool, typer.Option("--protect", help="PDFにパスワードをかける")] = False,
    force: Annotated[bool, typer.Option("--force", help="同じ名のファイルを置き換える")] = False,
    second: SecondLogin = "",
) -> None:
    """Write a paper as a PDF file and enter it in the register."""
    from soudan_desk.desk.printing import print_paper
    from soudan_desk.papers.catalogue import PAPERS

    _require_source(record_id, empty=empty, of_none=paper in PAPERS and not PAPERS[paper].kinds)
    _require_empty(form, centre, empty=empty)
    if not empty and paper in PAPERS and PAPERS[paper].personal and not reason.strip():
        raise typer.BadParameter("個人情報の書類には理由が要ります。", param_hint="--reason")
    printed = print_paper(
        desk.work,
        paper,
        None if record_id is None else id_of(record_id),
        target=to,
        reason=reason,
        recipient=recipient,
        protect_password=file_password(is_new=True) if protect else None,
        force=force,
        empty=empty,
        form=form,
        centre=centre,
        second=second_at(desk, second),
    )
    told = {"pages": printed.pages, "sha256": printed.sha256, "serial": printed.serial or None}
    desk.output.one({"file": str(to.absolute()), **told})


def _require_empty(*narrowing: str | None, empty: bool) -> None:
    if any(narrowing) and not empty:
        raise typer.BadParameter(
            "--kind と --centre は、--empty といっしょに使います。", param_hint="--empty"
        )


def _require_source(record_id: str | None, *, empty: bool, of_none: bool) -> None:
    """Refuse a paper without its record; `of_none` are those made from no one record."""
    if not of_none and (record_id is None) != empty:
        raise typer.BadParameter(
            "記録の番号か --empty の、どちらか一つを指定してください。", param_hint="ID"
        )
