"""The notes (申し送り) that are left on one thing, in full, with what one can do with each."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial
from typing import Any
from uuid import UUID

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFrame, QScrollArea, QWidget

from soudan_desk.errors import SoudanError
from soudan_desk.services.handover_lists import About, Note
from soudan_desk.ui import layouts
from soudan_desk.ui.dialogs import ask_text, tell
from soudan_desk.ui.notes.acts import NoteActs
from soudan_desk.ui.notes.card import NoteCard
from soudan_desk.ui.widgets.labels import SectionTitle

_NAME = "ここに残っている申し送り"


class NoteList(QWidget):
    """Cards below one another; hidden where nothing is left. What is shown here counts as read."""

    said = Signal(str)

    def __init__(self, acts: NoteActs) -> None:
        super().__init__()
        self._acts = acts
        self._about = About()
        self._title = SectionTitle(_NAME)
        self._list = QScrollArea()
        self._list.setFrameShape(QFrame.Shape.NoFrame)
        self._list.setWidgetResizable(True)
        self._list.setAccessibleName(_NAME)
        self.setLayout(
            layouts.column(self._title, (self._list, 1), spacing=6, margins=(16, 8, 8, 8))
        )

    def show_on(self, about: About) -> None:
        """Show what is left on something; nothing for a note that hangs on nothing."""
        self._about = about
        self._show([])
        if about.id is not None:
            self.fetch()

    def fetch(self) -> None:
        """Ask anew what is left."""
        self._acts.run(partial(self._acts.on, self._about), self._show, self._on_refused)

    def _show(self, notes: Sequence[Note]) -> None:
        column = layouts.column(spacing=8, margins=(0, 0, 8, 8))
        for note in notes:
            card = NoteCard(
                note, self._acts.staff_id, self._acts.today, instead_of=self._acts.absent_ids()
            )
            card.done.connect(self._on_card_done)
            card.taken_back.connect(self._on_card_taken_back)
            layouts.add(column, card)
        layouts.add(column, layouts.STRETCH)
        inside = layouts.panel(column)
        inside.setProperty("plain", True)
        self._list.setWidget(inside)
        self._title.set_count(len(notes) or None)
        self.setVisible(bool(notes))
        self._note_read(notes)

    def _note_read(self, notes: Sequence[Note]) -> None:
        mine = [(note, note.reader(self._acts.staff_id)) for note in notes]
        fresh = [note.id for note, reader in mine if reader and reader.read_at is None]
        if fresh and self._acts.may_write:
            self._acts.run(partial(self._acts.read, fresh), None, self._on_refused)

    def _on_card_done(self, note_id: UUID, reply: str) -> None:
        self._try(partial(self._acts.finish, note_id, reply), "申し送りを済みにしました。")

    def _on_card_taken_back(self, note_id: UUID) -> None:
        reason = ask_to_take_back(self)
        if reason is not None:
            act = partial(self._acts.take_back, note_id, reason)
            self._try(act, "申し送りを取り消しました。")

    def _on_refused(self, error: SoudanError) -> None:
        self.said.emit(str(error))

    def _try(self, act: Callable[[], Any], sentence: str) -> None:
        try:
            act()
        except SoudanError as error:
            tell(self, "変えられませんでした", error)
            return
        self.said.emit(sentence)


def ask_to_take_back(parent: QWidget) -> str | None:
    """Ask why a note is taken back; None where it stays."""
    sentence = "宛ての人の「今日」から消えます。取り消したことと理由は残ります。"
    return ask_text(parent, "申し送りを取り消す理由", sentence, act="1件を取り消す")
