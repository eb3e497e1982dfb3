"""見本 across a whole page, drawn as outlines: as text it would mix with what one copies."""

from __future__ import annotations

from typing import Any

from fontTools.pens.basePen import BasePen
from fontTools.ttLib import TTFont

from soudan_desk.papers.fonts import BOLD, path_of

_FORM = "sample_mark"
_SIZE = 205.0
_GAP = 0.75  # of the size, between the two characters
_GREY, _ALPHA, _ANGLE = 0.45, 0.11, 52


def draw_sample_mark(canvas: Any, width: float, height: float) -> None:
    """Draw the mark over everything on the page; its outlines are in the document once."""
    form = f"{_FORM}_{width:.0f}"
    if not canvas.hasForm(form):
        _define(canvas, form, width, height)
    canvas.saveState()
    canvas.setFillAlpha(_ALPHA)  # on the page: a form of reportlab's has no states of its own
    canvas.doForm(form)
    canvas.restoreState()


def _define(canvas: Any, form: str, width: float, height: float) -> None:
    canvas.beginForm(form, 0, 0, width, height)
    canvas.saveState()
    canvas.setFillGray(_GREY)
    canvas.translate(width / 2, height / 2)
    canvas.rotate(_ANGLE if height > width else 90 - _ANGLE)
    _draw_outlines(canvas, "見本")
    canvas.restoreState()
    canvas.endForm()


def _draw_outlines(canvas: Any, text: str) -> None:
    with TTFont(path_of(BOLD), lazy=True) as font:
        glyphs, names = font.getGlyphSet(), font.getBestCmap()
        scale = _SIZE / font["head"].unitsPerEm
        step = _SIZE * (1 + _GAP)
        left = -(step * (len(text) - 1) + _SIZE) / 2
        for at, char in enumerate(text):
            pen = _CanvasPen(glyphs, canvas.beginPath(), scale, left + at * step, -0.38 * _SIZE)
            glyphs[names[ord(char)]].draw(pen)
            canvas.drawPath(pen.path, stroke=0, fill=1, fillMode=1)


class _CanvasPen(BasePen):  # type: ignore[misc]
    """Turns a glyph's outline into a path of the canvas."""

    def __init__(self, glyphs: Any, path: Any, scale: float, left: float, bottom: float) -> None:
        super().__init__(glyphs)
        self.path = path
        self._scale, self._left, self._bottom = scale, left, bottom

    def _at(self, point: tuple[float, float]) -> tuple[float, float]:
        return self._left + point[0] * self._scale, self._bottom + point[1] * self._scale

    def _moveTo(self, pt: tuple[float, float]) -> None:  # noqa: N802
        self.path.moveTo(*self._at(pt))

    def _lineTo(self, pt: tuple[float, float]) -> None:  # noqa: N802
        self.path.lineTo(*self._at(pt))

    def _curveToOne(self, *points: tuple[float, float]) -> None:  # noqa: N802
        self.path.curveTo(*(value for point in points for value in self._at(point)))

    def _closePath(self) -> None:  # noqa: N802
        self.path.close()
