"""紹介状・情報提供書, with the slip on which the other agency answers (domain §5, D.2)."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from datetime import date

from reportlab.platypus import Flowable

from soudan_desk.japanese.eras import wareki
from soudan_desk.papers import fonts
from soudan_desk.papers.answers import (
    LARGE,
    LOOKS,
    ROOMY,
    Look,
    answer_row,
    answer_rows,
    on_one_page,
)
from soudan_desk.papers.data import BLANK_BIRTH, BLANK_DATE, Answer, Option, Sender, Stamp
from soudan_desk.papers.grid import Grid, Row
from soudan_desk.papers.kit import CutLine, Unbroken
from soudan_desk.papers.letter_head import ADDRESS, LETTER_TITLE, RIGHT, letter_head
from soudan_desk.papers.text import BODY, SMALL, Text

_OUTCOMES = ("支援開始", "制度利用の開始", "相談のみ", "対象外", "本人の来所なし")
_SLIP_HEAD = SMALL.but(size=9.5, leading=15, font=fonts.BOLD, space_after=2)
_GREETING = "次の方のご相談をお受けしています。下記のとおり、ご対応をお願いいたします。"


@dataclass(frozen=True)
class ReferralLetter:
    """A letter that hands one client on; only the lines chosen for the receiver are in it."""

    number: str = ""
    issued_on: date | None = None
    to: tuple[str, ...] = ()  # agency, section; the last one is who reads it, 様 or 御中 included
    sender: Sender = field(default_factory=lambda: Sender("", ""))
    title: str = "相談者のご紹介について（情報提供書）"
    greeting: str = _GREETING
    answers: tuple[Answer, ...] = ()
    reply_due_on: date | None = None
    with_reply: bool = True
    reply_outcomes: tuple[str, ...] = _OUTCOMES
    client_in_reply: str = ""  # how the slip names the client: number or masked name
    stamps: tuple[Stamp, ...] = ()


def referral_letter_story(letter: ReferralLetter) -> list[Flowable]:
    """Lay out the letter and, under it, the slip; on one page where that can be done."""
    return on_one_page(lambda look: _letter(letter, look), (LARGE, *LOOKS))


def referral_reply_story(letter: ReferralLetter) -> list[Flowable]:
    """Lay out the answer as a page of its own, addressed back to the sender."""
    sender = letter.sender
    addressee = (sender.office, f"{sender.centre}　{sender.worker} 行".strip("　"))
    return [
        Text(BLANK_DATE, RIGHT),
        *(Text(line, ADDRESS) for line in addressee if line),
        Text("ご紹介いただいた方について（回答）", LETTER_TITLE.but(space_after=14)),
        Grid(_reply_head(letter), space_after=10),
        *_slip(replace(letter, number="", client_in_reply=""), ROOMY, lines=17),
    ]


def empty_referral_letter(labels: Callable[[str], Sequence[str]]) -> ReferralLetter:
    """Return the letter for handwriting; `labels` gives an option list's labels by its name."""
    asked = tuple(map(Option, labels("referral.request")))
    return ReferralLetter(
        answers=(
            Answer("氏名・ふりがな", None, wide=True),
            Answer("生年月日・性別", None, blank=f"{BLANK_BIRTH}　　男・女・"),
            Answer("連絡先", None, wide=True),
            Answer("世帯", None, wide=True),
            Answer("相談の経緯・主訴", None, long=True, lines=4),
            Answer("これまでの支援", None, long=True, lines=2),
            Answer("依頼したい内容", None, asked, long=True, lines=2),
            Answer("緊急性・配慮事項", None, long=True, lines=2),
            Answer("本人の了解", None, blank=f"{BLANK_DATE}　　□ 署名　□ 口頭"),
        )
    )


def _letter(letter: ReferralLetter, look: Look) -> list[Flowable]:
    story = [
        *letter_head(
            letter.number,
            letter.issued_on,
            letter.to or ("　" * 14 + "御中",),
            letter.sender,
            letter.stamps,
        ),
        Text(letter.title, LETTER_TITLE.but(space_before=14 if look in {LARGE, ROOMY} else 6)),
        Text(f"　{letter.greeting}", BODY.but(space_after=6)),
        Grid(answer_rows(letter.answers, look), space_after=4),
    ]
    if not letter.with_reply:
        return story
    slip = [CutLine(), *_slip(letter, look)]
    return [*story, Unbroken(slip)]


def _reply_head(letter: ReferralLetter) -> list[Row]:
    issued = wareki(letter.issued_on) if letter.issued_on else ""
    asked = "　".join(filter(None, (letter.number, issued)))
    return answer_rows(
        (
            Answer("紹介状の番号", asked or None),
            Answer("ご紹介した方", letter.client_in_reply or None),
            Answer("ご回答者", None, blank="機関・部署　　　　　　　　　　　　　　　氏名"),
        )
    )


def _slip(letter: ReferralLetter, look: Look, *, lines: int = 2) -> list[Flowable]:
    outcomes = (*map(Option, letter.reply_outcomes), Option("その他", note=""))
    by = f"{BLANK_DATE}　　　　　　　　　　　　係"
    questions = (
        Answer("受理日・担当", None, blank=by),
        Answer("結果", "", options=outcomes),
        Answer("今後の連携", "", options=_CONTINUING),
        Answer("連絡事項", None, long=True, lines=lines),
    )
    rows = [answer_row(question, look=look) for question in questions]
    return [Text(_slip_head(letter), _SLIP_HEAD), Grid(rows, space_after=0)]


_CONTINUING = (
    Option("貴センターと連携を続けたい"),
    Option("当方で引き継ぐ"),
    Option("連絡がほしい"),
)


def _slip_head(letter: ReferralLetter) -> str:
    due = f"{wareki(letter.reply_due_on)}ごろまでにお願いします" if letter.reply_due_on else ""
    fax = f"（FAX {letter.sender.fax}）" if letter.sender.fax else ""
    name = "　".join(filter(None, (letter.number, letter.client_in_reply)))
    return "　".join(filter(None, (f"ご返信{fax}", due, name)))
