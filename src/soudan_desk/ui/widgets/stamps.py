"""押印欄: a cell for each who reads and approves, with the stamp of those who did.

    row = StampRow();  row.show_stamps([StampLook("係長", "宮原", "8.11.24", "供覧"), …])

A ring of dashes waits for whoever is to stamp next; the one's own says 「あなた」.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QSizePolicy, QWidget

from soudan_desk.ui.theme import Role, Type, theme
from soudan_desk.ui.widgets.painting import CENTRE, draw_focus, draw_line, draw_text

_HEAD, _CELL, _NARROWEST, _RADIUS, _BAND = 22, 66, 62, 27, 9
_MOST_IN_A_ROW = 3


@dataclass(frozen=True, slots=True)
class StampLook:
    """One cell: its heading, who, the era date (8.11.24), what was done; blank while to come."""

    title: str
    name: str = ""
    day: str = ""
    act: str = ""
    yours: bool = False


class StampRow(QWidget):
    """Draws the cells, three side by side."""

    def __init__(self) -> None:
        super().__init__()
        self._stamps: tuple[StampLook, ...] = ()
        self.setObjectName("stamps")
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
        self._speak()

    @property
    def stamps(self) -> tuple[StampLook, ...]:
        """Return what is shown."""
        return self._stamps

    def show_stamps(self, stamps: Sequence[StampLook]) -> None:
        """Show these, in order."""
        self._stamps = tuple(stamps)
        self._speak()
        self.updateGeometry()
        self.update()

    def sizeHint(self) -> QSize:
        """Ask for room for three cells, and as many rows as are needed."""
        height = (theme.px(_HEAD) + theme.px(_CELL)) * max(self._rows(), 1) + 1
        return QSize(theme.px(_NARROWEST) * _MOST_IN_A_ROW + 1, height)

    def minimumSizeHint(self) -> QSize:
        """Never cut a stamp."""
        return self.sizeHint()

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw every cell."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        for at, stamp in enumerate(self._stamps):
            _draw_cell(painter, self._cell(at), stamp)
        if self.hasFocus():
            draw_focus(painter, self.rect(), 3)

    def _rows(self) -> int:
        return -(-len(self._stamps) // _MOST_IN_A_ROW)

    def _cell(self, at: int) -> QRectF:
        row, column = divmod(at, _MOST_IN_A_ROW)
        width = (self.width() - 1) // min(max(len(self._stamps), 1), _MOST_IN_A_ROW)
        width = min(width, theme.px(96))
        height = theme.px(_HEAD) + theme.px(_CELL)
        return QRectF(column * width, row * height, width, height)

    def _speak(self) -> None:
        self.setAccessibleName("押印欄")
        words = "、".join(map(spoken, self._stamps))
        self.setAccessibleDescription(words)
        self.setToolTip(words.replace("、", "\n"))


def spoken(stamp: StampLook) -> str:
    """Return what a cell says."""
    if stamp.act:
        return f"{stamp.title} {stamp.name} {stamp.day} {stamp.act}"
    who = "あなた" if stamp.yours else stamp.name
    return " ".join(part for part in (stamp.title, who, "これから") if part)


def _draw_cell(painter: QPainter, rect: QRectF, stamp: StampLook) -> None:
    head = QRectF(rect.x(), rect.y(), rect.width(), theme.px(_HEAD))
    _draw_frame(painter, rect)
    draw_line(painter, QRectF(rect.x(), head.bottom(), rect.width(), 1), Role.LINE_STRONG)
    inside = head.adjusted(theme.px(3), 0, -theme.px(3), 0)
    draw_text(painter, inside, stamp.title, Role.MUTED, Type.SMALL, align=CENTRE)
    middle = QPointF(rect.center().x() + 0.5, head.bottom() + theme.px(_CELL) / 2 + 0.5)
    if stamp.act:
        _draw_stamp(painter, middle, stamp)
    else:
        _draw_waiting(painter, middle, stamp)


def _draw_frame(painter: QPainter, rect: QRectF) -> None:
    painter.setPen(QPen(theme.colour(Role.LINE_STRONG), 1))
    painter.setBrush(theme.colour(Role.RAISED))
    painter.drawRect(QRectF(rect.x() + 0.5, rect.y() + 0.5, rect.width(), rect.height()))


def _draw_stamp(painter: QPainter, middle: QPointF, stamp: StampLook) -> None:
    radius, band = theme.px(_RADIUS), theme.px(_BAND)
    painter.setPen(QPen(theme.colour(Role.DANGER), theme.px(3) / 2))
    painter.setBrush(Qt.BrushStyle.NoBrush)
    painter.drawEllipse(middle, radius, radius)
    reach = (radius**2 - band**2) ** 0.5
    for side in (-band, band):
        painter.drawLine(middle + QPointF(-reach, side), middle + QPointF(reach, side))
    line = QRectF(middle.x() - radius, middle.y() - band, 2 * radius, 2 * band)
    _draw_words(painter, line.translated(0, -2 * band + theme.px(1)), stamp.act)
    _draw_words(painter, line, stamp.day, figures=True)
    _draw_words(painter, line.translated(0, 2 * band - theme.px(1)), stamp.name)


def _draw_words(painter: QPainter, line: QRectF, words: str, *, figures: bool = False) -> None:
    """Write inside the ring, squeezed where the words are broader than it."""
    width = theme.text_width(words, Type.SMALL, figures=figures)
    room = line.width() - theme.px(6 if figures else 12)
    painter.save()
    if width > room:
        painter.translate(line.center())
        painter.scale(room / width, 1)
        painter.translate(-line.center())
        line = line.adjusted(-width, 0, width, 0)
    draw_text(painter, line, words, Role.DANGER, Type.SMALL, figures=figures, align=CENTRE)
    painter.restore()


def _draw_waiting(painter: QPainter, middle: QPointF, stamp: StampLook) -> None:
    radius = theme.px(_RADIUS)
    pen = QPen(theme.colour(Role.MUTED if stamp.yours else Role.LINE_STRONG), 1)
    pen.setDashPattern([3, 3])
    painter.setPen(pen)
    painter.setBrush(Qt.BrushStyle.NoBrush)
    painter.drawEllipse(middle, radius, radius)
    words = "あなた" if stamp.yours else stamp.name
    line = QRectF(middle.x() - radius, middle.y() - radius, 2 * radius, 2 * radius)
    ink = Role.TEXT if stamp.yours else Role.MUTED
    inside = line.adjusted(theme.px(4), 0, -theme.px(4), 0)
    draw_text(painter, inside, words, ink, Type.SMALL, align=CENTRE)
