"""会議資料: one case on one page, named or not."""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial

from reportlab.platypus import Flowable

from soudan_desk.papers.answers import DENSE, LOOKS, Look, answer_rows, on_one_page
from soudan_desk.papers.data import Answer, Blank
from soudan_desk.papers.grid import Grid
from soudan_desk.papers.kit import note, title_block

_REMARK = "会議が終わったら回収します。写しをとったり、持ち帰ったりしないでください。"
_HAND = ("世帯", "主訴・課題", "プラン・目標", "実施すること・サービス", "本人のことば", "提案")


@dataclass(frozen=True, kw_only=True)
class CaseBrief:
    """What a meeting has to know about a case."""

    meeting: str = ""
    about: tuple[Answer, ...] = ()
    sections: tuple[Answer, ...] = ()


def case_brief_story(brief: CaseBrief) -> list[Flowable]:
    """Lay the brief out, tighter where it would not fit one page."""
    return on_one_page(partial(_story, brief), (*LOOKS, DENSE), otherwise=DENSE)


def _story(brief: CaseBrief, look: Look) -> list[Flowable]:
    return [
        title_block("会議資料"),
        note(_REMARK),
        Grid(answer_rows(brief.about, look), space_after=6),
        Grid(answer_rows(brief.sections, look)),
    ]


def empty_case_brief(_blank: Blank) -> CaseBrief:
    """Return the form for handwriting."""
    return CaseBrief(
        about=(Answer("会議", wide=True), Answer("呼び名"), Answer("年齢"), Answer("議題")),
        sections=tuple(Answer(label, None, long=True, lines=3, wide=True) for label in _HAND),
    )
