"""The left rail: where one is, where something waits, which centre one works for.

rail = Rail()
rail.add_entry("today", "今日", Icon.TODAY)          # Ctrl+1, the next Ctrl+2 …
rail.add_entry("settings", "設定", Icon.SETTINGS, key="Ctrl+,", at_foot=True)
rail.set_centre("生活サポートセンター", "ひなた市社協", can_switch=True)
rail.set_count("referrals", 2); rail.set_current("today"); rail.set_narrow(True)
rail.picked.connect(...); rail.centre_clicked.connect(...)
"""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import QPoint, QSize, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QButtonGroup, QFrame, QScrollArea, QSizePolicy, QWidget

from soudan_desk.ui import layouts
from soudan_desk.ui.icons import Icon
from soudan_desk.ui.shortcuts import bind
from soudan_desk.ui.theme import Role, Type, theme
from soudan_desk.ui.widgets.chips import Chip
from soudan_desk.ui.widgets.labels import FIXED, Label
from soudan_desk.ui.widgets.labels import Mark as ProgramMark
from soudan_desk.ui.widgets.painting import ChipLook
from soudan_desk.ui.widgets.rail_entry import HEIGHT, NARROW, WIDTH, CentreCard, RailEntry

_STEPS = {Qt.Key.Key_Up: -1, Qt.Key.Key_Down: 1}


class _Entries(QScrollArea):
    """Room for the entries, which scroll without a bar."""

    def __init__(self) -> None:
        super().__init__()
        self.setWidgetResizable(True)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        for hide in (self.setHorizontalScrollBarPolicy, self.setVerticalScrollBarPolicy):
            hide(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)

    def minimumSizeHint(self) -> QSize:
        """Ask for one whole entry."""
        return QSize(theme.px(NARROW), theme.px(HEIGHT))


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
        self._centre = CentreCard()
        self._title = Label("相談デスク", Type.HEADING, bold=True)
        self._sample = Chip(ChipLook("見本データ", Role.WARNING, Icon.SAMPLE))
        self._mark = ProgramMark(24)
        self._area = _Entries()
        self._is_narrow = self._is_low = False
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
        entry.focused.connect(partial(self._bring_into_view, entry))
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
        self._bring_into_view(self._entries.get(key))

    def set_count(self, key: str, count: int) -> None:
        """Show how many things wait on a page."""
        self._entries[key].set_count(count)

    def set_centre(self, name: str, office: str, *, can_switch: bool = False) -> None:
        """Name the centre one works for and the office it belongs to."""
        self._centre.show_centre(name, office, can_switch=can_switch)

    def below_centre(self) -> QPoint:
        """Return the place on the screen where the choice of centres opens."""
        return self._centre.mapToGlobal(self._centre.rect().bottomLeft())

    def set_sample(self, is_sample: bool) -> None:
        """Say that every person in this office is made up."""
        self._sample.setVisible(is_sample)
        self._place_sample()

    def set_narrow(self, narrow: bool, *, low: bool = False) -> None:
        """Shrink to icons; in a low window to small ones.

        Done by the window below 1180 logical pixels of width and 520 of height.
        """
        if (narrow, low) == (self._is_narrow, self._is_low):
            return
        self._is_narrow = self._centre.is_narrow = narrow
        self._is_low = self._centre.is_low = low
        self._centre.updateGeometry()
        for entry in self._entries.values():
            entry.set_narrow(narrow, low=low and self._lower.indexOf(entry) >= 0)
        self._title.setVisible(not narrow)
        self._sample.set_look(
            ChipLook("" if narrow else "見本データ", Role.WARNING, Icon.SAMPLE), "見本データ"
        )
        self._place_sample()
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
        self._head = layouts.row(self._mark, self._title, layouts.STRETCH, spacing=9)
        layouts.set_space(self._head, 9, (16, 0, 8, 0))
        centre = layouts.column(self._centre, spacing=0, margins=(8, 0, 8, 8))
        self._above_foot = layouts.row(self._sample, layouts.STRETCH, margins=(16, 0, 8, 8))
        self._foot = layouts.panel(self._above_foot)
        head = layouts.panel(self._head, height=48)
        upper = (self._upper_area(), 1)
        self.setLayout(layouts.column(head, centre, upper, self._foot, self._lower, 6, spacing=0))
        self.setSizePolicy(FIXED, QSizePolicy.Policy.Expanding)
        self.setAccessibleName("行き先")
        self._sample.hide()
        layouts.set_surface(self, "sunken")
        layouts.fix_size(self, width=WIDTH)

    def _upper_area(self) -> QWidget:
        """Let the entries scroll where even small ones do not fit."""
        inside = layouts.panel(layouts.column(self._upper, layouts.STRETCH, spacing=0))
        inside.setProperty("plain", True)
        self._area.setWidget(inside)
        return self._area

    def _place_sample(self) -> None:
        """Keep the mark of made-up people in sight: in a low window in place of the program's."""
        is_above = self._is_low and not self._sample.isHidden()
        (self._head if is_above else self._above_foot).insertWidget(0, self._sample)
        self._mark.setHidden(is_above)
        self._foot.setHidden(is_above)

    def _bring_into_view(self, entry: QWidget | None) -> None:
        if entry is not None and self._area.isAncestorOf(entry):
            self._area.ensureWidgetVisible(entry, 0, 0)
