"""予定表: appointments of some days as a list, with what falls due on them."""

from __future__ import annotations

from dataclasses import dataclass

from reportlab.platypus import Flowable

from soudan_desk.papers.data import Blank
from soudan_desk.papers.kit import note, title_block
from soudan_desk.papers.lists import Column, list_grid

_COLUMNS = (
    Column("日", 74.0),
    Column("時刻", 66.0),
    Column("種類", 48.0),
    Column("だれ・件名", share=1.3),
    Column("場所"),
    Column("担当", 62.0),
    Column("結果", 40.0),
)
_DUE = (
    Column("日", 74.0),
    Column("期限", share=1.2),
    Column("ケース・氏名", share=1.0),
    Column("担当", 90.0),
)
_BLANK_LINES = 16


@dataclass(frozen=True)
class AppointmentLine:
    """One appointment, as it reads."""

    on: str
    at: str
    kind: str
    whose: str
    place: str
    workers: str
    outcome: str = ""


@dataclass(frozen=True)
class DueOn:
    """What falls due on a day."""

    on: str
    what: str
    whose: str
    workers: str


@dataclass(frozen=True)
class AppointmentList:
    """Some days of some workers; `remark` says which and whose."""

    remark: str = ""
    lines: tuple[AppointmentLine, ...] = ()
    due: tuple[DueOn, ...] = ()


def appointment_list_story(listed: AppointmentList) -> list[Flowable]:
    """Lay the list out."""
    is_empty_form = not listed.remark
    rows = [(e.on, e.at, e.kind, e.whose, e.place, e.workers, e.outcome) for e in listed.lines]
    due = [(e.on, e.what, e.whose, e.workers) for e in listed.due]
    return [
        title_block("予定表"),
        *([note(listed.remark)] if listed.remark else []),
        list_grid(_COLUMNS, rows, title="予定", by_hand=_BLANK_LINES if is_empty_form else 0),
        *([list_grid(_DUE, due, title="期限の来るもの")] if due else []),
    ]


def empty_appointment_list(_blank: Blank) -> AppointmentList:
    """Return a page of empty lines for handwriting."""
    return AppointmentList()
