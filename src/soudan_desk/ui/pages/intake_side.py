"""The side of the intake page: who this may be, who was picked, and what was saved."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any
from uuid import UUID

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QStackedLayout, QWidget

from soudan_desk.codes import CodeBook
from soudan_desk.services.callers import Call, CaseLink, Known, Picked
from soudan_desk.ui import layouts
from soudan_desk.ui.icons import Icon
from soudan_desk.ui.pages.intake_words import (
    age_words,
    call_line,
    case_words,
    facts_of,
    what_picking_does,
)
from soudan_desk.ui.pages.person_looks import person_warnings
from soudan_desk.ui.shortcuts import bind_button
from soudan_desk.ui.theme import Role, Type
from soudan_desk.ui.widgets.button import Button
from soudan_desk.ui.widgets.candidates import Candidate, CandidateList
from soudan_desk.ui.widgets.chips import Chip
from soudan_desk.ui.widgets.document import DocumentLabel
from soudan_desk.ui.widgets.labels import ElidedLabel, IconLabel, Label, SectionTitle

_LIKELY_FROM = 70
"""Points from which a candidate is marked as likely: the name and something more."""
_HINT = "名前・電話・生年を打つと、知っている方がここに出ます。"


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
        while (item := self._lines.takeAt(0)) is not None:
            if (widget := item.widget()) is not None:
                widget.hide()
                widget.deleteLater()
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
        while (item := self._chips.takeAt(0)) is not None:
            if (chip := item.widget()) is not None:
                chip.hide()
                chip.deleteLater()
        for look in person_warnings(answers):
            self._chips.addWidget(Chip(look, look.text))


class SidePane(QWidget):
    """Candidates as one types, then whoever was picked, then what was saved last."""

    picked = Signal(object)
    declined = Signal()
    changed_mind = Signal()
    same_again = Signal()
    opened = Signal()

    def __init__(self, codes: CodeBook, me: UUID) -> None:
        super().__init__()
        self._codes, self._me = codes, me
        self._does = Consequence("選ぶとこうなります")
        self.candidates = CandidateList(self._does)
        self._card, self._saving = PersonCard(codes), Consequence("保存するとこうなります")
        self._calls, self._day_calls = DayCalls(codes), DayCalls(codes)
        self._saved_card, self._saved_words = PersonCard(codes), DocumentLabel("", Type.LABEL)
        self._other = Button("この方ではない", icon=Icon.REMOVE_PERSON, key="Alt+0")
        self._other.setObjectName("unpick_person")
        self._again = Button("同じ方からもう1件", icon=Icon.CALLING, key="F3")
        self._again.setObjectName("repeat_caller")
        self._open = Button("開く", icon=Icon.OPEN, key="F4")
        self._open.setObjectName("open_saved")
        self._pages = QStackedLayout()
        self._build()
        self._connect()

    # what is shown

    def show_hint(self) -> None:
        """Say what will stand here."""
        self._pages.setCurrentIndex(0)

    def show_known(self, known: Sequence[Known], today: date) -> None:
        """Show likely people, the likeliest first, and what picking that one does."""
        candidates = [
            Candidate(
                each.likely.person_id,
                each.likely.name,
                each.likely.kana,
                facts_of(each, self._codes, today),
                each.likely.reasons[:3],
                is_likely=number == 0 and each.likely.score >= _LIKELY_FROM,
            )
            for number, each in enumerate(known)
        ]
        self.candidates.show_candidates(candidates, "名前・電話・生年から")
        self._does.say(what_picking_does(known[0], self._me) if known else "")
        self._pages.setCurrentIndex(1 if known else 0)

    def shown_ids(self) -> set[UUID]:
        """Return the ids of the people shown as candidates."""
        return {card.candidate.id for card in self.candidates.cards()}

    def set_narrow(self, *, narrow: bool) -> None:
        """Stand aside where there is no room at the side."""
        self.setVisible(not narrow)

    def show_picked(self, picked: Picked, today: date) -> None:
        """Show who was picked, and what saving will do."""
        self._card.show_person(picked.answers, picked.case, today)
        self._saving.say(saving_words(picked))
        self._calls.show_calls(picked.calls)
        self._pages.setCurrentIndex(2)

    def show_saved(self, words: str, picked: Picked | None, today: date) -> None:
        """Show what was saved; with a person, the day's calls and the way to one more."""
        self._saved_words.set_text(words)
        self._saved_card.setVisible(picked is not None)
        self._again.setVisible(picked is not None)
        if picked is not None:
            self._saved_card.show_person(picked.answers, picked.case, today)
        self._day_calls.show_calls(picked.calls if picked else ())
        self._pages.setCurrentIndex(3)

    # private

    def _build(self) -> None:
        hint = DocumentLabel(_HINT, Type.LABEL, Role.MUTED)
        title = Label("この方ではありませんか", Type.HEADING, bold=True)
        asking = layouts.column(title, hint, layouts.STRETCH, spacing=8)
        chosen = layouts.column(
            Label("選んだ方", Type.HEADING, bold=True), self._card, self._saving, self._calls,
            layouts.STRETCH, layouts.row(self._other, layouts.STRETCH), spacing=10,
        )  # fmt: skip
        kept = layouts.row(
            IconLabel(Icon.CHECK, Role.OK),
            Label("保存しました", Type.HEADING, bold=True),
            layouts.STRETCH,
        )
        saved = layouts.column(
            kept, self._saved_words, self._saved_card, self._day_calls, layouts.STRETCH,
            layouts.row(self._again, self._open, layouts.STRETCH), spacing=10,
        )  # fmt: skip
        for page in (asking, None, chosen, saved):
            self._pages.addWidget(self.candidates if page is None else layouts.panel(page))
        self.setLayout(layouts.column((self._pages, 1), margins=(20, 14, 20, 10)))
        layouts.set_surface(self, "sunken")
        self.show_hint()

    def _connect(self) -> None:
        self.candidates.picked.connect(self.picked)
        self.candidates.declined.connect(self.declined)
        for button, signal in (
            (self._other, self.changed_mind),
            (self._again, self.same_again),
            (self._open, self.opened),
        ):
            button.clicked.connect(signal)
            bind_button(self._owner_of(button), button)

    def _owner_of(self, button: Button) -> QWidget:
        owner = button.parentWidget()
        assert owner is not None
        return owner


def saving_words(picked: Picked) -> str:
    """Say what saving does to somebody who was picked."""
    case = picked.case
    if case is None:
        return "この方の、ケースにしない相談として残ります。"
    if not picked.becomes_entry:
        ended = "終結した" if case.closed_on else "ほかのセンターの"
        return f"{ended} {case.case_no} とは別の、ケースにしない相談として残ります。"
    return f"{case.case_no} の経過になります。"
