"""相談受付・申込票, in the order of the national form 【1】."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import date

from reportlab.lib.units import mm
from reportlab.platypus import Flowable, PageBreak, Spacer

from soudan_desk.japanese.eras import wareki
from soudan_desk.papers.answers import DENSE, LOOKS, Look, answer_row, answer_rows, on_one_page
from soudan_desk.papers.data import (
    BLANK_BIRTH,
    BLANK_DATE,
    Answer,
    Blank,
    CentreWords,
    Head,
    Option,
    Sections,
    Stamp,
)
from soudan_desk.papers.grid import Cell, Grid, Row, label_cell
from soudan_desk.papers.kit import Ruby, WritingLines, title_block
from soudan_desk.papers.text import BODY, CELL, LABEL, SMALL, Align, Text

CENTRE = "life_support"
_HOW_TO_MARK = "あてはまるものすべてに○、いちばんお困りのこと1つに◎をつけてください。"
_APPLICATION = (
    "上記の相談内容について、相談支援の利用を申し込みます。申込みにあたり、"
    "別紙「個人情報に関する管理・取扱規程」の説明を受け、相談支援の検討と実施に必要な"
    "情報を関係機関（者）と共有することに同意します。"
)


@dataclass(frozen=True)
class Application:
    """The client's application and consent; `signed_by` is None until it is signed by hand."""

    to: str = "　　　　　　　　　　　　殿"
    words: str = _APPLICATION
    applied_on: date | None = None
    signed_by: str | None = None


@dataclass(frozen=True)
class IntakeSheet:
    """What is asked at the first contact; unanswered parts leave room for the hand."""

    head: Head = field(default_factory=Head)
    received_on: date | None = None
    received_by: str | None = None
    client: tuple[Answer, ...] = ()  # 性別, 生年月日, 住所, 電話 … in the order of the form
    visitor: tuple[Answer, ...] = ()  # 来談者, where it is not the client
    concerns: tuple[Option, ...] = ()  # `mark` ○ or ◎
    wish: str | None = None
    application: Application = field(default_factory=Application)
    office_use: Sections = ()
    stamps: tuple[Stamp, ...] = ()
    annex: str = ""  # 別紙: the centre's rules on personal data, on a page of its own


def intake_sheet_story(sheet: IntakeSheet) -> list[Flowable]:
    """Lay the form out, on one page where it fits."""
    form = on_one_page(lambda look: _story(sheet, look), (*LOOKS, DENSE))
    return [*form, PageBreak(), *annex_page(sheet.annex)] if sheet.annex else form


def application_of(words: CentreWords) -> Application:
    """Return the application in the centre's own words, where it has some."""
    plain = Application()
    return replace(plain, to=words.to or plain.to, words=words.consent or plain.words)


def empty_intake_sheet(labels: Blank) -> IntakeSheet:
    """Return the form for handwriting; `labels` gives an option list's labels by its name."""
    words = labels.words_of(CENTRE)
    return IntakeSheet(
        application=replace(application_of(words), to=Application().to),
        annex=words.privacy,
        client=(
            Answer("性別", None, _with_note(labels("sex"), "その他")),
            Answer("生年月日", None, blank=BLANK_BIRTH),
            Answer("住所", None, blank="〒", wide=True),
            Answer("電話（自宅）"),
            Answer("電話（携帯）"),
            Answer("メール"),
        ),
        visitor=(
            Answer("氏名"),
            Answer("電話"),
            Answer("ご本人との関係", "", (Option("家族", note=""), Option("その他", note=""))),
        ),
        concerns=_with_note(labels("concern"), "その他"),
        stamps=tuple(map(Stamp, ("担当", "主任", "所長"))),
    )


def annex_page(text: str) -> list[Flowable]:
    """Lay out the centre's rules on personal data, which follow an application or a consent."""
    return [title_block("別紙　個人情報に関する管理・取扱規程"), Text(text, BODY)]


def _with_note(labels: Sequence[str], *noted: str) -> tuple[Option, ...]:
    options = map(Option, labels)
    return tuple(
        replace(option, note="") if option.label in noted else option for option in options
    )


def _story(sheet: IntakeSheet, look: Look) -> list[Flowable]:
    wish = Answer("", sheet.wish, long=True, lines=3)
    return [
        title_block("相談受付・申込票", sheet.stamps),
        Grid([_reception_row(sheet, look), *_client_rows(sheet, look)], space_after=5),
        Grid(
            _concern_rows(sheet.concerns, look), title="ご相談の内容（お困りのこと）", space_after=5
        ),
        Grid([_wide_row(wish, look)], title="ご相談されたいこと・支援への希望", space_after=5),
        _application_grid(sheet.application, look),
        *_office_use(sheet.office_use, look),
    ]


def _reception_row(sheet: IntakeSheet, look: Look) -> Row:
    received = wareki(sheet.received_on) if sheet.received_on else None
    style = look.style.but(align=Align.LEFT)
    number = Text(sheet.head.case_no or "", style)
    by = Text(sheet.received_by or "", style, field="受付者")
    cells = (
        label_cell("ID", 22),
        Cell((number,), share=0.9),
        label_cell("初回相談受付日", 75),
        Cell((Text(received or BLANK_DATE.replace("　　　", "　　"), style),), share=1.25),
        label_cell("受付者", 38),
        Cell((by,)),
    )
    return Row(cells, least=look.least_by_hand)


def _client_rows(sheet: IntakeSheet, look: Look) -> list[Row]:
    client = sheet.head.client
    named: Flowable = Ruby(client) if client.name or client.kana else WritingLines(2, 15)
    reading = label_cell("ふりがな\n氏名", look.label)
    rows = [Row((reading, Cell((named,))), least=34, group="ご本人")]
    rows += answer_rows(sheet.client, look, group="ご本人")
    return [*rows, *answer_rows(sheet.visitor, look, group="来談者")]


def _concern_rows(concerns: Sequence[Option], look: Look) -> list[Row]:
    half = (len(concerns) + 1) // 2
    numbered = [_concern_cells(n, each, look) for n, each in enumerate(concerns, start=1)]
    filler = (Cell((), width=26), Cell(()))
    right = [*numbered[half:], *[filler] * (half * 2 - len(concerns))]
    note = Row((Cell((Text(_HOW_TO_MARK, SMALL),)),), least=17)
    least = min(18.0, look.least)
    rows = (Row((*a, *b), least=least) for a, b in zip(numbered[:half], right, strict=True))
    return [note, *rows]


def _concern_cells(number: int, concern: Option, look: Look) -> tuple[Cell, Cell]:
    note = "" if concern.note is None else f"（{concern.note or '　' * 8}）"
    size = min(9.5, look.style.size)
    style = (LABEL if concern.mark else CELL).but(size=size, leading=size + 2, align=Align.LEFT)
    mark = Text(concern.mark, CELL.but(size=size + 2, leading=size + 2, align=Align.CENTRE))
    return (
        Cell((mark,), width=26),
        Cell((Text(f"{number}　{concern.label}{note}", style),)),
    )


def _office_use(sections: Sections, look: Look) -> list[Flowable]:
    """What the office noted, a row for each section: the form stays on one page."""
    rows = []
    for name, answers in sections:
        told = "　　".join(f"{each.label}：{each.text or ''}" for each in answers)
        text = Text(told.replace("\n", "　"), look.style.but(align=Align.LEFT), field=name)
        rows.append(Row((label_cell(name, look.label), Cell((text,))), least=look.least))
    return [Grid(rows, title="受付の控え")] if rows else []


def _wide_row(answer: Answer, look: Look) -> Row:
    """One box over the whole width, its title above the frame."""
    if answer.text is None:
        return Row((Cell((WritingLines(answer.lines, look.pitch),)),))
    text = Text(answer.text, look.style, field="支援への希望")
    return Row((Cell((text,)),), least=3 * look.style.leading + 8)


def _application_grid(application: Application, look: Look) -> Grid:
    applied = wareki(application.applied_on) if application.applied_on else BLANK_DATE
    words = (
        Text(application.to, look.style.but(align=Align.LEFT)),
        Spacer(1, 2),
        Text(f"　{application.words}", look.style, field="申込みの文"),
    )
    signature = answer_row(
        Answer("申込年月日", applied),
        Answer("ご本人署名", application.signed_by),
        look=replace(look, label=23 * mm, least_by_hand=11 * mm),
    )
    return Grid([Row((Cell(words),)), signature], title="相談申込み欄")
