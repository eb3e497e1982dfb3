"""The register of what left the office (提供記録簿) in words, and on paper."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from io import BytesIO
from pathlib import Path

from soudan_desk.desk.key_sheets import printed_now
from soudan_desk.desk.paper_places import placed_file
from soudan_desk.desk.paper_tables import MOST_CASES, require_few
from soudan_desk.japanese.eras import wareki, wareki_short
from soudan_desk.papers.catalogue import PAPERS
from soudan_desk.papers.shown_table import ShownTable
from soudan_desk.reports.period import fiscal_year_of
from soudan_desk.services.audit_months import note_paper
from soudan_desk.services.disclosure_lists import (
    Disclosed,
    DisclosureFilter,
    leaving_lines,
    list_disclosures,
)
from soudan_desk.services.settings import office_facts
from soudan_desk.services.work import Work

REGISTER = "disclosure_register"
HEADINGS = ("日時", "書類", "本人", "渡した相手", "根拠", "理由", "職員・通し番号")
"""What stands over the columns of the paper: two words of a line stand below each other."""


def disclosure_words(work: Work, line: Disclosed) -> tuple[str, ...]:
    """Return a line in words.

    When, what, how many pages, who, which case, to whom, how, ground, why, by whom, its serial.
    """
    local = line.at.astimezone()
    method = work.codes.find("send_method", line.send_method) if line.send_method else None
    return (
        f"{wareki_short(local.date())} {local:%H:%M}",
        line.paper_title,
        f"{line.page_count}" if line.page_count else "",
        line.person,
        line.case_no,
        line.recipient,
        method.brief if method else "",
        _ground(work, line),
        line.reason,
        line.by,
        line.serial,
    )


def disclosure_register(
    work: Work, lines: Sequence[Disclosed] | None = None, remark: str = ""
) -> ShownTable:
    """Make the paper of these lines; where none are given, of this 年度."""
    if lines is None:
        period = fiscal_year_of(work.today())
        asked = DisclosureFilter(first=period.first, last=period.last)
        lines, total = list_disclosures(work, asked, limit=MOST_CASES)
        require_few(total)
        remark = period.label
    told = [_on_paper(disclosure_words(work, line)) for line in leaving_lines(work, lines)]
    return ShownTable(
        title="提供記録簿",
        remark=f"{wareki(work.today())}現在　{len(lines):,}件" + (f"　{remark}" if remark else ""),
        headings=HEADINGS,
        lines=tuple(told),
        foot="この事務所から出した書類とファイルのうち、印刷した人が見られるものです。",
    )


def write_register(work: Work, lines: Sequence[Disclosed], remark: str, target: Path) -> None:
    """Write the lines as a PDF for an auditor, who gives out no casework; the log tells of it."""
    memory = BytesIO()
    printed = printed_now(office_facts(work), work.actor.name)
    PAPERS[REGISTER].write(disclosure_register(work, lines, remark), memory, printed)
    with placed_file(target.expanduser().absolute(), force=True) as put:
        put(memory.getvalue())
        note_paper(work, REGISTER, hashlib.sha256(memory.getvalue()).hexdigest())


def _on_paper(words: tuple[str, ...]) -> tuple[str, ...]:
    at, paper, pages, person, case_no, recipient, method, ground, reason, by, serial = words
    pairs = (
        *(at.split(" ", 1), (paper, f"{pages}枚" if pages else ""), (person, case_no)),
        *((recipient, method), (ground,), (reason,), (by, serial)),
    )
    return tuple("\n".join(filter(None, pair)) for pair in pairs)


def _ground(work: Work, line: Disclosed) -> str:
    if line.has_consent:
        return "本人の同意"
    basis = work.codes.find("legal_basis", line.legal_basis) if line.legal_basis else None
    return basis.brief if basis else ""
