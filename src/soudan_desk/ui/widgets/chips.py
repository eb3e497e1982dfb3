"""Chips: what state something is in (`Chip`), and what a list is narrowed to (`FilterChip`).

Chip(ChipLook("下書き", Role.INFO, Icon.EDIT))
filter = FilterChip("担当", opens_menu=True); filter.set_value("3人"); filter.clicked.connect(...)
overdue = FilterChip("期限超過", count=3);     overdue.toggled.connect(...)
"""

from __future__ import annotations

from PySide6.QtCore import QRectF, QSize
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QWidget

from soudan_desk.ui.icons import Icon
from soudan_desk.ui.theme import Role, Type, theme
from soudan_desk.ui.widgets.labels import FIXED
from soudan_desk.ui.widgets.painting import (
    ChipLook,
    chip_width,
    draw_box,
    draw_chip,
    draw_focus,
    draw_icon,
    draw_text,
)
from soudan_desk.ui.widgets.toggles import Flag


class Chip(QWidget):
    """A word with its icon that says a state; nothing to press."""

    def __init__(self, look: ChipLook, tooltip: str = "") -> None:
        super().__init__()
        self.setSizePolicy(FIXED, FIXED)
        self.set_look(look, tooltip)

    def look(self) -> ChipLook:
        """Return what it shows."""
        return self._look

    def set_look(self, look: ChipLook, tooltip: str = "") -> None:
        """Show another state."""
        self._look = look
        self.setAccessibleName(look.text or tooltip)
        self.setToolTip(tooltip)
        self.updateGeometry()
        self.update()

    def sizeHint(self) -> QSize:
        """Return the size at the present zoom."""
        return QSize(chip_width(self._look), theme.size("chip"))

    def minimumSizeHint(self) -> QSize:
        """Never cut the word."""
        return self.sizeHint()

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw it."""
        draw_chip(QPainter(self), 0, self.height() / 2, self._look)


class FilterChip(Flag):
    """A condition of a list: chosen = check mark, bold, accent edge."""

    def __init__(
        self,
        label: str,
        *,
        value: str = "",
        count: int | None = None,
        opens_menu: bool = False,
        key: str = "",
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(label, key, parent)
        self._value, self._count, self._opens_menu = value, count, opens_menu
        self._name()

    def set_value(self, value: str) -> None:
        """Show what the condition is narrowed to."""
        self._value = value
        self._changed()

    def set_count(self, count: int | None) -> None:
        """Show how many meet it."""
        self._count = count
        self._changed()

    def sizeHint(self) -> QSize:
        """Return room for what is shown now."""
        return QSize(round(self._lay_out(None)), theme.px(28))

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw it."""
        painter, is_on = QPainter(self), self.isChecked()
        fill = Role.ACCENT_SOFT if is_on else Role.HOVER if self.is_hot else Role.RAISED
        edge = Role.ACCENT if is_on else Role.LINE_STRONG
        draw_box(painter, self.rect(), fill, edge, 1.5 if is_on else 1)
        self._lay_out(painter)
        if self.hasFocus():
            draw_focus(painter, self.rect())

    def nextCheckState(self) -> None:
        """A chip with a menu is turned by its menu, not by the press."""
        if not self._opens_menu:
            super().nextCheckState()
        self.updateGeometry()

    def _changed(self) -> None:
        self._name()
        self.updateGeometry()
        self.update()

    def _name(self) -> None:
        number = "" if self._count is None else f" {self._count:,}件"
        value = f"：{self._value}" if self._value else ""
        self.setAccessibleName(f"{self.text()}{value}{number}")

    def _lay_out(self, painter: QPainter | None) -> float:
        """Draw from left to right if there is a painter; return the width taken."""
        is_on, middle = self.isChecked(), self.height() / 2
        ink = Role.ACCENT if is_on else Role.TEXT
        left: float = theme.px(10)
        if is_on:
            if painter:
                draw_icon(painter, left - theme.px(1), middle, Icon.CHECK, ink, 14, 2.25)
            left += theme.px(18)
        label = f"{self.text()}：" if self._value else self.text()
        left += self._word(painter, left, label, ink, bold=is_on and not self._value)
        if self._value:
            left += self._word(painter, left, self._value, ink, bold=True)
        if self._count is not None:
            left += theme.px(6)
            tone = ink if is_on else Role.MUTED
            left += self._word(painter, left, f"{self._count:,}", tone, figures=True)
        if self._opens_menu:
            left += theme.px(5)
            if painter:
                draw_icon(painter, left, middle, Icon.CHEVRON_DOWN, ink, 14)
            left += theme.px(14)
        return left + theme.px(10)

    def _word(
        self,
        painter: QPainter | None,
        left: float,
        word: str,
        ink: Role,
        *,
        bold: bool = False,
        figures: bool = False,
    ) -> float:
        width = theme.text_width(word, Type.LABEL, bold=bold, figures=figures)
        if painter:
            rect = QRectF(left, 0, width + 1, self.height())
            draw_text(painter, rect, word, ink, Type.LABEL, bold=bold, figures=figures)
        return width
