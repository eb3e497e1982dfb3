"""Asks an administrator for two groups of a recovery sheet that nobody has proven yet."""

from __future__ import annotations

from PySide6.QtWidgets import QDialog, QWidget

from soudan_desk.storage.actor import ADMINISTRATOR
from soudan_desk.storage.recovery import groups_to_prove, prove_recovery
from soudan_desk.storage.refusals import WrongRecoveryKeyError
from soudan_desk.ui import layouts
from soudan_desk.ui.dialogs import CANCEL, Answer, Question
from soudan_desk.ui.icons import Icon
from soudan_desk.ui.seat import Seat
from soudan_desk.ui.theme import Role
from soudan_desk.ui.widgets.button import ButtonKind
from soudan_desk.ui.widgets.inputs import LineEdit
from soudan_desk.ui.widgets.labelled import LabelledEditor
from soudan_desk.ui.widgets.told import Told

_WORDS = (
    "回復キーの紙が、まだ確かめられていません。紙を見ながら2つの組を入れてください。"
    "紙がないまま全員がパスワードを忘れると、記録は誰にも開けません。"
)


def ask_for_sheet(seat: Seat, parent: QWidget, refusal: str = "") -> Question | None:
    """Open the question over the window where it is due; it may be put off to the next log-in.

    A demo office has no sheet that matters.
    """
    groups = groups_to_prove(seat.office.folder)
    is_due = groups is not None and not seat.is_sample and not seat.office.read_only
    if groups is None or not is_due or not seat.work.actor.has(ADMINISTRATOR):
        return None
    lines = [LineEdit(figures=True), LineEdit(figures=True)]
    question = _question(parent, groups, lines, refusal)

    def finished(result: int) -> None:
        question.deleteLater()
        if result != QDialog.DialogCode.Accepted or seat.office.is_locked:
            return
        try:
            typed = [line.text() for line in lines]
            prove_recovery(seat.office.folder, seat.office.keys, typed)
        except WrongRecoveryKeyError as error:
            ask_for_sheet(seat, parent, str(error))

    question.finished.connect(finished)
    question.open()
    lines[0].setFocus()
    return question


def _question(
    parent: QWidget, groups: tuple[int, int], lines: list[LineEdit], refusal: str
) -> Question:
    frames = []
    for at, (group, line) in enumerate(zip(groups, lines, strict=True), start=1):
        line.setObjectName(f"group_{at}")
        line.setMaxLength(8)
        frames.append(LabelledEditor(f"{group}組目の4文字", line, required=True))
    told = Told()
    body = layouts.panel(layouts.column(told, layouts.row(*frames), spacing=10))
    if refusal:
        told.tell(Role.DANGER, refusal)
    answers = [
        Answer(CANCEL, "あとで"),
        Answer("go", "確かめる", ButtonKind.FILLED, is_default=True),
    ]
    return Question(parent, "回復キーの紙", _WORDS, answers, icon=Icon.KEY, body=body)
