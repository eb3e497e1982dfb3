"""Yes or no: a flag one can press (`Toggle`), a row of them with keys, and the plain check box.

    flags = ToggleRow([Toggle("食べる物がない", Icon.FOOD, key="1", tone=Role.DANGER)], name="急ぎ")
    Toggle("要返信", Icon.BELL).toggled.connect(...)
    CheckBox("本人の了解を得た").toggled.connect(...)

Space or Enter turns them; in a row the drawn digits do so too while the focus is inside.
"""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QEvent, QRectF, QSize, Qt
from PySide6.QtGui import QKeyEvent, QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QAbstractButton, QSizePolicy, QWidget

from soudan_desk.ui import layouts
from soudan_desk.ui.icons import Icon
from soudan_desk.ui.theme import Role, Type, theme
from soudan_desk.ui.widgets.labels import FIXED, offer_whole
from soudan_desk.ui.widgets.painting import (
    draw_box,
    draw_focus,
    draw_icon,
    draw_key_cap,
    draw_text,
    draw_tick_box,
    key_cap_width,
)

_EDGE = 8
_ARROWS = (Qt.Key.Key_Left, Qt.Key.Key_Right, Qt.Key.Key_Up, Qt.Key.Key_Down)


class Flag(QAbstractButton):
    """What every yes/no widget shares: checkable, turned by Space and Enter, named."""

    def __init__(self, text: str, key: str = "", parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.key = key
        self.setText(text)
        self.setCheckable(True)
        self.setAccessibleName(text)
        self.setAccessibleDescription(f"キー {key}" if key else "")
        self.setAttribute(Qt.WidgetAttribute.WA_Hover)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setSizePolicy(FIXED, FIXED)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Offer the words as a tooltip where they are cut."""
        super().resizeEvent(event)
        offer_whole(self)

    def minimumSizeHint(self) -> QSize:
        """Never cut the words."""
        return self.sizeHint()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Let Enter do what Space does; leave arrows to the row or grid around."""
        if event.key() in _ARROWS:
            event.ignore()
        elif event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and not event.modifiers():
            self.click()
        else:
            super().keyPressEvent(event)

    @property
    def is_hot(self) -> bool:
        """Whether the pointer stands on it and it may be pressed."""
        return self.isEnabled() and self.underMouse()


class Toggle(Flag):
    """A flag with an icon that turns into a check mark, bold on a soft ground."""

    def __init__(
        self,
        text: str,
        icon: Icon,
        *,
        key: str = "",
        tone: Role = Role.ACCENT,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(text, key, parent)
        self._picture, self._tone = icon, tone
        self.setSizePolicy(QSizePolicy.Policy.Maximum, FIXED)

    def sizeHint(self) -> QSize:
        """Return room for the words in bold, so that pressing moves nothing."""
        cap = key_cap_width(self.key) + theme.px(6) if self.key else 0
        return QSize(self._words_width() + theme.px(42) + cap, theme.px(30))

    def minimumSizeHint(self) -> QSize:
        """Be content with room for the words."""
        return QSize(self._words_width() + 2 * theme.px(_EDGE), theme.px(30))

    def _words_width(self) -> int:
        both = (theme.text_width(self.text(), Type.LABEL, bold=bold) for bold in (False, True))
        return round(max(both)) + 1

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw it; where room is short the key gives way to the words, then the icon."""
        painter, is_on, middle = QPainter(self), self.isChecked(), self.height() / 2
        fill = Role.SUNKEN if not self.isEnabled() else Role.HOVER if self.is_hot else Role.RAISED
        edge = self._tone if is_on else Role.LINE_STRONG if self.isEnabled() else Role.LINE
        draw_box(
            painter, self.rect(), self._tone.soft if is_on else fill, edge, 1.5 if is_on else 1
        )
        picture = Icon.CHECK if is_on else self._picture
        has_icon = self.width() >= self._words_width() + theme.px(42)
        left = theme.px(31 if has_icon else _EDGE)
        if has_icon:
            draw_icon(painter, theme.px(9), middle, picture, self._tone if is_on else Role.MUTED)
        ink = self._tone if is_on else Role.TEXT if self.isEnabled() else Role.MUTED
        has_key = bool(self.key) and self.width() >= self.sizeHint().width()
        end = self.width() - theme.px(_EDGE) - (key_cap_width(self.key) if has_key else 0)
        rect = QRectF(left, 0, end - left, self.height())
        draw_text(painter, rect, self.text(), ink, Type.LABEL, bold=is_on)
        if has_key:
            inks = (ink, ink) if is_on else (Role.MUTED, Role.LINE_STRONG)
            draw_key_cap(painter, end, middle, self.key, *inks)
        if self.hasFocus():
            draw_focus(painter, self.rect())


class CheckBox(Flag):
    """A plain check box with its words."""

    def sizeHint(self) -> QSize:
        """Return the size at the present zoom."""
        words = round(theme.text_width(self.text())) + theme.px(11) if self.text() else 0
        return QSize(theme.px(24) + words, theme.px(28))

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw it."""
        painter, middle = QPainter(self), self.height() / 2
        draw_tick_box(painter, theme.px(4), middle, ticked=self.isChecked())
        ink = Role.TEXT if self.isEnabled() else Role.MUTED
        draw_text(painter, QRectF(theme.px(29), 0, self.width(), self.height()), self.text(), ink)
        if self.property("problem"):
            draw_box(painter, self.rect(), None, Role.DANGER, theme.px(2))
        if self.hasFocus():
            draw_focus(painter, self.rect())


class ToggleRow(QWidget):
    """Flags side by side; a key drawn on one turns it while the focus is inside."""

    def __init__(self, toggles: Sequence[Toggle], *, name: str = "") -> None:
        super().__init__()
        self._toggles = list(toggles)
        self.setAccessibleName(name)
        self.setSizePolicy(QSizePolicy.Policy.Maximum, FIXED)
        self.setLayout(layouts.row(*self._toggles, spacing=6))
        if self._toggles:
            self.setFocusProxy(self._toggles[0])

    def toggles(self) -> list[Toggle]:
        """Return the flags, in order."""
        return list(self._toggles)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Turn the flag whose key was pressed; arrows move."""
        for toggle in self._toggles:
            if toggle.key and event.text().upper() == toggle.key.upper():
                toggle.setFocus()
                toggle.click()
                return
        step = {Qt.Key.Key_Left: -1, Qt.Key.Key_Right: 1}.get(Qt.Key(event.key()))
        if step is not None and event.type() is QEvent.Type.KeyPress:
            self.focusNextPrevChild(step > 0)
            return
        super().keyPressEvent(event)
