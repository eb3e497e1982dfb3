"""The head of the intake page: how long the call has lasted, and what cannot wait."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date, datetime, time

from PySide6.QtCore import QTimer, Signal
from PySide6.QtWidgets import QApplication, QWidget

from soudan_desk.codes import CodeEntry
from soudan_desk.ui import layouts
from soudan_desk.ui.icons import Icon
from soudan_desk.ui.shortcuts import bind, bind_button
from soudan_desk.ui.theme import Role, Type
from soudan_desk.ui.widgets.button import Button, ButtonKind
from soudan_desk.ui.widgets.chips import Chip
from soudan_desk.ui.widgets.choices import Segments
from soudan_desk.ui.widgets.labels import FIXED, PREFERRED, IconLabel, KeyHint, Label, Line
from soudan_desk.ui.widgets.painting import ChipLook
from soudan_desk.ui.widgets.toggles import Toggle, ToggleRow

_URGENT_ICONS = {
    "no_food": Icon.FOOD,
    "no_place": Icon.SHELTER,
    "lifeline": Icon.UTILITIES,
    "self_harm": Icon.SELF_HARM,
    "abuse": Icon.PROTECTED,
}


class CallClock(QWidget):
    """Counts a call from its start until it is ended or saved; on the minute outside."""

    ended = Signal()

    def __init__(self, now: Callable[[], datetime]) -> None:
        super().__init__()
        self._now = now
        self._started: datetime | None = None
        self._ended: datetime | None = None
        self._word = "通話"
        self._is_small = False
        self._chip = Chip(ChipLook("", Role.OK, Icon.CALLING))
        self._since = Label("", Type.BODY, Role.MUTED, figures=True)
        self._end = Button("切った", kind=ButtonKind.QUIET, key="F9", height=28)
        self._end.setObjectName("end_call")
        self._end.setAccessibleName("通話を終えた")
        self._tick = QTimer(self)
        self._tick.setInterval(1000)
        parts = (self._chip, self._since, self._end)
        self.setLayout(layouts.row(*parts, spacing=12))
        self._tick.timeout.connect(self._show)
        self._end.clicked.connect(self.end)
        bind_button(self, self._end)
        self._show()

    # verbs

    @property
    def is_running(self) -> bool:
        """Whether a call is under way."""
        return self._started is not None and self._ended is None

    def start(self, at: datetime | None = None) -> None:
        """Begin to count, unless it is counting."""
        if self._started is None:
            self._started, self._ended = at or self._now(), None
            self._tick.start()
            self._show()

    def end(self) -> None:
        """Stop counting; what is written after it is no call any more."""
        if self.is_running:
            self._ended = self._now()
            self._tick.stop()
            self._show()
            self.ended.emit()

    def reset(self) -> None:
        """Forget the call."""
        self._started = self._ended = None
        self._tick.stop()
        self._show()

    def set_word(self, word: str) -> None:
        """Call it what it is: 通話, or 対応 where nobody is on the telephone."""
        self._word = word
        self._end.setText("切った" if word == "通話" else "終えた")
        self._end.setAccessibleName(f"{word}を終えた")
        self._show()

    def times(self) -> tuple[date | None, time | None, time | None]:
        """Return the day, the start and the end so far."""
        if self._started is None:
            return None, None, None
        ended = self._ended or self._now()
        last = ended.time() if ended.date() == self._started.date() else time(23, 59)
        return self._started.date(), _minute(self._started.time()), _minute(last)

    def kept(self) -> dict[str, str | None]:
        """Return the call's start and end for the unsaved row."""
        moments = {"started": self._started, "ended": self._ended}
        return {key: each.isoformat() if each else None for key, each in moments.items()}

    def restore(self, kept: dict[str, str | None]) -> None:
        """Show a call that was left; it is over when it was left unfinished."""
        started, ended = (kept.get(key) for key in ("started", "ended"))
        self._started = datetime.fromisoformat(started) if started else None
        self._ended = datetime.fromisoformat(ended) if ended else None
        if self.is_running:
            self._tick.start()
        self._show()

    def set_small(self, *, small: bool) -> None:
        """Leave out since when it lasts."""
        self._is_small = small
        self._show()

    # private

    def _show(self) -> None:
        is_on, started = self.is_running, self._started
        self._chip.setVisible(started is not None)
        self._since.setVisible(started is not None and not self._is_small)
        self._end.setVisible(is_on)
        if started is None:
            return
        seconds = max(0, round(((self._ended or self._now()) - started).total_seconds()))
        lasted = f"{seconds // 60}分{seconds % 60:02}秒"
        words = f"{self._word}中 {lasted}" if is_on else f"{self._word} {lasted}"
        look = ChipLook(words, Role.OK, Icon.CALLING, bold=True)
        self._chip.set_look(look if is_on else ChipLook(words, Role.MUTED, Icon.PHONE))
        until = f"{self._ended:%H:%M} まで" if self._ended else "から"
        self._since.setText(f"{started:%H:%M} {until}")


def _minute(moment: time) -> time:
    return moment.replace(second=0, microsecond=0, tzinfo=None)


class UrgentRow(QWidget):
    """急ぎ: flags turned by Ctrl+G and a digit; Esc goes back to where one was."""

    changed = Signal()

    def __init__(self, entries: Sequence[CodeEntry]) -> None:
        super().__init__()
        self._codes = [entry.code for entry in entries]
        self._toggles = [
            Toggle(
                entry.brief,
                _URGENT_ICONS.get(entry.code, Icon.URGENT),
                key=str(number),
                tone=Role.DANGER,
            )
            for number, entry in enumerate(entries, 1)
        ]
        for code, toggle in zip(self._codes, self._toggles, strict=True):
            toggle.setObjectName(f"urgency_{code}")
            toggle.toggled.connect(self.changed)
        self._row = ToggleRow(self._toggles, name="急ぎ")
        self._came_from: QWidget | None = None
        word = Label("急ぎ", Type.BODY, Role.DANGER, bold=True)
        head = layouts.row(IconLabel(Icon.URGENT, Role.DANGER), word, spacing=7)
        self.setLayout(layouts.row(head, 4, self._row, layouts.STRETCH, spacing=6))
        bind(self, "Esc", "元のところへもどる", self._go_back, inside=True)

    def codes(self) -> list[str]:
        """Return the flags that are on."""
        pairs = zip(self._codes, self._toggles, strict=True)
        return [code for code, toggle in pairs if toggle.isChecked()]

    def set_codes(self, codes: Sequence[str]) -> None:
        """Show flags; sends no signal."""
        self.blockSignals(True)
        for code, toggle in zip(self._codes, self._toggles, strict=True):
            toggle.setChecked(code in codes)
        self.blockSignals(False)

    def add_code(self, code: str) -> None:
        """Mark one more need."""
        self.set_codes([*self.codes(), code])
        self.changed.emit()

    def take_focus(self) -> None:
        """Stand on the first flag, and remember where one came from."""
        here = QApplication.focusWidget()
        if here is None or not self.isAncestorOf(here):
            self._came_from = here
        self._toggles[0].setFocus()

    def _go_back(self) -> None:
        if self._came_from is not None:
            self._came_from.setFocus()


class IntakeHead(QWidget):
    """Title, clock, the centre where there is a choice, and the flags below them."""

    centre_picked = Signal(object)

    def __init__(
        self,
        now: Callable[[], datetime],
        centres: Sequence[tuple[str, str]],
        urgent: Sequence[CodeEntry],
    ) -> None:
        super().__init__()
        self.clock = CallClock(now)
        self.urgent = UrgentRow(urgent)
        self._title = Label("新規相談", Type.TITLE, bold=True)
        keys = layouts.row(
            KeyHint("Ctrl+G", "急ぎへ"), KeyHint("Alt+1〜9", "候補をえらぶ"), spacing=12
        )
        self._hints = layouts.panel(keys)
        self._may_choose = len(centres) > 1
        self._centres = Segments(centres, required=True, height=28, name="センター")
        self._centres.setObjectName("choose_centre")
        parts = (self._title, self.clock, layouts.STRETCH, self._centres, self._hints)
        head = layouts.panel(layouts.row(*parts, spacing=14), height=32)
        self.setLayout(layouts.column(head, self.urgent, 2, Line(), spacing=8))
        self.setSizePolicy(PREFERRED, FIXED)
        self._centres.picked.connect(self.centre_picked)

    def begin(self, centre: str, *, may_choose: bool) -> None:
        """Forget the call; show the centre where the worker may choose it."""
        self.clock.reset()
        self.urgent.set_codes(())
        self._centres.set_value(centre)
        self._centres.setVisible(may_choose and self._may_choose)
        self._hints.setVisible(not self._centres.isVisibleTo(self))

    def set_narrow(self, *, narrow: bool, small: bool) -> None:
        """Leave out the hints where room is short, then since when one talks."""
        self.clock.set_small(small=small)
        self._hints.setVisible(not narrow and not self._centres.isVisibleTo(self))
