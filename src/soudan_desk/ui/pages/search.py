"""さがす: every word of every record, grouped, with the hit in its context."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QStackedWidget

from soudan_desk.ui import layouts
from soudan_desk.ui.pages.page import Page, Place
from soudan_desk.ui.pages.search_finding import FindWords, Searcher
from soudan_desk.ui.pages.search_hits import HitsView, Results
from soudan_desk.ui.shortcuts import bind, note
from soudan_desk.ui.theme import Role, Type
from soudan_desk.ui.widgets.labels import ElidedLabel, KeyHint, Label
from soudan_desk.ui.widgets.notices import EmptyState
from soudan_desk.ui.widgets.tabs import Tab, Tabs
from soudan_desk.ui.widgets.top_bar import SearchField

_ALL = "all"
_MOST = 50
_BEGIN = "氏名・カナ・電話・番号・記録のことばを打つと、ここに並びます。"
_WIDEST = 1040


class SearchPage(Page):
    """The words on top, what they are found in below, by group."""

    name = "search"

    def __init__(self, find: FindWords, words: str = "") -> None:
        super().__init__()
        self._results = Results("")
        self.field = SearchField(key="Ctrl+F", name="さがすことば")
        self.field.setObjectName("search_words")
        self._searcher = Searcher(find, self)
        self._tabs = Tabs([Tab(_ALL, "すべて")], name="種類")
        self._tabs.setObjectName("search_groups")
        self.view = HitsView()
        self._empty = EmptyState(_BEGIN)
        self._hint = ElidedLabel("", Type.SMALL, Role.MUTED)
        self._build()
        self._connect()
        self.look_for(words)

    # --- what the frame calls ---

    def take_focus(self) -> None:
        """Stand in the words, or on the hit one came back to."""
        here = self.view if self.view.current() is not None else self.field
        here.setFocus(Qt.FocusReason.OtherFocusReason)

    def reload(self, kinds: frozenset[str]) -> None:
        """Look again: a commit may have changed what is found."""
        self._searcher.look_again()

    # --- verbs ---

    def look_for(self, words: str) -> None:
        """Look for these words."""
        if words:
            self.field.setText(words)
        self._searcher.look_for(words)

    # --- private ---

    def _build(self) -> None:
        title = Label("さがす", Type.TITLE, bold=True)
        stack = QStackedWidget()
        stack.addWidget(self._empty)
        stack.addWidget(self.view)
        self._stack = stack
        keys = (KeyHint("↑↓", "選ぶ"), KeyHint("Enter", "開く"), KeyHint("Esc", "ことばへ"))
        foot = layouts.row((self._hint, 1), *keys, spacing=12, margins=(12, 8, 12, 8))
        box = layouts.panel(
            layouts.column((stack, 1), foot, spacing=0, margins=(1, 1, 1, 1)), "well"
        )
        head = layouts.column(title, self.field, self._tabs, spacing=12)
        self.setLayout(layouts.column(head, (box, 1), spacing=12, margins=(24, 16, 24, 16)))
        layouts.set_surface(self, "surface")
        bind(self, "Ctrl+F", "さがすことばへ", self._on_words_wanted)
        note(self, "↑↓", "結果を選ぶ")
        note(self, "Enter", "開く")

    def _connect(self) -> None:
        self.field.edited.connect(self._searcher.look_for)
        self.field.moved.connect(self._on_field_moved)
        self.field.entered.connect(self.view.open_current)
        self._searcher.found.connect(self._on_found)
        self._tabs.picked.connect(self._on_tab_picked)
        self.view.opened.connect(self.go)
        bind(self.view, "Esc", "さがすことばへ", self._on_words_wanted, inside=True)

    def _on_words_wanted(self) -> None:
        self.field.setFocus(Qt.FocusReason.ShortcutFocusReason)
        self.field.selectAll()

    def _on_field_moved(self, step: int) -> None:
        if self.view.hits.rowCount():
            self.view.setFocus(Qt.FocusReason.ShortcutFocusReason)
            if step < 0:
                self.view.step(-1)

    def _on_tab_picked(self, _key: str) -> None:
        self._show()

    def _on_found(self, results: Results) -> None:
        self._results = results
        groups = [
            Tab(key, f"{name} {results.count_of(key)}")
            for key, name in results.groups
            if results.of(key)
        ]
        self._tabs.set_tabs([Tab(_ALL, "すべて"), *groups])
        self._show()

    def _show(self) -> None:
        only = "" if self._tabs.current() == _ALL else self._tabs.current()
        self.view.show_results(self._results, most=_MOST, only=only)
        has_hits = bool(self._results.hits)
        self._stack.setCurrentIndex(1 if has_hits else 0)
        words = self._results.query
        missing = f"「{words}」は見つかりません。短いことばや、カナ・電話の一部でも試せます。"
        self._empty.say(missing if words else _BEGIN)
        more = "新しく入れたものから50件ずつ出ます。ことばを足すとしぼれます。"
        self._hint.setText(more if self._results.more else "")


def place_of_words(words: str) -> Place:
    """Return the place of the page that shows everything found by some words."""
    return Place("search", {"words": words})
