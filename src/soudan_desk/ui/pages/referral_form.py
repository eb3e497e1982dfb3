"""The left side of a letter while it is written: where to, what is asked, what is told."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QScrollArea, QWidget

from soudan_desk.services.referral_lines import Disclosing
from soudan_desk.ui import layouts
from soudan_desk.ui.contact_notice import RulesNotice
from soudan_desk.ui.forms.phrases import install_phrases
from soudan_desk.ui.icons import Icon
from soudan_desk.ui.pages.referral_address import AddressRow
from soudan_desk.ui.pages.referral_desk import Answers, ReferralDesk
from soudan_desk.ui.pages.referral_request import RequestBox
from soudan_desk.ui.pages.referral_tell import Tell
from soudan_desk.ui.shortcuts import bind, bind_button
from soudan_desk.ui.widgets.button import Button, ButtonKind
from soudan_desk.ui.widgets.labelled import LabelledEditor


class _Inside(QWidget):
    """Lets the list of lines shrink: asked for a height, Qt would give every line its room."""

    def hasHeightForWidth(self) -> bool:
        """Take the height there is."""
        return False


class LetterForm(QWidget):
    """Every question of a letter but the seldom asked; those stand in the other pane."""

    edited = Signal(str)
    ground_asked = Signal()
    more_asked = Signal()
    save_asked = Signal()

    def __init__(self, desk: ReferralDesk) -> None:
        super().__init__()
        self.address = AddressRow(desk)
        self.request = RequestBox(desk.codes.entries("referral.phrase", on=desk.today))
        self.tell = Tell()
        self.rules = RulesNotice()
        self._more = Button("そのほかの項目", kind=ButtonKind.QUIET, icon=Icon.MORE, key="Ctrl+D")
        self._save = Button("下書き保存", kind=ButtonKind.QUIET, icon=Icon.SAVE, key="Ctrl+S")
        self._frames: dict[str, LabelledEditor] = {
            **self.address.frames,
            "request": self.request.frame,
        }
        self._problems: dict[str, str] = {}
        self._build(desk)
        self._connect()

    def add_to_foot(self, button: Button) -> None:
        """Put one more button below the lines."""
        self._foot.insertWidget(1, button)

    # answers

    def answers(self) -> dict[str, Any]:
        """Return the answers asked here."""
        return {
            **self.address.answers(),
            "request": self.request.answer(),
            **self.tell.answers(),
        }

    def set_answers(self, answers: Answers, judged: Disclosing) -> None:
        """Show stored answers and what they would tell."""
        self.address.set_answers(answers)
        self.request.set_answer(answers.get("request"))
        self.tell.set_answers(answers, judged)
        self.rules.show_rules(judged.rules)
        self.show_problems({})

    def show_judged(self, judged: Disclosing) -> None:
        """Show what the letter would tell, and how the person must not be reached."""
        self.tell.show_judged(judged)
        self.rules.show_rules(judged.rules)

    # problems

    def typing_problems(self) -> dict[str, str]:
        """Return why typed words cannot be read."""
        return self.address.typing_problems()

    def show_problems(self, problems: Mapping[str, str]) -> dict[str, str]:
        """Show each problem beside its editor; return those that have no place here."""
        self._problems = {key: problems[key] for key in self._frames if key in problems}
        for key, frame in self._frames.items():
            if key in problems:
                frame.show_problem(problems[key])
            else:
                frame.clear_problem()
        return {key: text for key, text in problems.items() if key not in self._frames}

    def go_to_problem(self, *, first: bool = False) -> None:
        """Stand in the next editor that has to be looked at, or in the first."""
        editors = [self._frames[key].editor for key in self._problems]
        if not editors:
            return
        here = next((n for n, each in enumerate(editors, 1) if each.hasFocus() and not first), 0)
        editors[here % len(editors)].setFocus(Qt.FocusReason.ShortcutFocusReason)

    def clear_problem(self, key: str) -> None:
        """Take one question's problem away: it was answered anew."""
        if key in self._frames and self._problems.pop(key, ""):
            self._frames[key].clear_problem()

    # private

    def _build(self, desk: ReferralDesk) -> None:
        self._more.setObjectName("open_details")
        self._save.setObjectName("save_referral")
        self._foot = layouts.row(self._more, layouts.STRETCH, self._save)
        parts = (self.address, self.request, (self.tell, 1), self._foot)
        inside = _Inside()
        inside.setLayout(layouts.column(*parts, spacing=8, margins=(24, 8, 20, 8)))
        inside.setProperty("plain", True)
        scroll = QScrollArea()
        scroll.setFrameShape(QFrame.Shape.NoFrame)
        scroll.setWidgetResizable(True)
        scroll.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        scroll.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        scroll.setWidget(inside)
        above = layouts.column(self.rules, spacing=0, margins=(24, 6, 20, 0))
        self.setLayout(layouts.column(above, (scroll, 1), spacing=0))
        bind_button(self, self._more)
        bind_button(self, self._save)
        bind(self, "Ctrl+T", "伝えることへ", self.tell.take_focus)
        bind(self, "Ctrl+B", "お願いしたいことへ", self.request.text.setFocus)
        if desk.context.phrases is not None:
            install_phrases(self, desk.context.phrases, lambda: "referral")

    def _connect(self) -> None:
        self.address.edited.connect(self.edited)
        self.request.edited.connect(lambda: self.edited.emit("request"))
        self.tell.edited.connect(self.edited)
        self.tell.ground_asked.connect(self.ground_asked)
        self._more.clicked.connect(self.more_asked)
        self._save.clicked.connect(self.save_asked)
