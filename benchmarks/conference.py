"""The cockpit of a meeting against SQL written by hand, its minutes against stock reportlab."""

from __future__ import annotations

from collections.abc import Iterator
from html import escape
from io import BytesIO
from typing import Any
from uuid import UUID

from reportlab.lib.pagesizes import A4
from reportlab.platypus import Paragraph, SimpleDocTemplate, Table

from benchmarks.offices import TODAY, Sizes, demo_office, desk_in_copy, raw_connection
from benchmarks.papers import PRINTED, Stock, best
from benchmarks.timing import Line, medians, ms
from soudan_desk.papers.catalogue import PAPERS
from soudan_desk.papers.data import Answer, Stamp
from soudan_desk.papers.minutes import Minutes, MinutesItem
from soudan_desk.services.cases import open_case
from soudan_desk.services.conference_agenda import Proposal
from soudan_desk.services.conference_rules import Naming
from soudan_desk.services.conference_sittings import sitting
from soudan_desk.services.conferences import hold_conference
from soudan_desk.services.records import add_record, save_record
from soudan_desk.services.work import Work

CASES = 12
_SAID = (
    "延長の要件（求職活動）は満たしている。家計は本人が記録を続けられており、改善支援を月1回で"
    "加えるのが適当。長男は訪問者と玄関で会釈。急がず、同じ職員が続けて訪ねることを確認した。"
)
_DECIDED = (
    ("住居確保給付金の延長を申請する", "本人・田中", "令和8年11月30日", "プランの行"),
    ("家計改善支援を月1回", "高梨", "令和8年12月10日", "プランの行"),
    ("大家さんへ状況を説明する", "田中", "令和8年11月26日", "やること"),
)


def measure(sizes: Sizes) -> Iterator[Line]:
    """Measure a meeting of twelve cases: opened on the screen, printed as minutes."""
    with desk_in_copy(demo_office(sizes.small)) as work:
        meeting = _meeting(work)
        connection = raw_connection(work)
        assert len(_by_hand(connection, meeting)) == CASES
        ours, hand = medians(
            lambda: sitting(work, meeting),
            lambda: _by_hand(connection, meeting),
            rounds=sizes.rounds,
        )
    yield Line(
        f"page of a meeting of {CASES} cases",
        "hand-written SQL for the same rows",
        ours / hand,
        3.0,
        f"{ms(ours)} against {ms(hand)}",
    )
    yield _minutes_line()


def _meeting(work: Work) -> UUID:
    naming = Naming(None, None, "")
    proposals = []
    for number in range(CASES):
        person = add_record(work, "person", {"name": f"見本 会議{number:02}"}).id
        case = open_case(work, centre="life_support", person_id=person)
        consent = {"person_id": person, "type": "coord_meeting", "method": "written"}
        add_record(work, "consent", {**consent, "given_on": TODAY})
        proposals.append(Proposal(case, "", "", "new_plan", "", naming))
    answers = {"meeting_kind": "coord", "centre": "life_support", "held_on": TODAY}
    meeting = hold_conference(work, answers, proposals).id
    for number in range(7):
        name = {"conference_id": meeting, "name": f"見本 {number}", "presence": "present"}
        add_record(work, "attendance", name)
    rows = [{"what": what, "actor_name": who} for what, who, _, _ in _DECIDED]
    for item in sitting(work, meeting).items:
        answers = {"discussion": _SAID, "conclusion": "approved", "decisions": rows}
        save_record(work, "agenda_item", item.id, answers)
    return meeting


def _by_hand(connection: Any, meeting: UUID) -> list[Any]:
    of = (meeting.bytes,)
    connection.execute("SELECT * FROM conference WHERE id = ?", of).fetchall()
    connection.execute(
        "SELECT * FROM attendance WHERE conference_id = ? AND record_state != 'void'"
        " ORDER BY position",
        of,
    ).fetchall()
    items = connection.execute(
        'SELECT i.*, c.case_no, p.* FROM agenda_item i LEFT JOIN "case" c ON c.id = i.case_id'
        " LEFT JOIN person p ON p.id = c.person_id"
        " WHERE i.conference_id = ? AND i.record_state != 'void' ORDER BY i.position",
        of,
    ).fetchall()
    connection.execute(
        'SELECT k.* FROM agenda_item i JOIN "case" c ON c.id = i.case_id'
        " JOIN consent k ON k.person_id = c.person_id"
        " WHERE i.conference_id = ? AND k.record_state != 'void'",
        of,
    ).fetchall()
    return list(items)


# --- paper -----------------------------------------------------------------------------------


def _minutes() -> Minutes:
    answers = (
        Answer("検討のまとめ", _SAID * 3, long=True, wide=True),
        Answer("結論", "適切(了承)"),
    )
    items = (
        MinutesItem(f"議題{number + 1}　見本 会議{number:02}", answers, _DECIDED)
        for number in range(CASES)
    )
    member = ("見本ハローワーク", "係長・構成員", "見本 早川", "出席", "")
    return Minutes(
        title="令和8年度第8回 支援調整会議　会議録",
        stamps=tuple(map(Stamp, ("担当", "主任", "所長"))),
        about=(Answer("開催日時", "令和8年11月24日 16:00〜17:00", wide=True),),
        members=(member,) * 7,
        items=tuple(items),
    )


def _minutes_line() -> Line:
    minutes, stock = _minutes(), Stock()
    ours = best(lambda: PAPERS["minutes"].write(minutes, BytesIO(), PRINTED))
    theirs = best(lambda: _stock_minutes(stock, minutes))
    return Line(
        f"minutes of {CASES} cases as PDF",
        "stock reportlab, same text",
        ours / theirs,
        1.2,
        f"{ms(ours)} against {ms(theirs)}",
    )


def _stock_minutes(stock: Stock, minutes: Minutes) -> int:
    def cells(rows: Any) -> Table:
        made = [[Paragraph(escape(text) or " ", stock.cell) for text in row] for row in rows]
        width = 482 / len(made[0])
        grid = [("GRID", (0, 0), (-1, -1), 0.4, "black")]
        return Table(made, [width] * len(made[0]), style=grid)

    story: list[object] = [
        Paragraph(escape(minutes.title), stock.cell),
        stock.table(minutes.about),
        cells(minutes.members),
    ]
    for item in minutes.items:
        story += [Paragraph(escape(item.title), stock.cell), stock.table(item.answers)]
        story.append(cells(item.decisions))
    document = SimpleDocTemplate(BytesIO(), pagesize=A4, initialFontName="Stock")
    document.build(story)
    return int(document.page)
