"""The month-end report of the audit log: counts, the log's head in ten groups, and signatures."""

from __future__ import annotations

from dataclasses import dataclass

from reportlab.lib.units import mm
from reportlab.platypus import Flowable

from soudan_desk.papers import fonts
from soudan_desk.papers.answers import answer_rows
from soudan_desk.papers.data import BLANK_DATE, Answer
from soudan_desk.papers.grid import Cell, Grid, Row, label_cell
from soudan_desk.papers.kit import title_block
from soudan_desk.papers.lists import Column, list_grid
from soudan_desk.papers.text import BODY, SUBTITLE, Align, Text

_GROUP = BODY.but(size=15, leading=21, font=fonts.BOLD, align=Align.CENTRE)
_WHAT_IT_IS = (
    "下の10組は、この時点の操作の記録の終わりを写したものです。署名したこの紙を事務所の外に保管して"
    "ください。あとで記録が古いものに入れ替えられたり、この行までが書き換えられたりすると、"
    "この10組と合わなくなります。"
)


@dataclass(frozen=True)
class AuditReport:
    """A month's acts counted by action and result, and where the log ended when it was made."""

    office: str
    month: str
    made_at: str
    made_by: str
    head_seq: int
    groups: tuple[str, ...]
    counts: tuple[tuple[str, str, str], ...]
    """Each action's name, how often it was done, how often it was refused or failed."""


def audit_report_story(report: AuditReport) -> list[Flowable]:
    """Lay the report out."""
    about = (
        Answer("事務所", report.office),
        Answer("月", report.month),
        Answer("作成日時", report.made_at),
        Answer("作成者", report.made_by),
        Answer("記録の終わり", f"{report.head_seq:,}番"),
    )
    columns = [
        Column("操作", share=4.0),
        Column("件数", share=1.0, align=Align.RIGHT),
        Column("断られた・できなかった", share=1.6, align=Align.RIGHT),
    ]
    return [
        title_block("操作の記録　月末報告書"),
        Grid(answer_rows(about)),
        Text(f"　{_WHAT_IT_IS}", BODY.but(space_before=4, space_after=6)),
        Grid([_groups(report.groups[:5]), _groups(report.groups[5:])], space_after=8),
        list_grid(columns, report.counts),
        Text("確認", SUBTITLE.but(size=12, leading=18, space_before=6)),
        Grid([_signature("主任・所長"), _signature("監査")]),
    ]


def _groups(groups: tuple[str, ...]) -> Row:
    return Row(tuple(Cell((Text(" ".join(each), _GROUP),)) for each in groups), least=12 * mm)


def _signature(who: str) -> Row:
    return Row(
        (
            label_cell(who, 82.0),
            Cell((Text(BLANK_DATE, BODY),)),
            label_cell("署名", 40.0),
            Cell((Text("", BODY),)),
        ),
        least=12 * mm,
    )
