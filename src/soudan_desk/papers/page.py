"""The A4 page round every document: running head, foot, n/m, and the mark of a demo office."""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial
from typing import Any, BinaryIO

from reportlab.lib.pagesizes import A4
from reportlab.lib.units import mm
from reportlab.pdfbase import pdfdoc
from reportlab.pdfgen.canvas import Canvas
from reportlab.platypus import (
    BaseDocTemplate,
    Flowable,
    Frame,
    NextPageTemplate,
    PageBreak,
    PageTemplate,
)

from soudan_desk.japanese.eras import wareki
from soudan_desk.papers import fonts
from soudan_desk.papers.data import PrintedBy
from soudan_desk.papers.sample_mark import draw_sample_mark
from soudan_desk.papers.text import SMALL, Align, Style, Text

WIDTH, HEIGHT = A4
LEFT, RIGHT, TOP, BOTTOM = 22 * mm, 18 * mm, 20 * mm, 18 * mm
INNER_WIDTH = WIDTH - LEFT - RIGHT
INNER_HEIGHT = HEIGHT - TOP - BOTTOM
LANDSCAPE_WIDTH = HEIGHT - LEFT - RIGHT
LANDSCAPE_HEIGHT = WIDTH - TOP - BOTTOM
UPRIGHT, LANDSCAPE = "upright", "landscape"
_FOOT = SMALL.but(size=7.5, leading=11, grey=0.25)
_SIZES = {UPRIGHT: (WIDTH, HEIGHT), LANDSCAPE: (HEIGHT, WIDTH)}
_NUMBER_ROOM, _NUMBER_DROP = 12, 3 * mm + 10
_SMALLEST = 0.75  # of its size, for a line that is too long
_TOTAL = "total_pages"
_SAMPLE_NOTE = "見本　ここに書かれた人と機関はすべて架空です"


@dataclass(frozen=True)
class PageOptions:
    """What stands round a document's text on each page."""

    printed: PrintedBy
    head: str = ""  # the case's number and the client's name
    warning: str = "取扱注意"
    turned: bool = False  # the first page lies on its side
    foot: str = ""  # in place of who printed it, where that is nobody


def next_page(shape: str) -> list[Flowable]:
    """Return what goes on upon a new page, upright or on its side."""
    return [NextPageTemplate(shape), PageBreak()]


class PaperTemplate(BaseDocTemplate):  # type: ignore[misc]
    """A document template with one frame and the page's furniture."""

    def __init__(self, target: BinaryIO, *, title: str, options: PageOptions) -> None:
        first = LANDSCAPE if options.turned else UPRIGHT
        super().__init__(target, pagesize=_SIZES[first], title=title, lang="ja-JP")
        self._options = options
        shapes = sorted(_SIZES, key=lambda shape: shape != first)
        self.addPageTemplates(list(map(self._template, shapes)))

    def build(self, flowables: list[Any], *_: Any, **__: Any) -> None:
        """Set the document and write it."""
        super().build(flowables, canvasmaker=PaperCanvas)

    def _template(self, shape: str) -> PageTemplate:
        width, height = _SIZES[shape]
        inner = (width - LEFT - RIGHT, height - TOP - BOTTOM)
        frame = Frame(LEFT, BOTTOM, *inner, 0, 0, 0, 0)
        furnish = partial(self._furnish, width, height)
        return PageTemplate(shape, frames=[frame], onPageEnd=furnish, pagesize=(width, height))

    def _furnish(self, width: float, height: float, canvas: Any, _template: Any) -> None:
        canvas.saveState()
        self._draw_head(canvas, width, height)
        self._draw_foot(canvas, width)
        canvas.restoreState()
        if self._options.printed.sample:
            draw_sample_mark(canvas, width, height)

    def _draw_head(self, canvas: Any, width: float, height: float) -> None:
        middle = height - 13 * mm
        if self._options.head:
            room = width - LEFT - RIGHT - 70
            _line(canvas, self._options.head, LEFT, middle - 6.5, SMALL, room)
        if self._options.warning:
            _draw_warning(canvas, self._options.warning, width - RIGHT, middle)

    def _draw_foot(self, canvas: Any, width: float) -> None:
        level = BOTTOM - 3 * mm
        canvas.setLineWidth(0.3)
        canvas.setStrokeGray(0.5)
        canvas.line(LEFT, level, width - RIGHT, level)
        room = width - LEFT - RIGHT - 60
        foot = self._options.foot or _foot_text(self._options.printed)
        _line(canvas, foot, LEFT, level - 12, _FOOT, room)
        if self._options.printed.sample:
            _line(canvas, _SAMPLE_NOTE, LEFT, level - 22, _FOOT, room)
        _draw_page_number(canvas, width - RIGHT - _NUMBER_ROOM)


class PaperCanvas(Canvas):  # type: ignore[misc]
    """A canvas that learns at its end how many pages there are, and tells nothing else."""

    def __init__(self, target: Any, **settings: Any) -> None:
        fonts.font(fonts.REGULAR)
        fonts.font(fonts.BOLD)
        super().__init__(target, **{**settings, "initialFontName": fonts.REGULAR})
        self._doc.info = _Info()

    def save(self) -> None:
        """Write the number of pages into every foot, then the file."""
        self.beginForm(_TOTAL, 0, -5, 40, 15)
        self.setFont(fonts.REGULAR, 8.5)
        self.setFillGray(0.1)
        self.drawString(0, 0, str(self.getPageNumber() - 1))
        self.endForm()
        super().save()


class _Info(pdfdoc.PDFInfo):  # type: ignore[misc]
    """Document information: the paper's name and no word about who or when."""

    def format(self, document: Any) -> Any:
        words = {"Title": self.title, "Creator": "相談デスク"}
        entries = {key: pdfdoc.PDFString(word) for key, word in words.items()}
        return pdfdoc.PDFDictionary(entries).format(document)


def _foot_text(printed: PrintedBy) -> str:
    at = printed.at
    parts = (
        f"{printed.office} {printed.centre}".strip(),
        f"印刷 {wareki(at.date())} {at:%H:%M}　{printed.worker}",
        f"番号 {printed.serial}" if printed.serial else "",
        f"第{printed.version}版" if printed.version else "",
    )
    return "　｜　".join(part for part in parts if part)


def _line(canvas: Any, text: str, left: float, bottom: float, style: Style, room: float) -> None:
    """Draw one line; a longer one is set smaller, and what is longer still ends in dots."""
    line = Text(text.replace("\n", " "), style.but(align=Align.LEFT))
    if line.natural_width > room:
        style = style.but(size=style.size * max(_SMALLEST, room / line.natural_width))
        line = _cut(Text(line.body.text, style.but(align=Align.LEFT)), room)
    line.wrapOn(canvas, room + 1, style.leading)
    line.drawOn(canvas, left, bottom)


def _cut(line: Text, room: float) -> Text:
    if line.natural_width <= room + 0.5:
        return line
    _, end = line.body.lines(room - line.style.size)[0]
    return Text(f"{line.body.text[:end]}…", line.style)


def _draw_page_number(canvas: Any, left: float) -> None:
    canvas.saveState()
    canvas.setFont(fonts.REGULAR, 8.5)
    canvas.setFillGray(0.1)
    canvas.translate(left, BOTTOM - _NUMBER_DROP)
    canvas.drawRightString(0, 0, f"{canvas.getPageNumber()} / ")
    canvas.doForm(_TOTAL)
    canvas.restoreState()


def _draw_warning(canvas: Any, text: str, right: float, middle: float) -> None:
    font = fonts.font(fonts.BOLD)
    width = font.width(text, 9) + 14
    canvas.setLineWidth(0.8)
    canvas.rect(right - width, middle - 7.5, width, 15)
    canvas.setFont(fonts.BOLD, 9)
    canvas.drawCentredString(right - width / 2, middle - 3.3, text)
