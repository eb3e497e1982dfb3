"""The A4 page round every document: running head, foot, n/m, and the mark of a demo office."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, BinaryIO

from reportlab.lib.pagesizes import A4
from reportlab.lib.units import mm
from reportlab.pdfbase import pdfdoc
from reportlab.pdfgen.canvas import Canvas
from reportlab.platypus import BaseDocTemplate, Frame, PageTemplate

from soudan_desk.japanese.eras import wareki
from soudan_desk.papers import fonts
from soudan_desk.papers.data import PrintedBy
from soudan_desk.papers.sample_mark import draw_sample_mark
from soudan_desk.papers.text import SMALL, Align, Style, Text

WIDTH, HEIGHT = A4
LEFT, RIGHT, TOP, BOTTOM = 22 * mm, 18 * mm, 20 * mm, 18 * mm
INNER_WIDTH = WIDTH - LEFT - RIGHT
INNER_HEIGHT = HEIGHT - TOP - BOTTOM
_FOOT = SMALL.but(size=7.5, leading=11, grey=0.25)
_NUMBER_AT = (WIDTH - RIGHT - 12, BOTTOM - 3 * mm - 10)
_SMALLEST = 0.75  # of its size, for a line that is too long
_TOTAL = "total_pages"
_SAMPLE_NOTE = "見本　ここに書かれた人と機関はすべて架空です"


@dataclass(frozen=True)
class PageOptions:
    """What stands round a document's text on each page."""

    printed: PrintedBy
    head: str = ""  # the case's number and the client's name
    warning: str = "取扱注意"


class PaperTemplate(BaseDocTemplate):  # type: ignore[misc]
    """A document template with one frame and the page's furniture."""

    def __init__(self, target: BinaryIO, *, title: str, options: PageOptions) -> None:
        super().__init__(target, pagesize=A4, title=title, lang="ja-JP")
        self._options = options
        frame = Frame(LEFT, BOTTOM, INNER_WIDTH, INNER_HEIGHT, 0, 0, 0, 0)
        self.addPageTemplates([PageTemplate(frames=[frame], onPageEnd=self._furnish)])

    def build(self, flowables: list[Any], *_: Any, **__: Any) -> None:
        """Set the document and write it."""
        super().build(flowables, canvasmaker=PaperCanvas)

    def _furnish(self, canvas: Any, _template: Any) -> None:
        canvas.saveState()
        self._draw_head(canvas)
        self._draw_foot(canvas)
        canvas.restoreState()
        if self._options.printed.sample:
            draw_sample_mark(canvas, WIDTH, HEIGHT)

    def _draw_head(self, canvas: Any) -> None:
        middle = HEIGHT - 13 * mm
        if self._options.head:
            _line(canvas, self._options.head, LEFT, middle - 6.5, SMALL, INNER_WIDTH - 70)
        if self._options.warning:
            _draw_warning(canvas, self._options.warning, middle)

    def _draw_foot(self, canvas: Any) -> None:
        level = BOTTOM - 3 * mm
        canvas.setLineWidth(0.3)
        canvas.setStrokeGray(0.5)
        canvas.line(LEFT, level, WIDTH - RIGHT, level)
        room = INNER_WIDTH - 60
        _line(canvas, _foot_text(self._options.printed), LEFT, level - 12, _FOOT, room)
        if self._options.printed.sample:
            _line(canvas, _SAMPLE_NOTE, LEFT, level - 22, _FOOT, room)
        self._draw_page_number(canvas)

    def _draw_page_number(self, canvas: Any) -> None:
        canvas.setFont(fonts.REGULAR, 8.5)
        canvas.setFillGray(0.1)
        canvas.drawRightString(*_NUMBER_AT, f"{canvas.getPageNumber()} / ")
        canvas.doForm(_TOTAL)


class PaperCanvas(Canvas):  # type: ignore[misc]
    """A canvas that learns at its end how many pages there are, and tells nothing else."""

    def __init__(self, target: Any, **settings: Any) -> None:
        fonts.font(fonts.REGULAR)
        fonts.font(fonts.BOLD)
        super().__init__(target, **{**settings, "initialFontName": fonts.REGULAR})
        self._doc.info = _Info()

    def save(self) -> None:
        """Write the number of pages into every foot, then the file."""
        self.beginForm(_TOTAL)
        self.setFont(fonts.REGULAR, 8.5)
        self.setFillGray(0.1)
        self.drawString(*_NUMBER_AT, str(self.getPageNumber() - 1))
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


def _draw_warning(canvas: Any, text: str, middle: float) -> None:
    font = fonts.font(fonts.BOLD)
    width = font.width(text, 9) + 14
    canvas.setLineWidth(0.8)
    canvas.rect(WIDTH - RIGHT - width, middle - 7.5, width, 15)
    canvas.setFont(fonts.BOLD, 9)
    canvas.drawCentredString(WIDTH - RIGHT - width / 2, middle - 3.3, text)
