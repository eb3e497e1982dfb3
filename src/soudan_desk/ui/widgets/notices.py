"""Bars and empty places that say one sentence and offer one act.

Notice(Role.WARNING, Icon.PROTECTED, "弁護士に伝える同意がありません", act="名前を伏せる", key="F7")
problems = ProblemBar();  problems.show_problems(3, "確定できません");  problems.jumped.connect(...)
EmptyState("ここには返事を待っているつなぎが並びます", act="つなぎを書く", icon=Icon.REFERRALS)
"""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QWidget

from soudan_desk.ui import layouts
from soudan_desk.ui.icons import Icon
from soudan_desk.ui.theme import Role, Type
from soudan_desk.ui.widgets.button import Button, ButtonKind
from soudan_desk.ui.widgets.document import DocumentLabel
from soudan_desk.ui.widgets.labels import IconLabel


class Notice(QWidget):
    """A soft bar of a role: icon, one sentence, one act at its right."""

    acted = Signal()

    def __init__(
        self,
        role: Role,
        icon: Icon,
        sentence: str,
        *,
        act: str = "",
        key: str = "",
        bold: bool = True,
    ) -> None:
        super().__init__()
        self._role = role
        self._icon = IconLabel(icon, role)
        self._sentence = DocumentLabel(sentence, Type.LABEL, role, bold=bold, line_height=1.4)
        self._button = Button(act, kind=ButtonKind.QUIET, key=key, height=28, tone=role)
        self._button.clicked.connect(self.acted)
        edge = 3 if act else 8  # a button brings room of its own
        inside = layouts.row(self._icon, self._button, spacing=8, margins=(12, edge, 6, edge))
        inside.insertWidget(1, self._sentence, 1, Qt.AlignmentFlag.AlignVCenter)
        self.setLayout(inside)
        self._button.setVisible(bool(act))  # not before: without a parent it is a window
        self.setMinimumHeight(0)
        layouts.set_surface(self, str(role))
        self.setAccessibleName(sentence)

    @property
    def button(self) -> Button:
        """Return the act's button, so that a page can bind its key."""
        return self._button

    def sentence(self) -> str:
        """Return what it says."""
        return self._sentence.text()

    def say(self, sentence: str) -> None:
        """Say another sentence."""
        self._sentence.set_text(sentence)
        self.setAccessibleName(sentence)


class ProblemBar(Notice):
    """The bar above a form: how many places need another look, and the way to the next (F8)."""

    jumped = Signal()

    def __init__(self) -> None:
        super().__init__(Role.DANGER, Icon.PROBLEM, "", act="そこへ移る", key="F8")
        self._button.setObjectName("jump_to_problem")
        self.acted.connect(self.jumped)
        self.hide()

    def show_problems(self, count: int, before: str = "保存できません") -> None:
        """Say how many there are; none hides the bar."""
        self.say(f"{before}：{count}か所の見直しが要ります")
        self.setVisible(count > 0)


class EmptyState(QWidget):
    """One muted line saying what belongs here, and one button that fills it."""

    acted = Signal()

    def __init__(
        self, sentence: str, *, act: str = "", icon: Icon | None = None, key: str = ""
    ) -> None:
        super().__init__()
        self._sentence = DocumentLabel(sentence, Type.BODY, Role.MUTED, centred=True)
        self._button = Button(act, icon=icon, key=key)
        self._button.clicked.connect(self.acted)
        centred = layouts.row(layouts.STRETCH, self._button, layouts.STRETCH)
        self.setLayout(
            layouts.column(
                layouts.STRETCH,
                self._sentence,
                centred,
                (QWidget(), 2),
                spacing=8,
                margins=(24, 8, 24, 8),
            )
        )
        self._button.setVisible(bool(act))

    @property
    def button(self) -> Button:
        """Return the act's button."""
        return self._button

    def say(self, sentence: str) -> None:
        """Say another sentence."""
        self._sentence.set_text(sentence)
