"""What widgets and list delegates draw alike: boxes, lines of text, chips, key caps, ticks.

All sizes are given as at 100 %; rectangles are in pixels. Every function reads the theme when it
is called, so a widget that only calls these follows look and zoom by itself.
"""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtCore import QPointF, QRect, QRectF, Qt
from PySide6.QtGui import QFontMetricsF, QPainter, QPen

from soudan_desk.ui.icons import Icon
from soudan_desk.ui.theme import Role, Type, theme

LEFT = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
RIGHT = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
CENTRE = Qt.AlignmentFlag.AlignCenter
_SINGLE = Qt.TextFlag.TextSingleLine.value


@dataclass(frozen=True, slots=True)
class ChipLook:
    """A word with its icon on a soft ground; solid only for 支援措置・秘匿 in a heading."""

    text: str
    role: Role = Role.MUTED
    icon: Icon | None = None
    solid: bool = False
    bold: bool = False


def draw_box(
    painter: QPainter,
    rect: QRectF | QRect,
    fill: Role | None = None,
    edge: Role | None = None,
    width: float = 1,
    radius: float = 6,
) -> None:
    """Draw a rounded box; the edge, `width` pixels wide, lies inside `rect`."""
    box = QRectF(rect)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    if edge is not None:
        box.adjust(width / 2, width / 2, -width / 2, -width / 2)
        painter.setPen(QPen(theme.colour(edge), width))
    else:
        painter.setPen(Qt.PenStyle.NoPen)
    if fill is not None:
        painter.setBrush(theme.colour(fill))
    else:
        painter.setBrush(Qt.BrushStyle.NoBrush)
    painter.drawRoundedRect(box, theme.px(radius), theme.px(radius))


def draw_focus(painter: QPainter, rect: QRectF | QRect, radius: float = 6) -> None:
    """Draw the focus ring on the inner edge of `rect`."""
    draw_box(painter, rect, None, Role.FOCUS, theme.px(2), radius)


def draw_text(
    painter: QPainter,
    rect: QRectF,
    text: str,
    role: Role = Role.TEXT,
    size: Type = Type.BODY,
    *,
    bold: bool = False,
    figures: bool = False,
    align: Qt.AlignmentFlag = LEFT,
) -> float:
    """Draw one line, cut with … where it does not fit; return the width it took."""
    font = theme.font(size, bold=bold, figures=figures)
    width = theme.text_width(text, size, bold=bold, figures=figures)
    if width > rect.width() + 1:
        elide = Qt.TextElideMode.ElideRight
        text = QFontMetricsF(font).elidedText(text, elide, rect.width() + 1)
        width = rect.width()
    painter.setFont(font)
    painter.setPen(theme.colour(role))
    painter.drawText(rect.adjusted(0, 0, 1, 0), align.value | _SINGLE, text)
    return width


def draw_icon(
    painter: QPainter,
    left: float,
    middle: float,
    icon: Icon,
    role: Role = Role.MUTED,
    size: int = 16,
    stroke: float = 1.75,
) -> None:
    """Draw an icon, `middle` being the height of its centre."""
    dpr = painter.device().devicePixelRatioF()
    pixmap = theme.pixmap(icon, role, size, stroke=stroke, dpr=dpr)
    painter.drawPixmap(QPointF(left, middle - theme.px(size) / 2), pixmap)


def chip_width(chip: ChipLook) -> int:
    """Measure a chip, in pixels."""
    words = theme.text_width(chip.text, Type.SMALL, bold=chip.bold)
    return round(words) + theme.px(16) + (theme.px(17) if chip.icon else 0)


def draw_chip(painter: QPainter, left: float, middle: float, chip: ChipLook) -> int:
    """Draw a chip, `middle` being the height of its centre; return its width."""
    width, height = chip_width(chip), theme.size("chip")
    rect = QRectF(left, middle - height / 2, width, height)
    if chip.solid:
        fill, ink = chip.role, _ON_SOLID.get(chip.role, Role.ACCENT_TEXT)
    else:
        fill, ink = chip.role.soft, Role.TEXT if chip.role is Role.MUTED else chip.role
    edge = ink if theme.is_high_contrast and not chip.solid else None
    draw_box(painter, rect, fill, edge)
    text = rect.adjusted(theme.px(8), 0, 0, 0)
    if chip.icon:
        draw_icon(painter, text.x() - theme.px(1), middle, chip.icon, ink, 14)
        text.adjust(theme.px(17), 0, 0, 0)
    draw_text(painter, text, chip.text, ink, Type.SMALL, bold=chip.bold)
    return width


_ON_SOLID = {Role.DANGER: Role.DANGER_TEXT}


def key_cap_width(key: str) -> int:
    """Measure a key cap, in pixels."""
    return round(theme.text_width(key, Type.KEYCAP)) + theme.px(10)


def draw_key_cap(
    painter: QPainter,
    left: float,
    middle: float,
    key: str,
    ink: Role = Role.MUTED,
    edge: Role = Role.LINE_STRONG,
) -> int:
    """Draw a key as it stands on the keyboard; return its width."""
    width, height = key_cap_width(key), theme.px(18)
    rect = QRectF(left, middle - height / 2, width, height)
    draw_box(painter, rect, None, edge, 1, 3)
    draw_text(painter, rect, key, ink, Type.KEYCAP, align=CENTRE)
    return width


def draw_tick_box(painter: QPainter, left: float, middle: float, *, ticked: bool) -> None:
    """Draw a 16 px check box."""
    side = theme.px(16)
    rect = QRectF(left, middle - side / 2, side, side)
    if not ticked:
        draw_box(painter, rect, Role.RAISED, Role.LINE_STRONG, 1, 3)
        return
    draw_box(painter, rect, Role.ACCENT, None, 1, 3)
    inset = theme.px(16) - theme.px(12)
    draw_icon(painter, left + inset / 2, middle, Icon.CHECK, Role.ACCENT_TEXT, 12, 3.2)


def draw_line(painter: QPainter, rect: QRectF, role: Role = Role.LINE) -> None:
    """Fill a hairline; give its whole rectangle."""
    painter.save()
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(theme.colour(role))
    painter.drawRect(rect)  # `fillRect` has the binding read Qt's 180 named gradients first
    painter.restore()


def padded_day(day: str) -> str:
    """Pad the figures of 11/9（月） to five characters, so that days stand in line."""
    figures, bracket, weekday = day.partition("（")
    return f"{figures:>5}{bracket}{weekday}"
