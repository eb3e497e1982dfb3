"""How somebody must not be reached, where a paper about them is written, printed or sent."""

from __future__ import annotations

from PySide6.QtWidgets import QWidget

from soudan_desk.services.writing_rules import WritingRules
from soudan_desk.ui.dialogs import CANCEL, Answer, Question, run_dialog
from soudan_desk.ui.icons import Icon
from soudan_desk.ui.theme import Role
from soudan_desk.ui.widgets.button import ButtonKind
from soudan_desk.ui.widgets.notices import Notice


class RulesNotice(Notice):
    """The rules of the person a paper is about; hidden where there are none."""

    def __init__(self, rules: WritingRules | None = None) -> None:
        super().__init__(Role.WARNING, Icon.PHONE_LIMITS, "", bold=False)
        self.setObjectName("contact_rules")
        self.show_rules(rules or WritingRules())

    def show_rules(self, rules: WritingRules) -> None:
        """Show the rules of somebody."""
        whose = f"{rules.name}さんへの連絡：" if rules.name else "本人への連絡："
        self.say(f"{whose}{rules.words}" if rules.words else "")
        if not rules.words:
            self.hide()
        elif self.parent() is not None:  # not before: without a parent it is a window
            self.show()


def is_confirmed(parent: QWidget, *sentences: str) -> bool:
    """Let the worker confirm what the rules say; True where they say nothing."""
    words = "\n".join(dict.fromkeys(filter(None, sentences)))
    if not words:
        return True
    answers = [
        Answer(CANCEL, "やめる", is_default=True),
        Answer("go", "確かめたので進む", ButtonKind.DANGER),
    ]
    title = "連絡の決まりを確かめてください"
    return run_dialog(
        Question(parent, title, words, answers, icon=Icon.PHONE_LIMITS, role=Role.WARNING)
    )
