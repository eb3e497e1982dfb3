"""The auditor's sheet: the one place where the key stands that the audit chain began with."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from reportlab.graphics.barcode.qr import QrCode
from reportlab.lib.units import mm
from reportlab.platypus import Flowable

from soudan_desk.japanese.eras import wareki
from soudan_desk.papers import fonts
from soudan_desk.papers.answers import answer_rows
from soudan_desk.papers.data import Answer
from soudan_desk.papers.grid import Cell, Grid, Row
from soudan_desk.papers.key_sheet import group_cell, signature, steps
from soudan_desk.papers.kit import title_block
from soudan_desk.papers.text import BODY, SUBTITLE, Align, Text

_KEY = BODY.but(size=19, leading=25, font=fonts.BOLD, align=Align.CENTRE)
_GROUPS_A_LINE = 4
_QR_SIDE = 40 * mm
_WHAT_IT_IS = (
    "この紙の鍵があれば、この番号から後の操作の記録が、一行も書き換えられ、抜かれ、足されていない"
    "ことを確かめられます。鍵はこの紙のほかのどこにもなく、もう一度は出せません。"
)
_TO_DO = (
    "監査を担う人（監事・外部の監査人など）が、事務所の外の鍵のかかる場所に保管してください。",
    "管理者やパソコンの担当者に渡さない。写真を撮らない、コピーしない、打ち込んで保存しない。",
    "確かめるときは「監査」のページで「鍵を入れて確かめる」を選び、14組を順に入れます。",
    "前の監査票も捨てません。前の番号の記録を確かめるときに要ります。",
)


@dataclass(frozen=True)
class AuditorSheet:
    """The key in groups of four, the group that checks them, and which rows it is for."""

    office: str
    centre: str
    groups: tuple[str, ...]
    check: str
    chain: int
    first_seq: int
    mark: str
    made_on: date
    made_by: str
    office_id: str = ""


def auditor_sheet_story(sheet: AuditorSheet) -> list[Flowable]:
    """Lay the sheet out."""
    about = (
        Answer("事務所", sheet.office),
        Answer("センター", sheet.centre),
        Answer("監査票の番号", f"第{sheet.chain}票（{sheet.mark}）"),
        Answer("確かめられる記録", f"操作の記録の{sheet.first_seq}番から、次の監査票ができるまで"),
        Answer("作成日", wareki(sheet.made_on)),
        Answer("作成者", sheet.made_by),
        *((Answer("事務所の番号", sheet.office_id),) if sheet.office_id else ()),
    )
    letters = "".join((*sheet.groups, sheet.check))
    return [
        title_block("監査票"),
        Text("監査を担う人が保管", SUBTITLE.but(size=14, leading=20, space_after=6)),
        Grid(answer_rows(about)),
        Text(f"　{_WHAT_IT_IS}", BODY.but(space_before=4, space_after=6)),
        _key_grid(sheet),
        QrCode(letters, width=_QR_SIDE, height=_QR_SIDE, qrLevel="M"),
        Grid(steps(_TO_DO, least=22), title="すること", space_after=8),
        Grid(_signatures(), title="受け渡しの記録"),
    ]


def _key_grid(sheet: AuditorSheet) -> Grid:
    cells = [group_cell(str(at), text, _KEY) for at, text in enumerate(sheet.groups, start=1)]
    cells.append(group_cell("確認の組", sheet.check, _KEY))
    while len(cells) % _GROUPS_A_LINE:
        cells.append(Cell((Text("", _KEY),)))
    starts = range(0, len(cells), _GROUPS_A_LINE)
    rows = [Row(tuple(cells[at : at + _GROUPS_A_LINE]), least=14 * mm) for at in starts]
    return Grid(rows, space_after=6)


def _signatures() -> list[Row]:
    return [signature(label, least=11 * mm) for label in ("受け取った日", "立ち会った日")]
