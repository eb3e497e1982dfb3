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
_HAND_MEMBERS, _HAND_DECISIONS = 6, 4
_BLANK_SPAN = f"{BLANK_DATE}　　　：　　　〜　　　："


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
    return Minutes(
        title="会議録",
        stamps=tuple(map(Stamp, _HAND_STAMPS)),
        about=_blank_meeting(blank),
        items=(_blank_item(blank),),
        after=(
            _written("スーパーバイザー等の助言", 3),
            _written("不足している社会資源・地域課題", 3),
            Answer("次回の予定", None, blank=BLANK_DATE),
            _written("備考", 2),
        ),
        by_hand=True,
    )


def _blank_meeting(blank: Blank) -> tuple[Answer, ...]:
    return (
        _boxes(blank, "会議の種類", "conference.kind"),
        Answer("会議名"),
        Answer("回"),
        Answer("開催日時", None, blank=_BLANK_SPAN, wide=True),
        _boxes(blank, "開き方", "conference.form"),
        Answer("場所"),
        Answer("招集者"),
        Answer("座長・司会"),
        Answer("記録者"),
        _boxes(blank, "目的", "conference.purpose"),
        Answer("守秘の確認", "", (Option("確認した"),)),
    )


def _blank_item(blank: Blank) -> MinutesItem:
    return MinutesItem(
        "議題",
        (
            Answer("対象者"),
            Answer("ケース番号"),
            Answer("氏名の扱い", "", (Option("名前を出す"), Option("名前を伏せる")), wide=True),
            _boxes(blank, "議題の種類", "agenda.type"),
            _written("概要", 3),
            _written("検討のまとめ", 6),
            _written("本人の意見", 2),
            _written("家族の意見", 2),
            _written("残された課題", 2),
            Answer("次に検討する日", None, blank=BLANK_DATE),
            _boxes(blank, "結論", "agenda.conclusion"),
        ),
    )


def _boxes(blank: Blank, label: str, name: str) -> Answer:
    options = tuple(map(Option, blank(name, blank.centres[0])))
    return Answer(label, "", options, wide=True)


def _written(label: str, lines: int) -> Answer:
    return Answer(label, None, long=True, lines=lines, wide=True)
