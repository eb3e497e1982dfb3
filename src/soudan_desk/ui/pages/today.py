"""今日: what there is to do, and what waits for oneself."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from functools import partial
from typing import Any

from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QMenu, QWidget

from soudan_desk.errors import SoudanError
from soudan_desk.services.due import DueItem
from soudan_desk.services.today import Today, ToDo
from soudan_desk.ui import layouts
from soudan_desk.ui.dialogs import insist, tell
from soudan_desk.ui.icons import Icon
from soudan_desk.ui.pages.case_looks import day_text
from soudan_desk.ui.pages.page import Page, Place
from soudan_desk.ui.pages.today_acts import TodayActs
from soudan_desk.ui.pages.today_adding import AddTodo
from soudan_desk.ui.pages.today_appointments import APPOINTMENT_KINDS, AppointmentsColumn, Sides
from soudan_desk.ui.pages.today_drill import DrillBar
from soudan_desk.ui.pages.today_due import DueOfDay
from soudan_desk.ui.pages.today_emergency import EmergencyBar
from soudan_desk.ui.pages.today_later import later_days, never_later
from soudan_desk.ui.pages.today_paper import MorningButton
from soudan_desk.ui.pages.today_rows import MoreRow, TodoRow, todo_rows
from soudan_desk.ui.pages.today_standing_in import StandingInBar
from soudan_desk.ui.pages.today_views import RowsView
from soudan_desk.ui.pages.today_waiting import Notes, WaitingColumn
from soudan_desk.ui.shortcuts import bind, bind_button, note
from soudan_desk.ui.theme import Role, Type
from soudan_desk.ui.widgets.button import Button, ButtonKind
from soudan_desk.ui.widgets.choices import Segments
from soudan_desk.ui.widgets.labels import KeyHint, Label, Line, SectionTitle
from soudan_desk.ui.widgets.notices import EmptyState

_WATCHED = {
    "assessment", "case", "case_transfer", "case_worker", "centre_setting", "consent",
    "consultation", "deputy", "disability_profile", "disclosure_request", "emergency_access",
    "evaluation", "handover_note", "intake", "monitoring", "person", "plan", "receipt",
    "referral", "review", "review_step", "rights_intake", "screening", "task",
}  # fmt: skip


class TodayPage(Page):
    """Left what there is to do, then the day's appointments, right what was left for oneself."""

    name = "today"

    def __init__(self, acts: TodayActs) -> None:
        super().__init__()
        self._acts = acts
        self.is_whole = acts.begins_whole and acts.may_see_whole
        self._undo: tuple[Callable[[], Any], str] | None = None
        self._today: Today | None = None
        self.whose = Segments(
            (("mine", "自分"), ("whole", "センター全体")), name="だれの今日か", required=True
        )
        self.due = DueOfDay(self, acts.due, acts.run)
        self._add = Button("入れる", kind=ButtonKind.LINK, icon=Icon.ADD, key="N", height=28)
        self._todo_title = SectionTitle("やること", *_todo_hints(), self._add)
        self.todos = RowsView("やること", "SO")
        self.column = WaitingColumn(acts.note_acts, acts.place_of, acts.drop, acts.today)
        self.waiting = self.column.rows
        self.day = AppointmentsColumn(acts.day, whole=self.is_whole)
        self.alarm = EmergencyBar(acts.read_emergency)
        self.drill = DrillBar(acts.is_drill_due, acts.run)
        self.standing_in = StandingInBar()
        self.adding = AddTodo(acts.fields, acts.context, acts.add)
        self._nothing = EmptyState("やることはありません。", act="入れる", icon=Icon.ADD)
        self._build()
        self._connect()

    # what the frame asks

    def reload(self, kinds: frozenset[str]) -> None:
        """Fetch the day anew when something in it may have changed."""
        if kinds & _WATCHED:
            self._fetch()
        if kinds & APPOINTMENT_KINDS:
            self.day.fetch()

    def keep_now(self) -> None:
        """Nothing long is typed here."""

    def take_focus(self) -> None:
        """Stand in what there is to do."""
        self._fetch()  # an unsaved row tells nobody of itself
        self.day.fetch()
        self.drill.ask()
        self.todos.setFocus(Qt.FocusReason.OtherFocusReason)

    # verbs

    def switch(self) -> None:
        """Show the whole centre's day instead of one's own, or the other way round."""
        self.whose.set_value("mine" if self.is_whole else "whole")
        self._on_whose_picked("mine" if self.is_whole else "whole")

    def finish(self, todo: ToDo) -> None:
        """Tick a to-do off."""
        self._change(todo, {"done_on": self._acts.today}, {"done_on": None}, "済みにしました")

    def postpone(self, todo: ToDo, to: date) -> None:
        """Put a to-do off to a later day."""
        self._change(todo, {"due_on": to}, {"due_on": todo.due_on}, f"{day_text(to)} へ送りました")

    def undo(self) -> None:
        """Take the last tick or delay back."""
        if self._undo is None:
            return
        (back, words), self._undo = self._undo, None
        self._try(back, f"もとに戻しました：{words}")

    def later_menu(self, todo: ToDo) -> QMenu:
        """Return the days a to-do may be put off to."""
        menu = QMenu(self)
        for number, (words, day) in enumerate(later_days(self._acts.today), 1):
            action = QAction(f"&{number}　{words}　{day_text(day)}", menu)
            action.setObjectName(f"postpone_{number}")
            action.triggered.connect(partial(self._on_day_picked, todo, day))
            menu.addAction(action)
        return menu

    # building

    def _build(self) -> None:
        self.todos.setObjectName("todos")
        self.whose.setObjectName("whose_day")
        self.whose.set_value("whole" if self.is_whole else "mine")
        self._add.setObjectName("new_task")
        today = self._acts.today
        date_words = f"{today.month}月{today.day}日（{day_text(today)[-2]}）"
        head = layouts.row(
            Label("今日", Type.TITLE, bold=True),
            Label(date_words, Type.HEADING, Role.MUTED),
            layouts.STRETCH,
            self.whose,
            MorningButton(self, self._acts.print_morning, lambda: self.is_whole),
            spacing=10,
        )
        layouts.fix_size(self._todo_title, height=30)
        shown = (self.adding, (self.todos, 1), (self._nothing, 1))
        left = layouts.column(self._todo_title, Line(), *shown, spacing=6)
        body = layouts.row((layouts.panel(left), 7), (Sides(self.day, self.column), 8), spacing=32)
        parts = (head, self.alarm, self.drill, self.standing_in, (body, 1))
        self.setLayout(layouts.column(*parts, spacing=16, margins=(24, 16, 24, 12)))
        layouts.set_surface(self, "surface")
        self.whose.setVisible(self._acts.may_see_whole)  # not before: a window without a parent
        self._add.setVisible(not self.is_whole)

    def _connect(self) -> None:
        self._add.clicked.connect(self.adding.begin)
        self._nothing.acted.connect(self.adding.begin)
        self.adding.added.connect(self._on_added)
        self.adding.left.connect(self._on_adding_left)
        self.due.found.connect(self._show_todos)
        self.due.refused.connect(self.said)
        self.todos.acted.connect(self._on_todo_acted)
        self.todos.pressed_key.connect(self._on_todo_key)
        self.whose.picked.connect(self._on_whose_picked)
        for column in (self.column, self.day):
            column.go.connect(self.go)
            column.said.connect(self.said)
        self.column.note_wanted.connect(self.note_wanted)
        self.column.changed.connect(self._fetch)
        self.column.undoable.connect(self._on_undoable)
        bind_button(self, self._add)
        bind_button(self, self.alarm.button)
        for bar in (self.drill, self.standing_in):
            bind_button(self, bar.button)
            bar.go.connect(self.go)
        bind(self, "Ctrl+Z", "済みと先送りを取り消す", self.undo)
        bind(self, "Alt+1", "やることへ", self.todos.setFocus)
        bind(self, "Alt+2", "予定へ", self.day.take_focus)
        bind(self, "Alt+3", "わたし宛てへ", self.waiting.setFocus)
        for key, does in (("Enter", "行う"), ("S", "先へ送る"), ("O", "ケースを開く")):
            note(self.todos, key, does)
        if self._acts.may_see_whole:
            bind(self, "Alt+0", "自分とセンター全体を切り替える", self.switch)

    # fetching

    def _fetch(self) -> None:
        load = partial(_load_day, self._acts, self.is_whole)
        self._acts.run(load, self._show, self._on_refused)

    def _show(self, day: tuple[bool, Today, Notes]) -> None:
        whole, today, notes = day
        if whole is not self.is_whole:
            return  # one has switched meanwhile
        self._today = today
        self.alarm.show_notices(today.emergencies)
        self.standing_in.show_absent(today.absent)
        self.due.fetch_soon(whole=whole)
        self._show_todos()
        self.column.show_day(today, notes, whole=whole)

    def _show_todos(self) -> None:
        today, on, due = self._today, self._acts.today, self.due.shown
        if today is None:
            return
        todos = todo_rows(today, on, due.items, due.left_out, with_workers=self.is_whole)
        self._todo_title.set_count(len(today.todos) + len(today.promises) + self.due.count)
        self.todos.show_rows(todos)
        self.todos.setVisible(bool(todos))
        self._nothing.setVisible(not todos)

    def _on_refused(self, error: SoudanError) -> None:
        self.said.emit(str(error))

    # changing

    def _change(
        self, todo: ToDo, answers: dict[str, Any], before: dict[str, Any], words: str
    ) -> None:
        act = partial(self._acts.change, todo.id, answers, todo.lock_version)
        if self._try(act, f"{words}：{todo.title}　（Ctrl+Z で取り消し）"):
            self._undo = (partial(self._acts.change, todo.id, before, None), todo.title)

    def _try(self, act: Callable[[], Any], sentence: str) -> bool:
        try:
            insist(self, act)
        except SoudanError as error:
            tell(self, "変えられませんでした", error)
            self._fetch()
            return False
        self.said.emit(sentence)
        return True

    # slots

    def _on_added(self) -> None:
        self.said.emit("やることに入れました。")
        self.todos.setFocus(Qt.FocusReason.OtherFocusReason)

    def _on_adding_left(self) -> None:
        self.adding.hide()
        self.todos.setFocus(Qt.FocusReason.OtherFocusReason)

    def _on_todo_acted(self, row: TodoRow | MoreRow) -> None:
        if isinstance(row, MoreRow):
            self.due.show_all()
        elif row.item is not None:
            self._go_on_with(row.item)
        elif row.todo.kind == "task":
            self.finish(row.todo)
        else:
            about = {"id": row.todo.case_id, "record": ("consultation", row.todo.id)}
            self.go.emit(Place("case", about))

    def _on_todo_key(self, key: str, row: TodoRow | MoreRow) -> None:
        if isinstance(row, MoreRow):
            return
        if key == "S":
            self._offer_later(row.todo)
        elif key == "O" and row.todo.case_id is not None:
            self.go.emit(Place("case", {"id": row.todo.case_id}))

    def _go_on_with(self, item: DueItem) -> None:
        place = self._acts.place_of(item)
        if place is not None:
            self.said.emit(item.action)
            self.go.emit(place)

    def _offer_later(self, todo: ToDo) -> None:
        if sentence := never_later(todo):
            self.said.emit(sentence)
            return
        menu = self.later_menu(todo)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        at = self.todos.visualRect(self.todos.currentIndex()).bottomLeft() + QPoint(96, 0)
        menu.popup(self.todos.viewport().mapToGlobal(at))

    def _on_day_picked(self, todo: ToDo, day: date, _checked: bool = False) -> None:
        self.postpone(todo, day)

    def _on_whose_picked(self, whose: str) -> None:
        self.is_whole = whose == "whole"
        self._acts.remember_whole(self.is_whole)
        self.due.turn_to(whole=self.is_whole)
        self._add.setVisible(not self.is_whole)
        self.day.show_whole(self.is_whole)
        self._fetch()

    def _on_undoable(self, back: Callable[[], Any], words: str) -> None:
        self._undo = (back, words)


def _load_day(acts: TodayActs, whole: bool) -> tuple[bool, Today, Notes]:
    return whole, acts.load(whole), acts.notes(whole)


def _todo_hints() -> list[QWidget]:
    return [KeyHint("↑↓", "選ぶ"), KeyHint("Enter", "行う"), KeyHint("S", "先へ送る")]
