"""The one bar above a form that says how many answers want another look, and leads to them."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from soudan_desk.ui import layouts
from soudan_desk.ui.icons import Icon
from soudan_desk.ui.theme import Role
from soudan_desk.ui.widgets.button import Button, ButtonKind
from soudan_desk.ui.widgets.labels import IconLabel, Label


class ProblemBar(QWidget):
    """Count of problems and the way to the next; hidden while there are none."""

    jump_asked = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._sentence = Label("", tone=Role.DANGER, bold=True)
        self._jump = Button("そこへ移る", kind=ButtonKind.LINK, key="F8", height=28)
        self._jump.setObjectName("show_problem")
        icon = IconLabel(Icon.PROBLEM, Role.DANGER)
        parts = (icon, self._sentence, layouts.STRETCH, self._jump)
        self.setLayout(layouts.row(*parts, spacing=8, margins=(12, 2, 8, 2)))
        layouts.set_surface(self, "danger")
        self.hide()
        self._jump.clicked.connect(self.jump_asked)

    def show_count(self, act: str, count: int, first: str = "") -> None:
        """Say that an act is not possible; no problems hide the bar."""
        sentence = f"{act}できません：{count}か所の見直しが要ります" if count else first
        self._sentence.setText(sentence)
        self.setAccessibleName(sentence)
        self._jump.setVisible(count > 0)
        self.setVisible(bool(sentence))
