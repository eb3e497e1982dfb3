"""会議録: the whole of a meeting, or what it said of one case."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from reportlab.platypus import Flowable, Spacer

from soudan_desk.papers.answers import CLOSE, answer_rows
from soudan_desk.papers.data import BLANK_DATE, Answer, Blank, Option, Stamp
from soudan_desk.papers.grid import Grid
from soudan_desk.papers.kit import note, title_block
from soudan_desk.papers.lists import Column, list_grid
from soudan_desk.papers.text import Align

_MEMBERS = (
    Column("所属", share=1.5),
    Column("職種・役割", share=1.1),
    Column("氏名", share=1.0),
    Column("出欠", 76.0, align=Align.CENTRE),
    Column("書面などの意見", share=1.6),
)
_DECISIONS = (
    Column("決めたこと", share=2.4),
    Column("だれが", share=0.9),
    Column("いつまで", 84.0),
    Column("なるもの", 68.0, align=Align.CENTRE),
)
_HAND_STAMPS = ("担当", "主任", "所長")
_GAP = 8.0
_HAND_MEMBERS, _HAND_DECISIONS = 5, 3


@dataclass(frozen=True)
class MinutesItem:
    """What was said and decided of one case; `decisions` are (what, who, until, what it is)."""

    title: str
    answers: tuple[Answer, ...] = ()
    decisions: tuple[tuple[str, str, str, str], ...] = ()


@dataclass(frozen=True, kw_only=True)
class Minutes:
    """A meeting; `members` are (agency, post and part, name, presence, opinion)."""

    title: str
    running: str = ""
    stamps: tuple[Stamp, ...] = ()
    about: tuple[Answer, ...] = ()
    members: tuple[tuple[str, str, str, str, str], ...] = ()
    items: tuple[MinutesItem, ...] = ()
    after: tuple[Answer, ...] = ()
    remark: str = ""
    by_hand: bool = False


def minutes_story(minutes: Minutes) -> list[Flowable]:
    """Lay the minutes out."""
    hand = _HAND_MEMBERS if minutes.by_hand else 0
    after = Grid(answer_rows(minutes.after, CLOSE), title="まとめ", space_after=6)
    return [
        title_block(minutes.title, minutes.stamps),
        *([note(minutes.remark)] if minutes.remark else []),
        Grid(answer_rows(minutes.about, CLOSE), space_after=6),
        list_grid(_MEMBERS, minutes.members, title="出席者", by_hand=hand),
        *(part for item in minutes.items for part in _item(item, by_hand=minutes.by_hand)),
        *([Spacer(1, _GAP), after] if minutes.after else []),
    ]


def _item(item: MinutesItem, *, by_hand: bool) -> Sequence[Flowable]:
    parts: list[Flowable] = [
        Spacer(1, 0 if by_hand else _GAP),
        Grid(answer_rows(item.answers, CLOSE), title=item.title, space_after=0),
    ]
    if item.decisions or by_hand:
        hand = _HAND_DECISIONS if by_hand else 0
        parts.append(list_grid(_DECISIONS, item.decisions, by_hand=hand))
    return parts


def empty_minutes(blank: Blank) -> Minutes:
    """Return the form for handwriting."""
    centre = blank.centres[0]

    def boxes(label: str, name: str) -> Answer:
        return Answer(label, "", tuple(map(Option, blank(name, centre))), wide=True)

    item = MinutesItem(
        "議題",
        (
            Answer("対象者"),
            boxes("議題の種類", "agenda.type"),
            Answer("検討のまとめ", None, long=True, lines=4, wide=True),
            boxes("結論", "agenda.conclusion"),
        ),
    )
    return Minutes(
        title="会議録",
        stamps=tuple(map(Stamp, _HAND_STAMPS)),
        about=(
            boxes("会議の種類", "conference.kind"),
            Answer("開催日時", None, blank=BLANK_DATE),
            Answer("場所"),
            Answer("座長・司会"),
            Answer("記録者"),
        ),
        items=(item,),
        after=(Answer("次回の予定", None, blank=BLANK_DATE),),
        by_hand=True,
    )
