"""The manual to read: contents and what was found at the left, the text at the right."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QStackedWidget, QWidget

from soudan_desk.manual.chapters import (
    INDEX,
    Found,
    chapter,
    chapters,
    find_in_manual,
    has_chapter,
    parts,
)
from soudan_desk.ui import layouts
from soudan_desk.ui.icons import Icon
from soudan_desk.ui.pages.manual_contents import ManualContents
from soudan_desk.ui.pages.manual_text import ManualText
from soudan_desk.ui.pages.page import Place
from soudan_desk.ui.pages.search_hits import Hit, HitsView, Results
from soudan_desk.ui.shortcuts import bind, note
from soudan_desk.ui.widgets.labels import Line
from soudan_desk.ui.widgets.notices import EmptyState
from soudan_desk.ui.widgets.top_bar import SearchField

_LEFT, _MOST, _CONTEXT = 300, 60, 24
_FIND = "手引きの中のことば"


class ManualView(QWidget):
    """A chapter and the ways to the others; whoever holds it says what happens upon `wanted`."""

    wanted = Signal(object)
    """The place of a chapter that was chosen."""

    def __init__(self) -> None:
        super().__init__()
        self.field = SearchField(hint=_FIND, key="Ctrl+F", name="手引きの中をさがす")
        self.field.setObjectName("manual_words")
        self.contents, self.text = ManualContents(), ManualText()
        self.hits = HitsView(name="手引きの中で見つかったところ")
        self.hits.setObjectName("manual_hits")
        self._nothing = EmptyState("見つかりません。短いことばで試せます。")
        self._left = QStackedWidget()
        self._key = ""
        self._build()
        self._connect()

    @property
    def key(self) -> str:
        """The chapter that is shown."""
        return self._key

    def show_place(self, place: Place) -> None:
        """Show the chapter and heading that a place names, or the index."""
        key = place.about.get("chapter", INDEX)
        self._key = key if has_chapter(key) else INDEX
        self.contents.show_contents(parts(), self._key)
        self.text.show_chapter(chapter(self._key), place.about.get("heading", ""))
        self.text.mark(place.about.get("words", ""))

    def take_focus(self) -> None:
        """Stand in the text, to scroll it."""
        self.text.setFocus(Qt.FocusReason.OtherFocusReason)

    # --- private ---

    def _build(self) -> None:
        for widget in (self.contents, self.hits, self._nothing):
            self._left.addWidget(widget)
        head = layouts.row((self.field, 1), margins=(12, 12, 12, 8))
        left = layouts.panel(
            layouts.column(head, (self._left, 1), spacing=0), "raised", width=_LEFT
        )
        right = layouts.panel(layouts.column((self.text, 1), spacing=0), "raised")
        self.setLayout(layouts.row(left, Line(vertical=True), (right, 1), spacing=0))

    def _connect(self) -> None:
        self.field.edited.connect(self._on_words_edited)
        self.field.moved.connect(self._on_field_moved)
        self.field.entered.connect(self._on_field_entered)
        self.field.left.connect(self._on_field_left)
        self.hits.opened.connect(self.wanted)
        self.contents.wanted.connect(self._on_target_wanted)
        self.text.wanted.connect(self._on_target_wanted)
        bind(self, "Ctrl+F", "手引きの中をさがす", self._on_find_wanted)
        bind(self, "F6", "目次と本文を行き来する", self._change_sides)
        bind(self, "Ctrl+PgDown", "次の章", lambda: self._step(1))
        bind(self, "Ctrl+PgUp", "前の章", lambda: self._step(-1))
        bind(self.hits, "Esc", "目次へもどる", self._on_field_left, inside=True)
        note(self, "↑↓", "読み進める、選ぶ")
        note(self, "Tab", "次の参照先へ")
        note(self, "Enter", "開く")

    def _on_find_wanted(self) -> None:
        self.field.setFocus(Qt.FocusReason.ShortcutFocusReason)
        self.field.selectAll()

    def _on_words_edited(self, words: str) -> None:
        found = find_in_manual(words)
        results = Results(
            words,
            hits=tuple(_hit(each, words) for each in found[:_MOST]),
            groups=(("manual", "見つかったところ"),),
            more=frozenset({"manual"}) if len(found) > _MOST else frozenset(),
        )
        self.hits.show_results(results, most=_MOST)
        self._left.setCurrentIndex(0 if not words.strip() else 1 if found else 2)

    def _on_field_moved(self, step: int) -> None:
        shown = self._left.currentWidget()
        if shown is self.hits:
            self.hits.step(step)
        elif shown is self.contents:
            self.contents.setFocus(Qt.FocusReason.ShortcutFocusReason)

    def _on_field_entered(self) -> None:
        if self._left.currentWidget() is self.hits:
            self.hits.open_current()

    def _on_field_left(self) -> None:
        self.field.clear()
        self._left.setCurrentIndex(0)
        self.text.mark("")
        self.take_focus()

    def _change_sides(self) -> None:
        left: QWidget = self.hits if self._left.currentWidget() is self.hits else self.contents
        side = left if self.text.hasFocus() else self.text
        side.setFocus(Qt.FocusReason.ShortcutFocusReason)

    def _on_target_wanted(self, target: str) -> None:
        key, _, heading = target.partition("#")
        self.wanted.emit(manual_place(key or self._key, heading))

    def _step(self, step: int) -> None:
        keys = [INDEX, *(each.key for each in chapters())]
        there = keys.index(self._key) + step if self._key in keys else 0
        if 0 <= there < len(keys):
            self.wanted.emit(manual_place(keys[there]))


def manual_place(key: str, heading: str = "", words: str = "") -> Place:
    """Return the place of a chapter, one of its headings, and the words to mark in it."""
    about = {"chapter": key, "heading": heading, "words": words}
    return Place("manual", {name: said for name, said in about.items() if said})


def _hit(found: Found, words: str) -> Hit:
    start, end = found.match
    cut = max(0, start - _CONTEXT // 3)
    lead = "…" if cut else ""
    context = lead + found.line[cut : end + _CONTEXT]
    shift = len(lead) - cut
    return Hit(
        group="manual",
        icon=Icon.DOCUMENT,
        title=found.chapter.title,
        second=found.heading,
        context=context,
        match=(start + shift, end + shift),
        right="",
        place=manual_place(found.chapter.key, found.heading, words.strip()),
    )
