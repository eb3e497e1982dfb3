"""監査: joins the page to the verbs that read, prove and print the audit log."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from pathlib import Path
from uuid import UUID

from soudan_desk.desk.audit_paper import (
    begin_audit_with_sheet,
    write_audit_list,
    write_month_report,
)
from soudan_desk.desk.audit_words import HEADINGS, audit_line
from soudan_desk.japanese.eras import wareki
from soudan_desk.reports.period import month_of
from soudan_desk.services.audit_log import (
    AuditFilter,
    AuditRow,
    asked_in_words,
    audit_actors,
    list_audit,
    who_saw,
)
from soudan_desk.services.audit_proving import Proof, compare_with_paper, prove_audit
from soudan_desk.services.work import Work
from soudan_desk.storage.actor import ADMINISTRATOR, AUDITOR
from soudan_desk.storage.older_copy import Standing
from soudan_desk.ui.pages.audit import Asked, AuditActs, AuditPage
from soudan_desk.ui.pages.page import Page, Place
from soudan_desk.ui.seat import Seat
from soudan_desk.ui.wiring.form_context import form_context


def build(seat: Seat, place: Place) -> Page:
    """Make the page; `place.about` may name a case by its number."""
    work = seat.work
    may_make_sheet = work.actor.has(ADMINISTRATOR, AUDITOR) and not seat.office.read_only
    return AuditPage(
        AuditActs(
            find=partial(_find, work),
            who_saw=lambda asked: who_saw(work, _narrowed(work, asked)),
            words=partial(audit_line, work),
            headings=HEADINGS,
            staff=[(str(staff_id), name) for staff_id, name in audit_actors(work)],
            actions=[(each.code, each.label) for each in work.codes.entries("audit.action")],
            prove=partial(_prove, work),
            compare=partial(_compare, work),
            make_sheet=partial(_make_sheet, seat),
            write_list=partial(_write_list, work),
            write_month=lambda day, path: write_month_report(
                work, month_of(day).first, month_of(day).last, path
            ),
            today=work.today(),
            context=form_context(seat),
            may_make_sheet=may_make_sheet,
        ),
        place.about.get("case_no", ""),
    )


def _find(work: Work, asked: Asked) -> tuple[Sequence[AuditRow], int]:
    page = list_audit(work, _narrowed(work, asked))
    return page.rows, page.total


def _narrowed(work: Work, asked: Asked) -> AuditFilter:
    by_number = asked_in_words(work, case_no=asked.case_no or None)
    return AuditFilter(
        by=UUID(asked.by) if asked.by else None,
        case_id=by_number.case_id,
        action=asked.action,
        first=asked.first,
        last=asked.last,
    )


def _prove(work: Work, key: str) -> tuple[bool, str]:
    proof = prove_audit(work, [key] if key else [])
    return proof.ok, _words(proof, with_key=bool(key))


def _words(proof: Proof, *, with_key: bool) -> str:
    found = proof.findings
    if found.first_bad_seq is not None:
        return (
            f"操作の記録が、{found.first_bad_seq:,}番から書いたときと違っています。"
            "このまま使わず、監査を担う人に知らせてください。"
        )
    if proof.anchor is Standing.BEHIND:
        return "操作の記録が、前に控えた所まで届いていません。主任に知らせてください。"
    if with_key or not found.unsealed:
        return f"操作の記録{found.rows:,}行は、すべて書いたときのままです。"
    return (
        f"操作の記録{found.rows:,}行は、番号とつながりが合っています。"
        "前の区切りの中身まで確かめるには、監査票の鍵を入れてください。"
    )


def _compare(work: Work, typed: str) -> tuple[bool, str]:
    found = compare_with_paper(work, typed)
    if not found.ok or found.at is None:
        return False, (
            f"紙の示す{found.seq:,}番の行が、いまの操作の記録と合いません。まず、打ちまちがいがないか"
            "紙と見比べてください。まちがいがなければ、書き換えか入れ替えのおそれがあります。"
        )
    day = wareki(found.at.astimezone().date())
    return True, f"紙の示す{found.seq:,}番（{day}）の行は、いまの操作の記録にそのままあります。"


def _make_sheet(seat: Seat, target: Path) -> str:
    sheet = begin_audit_with_sheet(seat.work, seat.office, target)
    return (
        f"監査票（第{sheet.chain}票）を書きました。印刷して監査を担う人に渡し、"
        "PDFのファイルは消してください。"
    )


def _write_list(work: Work, rows: Sequence[AuditRow], seen: str, target: Path) -> None:
    remark = f"新しいほうから{len(rows):,}件"
    write_audit_list(work, rows, f"{remark}　{seen}" if seen else remark, target)
