"""The strip of steps: what is behind a case, where it stands, what is still to come.

    strip = StepStrip();  strip.show_steps([Step("受付", DONE, "5/11"), Step("支援中", HERE), ...])
    strip.set_compact(True)      # dots without words, in low windows

One tab stop; the arrows move over the steps and each is spoken.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QKeyEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QSizePolicy, QWidget

from soudan_desk.ui.icons import Icon
from soudan_desk.ui.theme import Role, Type, theme
from soudan_desk.ui.widgets.painting import CENTRE, draw_focus, draw_icon, draw_text

_HEIGHT, _LOW_HEIGHT = 60, 28
_NARROWEST = 54
_ARROWS = {Qt.Key.Key_Left: -1, Qt.Key.Key_Right: 1}


class Place(StrEnum):
    """Where a step lies, seen from the case."""

    DONE = "done"
    HERE = "here"
    AHEAD = "ahead"


_SPOKEN = {Place.DONE: "済", Place.HERE: "いまここ", Place.AHEAD: "これから"}


@dataclass(frozen=True, slots=True)
class Step:
    """One step: its word, where it lies, the day it was taken (5/11) if it was."""

    label: str
    place: Place
    day: str = ""


class StepStrip(QWidget):
    """Draws the steps on a line: filled before, solid up to here, dotted beyond."""

    def __init__(self) -> None:
        super().__init__()
        self._steps: tuple[Step, ...] = ()
        self._current = 0
        self._is_compact = False
        self.setObjectName("steps")
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setAccessibleName("手順")

    @property
    def steps(self) -> tuple[Step, ...]:
        """Return what is shown."""
        return self._steps

    def show_steps(self, steps: Sequence[Step]) -> None:
        """Show these; the keyboard stands on the present one."""
        self._steps = tuple(steps)
        here = [at for at, step in enumerate(steps) if step.place is Place.HERE]
        self._current = here[0] if here else 0
        self.setToolTip("　".join(_words(step) for step in steps))
        self._speak()
        self.updateGeometry()
        self.update()

    def set_compact(self, compact: bool) -> None:
        """Show dots only, and the word of the present step."""
        self._is_compact = compact
        self.updateGeometry()
        self.update()

    def sizeHint(self) -> QSize:
        """Ask for room for every word."""
        height = _LOW_HEIGHT if self._is_compact else _HEIGHT
        return QSize(theme.px(96) * len(self._steps), theme.px(height))

    def minimumSizeHint(self) -> QSize:
        """Be content with elided words."""
        narrow = 22 if self._is_compact else _NARROWEST
        return QSize(theme.px(narrow) * len(self._steps), self.sizeHint().height())

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Move over the steps."""
        step = _ARROWS.get(Qt.Key(event.key()))
        if step is None or not self._steps:
            super().keyPressEvent(event)
            return
        self._current = min(max(self._current + step, 0), len(self._steps) - 1)
        self._speak()
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw lines first, then discs and words over them."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        middle = self.height() / 2 if self._is_compact else theme.px(20)
        for at in range(len(self._steps) - 1):
            self._draw_line(painter, at, middle)
        for at, step in enumerate(self._steps):
            self._draw_disc(painter, self._centre(at), middle, step.place)
            self._draw_words(painter, at, step)
        if self.hasFocus() and self._steps:
            draw_focus(painter, self._cell(self._current), 4)

    def _speak(self) -> None:
        if self._steps:
            self.setAccessibleDescription(_words(self._steps[self._current]))

    def _cell(self, at: int) -> QRectF:
        width = self.width() / max(len(self._steps), 1)
        return QRectF(at * width, 0, width, self.height())

    def _centre(self, at: int) -> float:
        return self._cell(at).center().x()

    def _draw_line(self, painter: QPainter, at: int, middle: float) -> None:
        is_behind = self._steps[at + 1].place is not Place.AHEAD
        gap = theme.px(13)
        role = Role.ACCENT if is_behind else Role.LINE_STRONG
        pen = QPen(theme.colour(role), theme.px(2) if is_behind else theme.px(1))
        if not is_behind:
            pen.setStyle(Qt.PenStyle.DotLine)
        painter.setPen(pen)
        start, end = self._centre(at) + gap, self._centre(at + 1) - gap
        painter.drawLine(QPointF(start, middle), QPointF(end, middle))

    def _draw_disc(self, painter: QPainter, x: float, middle: float, place: Place) -> None:
        point = QPointF(x, middle)
        ink = Role.LINE_STRONG if place is Place.AHEAD else Role.ACCENT
        painter.setPen(
            QPen(theme.colour(ink), theme.px(1) if place is Place.AHEAD else theme.px(2))
        )
        painter.setBrush(theme.colour(Role.ACCENT if place is Place.DONE else Role.SURFACE))
        radius = theme.px(7) if place is Place.AHEAD else theme.px(8)
        painter.drawEllipse(point, radius, radius)
        if place is Place.DONE:
            size = 11
            left = x - theme.px(size) / 2
            draw_icon(painter, left, middle, Icon.CHECK, Role.ACCENT_TEXT, size, stroke=3)
        elif place is Place.HERE:
            painter.setBrush(theme.colour(Role.ACCENT))
            painter.drawEllipse(point, theme.px(3), theme.px(3))

    def _draw_words(self, painter: QPainter, at: int, step: Step) -> None:
        if self._is_compact:
            return
        is_here = step.place is Place.HERE
        role = {Place.DONE: Role.TEXT, Place.HERE: Role.ACCENT}.get(step.place, Role.MUTED)
        rect = self._cell(at).adjusted(2, theme.px(33), -2, -theme.px(8))
        words = f"{step.label} {step.day}" if step.day and not is_here else step.label
        draw_text(painter, rect, words, role, Type.SMALL, bold=is_here, align=CENTRE)


def _words(step: Step) -> str:
    return " ".join(each for each in (step.label, step.day, _SPOKEN[step.place]) if each)
