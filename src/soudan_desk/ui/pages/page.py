"""What every page of the window has."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from soudan_desk.ui.reading_order import go_on


@dataclass(frozen=True, slots=True)
class Place:
    """Where one can go: a page's name and what it is about, such as `Place("case", {"id": …})`."""

    page: str
    about: dict[str, Any] = field(default_factory=dict, hash=False)


@dataclass(frozen=True, slots=True)
class Subject:
    """Something on a page that a note can be left on: 「このケース」, its kind and its id."""

    words: str
    kind: str
    id: UUID


class Page(QWidget):
    """A page: named, able to go elsewhere, to reload, and to hand over what is typed.

    `go` asks the window for another place; `said` shows a sentence in the status line; `titled`
    tells that the page's heading changed. `note_wanted` asks for the panel of notes (申し送り).
    """

    go = Signal(object)  # Place
    said = Signal(str)
    titled = Signal(str)
    note_wanted = Signal(object)  # About, or None for what the page is about
    name = ""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName(self.name)

    def reload(self, kinds: frozenset[str]) -> None:
        """Show anew what may have changed; `kinds` are the kinds of record a commit touched."""

    def keep_now(self) -> None:
        """Keep what is typed at once: the desk is about to lock, or another page comes."""

    def take_focus(self) -> None:
        """Put the focus where work starts."""
        self.setFocus()

    def subjects(self) -> Sequence[Subject]:
        """Return what a note can be left on here; none where the place says it all."""
        return ()

    def reading_parts(self) -> Sequence[QWidget]:
        """Return the parts Tab goes through, one after another.

        The whole page as Qt has it, unless editors that are made late would come last. Tab does not
        stop where the focus is only handed on, as Qt alone would, passing over what comes next.
        """
        return (self,)

    def focusNextPrevChild(self, next: bool) -> bool:  # noqa: A002 - Qt's word
        """Tab through the parts in reading order."""
        parts = self.reading_parts()
        return go_on(parts, forward=next) or bool(super().focusNextPrevChild(next))

    def shortcuts(self) -> list[tuple[str, str]]:
        """Return (key, what it does) of this page, for the Ctrl+/ overlay."""
        return []
