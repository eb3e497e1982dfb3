"""What a cell of a table shows, and how it is drawn.

    Cell("青葉 すみれ", "アオバ スミレ", bold=True)
    Cell("11/21", "モニタリング", role=Role.DANGER, icon=Icon.LATE, lead=46, bold=True)
    Cell(chips=(ChipLook("支援措置", Role.DANGER, Icon.PROTECTED), ...))

A model returns it for `CELL_ROLE`; without one the delegate shows the display text. Sizes are px at
100 %.
"""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QPainter

from soudan_desk.ui.icons import Icon
from soudan_desk.ui.theme import Role, Type, theme
from soudan_desk.ui.widgets.painting import (
    RIGHT,
    ChipLook,
    chip_width,
    draw_chip,
    draw_icon,
    draw_text,
)

CELL_ROLE = Qt.ItemDataRole.UserRole + 1


@dataclass(frozen=True, slots=True)
class Cell:
    """One cell: text, a second text beside it, chips; `lead` keeps the second text in line."""

    text: str = ""
    second: str = ""
    role: Role = Role.TEXT
    second_role: Role = Role.MUTED
    size: Type = Type.BODY
    second_size: Type = Type.SMALL
    bold: bool = False
    figures: bool = False
    right: bool = False
    icon: Icon | None = None
    icon_room: bool = False
    lead: int = 0
    chips: tuple[ChipLook, ...] = ()


def draw_cell(painter: QPainter, rect: QRectF, cell: Cell) -> None:
    """Draw a cell inside `rect`, in pixels."""
    left = rect.x()
    if cell.icon:
        draw_icon(painter, left, rect.center().y(), cell.icon, cell.role, 14)
    if cell.icon or cell.icon_room:
        left += theme.px(18)
    if cell.text:
        left += _draw_words(
            painter, QRectF(left, rect.y(), rect.right() - left, rect.height()), cell
        )
    if cell.second:
        room = QRectF(left, rect.y(), rect.right() - left, rect.height())
        left += draw_text(painter, room, cell.second, cell.second_role, cell.second_size)
    if cell.chips:
        _draw_chips(painter, left - theme.px(2), rect, cell.chips)


def width_wanted(cell: Cell) -> float:
    """Measure what a cell needs so that nothing is cut, in pixels."""
    words = theme.text_width(cell.text, cell.size, bold=cell.bold, figures=cell.figures)
    width = max(words, theme.px(cell.lead)) + (theme.px(18) if cell.icon or cell.icon_room else 0)
    if cell.second:
        width += theme.px(8) + theme.text_width(cell.second, cell.second_size)
    return width + sum(chip_width(chip) + theme.px(4) for chip in cell.chips)


def spoken(cell: Cell) -> str:
    """Return everything a cell says, for tooltips and screen readers."""
    words = [cell.text, cell.second, *(chip.text for chip in cell.chips)]
    return "　".join(word for word in words if word)


def _draw_words(painter: QPainter, room: QRectF, cell: Cell) -> float:
    if cell.lead:
        room.setWidth(theme.px(cell.lead))
    align = RIGHT if cell.right or cell.lead else None
    width = draw_text(
        painter,
        room,
        cell.text,
        cell.role,
        cell.size,
        bold=cell.bold,
        figures=cell.figures,
        **({"align": align} if align else {}),
    )
    return (room.width() if cell.lead else width) + theme.px(8)


def _draw_chips(painter: QPainter, left: float, rect: QRectF, chips: tuple[ChipLook, ...]) -> None:
    """Draw at most two chips, as many as fit; the rest as icons, told by the tooltip."""
    middle = rect.center().y()
    for index, chip in enumerate(chips):
        later = theme.px(22) * (len(chips) - index - 1)
        if index < 2 and left + chip_width(chip) + later <= rect.right() + theme.px(2):
            left += draw_chip(painter, left, middle, chip) + theme.px(4)
        elif chip.icon:
            draw_icon(painter, left + theme.px(2), middle, chip.icon, chip.role)
            left += theme.px(22)
