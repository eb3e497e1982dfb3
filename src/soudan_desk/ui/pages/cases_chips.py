"""The chips above the case list: workers, states, centre, and what wants looking at."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from functools import partial
from typing import Any
from uuid import UUID

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QMenu, QWidget

from soudan_desk.services.case_order import CaseCounts
from soudan_desk.ui import layouts
from soudan_desk.ui.pages.cases_conditions import (
    FLAGS,
    IDLE_CHOICES,
    OPEN,
    SELDOM,
    Conditions,
    idle_words,
    state_words,
    worker_words,
)
from soudan_desk.ui.widgets.button import Button, ButtonKind
from soudan_desk.ui.widgets.chips import FilterChip
from soudan_desk.ui.widgets.labels import Line
from soudan_desk.ui.widgets.menus import StayingMenu, pop_up, tick
from soudan_desk.ui.widgets.wrapping import WrapRow


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
        self._is_tight = self._has_only_centre = False
        self._worker = FilterChip("担当", opens_menu=True)
        self._state = FilterChip("状態", opens_menu=True)
        self._centre = FilterChip("センター", opens_menu=True)
        self._idle = FilterChip("対応なし", opens_menu=True)
        self._more = FilterChip("ほか", opens_menu=True)
        self._flags = {key: FilterChip(words) for key, words in FLAGS.items()}
        self._line = Line(vertical=True)
        self._clear = Button("条件をはずす", kind=ButtonKind.LINK, key="Alt+0", height=28)
        self._build()
        self._connect()

    # verbs

    @property
    def conditions(self) -> Conditions:
        """Return what the list is narrowed to, words left out."""
        return self._conditions

    def clear(self) -> None:
        """Take every condition off, the centre's left out."""
        if self._conditions.narrows and not self._has_only_centre:
            self._on_clear_clicked()

    @property
    def clear_key(self) -> str:
        """Return the key that stands on the button which does so."""
        return self._clear.key

    def show_conditions(self, conditions: Conditions) -> None:
        """Show conditions; sends no signal."""
        self._conditions = replace(conditions, words="")
        self._show_workers()
        self._state.set_value(state_words(conditions.states, self._states))
        self._state.setChecked(bool(conditions.states))
        self._centre.set_value(self._centres.get(conditions.centre or "", "すべて"))
        self._idle.set_value(idle_words(conditions.idle_days, conditions.idle_below_days))
        self._idle.setChecked(conditions.idle_days is not None)
        for key, chip in self._flags.items():
            chip.setChecked(getattr(conditions, key))
            chip.updateGeometry()
        self._show_parts()

    def show_counts(self, counts: CaseCounts) -> None:
        """Show how many would meet each further condition."""
        self._idle.set_count(counts.idle)
        for key in ("unread", "old_drafts", "without_consent", "restricted"):
            self._flags[key].set_count(getattr(counts, key))

    def set_tight(self, *, tight: bool) -> None:
        """Keep to one line: all but workers and states goes into the menu of the rest.

        The centre is chosen in the rail then.
        """
        self._is_tight = tight
        self._show_parts()

    def set_only_centre(self, *, only: bool) -> None:
        """Show nothing but the centre, as above what is no list of cases."""
        self._has_only_centre = only
        self._show_parts()

    def take_focus(self) -> None:
        """Stand on the first chip."""
        first = self._centre if self._has_only_centre else self._worker
        first.setFocus(Qt.FocusReason.ShortcutFocusReason)

    # menus

    def worker_menu(self) -> QMenu:
        """Return the workers to tick, and whether only main workers are meant."""
        menu, as_main = StayingMenu(self), self._conditions.main_worker_ids
        chosen = as_main or self._conditions.worker_ids
        for staff_id, name in self._staff.items():
            action = tick(menu, name, f"worker_{staff_id}", is_on=staff_id in chosen)
            action.triggered.connect(partial(self._on_worker_ticked, staff_id))
        menu.addSeparator()
        only_main = tick(menu, "主担当のケースだけ", "only_main", is_on=bool(as_main))
        only_main.setEnabled(bool(chosen))
        only_main.triggered.connect(self._on_only_main_ticked)
        return menu

    def state_menu(self) -> QMenu:
        """Return the states to tick."""
        menu = StayingMenu(self)
        for code, label in {OPEN: "進行中・中断", **self._states}.items():
            is_on = code in self._conditions.states
            action = tick(menu, label, f"state_{code}", is_on=is_on)
            action.triggered.connect(partial(self._on_state_ticked, code))
            if code == OPEN:
                menu.addSeparator()
        return menu

    def centre_menu(self) -> QMenu:
        """Return the centres, of which one may be chosen."""
        menu = QMenu(self)
        choices: list[tuple[str | None, str]] = [(None, "すべて"), *self._centres.items()]
        for key, name in choices:
            action = tick(menu, name, f"centre_{key}", is_on=key == self._conditions.centre)
            action.triggered.connect(partial(self._on_centre_picked, key))
        return menu

    def idle_menu(self) -> QMenu:
        """Return for how long nobody may have been in contact, of which one may be chosen."""
        menu = QMenu(self)
        now = (self._conditions.idle_days, self._conditions.idle_below_days)
        for least, below in ((None, None), *IDLE_CHOICES):
            words = idle_words(least, below, "対応なし") or "しぼらない"
            action = tick(menu, words, f"idle_{least}_{below}", is_on=now == (least, below))
            action.triggered.connect(partial(self._on_idle_picked, least, below))
        return menu

    def more_menu(self) -> QMenu:
        """Return the conditions that have no chip of their own in the line."""
        menu = StayingMenu(self)
        now = (self._conditions.idle_days, self._conditions.idle_below_days)
        for least, below in IDLE_CHOICES if self._is_tight else ():
            is_on, words = now == (least, below), idle_words(least, below, "対応なし")
            action = tick(menu, words, f"idle_{least}_{below}", is_on=is_on)
            wanted = (None, None) if is_on else (least, below)
            action.triggered.connect(partial(self._on_idle_picked, *wanted))
            action.triggered.connect(menu.close)
        for key in FLAGS if self._is_tight else SELDOM:
            action = tick(menu, FLAGS[key], f"flag_{key}", is_on=getattr(self._conditions, key))
            action.triggered.connect(partial(self._on_flag_ticked, key))
        if self._is_tight and self._conditions.narrows:
            menu.addSeparator()
            menu.addAction(f"{self._clear.text()}\t{self._clear.key}", self._on_clear_clicked)
        return menu

    # private

    def _build(self) -> None:
        named = {
            "worker": self._worker, "state": self._state, "centre": self._centre,
            "idle": self._idle, "more": self._more, **self._flags,
        }  # fmt: skip
        for key, chip in named.items():
            chip.setObjectName(f"filter_{key}")
        self._clear.setObjectName("clear_filters")
        layouts.fix_size(self._line, height=20)
        often = [chip for key, chip in self._flags.items() if key not in SELDOM]
        seldom = [self._flags[key] for key in SELDOM]
        parts = (self._worker, self._state, self._centre, self._line, self._idle, *often)
        wrap = WrapRow(*parts, self._more, *seldom, spacing=6)
        row = layouts.row((wrap, 1), self._clear, spacing=6)
        row.setAlignment(self._clear, Qt.AlignmentFlag.AlignTop)
        self.setLayout(row)

    def _connect(self) -> None:
        menus = {
            self._worker: self.worker_menu,
            self._state: self.state_menu,
            self._centre: self.centre_menu,
            self._idle: self.idle_menu,
            self._more: self.more_menu,
        }
        for chip, menu in menus.items():
            chip.clicked.connect(lambda _on=False, chip=chip, menu=menu: pop_up(menu(), chip))
        for key, chip in self._flags.items():
            chip.clicked.connect(partial(self._on_flag_clicked, key))
        self._clear.clicked.connect(self._on_clear_clicked)

    def _show_workers(self) -> None:
        main = self._conditions.main_worker_ids
        self._worker.setText("主担当" if main else "担当")
        self._worker.set_value(worker_words(main or self._conditions.worker_ids, self._staff))
        self._worker.setChecked(bool(main or self._conditions.worker_ids))

    def _show_parts(self) -> None:
        full = not self._has_only_centre
        for chip in (self._worker, self._state, self._more):
            chip.setVisible(full)
        self._line.setVisible(full and not self._is_tight)
        has_room = self._has_only_centre or not self._is_tight
        self._centre.setVisible(has_room and len(self._centres) > 1)
        self._idle.setVisible(full and not self._is_tight)
        for key, chip in self._flags.items():
            is_wanted = key not in SELDOM or getattr(self._conditions, key)
            chip.setVisible(full and is_wanted and not self._is_tight)
        self._clear.setVisible(full and self._conditions.narrows and not self._is_tight)
        gathered = self._gathered() if self._is_tight else ()
        self._more.set_value(f"{len(gathered)}つ" if len(gathered) > 1 else "".join(gathered))
        self._more.setChecked(bool(gathered))

    def _gathered(self) -> tuple[str, ...]:
        """Return what is on of the conditions that the menu of the rest holds."""
        idle = idle_words(self._conditions.idle_days, self._conditions.idle_below_days, "対応なし")
        flags = (FLAGS[key] for key, is_on in self._conditions.flags.items() if is_on)
        return tuple(filter(None, (idle, *flags)))

    def _change(self, **changes: Any) -> None:
        self.show_conditions(replace(self._conditions, **changes))
        self.changed.emit()

    # slots

    def _on_worker_ticked(self, staff_id: UUID, _on: bool = False) -> None:
        conditions = self._conditions
        if conditions.main_worker_ids:
            self._change(main_worker_ids=conditions.main_worker_ids ^ {staff_id})
        else:
            self._change(worker_ids=conditions.worker_ids ^ {staff_id})

    def _on_only_main_ticked(self, is_on: bool = False) -> None:
        chosen = self._conditions.main_worker_ids or self._conditions.worker_ids
        nobody: frozenset[UUID] = frozenset()
        given = (nobody, chosen) if is_on else (chosen, nobody)
        self._change(worker_ids=given[0], main_worker_ids=given[1])

    def _on_state_ticked(self, code: str, _on: bool = False) -> None:
        states = self._conditions.states ^ {code}
        if code == OPEN and OPEN in states:
            states = frozenset({OPEN})
        elif code != OPEN:
            states -= {OPEN}
        self._change(states=states)

    def _on_centre_picked(self, centre: str | None, _on: bool = False) -> None:
        self._change(centre=centre)

    def _on_idle_picked(self, least: int | None, below: int | None, _on: bool = False) -> None:
        self._change(idle_days=least, idle_below_days=below)

    def _on_flag_clicked(self, key: str) -> None:
        self._change(**{key: self._flags[key].isChecked()})

    def _on_flag_ticked(self, key: str, _on: bool = False) -> None:
        self._change(**{key: not getattr(self._conditions, key)})

    def _on_clear_clicked(self) -> None:
        self.show_conditions(Conditions(centre=self._conditions.centre))
        self.changed.emit()
