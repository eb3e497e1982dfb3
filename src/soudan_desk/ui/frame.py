"""The frame around every page: rail, top bar, status line, and going from place to place."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QStackedWidget, QWidget

from soudan_desk.models.base import Record
from soudan_desk.storage.store import Kinds
from soudan_desk.ui import layouts
from soudan_desk.ui.centre_switch import ask_centre, centre_name
from soudan_desk.ui.changes import Changes
from soudan_desk.ui.keeping_again import KeepingAgain
from soudan_desk.ui.looking import Looking
from soudan_desk.ui.navigation import History
from soudan_desk.ui.others import OthersSaves
from soudan_desk.ui.pages.page import Page, Place
from soudan_desk.ui.rail_entries import RAIL, RAIL_OF
from soudan_desk.ui.reading_order import enter
from soudan_desk.ui.seat import Seat
from soudan_desk.ui.shortcuts import (
    CENTRE_KEY,
    CENTRE_WORDS,
    HELP_KEY,
    HELP_WORDS,
    bind,
    install_overlay,
)
from soudan_desk.ui.theme import theme
from soudan_desk.ui.user_menu import user_menu
from soudan_desk.ui.widgets.labels import Line
from soudan_desk.ui.widgets.rail import Rail
from soudan_desk.ui.widgets.status_bar import StatusBar
from soudan_desk.ui.widgets.top_bar import TopBar

if TYPE_CHECKING:  # read when the panel is first asked for
    from soudan_desk.services.handover_lists import About
    from soudan_desk.ui.notes.side import NoteSide
    from soudan_desk.ui.wiring.rail_counts import RailCounts

Builder = Callable[[Seat, Place], Page]
_WAIT_MS = 25
"""How long the window stands still for another writer; what could not be saved is tried again."""
NARROW_BELOW = 1180
"""Logical pixels under which the rail shrinks to icons."""
LOW_BELOW = 520
"""Logical pixels of height under which its icons stand closer."""


class Frame(QWidget):
    """The desk of one worker: built at log-in, thrown away at lock."""

    locked = Signal()

    def __init__(self, seat: Seat, builders: Mapping[str, Builder]) -> None:
        super().__init__()
        self.setObjectName("frame")
        seat.work = replace(seat.work, store=seat.work.store.hurried(_WAIT_MS))
        self._seat = seat
        self._builders = builders
        self._history = History()
        self._stale: dict[int, set[str]] = {}
        self._changes = Changes(self)
        self.rail, self.top, self.status = Rail(), TopBar(), StatusBar()
        self._pages = QStackedWidget()
        self.looking = Looking(seat, self)
        self.others = OthersSaves(seat, self)
        self.notes: NoteSide | None = None
        self._counts: RailCounts | None = None
        self._build()
        self._fill()
        self._connect()
        self._keeping = KeepingAgain(seat.work, self.status.say, self)

    # --- going places ---

    def go(self, place: Place) -> Page:
        """Show a place: the page visited before, as it was left, or a new one."""
        here = self._history.here
        if here is not None and here == place and here.about == place.about:
            page = self.current()
            assert page is not None
            return page
        self._leave()
        page = self._history.find(place) or self._make(place)
        for forgotten in self._history.visit(place, page):
            self._drop(forgotten)
        self._show(page)
        return page

    def back(self) -> None:
        """Return to the place before."""
        if self._history.can_back:
            self._move(-1)

    def forward(self) -> None:
        """Go again to the place one came back from."""
        if self._history.can_forward:
            self._move(1)

    def current(self) -> Page | None:
        """Return the page that is shown."""
        page = self._pages.currentWidget()
        return page if isinstance(page, Page) else None

    def here(self) -> Place | None:
        """Return the place that is shown."""
        return self._history.here

    def open_manual(self) -> None:
        """Open the manual where it tells of the page that is shown."""
        from soudan_desk.ui.help import help_place  # read when first asked for

        page = self.current()
        assert page is not None
        self.go(help_place(page))

    def open_note(self, about: About | None = None) -> None:
        """Open the panel of notes (申し送り) on what the page is about, or on what is named."""
        from soudan_desk.ui.wiring.handovers import make_note_side, subjects_of

        page, place = self.current(), self.here()
        assert page is not None
        assert place is not None
        if self.notes is None:
            self.notes = make_note_side(self._seat, self._pages, self.status.say)
        self.notes.open_on(subjects_of(page, place), about)

    def first_place(self) -> Place:
        """Return the first page of the rail that this worker has."""
        return Place(
            next(
                e.page
                for e in RAIL
                if e.page in self._builders and e.is_for(self._seat.work.actor.roles)
            )
        )

    def keep_now(self) -> None:
        """Have every page keep what is typed."""
        for page in self._history.pages():
            page.keep_now()
        if self.notes is not None:
            self.notes.keep_now()

    def _move(self, step: int) -> None:
        self._leave()
        place, page = self._history.move(step)
        if page is None:
            page = self._make(place)
            self._history.put(page)
        self._show(page)

    def _leave(self) -> None:
        page = self.current()
        if self.notes is not None:
            self.notes.close_side()
        if page is not None:
            page.keep_now()

    def _make(self, place: Place) -> Page:
        page = self._builders[place.page](self._seat, place)
        page.go.connect(self.go)
        page.said.connect(self.status.say)
        page.note_wanted.connect(self.open_note)
        self._pages.addWidget(page)
        return page

    def _drop(self, page: Page) -> None:
        self._pages.removeWidget(page)
        page.deleteLater()

    def _show(self, page: Page) -> None:
        self._pages.setCurrentWidget(page)
        place = self._history.here
        assert place is not None
        self.rail.set_current(RAIL_OF.get(place.page, place.page))
        self.top.set_ways(can_back=self._history.can_back, can_forward=self._history.can_forward)
        if stale := self._stale.pop(id(page), None):
            page.reload(frozenset(stale))
        page.take_focus()
        self.looking.at(page, place)

    def focusNextPrevChild(self, next: bool) -> bool:  # noqa: A002 - Qt's word
        """Come into a page where reading begins, or backwards where it ends."""
        page, before = self.current(), self.focusWidget()
        moved = bool(super().focusNextPrevChild(next))
        if page is not None and before is not None and not page.isAncestorOf(before):
            enter(page.reading_parts(), forward=next)
        return moved

    # --- what commits touched ---

    def tell_change(self, kinds: Kinds) -> None:
        """Pass on, from any thread, which kinds of record a commit touched."""
        self._changes.add(_kind_of(kind) for kind in kinds)

    def _on_changed(self, kinds: frozenset[str]) -> None:
        if self.notes is not None:
            self.notes.reload(kinds)
        if self._counts is not None:
            self._counts.reload(kinds)
        for page in self._history.pages():
            if page is self.current():
                page.reload(kinds)
            else:
                self._stale.setdefault(id(page), set()).update(kinds)

    def _build(self) -> None:
        right = layouts.column(self.top, (self._pages, 1), self.status, spacing=0)
        self.setLayout(layouts.row(self.rail, Line(vertical=True), (right, 1), spacing=0))
        layouts.set_surface(self, "surface")

    def _fill(self) -> None:
        for entry in RAIL:
            if entry.page in self._builders and entry.is_for(self._seat.work.actor.roles):
                self.rail.add_entry(
                    entry.page,
                    entry.label,
                    entry.icon,
                    shortcut=entry.shortcut,
                    at_foot=entry.at_foot,
                )
        self.show_centre()
        self.rail.set_sample(self._seat.is_sample)
        menu = user_menu(self, self._seat, may_set="settings" in self._builders)
        self.top.set_user(self._seat.work.actor.name, menu)
        self.top.set_can_record(self._seat.work.actor.writes_casework)
        self.status.set_date(self._seat.work.today())

    def show_centre(self) -> None:
        """Name the centre one looks at."""
        can_switch = len(self._seat.centre_names) > 1
        name = centre_name(self._seat)
        self.rail.set_centre(name, self._seat.office_name, can_switch=can_switch)

    def _connect(self) -> None:
        self.rail.picked.connect(lambda key: self.go(Place(key)))
        self.rail.centre_clicked.connect(self._on_centre_clicked)
        self.top.back_clicked.connect(self.back)
        self.top.forward_clicked.connect(self.forward)
        self.top.new_consultation_clicked.connect(lambda: self.go(Place("intake")))
        self.top.lock_clicked.connect(self.locked)
        self._attach_quick_search()
        self._attach_counts()
        self._changes.told.connect(self._on_changed)
        bind(self, HELP_KEY, HELP_WORDS, self.open_manual)
        if self._seat.work.actor.reads_casework:
            bind(self, "Ctrl+Shift+H", "申し送る", self.open_note)
        if len(self._seat.centre_names) > 1:
            bind(self, CENTRE_KEY, CENTRE_WORDS, self._on_centre_clicked)
        bind(self, "Ctrl++", "大きく", theme.zoom_in)
        bind(self, "Ctrl+-", "小さく", theme.zoom_out)
        bind(self, "Ctrl+0", "大きさを元に", lambda: theme.set_zoom(100))
        install_overlay(self, self.current)
        theme.theme_changed.connect(self._fit_rail)

    def _attach_quick_search(self) -> None:
        from soudan_desk.ui.wiring.search import attach_quick_search  # read after the login page

        self.quick = attach_quick_search(self._seat, self, self.top.search, self.go)

    def _attach_counts(self) -> None:
        from soudan_desk.ui.wiring.rail_counts import REVIEW, RailCounts  # read after the login

        if self.rail.has_entry(REVIEW):
            self._counts = RailCounts(self._seat, self.rail.set_count, self)

    def _on_centre_clicked(self) -> None:
        ask_centre(self._seat, self.rail, self.set_centre)

    def set_centre(self, centre: str | None) -> None:
        """Look at one centre's casework, or at all of it."""
        self._seat.centre = centre
        self.show_centre()
        self._on_changed(frozenset({"centre_setting"}))

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Shrink the rail where room is short."""
        super().resizeEvent(event)
        self._fit_rail()

    def _fit_rail(self) -> None:
        window = self.window().size() * 100 / theme.zoom
        is_narrow = window.width() < NARROW_BELOW
        self.rail.set_narrow(is_narrow, low=is_narrow and window.height() < LOW_BELOW)


def _kind_of(model: type[Record]) -> str:
    return model.kind()
