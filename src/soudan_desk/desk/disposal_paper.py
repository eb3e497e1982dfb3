"""What is to be disposed of, and what was: on paper for 決裁. Neither names a person."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from soudan_desk.japanese.eras import wareki, wareki_short
from soudan_desk.papers.shown_table import ShownTable
from soudan_desk.services.erasure import DisposalRow
from soudan_desk.services.erasure_lone import list_all_disposals
from soudan_desk.services.retention import Candidate, list_candidates, year_end
from soudan_desk.services.work import Work

LIST, REGISTER = "disposal_list", "disposal_register"
CANDIDATE_HEADINGS = (
    *("番号", "センター", "業務", "終結日・相談日", "保存期間の終わり", "保存年限の根拠"),
    "廃棄しない理由",
)
REGISTER_HEADINGS = (
    *("番号", "センター", "終結日・相談日", "記録", "添付", "本人の登録", "廃棄した日時"),
    *("廃棄した職員", "確認した職員", "根拠", "決裁の番号"),
)
_FOOT = (
    "保存年限の過ぎた終結ケースと、ケースのない相談です。"
    "廃棄しない理由のあるものは、決裁のあとも廃棄できません。"
)


def candidate_words(work: Work, found: Candidate) -> tuple[str, ...]:
    """Return one candidate, a word for each heading."""
    is_case = found.kind == "case"
    process = f"case.process.{found.centre}" if is_case else "retention.process"
    return (
        found.case_no,
        work.codes.label("centre", found.centre),
        entry.brief if (entry := work.codes.find(process, found.process)) else "",
        wareki_short(found.closed_on),
        wareki_short(found.until_on),
        found.basis,
        "、".join(found.holds),
    )


def disposal_words(work: Work, row: DisposalRow) -> tuple[str, ...]:
    """Return one disposal, a word for each heading."""
    at = row.disposed_at.astimezone()
    return (
        row.case_no,
        work.codes.label("centre", row.centre),
        wareki_short(row.closed_on),
        f"{row.record_count}",
        f"{row.file_count}",
        "廃棄" if row.with_person else "残した",
        f"{wareki_short(at.date())} {at:%H:%M}",
        row.staff,
        row.approver,
        row.basis,
        row.approval_no,
    )


def disposal_list(
    work: Work, found: Sequence[Candidate] | None = None, by: date | None = None
) -> ShownTable:
    """Make the yearly list: what runs out by a day, by the end of this 年度 where none is given."""
    until = by or year_end(work.today())
    rows = list_candidates(work, until) if found is None else found
    return ShownTable(
        title="廃棄候補の一覧",
        remark=f"{wareki(until)}までに保存期間の終わるもの　{len(rows):,}件",
        headings=CANDIDATE_HEADINGS,
        lines=tuple(candidate_words(work, each) for each in rows),
        right=frozenset({3, 4}),
        foot=_FOOT,
    )


def disposal_register(work: Work) -> ShownTable:
    """Make the register of disposals (廃棄簿)."""
    rows = list_all_disposals(work)
    return ShownTable(
        title="廃棄簿",
        remark=f"{wareki(work.today())}現在　{len(rows):,}件",
        headings=REGISTER_HEADINGS,
        lines=tuple(disposal_words(work, each) for each in rows),
        right=frozenset({2, 3, 4, 6}),
    )
