"""The camera of `make shots`: what stands on the screen, in few colours and few bytes."""

from __future__ import annotations

from io import BytesIO
from pathlib import Path

from PIL import Image
from PySide6.QtCore import QBuffer, QRect, Qt
from PySide6.QtGui import QImage, QPainter, QPixmap, qRgb

from soudan_desk.ui.dialogs import Question
from soudan_desk.ui.window import MainWindow

COLOURS, GROUNDS = 256, 96


def seen(window: MainWindow) -> QPixmap:
    """Return what stands on the screen: the window, and the question over it."""
    picture = window.grab()
    for question in window.findChildren(Question):
        at = window.rect().center() - question.rect().center()
        painter = QPainter(picture)
        painter.drawPixmap(at, question.grab())
        painter.drawRect(QRect(at, question.size()))
        painter.end()
        question.close()
        question.deleteLater()
    return picture


def colours_of(image: Image.Image) -> list[tuple[int, ...]]:
    """Return the colours of the grounds, which keep their tint, and some near all others."""
    counted = sorted(image.getcolors(image.width * image.height), reverse=True)
    near = image.quantize(COLOURS - GROUNDS, Image.Quantize.MAXCOVERAGE).getpalette() or []
    others = [tuple(near[at : at + 3]) for at in range(0, 3 * (COLOURS - GROUNDS), 3)]
    return [colour for _count, colour in counted[:GROUNDS]] + others


def save_small(picture: QPixmap, target: Path) -> None:
    """Save a picture with few colours: a third of the bytes."""
    buffer = QBuffer()
    buffer.open(QBuffer.OpenModeFlag.WriteOnly)
    picture.save(buffer, "PNG")
    with Image.open(BytesIO(buffer.data().data())) as image:
        table = [qRgb(*colour) for colour in colours_of(image.convert("RGB"))]
    plain = Qt.ImageConversionFlag.ThresholdDither | Qt.ImageConversionFlag.AvoidDither
    small = picture.toImage().convertToFormat(QImage.Format.Format_Indexed8, table, plain)
    small.save(str(target), "PNG", 0)
