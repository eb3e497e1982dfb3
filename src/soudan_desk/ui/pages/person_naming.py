"""名前が分かった: joining an anonymous consultation with a person, known or new."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from typing import Any

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from soudan_desk.fields import Field
from soudan_desk.services.likely_persons import Likely
from soudan_desk.ui import layouts
from soudan_desk.ui.forms.context import FormContext
from soudan_desk.ui.forms.page import FormPage
from soudan_desk.ui.icons import Icon
from soudan_desk.ui.pages.intake_finding import Finder
from soudan_desk.ui.pages.intake_rows import short_age
from soudan_desk.ui.shortcuts import bind_button
from soudan_desk.ui.theme import Role, Type
from soudan_desk.ui.widgets.button import Button
from soudan_desk.ui.widgets.candidates import Candidate, CandidateList
from soudan_desk.ui.widgets.document import DocumentLabel
from soudan_desk.ui.widgets.labels import Label

_ASKED = ("name", "kana", "birth_on")
_FORM_HEIGHT = 232
_WORDS = "あとで「まとめを取り消す」を押すと、名前のない相談にもどせます。"
FindDoubles = Callable[[Mapping[str, Any], Callable[[list[Likely]], object]], object]


class NamingPanel(QWidget):
    """Asks for the name; who is known already can be picked, anybody else is made anew."""

    picked = Signal(object)
    """The id of a known person."""
    named = Signal(object)
    """What came of `name_new`: the person was made and joined."""

    def __init__(
        self,
        fields: Sequence[Field],
        context: FormContext,
        find: FindDoubles,
        name_new: Callable[[Mapping[str, Any]], object],
    ) -> None:
        super().__init__()
        self._today = context.today
        asked = [replace(f, section="", help="") for f in fields if f.key in _ASKED]
        self.form = FormPage(asked, name_new, context, act="名前をつけることが", kind="person")
        self._finder = Finder(find, self._typed, self)
        self.candidates = CandidateList()
        self.candidates.hide()
        if (decline := self.candidates.findChild(Button, "decline_candidates")) is not None:
            decline.hide()  # 「この名前をつける」 is the way past them
        layouts.fix_size(self.form, height=_FORM_HEIGHT)
        self._join = Button("この名前をつける", icon=Icon.ADD_PERSON, key="F6")
        self._join.setObjectName("name_consultation")
        title = Label("名前が分かったら", Type.HEADING, bold=True)
        words = DocumentLabel(_WORDS, Type.SMALL, Role.MUTED)
        foot = layouts.row(self._join, layouts.STRETCH)
        parts = (title, words, self.form, foot, 6, self.candidates, layouts.STRETCH)
        self.setLayout(layouts.column(*parts, spacing=10, margins=(20, 16, 20, 12)))
        layouts.set_surface(self, "sunken")
        self._join.clicked.connect(self.form.save)
        self.form.saved.connect(self.named)
        self.form.edited.connect(self._finder.note_change)
        self._finder.found.connect(self._on_found)
        self.candidates.picked.connect(self.picked)
        bind_button(self, self._join)

    def _typed(self) -> dict[str, Any]:
        return self.form.answers()

    def _on_found(self, found: list[Likely]) -> None:
        self.candidates.show_candidates([self._candidate(each) for each in found], "名前から")

    def _candidate(self, likely: Likely) -> Candidate:
        age = short_age(likely.birth_on, self._today) if likely.birth_on else ""
        cases = "、".join(case[0] for case in likely.cases) or "ケースなし"
        facts = "　".join(word for word in (age, cases) if word)
        return Candidate(likely.person_id, likely.name, likely.kana, facts, likely.reasons[:3])
