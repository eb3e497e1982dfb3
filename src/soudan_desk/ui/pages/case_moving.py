"""Taking a case along: the reason is asked where one is needed, a refusal says why."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial

from PySide6.QtWidgets import QWidget

from soudan_desk.errors import SoudanError
from soudan_desk.services.moves import Offer
from soudan_desk.ui import layouts
from soudan_desk.ui.dialogs import CANCEL, Answer, Question, ask_text, insist, run_dialog, tell
from soudan_desk.ui.icons import Icon
from soudan_desk.ui.pages.case_acts import CaseActs
from soudan_desk.ui.widgets.button import ButtonKind
from soudan_desk.ui.widgets.inputs import Select
from soudan_desk.ui.widgets.labelled import LabelledEditor
from soudan_desk.ui.widgets.record_text import RecordTextEdit

_OWN_WORDS = "その他（ことばで書く）"
_OTHER = "other"


def take(parent: QWidget, acts: CaseActs, offer: Offer, lock_version: int) -> str:
    """Take the way on and return what to say of it; empty where it was left or refused."""
    reason = None
    if offer.allowed and offer.asks_reason:
        reason = _reason(parent, acts, offer)
        if reason is None:
            return ""
    try:
        insist(parent, partial(acts.move, offer.to, reason, lock_version))
    except SoudanError as error:
        tell(parent, f"「{offer.label}」に進めません", error)
        return ""
    return f"「{offer.label}」に進めました"


def _reason(parent: QWidget, acts: CaseActs, offer: Offer) -> str | None:
    if not offer.ends:
        return ask_text(parent, "理由", f"「{offer.label}」に進める理由を書いてください。")
    return ask_reason(parent, offer.label, reasons_of(acts))


def reasons_of(acts: CaseActs) -> list[tuple[str, str]]:
    """Return the centre's reasons for an end as (code, label), those of today."""
    entries = acts.codes.entries("case.close_reason", centre=acts.centre, on=acts.today)
    return [(entry.code, entry.label) for entry in entries if entry.code != _OTHER]


def ask_reason(parent: QWidget, label: str, reasons: Sequence[tuple[str, str]]) -> str | None:
    """Ask why a case ends or rests: one of the reasons, or own words; None when left."""
    choice, words = Select([*reasons, (_OTHER, _OWN_WORDS)]), RecordTextEdit("", lines=2)
    choice.setObjectName("close_reason")
    words.setObjectName("asked_text")
    body = layouts.panel(
        layouts.column(
            LabelledEditor("理由", choice, required=True),
            LabelledEditor("ことばで", words),
            spacing=10,
        )
    )
    answers = [
        Answer(CANCEL, "やめる"),
        Answer("go", f"「{label}」に進める", ButtonKind.FILLED, is_default=True),
    ]
    sentence = "あとから統計で数えます。近いものを選んでください。"
    question = Question(parent, f"「{label}」の理由", sentence, answers, icon=Icon.EDIT, body=body)
    go = question.buttons["go"]

    def answer() -> str:
        code = choice.value() or _OTHER
        return words.text().strip() if code == _OTHER else code

    def follow() -> None:
        go.setEnabled(bool(answer()))

    choice.currentIndexChanged.connect(follow)
    words.edited.connect(follow)
    follow()
    choice.setFocus()
    return answer() if run_dialog(question) else None
