"""Buttons: one filled a page (the way on), outline for the rest, quiet for tools, link in rows.

    save = Button("保存して終える", kind=ButtonKind.FILLED, icon=Icon.CHECK, key="Ctrl+Enter")
    save.clicked.connect(self._on_save_clicked)
    shortcuts.bind_button(page, save)          # makes the key that is drawn work
    Button("取り消す", kind=ButtonKind.QUIET, icon=Icon.DELETE, tone=Role.DANGER)
    Button(kind=ButtonKind.QUIET, icon=Icon.LOCK, name="画面をロック")

An icon that stands alone needs a name.
"""

from __future__ import annotations

from enum import StrEnum

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QPushButton, QWidget

from soudan_desk.ui.icons import Icon
from soudan_desk.ui.theme import Role, Type, theme
from soudan_desk.ui.widgets.labels import FIXED
from soudan_desk.ui.widgets.painting import (
    draw_box,
    draw_focus,
    draw_icon,
    draw_key_cap,
    draw_text,
    key_cap_width,
)


class ButtonKind(StrEnum):
    """How loud a button is."""

    FILLED = "filled"
    OUTLINE = "outline"
    QUIET = "quiet"
    DANGER = "danger"
    LINK = "link"


_INK = {
    ButtonKind.FILLED: Role.ACCENT_TEXT,
    ButtonKind.DANGER: Role.DANGER,
    ButtonKind.LINK: Role.ACCENT,
}
_GAP, _EDGE = 7, 4


class Button(QPushButton):
    """A button that shows its icon, its words and the key that presses it."""

    def __init__(
        self,
        text: str = "",
        *,
        kind: ButtonKind = ButtonKind.OUTLINE,
        icon: Icon | None = None,
        key: str = "",
        name: str = "",
        tone: Role | None = None,
        height: int = 32,
        opens_menu: bool = False,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(text, parent)
        self._kind, self._picture, self._key, self._tone = kind, icon, key, tone
        self._height, self._opens_menu = height, opens_menu
        self._is_key_shown = True
        self.setSizePolicy(FIXED, FIXED)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setAttribute(Qt.WidgetAttribute.WA_Hover)
        self.setAutoDefault(False)
        self.setAccessibleName(name or text)
        self.setAccessibleDescription(f"キー {key}" if key else "")
        if name:
            self.setToolTip(f"{name}（{key}）" if key else name)

    @property
    def key(self) -> str:
        """Return the key drawn on the button, as `Ctrl+Enter`."""
        return self._key

    @property
    def kind(self) -> ButtonKind:
        """Return how loud it is."""
        return self._kind

    def set_key(self, key: str) -> None:
        """Draw another key, or none."""
        self._key = key
        self.updateGeometry()
        self.update()

    def show_key(self, shown: bool) -> None:
        """Draw the key, or leave it to the tooltip where room is short."""
        if shown == self._is_key_shown:
            return
        self._is_key_shown = shown
        if self._key and not self.toolTip():
            self.setToolTip(f"{self.text()}（{self._key}）")
        self.updateGeometry()
        self.update()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Offer the words as a tooltip where they are cut."""
        super().resizeEvent(event)
        if self.sizeHint().width() > self.width() + 1 and not self.toolTip():
            self.setToolTip(f"{self.text()}（{self._key}）" if self._key else self.text())

    def full_width(self) -> int:
        """Return the width with the key drawn."""
        return round(self._content_width(with_key=bool(self._key)) + 2 * self._padding())

    def least_width(self) -> int:
        """Return the width without the key."""
        return round(self._content_width(with_key=False) + 2 * self._padding())

    def set_icon(self, icon: Icon | None) -> None:
        """Draw another icon, or none."""
        self._picture = icon
        self.updateGeometry()
        self.update()

    def setText(self, text: str) -> None:
        """Change the words, and with them the name that is read out."""
        super().setText(text)
        self.setAccessibleName(text)

    def sizeHint(self) -> QSize:
        """Return room for icon, words, key and arrow; bold words are wider."""
        width = self._content_width(with_key=self._has_key) + 2 * self._padding()
        return QSize(round(width), theme.px(self._height))

    def minimumSizeHint(self) -> QSize:
        """Never cut the words."""
        return self.sizeHint()

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw ground, content and focus ring; where room is short the key goes first."""
        painter = QPainter(self)
        self._draw_ground(painter)
        icon, key = self._fitting()
        spare = self.width() - self._content_width(with_icon=icon, with_key=key)
        self._draw_content(painter, max(spare / 2, theme.px(_EDGE)), with_icon=icon, with_key=key)
        if self.hasFocus():
            self._draw_ring(painter)

    # parts

    @property
    def _size(self) -> Type:
        return Type.LABEL if self._height < 30 else Type.BODY

    @property
    def _is_bold(self) -> bool:
        return self._kind is ButtonKind.FILLED

    def _padding(self) -> int:
        if self._kind is ButtonKind.LINK:
            return theme.px(4)
        if not self.text():
            return theme.px((self._height - 16) / 2)
        return theme.px(12 if self._height >= 30 else 9)

    @property
    def _has_key(self) -> bool:
        return bool(self._key) and self._is_key_shown

    def _fitting(self) -> tuple[bool, bool]:
        """Return whether there is room for icon and key; an icon alone is always drawn."""
        room = self.width() - 2 * theme.px(_EDGE) + 1
        for icon, key in ((True, self._has_key), (True, False)):
            if self._content_width(with_icon=icon, with_key=key) <= room:
                return icon, key
        return not self.text(), False

    def _content_width(self, *, with_icon: bool = True, with_key: bool) -> float:
        parts: list[float] = []
        if self._picture and with_icon:
            parts.append(theme.px(16))
        if self.text():
            parts.append(theme.text_width(self.text(), self._size, bold=self._is_bold))
        if with_key:
            parts.append(key_cap_width(self._key))
        if self._opens_menu:
            parts.append(theme.px(14))
        return sum(parts) + theme.px(_GAP) * max(len(parts) - 1, 0)

    def _ink(self) -> Role:
        if not self.isEnabled():
            return Role.MUTED
        return self._tone or _INK.get(self._kind, Role.TEXT)

    def _draw_ground(self, painter: QPainter) -> None:
        is_hot = self.isEnabled() and (self.underMouse() or self.isDown())
        if self._kind is ButtonKind.FILLED and self.isEnabled():
            draw_box(painter, self.rect(), Role.ACCENT)
        elif self._kind in (ButtonKind.OUTLINE, ButtonKind.DANGER, ButtonKind.FILLED):
            fill = Role.HOVER if is_hot else Role.RAISED
            edge = Role.DANGER if self._kind is ButtonKind.DANGER else Role.LINE_STRONG
            off = not self.isEnabled()
            draw_box(painter, self.rect(), Role.SUNKEN if off else fill, Role.LINE if off else edge)
        elif self._kind is ButtonKind.QUIET and is_hot:
            draw_box(painter, self.rect(), Role.HOVER)

    def _draw_content(
        self, painter: QPainter, left: float, *, with_icon: bool, with_key: bool
    ) -> None:
        ink, middle = self._ink(), self.height() / 2
        if self._picture and with_icon:
            is_plain = self._kind is ButtonKind.OUTLINE and not self._tone
            draw_icon(painter, left, middle, self._picture, Role.MUTED if is_plain else ink)
            left += theme.px(16 + _GAP)
        if self.text():
            left += self._draw_words(painter, left, ink) + theme.px(_GAP)
        if with_key:
            on_fill = self._kind is ButtonKind.FILLED and self.isEnabled()
            inks = (ink, ink) if on_fill else (Role.MUTED, Role.LINE_STRONG)
            left += draw_key_cap(painter, left, middle, self._key, *inks) + theme.px(_GAP)
        if self._opens_menu:
            draw_icon(painter, left, middle, Icon.CHEVRON_DOWN, ink, 14)

    def _draw_words(self, painter: QPainter, left: float, ink: Role) -> float:
        behind = theme.px(14 + _GAP) if self._opens_menu else 0
        room = self.width() - left - theme.px(_EDGE) - behind
        rect = QRectF(left, 0, room, self.height())
        width = draw_text(painter, rect, self.text(), ink, self._size, bold=self._is_bold)
        if self._kind is ButtonKind.LINK and self.isEnabled() and self.underMouse():
            below = self.height() / 2 + theme.type_px(self._size) / 2 + theme.px(1)
            painter.fillRect(QRectF(left, below, width, 1), theme.colour(ink))
        return width

    def _draw_ring(self, painter: QPainter) -> None:
        draw_focus(painter, self.rect())
        if self._kind is ButtonKind.FILLED:
            edge = theme.px(2)
            inner = QRectF(self.rect()).adjusted(edge, edge, -edge, -edge)
            draw_box(painter, inner, None, Role.ACCENT_TEXT, theme.px(1), 4)
