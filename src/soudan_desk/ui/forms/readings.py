"""The reading (フリガナ) of a name, overheard from the input method as the name is typed."""

from __future__ import annotations

import re
import unicodedata

from PySide6.QtCore import QEvent, QObject, Signal
from PySide6.QtGui import QInputMethodEvent
from PySide6.QtWidgets import QLineEdit

from soudan_desk.fields.lines import as_reading

_KANA = re.compile(r"[ぁ-ゖァ-ヺー゛゜・\s]+")
_OWN_READING = re.compile(r"[ぁ-ゖァ-ヺー・\s\u3000A-Za-z0-9Ａ-Ｚａ-ｚ０-９]*")
_UNFINISHED_ROMAJI = re.compile(r"[A-Za-zＡ-Ｚａ-ｚ]{1,3}$")


class KanaWatcher(QObject):
    """Listens to the kana an input method shows before it turns them into kanji.

    `reading_heard` carries the whole name's reading while it is known; `reading_lost` says that the
    name was changed in a way that cannot be followed (a paste, a correction inside it).
    """

    reading_heard = Signal(str)
    reading_lost = Signal()

    def __init__(self, name: QLineEdit) -> None:
        super().__init__(name)
        self._name = name
        self._waiting = ""
        self._parts: list[tuple[str, str]] = []
        name.installEventFilter(self)
        name.textEdited.connect(self._on_name_edited)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Overhear; never take an event away."""
        if isinstance(event, QInputMethodEvent):
            self._overhear(event.preeditString(), event.commitString())
        return False

    def _overhear(self, preedit: str, commit: str) -> None:
        if commit:
            self._parts.append((commit, self._reading_of(commit)))
            self._waiting = ""
        kana = _UNFINISHED_ROMAJI.sub("", unicodedata.normalize("NFKC", preedit))
        if kana and _KANA.fullmatch(kana):
            self._waiting = kana

    def _reading_of(self, commit: str) -> str:
        return commit if _OWN_READING.fullmatch(commit) else self._waiting

    def _on_name_edited(self, text: str) -> None:
        known = "".join(part for part, _reading in self._parts)
        added = text.removeprefix(known) if text.startswith(known) else None
        if added and _OWN_READING.fullmatch(added):
            self._parts.append((added, added))
        elif added != "":
            self._forget(text)
            return
        if all(reading or not part.strip() for part, reading in self._parts):
            self.reading_heard.emit(as_reading("".join(reading for _part, reading in self._parts)))
        else:
            self.reading_lost.emit()

    def _forget(self, text: str) -> None:
        while self._parts and not text.startswith("".join(part for part, _ in self._parts)):
            self._parts.pop()
        known = "".join(part for part, _reading in self._parts)
        if text != known:
            self._parts = [(text, "")] if text else []
            self.reading_lost.emit()
        else:
            self.reading_heard.emit(as_reading("".join(reading for _, reading in self._parts)))
