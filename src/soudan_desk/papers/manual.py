"""使い方の手引き: the user manual as one document, with a contents page that names its pages."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from io import BytesIO
from itertools import groupby
from pathlib import Path
from typing import Any, BinaryIO

from reportlab.lib.utils import ImageReader
from reportlab.platypus import Flowable, PageBreak, Spacer

from soudan_desk.manual.blocks import (
    Block,
    Heading,
    Item,
    Lines,
    Mark,
    Paragraph,
    Picture,
    Remark,
    Stretch,
    Table,
    Words,
)
from soudan_desk.manual.chapters import Chapter, Part
from soudan_desk.papers import fonts
from soudan_desk.papers.data import PrintedBy
from soudan_desk.papers.files import write_pdf
from soudan_desk.papers.grid import Cell, Grid, Row
from soudan_desk.papers.page import INNER_WIDTH, PageOptions
from soudan_desk.papers.rich_text import Piece, RichText
from soudan_desk.papers.text import BODY, CELL, SMALL, TITLE, Align, Style, Text

MANUAL_TITLE = "相談デスク　使い方の手引き"
_TEXT = BODY.but(size=10, leading=16, space_after=4)
_CAPTION = SMALL.but(grey=0.3, space_before=3, space_after=9)
_HEADINGS = {
    1: Style(size=17, leading=26, font=fonts.BOLD, align=Align.LEFT, space_after=8),
    2: Style(size=12.5, leading=20, font=fonts.BOLD, align=Align.LEFT, space_before=8),
    3: Style(size=10.5, leading=17, font=fonts.BOLD, align=Align.LEFT, space_before=6),
}
_CONTENTS = {0: _HEADINGS[3].but(space_before=7), 1: BODY.but(size=10, leading=16.5)}
_MOST_PASSES, _NO_PAGE = 4, "00"
_INDENT, _NUMBER_ROOM, _TALLEST = 16.0, 17.0, 215.0


@dataclass(frozen=True)
class ManualPaper:
    """The manual's parts, the words on its cover, and what stands at the foot of each page."""

    parts: tuple[Part, ...]
    about: tuple[str, ...]
    foot: str


def write_manual(manual: ManualPaper, target: Path | BinaryIO, printed: PrintedBy) -> int:
    """Write the manual as a PDF; return its number of pages.

    It is set until every chapter begins on the page that the contents and references name.
    """
    known: dict[str, int] = {}
    options = PageOptions(printed, MANUAL_TITLE, warning="", foot=manual.foot)
    for _ in range(_MOST_PASSES):
        found: dict[str, int] = {}
        memory = BytesIO()
        story = manual_story(manual, found, known)
        count = write_pdf(story, memory, title=MANUAL_TITLE, options=options)
        if found == known:
            break
        known = found
    if isinstance(target, Path):
        target.write_bytes(memory.getvalue())
    else:
        target.write(memory.getvalue())
    return count


def manual_story(
    manual: ManualPaper, found: dict[str, int], known: Mapping[str, int]
) -> list[Flowable]:
    """Lay the manual out; `found` takes the page of each chapter as it is drawn."""
    return [
        Spacer(0, 170),
        Text(MANUAL_TITLE, TITLE.but(size=22, leading=34, space_after=16)),
        *(Text(line, BODY.but(align=Align.CENTRE)) for line in manual.about),
        PageBreak(),
        *_contents(manual, known),
        *(part for each in manual.parts for part in _part(each, found, known)),
    ]


def _contents(manual: ManualPaper, known: Mapping[str, int]) -> list[Flowable]:
    lines: list[Flowable] = [Text("目次", _HEADINGS[1])]
    for part in manual.parts:
        lines.append(_kept(Text(part.title, _CONTENTS[0])))
        lines += [
            _ContentsLine(each.title, each.key, known.get(each.key)) for each in part.chapters
        ]
    return lines


def _part(part: Part, found: dict[str, int], known: Mapping[str, int]) -> list[Flowable]:
    story: list[Flowable] = []
    for chapter in part.chapters:
        story.append(PageBreak())
        story.append(_Beginning(chapter, found.__setitem__))
        for is_item, group in groupby(chapter.blocks, lambda block: isinstance(block, Item)):
            blocks = list(group)
            story += [flowable for block in blocks for flowable in _flowables(block, known)]
            if is_item:
                story[-1].spaceAfter = _TEXT.space_after + 3
    return story


def _flowables(block: Block, known: Mapping[str, int]) -> Sequence[Flowable]:
    match block:
        case Heading():
            return [_kept(Text(block.text, _HEADINGS[block.level].but(space_after=4)))]
        case Paragraph():
            return [RichText(_pieces(block.words, known), _TEXT)]
        case Item():
            words = _pieces(block.words, known)
            return [_Point(block, RichText(words, _TEXT.but(space_after=0)))]
        case Remark():
            return [_framed(RichText(_pieces(block.words, known), CELL))]
        case Lines():
            return [_framed(Text(block.text, CELL.but(align=Align.LEFT)))]
        case Table():
            return [_grid(block, known)]
        case Picture():
            return _picture(block)


def _picture(block: Picture) -> Sequence[Flowable]:
    caption = Text(block.caption, _CAPTION)
    return [_kept(_Image(block.file)), caption] if block.file.is_file() else [caption]


def _grid(block: Table, known: Mapping[str, int]) -> Grid:
    of_keys = all(each.mark is Mark.KEY for each in block.rows[0][0])
    shares = [1.0] + [2.6 if of_keys else 1.4] * (len(block.head) - 1)
    head = Row(tuple(map(_head_cell, block.head, shares)), least=18, is_head=True)
    cells = [map(partial(_cell, known), row, shares) for row in block.rows]
    rows = [Row(tuple(each), least=19) for each in cells]
    return Grid([head, *rows], space_after=9, whole_below=120)


def _head_cell(words: Words, share: float) -> Cell:
    bold = [Piece(stretch.text, bold=True) for stretch in words]
    return Cell((RichText(bold, SMALL),), share=share, is_label=True)


def _cell(known: Mapping[str, int], words: Words, share: float) -> Cell:
    return Cell((RichText(_pieces(words, known), SMALL.but(size=9)),), share=share)


def _framed(part: Flowable) -> Grid:
    return Grid([Row((Cell((part,)),))], space_after=8)


def _kept(part: Flowable) -> Flowable:
    part.keepWithNext = 1
    return part


def _pieces(words: Words, known: Mapping[str, int]) -> list[Piece]:
    return [_piece(stretch, known) for stretch in words]


def _piece(stretch: Stretch, known: Mapping[str, int]) -> Piece:
    match stretch.mark:
        case Mark.KEY:
            return Piece(f"\u00a0{stretch.text}\u00a0", boxed=True)
        case Mark.STRONG | Mark.BUTTON:
            return Piece(stretch.text, bold=True)
        case Mark.TYPED:
            return Piece(f"「{stretch.text}」", bold=True)
        case Mark.LINK:
            page = known.get(stretch.target.partition("#")[0])
            return Piece(f"{stretch.text}（{page or _NO_PAGE}ページ）")
        case Mark.PLAIN:
            return Piece(stretch.text)


class _Point(Flowable):  # type: ignore[misc]
    """A point of a list, its number or dot hanging at the left."""

    def __init__(self, item: Item, words: RichText, *, first: bool = True) -> None:
        super().__init__()
        self._item, self._words, self._is_first = item, words, first
        self.spaceAfter = 3.0

    def wrap(self, width: float, height: float) -> tuple[float, float]:
        """Return the size taken at this width."""
        self._left = _INDENT * self._item.depth + _NUMBER_ROOM
        _, taken = self._words.wrap(width - self._left, height)
        self.width, self.height = width, taken
        return width, taken

    def split(self, width: float, height: float) -> list[Flowable]:
        """Return what fits and the rest, which has no number of its own."""
        halves = self._words.split(width - self._left, height)
        return [
            _Point(self._item, half, first=self._is_first and not at)
            for at, half in enumerate(halves)
        ]

    def draw(self) -> None:
        """Draw the number or the dot, and the words."""
        if self._is_first:
            mark = "・" if self._item.number is None else f"{self._item.number}."
            dot = Text(mark, _TEXT.but(align=Align.RIGHT))
            dot.wrap(_NUMBER_ROOM - 4, self.height)
            dot.drawOn(self.canv, self._left - _NUMBER_ROOM, self.height - dot.height)
        self._words.draw_at(self.canv, self._left, 0)


class _Image(Flowable):  # type: ignore[misc]
    """A picture as wide as the text, with a thin edge."""

    def __init__(self, file: Path) -> None:
        super().__init__()
        self._file = file
        self.spaceBefore = 4.0

    def wrap(self, width: float, height: float) -> tuple[float, float]:
        """Return the size taken at this width, never taller than a page may spare."""
        across, down = ImageReader(str(self._file)).getSize()
        scale = min(width / across, _TALLEST / down)
        self.width, self.height = across * scale, down * scale
        return self.width, self.height

    def draw(self) -> None:
        """Draw the picture and its edge."""
        self.canv.drawImage(str(self._file), 0, 0, self.width, self.height)
        self.canv.setLineWidth(0.4)
        self.canv.setStrokeGray(0.55)
        self.canv.rect(0, 0, self.width, self.height)


class _Beginning(Flowable):  # type: ignore[misc]
    """Where a chapter begins: tells the page, and stands in the reader's outline."""

    def __init__(self, chapter: Chapter, tell: Callable[[str, int], Any]) -> None:
        super().__init__()
        self._chapter, self._tell = chapter, tell
        self.keepWithNext = 1

    def wrap(self, width: float, height: float) -> tuple[float, float]:
        """Take no room."""
        return width, 0.0

    def draw(self) -> None:
        """Name the place."""
        self.canv.bookmarkPage(self._chapter.key)
        self.canv.addOutlineEntry(self._chapter.title, self._chapter.key)
        self._tell(self._chapter.key, self.canv.getPageNumber())


class _ContentsLine(Flowable):  # type: ignore[misc]
    """A chapter's name, dots, and its page; a click leads there."""

    def __init__(self, title: str, key: str, page: int | None) -> None:
        super().__init__()
        self._title, self._key, self._page = title, key, page

    def wrap(self, width: float, height: float) -> tuple[float, float]:
        """Take one line."""
        self.width, self.height = width, _CONTENTS[1].leading
        return self.width, self.height

    def draw(self) -> None:
        """Draw name, dots and number."""
        number = Text(str(self._page or 0), _CONTENTS[1].but(align=Align.RIGHT))
        title = Text(self._title, _CONTENTS[1].but(align=Align.LEFT))
        for part in (title, number):
            part.wrap(self.width, self.height)
            part.draw_at(self.canv, 0 if part is number else _INDENT, 0)
        self.canv.setDash(0.6, 3)
        self.canv.setLineWidth(0.6)
        end = self.width - number.natural_width - 5
        self.canv.line(_INDENT + title.natural_width + 5, 5.5, end, 5.5)
        self.canv.setDash()
        if self._page:
            area = (0, 0, INNER_WIDTH, self.height)
            self.canv.linkRect("", self._key, area, relative=1, thickness=0)
