"""The entries of a case as its timeline shows them: narrowed, ordered, unsaved ones first."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from PySide6.QtCore import QAbstractListModel, QModelIndex, QObject, QPersistentModelIndex, Qt

from soudan_desk.codes import CodeBook
from soudan_desk.services.timeline import Entry
from soudan_desk.services.unsaved import Kept
from soudan_desk.ui.icons import Icon
from soudan_desk.ui.pages.case_looks import DRAFT_CHIP, UNSAVED_CHIP, dated, method_icon
from soudan_desk.ui.theme import Role
from soudan_desk.ui.widgets.timeline import ENTRY_ROLE, TimelineEntry

Index = QModelIndex | QPersistentModelIndex
ROOT = QModelIndex()
ENTRIES: Mapping[str, str] = {
    "all": "すべて",
    "consultation": "相談・支援",
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
            return _unsaved_look(line.kept, self._today)
        entry = line.entry
        look = replace(
            _LOOKS.get(entry.kind, _other_look)(entry, self._codes, self._centre),
            day=dated(entry.on, self._today),
            time=f"{entry.at:%H:%M}" if entry.at else "",
        )
        return _with_state(look, entry)


def _with_state(look: TimelineEntry, entry: Entry) -> TimelineEntry:
    if entry.state == "draft":
        return replace(look, chip=DRAFT_CHIP)
    if entry.state == "void":
        return replace(look, state="取消", state_icon=Icon.EXCLUDED, state_role=Role.MUTED)
    if entry.version > 1 and entry.kind == "consultation":
        words = f"訂正 {entry.version}版"
        return replace(look, state=words, state_icon=Icon.HISTORY, state_role=Role.MUTED)
    return look


def _consultation_look(entry: Entry, codes: CodeBook, centre: str) -> TimelineEntry:
    found = codes.find("consultation.method", entry.what, centre=centre)
    with_whom = [codes.label("consultation.counterpart", code) for code in entry.with_whom]
    return TimelineEntry(
        day="",
        kind=found.brief if found else "記録",
        line=entry.line,
        icon=method_icon(entry.what),
        who="・".join(with_whom) or entry.who,
    )


def _referral_look(entry: Entry, codes: CodeBook, centre: str) -> TimelineEntry:
    agency, _, rest = entry.line.partition(" ")
    kind = "つなぎ" if entry.what == "out" else "つなぎを受けた"
    return TimelineEntry(day="", kind=kind, who=agency, line=rest, icon=Icon.SEND, role=Role.ACCENT)


def _consent_look(entry: Entry, codes: CodeBook, centre: str) -> TimelineEntry:
    found = codes.find("consent.type", entry.what)
    return TimelineEntry(
        day="",
        kind="同意",
        who=found.brief if found else entry.what,
        line=entry.line or (found.label if found else ""),
        icon=Icon.CONSENT,
        role=Role.OK,
    )


def _disclosure_look(entry: Entry, codes: CodeBook, centre: str) -> TimelineEntry:
    return TimelineEntry(day="", kind="書類の提供", line=entry.line, icon=Icon.DOCUMENT)


def _other_look(entry: Entry, codes: CodeBook, centre: str) -> TimelineEntry:
    return TimelineEntry(day="", kind=entry.what, line=entry.line, icon=Icon.DOCUMENT)


def _unsaved_look(kept: Kept | None, today: date) -> TimelineEntry:
    local = kept.kept_at.astimezone() if kept else None
    return TimelineEntry(
        day=dated(local.date(), today) if local else "",
        time=f"{local:%H:%M}" if local else "",
        kind="新しい記録",
        line=kept.title if kept else "",
        icon=Icon.EDIT,
        role=Role.INFO,
        chip=UNSAVED_CHIP,
    )


_LOOKS: Mapping[str, Callable[[Entry, CodeBook, str], TimelineEntry]] = {
    "consultation": _consultation_look,
    "referral": _referral_look,
    "consent": _consent_look,
    "disclosure": _disclosure_look,
}
_FITS: Mapping[str, Callable[[Entry], bool]] = {
    "draft": lambda entry: entry.state == "draft",
    "void": lambda entry: entry.state == "void",
}
