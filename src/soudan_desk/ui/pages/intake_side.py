"""The side of the intake page: who this may be, who was picked, and what was saved."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from functools import partial
from uuid import UUID

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QStackedWidget, QWidget

from soudan_desk.codes import CodeBook
from soudan_desk.services.callers import Known, Picked
from soudan_desk.ui import layouts
from soudan_desk.ui.icons import Icon
from soudan_desk.ui.pages.intake_cards import Consequence, DayCalls, PersonCard
from soudan_desk.ui.pages.intake_strip import MOST_BUTTONS, SideStrip, StripAct
from soudan_desk.ui.pages.intake_words import (
    age_words,
    facts_of,
    reasons_of,
    saving_words,
    what_picking_does,
)
from soudan_desk.ui.shortcuts import bind_button
from soudan_desk.ui.theme import Role, Type, theme
from soudan_desk.ui.widgets.button import Button
from soudan_desk.ui.widgets.candidates import Candidate, CandidateList
from soudan_desk.ui.widgets.document import DocumentLabel
from soudan_desk.ui.widgets.labels import IconLabel, Label

_LIKELY_FROM = 70
"""Points from which a candidate is marked as likely: the name and something more."""
_OTHERS, _CARD = 260, 118
"""Heights at 100 %: of what stands around the cards, and of a card with its gap."""
_HINT = "名前・電話・生年を打つと、知っている方がここに出ます。"


class SidePane(QWidget):
    """Candidates as one types, then whoever was picked, then what was saved last."""

    picked = Signal(object)
    declined = Signal()
    changed_mind = Signal()
    same_again = Signal()
    opened = Signal()
    print_wanted = Signal()

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
        self._print = Button("印刷", icon=Icon.PRINT, key="Ctrl+P")
        self._print.setObjectName("print_saved")
        self._pages = QStackedWidget()
        self.strip = SideStrip()
        self._is_narrow = False
        self._in_strip: tuple[str, str, list[StripAct], Icon] = ("", "", [], Icon.INFO)
        self._build()
        self._connect()

    # what is shown

    def show_hint(self) -> None:
        """Say what will stand here."""
        self._pages.setCurrentIndex(0)
        self._say("", "", [], Icon.INFO)

    def show_known(self, known: Sequence[Known], today: date) -> None:
        """Show likely people, the likeliest first, and what picking that one does."""
        fitting = known[: max(1, (self.height() - theme.px(_OTHERS)) // theme.px(_CARD))]
        candidates = [
            Candidate(
                each.likely.person_id,
                each.likely.name,
                each.likely.kana,
                facts_of(each, self._codes, today),
                reasons_of(each)[:3],
                is_likely=number == 0 and each.likely.score >= _LIKELY_FROM,
            )
            for number, each in enumerate(fitting)
        ]
        self.candidates.show_candidates(candidates, "名前・電話・生年から")
        self._does.say(what_picking_does(known[0], self._me) if known else "")
        self._pages.setCurrentIndex(1 if known else 0)
        likely = known[:MOST_BUTTONS]
        acts = [self._pick_act(n, each, today) for n, each in enumerate(likely, 1)]
        acts += [StripAct("別の方", "Alt+0", self.declined.emit)] if known else []
        reasons = "、".join(reasons_of(known[0])) if known else ""
        self._say("この方では？", reasons, acts, Icon.SIMILAR)

    def shown_ids(self) -> set[UUID]:
        """Return the ids of the people shown as candidates."""
        return {card.candidate.id for card in self.candidates.cards()}

    def set_narrow(self, *, narrow: bool) -> None:
        """Say it in one row above the questions where there is no room at the side."""
        self._is_narrow = narrow
        self.setVisible(not narrow)
        self._say(*self._in_strip)

    def show_picked(self, picked: Picked, today: date) -> None:
        """Show who was picked, and what saving will do."""
        self._card.show_person(picked.answers, picked.case, today)
        self._saving.say(saving_words(picked, self._me))
        self._calls.show_calls(picked.calls)
        self._pages.setCurrentIndex(2)
        acts = [StripAct("この方ではない", "Alt+0", self.changed_mind.emit)]
        name = picked.answers.get("name") or "(匿名)"
        self._say(f"選んだ方：{name}", saving_words(picked, self._me), acts, Icon.PERSON)

    def show_saved(self, words: str, picked: Picked | None, today: date) -> None:
        """Show what was saved; with a person, the day's calls and the way to one more."""
        self._saved_words.set_text(words)
        self._saved_card.setVisible(picked is not None)
        self._again.setVisible(picked is not None)
        if picked is not None:
            self._saved_card.show_person(picked.answers, picked.case, today)
        self._day_calls.show_calls(picked.calls if picked else ())
        self._pages.setCurrentIndex(3)
        again = [StripAct("同じ方からもう1件", "F3", self.same_again.emit)] if picked else []
        acts = [*again, StripAct("開く", "F4", self.opened.emit)]
        acts.append(StripAct("印刷", "Ctrl+P", self.print_wanted.emit))
        self._say("保存しました", words, acts, Icon.CHECK)

    # private

    def _say(self, title: str, words: str, acts: list[StripAct], icon: Icon) -> None:
        self._in_strip = (title, words, acts, icon)
        if self._is_narrow:
            self.strip.say(title, words, acts, icon)
        else:
            self.strip.hide()

    def _pick_act(self, number: int, known: Known, today: date) -> StripAct:
        likely = known.likely
        age = age_words(likely.birth_on, today)
        tip = f"{facts_of(known, self._codes, today)}　{'、'.join(reasons_of(known))}"
        return StripAct(
            f"{likely.name} {age}".strip(),
            f"Alt+{number}",
            partial(self.picked.emit, likely.person_id),
            tip,
        )

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
            layouts.row(self._again, layouts.STRETCH),
            layouts.row(self._open, self._print, layouts.STRETCH), spacing=10,
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
            (self._print, self.print_wanted),
        ):
            button.clicked.connect(signal)
            bind_button(self._owner_of(button), button)

    def _owner_of(self, button: Button) -> QWidget:
        owner = button.parentWidget()
        assert owner is not None
        return owner
