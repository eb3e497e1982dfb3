"""Bars under the topics: what a ticked one suggests, until it is done or unticked."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from soudan_desk.services.topic_prompts import Prompt, prompts_of
from soudan_desk.ui import layouts
from soudan_desk.ui.icons import Icon
from soudan_desk.ui.theme import Role
from soudan_desk.ui.widgets.check_grid import CheckGrid
from soudan_desk.ui.widgets.notices import Notice


class TopicPrompts(QWidget):
    """One bar for each suggestion of the ticked topics: to guard the person, or not to wait."""

    guarded = Signal()
    urgent = Signal(str)

    def __init__(self, topics: CheckGrid) -> None:
        super().__init__()
        self._topics = topics
        self.setObjectName("topic_prompts")
        self._bars: dict[Prompt, Notice] = {}
        self._taken: set[Prompt] = set()
        self._column = layouts.column(spacing=6)
        self.setLayout(self._column)
        self.hide()
        topics.edited.connect(self.look)

    def look(self) -> None:
        """Show what the topics suggest; what was taken comes again when ticked anew."""
        wanted = prompts_of(self._topics.marks())
        self._taken &= set(wanted)
        for prompt in wanted:
            if prompt not in self._bars:
                self._add(prompt)
        for prompt, bar in self._bars.items():
            bar.setVisible(prompt in wanted and prompt not in self._taken)
        self.setVisible(any(p not in self._taken for p in wanted))

    def sentences(self) -> list[str]:
        """Return what is said now."""
        return [bar.sentence() for bar in self._bars.values() if bar.isVisibleTo(self)]

    def _add(self, prompt: Prompt) -> None:
        role, icon = (Role.DANGER, Icon.FOOD) if prompt.urgency else (Role.WARNING, Icon.PROTECTED)
        bar = self._bars[prompt] = Notice(role, icon, prompt.words, act=prompt.act)
        bar.button.setObjectName("take_suggestion")
        bar.acted.connect(partial(self._on_bar_acted, prompt))
        layouts.add(self._column, bar)

    def _on_bar_acted(self, prompt: Prompt) -> None:
        self._taken.add(prompt)
        self._bars[prompt].hide()
        self.setVisible(any(bar.isVisibleTo(self) for bar in self._bars.values()))
        if prompt.urgency:
            self.urgent.emit(prompt.urgency)
        else:
            self.guarded.emit()
