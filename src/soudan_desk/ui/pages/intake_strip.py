"""The side of the intake page where there is no room at the side: one row above the questions."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from PySide6.QtWidgets import QWidget

from soudan_desk.ui import layouts
from soudan_desk.ui.icons import Icon
from soudan_desk.ui.shortcuts import bind_button
from soudan_desk.ui.theme import Role, Type
from soudan_desk.ui.widgets.button import Button
from soudan_desk.ui.widgets.labels import ElidedLabel, IconLabel, Label

MOST_BUTTONS = 3


@dataclass(frozen=True, slots=True)
class StripAct:
    """A button of the strip: its words, its key, what it does, and why it is offered."""

    words: str
    key: str
    act: Callable[[], object]
    tip: str = ""


class SideStrip(QWidget):
    """What the side pane says, in one row: a word, a sentence, and up to a few buttons."""

    def __init__(self) -> None:
        super().__init__()
        self._row = layouts.row(spacing=8)
        self._inside: QWidget | None = None
        self.setLayout(self._row)
        self.hide()

    def say(self, title: str, words: str, acts: Sequence[StripAct], icon: Icon) -> None:
        """Say it anew; without acts the strip goes away."""
        if self._inside is not None:
            self._row.removeWidget(self._inside)
            self._inside.hide()
            self._inside.deleteLater()
        buttons = [_button(act) for act in acts[: MOST_BUTTONS + 1]]
        sentence = ElidedLabel(words, Type.SMALL, Role.MUTED)
        head = (IconLabel(icon, Role.ACCENT, 14), Label(title, Type.LABEL, bold=True))
        line = layouts.row(*head, (sentence, 1), *buttons, spacing=6, margins=(10, 4, 6, 4))
        self._inside = layouts.panel(line, "info")
        for button in buttons:
            bind_button(self._inside, button)
        self._row.addWidget(self._inside)
        self.setAccessibleName(f"{title} {words}")
        self.setVisible(bool(acts))


def _button(act: StripAct) -> Button:
    button = Button(act.words, key=act.key, height=28)
    button.setToolTip(act.tip or act.words)
    button.clicked.connect(act.act)
    return button
