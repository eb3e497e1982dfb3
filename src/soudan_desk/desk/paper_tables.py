"""Papers of what a list shows: its columns and rows as they stand on the screen."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from soudan_desk.errors import InvalidEntriesError
from soudan_desk.japanese.eras import wareki, wareki_short
from soudan_desk.papers.shown_table import ShownTable
from soudan_desk.services.case_around import next_words
from soudan_desk.services.case_due import with_due
from soudan_desk.services.case_lists import CaseFilter, count_cases, list_cases
from soudan_desk.services.cases import CaseRow
from soudan_desk.services.list_masks import leaving_rows
from soudan_desk.services.settings import office_facts
from soudan_desk.services.supervision import Supervision, supervision
from soudan_desk.services.supervision_words import TOLD_HEADINGS, lines_of, remark_of
from soudan_desk.services.work import Work
from soudan_desk.tables.cells import Value

MOST_CASES = 2000
_USUAL = ("ケース番号", "氏名", "状態", "担当", "開始日", "最終対応", "次の予定の日", "次の予定")


def case_table(work: Work) -> ShownTable:
    """Make the list of the open cases with the usual columns."""
    narrowed = CaseFilter(only_open=True)
    require_few(count_cases(work, narrowed))
    rows = with_due(work, list_cases(work, narrowed, limit=MOST_CASES))
    lines = [_line(work, row) for row in leaving_rows(work, rows)]
    return shown_cases(work, _USUAL, lines, "終結を除く")


def shown_cases(
    work: Work, headings: Sequence[str], lines: Sequence[Sequence[Value]], remark: str
) -> ShownTable:
    """Make the list of cases whose rows and columns are given."""
    return ShownTable(
        title="ケース一覧",
        remark=f"{wareki(work.today())}現在　{len(lines):,}件" + (f"　{remark}" if remark else ""),
        headings=tuple(headings),
        lines=tuple(tuple(_words(value) for value in line) for line in lines),
        right=_right(lines),
    )


def supervision_list(work: Work, shown: Supervision | None = None) -> ShownTable:
    """Make the supervisor's table: of each worker's cases, how many want looking at."""
    shown = supervision(work) if shown is None else shown
    names = office_facts(work).centre_names
    centre = names.get(shown.centre or "", "すべてのセンター")
    return ShownTable(
        title="担当ごとのケースの状況",
        remark=f"{wareki(work.today())}現在　{centre}",
        headings=TOLD_HEADINGS,
        lines=tuple(tuple(_words(value) for value in line) for line in lines_of(shown)),
        right=frozenset(range(1, len(TOLD_HEADINGS))),
        foot=remark_of(shown),
    )


def require_few(count: int) -> None:
    """Raise `InvalidEntriesError` where a list is too long for paper."""
    if count > MOST_CASES:
        raise InvalidEntriesError(
            {"cases": f"{count:,}件は多すぎて印刷できません。条件を選んで減らしてください。"}
        )


def _line(work: Work, row: CaseRow) -> list[Value]:
    state = work.codes.label(work.process_of(row.centre, row.process).states, row.state)
    days = (row.opened_on, row.last_contact_on, row.next_on)
    return [
        row.case_no,
        row.person,
        state,
        "、".join(row.workers),
        *days,
        next_words(work.codes, row),
    ]


def _words(value: Value) -> str:
    if value is None:
        return ""
    return wareki_short(value) if isinstance(value, date) else str(value)


def _right(lines: Sequence[Sequence[Value]]) -> frozenset[int]:
    """Return the columns that hold nothing but numbers."""
    return frozenset(
        at
        for at, column in enumerate(zip(*lines, strict=True))
        if any(isinstance(each, int) for each in column)
    )
