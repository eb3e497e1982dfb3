"""申し送り票: what one must know who steps in for a worker, the cautions first."""

from __future__ import annotations

from dataclasses import dataclass

from reportlab.platypus import Flowable

from soudan_desk.papers.data import Blank
from soudan_desk.papers.kit import note, title_block
from soudan_desk.papers.lists import Column, Value, list_grid
from soudan_desk.papers.morning_list import DueLine, NoteLine, ToDoLine
from soudan_desk.papers.text import CELL, Align

_TICK = Column("済", 24.0, align=Align.CENTRE)
_DAY = Column("日", 62.0)
_WHOSE = Column("ケース・氏名", 104.0)
_CAUTION = (_WHOSE, Column("気をつけること"))
_CALL = (_TICK, _DAY, _WHOSE, Column("用件"))
_VISIT = (
    _TICK,
    Column("日時", 84.0),
    Column("種類", 44.0),
    Column("だれ・件名", share=1.4),
    Column("場所"),
)
_DUE = (_TICK, Column("期限", 62.0), _WHOSE, Column("すること・わけ"))
_TODO = (_TICK, _DAY, _WHOSE, Column("用事"))
_NOTE = (_TICK, Column("いつまで", 62.0), _WHOSE, Column("申し送り"), Column("だれから", 66.0))
_AWAITED = (_TICK, Column("期限", 62.0), _WHOSE, Column("相手"), Column("送った日", 66.0))
_HAPPENED = (_DAY, _WHOSE, Column("方法", 52.0), Column("あったこと"))
_BLANK_LINES = 4
_SMALL = CELL.but(size=8.5, leading=11.5)


@dataclass(frozen=True)
class CautionLine:
    """What to be careful of in one case."""

    whose: str
    words: str


@dataclass(frozen=True)
class MeetingLine:
    """What is arranged with somebody."""

    at: str
    kind: str
    whose: str
    place: str


@dataclass(frozen=True)
class AwaitedLine:
    """A letter whose reply has not come."""

    on: str
    whose: str
    agency: str
    sent: str


@dataclass(frozen=True)
class HappenedLine:
    """What happened of late in one case."""

    on: str
    whose: str
    method: str
    what: str


@dataclass(frozen=True)
class HandoverPaper:
    """A worker's sheet; `deputies` says who stands in, and until when."""

    remark: str | None = None
    deputies: str = ""
    cautions: tuple[CautionLine, ...] = ()
    calls: tuple[ToDoLine, ...] = ()
    visits: tuple[MeetingLine, ...] = ()
    due: tuple[DueLine, ...] = ()
    todos: tuple[ToDoLine, ...] = ()
    notes: tuple[NoteLine, ...] = ()
    awaited: tuple[AwaitedLine, ...] = ()
    happened: tuple[HappenedLine, ...] = ()


def handover_sheet_story(sheet: HandoverPaper) -> list[Flowable]:
    """Lay the sheet out; on a blank one every table has lines to write on."""
    is_blank = sheet.remark is None
    tables: list[tuple[str, tuple[Column, ...], list[tuple[Value, ...]]]] = [
        ("気をつけること", _CAUTION, [(each.whose, each.words) for each in sheet.cautions]),
        ("約束・連絡を待っている人", _CALL, _todos(sheet.calls)),
        ("予定", _VISIT, [("□", v.at, v.kind, v.whose, v.place) for v in sheet.visits]),
        ("期限の来るもの", _DUE, [_due(each) for each in sheet.due]),
        ("やること", _TODO, _todos(sheet.todos)),
        ("受け取った申し送り", _NOTE, [("□", n.on, n.whose, n.what, n.who) for n in sheet.notes]),
        ("返事待ち", _AWAITED, [("□", a.on, a.whose, a.agency, a.sent) for a in sheet.awaited]),
        (
            "この2週間にあったこと",
            _HAPPENED,
            [(h.on, h.whose, h.method, h.what) for h in sheet.happened],
        ),
    ]
    return [
        title_block("申し送り票"),
        *(note(words) for words in (sheet.remark, sheet.deputies) if words),
        *(
            list_grid(columns, lines, title=title, by_hand=is_blank * _BLANK_LINES, style=_SMALL)
            for title, columns, lines in tables
            if lines or is_blank or title in _ALWAYS
        ),
    ]


_ALWAYS = frozenset({"気をつけること", "約束・連絡を待っている人", "期限の来るもの"})
"""What is said also where there is nothing: that it was looked for."""


def empty_handover_sheet(_blank: Blank) -> HandoverPaper:
    """Return the sheet for handwriting."""
    return HandoverPaper()


def _todos(lines: tuple[ToDoLine, ...]) -> list[tuple[Value, ...]]:
    return [("□", each.on, each.whose, each.what) for each in lines]


def _due(due: DueLine) -> tuple[Value, ...]:
    on = "\n".join(filter(None, (due.on, due.left)))
    return "□", on, due.whose, "：".join(filter(None, (due.what, due.reason)))
