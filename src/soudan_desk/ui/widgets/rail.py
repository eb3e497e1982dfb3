"""The left rail: where one is, where something waits, which centre one works for.

rail = Rail()
rail.add_entry("today", "今日", Icon.TODAY)          # Ctrl+1, the next Ctrl+2 …
rail.add_entry("settings", "設定", Icon.SETTINGS, key="Ctrl+,", at_foot=True)
rail.set_centre("生活サポートセンター", "ひなた市社協", can_switch=True)
rail.set_count("referrals", 2); rail.set_current("today"); rail.set_narrow(True)
rail.picked.connect(...); rail.centre_clicked.connect(...)
"""

from __future__ import annotations

from PySide6.QtCore import QRectF, QSize, Qt, Signal
from PySide6.QtGui import QKeyEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QAbstractButton, QButtonGroup, QSizePolicy, QWidget

from soudan_desk.ui import layouts
from soudan_desk.ui.icons import Icon
from soudan_desk.ui.shortcuts import bind
from soudan_desk.ui.theme import Role, Type, theme
from soudan_desk.ui.widgets.chips import Chip
from soudan_desk.ui.widgets.labels import EXPANDING, FIXED, Label
from soudan_desk.ui.widgets.labels import Mark as ProgramMark
from soudan_desk.ui.widgets.painting import (
    CENTRE,
    ChipLook,
    draw_box,
    draw_focus,
    draw_icon,
    draw_text,
)

WIDTH, NARROW = 176, 56
_STEPS = {Qt.Key.Key_Up: -1, Qt.Key.Key_Down: 1}


class RailEntry(QAbstractButton):
    """One page: icon, word, and how many things wait there."""

    def __init__(self, key: str, text: str, icon: Icon, shortcut: str) -> None:
        super().__init__()
        self.key, self._picture, self._shortcut = key, icon, shortcut
        self._count = 0
        self._narrow = False
        self.setText(text)
        self.setCheckable(True)
        self.setObjectName(f"go_{key}")
        self.setSizePolicy(EXPANDING, FIXED)
        self.setAttribute(Qt.WidgetAttribute.WA_Hover)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self._name()

    def set_count(self, count: int) -> None:
        """Show how many things wait; 0 shows nothing."""
        self._count = count
        self._name()
        self.update()

    def set_narrow(self, narrow: bool) -> None:
        """Show the icon alone, the word as a tooltip."""
        self._narrow = narrow
        self._name()
        self.updateGeometry()

    def sizeHint(self) -> QSize:
        """Return the size at the present zoom."""
        return QSize(theme.px(NARROW if self._narrow else WIDTH), theme.px(34))

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw it."""
        painter, is_on = QPainter(self), self.isChecked()
        px, middle = theme.px, self.height() / 2
        ground = QRectF(px(8), px(1), self.width() - px(16), self.height() - px(2))
        if is_on:
            edge = Role.ACCENT if theme.is_high_contrast else Role.LINE
            draw_box(painter, ground, Role.RAISED, edge)
            bar = QRectF(px(8), px(8), px(3), self.height() - px(16))
            draw_box(painter, bar, Role.ACCENT, radius=1.5)
        elif self.underMouse():
            draw_box(painter, ground, Role.HOVER)
        ink = Role.ACCENT if is_on else Role.MUTED
        left = (self.width() - px(18)) / 2 if self._narrow else px(20)
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
        text = f"{self._count:,}" if self._count < 1000 else "999+"
        words = theme.text_width(text, Type.SMALL, bold=True, figures=True)
        width = max(words + theme.px(12), theme.px(20))
        right = theme.px(6 if self._narrow else 18)
        top = theme.px(2) if self._narrow else self.height() / 2 - theme.px(10)
        side = theme.px(16 if self._narrow else 20)
        rect = QRectF(self.width() - right - width, top, width, side)
        draw_box(painter, rect, Role.ACCENT_SOFT)
        draw_text(
            painter, rect, text, Role.ACCENT, Type.SMALL, bold=True, figures=True, align=CENTRE
        )

    def _name(self) -> None:
        name = f"{self.text()} {self._count:,}件" if self._count else self.text()
        self.setAccessibleName(name)
        self.setAccessibleDescription(f"キー {self._shortcut}" if self._shortcut else "")
        self.setToolTip(f"{name}（{self._shortcut}）" if self._narrow else self._shortcut)


class _Centre(QAbstractButton):
    """The card that names centre and office; pressing it switches the centre."""

    def __init__(self) -> None:
        super().__init__()
        self.office, self.can_switch, self.is_narrow = "", False, False
        self.setObjectName("switch_centre")
        self.setSizePolicy(EXPANDING, FIXED)
        self.setAttribute(Qt.WidgetAttribute.WA_Hover)

    def show_centre(self, name: str, office: str, *, can_switch: bool) -> None:
        self.office, self.can_switch = office, can_switch
        self.setText(name)
        self.setEnabled(can_switch)
        self.setAccessibleName(f"{name}　{office}")
        self.setAccessibleDescription("センターを切り替える" if can_switch else "")
        self.setToolTip(f"{name}　{office}")
        self.update()

    def sizeHint(self) -> QSize:
        return QSize(theme.px(40 if self.is_narrow else 160), theme.px(46))

    def paintEvent(self, event: QPaintEvent) -> None:
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


class Rail(QWidget):
    """The entries below one another, settings at the foot."""

    picked = Signal(str)
    centre_clicked = Signal()

    def __init__(self) -> None:
        super().__init__()
        self._entries: dict[str, RailEntry] = {}
        self._group = QButtonGroup(self)
        self._upper = layouts.column(spacing=0)
        self._lower = layouts.column(spacing=0)
        self._centre = _Centre()
        self._title = Label("相談デスク", Type.HEADING, bold=True)
        self._sample = Chip(ChipLook("見本データ", Role.WARNING, Icon.SAMPLE))
        self._is_narrow = False
        self._build()
        self._centre.clicked.connect(self.centre_clicked)
        self._group.buttonClicked.connect(lambda entry: self.picked.emit(entry.key))

    def add_entry(
        self, key: str, text: str, icon: Icon, *, shortcut: str = "", at_foot: bool = False
    ) -> RailEntry:
        """Add a page; without a shortcut it gets the next of Ctrl+1 … Ctrl+9, if one is left."""
        number = len(self._entries) + 1
        shortcut = shortcut or (f"Ctrl+{number}" if number < 10 else "")
        entry = RailEntry(key, text, icon, shortcut)
        self._entries[key] = entry
        self._group.addButton(entry)
        (self._lower if at_foot else self._upper).addWidget(entry)
        if shortcut:
            bind(self, shortcut, text, entry.click)
        return entry

    def entry(self, key: str) -> RailEntry:
        """Return one page's entry."""
        return self._entries[key]

    def has_entry(self, key: str) -> bool:
        """Whether the worker has a page."""
        return key in self._entries

    def current(self) -> str:
        """Return the key of the page one is on, or nothing."""
        entry = self._group.checkedButton()
        return entry.key if isinstance(entry, RailEntry) else ""

    def set_current(self, key: str) -> None:
        """Mark where one is; a key without entry marks nothing. Sends no signal."""
        self._group.setExclusive(False)
        for entry in self._entries.values():
            entry.setChecked(entry.key == key)
        self._group.setExclusive(True)

    def set_count(self, key: str, count: int) -> None:
        """Show how many things wait on a page."""
        self._entries[key].set_count(count)

    def set_centre(self, name: str, office: str, *, can_switch: bool = False) -> None:
        """Name the centre one works for and the office it belongs to."""
        self._centre.show_centre(name, office, can_switch=can_switch)

    def set_sample(self, is_sample: bool) -> None:
        """Say that every person in this office is made up."""
        self._sample.setVisible(is_sample)

    def set_narrow(self, narrow: bool) -> None:
        """Shrink to icons; done by the window below 1180 logical pixels."""
        if narrow == self._is_narrow:
            return
        self._is_narrow = self._centre.is_narrow = narrow
        for entry in self._entries.values():
            entry.set_narrow(narrow)
        self._title.setVisible(not narrow)
        self._sample.set_look(
            ChipLook("" if narrow else "見本データ", Role.WARNING, Icon.SAMPLE), "見本データ"
        )
        layouts.fix_size(self, width=NARROW if narrow else WIDTH)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Move the focus up and down; Space or Enter goes there."""
        focused = next((e for e in self._entries.values() if e.hasFocus()), None)
        if focused and event.key() in _STEPS:
            self.focusNextPrevChild(_STEPS[Qt.Key(event.key())] > 0)
        elif focused and event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            focused.click()
        else:
            super().keyPressEvent(event)

    def _build(self) -> None:
        top = layouts.row(ProgramMark(24), self._title, layouts.STRETCH, spacing=9)
        layouts.set_space(top, 9, (16, 0, 8, 0))
        centre = layouts.column(self._centre, spacing=0, margins=(8, 0, 8, 8))
        sample = layouts.row(self._sample, layouts.STRETCH, margins=(16, 0, 8, 8))
        head = layouts.panel(top, height=48)
        self.setLayout(
            layouts.column(
                head, centre, self._upper, layouts.STRETCH, sample, self._lower, 6, spacing=0
            )
        )
        self.setSizePolicy(FIXED, QSizePolicy.Policy.Expanding)
        self.setAccessibleName("行き先")
        self._sample.hide()
        layouts.set_surface(self, "sunken")
        layouts.fix_size(self, width=WIDTH)
