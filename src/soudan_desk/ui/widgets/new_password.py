"""A new password, typed twice, with its judgement below while it is typed."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QLineEdit, QWidget

from soudan_desk.ui import layouts
from soudan_desk.ui.icons import Icon
from soudan_desk.ui.theme import Role, Type
from soudan_desk.ui.widgets.document import DocumentLabel
from soudan_desk.ui.widgets.inputs import LineEdit
from soudan_desk.ui.widgets.labelled import LabelledEditor
from soudan_desk.ui.widgets.labels import IconLabel
from soudan_desk.ui.widgets.toggles import CheckBox

_HINT = (
    "15文字以上、または6語以上にします。記号や大文字は要りません。"
    "覚えやすい文がよいパスワードになります。"
)
_AGAIN = "よいパスワードです。同じものをもう一度入れてください。"


class NewPassword(QWidget):
    """`judged` tells whether it can be used; `problem_with` gives the sentence, blank for none."""

    judged = Signal(bool)
    entered = Signal()

    def __init__(self, problem_with: Callable[[str], str]) -> None:
        super().__init__()
        self._problem_with = problem_with
        self._first, self._second = LineEdit(), LineEdit()
        self._show = CheckBox("入れた文字を見せる")
        self._icon = IconLabel(Icon.INFO, Role.MUTED, 14)
        self._words = DocumentLabel(_HINT, Type.SMALL, Role.MUTED, line_height=1.4)
        self._build()
        self._first.textChanged.connect(self._judge)
        self._second.textChanged.connect(self._judge)
        self._second.returnPressed.connect(self.entered)
        self._show.toggled.connect(self._on_show_toggled)

    def password(self) -> str:
        """Return the password."""
        return self._first.text()

    def is_good(self) -> bool:
        """Whether it meets the policy and was typed the same twice."""
        text = self._first.text()
        return bool(text) and not self._problem_with(text) and text == self._second.text()

    def clear(self) -> None:
        """Forget what was typed."""
        self._first.clear()
        self._second.clear()

    def take_focus(self) -> None:
        """Begin with the first line."""
        self._first.setFocus()

    def judge_again(self) -> None:
        """Judge again: what it may not resemble has changed."""
        self._judge()

    def _build(self) -> None:
        self._first.setObjectName("new_password")
        self._second.setObjectName("new_password_again")
        self._on_show_toggled(False)
        judgement = layouts.row(self._icon, (self._words, 1), spacing=6)
        self.setLayout(
            layouts.column(
                LabelledEditor("新しいパスワード", self._first, required=True),
                judgement,
                LabelledEditor("新しいパスワード（もう一度）", self._second, required=True),
                self._show,
                spacing=8,
            )
        )

    def _judge(self) -> None:
        text, again = self._first.text(), self._second.text()
        problem = self._problem_with(text) if text else _HINT
        if problem:
            self._say(Icon.INFO, Role.MUTED, problem)
        elif text == again:
            self._say(Icon.DONE, Role.OK, f"使えるパスワードです（{len(text)}文字）。")
        elif text.startswith(again):
            self._say(Icon.DONE, Role.OK, _AGAIN)
        else:
            self._say(Icon.PROBLEM, Role.DANGER, "もう一度入れたものが違います。")
        self.judged.emit(not problem and text == again)

    def _say(self, icon: Icon, role: Role, words: str) -> None:
        self._icon.set_icon(icon, role)
        self._words.set_tone(role)
        self._words.set_text(words)

    def _on_show_toggled(self, is_shown: bool) -> None:
        mode = QLineEdit.EchoMode.Normal if is_shown else QLineEdit.EchoMode.Password
        self._first.setEchoMode(mode)
        self._second.setEchoMode(mode)
