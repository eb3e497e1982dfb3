"""Small parts of the intake page's side: a person, the day's calls, what an act will do."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any

from PySide6.QtWidgets import QBoxLayout, QWidget

from soudan_desk.codes import CodeBook
from soudan_desk.services.callers import Call, CaseLink
from soudan_desk.ui import layouts
from soudan_desk.ui.icons import Icon
from soudan_desk.ui.pages.intake_words import age_words, call_line, case_words
from soudan_desk.ui.pages.person_looks import person_warnings
from soudan_desk.ui.theme import Role, Type
from soudan_desk.ui.widgets.chips import Chip
from soudan_desk.ui.widgets.document import DocumentLabel
from soudan_desk.ui.widgets.labels import ElidedLabel, IconLabel, Label, SectionTitle


class Consequence(QWidget):
    """A quiet box that says what picking, or saving, will do."""

    def __init__(self, title: str) -> None:
        super().__init__()
        self._title = Label(title, Type.LABEL, bold=True)
        self._words = DocumentLabel("", Type.LABEL, Role.MUTED)
        head = layouts.row(IconLabel(Icon.INFO, Role.INFO), self._title, layouts.STRETCH)
        self.setLayout(layouts.column(head, self._words, spacing=6, margins=(12, 9, 12, 9)))
        layouts.set_surface(self, "well")

    def say(self, words: str) -> None:
        """Say it, or hide."""
        self._words.set_text(words)
        self.setVisible(bool(words))


class DayCalls(QWidget):
    """A person's consultations of the day, a line each."""

    def __init__(self, codes: CodeBook) -> None:
        super().__init__()
        self._codes = codes
        self._title = SectionTitle("きょうの相談", size=Type.LABEL)
        self._lines = layouts.column(spacing=4)
        self.setObjectName("day_calls")
        self.setLayout(layouts.column(self._title, self._lines, spacing=6))
        self.hide()

    def show_calls(self, calls: Sequence[Call]) -> None:
        """Show them in the order they were held."""
        empty(self._lines)
        for call in calls:
            self._lines.addWidget(ElidedLabel(call_line(call, self._codes), Type.LABEL))
        self._title.set_count(len(calls) or None)
        self.setVisible(bool(calls))


class PersonCard(QWidget):
    """Somebody the office knows: name, age, how to get in touch, the case, the day's calls."""

    def __init__(self, codes: CodeBook) -> None:
        super().__init__()
        self._codes = codes
        self._name = ElidedLabel("", Type.HEADING, bold=True)
        self._reading = ElidedLabel("", Type.SMALL, Role.MUTED)
        self._facts = ElidedLabel("", Type.LABEL, Role.MUTED)
        self._case = ElidedLabel("", Type.LABEL)
        self._chips = layouts.column(spacing=6)
        column = layouts.column(
            self._name, self._reading, self._facts, self._case, self._chips,
            spacing=6, margins=(12, 12, 12, 12),
        )  # fmt: skip
        self.setLayout(column)
        layouts.set_surface(self, "card")

    def show_person(self, answers: dict[str, Any], case: CaseLink | None, today: date) -> None:
        """Show somebody else."""
        self._name.setText(answers.get("name") or "(匿名)")
        self._reading.setText(answers.get("kana") or "")
        sex = answers.get("sex")
        words = (age_words(answers.get("birth_on"), today), sex and self._codes.label("sex", sex))
        self._facts.setText("　".join(word for word in words if word))
        self._case.setText(case_words(case, self._codes) if case else "ケースはありません")
        empty(self._chips)
        for look in person_warnings(answers, today):
            self._chips.addWidget(Chip(look, look.text))


def empty(layout: QBoxLayout) -> None:
    """Take everything out of a layout."""
    while (item := layout.takeAt(0)) is not None:
        if (widget := item.widget()) is not None:
            widget.hide()
            widget.deleteLater()
