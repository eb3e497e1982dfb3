"""Quick search: what is found as one types, in a panel below the field of the top bar."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QEvent, QObject, QPoint, Qt
from PySide6.QtGui import QFocusEvent
from PySide6.QtWidgets import QApplication, QFrame, QWidget

from soudan_desk.ui import layouts
from soudan_desk.ui.icons import Icon
from soudan_desk.ui.pages.page import Place
from soudan_desk.ui.pages.search import place_of_words
from soudan_desk.ui.pages.search_finding import FindWords, Searcher
from soudan_desk.ui.pages.search_hits import Hit, HitsView, Results
from soudan_desk.ui.theme import Role, Type, theme
from soudan_desk.ui.widgets.labels import KeyHint, Label, Line
from soudan_desk.ui.widgets.top_bar import SearchField

_WIDTH, _TALLEST, _MOST_OF_EACH = 620, 520, 5


class QuickSearch(QFrame):
    """Hits below the field while one types: ↑↓ choose, Enter opens, Esc goes back to the page."""

    def __init__(
        self,
        frame_parent: QWidget,
        search_field: SearchField,
        find: FindWords,
        go: Callable[[Place], object],
    ) -> None:
        super().__init__(frame_parent)
        self.setObjectName("quick_search")
        self.setAccessibleName("さがした結果")
        self._field, self._go = search_field, go
        self._came_from: QWidget | None = None
        self._opens_first = False
        self._searcher = Searcher(find, self)
        self.view = HitsView()
        self.view.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._nothing = Label("", Type.BODY, Role.MUTED)
        self._build()
        self._connect()
        self.hide()

    # --- verbs ---

    def leave(self) -> None:
        """Go away; the page has the keyboard again, as it was left."""
        self._close()
        if self._came_from is not None and self._came_from.isVisible():
            self._came_from.setFocus(Qt.FocusReason.OtherFocusReason)
        else:
            self._field.clearFocus()

    # --- Qt ---

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Follow the window's size; go away when the field is left."""
        if watched is self.parent() and event.type() is QEvent.Type.Resize:
            self._place()
        elif watched is self._field and isinstance(event, QFocusEvent):
            self._on_field_focus(event)
        return False

    # --- private ---

    def _build(self) -> None:
        self._nothing.setContentsMargins(theme.px(14), theme.px(14), theme.px(14), theme.px(14))
        hints = (KeyHint("↑↓", "選ぶ"), KeyHint("Enter", "開く"), KeyHint("Esc", "もどる"))
        foot = layouts.row(*hints, layouts.STRETCH, spacing=14, margins=(14, 7, 14, 8))
        parts = (self._nothing, (self.view, 1), Line(), foot)
        self.setLayout(layouts.column(*parts, spacing=0, margins=(1, 1, 1, 1)))
        layouts.set_surface(self, "field")

    def _connect(self) -> None:
        parent = self.parentWidget()
        assert parent is not None
        parent.installEventFilter(self)
        self._field.installEventFilter(self)
        self._field.edited.connect(self._on_field_edited)
        self._field.moved.connect(self.view.step)
        self._field.entered.connect(self._on_field_entered)
        self._field.left.connect(self.leave)
        self._searcher.found.connect(self._on_found)
        self.view.opened.connect(self._on_view_opened)
        app = QApplication.instance()
        if isinstance(app, QApplication):
            app.focusChanged.connect(self._on_focus_changed)

    def _on_focus_changed(self, before: QWidget | None, now: QWidget | None) -> None:
        if now is self._field and before is not None and before is not self._field:
            self._came_from = before

    def _on_field_focus(self, event: QFocusEvent) -> None:
        passing = (Qt.FocusReason.PopupFocusReason, Qt.FocusReason.ActiveWindowFocusReason)
        if event.gotFocus() and self._field.text().strip():
            self._searcher.look_again()
        elif event.lostFocus() and event.reason() not in passing:
            self.hide()

    def _on_field_edited(self, words: str) -> None:
        self._opens_first = False
        self._searcher.look_for(words)

    def _on_field_entered(self) -> None:
        if self._searcher.is_waiting:
            self._opens_first = True
        elif self.isVisible():
            self.view.open_current()

    def _on_found(self, results: Results) -> None:
        if not results.query or not self._field.hasFocus():
            self.hide()
            return
        self.view.show_results(results, most=_MOST_OF_EACH)
        self.view.setVisible(bool(results.hits))
        self._nothing.setVisible(not results.hits)
        self._nothing.setText(f"「{results.query}」は見つかりません。")
        if results.hits:
            self.view.hits.add_line(_all_of(results.query))
        self._place()
        self.show()
        self.raise_()
        if self._opens_first and results.hits:
            self._opens_first = False
            self.view.open_current()

    def _on_view_opened(self, place: Place) -> None:
        self._close()
        self._go(place)

    def _close(self) -> None:
        self.hide()
        self._opens_first = False
        self._field.clear()
        self._searcher.look_for("")

    def _place(self) -> None:
        parent = self.parentWidget()
        if parent is None:
            return
        at = self._field.mapTo(parent, QPoint(0, self._field.height() + theme.px(4)))
        width = min(theme.px(_WIDTH), parent.width() - at.x() - theme.px(16))
        lines = self.view.content_height() if not self.view.isHidden() else theme.px(44)
        room = parent.height() - at.y() - theme.px(16)
        height = min(lines + theme.px(40), theme.px(_TALLEST), room)
        self.setGeometry(at.x(), at.y(), width, height)


def _all_of(words: str) -> Hit:
    return Hit(
        "", Icon.SEARCH, f"「{words}」をすべて見る", "", "", (0, 0), "", place_of_words(words)
    )
