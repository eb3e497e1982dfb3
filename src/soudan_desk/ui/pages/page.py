"""What every page of the window has."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget


@dataclass(frozen=True, slots=True)
class Place:
    """Where one can go: a page's name and what it is about, such as `Place("case", {"id": …})`."""

    page: str
    about: dict[str, Any] = field(default_factory=dict, hash=False)


class Page(QWidget):
    """A page: named, able to go elsewhere, to reload, and to hand over what is typed.

    `go` asks the window for another place; `said` shows a sentence in the status line; `titled`
    tells that the page's heading changed.
    """

    go = Signal(object)  # Place
    said = Signal(str)
    titled = Signal(str)
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

    def shortcuts(self) -> list[tuple[str, str]]:
        """Return (key, what it does) of this page, for the Ctrl+/ overlay."""
        return []
