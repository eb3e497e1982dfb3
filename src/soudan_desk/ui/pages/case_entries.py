"""The entries of a case as its timeline shows them: narrowed, ordered, unsaved ones first."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from PySide6.QtCore import QAbstractListModel, QModelIndex, QObject, QPersistentModelIndex, Qt

from soudan_desk.codes import CodeBook
from soudan_desk.services.timeline import Entry
from soudan_desk.services.unsaved import Kept
from soudan_desk.ui.pages.case_entry_looks import look_of, unsaved_look
from soudan_desk.ui.widgets.timeline import ENTRY_ROLE, TimelineEntry

Index = QModelIndex | QPersistentModelIndex
ROOT = QModelIndex()
ENTRIES: Mapping[str, str] = {
    "all": "すべて",
    "consultation": "相談・支援",
    "assessing": "アセスメント",
    "planning": "プラン・評価",
    "agenda_item": "会議",
    "milestone": "手続き",
    "referral": "つなぎ",
    "consent": "同意",
    "disclosure": "書類の提供",
    "draft": "下書きだけ",
    "void": "取り消したもの",
}
"""What the timeline can be narrowed to."""


@dataclass(frozen=True, slots=True)
class Line:
    """A line of the timeline: an entry, or a form that was begun and never saved."""

    entry: Entry | None
    kept: Kept | None = None

    @property
    def key(self) -> tuple[str, Any]:
        """Return what the line is about, the same after a reload."""
        if self.entry is not None:
            return self.entry.kind, self.entry.id
        return "unsaved", self.kept.form if self.kept else ""


class EntriesModel(QAbstractListModel):
    """A case's lines; looks are made as they are looked at."""

    def __init__(
        self, codes: CodeBook, centre: str, today: date, parent: QObject | None = None
    ) -> None:
        super().__init__(parent)
        self._codes, self._centre, self._today = codes, centre, today
        self._entries: Sequence[Entry] = ()
        self._unsaved: Sequence[Kept] = ()
        self._lines: list[Line] = []
        self._narrowed_to, self._oldest_first = "all", False

    # what is shown

    @property
    def narrowed_to(self) -> str:
        """Return the key of `ENTRIES` in force."""
        return self._narrowed_to

    @property
    def is_oldest_first(self) -> bool:
        """Whether the oldest entry stands first."""
        return self._oldest_first

    def show_entries(self, entries: Sequence[Entry], unsaved: Sequence[Kept] = ()) -> None:
        """Show these entries, newest first as given."""
        self._entries, self._unsaved = entries, unsaved
        self._fill()

    def narrow(self, to: str) -> None:
        """Show one sort of entries only."""
        self._narrowed_to = to
        self._fill()

    def turn(self) -> None:
        """Show them the other way round."""
        self._oldest_first = not self._oldest_first
        self._fill()

    def line(self, index: Index) -> Line | None:
        """Return a line."""
        return self._lines[index.row()] if index.isValid() else None

    def find(self, kind: str, which: Any) -> QModelIndex:
        """Return where an entry stands; invalid where it is not shown."""
        for row, line in enumerate(self._lines):
            if line.key == (kind, which):
                return self.index(row, 0)
        return QModelIndex()

    # Qt

    def rowCount(self, parent: Index = ROOT) -> int:
        """Count lines."""
        return 0 if parent.isValid() else len(self._lines)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        """Return a line's looks, or its words for screen readers."""
        line = self.line(index)
        if line is None or role not in (ENTRY_ROLE, Qt.ItemDataRole.DisplayRole):
            return None
        look = self._look(line)
        if role == ENTRY_ROLE:
            return look
        state = look.chip.text if look.chip else look.state
        words = (look.day, look.time, look.kind, look.who, look.line, state)
        return " ".join(word for word in words if word)

    # private

    def _fill(self) -> None:
        self.beginResetModel()
        fits = _FITS.get(self._narrowed_to)
        lines = [Line(e) for e in self._entries if (fits(e) if fits else self._is_usual(e))]
        if self._oldest_first:
            lines.reverse()
        shows_unsaved = self._narrowed_to in ("all", "consultation", "draft")
        begun = [Line(None, kept) for kept in self._unsaved] if shows_unsaved else []
        self._lines = begun + lines
        self.endResetModel()

    def _is_usual(self, entry: Entry) -> bool:
        return self._narrowed_to in ("all", entry.kind) and entry.state != "void"

    def _look(self, line: Line) -> TimelineEntry:
        if line.entry is None:
            return unsaved_look(line.kept, self._today)
        return look_of(line.entry, self._codes, self._centre, self._today)


_ASSESSING = {"screening", "assessment", "rights_assessment", "disability_assessment"}
_PLANNING = {"plan", "monitoring", "evaluation"}
_FITS: Mapping[str, Callable[[Entry], bool]] = {
    "draft": lambda entry: entry.state == "draft",
    "void": lambda entry: entry.state == "void",
    "assessing": lambda entry: entry.kind in _ASSESSING and entry.state != "void",
    "planning": lambda entry: entry.kind in _PLANNING and entry.state != "void",
}
