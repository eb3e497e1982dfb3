"""ケース概要（フェイスシート）: a case on one page, for handing over and for meetings."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

from reportlab.platypus import Flowable

from soudan_desk.papers.answers import (
    LOOKS,
    TIGHT,
    Look,
    answer_rows,
    answer_table,
    head_grid,
    on_one_page,
)
from soudan_desk.papers.data import Answer, Head, Sections, Stamp
from soudan_desk.papers.grid import Cell, Grid, Row, head_row
from soudan_desk.papers.kit import title_block
from soudan_desk.papers.text import Align, Text

_WIDE = ("住所", "手帳", "連絡の注意")
_BASICS = (
    *("性別", "生年月日・年齢", "電話", "担当者", "住所"),
    *("障害種別", "要介護度", "手帳", "連絡の注意"),
)
_MEMBER_HEADS = ("氏名", "続柄", "年齢", "同居", "職業・学校", "備考")
_MEMBER_WIDTHS = (96.0, 46.0, 44.0, 40.0, 96.0, None)
_KIN_HEADS = ("相手", "関係", "今の状態", "備考")
_TIE_HEADS = ("機関・資源", "強さ", "働きかけ", "備考")
_TIE_WIDTHS = (140.0, 110.0, 84.0, None)
Line = tuple[str, str, str, str]
"""Who, how, how it stands, what else."""
_AGENCY_HEADS = ("関係機関", "担当", "電話", "関わり")
_AGENCY_WIDTHS = (140.0, 76.0, 84.0, None)


@dataclass(frozen=True)
class HouseholdMember:
    """One line of the household, as it reads."""

    name: str = ""
    relation: str = ""
    age: str = ""
    together: str = ""
    work: str = ""
    note: str = ""


@dataclass(frozen=True)
class InvolvedAgency:
    """One agency that has a part in the case."""

    name: str = ""
    contact: str = ""
    tel: str = ""
    part: str = ""


@dataclass(frozen=True)
class FaceSheet:
    """The case at a glance; long texts are the caller's short version of them."""

    head: Head = field(default_factory=Head)
    basics: tuple[Answer, ...] = ()
    household: tuple[HouseholdMember, ...] = ()
    kinships: tuple[Line, ...] = ()
    ties: tuple[Line, ...] = ()
    summary: tuple[Answer, ...] = ()  # 主訴, 課題, 経過の要約, 目標 …
    records: Sections = ()  # reception, assessment: each with its day
    agencies: tuple[InvolvedAgency, ...] = ()
    next_steps: tuple[Answer, ...] = ()
    stamps: tuple[Stamp, ...] = ()


def face_sheet_story(sheet: FaceSheet) -> list[Flowable]:
    """Lay the sheet out, set closer where that keeps it on one page."""
    return on_one_page(lambda look: _story(sheet, look), LOOKS, TIGHT)


def empty_face_sheet(_labels: Callable[[str], Sequence[str]]) -> FaceSheet:
    """Return the form for handwriting."""
    return FaceSheet(
        basics=tuple(Answer(label, wide=label in _WIDE) for label in _BASICS),
        household=(HouseholdMember(),) * 4,
        summary=tuple(
            Answer(label, None, long=True, lines=lines)
            for label, lines in (("主訴", 2), ("課題", 2), ("経過の要約", 3), ("支援の目標", 2))
        ),
        agencies=(InvolvedAgency(),) * 3,
        next_steps=(Answer("次回予定"),),
    )


def _story(sheet: FaceSheet, look: Look) -> list[Flowable]:
    members = [(m.name, m.relation, m.age, m.together, m.work, m.note) for m in sheet.household]
    agencies = [(a.name, a.contact, a.tel, a.part) for a in sheet.agencies]
    return [
        title_block("ケース概要（フェイスシート）", sheet.stamps),
        head_grid(sheet.head, sheet.basics, look),
        *_listed("世帯", _MEMBER_HEADS, _MEMBER_WIDTHS, members, look),
        *_listed("親族", _KIN_HEADS, _TIE_WIDTHS, sheet.kinships, look),
        *_listed("社会資源とのつながり", _TIE_HEADS, _TIE_WIDTHS, sheet.ties, look),
        *_answered("主訴・課題・経過", sheet.summary, look),
        *answer_table(sheet.records, look),
        *_listed("関係機関", _AGENCY_HEADS, _AGENCY_WIDTHS, agencies, look),
        *_answered("次回予定", sheet.next_steps, look),
    ]


def _answered(title: str, answers: Sequence[Answer], look: Look) -> list[Flowable]:
    return (
        [Grid(answer_rows(answers, look), title=title, space_after=5, whole_below=150)]
        if answers
        else []
    )


def _listed(
    title: str,
    heads: Sequence[str],
    widths: Sequence[float | None],
    lines: Sequence[Sequence[str]],
    look: Look,
) -> list[Flowable]:
    if not lines:
        return []
    style = look.style.but(size=look.style.size - 0.5, align=Align.LEFT)
    rows = [
        Row(
            tuple(
                Cell((Text(text, style, field=f"{title}・{label}"),), width=width)
                for text, label, width in zip(line, heads, widths, strict=True)
            ),
            least=look.least if any(line) else look.least_by_hand,
        )
        for line in lines
    ]
    return [Grid([head_row(heads, widths), *rows], title=title, space_after=5)]
