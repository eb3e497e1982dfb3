"""The bar on a case's page that tells what is left there for colleagues (申し送り)."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from uuid import UUID

from soudan_desk.errors import SoudanError
from soudan_desk.services.handover_lists import Note
from soudan_desk.ui.icons import Icon
from soudan_desk.ui.notes.acts import first_line, way_of
from soudan_desk.ui.pages.page import Subject
from soudan_desk.ui.theme import Role
from soudan_desk.ui.widgets.notices import Notice

_MOST = 46


class NoteBar(Notice):
    """One line for the first note, a number for the rest; hidden where there is none."""

    def __init__(
        self, load: Callable[[], list[Note]], run: Callable[..., object], staff_id: UUID
    ) -> None:
        super().__init__(
            Role.INFO, Icon.INTERVIEW, "", act="申し送りを見る", key="Ctrl+Shift+H", bold=False
        )
        self._load, self._run, self._staff_id = load, run, staff_id
        self.button.setObjectName("show_notes")
        self.hide()

    def fetch(self) -> None:
        """Ask anew what is left."""
        self._run(self._load, self.show_notes, self._on_refused)

    def show_notes(self, notes: Sequence[Note]) -> None:
        """Tell of what is left, one's own first."""
        own = [note for note in notes if _waits_for(note, self._staff_id)]
        rest = [note for note in notes if note not in own]
        if notes:
            self.say(_sentence([*own, *rest]))
        self.setVisible(bool(notes))

    def _on_refused(self, _error: SoudanError) -> None:
        self.hide()


def case_subjects(case_id: UUID, pane: object) -> list[Subject]:
    """Return what a note can be left on: the case, and the record that a pane shows."""
    found = [Subject("このケース", "case", case_id)]
    shown = getattr(pane, "shown", None)
    if shown is not None and isinstance(shown[1], UUID):
        found.append(Subject("この記録", *shown))
    return found


def _waits_for(note: Note, staff_id: UUID) -> bool:
    reader = note.reader(staff_id)
    return reader is not None and reader.done_at is None


def _sentence(notes: Sequence[Note]) -> str:
    first = notes[0]
    words = first_line(first)
    words = words if len(words) <= _MOST else f"{words[:_MOST]}…"
    urgent = "【急ぎ】" if first.is_urgent else ""
    more = f"　ほか{len(notes) - 1}件" if len(notes) > 1 else ""
    return f"申し送り　{urgent}{way_of(first)}「{words}」{more}"
