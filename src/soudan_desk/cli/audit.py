"""`audit list`, `verify`, `compare`, `confirm`, `begin`."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Any

import typer

from soudan_desk.cli.desk import Desk, at_desk
from soudan_desk.cli.options import day_of
from soudan_desk.services.as_json import instant_text
from soudan_desk.services.audit_log import AuditRow, asked_in_words, list_audit
from soudan_desk.services.audit_proving import compare_with_paper, prove_audit
from soudan_desk.services.older_copies import confirm_older

_KEYLESS = (
    "監査票の鍵なしで確かめました。前の区切りの行は、番号と、前の行とのつながりだけを見ています。"
)


def register(app: typer.Typer) -> None:
    """Add the commands."""
    at_desk(app, "list", help="操作の記録の一覧(だれが、いつ、何を)")(list_rows)
    at_desk(app, "verify", help="操作の記録が書き換えられていないか確かめる")(verify)
    at_desk(app, "compare", help="署名した月末報告書の文字と、操作の記録を比べる")(compare)
    at_desk(app, "confirm", help="古い状態の事務所を、このまま使うと主任が確かめる")(confirm)
    at_desk(app, "begin", help="監査票を作り、その鍵で操作の記録を始める")(begin)


def list_rows(
    desk: Desk,
    case: Annotated[
        str | None, typer.Option("--case", metavar="NO", help="このケースの記録だけ")
    ] = None,
    by: Annotated[
        str | None, typer.Option("--by", metavar="LOGIN", help="この職員の記録だけ")
    ] = None,
    first: Annotated[
        str | None, typer.Option("--from", metavar="D", help="この日から(2026-11-22)")
    ] = None,
    last: Annotated[
        str | None, typer.Option("--to", metavar="D", help="この日まで(2026-11-22)")
    ] = None,
) -> None:
    """List what was done, in the order of its numbers."""
    asked = asked_in_words(
        desk.work,
        login=by,
        case_no=case,
        first=None if first is None else day_of(first, "--from"),
        last=None if last is None else day_of(last, "--to"),
    )
    page = list_audit(desk.work, asked, limit=None)
    items = [_item(row) for row in reversed(page.rows)]
    desk.output.many(items, page.total)


def _item(row: AuditRow) -> dict[str, Any]:
    return {
        "seq": row.seq,
        "at": instant_text(row.at),
        "user": row.login or None,
        "action": row.action,
        "kind": row.kind,
        "id": row.record_id and str(row.record_id),
        "case_no": row.case_no,
        "fields": list(row.fields),
        "reason": row.reason,
        "result": row.result,
    }


def verify(
    desk: Desk,
    from_sheet: Annotated[
        list[str] | None,
        typer.Option("--from-sheet", metavar="KEY", help="監査票の鍵(14組)。票ごとに何度でも"),
    ] = None,
) -> None:
    """Prove the log; exit 1 when something is wrong, with the first number that is."""
    proof = prove_audit(desk.work, from_sheet or ())
    found = proof.findings
    if not from_sheet and found.unsealed:
        desk.output.note(_KEYLESS)
    desk.output.one(
        {
            "ok": proof.ok,
            "rows": found.rows,
            "segments": found.segments,
            "first_bad_seq": found.first_bad_seq,
            "anchor": proof.anchor,
        }
    )
    if not proof.ok:
        raise typer.Exit(1)


def compare(
    desk: Desk,
    paper: Annotated[
        str, typer.Option("--paper", metavar="LETTERS", help="月末報告書の4文字の10組")
    ],
) -> None:
    """Compare a signed month-end report with the log; exit 1 when they differ."""
    found = compare_with_paper(desk.work, paper)
    at = found.at and instant_text(found.at)
    desk.output.one({"ok": found.ok, "seq": found.seq, "at": at})
    if not found.ok:
        raise typer.Exit(1)


def confirm(
    desk: Desk,
    reason: Annotated[str, typer.Option("--reason", metavar="T", help="続ける理由")],
) -> None:
    """Confirm an older copy; the next log-in enters it in the log and writes again."""
    confirm_older(desk.work, desk.office, reason)
    desk.output.one({"ok": True})


def begin(
    desk: Desk,
    sheet: Annotated[Path, typer.Option("--sheet", metavar="F.pdf", help="監査票を保存する先")],
) -> None:
    """Begin a chain of the log whose key stands on the sheet alone."""
    from soudan_desk.desk.audit_paper import begin_audit_with_sheet  # reads the paper kit

    begun = begin_audit_with_sheet(desk.work, desk.office, sheet)
    desk.output.note("監査票を印刷して監査を担う人に渡し、PDFのファイルは消してください。")
    desk.output.one(
        {
            "sheet": str(sheet.absolute()),
            "chain": begun.chain,
            "mark": begun.mark,
            "seq": begun.first_seq,
        }
    )
