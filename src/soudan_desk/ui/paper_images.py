"""A PDF as pictures: for the preview, and in bands for the printer, which takes nothing else.

pdfium may be used by one thread at a time: call these from the queue of slow work only.
"""

from __future__ import annotations

from collections.abc import Iterator

import pypdfium2
from PySide6.QtCore import QRect, QSizeF
from PySide6.QtGui import QImage, QPageLayout, QPageSize, QPainter
from PySide6.QtPrintSupport import QPrinter

from soudan_desk.errors import SoudanError

MOST_DPI = 600
_BAND_PIXELS = 4_000_000
_POINTS = 72


class PrinterError(SoudanError):
    """The printer does not take the pages."""

    code = "printer"


def pages_of(pdf: bytes, width: int, height: int = 0, *, dpr: float = 1.0) -> list[QImage]:
    """Draw every page `width` device pixels wide; with `height` so that it fits into both."""
    with pypdfium2.PdfDocument(pdf) as document:
        wide, high = document[0].get_width(), document[0].get_height()
        scale = min(width / wide, height / high) if height else width / wide
        images = [_image(page, scale) for page in document]
    for image in images:
        image.setDevicePixelRatio(dpr)
    return images


def print_pdf(pdf: bytes, printer: QPrinter) -> None:
    """Send the very pages to a printer, each in bands of at most 600 dpi."""
    printer.setResolution(min(printer.resolution(), MOST_DPI))
    printer.setFullPage(True)
    with pypdfium2.PdfDocument(pdf) as document:
        _use_paper_of(document[0], printer)
        painter = QPainter()
        if not painter.begin(printer):
            raise PrinterError(
                "プリンターに送れませんでした。電源と接続を確かめて、もう一度印刷してください。"
            )
        try:
            for number, page in enumerate(document):
                if number:
                    printer.newPage()
                _paint(page, painter, printer.resolution() / _POINTS)
        finally:
            painter.end()


def _use_paper_of(page: pypdfium2.PdfPage, printer: QPrinter) -> None:
    size = QPageSize(
        QSizeF(page.get_width(), page.get_height()),
        QPageSize.Unit.Point,
        matchPolicy=QPageSize.SizeMatchPolicy.FuzzyMatch,
    )
    printer.setPageSize(size)
    printer.setPageOrientation(QPageLayout.Orientation.Portrait)


def _paint(page: pypdfium2.PdfPage, painter: QPainter, scale: float) -> None:
    width = round(page.get_width() * scale)
    for top, bottom in _bands(page.get_height(), page.get_width() * scale * scale):
        image = _image(page, scale, above=top, below=page.get_height() - bottom)
        at = round(top * scale)
        painter.drawImage(QRect(0, at, width, image.height()), image)


def _bands(height: float, pixels_a_point: float) -> Iterator[tuple[float, float]]:
    """Cut a page into strips, in whole points from its top."""
    step = max(1, int(_BAND_PIXELS / pixels_a_point))
    top = 0.0
    while top < height:
        bottom = min(top + step, height)
        yield top, bottom
        top = bottom


def _image(page: pypdfium2.PdfPage, scale: float, *, above: float = 0, below: float = 0) -> QImage:
    bitmap = page.render(scale=scale, crop=(0, below, 0, above), prefer_bgrx=True)
    image = QImage(
        bytes(bitmap.buffer),
        bitmap.width,
        bitmap.height,
        bitmap.stride,
        QImage.Format.Format_RGB32,
    ).copy()
    bitmap.close()
    return image
