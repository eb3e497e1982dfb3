"""Underlined tabs with counts.

    tabs = Tabs([Tab("course", "経過"), Tab("plans", "プラン", 2)]);  tabs.picked.connect(...)

Arrows move and choose, Tab stops once. `picked` gives the tab's key.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import QRectF, QSize, Qt, Signal
from PySide6.QtGui import QKeyEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QAbstractButton, QButtonGroup

from soudan_desk.ui import layouts
from soudan_desk.ui.theme import Role, Type, theme
from soudan_desk.ui.widgets.fitting import Fitting
from soudan_desk.ui.widgets.labels import FIXED, PREFERRED
from soudan_desk.ui.widgets.painting import draw_focus, draw_line, draw_text

_STEPS = {Qt.Key.Key_Left: -1, Qt.Key.Key_Right: 1}
_GAP, _LEAST_GAP = 22, 8


@dataclass(frozen=True, slots=True)
class Tab:
    """One tab: key, words, how many things lie behind it."""

    key: str
    label: str
    count: int | None = None


class _TabButton(QAbstractButton):
    def __init__(self, tab: Tab) -> None:
        super().__init__()
        self.key, self.count = tab.key, tab.count
        self.setText(tab.label)
        self.setCheckable(True)
        self.setAutoExclusive(True)
        self.setSizePolicy(FIXED, FIXED)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setAttribute(Qt.WidgetAttribute.WA_Hover)
        self.set_count(tab.count)

    def set_count(self, count: int | None) -> None:
        self.count = count
        self.setAccessibleName(self.text() if count is None else f"{self.text()} {count:,}")
        self.updateGeometry()
        self.update()

    def sizeHint(self) -> QSize:
        words = max(theme.text_width(self.text(), bold=bold) for bold in (False, True))
        number = self._number_width() + theme.px(5) if self.count is not None else 0
        return QSize(round(words + number) + theme.px(2), theme.px(36))

    def minimumSizeHint(self) -> QSize:
        return self.sizeHint()

    def paintEvent(self, event: QPaintEvent) -> None:
        painter, is_on = QPainter(self), self.isChecked()
        rect = QRectF(0, 0, self.width(), self.height())
        ink = Role.ACCENT if is_on else Role.TEXT if self.underMouse() else Role.MUTED
        words = draw_text(painter, rect, self.text(), ink, bold=is_on)
        if self.count is not None and words + theme.px(5) + self._number_width() <= self.width():
            rect.adjust(words + theme.px(5), 0, 0, 0)
            draw_text(painter, rect, f"{self.count:,}", Role.MUTED, Type.SMALL, figures=True)
        if is_on:
            bar = theme.px(3)
            rect = QRectF(0, self.height() - bar, self.width(), bar)
            draw_line(painter, rect, Role.ACCENT)
        if self.hasFocus():
            draw_focus(painter, self.rect().adjusted(0, theme.px(4), 0, -theme.px(4)), 3)

    def _number_width(self) -> float:
        return theme.text_width(f"{self.count:,}", Type.SMALL, figures=True)


class Tabs(Fitting):
    """A row of tabs; `line` draws the hairline below them."""

    picked = Signal(str)

    def __init__(self, tabs: Sequence[Tab], *, line: bool = True, name: str = "") -> None:
        super().__init__()
        self._line = line
        self._group = QButtonGroup(self)
        self._row = layouts.row(layouts.STRETCH, spacing=_GAP)
        self._buttons: dict[str, _TabButton] = {}
        self.setLayout(self._row)
        self.setSizePolicy(PREFERRED, FIXED)
        self.setAccessibleName(name)
        self.set_tabs(tabs)
        self._group.buttonClicked.connect(self._on_tab_clicked)

    def set_tabs(self, tabs: Sequence[Tab]) -> None:
        """Show other tabs; the current one stays current if it is among them."""
        current = self.current()
        for button in self._buttons.values():
            self._group.removeButton(button)
            self._row.removeWidget(button)
            button.deleteLater()
        self._buttons = {tab.key: _TabButton(tab) for tab in tabs}
        for index, button in enumerate(self._buttons.values()):
            self._group.addButton(button)
            self._row.insertWidget(index, button)
        first = next(iter(self._buttons), "")
        self.set_current(current if current in self._buttons else first)

    def current(self) -> str:
        """Return the current tab's key."""
        chosen = self._group.checkedButton()
        return chosen.key if isinstance(chosen, _TabButton) else ""

    def set_current(self, key: str) -> None:
        """Make a tab current; sends no signal."""
        if key in self._buttons:
            self._buttons[key].setChecked(True)
            self._keep_one_tab_stop()

    def set_count(self, key: str, count: int | None) -> None:
        """Show how many things lie behind a tab."""
        self._buttons[key].set_count(count)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Go to the neighbouring tab."""
        step = _STEPS.get(Qt.Key(event.key()))
        if step is None or event.modifiers():
            super().keyPressEvent(event)
            return
        keys = list(self._buttons)
        there = keys.index(self.current()) + step
        if 0 <= there < len(keys):
            self._buttons[keys[there]].setFocus()
            self._buttons[keys[there]].click()

    def sizeHint(self) -> QSize:
        """Ask for room between the tabs."""
        return QSize(self._width(_GAP), super().sizeHint().height())

    def minimumSizeHint(self) -> QSize:
        """Be content with tabs that stand close."""
        return QSize(self._width(_LEAST_GAP), super().minimumSizeHint().height())

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw the hairline."""
        if self._line:
            painter = QPainter(self)
            draw_line(painter, QRectF(0, self.height() - 1, self.width(), 1))

    def _width(self, gap: int) -> int:
        """Measure the tabs with a gap between them, in pixels."""
        words = sum(button.sizeHint().width() for button in self._buttons.values())
        return words + theme.px(gap) * max(len(self._buttons) - 1, 0)

    def _fit(self) -> None:
        layouts.set_space(self._row, _GAP if self._width(_GAP) <= self.width() else _LEAST_GAP)

    def _on_tab_clicked(self, button: _TabButton) -> None:
        self._keep_one_tab_stop()
        self.picked.emit(button.key)

    def _keep_one_tab_stop(self) -> None:
        for button in self._buttons.values():
            on = button.isChecked()
            button.setFocusPolicy(Qt.FocusPolicy.StrongFocus if on else Qt.FocusPolicy.ClickFocus)
            if on:
                self.setFocusProxy(button)
