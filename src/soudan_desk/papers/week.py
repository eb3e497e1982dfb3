"""A week, planned or as it is: two-hour rows from six o'clock and a column for each day."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from reportlab.platypus import Flowable

from soudan_desk.papers.answers import answer_row
from soudan_desk.papers.data import Answer
from soudan_desk.papers.grid import Grid
from soudan_desk.papers.lists import Column, list_grid
from soudan_desk.papers.plan_parts import whole_text
from soudan_desk.papers.service_head import SERVICE_LOOK
from soudan_desk.papers.text import LABEL, Align, Style, Text
from soudan_desk.papers.week_places import Placed, WeekBlock, placed, row_heights

DAYS = ("月", "火", "水", "木", "金", "土", "日・祝")
_TIMES = ("6:00", "8:00", "10:00", "12:00", "14:00", "16:00", "18:00", "20:00", "22:00", "0:00",
          "2:00", "4:00")  # fmt: skip
_SIDE_LABELS = ("主な日常生活上の活動", "週単位以外のサービス")
_TIME_WIDTH, _SIDE_WIDTH, _HEAD = 38.0, 160.0, 16.0
_ROW, _PAD = 19.5, 2.0
_HIGHEST = 310.0
_STYLES = tuple(Style(size=size, leading=size + 2.5, align=Align.LEFT) for size in (8, 7, 6.2))
_SIDE = Style(size=8.5, leading=12, align=Align.LEFT)
_LABEL = LABEL.but(size=8.5, leading=11, align=Align.CENTRE)
_GREY, _SERVICE_GREY = 0.935, 0.9
WEEK_LOOK = replace(SERVICE_LOOK, least=16.0, least_by_hand=20.0)
_LISTED = (
    Column("曜日", 50.0, align=Align.CENTRE),
    Column("内容・時刻・提供事業者"),
)


def week_part(
    head: Sequence[Answer],
    blocks: Sequence[WeekBlock],
    *,
    daily: str | None,
    other: str | None,
) -> list[Flowable]:
    """Lay out the week under its head; what fits no cell of the week is listed below it."""
    table = _table(blocks, daily, other)
    below = [] if table and table.has_side else _beside(daily, other)
    loose = [block for block in blocks if block.row is None]
    return [
        Grid([answer_row(*head[at : at + 3], look=WEEK_LOOK) for at in (0, 3)], space_after=4),
        table or _listed(blocks),
        *([_loose(loose)] if loose and table else []),
        *below,
    ]


def _table(blocks: Sequence[WeekBlock], daily: str | None, other: str | None) -> WeekTable | None:
    """Return the week in the largest type that fits the page; None where none does."""
    for style in _STYLES:
        for has_side in (True, False):
            table = WeekTable(blocks, (daily, other), style, has_side=has_side)
            if table.fits():
                return table
    return None


def _loose(blocks: Sequence[WeekBlock]) -> Flowable:
    """Say in one row what has no day or no hour."""
    words = "、".join(f"{_days(block)} {block.text}".strip() for block in blocks)
    answer = Answer("曜日・時刻を\n決めないもの", words.replace("\n", " "), long=True)
    return Grid([answer_row(answer, look=SERVICE_LOOK)], space_after=5)


def _listed(blocks: Sequence[WeekBlock]) -> Flowable:
    """List a week too full for the grid, by day and hour."""
    ordered = sorted(blocks, key=lambda each: (each.columns, each.row or 0))
    lines = [(_days(block), block.text.replace("\n", "　")) for block in ordered]
    return list_grid(_LISTED, lines, title="1週間")


def _days(block: WeekBlock) -> str:
    return "・".join(DAYS[at] for at in block.columns)


def _beside(daily: str | None, other: str | None) -> list[Flowable]:
    pairs = zip(_SIDE_LABELS, (daily, other), strict=True)
    return [whole_text(label, text, 2) for label, text in pairs]


class WeekTable(Flowable):  # type: ignore[misc]
    """The grid of a week; rows grow with what stands in them."""

    def __init__(
        self,
        blocks: Sequence[WeekBlock],
        side: tuple[str | None, str | None],
        style: Style,
        *,
        has_side: bool,
    ) -> None:
        super().__init__()
        self.has_side = has_side
        self._side = side
        self._places = [(place, Text(place.block.text, style)) for place in placed(blocks)]
        self.spaceAfter = 5.0

    def fits(self, width: float = 728.0) -> bool:
        """Whether the table, and what stands at its side, is low enough for the page."""
        _, height = self.wrap(width, 1e6)
        side = sum(self._side_heights()) if self.has_side else 0.0
        return height <= _HIGHEST and side <= height

    def wrap(self, width: float, height: float) -> tuple[float, float]:
        """Return the size taken at this width."""
        self.width = width
        taken = _TIME_WIDTH + (_SIDE_WIDTH if self.has_side else 0.0)
        self._day = (width - taken) / len(DAYS)
        needed = [(place, self._height(place, text)) for place, text in self._places]
        self._rows = row_heights(needed, least=_ROW)
        self.height = _HEAD + sum(self._rows)
        return width, self.height

    def _height(self, place: Placed, text: Text) -> float:
        lane = self._day / place.lanes - 2 * _PAD
        return float(text.wrap(lane, 1e6)[1]) + 2 * _PAD

    def _side_heights(self) -> list[float]:
        inner = _SIDE_WIDTH - 8
        texts = (Text(text or "", _SIDE) for text in self._side)
        return [float(text.wrap(inner, 1e6)[1]) + 22.0 for text in texts]

    def draw(self) -> None:
        """Draw the grid, its blocks over it, and the texts at its side."""
        canvas = self.canv
        canvas.saveState()
        canvas.setLineWidth(0.4)
        self._draw_heads()
        top = self.height - _HEAD
        for label, height in zip(_TIMES, self._rows, strict=True):
            self._draw_row(label, top, height)
            top -= height
        for place, text in self._places:
            self._draw_block(place, text)
        if self.has_side:
            self._draw_side()
        canvas.setLineWidth(1.0)
        canvas.rect(0, 0, self.width, self.height)
        canvas.restoreState()

    def _draw_heads(self) -> None:
        level = self.height - _HEAD
        self._shaded(0, level, _TIME_WIDTH, _HEAD, "時刻")
        for at, day in enumerate(DAYS):
            self._shaded(_TIME_WIDTH + at * self._day, level, self._day, _HEAD, day)

    def _draw_row(self, label: str, top: float, height: float) -> None:
        self._shaded(0, top - height, _TIME_WIDTH, height, label)
        for at in range(len(DAYS)):
            self.canv.rect(_TIME_WIDTH + at * self._day, top - height, self._day, height)

    def _shaded(self, left: float, bottom: float, width: float, height: float, word: str) -> None:
        self.canv.setFillGray(_GREY)
        self.canv.rect(left, bottom, width, height, fill=1)
        self.canv.setFillGray(0)
        text = Text(word, _LABEL)
        _, size = text.wrap(width, height)
        text.draw_at(self.canv, left, bottom + height - size - 2.5)

    def _draw_block(self, place: Placed, text: Text) -> None:
        lane = self._day / place.lanes
        left = _TIME_WIDTH + place.column * self._day + place.lane * lane
        top = self.height - _HEAD - sum(self._rows[: place.first])
        height = sum(self._rows[place.first : place.last + 1])
        self.canv.setFillGray(_SERVICE_GREY if place.block.is_service else 1.0)
        self.canv.rect(left, top - height, lane, height, fill=1)
        self.canv.setFillGray(0)
        _, size = text.wrap(lane - 2 * _PAD, 1e6)
        text.draw_at(self.canv, left + _PAD, top - _PAD - size)

    def _draw_side(self) -> None:
        left = self.width - _SIDE_WIDTH
        first, second = self._side_heights()
        upper = max(first, min(self.height - second, self.height * 0.6))
        self._draw_note(left, self.height, upper, 0)
        self._draw_note(left, self.height - upper, self.height - upper, 1)

    def _draw_note(self, left: float, top: float, height: float, which: int) -> None:
        self._shaded(left, top - _HEAD, _SIDE_WIDTH, _HEAD, _SIDE_LABELS[which])
        self.canv.rect(left, top - height, _SIDE_WIDTH, height)
        text = Text(self._side[which] or "", _SIDE)
        _, size = text.wrap(_SIDE_WIDTH - 8, 1e6)
        text.draw_at(self.canv, left + 4, top - _HEAD - 3 - size)
