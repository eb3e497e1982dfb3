"""同じ人としてまとめる: what would move and what differs, before it is done."""

from __future__ import annotations

from PySide6.QtWidgets import QGridLayout, QWidget

from soudan_desk.services.person_desk import MergePreview
from soudan_desk.ui import layouts
from soudan_desk.ui.dialogs import CANCEL, Answer, Question, run_dialog
from soudan_desk.ui.icons import Icon
from soudan_desk.ui.theme import Role, Type
from soudan_desk.ui.widgets.button import ButtonKind
from soudan_desk.ui.widgets.document import DocumentLabel
from soudan_desk.ui.widgets.inputs import LineEdit
from soudan_desk.ui.widgets.labelled import LabelledEditor
from soudan_desk.ui.widgets.labels import ElidedLabel, Label

_MOST_DIFFERENCES = 8


def ask_merge(parent: QWidget | None, preview: MergePreview, reason: str) -> str | None:
    """Show what merging would do and ask for the reason; None when it is not to be done."""
    question, words = merge_question(parent, preview, reason)
    return words.text().strip() or reason if run_dialog(question) else None


def merge_question(
    parent: QWidget | None, preview: MergePreview, reason: str
) -> tuple[Question, LineEdit]:
    """Make the dialog and the line that holds the reason."""
    words = LineEdit(reason)
    words.setObjectName("merge_reason")
    answers = [
        Answer(CANCEL, "やめる", is_default=True),
        Answer("go", "同じ人としてまとめる", ButtonKind.FILLED),
    ]
    sentence = (
        f"「{preview.merged}」の記録を「{preview.kept}」に移します。"
        "登録は消えず、「まとめを取り消す」で元にもどせます。"
    )
    body = layouts.panel(
        layouts.column(
            _moves(preview), _differences(preview), LabelledEditor("理由", words), spacing=12
        )
    )
    question = Question(
        parent, "同じ人としてまとめる", sentence, answers, icon=Icon.MERGE, body=body
    )
    return question, words


def _moves(preview: MergePreview) -> QWidget:
    moves = "、".join(f"{label} {count}件" for label, count in preview.moves)
    return DocumentLabel(f"移るもの：{moves or 'ありません'}", Type.LABEL)


def _differences(preview: MergePreview) -> QWidget | None:
    if not preview.differences:
        return None
    grid = QGridLayout()
    layouts.set_space(grid, 8, rows=4)
    for column, heading in enumerate(("ちがうところ", "残る登録", "まとめる登録（移りません）")):
        grid.addWidget(Label(heading, Type.SMALL, Role.MUTED), 0, column)
        grid.setColumnStretch(column, 1)
    for row, difference in enumerate(preview.differences[:_MOST_DIFFERENCES], 1):
        for column, words in enumerate(difference):
            grid.addWidget(ElidedLabel(words or "―", Type.LABEL), row, column)
    return layouts.panel(grid)
