"""The rows at the top of the forms 様式1-1, 2-1 and 3-1: person, certificate, centre, days."""

from __future__ import annotations

from dataclasses import dataclass, field, replace

from reportlab.lib.units import mm

from soudan_desk.papers.answers import CLOSE, Look, answer_cell, answer_row
from soudan_desk.papers.data import Answer, Named
from soudan_desk.papers.grid import Cell, Grid, Row, label_cell
from soudan_desk.papers.kit import Ruby

BLANK_DAY = "令和　　年　　月　　日"
SERVICE_LOOK = replace(CLOSE, label=34 * mm, least=18.0, least_by_hand=22.0)


@dataclass(frozen=True)
class Certificate:
    """What the recipient's certificate says, as it reads."""

    category: str | None = None
    number: str | None = None
    regional_no: str | None = None
    child_no: str | None = None
    burden_cap: str | None = None
    until: str | None = None


@dataclass(frozen=True)
class ServiceHead:
    """Who, by which office and which worker."""

    client: Named = field(default_factory=Named)
    provider: str | None = None
    author: str | None = None
    certificate: Certificate = field(default_factory=Certificate)


def service_head(head: ServiceHead, *last: Answer, look: Look = SERVICE_LOOK) -> Grid:
    """Return rows 1 to 3 of the form, and `last` as its fourth."""
    paper = head.certificate
    rows = [
        _named_row(head, look),
        answer_row(
            Answer("障害福祉サービス\n受給者証番号", paper.number),
            Answer("利用者負担上限額", paper.burden_cap),
            Answer("計画作成担当者", head.author),
            look=look,
        ),
        answer_row(
            Answer("地域相談支援\n受給者証番号", paper.regional_no),
            Answer("通所受給者証番号", paper.child_no),
            Answer("支給決定の終期", paper.until),
            look=look,
        ),
        answer_row(*last, look=look),
    ]
    return Grid(rows, space_after=6)


def _named_row(head: ServiceHead, look: Look) -> Row:
    answers = (
        Answer("障害支援区分", head.certificate.category),
        Answer("相談支援事業者名", head.provider),
    )
    cells = [
        label_cell("利用者氏名\n（児童氏名）", look.label, look.label_style),
        Cell((Ruby(head.client),)),
    ]
    for each in answers:
        cells += [label_cell(each.label, look.label, look.label_style), answer_cell(each, look)]
    return Row(tuple(cells), least=30.0)
