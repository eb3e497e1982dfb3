"""供覧・決裁: one record after another is read, approved, or sent back with a word."""

from __future__ import annotations

from functools import partial
from uuid import UUID

from PySide6.QtCore import QElapsedTimer

from soudan_desk.errors import SoudanError
from soudan_desk.services.review_counts import Forgotten
from soudan_desk.services.review_lists import ReviewRow
from soudan_desk.services.review_reading import ReviewDesk
from soudan_desk.ui import layouts
from soudan_desk.ui.pages.page import Page, Place
from soudan_desk.ui.pages.review_acting import ReviewActing
from soudan_desk.ui.pages.review_desk import (
    EMPTY,
    LATE,
    MINE,
    TABS,
    WAITING,
    Listed,
    ReviewActs,
    Shown,
)
from soudan_desk.ui.pages.review_panes import ReviewPanes
from soudan_desk.ui.pages.review_words import (
    alert_line,
    event_lines,
    forgotten_line,
    head_of,
    queue_line,
    shown_parts,
    stamp_look,
)
from soudan_desk.ui.shortcuts import bind, bind_button, note
from soudan_desk.ui.theme import Role, Type
from soudan_desk.ui.widgets.choices import Segments
from soudan_desk.ui.widgets.labels import Label, Line

_WATCHED = {"review", "review_step", "appointment", "deputy", "centre_setting"}
_READ_AFTER_S = 3
"""How long a record stands on the page until it counts as read."""


class ReviewPage(Page):
    """Left the queue, in the middle the record, right its stamps; the keys act on it."""

    name = "review"

    def __init__(self, acts: ReviewActs, place: Place) -> None:
        super().__init__()
        self._acts = acts
        self._asked = Shown(which=place.about.get("which", WAITING))
        self._is_first = "which" not in place.about and "id" not in place.about
        self._wanted: UUID | None = place.about.get("id")
        self._rows: dict[UUID, ReviewRow | Forgotten] = {}
        self._desk: ReviewDesk | None = None
        self._since = QElapsedTimer()
        self._since.start()
        self.tabs = Segments(TABS, required=True, name="一覧")
        self._waiting = Label("", Type.HEADING, bold=True, figures=True)
        self.panes = panes = ReviewPanes(self)
        self.left, self.reading, self.side, self.foot = (
            panes.left,
            panes.reading,
            panes.side,
            panes.foot,
        )
        self.acting = ReviewActing(self, acts, self.foot)
        self._build()
        self._connect()
        self._fetch()

    # what the frame asks

    def reload(self, kinds: frozenset[str]) -> None:
        """Fetch the list anew when something on it may have changed."""
        if kinds & _WATCHED:
            self._fetch()

    def keep_now(self) -> None:
        """Keep the comment that is being written."""
        self.acting.keep_now()

    def take_focus(self) -> None:
        """Stand in the queue, or in the record where it alone is shown."""
        self.panes.take_focus()

    # verbs

    def show_list(self, asked: Shown) -> None:
        """Show a tab's list, or what one of a worker's numbers counts."""
        self._asked, self._is_first = asked, False
        self.tabs.set_value(asked.which if asked.staff_id is None else None)
        self._fetch()

    @property
    def desk(self) -> ReviewDesk | None:
        """Return the review that is read."""
        return self._desk

    # building

    def _build(self) -> None:
        self.tabs.setObjectName("review_tabs")
        self.tabs.set_value(self._asked.which)
        head = layouts.row(
            Label("供覧・決裁", Type.TITLE, bold=True),
            Label("待っているもの", Type.LABEL, Role.MUTED),
            self._waiting,
            Label("件", Type.LABEL, Role.MUTED),
            layouts.STRETCH,
            self.tabs,
            spacing=8,
            margins=(24, 10, 20, 10),
        )
        self.setLayout(layouts.column(head, Line(), (self.panes, 1), spacing=0))
        layouts.set_surface(self, "surface")

    def _connect(self) -> None:
        queue = self.left.queue
        self.tabs.picked.connect(self._on_tab_picked)
        queue.chosen.connect(self._on_queue_chosen)
        queue.opened.connect(self._on_opened)
        queue.paged.connect(self.reading.turn_page)
        self.left.workers.wanted.connect(self._on_number_wanted)
        self.left.back_wanted.connect(partial(self._on_tab_picked, WAITING))
        self.side.case_wanted.connect(self._on_opened)
        self.side.print.clicked.connect(self._on_print_clicked)
        self.reading.said.connect(self.said)
        self.acting.said.connect(self.said)
        self.acting.ended.connect(self.take_focus)
        self.acting.refused.connect(self._fetch)
        self.acting.undone.connect(self._on_undone)
        self.acting.correct_wanted.connect(partial(self._on_opened, editing=True))
        self._bind_keys()

    def _bind_keys(self) -> None:
        bind(self, "J", "次の記録へ", partial(self.left.queue.step, 1))
        bind(self, "K", "前の記録へ", partial(self.left.queue.step, -1))
        bind(self, "V", "変わった所と全文を切り替える", self.reading.turn_view)
        bind_button(self, self.reading.notice.button)
        bind_button(self, self.side.print)
        bind(self, "Esc", "書くのをやめる・一覧にもどる", self._on_escape)
        bind(self, "Alt+1", "一覧へ", partial(self.panes.turn, True))
        bind(self, "Alt+2", "記録へ", partial(self.panes.turn, False))
        for number, (which, words) in enumerate(TABS, 1):
            bind(
                self, str(number), f"「{words}」の一覧", partial(self.show_list, Shown(which=which))
            )
        note(self.left.queue, "Enter", "ケースを開く")
        note(self.left.queue, "Space", "記録を読み進める")

    # fetching

    def _fetch(self) -> None:
        self._acts.run(partial(self._acts.load, self._asked), self._show, self._on_refused)

    def _show(self, listed: Listed) -> None:
        if listed.asked != self._asked:
            return  # another list was asked for meanwhile
        if self._begins_with_own(listed):
            return
        self._waiting.setText(f"{listed.waiting:,}")
        self._rows = {row.id: row for row in listed.rows}
        self._rows |= {each.appointment_id: each for each in listed.forgotten}
        which = listed.asked.which
        lines = [queue_line(row, self._acts, which) for row in listed.rows]
        lines += [forgotten_line(each) for each in listed.forgotten]
        self.left.show_list(listed, len(lines))
        wanted, self._wanted = self._wanted, None
        self.left.queue.show_lines(lines, wanted)

    def _begins_with_own(self, listed: Listed) -> bool:
        """Begin with what one handed in oneself where nothing of others comes to one."""
        is_first, self._is_first = self._is_first, False
        if not is_first or listed.rows or self._acts.reads_for_others:
            return False
        self.show_list(Shown(which=MINE))
        return True

    def _on_refused(self, error: SoudanError) -> None:
        self.said.emit(str(error))

    def _on_queue_chosen(self, key: UUID | None) -> None:
        row = self._rows.get(key) if key is not None else None
        if isinstance(row, ReviewRow):
            if self._desk is None or self._desk.row.id != row.id:
                self.acting.wait()  # or a quick key would still act on the record one has left
            self._acts.run(partial(self._acts.open, row.id), self._show_desk, self._on_unreadable)
        else:
            nothing = EMPTY.get(self._asked.which, EMPTY[LATE])
            self._show_none("Enter でケースを開いて、記録を書けます。" if row else nothing)

    def _on_unreadable(self, error: SoudanError) -> None:
        self._show_none(str(error))

    def _show_none(self, sentence: str) -> None:
        self._note_read()
        self._desk = None
        self.acting.show_desk(None)
        self.panes.show_nothing(sentence)

    # showing one

    def _show_desk(self, desk: ReviewDesk) -> None:
        if desk.row.id != self.left.queue.current():
            return
        if desk == self._desk:
            self.acting.show_desk(desk)
            return
        self._note_read()
        self._desk = desk
        marked = desk.since is not None and desk.since != desk.version
        head, is_long = head_of(desk, self._acts), self._acts.long_keys(desk.row.kind)
        self.reading.show_record(head, shown_parts(desk, is_long), marked=marked)
        self.side.show_all(
            [stamp_look(stamp, self._acts) for stamp in desk.stamps],
            event_lines(desk.events, self._acts),
            [alert_line(words) for words in desk.alerts],
            link="ケースを開く" if desk.row.case_id else "開く",
        )
        self.panes.show_record()
        self.acting.show_desk(desk)

    def _note_read(self) -> None:
        """Note that the record one leaves was read, if it stood there long enough."""
        desk, seconds = self._desk, self._since.restart() / 1000
        if desk is not None and seconds > _READ_AFTER_S and desk.since != desk.version:
            self._acts.run(partial(self._acts.mark_read, desk.row.id))

    # slots

    def _on_tab_picked(self, which: str) -> None:
        self.show_list(Shown(which=which))
        self.take_focus()

    def _on_number_wanted(self, staff_id: UUID, which: str, name: str) -> None:
        self.show_list(Shown(which=which, staff_id=staff_id, name=name))
        self.take_focus()

    def _on_escape(self) -> None:
        if self.foot.comment.isVisible():
            self.foot.comment.left.emit()
        elif self.left.back.isVisible():
            self._on_tab_picked(WAITING)

    def _on_undone(self, review_id: UUID) -> None:
        self._wanted = review_id
        if self._asked.which != WAITING:
            self._fetch()
        else:
            self.show_list(Shown(which=WAITING))

    def _on_opened(self, *, editing: bool = False) -> None:
        row = self._rows.get(self.left.queue.current())
        place = self._acts.place_of(row, editing) if row is not None else None
        if place is not None:
            self.go.emit(place)

    def _on_print_clicked(self) -> None:
        if self._desk is not None:
            self._acts.print_papers(self, self._desk.row, self.said.emit)
