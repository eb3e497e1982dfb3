"""One note (申し送り) in full: who left it for whom, what became of it, and what one can do."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from uuid import UUID

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QWidget

from soudan_desk.services.handover_lists import Note
from soudan_desk.ui import layouts
from soudan_desk.ui.icons import Icon
from soudan_desk.ui.notes.acts import facts_of, moment, state_of, way_of
from soudan_desk.ui.theme import Role, Type
from soudan_desk.ui.widgets.button import Button, ButtonKind
from soudan_desk.ui.widgets.chips import Chip
from soudan_desk.ui.widgets.document import DocumentLabel
from soudan_desk.ui.widgets.inputs import LineEdit
from soudan_desk.ui.widgets.labels import ElidedLabel, Label
from soudan_desk.ui.widgets.painting import ChipLook

_URGENT = ChipLook("急ぎ", Role.DANGER, Icon.URGENT)


class NoteCard(QWidget):
    """A note, its readers, and the acts of whoever looks at it."""

    done = Signal(object, str)
    """The note's id and the answer to its writer."""
    taken_back = Signal(object)
    case_wanted = Signal(object)

    def __init__(
        self,
        note: Note,
        staff_id: UUID,
        today: date,
        *,
        instead_of: frozenset[UUID] = frozenset(),
        has_keys: bool = False,
    ) -> None:
        super().__init__()
        self.setObjectName("note_card")
        self.setAccessibleName(f"申し送り {way_of(note)}")
        self.note = note
        self._is_mine = note.waits_for({staff_id, *instead_of})
        self._is_own = note.writer_id == staff_id
        keys = ("D", "R", "O") if has_keys else ("", "", "")
        self.finish = Button("読んだ・済み", icon=Icon.CHECK, key=keys[0], height=28)
        self.answer = Button("返事", kind=ButtonKind.QUIET, icon=Icon.EDIT, key=keys[1], height=28)
        self.open = Button(
            "ケースを開く", kind=ButtonKind.QUIET, icon=Icon.CASES, key=keys[2], height=28
        )
        self.take_back = Button(
            "取り消す", kind=ButtonKind.QUIET, icon=Icon.DELETE, tone=Role.DANGER, height=28
        )
        self.reply = LineEdit(name="返事", placeholder="返事を書いて Enter（済みになります）")
        self._build(today, opens_case=has_keys and note.case_id is not None)
        self._connect()

    # verbs

    def begin_reply(self) -> None:
        """Offer a line for the answer."""
        self.reply.show()
        self.reply.setFocus(Qt.FocusReason.ShortcutFocusReason)

    @property
    def can_be_done(self) -> bool:
        """Whether it waits for whoever looks at it."""
        return self._is_mine

    # Qt

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Send the answer upon Enter in its line, give it up upon Esc."""
        in_reply = self.reply.hasFocus()
        if in_reply and event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.done.emit(self.note.id, self.reply.text())
        elif in_reply and event.key() == Qt.Key.Key_Escape:
            self.reply.hide()
            self.answer.setFocus(Qt.FocusReason.OtherFocusReason)
        else:
            super().keyPressEvent(event)

    # building

    def _build(self, today: date, *, opens_case: bool) -> None:
        self.finish.setObjectName("finish_note")
        self.answer.setObjectName("answer_note")
        self.open.setObjectName("open_case")
        self.take_back.setObjectName("void_note")
        self.reply.setObjectName("reply")
        note = self.note
        at = Label(moment(note.written_at, today), Type.SMALL, Role.MUTED, figures=True)
        chips = [Chip(_URGENT)] if note.is_urgent else []
        way = ElidedLabel(way_of(note), Type.LABEL, Role.MUTED)
        head = layouts.row(*chips, (way, 1), at, spacing=6)
        words = DocumentLabel(note.body, Type.BODY)
        parts: list[QWidget] = [words]
        if note.rules:
            parts.insert(0, DocumentLabel(note.rules, Type.LABEL, Role.WARNING, line_height=1.4))
        if facts := facts_of(note):
            parts.append(DocumentLabel(facts, Type.SMALL, Role.MUTED, line_height=1.4))
        parts.extend(self._states(today))
        acts = layouts.row(self.finish, self.answer, self.open, layouts.STRETCH, self.take_back)
        inside = layouts.column(head, *parts, self.reply, acts, spacing=6, margins=(12, 10, 12, 8))
        self.setLayout(layouts.column(layouts.panel(inside, "card"), spacing=0))
        self.finish.setVisible(self._is_mine)
        self.answer.setVisible(self._is_mine)
        self.open.setVisible(opens_case)
        self.take_back.setVisible(self._is_own)
        self.reply.hide()

    def _states(self, today: date) -> Iterator[QWidget]:
        """Tell of its readers, with their answers, wherever there is more than one's own mark."""
        for reader in self.note.readers:
            said = f"「{reader.reply}」" if reader.reply else ""
            words = f"{reader.name}　{state_of(reader, today)}{said}"
            tone = Role.OK if reader.done_at else Role.MUTED
            yield DocumentLabel(words, Type.SMALL, tone, line_height=1.4)

    def _connect(self) -> None:
        self.finish.clicked.connect(lambda: self.done.emit(self.note.id, self.reply.text()))
        self.answer.clicked.connect(self.begin_reply)
        self.open.clicked.connect(lambda: self.case_wanted.emit(self.note.case_id))
        self.take_back.clicked.connect(lambda: self.taken_back.emit(self.note.id))
