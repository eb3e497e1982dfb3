"""The second person is asked for their own password, at the desk of whoever lets something out."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QLineEdit, QWidget

from soudan_desk.errors import InvalidEntriesError, SoudanError
from soudan_desk.services.second_person import Second
from soudan_desk.ui import layouts
from soudan_desk.ui.dialogs import CANCEL, Answer, Question, run_dialog
from soudan_desk.ui.icons import Icon
from soudan_desk.ui.theme import Role
from soudan_desk.ui.widgets.button import ButtonKind
from soudan_desk.ui.widgets.inputs import LineEdit, Select
from soudan_desk.ui.widgets.labelled import LabelledEditor
from soudan_desk.ui.widgets.told import Told

Prove = Callable[[str, str, Callable[[Second], object], Callable[[SoudanError], object]], object]
"""Takes login and password off the window's thread, then gives the proof or the refusal."""
WORDS = (
    "支援措置を受けている方の居場所が、この紙に出ます。もう1人の職員が紙を見て、"
    "自分のパスワードを入れてください。だれが確認したかが残ります。"
)


class SecondQuestion(Question):
    """Stays until the password is right or somebody leaves it."""

    def __init__(
        self,
        parent: QWidget,
        others: Sequence[tuple[str, str]],
        prove: Prove,
        words: str = WORDS,
    ) -> None:
        self.second: Second | None = None
        self._prove = prove
        self._who = Select(others, blank="選んでください", name="確認する職員")
        self._password = LineEdit(name="パスワード")
        self._told = Told()
        self._who.setObjectName("second_login")
        self._password.setObjectName("second_password")
        self._password.setEchoMode(QLineEdit.EchoMode.Password)
        body = layouts.panel(
            layouts.column(
                self._told,
                LabelledEditor("確認する職員", self._who, required=True),
                LabelledEditor("その方のパスワード", self._password, required=True),
                spacing=10,
            )
        )
        go = Answer("go", "確認した", ButtonKind.FILLED, is_default=True)
        answers = [Answer(CANCEL, "やめる"), go]
        super().__init__(
            parent,
            "もう1人の確認",
            words,
            answers,
            icon=Icon.PROTECTED,
            role=Role.DANGER,
            body=body,
        )
        self._who.setFocus()

    def accept(self) -> None:
        """Close only when the second person has proven who they are."""
        if self.second is not None:
            super().accept()
            return
        self._set_busy(busy=True)
        login, password = self._who.value() or "", self._password.text()
        self._password.clear()
        self._prove(login, password, self._on_proven, self._on_refused)

    def _on_proven(self, second: Second) -> None:
        self.second = second
        self.accept()

    def _on_refused(self, error: SoudanError) -> None:
        self._set_busy(busy=False)
        problems = error.problems if isinstance(error, InvalidEntriesError) else {}
        self._told.tell(Role.DANGER, "　".join(problems.values()) or str(error))
        self._password.setFocus()
        QTimer.singleShot(0, self, self._make_room)  # once the refusal has taken its own

    def _make_room(self) -> None:
        whole = self.layout()
        assert whole is not None
        self.resize(self.width(), whole.totalHeightForWidth(self.width()))

    def _set_busy(self, *, busy: bool) -> None:
        for widget in (self._who, self._password, self.buttons["go"]):
            widget.setEnabled(not busy)


def ask_second(
    others: Callable[[], Sequence[tuple[str, str]]],
    prove: Prove,
    parent: QWidget,
    words: str = WORDS,
) -> Second | None:
    """Ask for the second person, saying for what; None when left."""
    question = SecondQuestion(parent, others(), prove, words)
    return question.second if run_dialog(question) else None
