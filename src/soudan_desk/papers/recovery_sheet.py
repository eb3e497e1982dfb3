"""The sheet with the office's recovery key: printed once, sealed, and put into the safe."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from reportlab.graphics.barcode.qr import QrCode
from reportlab.lib.units import mm
from reportlab.platypus import Flowable, PageBreak

from soudan_desk.japanese.eras import wareki
from soudan_desk.papers import fonts
from soudan_desk.papers.answers import answer_rows
from soudan_desk.papers.data import Answer
from soudan_desk.papers.grid import Cell, Grid, Row, label_cell
from soudan_desk.papers.key_sheet import group_cell, signature, steps
from soudan_desk.papers.kit import title_block
from soudan_desk.papers.text import BODY, SUBTITLE, TINY, Align, Text

_SLOT_GROUP = BODY.but(size=12, leading=16, align=Align.CENTRE)
_GROUPS_A_LINE = 8
_QR_SIDE = 52 * mm
_WHAT_THE_COPY_IS = (
    "鍵のファイル（office.slots）が失われたときに、回復キーと合わせて使います。"
    "これだけでは何も開けません。回復キーの紙といっしょに金庫に入れてください。"
)
_KEY = BODY.but(size=24, leading=32, font=fonts.BOLD, align=Align.CENTRE)
_WHAT_IT_IS = (
    "この紙の回復キーがあれば、全員がパスワードを忘れても、相談記録を開けます。"
    "全員のパスワードとこの紙の両方を失うと、記録は誰にも（作り手にも）開けません。"
)
_TO_DO = (
    "印刷したらすぐに、下の欄に日付と名前を書いてください。",
    "封筒に入れて封をし、封じ目に署名して、事務所の金庫に入れてください。",
    "写真を撮らない、コピーしない、電子メールやFAXで送らない、パソコンに打ち込んで保存しない。",
    "使うときは、ログインの画面の「パスワードを忘れた」で、8つの組と確認の組を順に入れます。",
    "使うと新しい紙ができ、この紙では開けなくなります。新しい控えを作ってから裁断します。",
    "年に一度、封筒が金庫にあることを2人で確かめ、裏に日付と名前を書いてください。",
)


@dataclass(frozen=True)
class RecoverySheet:
    """The key in eight groups of four, the group that checks them, and whose it is."""

    office: str
    centre: str
    groups: tuple[str, ...]
    check: str
    made_on: date
    made_by: str
    office_id: str = ""  # tells the sheets of two offices apart; not a secret
    slot_text: str = ""  # the recovery slot in groups of 4; with the key it replaces lost slots


def recovery_sheet_story(sheet: RecoverySheet) -> list[Flowable]:
    """Lay the sheet out."""
    about = (
        Answer("事務所", sheet.office),
        Answer("センター", sheet.centre),
        Answer("作成日", wareki(sheet.made_on)),
        Answer("作成者", sheet.made_by),
        *((Answer("事務所の番号", sheet.office_id),) if sheet.office_id else ()),
    )
    return [
        title_block("回復キー"),
        Text("封筒に入れて金庫へ", SUBTITLE.but(size=14, leading=22, space_after=8)),
        Grid(answer_rows(about)),
        Text(f"　{_WHAT_IT_IS}", BODY.but(space_before=4, space_after=8)),
        _key_grid(sheet),
        Grid(steps(_TO_DO, least=24), title="すること", space_after=12),
        Grid(_signatures(), title="封入の記録"),
        *(_slot_page(sheet.slot_text) if sheet.slot_text else ()),
    ]


def _slot_page(text: str) -> list[Flowable]:
    """Lay out the slot's own copy: as a QR code to read, and in groups to type."""
    groups = text.split("-")
    lines = [groups[at : at + _GROUPS_A_LINE] for at in range(0, len(groups), _GROUPS_A_LINE)]
    return [
        PageBreak(),
        title_block("鍵のファイルの控え"),
        Text(f"　{_WHAT_THE_COPY_IS}", BODY.but(space_before=4, space_after=10)),
        QrCode("".join(groups), width=_QR_SIDE, height=_QR_SIDE, qrLevel="M"),
        Text("読み取れないときは、次の文字を順に打ち込みます。", BODY.but(space_before=10)),
        Grid([_slot_line(at, line) for at, line in enumerate(lines)]),
    ]


def _slot_line(at: int, groups: Sequence[str]) -> Row:
    number = TINY.but(align=Align.CENTRE)
    cells = [Cell((Text(group, _SLOT_GROUP),)) for group in groups]
    missing = [Cell((Text("", _SLOT_GROUP),)) for _ in range(_GROUPS_A_LINE - len(groups))]
    return Row((label_cell(str(at + 1), 24.0, number), *cells, *missing), least=20)


def _key_grid(sheet: RecoverySheet) -> Grid:
    groups = [group_cell(str(at), text, _KEY) for at, text in enumerate(sheet.groups, start=1)]
    lines = [groups[start : start + 4] for start in range(0, len(groups), 4)]
    rows = [Row(tuple(line), least=20 * mm) for line in lines]
    check = (label_cell("確認の組", 82.0), group_cell("", sheet.check, _KEY))
    return Grid([*rows, Row(check, least=16 * mm)], space_after=12)


def _signatures() -> list[Row]:
    return [signature(label, least=12 * mm) for label in ("封入した日", "立ち会った日")]
