"""伝えること: on what ground, which lines, and the words of those that the worker writes."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QWidget

from soudan_desk.services.referral_lines import Disclosing, Line, LineState
from soudan_desk.services.referral_texts import OWN_TEXTS
from soudan_desk.ui import layouts
from soudan_desk.ui.icons import Icon
from soudan_desk.ui.pages.referral_ground import GroundBar
from soudan_desk.ui.pages.referral_line_list import LineList
from soudan_desk.ui.shortcuts import bind
from soudan_desk.ui.theme import Role, Type
from soudan_desk.ui.widgets.labelled import LabelledEditor
from soudan_desk.ui.widgets.labels import KeyHint, Label
from soudan_desk.ui.widgets.notices import Notice
from soudan_desk.ui.widgets.record_text import RecordTextEdit

_FROM_PERSON = "基本情報から入ります。ケースの「基本情報・世帯」で直してください。"


class Tell(QWidget):
    """What is told; `edited` sends the key of the question that changed."""

    edited = Signal(str)
    ground_asked = Signal()
    """The worker wants to choose another consent or ground."""

    def __init__(self) -> None:
        super().__init__()
        self._count = Label("", Type.LABEL, Role.MUTED, figures=True)
        self.ground = GroundBar()
        self.list = LineList()
        self._why = Notice(Role.INFO, Icon.INFO, "", bold=False)
        self._words = RecordTextEdit(lines=3)
        self._frame = LabelledEditor("", self._words, note="Esc で一覧へもどる")
        self._writing = ""
        self._begun: set[str] = set()
        self._texts: dict[str, str | None] = {}
        self._build()
        self._connect()

    def hasHeightForWidth(self) -> bool:
        """Let the list shrink: asked for a height, Qt would give every line its room."""
        return False

    # answers

    def set_answers(self, answers: Mapping[str, Any], judged: Disclosing) -> None:
        """Show stored words, and the lines as they were judged."""
        self._texts = {key: answers.get(key) for key in OWN_TEXTS.values()}
        self._begun.clear()
        self._close()
        self.show_judged(judged)

    def answers(self) -> dict[str, Any]:
        """Return the chosen lines and the words of those that were written here."""
        chosen = [line.code for line in self.list.lines if line.chosen]
        return {**self._texts, "disclosed": chosen}

    def show_judged(self, judged: Disclosing) -> None:
        """Show what the letter would tell, and on what ground."""
        self.ground.show_ground(judged)
        written = {
            line.code
            for line in judged.lines
            if line.code in self._begun and line.state is not LineState.BLANK
        }
        self._begun -= written
        self._show(
            [
                replace(line, chosen=True) if line.code in written and line.may_tell else line
                for line in judged.lines
            ]
        )

    def show_text(self, code: str, text: str) -> None:
        """Show other words of one line at once."""
        key = OWN_TEXTS[code]
        self._texts[key] = text.strip() or None
        self._show(
            [replace(line, text=text) if line.code == code else line for line in self.list.lines]
        )

    def take_focus(self) -> None:
        """Stand in the list."""
        self.list.setFocus(Qt.FocusReason.OtherFocusReason)

    # private

    def _build(self) -> None:
        title = Label("伝えること", Type.HEADING, bold=True)
        hints = (KeyHint("Space", "入・切"), KeyHint("Ctrl+I", "理由を見る"))
        head = layouts.row(title, self._count, layouts.STRETCH, *hints)
        self._words.setObjectName("line_words")
        parts = (head, self.ground, (self.list, 100), self._why, self._frame, layouts.STRETCH)
        self.setLayout(layouts.column(*parts, spacing=8))
        self._why.hide()
        self._frame.hide()
        bind(self, "Ctrl+I", "伝えてよい・よくない理由を見る", self.list.ask_why)

    def _connect(self) -> None:
        self.ground.asked.connect(self.ground_asked)
        self.list.ticked.connect(self.turn)
        self.list.why_asked.connect(self._on_why_asked)
        self.list.words_asked.connect(self._on_words_asked)
        self.list.moved.connect(self._close)
        self._words.edited.connect(self._on_words_edited)
        self._words.installEventFilter(self)

    def turn(self, code: str) -> None:
        """Take a line in or leave it out; one that may not be told says why instead."""
        line = next(line for line in self.list.lines if line.code == code)
        if line.state is LineState.BLANK and code in OWN_TEXTS:
            self._on_words_asked(line)
            return
        if not line.may_tell and not line.chosen:
            self._on_why_asked(line)
            return
        self._show(
            [
                replace(each, chosen=not each.chosen) if each.code == code else each
                for each in self.list.lines
            ]
        )
        self.edited.emit("disclosed")

    def _is_blank(self, code: str) -> bool:
        return any(line.code == code and line.state is LineState.BLANK for line in self.list.lines)

    def _show(self, lines: Any) -> None:
        self.list.show_lines(tuple(lines))
        told = sum(line.told for line in self.list.lines)
        self._count.setText(f"{told} / {len(self.list.lines)} 行")

    def _on_why_asked(self, line: Line) -> None:
        self._frame.hide()
        self._why.say(f"{line.label}: {line.why}")
        self._why.show()

    def _on_words_asked(self, line: Line) -> None:
        if line.code not in OWN_TEXTS:
            self._frame.hide()
            self._why.say(f"{line.label}: {_FROM_PERSON}")
            self._why.show()
            return
        self._why.hide()
        self._writing = line.code
        self._frame.label.setText(line.label)
        self._words.setAccessibleName(line.label)
        self._words.set_text(self._texts.get(OWN_TEXTS[line.code]) or line.text)
        self._frame.show()
        self._words.setFocus(Qt.FocusReason.OtherFocusReason)

    def _on_words_edited(self) -> None:
        key = OWN_TEXTS.get(self._writing)
        if key is None or self._words.text().strip() == (self._texts.get(key) or ""):
            return  # only the line height changed, with the zoom
        if self._is_blank(self._writing):
            self._begun.add(self._writing)  # ticked once it is judged, be it after Esc
        self.show_text(self._writing, self._words.text())
        self.edited.emit(OWN_TEXTS[self._writing])

    def _close(self) -> None:
        self._why.hide()
        self._frame.hide()
        self._writing = ""

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Return to the list by Esc."""
        is_key = isinstance(event, QKeyEvent) and event.type() is QEvent.Type.KeyPress
        if is_key and event.key() == Qt.Key.Key_Escape:  # type: ignore[attr-defined]
            self._close()
            self.take_focus()
            return True
        return False
