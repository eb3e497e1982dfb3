"""The one-time password, shown once in large letters."""

from __future__ import annotations

from PySide6.QtWidgets import QWidget

from soudan_desk.ui import layouts
from soudan_desk.ui.dialogs import Answer, Question, run_dialog
from soudan_desk.ui.icons import Icon
from soudan_desk.ui.theme import Role, Type
from soudan_desk.ui.widgets.button import ButtonKind
from soudan_desk.ui.widgets.labels import Label

_WORDS = (
    "このパスワードは、いま一度だけ見えます。紙に書いて本人に手渡してください。"
    "72時間のうちにこれで入り、自分のパスワードに変えます。"
)


def show_one_time_password(parent: QWidget, login: str, password: str) -> None:
    """Show a one-time password until it has been written down."""
    shown = Label(password, Type.HEADING, bold=True, figures=True)
    shown.setObjectName("one_time_password")
    inside = layouts.column(
        Label(f"ログイン名　{login}", Type.LABEL, Role.MUTED),
        shown,
        spacing=6,
        margins=(16, 12, 16, 12),
    )
    answers = [Answer("ok", "書き取りました", ButtonKind.FILLED)]
    body = layouts.panel(inside, "card")
    run_dialog(Question(parent, "仮のパスワード", _WORDS, answers, icon=Icon.KEY, body=body))
