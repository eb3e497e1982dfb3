"""書きながら見る: what one likes to see beside a record one writes, in wide windows."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QFrame, QScrollArea, QWidget

from soudan_desk.errors import NotFoundError
from soudan_desk.services.answers import UNTOLD
from soudan_desk.services.reading import Reading
from soudan_desk.services.timeline import Entry
from soudan_desk.ui import layouts
from soudan_desk.ui.pages.case_acts import CaseActs, Loaded
from soudan_desk.ui.pages.case_looks import contact_words, day_text
from soudan_desk.ui.theme import Role, Type
from soudan_desk.ui.widgets.document import DocumentLabel
from soudan_desk.ui.widgets.labels import Label, Line

_MOST_CHARACTERS = 240
_NARRATIVE = ("body", "findings", "response")


class Aside(QWidget):
    """The last record, the household, what was promised, how to get in touch."""

    def __init__(self, acts: CaseActs) -> None:
        super().__init__()
        self.setObjectName("aside")
        self.setAccessibleName("書きながら見る")
        self._acts = acts
        self._loaded: Loaded | None = None
        self._shown: tuple[str, Any] | None = None
        self._scroll = QScrollArea()
        self._scroll.setFrameShape(QFrame.Shape.NoFrame)
        self._scroll.setWidgetResizable(True)
        head = layouts.column(
            Label("書きながら見る", Type.LABEL, bold=True), Line(), spacing=8, margins=(0, 0, 0, 4)
        )
        self.setLayout(layouts.column(head, (self._scroll, 1), spacing=4, margins=(20, 14, 20, 0)))
        layouts.set_surface(self, "surface")

    def show_loaded(self, loaded: Loaded, shown: tuple[str, Any] | None) -> None:
        """Show what belongs beside the record that is shown."""
        self._loaded, self._shown = loaded, shown
        if self.isVisible():
            self._fill(loaded, shown)

    def showEvent(self, event: QShowEvent) -> None:
        """Fetch what is shown only where there is room for it."""
        super().showEvent(event)
        if self._loaded is not None:
            self._fill(self._loaded, self._shown)

    def _fill(self, loaded: Loaded, shown: tuple[str, Any] | None) -> None:
        column = layouts.column(spacing=14, margins=(0, 0, 8, 16))
        for title, text in self._parts(loaded, shown):
            words = DocumentLabel(text, Type.BODY)
            part = layouts.column(Label(title, Type.SMALL, Role.MUTED), words, spacing=2)
            layouts.add(column, part)
        layouts.add(column, layouts.STRETCH)
        inside = layouts.panel(column)
        inside.setProperty("plain", True)
        self._scroll.setWidget(inside)

    def _parts(self, loaded: Loaded, shown: tuple[str, Any] | None) -> Iterator[tuple[str, str]]:
        facts, before = loaded.facts, self._before(loaded.entries, shown)
        if facts.summary:
            yield "課題・方針", facts.summary
        if before is not None:
            entry, reading = before
            yield f"前回 {day_text(entry.on)} {_method(reading)}", _narrative(reading)
        if loaded.household and loaded.household.members:
            yield "世帯", "\n".join(self._member(each) for each in loaded.household.members)
        if before is not None and (promise := _promise(before[1])):
            yield "約束していること", promise
        if facts.person and (words := contact_words(facts.person)):
            yield "連絡のしかた", words

    def _before(
        self, entries: list[Entry], shown: tuple[str, Any] | None
    ) -> tuple[Entry, Reading] | None:
        at = next((e for e in entries if shown == (e.kind, e.id)), None)
        earlier = [
            e
            for e in entries
            if e.kind == "consultation"
            and e.state != "void"
            and e is not at
            and (at is None or e.on <= at.on)
        ]
        for entry in earlier[:1]:
            try:
                return entry, self._acts.records.read("consultation", entry.id)
            except NotFoundError:
                return None
        return None

    def _member(self, member: Any) -> str:
        codes, today = self._acts.codes, self._acts.today
        relation = codes.label("relation", member.relation) if member.relation else ""
        age = member.birth.age_text(today) if member.birth else ""
        facts = f"（{age}）" if age else ""
        work = "" if member.work_school == UNTOLD else member.work_school
        return f"{relation or member.name}{facts}{work}"


def _method(reading: Reading) -> str:
    return next((line.text for line in reading.lines if line.key == "method"), "")


def _narrative(reading: Reading) -> str:
    texts = [line.text for line in reading.lines if line.key in _NARRATIVE]
    words = "\n".join(texts)
    return words if len(words) <= _MOST_CHARACTERS else f"{words[:_MOST_CHARACTERS]}…"


def _promise(reading: Reading) -> str:
    answers = reading.answers
    due = f"{day_text(answers['next_due_on'])} まで " if answers.get("next_due_on") else ""
    return f"{due}{answers.get('next_action') or ''}".strip()
