"""The middle of 供覧・決裁: one record, read whole or with what changed since it was last read."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import partial
from html import escape

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QScrollArea, QWidget

from soudan_desk.ui import layouts
from soudan_desk.ui.icons import Icon
from soudan_desk.ui.theme import Role, Type, theme
from soudan_desk.ui.widgets.changed_text import Passage
from soudan_desk.ui.widgets.chips import Chip
from soudan_desk.ui.widgets.choices import Segments
from soudan_desk.ui.widgets.differences import (
    Piece,
    both_html,
    is_changed,
    paragraphs,
    pieces_between,
)
from soudan_desk.ui.widgets.labels import ElidedLabel, Label
from soudan_desk.ui.widgets.notices import Notice
from soudan_desk.ui.widgets.painting import ChipLook

CHANGES, WHOLE = "changes", "whole"
_SHORT, _MEASURE = 30, 720
_JOINER, _BETWEEN_FACTS = "\u2060", "&nbsp;&nbsp;&nbsp; "
_NEW = ChipLook("新しく書かれた欄", Role.INFO, Icon.ADD)
_GONE = ChipLook("消された欄", Role.INFO, Icon.EXCLUDED)


@dataclass(frozen=True, slots=True)
class ShownPart:
    """One answered question: `old` as last read, None where it had no answer."""

    label: str
    old: str | None
    new: str
    is_text: bool = False
    is_lead: bool = True
    """A fact that stands before the texts; another one follows them."""


@dataclass(frozen=True, slots=True)
class ReadingHead:
    """What stands above a record: whose, what, when, which version, and what was asked of it."""

    name: str
    case_no: str
    chip: ChipLook
    facts: str
    version: str = ""
    handed_in: str = ""
    notice: str = ""
    notice_icon: Icon = Icon.UNDO


class RecordSheet(QWidget):
    """The answers of a record; with marks, what changed carries them."""

    def __init__(self, parts: Sequence[ShownPart], *, marked: bool) -> None:
        super().__init__()
        self.changes: list[Passage] = []
        self._marked = marked
        column = layouts.column(spacing=6, margins=(0, 0, 0, 8))
        facts = [part for part in parts if self._is_fact(part)]
        layouts.add(column, *_in_a_row([part for part in facts if part.is_lead]))
        for part in parts:
            if not self._is_fact(part):
                layouts.add(column, *self._answer(part), 8)
        layouts.add(column, *_in_a_row([part for part in facts if not part.is_lead]))
        self.setProperty("plain", True)
        self.setLayout(column)
        self.setMaximumWidth(theme.px(_MEASURE))

    def _is_fact(self, part: ShownPart) -> bool:
        is_same = not self._marked or (part.old or "") == part.new
        return is_same and not part.is_text and len(part.new) <= _SHORT and "\n" not in part.new

    def _answer(self, part: ShownPart) -> list[QWidget]:
        label = Label(part.label, Type.LABEL, Role.MUTED)
        if not self._marked:
            return [label, *(self._passage([Piece(text)]) for text in _lines(part.new))]
        pieces = pieces_between(part.old or "", part.new)
        chip = None if part.old and part.new else Chip(_NEW if part.new else _GONE)
        head = layouts.panel(layouts.row(label, chip, layouts.STRETCH))
        return [head, *(self._passage(each) for each in paragraphs(pieces))]

    def _passage(self, pieces: Sequence[Piece]) -> Passage:
        passage = Passage(partial(both_html, pieces), changed=is_changed(pieces))
        if passage.is_changed:
            self.changes.append(passage)
        return passage


class ReviewReading(QWidget):
    """Head, notice and text; N goes from change to change."""

    said = Signal(str)

    def __init__(self) -> None:
        super().__init__()
        self._parts: Sequence[ShownPart] = ()
        self._has_marks = False
        self._at = -1
        self._name = ElidedLabel("", Type.TITLE, bold=True)
        self._number = Label("", Type.LABEL, Role.MUTED, figures=True)
        self._chip = Chip(ChipLook(""))
        self._facts = ElidedLabel("", Type.LABEL, Role.MUTED)
        self._version = Label("", Type.LABEL, bold=True)
        self._handed_in = Label("", Type.LABEL, Role.MUTED)
        self.view = Segments(
            [(CHANGES, "変わった所"), (WHOLE, "全文")], height=28, required=True, name="読みかた"
        )
        self.notice = Notice(Role.INFO, Icon.UNDO, "", act="直したところ", key="N")
        self._scroll = QScrollArea()
        self._body = layouts.column(spacing=16, margins=(32, 6, 32, 16))
        self._sheet: RecordSheet | None = None
        self._below: QWidget | None = None
        self._build()
        self.view.picked.connect(self._fill)
        self.notice.acted.connect(self.next_change)

    @property
    def sheet(self) -> RecordSheet | None:
        """Return the text that is shown."""
        return self._sheet

    def take_focus(self) -> None:
        """Stand in the text."""
        self._scroll.setFocus(Qt.FocusReason.OtherFocusReason)

    def show_record(self, head: ReadingHead, parts: Sequence[ShownPart], *, marked: bool) -> None:
        """Show a record; where something changed, that first."""
        self._parts, self._has_marks = parts, marked
        for label, text in (
            (self._name, head.name),
            (self._number, head.case_no),
            (self._facts, head.facts),
            (self._version, head.version),
            (self._handed_in, head.handed_in),
        ):
            label.setText(text)
            label.setVisible(bool(text))
        self._chip.set_look(head.chip)
        self.view.setVisible(marked)
        self.view.set_value(CHANGES if marked else WHOLE)
        self._fill()
        self._show_notice(head)
        self._scroll.verticalScrollBar().setValue(0)

    def next_change(self) -> None:
        """Go to the next change, after the last one to the first."""
        if self._has_marks and self.view.value() == WHOLE:
            self.view.set_value(CHANGES)
            self._fill()
        changes = self._sheet.changes if self._sheet else []
        if not changes:
            self.said.emit("前に読んでから変わった所はありません。")
            return
        self._at = (self._at + 1) % len(changes)
        for at, passage in enumerate(changes):
            passage.stand_here(at == self._at)
        self._scroll.ensureWidgetVisible(changes[self._at], 0, theme.px(80))
        self.said.emit(f"変わった所 {self._at + 1}／{len(changes)}")

    def turn_view(self) -> None:
        """Change between what changed and the whole text."""
        if self._has_marks:
            self.view.set_value(WHOLE if self.view.value() == CHANGES else CHANGES)
            self._fill()

    def turn_page(self, back: bool) -> None:
        """Scroll by a page, as books are read."""
        bar = self._scroll.verticalScrollBar()
        bar.setValue(bar.value() + (-1 if back else 1) * (bar.pageStep() - theme.px(24)))

    def set_below(self, widget: QWidget | None) -> None:
        """Let something follow the text where there is no room beside it."""
        if self._below is not None:
            self._body.removeWidget(self._below)
        self._below = widget
        if widget is not None:
            self._body.insertWidget(self._body.count() - 1, widget)
            widget.show()

    def _build(self) -> None:
        self.view.setObjectName("reading_view")
        self.notice.button.setObjectName("jump_to_change")
        first = layouts.row(
            self._name, self._number, self._chip, layouts.STRETCH, self.view, spacing=10
        )
        second = layouts.row((self._facts, 1), self._version, self._handed_in, spacing=8)
        head = layouts.column(
            layouts.panel(first, height=32),
            second,
            self.notice,
            spacing=6,
            margins=(32, 12, 32, 4),
        )
        layouts.add(self._body, layouts.STRETCH)
        inside = layouts.panel(self._body, "raised")
        self._scroll.setMinimumHeight(1)  # the head is not squeezed
        self._scroll.setFrameShape(QFrame.Shape.NoFrame)
        self._scroll.setWidgetResizable(True)
        self._scroll.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._scroll.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self._scroll.setAccessibleName("記録")
        self._scroll.setWidget(inside)
        self.setLayout(layouts.column(head, (self._scroll, 1), spacing=0))
        layouts.set_surface(self, "raised")

    def _fill(self) -> None:
        if self._sheet is not None:
            self._body.removeWidget(self._sheet)
            self._sheet.hide()
            self._sheet.deleteLater()
        self._at = -1
        self._sheet = RecordSheet(self._parts, marked=self.view.value() == CHANGES)
        self._body.insertWidget(0, self._sheet)
        self._sheet.show()

    def _show_notice(self, head: ReadingHead) -> None:
        count = len(self._sheet.changes) if self._sheet and self._has_marks else 0
        words = head.notice or (f"前に読んでから {count}か所が変わりました" if count else "")
        self.notice.say(words)
        self.notice.button.setText(f"変わった所 {count}")
        self.notice.button.setVisible(count > 0)
        self.notice.setVisible(bool(words))


def _lines(text: str) -> list[str]:
    return [line for line in text.split("\n") if line.strip()]


def _in_a_row(facts: Sequence[ShownPart]) -> list[QWidget | int]:
    if not facts:
        return []
    return [Passage(partial(_facts_html, facts), changed=False, inset=0, size=Type.LABEL), 6]


def _facts_html(parts: Sequence[ShownPart]) -> str:
    muted = theme.colour(Role.MUTED).name()
    return _BETWEEN_FACTS.join(
        f'<span style="color:{muted}">{_unbroken(part.label)}</span>{_JOINER}&nbsp;{_JOINER}'
        f"{_unbroken(part.new)}"
        for part in parts
    )


def _unbroken(words: str) -> str:
    """Let a short answer stay in one line."""
    return _JOINER.join("&nbsp;" if letter == " " else escape(letter) for letter in words)
