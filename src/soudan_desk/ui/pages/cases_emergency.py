"""緊急閲覧: which restricted case a supervisor must open now, and why."""

from __future__ import annotations

from collections.abc import Callable
from uuid import UUID

from PySide6.QtWidgets import QWidget

from soudan_desk.errors import SoudanError
from soudan_desk.ui import layouts
from soudan_desk.ui.dialogs import CANCEL, Answer, Question, run_dialog, tell
from soudan_desk.ui.icons import Icon
from soudan_desk.ui.theme import Role
from soudan_desk.ui.widgets.button import ButtonKind
from soudan_desk.ui.widgets.inputs import LineEdit
from soudan_desk.ui.widgets.labelled import LabelledEditor

OpenInEmergency = Callable[[str, str], UUID]
_TITLE = "緊急閲覧"
_SENTENCE = (
    "閲覧制限のあるケースを、60分だけ読めるようにします。命や身体の危険があるなど、担当者に"
    "確かめる時間のないときだけ使います。開いたことと理由は担当者の「今日」に出て、"
    "監査の記録に残ります。閲覧制限2・3のケースの文章・住所・電話は封印されていて、"
    "これでは開きません。日付と状態、担当者の名前を見て、担当者に電話してください。"
)


def ask_emergency(parent: QWidget, open_case: OpenInEmergency) -> UUID | None:
    """Ask which case and why, and open it; None when left or refused."""
    question, which, why = emergency_question(parent)
    if not run_dialog(question):
        return None
    try:
        return open_case(which.text(), why.text())
    except SoudanError as error:
        tell(parent, "開けませんでした", error)
        return None


def emergency_question(parent: QWidget) -> tuple[Question, LineEdit, LineEdit]:
    """Make the dialog with the lines that hold the case and the reason."""
    which, why = LineEdit(), LineEdit()
    which.setObjectName("emergency_case")
    why.setObjectName("emergency_reason")
    answers = [
        Answer(CANCEL, "やめる"),
        Answer("go", "60分だけ開く", ButtonKind.DANGER, is_default=True),
    ]
    body = layouts.panel(
        layouts.column(
            LabelledEditor("ケース番号か、本人の氏名", which, required=True),
            LabelledEditor("理由", why, required=True),
            spacing=12,
        )
    )
    question = Question(
        parent, _TITLE, _SENTENCE, answers, icon=Icon.LOCKED, role=Role.DANGER, body=body
    )
    go = question.buttons["go"]

    def show_whether_ready() -> None:
        go.setEnabled(bool(which.text().strip() and why.text().strip()))

    show_whether_ready()
    which.textEdited.connect(show_whether_ready)
    why.textEdited.connect(show_whether_ready)
    which.setFocus()
    return question, which, why
