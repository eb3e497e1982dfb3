"""What the page of 供覧・決裁 can do, handed in as callables, and how its lists are called."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from PySide6.QtWidgets import QWidget

from soudan_desk.codes import CodeBook
from soudan_desk.services.review_counts import Forgotten, WorkerCount
from soudan_desk.services.review_lists import ReviewRow
from soudan_desk.services.review_reading import ReviewDesk
from soudan_desk.services.unsaved import Kept
from soudan_desk.ui.pages.page import Place

WAITING, LATE, DONE, MINE = "waiting", "late", "done", "mine"
UNREAD, FORGOTTEN = "unread", "forgotten"
TABS = ((WAITING, "待ち"), (LATE, "遅れ・忘れ"), (DONE, "済み"), (MINE, "出したもの"))
TITLES = {
    UNREAD: "回っているもの",
    FORGOTTEN: "書き忘れ",
    WAITING: "あなたの順番",
    LATE: "遅れているもの",
    DONE: "済んだもの",
    MINE: "あなたが出したもの",
}
ORDERS = {WAITING: "古い順", LATE: "古い順", DONE: "新しい順", MINE: "新しい順"}
EMPTY = {
    WAITING: "いま、あなたの順番を待っている記録はありません。",
    LATE: "遅れている記録も、書き忘れもありません。",
    DONE: "供覧・決裁の済んだ記録が、ここに並びます。",
    MINE: "あなたが供覧・決裁に出した記録が、ここに並びます。",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Shown:
    """Which list is wanted: a tab's, or what a worker's number counts."""

    which: str = WAITING
    staff_id: UUID | None = None
    name: str = ""


@dataclass(frozen=True, slots=True)
class Listed:
    """A list as it was asked for, and how many wait for the worker."""

    asked: Shown
    rows: Sequence[ReviewRow]
    forgotten: Sequence[Forgotten]
    waiting: int
    workers: Sequence[WorkerCount]


@dataclass(frozen=True, slots=True, kw_only=True)
class ReviewActs:
    """The verbs of reviewing, bound to a worker."""

    load: Callable[[Shown], Listed]
    open: Callable[[UUID], ReviewDesk]
    run: Callable[..., object]
    take: Callable[[UUID, str | None, int], object]
    read_after: Callable[[UUID], object]
    send_back: Callable[[UUID, str], object]
    remark: Callable[[UUID, str], object]
    withdraw: Callable[[UUID], object]
    submit: Callable[[ReviewRow], object]
    undo: Callable[[UUID], object]
    mark_read: Callable[[UUID], object]
    keep: Callable[[ReviewRow, dict[str, Any]], None]
    kept: Callable[[UUID], Kept | None]
    drop: Callable[[UUID], None]
    place_of: Callable[[ReviewRow | Forgotten, bool], Place | None]
    """Where a record is opened; for correction where the second is true."""
    print_papers: Callable[[QWidget, ReviewRow, Callable[[str], None]], None]
    long_keys: Callable[[str], frozenset[str]]
    """The questions of a kind that are answered in sentences."""
    codes: CodeBook
    staff_id: UUID
    name: str
    today: date
    may_act: bool
    reads_for_others: bool
    """Whether records of others come to this worker: whom to begin with what waits."""
