"""ケース: one case, its banner always in sight, everything about it behind tabs."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import Any
from uuid import UUID

from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QStackedWidget, QWidget

from soudan_desk.errors import SoudanError
from soudan_desk.services.due import DueItem
from soudan_desk.services.moves import Offer
from soudan_desk.ui import layouts
from soudan_desk.ui.icons import Icon
from soudan_desk.ui.notes.bar import NoteBar, case_subjects
from soudan_desk.ui.pages.case_acts import CaseActs, Loaded
from soudan_desk.ui.pages.case_banner import banner_facts, name_of
from soudan_desk.ui.pages.case_basics import Basics
from soudan_desk.ui.pages.case_course import Course
from soudan_desk.ui.pages.case_moving import take
from soudan_desk.ui.pages.case_own import OwnRecord
from soudan_desk.ui.pages.case_papers import Papers
from soudan_desk.ui.pages.case_plans import PlansPane
from soudan_desk.ui.pages.case_referrals import Referrals
from soudan_desk.ui.pages.case_shelf import ShelfPane
from soudan_desk.ui.pages.case_steps import StepBar
from soudan_desk.ui.pages.page import Page, Place, Subject
from soudan_desk.ui.reloading import Reloading
from soudan_desk.ui.shortcuts import bind, bind_button
from soudan_desk.ui.theme import theme
from soudan_desk.ui.widgets.banner import Banner
from soudan_desk.ui.widgets.button import Button, ButtonKind
from soudan_desk.ui.widgets.labels import Line
from soudan_desk.ui.widgets.notices import EmptyState
from soudan_desk.ui.widgets.tabs import Tab, Tabs

LOW_BELOW, KEYS_FROM = 720, 800
"""Logical height of the window under which the banner is one row; width from which keys show."""
COURSE, BASICS, REFERRALS, PAPERS = "course", "basics", "referrals", "papers"
_WATCHED = {
    "appointment", "attachment", "case", "case_worker", "consent", "consultation", "disclosure",
    "household", "kinship", "member", "person", "referral", "review", "staff", "tie",
}  # fmt: skip


class CasePage(Page):
    """A case; `place` may name a tab and a record to open with."""

    name = "case"

    def __init__(self, acts: CaseActs, place: Place) -> None:
        super().__init__()
        self._acts = acts
        self._made: dict[str, QWidget] = {}
        self._loaded: Loaded | None = None
        self._next_due: DueItem | None = None
        self._was_low = False
        self.banner = Banner()
        self.tabs = Tabs(self._tabs(), line=False, name="ケースの内容")
        self._print = Button(
            "印刷", kind=ButtonKind.QUIET, icon=Icon.PRINT, key="Ctrl+P", height=28
        )
        self.step_bar = StepBar(acts.records.label, may_write=acts.records.may_write)
        self.note_bar = NoteBar(acts.notes, acts.run, acts.staff_id)
        self._bodies = QStackedWidget()
        self.course = Course(acts)
        self._makers = self._all_makers()
        self._reloading = Reloading(acts.run, acts.load, self._show, self._on_load_failed, self)
        self._build()
        self._connect()
        self._reloading.ask()
        self.show_tab(place.about.get("tab", COURSE))
        if (record := place.about.get("record")) is not None:
            self.course.show_record(*record, editing=place.about.get("editing", False))
        if (which := place.about.get("appointment")) is not None:
            self.course.write_of(which)

    # what the frame asks

    def reload(self, kinds: frozenset[str]) -> None:
        """Fetch the case anew when something on it may have changed."""
        if kinds & (_WATCHED | set(self._acts.own_kinds) | self._on_shelves()):
            self._reloading.ask()
        if kinds & {"handover_note", "receipt"}:
            self.note_bar.fetch()

    def subjects(self) -> list[Subject]:
        """Return the case, and the record that is read."""
        return case_subjects(self._acts.case_id, getattr(self._current_part(), "pane", None))

    def keep_now(self) -> None:
        """Keep what is typed in every tab."""
        for part in self._parts():
            part.keep_now()

    def take_focus(self) -> None:
        """Stand in the tab that is shown."""
        self._current_part().take_focus()

    # verbs

    def show_tab(self, key: str) -> None:
        """Go to a tab."""
        if key not in self._makers:
            key = COURSE
        self.tabs.set_current(key)
        part = self._made.get(key) or self._make(key)
        self._bodies.setCurrentWidget(part)

    def part(self, key: str) -> QWidget:
        """Return a tab's widget, made now if it was not needed yet."""
        return self._made.get(key) or self._make(key)

    # building

    def _build(self) -> None:
        tabs = layouts.row((self.tabs, 1), self._print, margins=(24, 0, 16, 0))
        tab_row = layouts.panel(layouts.column(tabs, Line(), spacing=0), "raised")
        self._print.setObjectName("print_case")
        self._made[COURSE] = self.course
        self._bodies.addWidget(self.course)
        self.setLayout(
            layouts.column(
                self.banner, tab_row, self.step_bar, self.note_bar, (self._bodies, 1), spacing=0
            )
        )
        layouts.set_surface(self, "surface")

    def _connect(self) -> None:
        self.tabs.picked.connect(self._on_tab_picked)
        self.banner.acted.connect(self._on_banner_acted)
        plan = partial(self.go.emit, Place("calendar", {"new": {"case_id": self._acts.case_id}}))
        self.banner.visit_wanted.connect(plan)
        bind(self, "Ctrl+Shift+N", "予定を入れる", plan)
        self.course.said.connect(self.said)
        self._print.clicked.connect(self._on_print_clicked)
        self.course.wanted.connect(self.go)
        bind(self, "Ctrl+R", "新しい記録", self._on_banner_acted)
        self.note_bar.acted.connect(lambda: self.note_wanted.emit(None))
        self.step_bar.moved.connect(self._on_moved)
        self.step_bar.tick_wanted.connect(self._on_tick_wanted)
        self.step_bar.record_wanted.connect(self._on_record_wanted)
        self.step_bar.again_wanted.connect(self._on_again_wanted)
        bind_button(self, self._print)
        bind_button(self, self.step_bar.button)
        bind(self, "Ctrl+PgDown", "次のタブ", lambda: self._step(1))
        bind(self, "Ctrl+PgUp", "前のタブ", lambda: self._step(-1))

    def _all_makers(self) -> dict[str, Callable[[], Any]]:
        acts = self._acts
        makers: dict[str, Callable[[], Any]] = {
            COURSE: lambda: self.course,
            BASICS: lambda: Basics(acts),
        }
        outside = {REFERRALS: lambda: Referrals(acts), PAPERS: lambda: Papers(acts)}
        own = {kind: (lambda kind=kind: OwnRecord(acts, kind)) for kind in acts.own_kinds}
        panes = {s.key: PlansPane if s.parts else ShelfPane for s in acts.shelves}
        shelves = {s.key: (lambda s=s: panes[s.key](acts, s)) for s in acts.shelves}
        return {**makers, **shelves, **outside, **own}

    def _tabs(self) -> list[Tab]:
        own = [Tab(kind, self._acts.own_labels[kind]) for kind in self._acts.own_kinds]
        return [
            Tab(COURSE, "経過"),
            Tab(BASICS, "基本情報・世帯"),
            *(Tab(shelf.key, shelf.label) for shelf in self._acts.shelves),
            Tab(REFERRALS, "つなぎ"),
            Tab(PAPERS, "書類"),
            *own,
        ]

    def _make(self, key: str) -> QWidget:
        part: Any = self._made.setdefault(key, self._makers[key]())
        self._bodies.addWidget(part)
        part.said.connect(self.said)
        if isinstance(part, Basics | OwnRecord | ShelfPane | Papers):
            part.wanted.connect(self.go)
        if isinstance(part, Referrals):
            part.opened.connect(self._on_referral_opened)
            part.new_wanted.connect(partial(self._on_record_wanted, "referral"))
        if isinstance(part, Papers):
            part.opened.connect(self._on_paper_opened)
        if self._loaded is not None:
            part.show_loaded(self._loaded)
        made: QWidget = part
        return made

    # the case

    def _show(self, loaded: Loaded) -> None:
        self._loaded = loaded
        self._show_banner()
        facts = loaded.facts
        self.tabs.set_count(BASICS, facts.counts["member"] or None)
        self.tabs.set_count(REFERRALS, facts.counts["referral"] or None)
        self.tabs.set_count(PAPERS, len(loaded.papers) or None)
        for shelf in self._acts.shelves:
            count = sum(len(loaded.own[kind]) for kind in shelf.kinds)
            self.tabs.set_count(shelf.key, count or None)
        names = self._acts.codes.entries("milestone", centre=facts.centre)
        self.step_bar.show_standing(loaded.standing, {each.code: each.label for each in names})
        self.titled.emit(name_of(facts))
        for part in self._parts():
            part.show_loaded(loaded)
        self._acts.run(self._acts.next_due, self._show_due, self._on_load_failed)
        self.note_bar.fetch()

    def _show_due(self, item: DueItem | None) -> None:
        if item != self._next_due:
            self._next_due = item
            self._show_banner()

    def _on_load_failed(self, error: SoudanError) -> None:
        self._bodies.setEnabled(False)
        self.banner.hide()
        gone = EmptyState(str(error))
        self._bodies.addWidget(gone)
        self._bodies.setCurrentWidget(gone)

    def _show_banner(self) -> None:
        if self._loaded is None:
            return
        compact = self._is_low()
        facts = banner_facts(self._acts, self._loaded, self._next_due, compact=compact)
        self.banner.show_facts(facts)
        self.banner.set_compact(compact)
        self.step_bar.set_compact(compact)
        if self.banner.button is not None:
            self.banner.button.setObjectName("add_consultation")

    # slots

    def _on_tab_picked(self, key: str) -> None:
        self.show_tab(key)
        self._current_part().take_focus()

    def _step(self, step: int) -> None:
        keys = list(self._makers)
        there = (keys.index(self.tabs.current()) + step) % len(keys)
        self._on_tab_picked(keys[there])

    def _on_banner_acted(self) -> None:
        if self._acts.records.may_write:
            self.show_tab(COURSE)
            self.course.add_record()

    def _on_referral_opened(self, record_id: UUID) -> None:
        self.go.emit(Place("referral", {"id": record_id}))

    def _on_print_clicked(self) -> None:
        self.keep_now()
        self._acts.print_papers(self, self.said.emit)

    def _on_paper_opened(self, kind: str, record_id: UUID) -> None:
        self.show_tab(COURSE)
        self.course.show_record(kind, record_id)
        self.course.take_focus()

    def _on_moved(self, offer: Offer) -> None:
        if self._loaded is not None:
            self.keep_now()
            lock_version = self._loaded.standing.lock_version
            if said := take(self, self._acts, offer, lock_version):
                self.said.emit(said)

    def _on_tick_wanted(self, step: str) -> None:
        shelf = next(s for s in self._acts.shelves if "milestone" in s.kinds)
        self.show_tab(shelf.key)
        pane: Any = self.part(shelf.key)
        pane.begin("milestone", {"step": step})

    def _on_record_wanted(self, kind: str) -> None:
        self.go.emit(Place(kind, {"case_id": self._acts.case_id}))

    def _on_again_wanted(self) -> None:
        self.go.emit(Place("case", {"id": self._acts.consult_again()}))

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Make the banner one row in a low window."""
        super().resizeEvent(event)
        if self._loaded is not None and self._is_low() != self._was_low:
            self._show_banner()
        self._was_low = self._is_low()
        self._print.show_key(self.width() * 100 / theme.zoom >= KEYS_FROM)

    def _is_low(self) -> bool:
        return self.window().height() * 100 / theme.zoom < LOW_BELOW

    def _on_shelves(self) -> set[str]:
        return {kind for shelf in self._acts.shelves for kind in (*shelf.kinds, *shelf.parts)}

    def _parts(self) -> list[Any]:
        return list(self._made.values())

    def _current_part(self) -> Any:
        return self._bodies.currentWidget()
