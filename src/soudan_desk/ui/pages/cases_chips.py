"""The chips above the case list: workers, states, centre, and what wants looking at."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from functools import partial
from typing import Any
from uuid import UUID

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QAction, QKeyEvent, QMouseEvent
from PySide6.QtWidgets import QMenu, QWidget

from soudan_desk.services.case_order import IDLE_DAYS, CaseCounts
from soudan_desk.ui import layouts
from soudan_desk.ui.pages.cases_conditions import OPEN, Conditions, state_words, worker_words
from soudan_desk.ui.widgets.button import Button, ButtonKind
from soudan_desk.ui.widgets.chips import FilterChip
from soudan_desk.ui.widgets.labels import Line
from soudan_desk.ui.widgets.wrapping import WrapRow

_FLAGS = {
    "overdue": "期限超過",
    "idle": f"{IDLE_DAYS}日以上対応なし",
    "without_consent": "未同意",
    "restricted": "秘匿",
}


class StayingMenu(QMenu):
    """A menu that stays open while boxes are ticked; Enter or Esc leaves it."""

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """Tick without closing."""
        action = self.actionAt(event.position().toPoint())
        if action is not None and action.isCheckable() and action.isEnabled():
            action.trigger()
            return
        super().mouseReleaseEvent(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Tick by Space without closing."""
        action = self.activeAction()
        if event.key() == Qt.Key.Key_Space and action is not None and action.isCheckable():
            action.trigger()
            return
        super().keyPressEvent(event)


class CaseChips(QWidget):
    """Shows what the list is narrowed to and lets one change it."""

    changed = Signal()

    def __init__(
        self,
        staff: Mapping[UUID, str],
        states: Mapping[str, str],
        centres: Mapping[str, str],
    ) -> None:
        super().__init__()
        self._staff, self._states, self._centres = staff, states, centres
        self._conditions = Conditions()
        self._worker = FilterChip("担当", opens_menu=True)
        self._state = FilterChip("状態", opens_menu=True)
        self._centre = FilterChip("センター", opens_menu=True)
        self._flags = {key: FilterChip(words) for key, words in _FLAGS.items()}
        self._clear = Button("条件をはずす", kind=ButtonKind.LINK, key="Alt+0", height=28)
        self._build()
        self._worker.clicked.connect(self._on_worker_clicked)
        self._state.clicked.connect(self._on_state_clicked)
        self._centre.clicked.connect(self._on_centre_clicked)
        for key, chip in self._flags.items():
            chip.clicked.connect(partial(self._on_flag_clicked, key))
        self._clear.clicked.connect(self._on_clear_clicked)

    # verbs

    @property
    def conditions(self) -> Conditions:
        """Return what the list is narrowed to, words left out."""
        return self._conditions

    @property
    def clear_button(self) -> Button:
        """Return the button that takes every condition off."""
        return self._clear

    def show_conditions(self, conditions: Conditions) -> None:
        """Show conditions; sends no signal."""
        self._conditions = replace(conditions, words="")
        self._worker.set_value(worker_words(conditions.worker_ids, self._staff))
        self._worker.setChecked(bool(conditions.worker_ids))
        self._state.set_value(state_words(conditions.states, self._states))
        self._state.setChecked(bool(conditions.states))
        self._centre.set_value(self._centres.get(conditions.centre or "", "すべて"))
        for key, chip in self._flags.items():
            chip.setChecked(getattr(conditions, key))
            chip.updateGeometry()
        self._clear.setVisible(self._conditions.narrows)

    def show_counts(self, counts: CaseCounts) -> None:
        """Show how many would meet each further condition."""
        self._flags["idle"].set_count(counts.idle)
        self._flags["without_consent"].set_count(counts.without_consent)
        self._flags["restricted"].set_count(counts.restricted)

    def take_focus(self) -> None:
        """Stand on the first chip."""
        self._worker.setFocus(Qt.FocusReason.ShortcutFocusReason)

    def worker_menu(self) -> QMenu:
        """Return the workers to tick."""
        menu = StayingMenu(self)
        for staff_id, name in self._staff.items():
            action = _tick(menu, name, is_on=staff_id in self._conditions.worker_ids)
            action.triggered.connect(partial(self._on_worker_ticked, staff_id))
        return menu

    def state_menu(self) -> QMenu:
        """Return the states to tick."""
        menu = StayingMenu(self)
        for code, label in {OPEN: "進行中・中断", **self._states}.items():
            action = _tick(menu, label, is_on=code in self._conditions.states)
            action.setObjectName(f"state_{code}")
            action.triggered.connect(partial(self._on_state_ticked, code))
            if code == OPEN:
                menu.addSeparator()
        return menu

    def centre_menu(self) -> QMenu:
        """Return the centres, of which one may be chosen."""
        menu = QMenu(self)
        choices: list[tuple[str | None, str]] = [(None, "すべて"), *self._centres.items()]
        for key, name in choices:
            action = _tick(menu, name, is_on=key == self._conditions.centre)
            action.triggered.connect(partial(self._on_centre_picked, key))
        return menu

    # private

    def _build(self) -> None:
        self._worker.setObjectName("filter_worker")
        self._state.setObjectName("filter_state")
        self._centre.setObjectName("filter_centre")
        self._clear.setObjectName("clear_filters")
        for key, chip in self._flags.items():
            chip.setObjectName(f"filter_{key}")
        line = Line(vertical=True)
        layouts.fix_size(line, height=20)
        parts = (self._worker, self._state, self._centre, line, *self._flags.values())
        row = layouts.row((WrapRow(*parts, spacing=6), 1), self._clear, spacing=6)
        row.setAlignment(self._clear, Qt.AlignmentFlag.AlignTop)
        self.setLayout(row)
        self._centre.setVisible(len(self._centres) > 1)

    def _change(self, **changes: Any) -> None:
        self.show_conditions(replace(self._conditions, **changes))
        self.changed.emit()

    def _on_worker_ticked(self, staff_id: UUID, _on: bool = False) -> None:
        self._change(worker_ids=self._conditions.worker_ids ^ {staff_id})

    def _on_state_ticked(self, code: str, _on: bool = False) -> None:
        states = self._conditions.states ^ {code}
        if code == OPEN and OPEN in states:
            states = frozenset({OPEN})
        elif code != OPEN:
            states -= {OPEN}
        self._change(states=states)

    def _on_centre_picked(self, centre: str | None, _on: bool = False) -> None:
        self._change(centre=centre)

    def _on_flag_clicked(self, key: str) -> None:
        self._change(**{key: self._flags[key].isChecked()})

    def _on_clear_clicked(self) -> None:
        self.show_conditions(Conditions(centre=self._conditions.centre))
        self.changed.emit()

    def _on_worker_clicked(self) -> None:
        _pop_up(self.worker_menu(), self._worker)

    def _on_state_clicked(self) -> None:
        _pop_up(self.state_menu(), self._state)

    def _on_centre_clicked(self) -> None:
        _pop_up(self.centre_menu(), self._centre)


def _tick(menu: QMenu, words: str, *, is_on: bool) -> QAction:
    action = QAction(words, menu, checkable=True, checked=is_on)
    menu.addAction(action)
    return action


def _pop_up(menu: QMenu, chip: QWidget) -> None:
    menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
    menu.popup(chip.mapToGlobal(chip.rect().bottomLeft()))
