"""The parts of the left rail: an entry for each page, and the card of the centre above them."""

from __future__ import annotations

from PySide6.QtCore import QRectF, QSize, Qt, Signal
from PySide6.QtGui import QFocusEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QAbstractButton, QSizePolicy

from soudan_desk.ui.icons import Icon
from soudan_desk.ui.shortcuts import CENTRE_KEY, CENTRE_WORDS
from soudan_desk.ui.theme import Role, Type, theme
from soudan_desk.ui.widgets.labels import EXPANDING, FIXED
from soudan_desk.ui.widgets.painting import (
    CENTRE,
    draw_box,
    draw_focus,
    draw_icon,
    draw_text,
)

WIDTH, NARROW, HEIGHT = 176, 56, 34
_LEAST = 21
_LOW = 24


class RailEntry(QAbstractButton):
    """One page: icon, word, and how many things wait there."""

    focused = Signal()

    def __init__(self, key: str, text: str, icon: Icon, shortcut: str) -> None:
        super().__init__()
        self.key, self._picture, self._shortcut = key, icon, shortcut
        self._count = 0
        self._narrow = self._low = False
        self.setText(text)
        self.setCheckable(True)
        self.setObjectName(f"go_{key}")
        self.setSizePolicy(EXPANDING, QSizePolicy.Policy.Maximum)
        self.setAttribute(Qt.WidgetAttribute.WA_Hover)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self._name()

    def set_count(self, count: int) -> None:
        """Show how many things wait; 0 shows nothing."""
        self._count = count
        self._name()
        self.update()

    def set_narrow(self, narrow: bool, *, low: bool = False) -> None:
        """Show the icon alone, the word as a tooltip; in a low window with less room around it."""
        self._narrow, self._low = narrow, low
        self._name()
        self.updateGeometry()

    def sizeHint(self) -> QSize:
        """Return the size at the present zoom."""
        return QSize(
            theme.px(NARROW if self._narrow else WIDTH), theme.px(_LOW if self._low else HEIGHT)
        )

    def minimumSizeHint(self) -> QSize:
        """Give way in a low window, down to the icon."""
        return QSize(theme.px(NARROW), theme.px(_LEAST))

    def focusInEvent(self, event: QFocusEvent) -> None:
        """Tell that one stands here, for it may be out of sight."""
        super().focusInEvent(event)
        self.focused.emit()

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw it."""
        painter, is_on = QPainter(self), self.isChecked()
        px, middle = theme.px, self.height() / 2
        ground = QRectF(px(8), px(1), self.width() - px(16), self.height() - px(2))
        if is_on:
            edge = Role.ACCENT if theme.is_high_contrast else Role.LINE
            draw_box(painter, ground, Role.RAISED, edge)
            inset = min(px(8), self.height() / 4)
            bar = QRectF(px(8), inset, px(3), self.height() - 2 * inset)
            draw_box(painter, bar, Role.ACCENT, radius=1.5)
        elif self.underMouse():
            draw_box(painter, ground, Role.HOVER)
        ink = Role.ACCENT if is_on else Role.MUTED
        left = px(20)
        if self._narrow:
            left = px(14) if self._count else round((self.width() - px(18)) / 2)
        draw_icon(painter, left, middle, self._picture, ink, 18)
        if not self._narrow:
            word = QRectF(px(47), 0, self.width() - px(47) - px(44), self.height())
            draw_text(painter, word, self.text(), Role.ACCENT if is_on else Role.TEXT, bold=is_on)
        self._draw_count(painter)
        if self.hasFocus():
            draw_focus(painter, ground)

    def _draw_count(self, painter: QPainter) -> None:
        if not self._count:
            return
        most = 99 if self._narrow else 999
        text = f"{self._count:,}" if self._count <= most else f"{most}+"
        words = theme.text_width(text, Type.SMALL, bold=True, figures=True)
        edges, least = (6, 18) if self._narrow else (12, 20)
        width = max(words + theme.px(edges), theme.px(least))
        right = theme.px(4 if self._narrow else 18)
        side = theme.px(least)
        rect = QRectF(self.width() - right - width, (self.height() - side) / 2, width, side)
        draw_box(painter, rect, Role.ACCENT_SOFT)
        draw_text(
            painter, rect, text, Role.ACCENT, Type.SMALL, bold=True, figures=True, align=CENTRE
        )

    def _name(self) -> None:
        name = f"{self.text()} {self._count:,}件" if self._count else self.text()
        self.setAccessibleName(name)
        self.setAccessibleDescription(f"キー {self._shortcut}" if self._shortcut else "")
        self.setToolTip(f"{name}（{self._shortcut}）" if self._narrow else self._shortcut)


class CentreCard(QAbstractButton):
    """The card that names centre and office; pressing it switches the centre."""

    def __init__(self) -> None:
        super().__init__()
        self.office, self.can_switch = "", False
        self.is_narrow = self.is_low = False
        self.setObjectName("switch_centre")
        self.setSizePolicy(EXPANDING, FIXED)
        self.setAttribute(Qt.WidgetAttribute.WA_Hover)

    def show_centre(self, name: str, office: str, *, can_switch: bool) -> None:
        """Name a centre and its office."""
        self.office, self.can_switch = office, can_switch
        self.setText(name)
        self.setEnabled(can_switch)
        self.setAccessibleName(f"{name}　{office}")
        does = f"{CENTRE_WORDS}（{CENTRE_KEY}）" if can_switch else ""
        self.setAccessibleDescription(does)
        self.setToolTip("\n".join(filter(None, (f"{name}　{office}", does))))
        self.update()

    def sizeHint(self) -> QSize:
        """Return the size at the present zoom."""
        return QSize(theme.px(40 if self.is_narrow else 160), theme.px(34 if self.is_low else 46))

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw it."""
        painter, px = QPainter(self), theme.px
        is_hot = self.can_switch and self.underMouse()
        draw_box(painter, self.rect(), Role.HOVER if is_hot else Role.RAISED, Role.LINE)
        if self.is_narrow:
            draw_icon(painter, (self.width() - px(16)) / 2, self.height() / 2, Icon.AGENCIES)
        else:
            room = self.width() - px(20) - (px(18) if self.can_switch else 0)
            line = QRectF(px(10), px(6), room, px(16))
            draw_text(painter, line, self.text(), Role.TEXT, Type.SMALL, bold=True)
            draw_text(painter, line.translated(0, px(18)), self.office, Role.MUTED, Type.SMALL)
            if self.can_switch:
                left = self.width() - px(22)
                draw_icon(painter, left, self.height() / 2, Icon.SWITCH, Role.MUTED, 14)
        if self.hasFocus():
            draw_focus(painter, self.rect())
