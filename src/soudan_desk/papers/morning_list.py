"""朝の一覧: appointments, what falls due and what is to be done, to tick off through the day."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from reportlab.platypus import Flowable

from soudan_desk.papers.data import Blank
from soudan_desk.papers.kit import note, title_block
from soudan_desk.papers.lists import Column, list_grid
from soudan_desk.papers.text import CELL, Align

_TICK = Column("済", 26.0, align=Align.CENTRE)
_DUE = (
    _TICK,
    Column("期限", 54.0),
    Column("ケース・氏名", 84.0),
    Column("すること・わけ"),
    Column("担当", 54.0),
)
_TODO = (_TICK, Column("日", 62.0), Column("用事", share=2.2), Column("ケース・氏名", 110.0))
_VISIT = (
    _TICK,
    Column("時刻", 76.0),
    Column("種類", 48.0),
    Column("だれ・件名", share=1.3),
    Column("場所"),
    Column("いっしょに", 74.0),
)
_ALL_VISITS = (*_VISIT[:-1], Column("だれが", 74.0))
_NOTE = (
    _TICK,
    Column("いつまで", 62.0),
    Column("申し送り", share=2.2),
    Column("だれから", 74.0),
    Column("ケース・氏名", 110.0),
)
_CALL = (
    Column("日", 62.0),
    Column("ケース・氏名", 110.0),
    Column("件名", share=2.2),
    Column("担当", 74.0),
)
_BLANK_LINES = 6
_SMALL = CELL.but(size=8.5, leading=11.5)


@dataclass(frozen=True)
class DueLine:
    """One thing that falls due; `left` says how long there is."""

    on: str
    left: str
    what: str
    whose: str
    workers: str
    reason: str


@dataclass(frozen=True)
class ToDoLine:
    """One thing to do."""

    on: str
    what: str
    whose: str


@dataclass(frozen=True)
class VisitLine:
    """One appointment of the day."""

    at: str
    what: str
    whose: str
    place: str
    workers: str


@dataclass(frozen=True)
class NoteLine:
    """One note (申し送り) a colleague left and that is not done yet."""

    on: str
    what: str
    who: str
    whose: str


@dataclass(frozen=True)
class CallLine:
    """One who came for the first time, or whose case cannot wait."""

    on: str
    whose: str
    what: str
    worker: str


@dataclass(frozen=True)
class MorningList:
    """A worker's day, or a whole centre's, which tells also who is new and what cannot wait."""

    day: str | None = None
    worker: str = ""
    due: tuple[DueLine, ...] = ()
    todos: tuple[ToDoLine, ...] = ()
    visits: tuple[VisitLine, ...] = ()
    notes: tuple[NoteLine, ...] = ()
    first_calls: tuple[CallLine, ...] = ()
    pressing: tuple[CallLine, ...] = ()
    is_whole: bool = False


def morning_list_story(listed: MorningList) -> list[Flowable]:
    """Lay the list out."""
    hand = _BLANK_LINES if listed.day is None else 0
    due = [
        ("□", "\n".join(filter(None, (d.on, d.left))), d.whose, _why(d), d.workers)
        for d in listed.due
    ]
    notes = [("□", n.on, n.what, n.who, n.whose) for n in listed.notes]
    visits = [("□", v.at, v.what, v.whose, v.place, v.workers) for v in listed.visits]
    remark = "　".join(filter(None, (listed.day, listed.worker)))
    return [
        title_block("朝の一覧"),
        *([note(remark)] if remark else []),
        *_calls("前の開所日からの新規", listed.first_calls),
        *_calls("緊急度の高いケース（日は最後の連絡）", listed.pressing),
        list_grid(
            _ALL_VISITS if listed.is_whole else _VISIT, visits, title="今日の予定", by_hand=hand
        ),
        list_grid(_DUE, due, title="期限の来るもの", by_hand=hand, style=_SMALL),
        *([] if listed.is_whole else [_todos(listed.todos, hand)]),
        *([list_grid(_NOTE, notes, title="申し送り")] if notes else []),
    ]


def _why(due: DueLine) -> str:
    return "：".join(filter(None, (due.what, due.reason)))


def _todos(todos: Sequence[ToDoLine], hand: int) -> Flowable:
    return list_grid(_TODO, _lines(todos), title="用事", by_hand=hand)


def _calls(title: str, calls: Sequence[CallLine]) -> list[Flowable]:
    rows = [(call.on, call.whose, call.what, call.worker) for call in calls]
    return [list_grid(_CALL, rows, title=title)] if rows else []


def empty_morning_list(_blank: Blank) -> MorningList:
    """Return the page for handwriting."""
    return MorningList()


def _lines(lines: Sequence[ToDoLine]) -> list[tuple[str, ...]]:
    return [("□", each.on, each.what, each.whose) for each in lines]
