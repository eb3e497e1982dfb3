"""Attached pictures and PDFs as images, from memory: no file of it is ever made.

What was attached comes from anywhere, so pages are drawn one at a time and never beyond a bound.
pdfium may be used by one thread at a time: call these from the queue of slow work only.
"""

from __future__ import annotations

import math
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Final

import pypdfium2
from PySide6.QtCore import QBuffer, QByteArray, QIODevice, Qt
from PySide6.QtGui import QImage, QImageIOHandler, QImageReader, QPainter

from soudan_desk.errors import SoudanError

PDF: Final = "application/pdf"
_FORMATS: Final = {
    "image/png": b"png",
    "image/jpeg": b"jpeg",
    "image/gif": b"gif",
    "image/bmp": b"bmp",
    "image/tiff": b"tiff",
    "image/webp": b"webp",
}
_MOST_PIXELS: Final = 40_000_000


class NotShownError(SoudanError):
    """The bytes are not what the name says, damaged, too large, or locked with a password."""

    code = "not_shown"

    def __init__(self) -> None:
        super().__init__(
            "このファイルは、相談デスクの中では表示できません。"
            "壊れているか、パスワードがかかっています。「保存して開く」で、ほかのソフトで開いてください。"
        )


def is_shown(media_type: str) -> bool:
    """Tell whether files of this kind are shown inside the program."""
    return media_type == PDF or media_type in _FORMATS


def count_pages(content: bytes, media_type: str) -> int:
    """Return how many pages there are; raises `NotShownError`."""
    if media_type == PDF:
        with _opened_pdf(content) as document:
            return len(document)
    with _opened_image(content, media_type) as reader:
        return max(1, reader.imageCount())


def draw_page(
    content: bytes, media_type: str, number: int, width: int, height: int = 0, *, dpr: float = 1.0
) -> QImage:
    """Draw one page (from 0) `width` device pixels wide; with `height` so that it fits into both.

    Raises `NotShownError`.
    """
    wanted = (width, height)
    draw = _draw_pdf if media_type == PDF else _draw_image
    image = draw(content, media_type, number, wanted)
    image.setDevicePixelRatio(dpr)
    return image


def _draw_pdf(content: bytes, _media_type: str, number: int, wanted: tuple[int, int]) -> QImage:
    with _opened_pdf(content) as document:
        document.init_forms()  # so that a form shows what was filled in
        page = document[number]
        wide, high = page.get_size()
        bitmap = page.render(scale=_scale(wide, high, *wanted), prefer_bgrx=True)
        return QImage(
            bytes(bitmap.buffer),
            bitmap.width,
            bitmap.height,
            bitmap.stride,
            QImage.Format.Format_RGB32,
        ).copy()


def _draw_image(content: bytes, media_type: str, number: int, wanted: tuple[int, int]) -> QImage:
    with _opened_image(content, media_type) as reader:
        if number:
            reader.jumpToImage(number)
        stored = reader.size()
        turned = reader.transformation() & QImageIOHandler.Transformation.TransformationRotate90
        upright = stored.transposed() if turned else stored
        size = upright * _scale(upright.width(), upright.height(), *wanted)
        reader.setScaledSize(size.transposed() if turned else size)
        image = reader.read()
        if image.isNull():
            raise NotShownError
        return _on_white(image)


def _on_white(image: QImage) -> QImage:
    """Lay a picture with clear parts on white, as on paper."""
    if not image.hasAlphaChannel():
        return image.convertToFormat(QImage.Format.Format_RGB32)
    ground = QImage(image.size(), QImage.Format.Format_RGB32)
    ground.fill(Qt.GlobalColor.white)
    painter = QPainter(ground)
    painter.drawImage(0, 0, image)
    painter.end()
    return ground


def _scale(wide: float, high: float, width: int, height: int) -> float:
    """Return how much larger a page is to be drawn, the bound kept."""
    if wide <= 0 or high <= 0:
        raise NotShownError
    scale = min(width / wide, height / high) if height else width / wide
    return min(scale, math.sqrt(_MOST_PIXELS / (wide * high)))


@contextmanager
def _opened_pdf(content: bytes) -> Iterator[pypdfium2.PdfDocument]:
    try:
        with pypdfium2.PdfDocument(content) as document:
            if not len(document):
                raise NotShownError
            yield document
    except pypdfium2.PdfiumError as error:
        raise NotShownError from error


@contextmanager
def _opened_image(content: bytes, media_type: str) -> Iterator[QImageReader]:
    buffer = QBuffer()
    buffer.setData(QByteArray(content))
    buffer.open(QIODevice.OpenModeFlag.ReadOnly)
    reader = QImageReader(buffer, QByteArray(_FORMATS[media_type]))
    reader.setAutoDetectImageFormat(False)  # what the name says, nothing else
    reader.setAutoTransform(True)
    if not reader.canRead():
        raise NotShownError
    try:
        yield reader
    finally:
        reader.setDevice(None)  # type: ignore[arg-type]
        buffer.close()
