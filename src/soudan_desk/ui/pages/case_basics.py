"""基本情報・世帯: the person, the household, consents, workers, and who may see the case."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from functools import partial
from typing import Any
from uuid import UUID

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QStackedLayout, QWidget

from soudan_desk.errors import SoudanError
from soudan_desk.fields import Field
from soudan_desk.services.protected import hidden_keys
from soudan_desk.services.reading import Reading
from soudan_desk.services.records import Saved
from soudan_desk.ui import layouts
from soudan_desk.ui.dialogs import tell
from soudan_desk.ui.pages.case_acts import CaseActs, Loaded, RecordActs
from soudan_desk.ui.pages.case_cards import ConsentCard, HouseholdCard
from soudan_desk.ui.pages.case_column import CardColumn
from soudan_desk.ui.pages.case_conflict import ConflictView, conflict_of
from soudan_desk.ui.pages.case_editing import EditingView
from soudan_desk.ui.pages.case_person import PersonCard
from soudan_desk.ui.pages.case_saving import Opened, Stage
from soudan_desk.ui.pages.case_ties import kinships_card, ties_card
from soudan_desk.ui.pages.case_workers import CaseCard, WorkersCard
from soudan_desk.ui.pages.page import Place
from soudan_desk.ui.widgets.labels import Line

_NOT_ONES_OWN = "この記録を直す権限がないか、封印されています。担当者か主任に頼んでください。"
_WITHDRAWAL = ("withdrawn_on", "withdrawal_note")


class Basics(QWidget):
    """Left what is known of the person and the household, right the rest, or the form."""

    said = Signal(str)
    wanted = Signal(object)

    def __init__(self, acts: CaseActs) -> None:
        super().__init__()
        self.setObjectName("basics")
        self._acts = acts
        self._loaded: Loaded | None = None
        self._editing: EditingView | None = None
        self._records = acts.records
        may_write = acts.records.may_write
        self.person = PersonCard()
        self.household = HouseholdCard(acts.codes, acts.today, may_write=may_write)
        self.consents = ConsentCard(acts.codes, acts.today, may_write=may_write)
        self.kinships, self.ties = kinships_card(), ties_card()
        self.workers = WorkersCard(acts)
        self.case = CaseCard(acts)
        self._holder = QWidget()
        self._right = QStackedLayout(self._holder)
        self._build()
        self._connect()

    # verbs

    def show_loaded(self, loaded: Loaded) -> None:
        """Show the case's people; a form that is open stays."""
        self._loaded = loaded
        facts, house = loaded.facts, loaded.household
        self.person.show_person(facts.person, is_home_masked=bool(house and house.is_masked))
        self.household.show_household(house)
        self.consents.show_consents(loaded.consents, has_person=facts.person is not None)
        may_write = self._acts.records.may_write
        self.kinships.show_rows(loaded.kinships, may_add=may_write and facts.person is not None)
        self.ties.show_rows(loaded.ties, may_add=may_write)
        self.workers.show_facts(facts)
        self.case.show_facts(facts)

    def keep_now(self) -> None:
        """Keep what is typed."""
        if self._editing is not None:
            self._editing.keep_now()

    def take_focus(self) -> None:
        """Stand in the form that is open, or in the household."""
        if self._editing is not None:
            self._editing.take_focus()
        else:
            self.household.take_focus()

    # building

    def _build(self) -> None:
        left = CardColumn(self.person, self.household, self.kinships, self.ties)
        right = CardColumn(self.workers, self.consents, self.case)
        self._right.addWidget(right)
        self.setLayout(layouts.row((left, 1), Line(vertical=True), (self._holder, 1), spacing=0))
        layouts.set_surface(self, "raised")

    def _connect(self) -> None:
        self.person.reveal_wanted.connect(self._on_reveal_wanted)
        self.person.page_wanted.connect(self._on_person_page_wanted)
        self.household.add_wanted.connect(partial(self._on_part_wanted, "member"))
        self.household.edit_wanted.connect(self._on_household_wanted)
        self.household.member_opened.connect(lambda which: self._edit("member", which))
        self.kinships.add_wanted.connect(self._on_kinship_wanted)
        self.kinships.opened.connect(lambda which: self._edit("kinship", which))
        self.ties.add_wanted.connect(partial(self._on_part_wanted, "tie"))
        self.ties.opened.connect(lambda which: self._edit("tie", which))
        self.consents.add_wanted.connect(self._on_consent_wanted)
        self.consents.opened.connect(lambda which: self._edit("consent", which))
        self.consents.withdraw_wanted.connect(self._on_withdraw_wanted)
        self.consents.print_wanted.connect(self._on_print_wanted)
        self.case.edit_wanted.connect(lambda: self._edit("case", self._acts.case_id))
        self.case.wanted.connect(self.wanted)
        for card in (self.workers, self.case):
            card.said.connect(self.said)

    # forms

    def _edit(
        self,
        kind: str,
        record_id: UUID,
        *,
        only: Callable[[Field], bool] = lambda _field: True,
        change: Mapping[str, Any] | None = None,
    ) -> None:
        try:
            reading = self._acts.records.read(kind, record_id)
        except SoudanError as error:
            tell(self, "開けません", error)
            return
        if not reading.may_change or not self._acts.records.may_write:
            self.said.emit(_NOT_ONES_OWN)
            return
        opened = Opened(
            kind=kind,
            stage=Stage.PLAIN,
            form=f"{kind}:{record_id}",
            answers=reading.answers,
            centre=self._acts.centre,
            case_id=self._acts.case_id,
            record_id=record_id,
            lock_version=reading.lock_version,
        )
        self._open(opened, self._asking(kind, only))
        if change and self._editing is not None:
            self._editing.form.change(change)

    def _add(self, kind: str, answers: Mapping[str, Any], records: RecordActs) -> None:
        opened = Opened(
            kind=kind,
            stage=Stage.PLAIN,
            form=f"{kind}:new:{self._acts.case_id}",
            answers=answers,
            centre=self._acts.centre,
            case_id=self._acts.case_id,
        )
        self._open(opened, records)

    def _asking(self, kind: str, only: Callable[[Field], bool]) -> RecordActs:
        masked = hidden_keys(kind) if self.person.is_masked else ()

        def fields(of: str) -> tuple[Field, ...]:
            asked = self._acts.records.fields(of)
            return tuple(each for each in asked if only(each) and each.key not in masked)

        return replace(self._acts.records, fields=fields)

    def _open(self, opened: Opened, records: RecordActs) -> None:
        self._close()
        self._records = records
        view = self._editing = EditingView(opened, records)
        kept = records.kept(opened.form)
        if kept is not None:
            view.restore(kept.answers, kept.kept_at)
        view.saved.connect(self._on_saved)
        view.left.connect(self._close)
        view.said.connect(self.said)
        view.conflicted.connect(self._on_conflicted)
        self._right.addWidget(view)
        self._right.setCurrentWidget(view)
        view.take_focus()

    def _close(self) -> None:
        if self._editing is None:
            return
        view, self._editing = self._editing, None
        view.keep_now()
        self._remove(view)
        for left in self._holder.findChildren(ConflictView):
            self._remove(left)
        self._right.setCurrentIndex(0)
        self.household.take_focus()

    def _remove(self, view: QWidget) -> None:
        self._right.removeWidget(view)
        view.hide()
        view.setParent(None)
        view.deleteLater()

    # slots

    def _on_saved(self, saved: Saved) -> None:
        self.said.emit(f"{self._acts.records.label(saved.kind)}を保存しました。")
        self._close()

    def _on_conflicted(self) -> None:
        """Show what somebody stored meanwhile beside what is typed, which is kept."""
        editing = self._editing
        assert editing is not None
        opened, mine = editing.opened, editing.form.answers()
        assert opened.record_id is not None
        try:
            stored = self._acts.records.read(opened.kind, opened.record_id)
        except SoudanError as error:
            tell(self, "開けません", error)
            return
        editing.keep_now()
        view = conflict_of(self._records, self._acts.centre, opened, mine, stored)
        view.resolved.connect(lambda chosen: self._on_resolved(view, stored, chosen))
        self._right.addWidget(view)
        self._right.setCurrentWidget(view)
        view.take_focus()

    def _on_resolved(self, view: QWidget, stored: Reading, chosen: Mapping[str, Any]) -> None:
        self._remove(view)
        if self._editing is not None:
            self._right.setCurrentWidget(self._editing)
            self._editing.merge(chosen, stored.lock_version)
            self._editing.take_focus()

    def _on_reveal_wanted(self) -> None:
        if self._loaded is not None and self._loaded.facts.person is not None:
            self.show_loaded(self._acts.show_protected(self._loaded.facts.person.id))

    def _on_person_page_wanted(self) -> None:
        if self._loaded is not None and self._loaded.facts.person is not None:
            self.wanted.emit(Place("person", {"id": self._loaded.facts.person.id}))

    def _on_household_wanted(self) -> None:
        house = self._loaded.household if self._loaded else None
        if house is not None:
            self._edit("household", house.id)
            return
        person = self._loaded.facts.person if self._loaded else None
        name = f"{person.name} 世帯" if person and person.name else ""
        records = replace(self._asking("household", lambda _field: True), add=self._add_household)
        self._add("household", {"name": name}, records)

    def _add_household(
        self,
        kind: str,
        answers: Mapping[str, Any],
        *,
        finalise: bool = False,
        form: str | None = None,
    ) -> Saved:
        asked = {key: answer for key, answer in answers.items() if key != "case_id"}
        return self._acts.add_household(asked, form)

    def _on_kinship_wanted(self) -> None:
        person = self._loaded.facts.person if self._loaded else None
        if person is not None:
            self._add("kinship", {"person_id": person.id}, self._acts.records)

    def _on_part_wanted(self, kind: str) -> None:
        """Add to the household, or make one first."""
        house = self._loaded.household if self._loaded else None
        if house is None:
            self._on_household_wanted()
            return
        if not self._acts.records.read("household", house.id).may_change:
            self.said.emit(_NOT_ONES_OWN)
            return
        self._add(kind, {"household_id": house.id}, self._asking(kind, lambda _f: True))

    def _on_consent_wanted(self) -> None:
        person = self._loaded.facts.person if self._loaded else None
        if person is None:
            self.said.emit("同意は、本人の氏名が分かってから登録できます。")
            return
        begun = {"person_id": person.id, "given_on": self._acts.today, "given_by": "self"}
        self._add("consent", begun, self._asking("consent", _is_of_giving))

    def _on_withdraw_wanted(self, which: UUID) -> None:
        begun = self._acts.begin_withdrawal(which)
        self._edit("consent", which, only=lambda each: each.key in _WITHDRAWAL, change=begun)

    def _on_print_wanted(self, which: UUID) -> None:
        self._acts.print_record("consent", which, self, self.said.emit)


def _is_of_giving(field: Field) -> bool:
    return field.key not in _WITHDRAWAL
