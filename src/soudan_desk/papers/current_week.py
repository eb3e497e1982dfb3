"""別紙2【現在の生活】: how somebody's week goes now, on its side after the sheet of 別紙1."""

from __future__ import annotations

from dataclasses import dataclass

from reportlab.platypus import Flowable

from soudan_desk.papers.data import Answer
from soudan_desk.papers.kit import title_block
from soudan_desk.papers.page import LANDSCAPE, next_page
from soudan_desk.papers.service_head import BLANK_DAY
from soudan_desk.papers.week import week_part
from soudan_desk.papers.week_places import WeekBlock

SECTION = "現在の生活"
TITLE = "申請者の現状（基本情報）【現在の生活】"


@dataclass(frozen=True, kw_only=True)
class CurrentWeek:
    """A week as it is, and what does not come weekly."""

    client: str | None = None
    category: str | None = None
    provider: str | None = None
    author: str | None = None
    drafted_on: str | None = None
    blocks: tuple[WeekBlock, ...] = ()
    daily: str | None = None
    other: str | None = None


def current_week_page(week: CurrentWeek) -> list[Flowable]:
    """Lay the week out on a page of its own."""
    head = (
        Answer("利用者氏名", week.client),
        Answer("障害支援区分", week.category),
        Answer("相談支援事業者名", week.provider),
        Answer("計画作成担当者", week.author),
        Answer("作成日", week.drafted_on, blank=BLANK_DAY),
    )
    part = week_part(head, week.blocks, daily=week.daily, other=week.other)
    return [*next_page(LANDSCAPE), title_block(TITLE), *part]
