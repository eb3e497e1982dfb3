"""Asking how a report leaves: reason, password and place, as every other table."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from PySide6.QtWidgets import QWidget

from soudan_desk.ui import layouts
from soudan_desk.ui.dialogs import CANCEL, Answer, Question, pick_target, run_dialog
from soudan_desk.ui.icons import Icon
from soudan_desk.ui.pages.referral_sending import SHORTEST, new_password
from soudan_desk.ui.widgets.button import ButtonKind
from soudan_desk.ui.widgets.inputs import LineEdit
from soudan_desk.ui.widgets.labelled import LabelledEditor

NAMES = {"xlsx": "Excel", "csv": "CSV", "pdf": "PDF"}
_ENDINGS = {"xlsx": ".xlsx.zip", "csv": ".csv.zip", "pdf": ".pdf"}
_SEALED = "パスワード付きのZIPに入れた{}にします。"
_ENCRYPTED = "パスワード付きのPDFにします。"
_SENTENCE = (
    "5未満の数は「＊」で伏せます（事務所の設定によります）。"
    "パスワードはファイルと別の方法で伝えてください。書き出したことは記録に残ります。"
)


@dataclass(frozen=True, slots=True)
class ReportWish:
    """Where a report goes, in which form, under which password, and what for."""

    target: Path
    form: str
    password: str
    reason: str


def ask_report_export(parent: QWidget, form: str, title: str) -> ReportWish | None:
    """Ask for reason, password and place; None when left."""
    password = LineEdit(new_password(), figures=True, name="パスワード")
    reason = LineEdit(placeholder="例：区への月次報告", name="理由")
    password.setObjectName("file_password")
    reason.setObjectName("export_reason")
    asked = layouts.panel(
        layouts.column(
            LabelledEditor("理由", reason),
            LabelledEditor("パスワード", password, required=True, note=f"{SHORTEST}文字以上"),
            spacing=10,
        )
    )
    answers = [
        Answer(CANCEL, "やめる"),
        Answer("go", "保存する場所を選ぶ", ButtonKind.FILLED, is_default=True),
    ]
    words = _ENCRYPTED if form == "pdf" else _SEALED.format(NAMES[form])
    heading = f"統計を{NAMES[form]}にする"
    question = Question(parent, heading, words + _SENTENCE, answers, icon=Icon.EXPORT, body=asked)
    go = question.buttons["go"]
    password.textChanged.connect(lambda text: go.setEnabled(len(text) >= SHORTEST))
    if not run_dialog(question):
        return None
    given = password.text(), reason.text().strip()
    ending = _ENDINGS[form]
    start = str(Path.home() / f"{title}{ending}")
    target = pick_target(parent, "統計を保存する", f"{NAMES[form]} (*{ending})", start=start)
    return ReportWish(target, form, *given) if target else None
