"""わたし宛て: the right column of 今日, with what others left, what is unfinished and awaited."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from functools import partial
from typing import Any
from uuid import UUID

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, Qt, QTimer, Signal
from PySide6.QtWidgets import QWidget

from soudan_desk.errors import SoudanError
from soudan_desk.services.handover_lists import Note
from soudan_desk.services.today import Today
from soudan_desk.services.unsaved import Kept
from soudan_desk.ui import layouts
from soudan_desk.ui.dialogs import confirm_dangerous, insist, tell
from soudan_desk.ui.notes.acts import (
    NoteActs,
    about_of,
    facts_of,
    first_line,
    moment,
    summary_of,
    way_of,
)
from soudan_desk.ui.notes.card import NoteCard
from soudan_desk.ui.notes.cards import ask_to_take_back
from soudan_desk.ui.pages.page import Place
from soudan_desk.ui.pages.today_rows import WaitingRow
from soudan_desk.ui.pages.today_views import RowsView
from soudan_desk.ui.pages.today_waiting_rows import waiting_rows
from soudan_desk.ui.shortcuts import note as note_key
from soudan_desk.ui.theme import Role
from soudan_desk.ui.widgets.button import Button, ButtonKind
from soudan_desk.ui.widgets.labels import Label, Line, SectionTitle

Index = QModelIndex | QPersistentModelIndex
_READ_MS = 1200
"""How long a note stands in full before it counts as read."""


@dataclass(frozen=True, slots=True)
class Notes:
    """The notes of a day: those left for one (or for the centre), and those one left."""

    here: tuple[Note, ...] = ()
    left: tuple[Note, ...] = ()


class WaitingColumn(QWidget):
    """A list, and below it the note that is chosen there, in full."""

    go = Signal(object)
    said = Signal(str)
    note_wanted = Signal(object)
    changed = Signal()
    undoable = Signal(object, str)
    """What takes the last act back, and the words of what it was."""

    def __init__(
        self,
        notes: NoteActs,
        place_of: Callable[[Any], Place | None],
        drop: Callable[[str], None],
        today: date,
    ) -> None:
        super().__init__()
        self._notes, self._place_of, self._drop, self._today = notes, place_of, drop, today
        self._leave = Button(
            "申し送る", kind=ButtonKind.LINK, key="Ctrl+Shift+H", height=28, name="申し送る"
        )
        self._title = SectionTitle("わたし宛て", self._leave)
        self.rows = RowsView("わたし宛て", "DRO")
        self.card: NoteCard | None = None
        self._quiet = Label("書きかけも返事待ちもありません。", tone=Role.MUTED)
        self._place = layouts.column(spacing=0)
        self._seen = QTimer(self, interval=_READ_MS, singleShot=True)
        self._build()
        self._connect()

    # verbs

    def show_day(self, today: Today, notes: Notes, *, whole: bool) -> None:
        """Show what waits: for oneself, or in the whole centre."""
        here = [_row_of(each, self._today, self._notes.staff_id) for each in notes.here]
        left = [_row_of_left(each, self._today) for each in notes.left]
        rows = waiting_rows(today, self._today, here, left)
        words = "センターの待ち" if whole else "わたし宛て"
        self._title.set_text(words)
        self.rows.setAccessibleName(words)
        self.rows.show_rows(rows)
        self.rows.setVisible(bool(rows))
        self._quiet.setVisible(not rows)
        self._show_card()

    # building

    def _build(self) -> None:
        self.rows.setObjectName("waiting")
        self._leave.setObjectName("new_note")
        self._leave.setVisible(self._notes.may_write)
        self._quiet.setAlignment(Qt.AlignmentFlag.AlignTop)
        layouts.fix_size(self._title, height=30)
        card = layouts.panel(self._place)
        self.setLayout(
            layouts.column(self._title, Line(), self._quiet, (self.rows, 1), card, spacing=6)
        )

    def _connect(self) -> None:
        self._leave.clicked.connect(lambda: self.note_wanted.emit(None))
        self.rows.acted.connect(self._on_row_acted)
        self.rows.pressed_key.connect(self._on_row_key)
        self.rows.selectionModel().currentChanged.connect(self._on_current_changed)
        self.rows.entered_by_focus.connect(self._show_card)
        self._seen.timeout.connect(self._on_seen)
        for key, does in (
            *(("Enter", "開く"), ("D", "申し送りを済みにする"), ("R", "申し送りに返事をする")),
            *(("O", "申し送りのケースを開く"), ("Delete", "書きかけを捨てる・申し送りを取り消す")),
        ):
            note_key(self.rows, key, does)

    # the note that is chosen

    def _show_card(self) -> None:
        row = self.rows.current()
        note = row.what if isinstance(row, WaitingRow) and isinstance(row.what, Note) else None
        if note is not None and self.card is not None and self.card.note == note:
            return
        if self.card is not None:
            self._place.removeWidget(self.card)
            self.card.hide()
            self.card.deleteLater()
            self.card = None
        self._seen.stop()
        if note is not None and self._is_worked_in():
            self._put_card(note)

    def _is_worked_in(self) -> bool:
        return self.rows.hasFocus() or self.isAncestorOf(self.focusWidget() or self.window())

    def _put_card(self, note: Note) -> None:
        card = NoteCard(
            note,
            self._notes.staff_id,
            self._today,
            instead_of=self._notes.absent_ids(),
            has_keys=True,
        )
        card.done.connect(self._finish)
        card.taken_back.connect(self._take_back)
        card.case_wanted.connect(lambda _case: self._go_on_with(note))
        self.card = card
        self._place.addWidget(card)
        reader = note.reader(self._notes.staff_id)
        if reader is not None and reader.read_at is None and self._notes.may_write:
            self._seen.start()

    def _on_seen(self) -> None:
        """Note that what stands there in full was read."""
        if self.card is not None:
            read = partial(self._notes.read, [self.card.note.id])
            self._notes.run(read, None, self._on_refused)

    def _finish(self, note_id: UUID, reply: str) -> None:
        if self._try(partial(self._notes.finish, note_id, reply)):
            self.said.emit("申し送りを済みにしました。　（Ctrl+Z で取り消し）")
            self.undoable.emit(partial(self._notes.reopen, note_id), "申し送り")
            self.rows.setFocus(Qt.FocusReason.OtherFocusReason)

    def _take_back(self, note_id: UUID) -> None:
        reason = ask_to_take_back(self)
        if reason is not None and self._try(partial(self._notes.take_back, note_id, reason)):
            self.said.emit("申し送りを取り消しました。")

    # slots

    def _on_current_changed(self, _now: Index, _before: Index) -> None:
        self._show_card()

    def _on_row_acted(self, row: WaitingRow) -> None:
        about = about_of(row.what.form) if isinstance(row.what, Kept) else None
        if about is not None:
            self.note_wanted.emit(about)
        else:
            self._go_on_with(row.what)

    def _go_on_with(self, what: Any) -> None:
        place = self._place_of(what)
        if place is not None:
            self.go.emit(place)

    def _on_row_key(self, key: str, row: WaitingRow) -> None:
        if isinstance(row.what, Note):
            self._on_note_key(key, row.what)
        elif key == "Delete" and isinstance(row.what, Kept):
            self._drop_begun(row)

    def _on_note_key(self, key: str, note: Note) -> None:
        self._show_card()
        card = self.card
        if key == "O":
            self._go_on_with(note)
        elif key == "Delete" and note.writer_id == self._notes.staff_id:
            self._take_back(note.id)
        elif card is not None and card.can_be_done and key == "D":
            self._finish(note.id, "")
        elif card is not None and card.can_be_done and key == "R":
            card.begin_reply()

    def _drop_begun(self, row: WaitingRow) -> None:
        sentence = f"「{row.title}」の、保存していない内容が消えます。"
        if confirm_dangerous(self, "捨てる", 1, sentence):
            self._drop(row.what.form)
            self.said.emit("書きかけを捨てました。")
            self.changed.emit()

    def _on_refused(self, error: SoudanError) -> None:
        self.said.emit(str(error))

    def _try(self, act: Callable[[], Any]) -> bool:
        try:
            insist(self, act)
        except SoudanError as error:
            tell(self, "変えられませんでした", error)
            self.changed.emit()
            return False
        return True


def _row_of(note: Note, on: date, staff_id: UUID) -> WaitingRow:
    reader = note.reader(staff_id)
    line = "　".join(part for part in (way_of(note), facts_of(note)) if part)
    is_new = reader is not None and reader.read_at is None
    at = moment(note.written_at, on)
    return WaitingRow(note, first_line(note), line, at, note.is_urgent, is_new, note.rules)


def _row_of_left(note: Note, on: date) -> WaitingRow:
    line = "　".join(part for part in (summary_of(note), facts_of(note)) if part)
    return WaitingRow(note, first_line(note), line, moment(note.written_at, on), rules=note.rules)
