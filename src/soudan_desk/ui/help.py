"""F1: which chapter of the manual belongs to what is on the screen, and the manual over a dialog.

help_place(page)             # the place of the manual that tells of this page
open_manual_over(dialog)     # the manual above what waits for an answer
"""

from __future__ import annotations

from collections.abc import Iterator

from PySide6.QtWidgets import QAbstractButton, QDialog, QWidget

from soudan_desk.manual.chapters import chapter, has_chapter
from soudan_desk.ui import layouts
from soudan_desk.ui.forms.grid import REQUIRED
from soudan_desk.ui.pages.manual_view import ManualView, manual_place
from soudan_desk.ui.pages.page import Page, Place
from soudan_desk.ui.shortcuts import HELP_WORDS, bind
from soudan_desk.ui.theme import theme
from soudan_desk.ui.widgets.labels import KeyHint, Line
from soudan_desk.ui.widgets.tabs import Tabs


def help_place(shown: QWidget) -> Place:
    """Return where the manual tells of a page: its chapter, and the heading of what has focus."""
    key = _chapter_of(shown)
    heading = ""
    if has_chapter(key):
        headings = chapter(key).headings
        heading = next((name for name in _names_around(shown) if name in headings), "")
    return manual_place(key, heading)


def open_manual_over(owner: QWidget) -> None:
    """Show the manual in a dialog of its own, above whatever waits."""
    from soudan_desk.ui.dialogs import run_dialog

    run_dialog(ManualDialog(owner.window(), help_place(_page_below(owner))))


class ManualDialog(QDialog):
    """The manual where there is no desk around it; Esc goes back to what waits."""

    def __init__(self, parent: QWidget, place: Place) -> None:
        super().__init__(parent)
        self.setObjectName("manual_dialog")
        self.setWindowTitle(HELP_WORDS)
        self.view = ManualView()
        self._visited = [place]
        hints = (KeyHint("Alt+←", "もどる"), KeyHint("Ctrl+F", "さがす"), KeyHint("Esc", "閉じる"))
        foot = layouts.row(layouts.STRETCH, *hints, spacing=14, margins=(16, 8, 16, 8))
        self.setLayout(layouts.column((self.view, 1), Line(), foot, spacing=0))
        self.resize(theme.px(1080), theme.px(680))
        self.view.wanted.connect(self._on_wanted)
        bind(self, "Alt+Left", "もどる", self._back)
        self.view.show_place(place)
        self.view.take_focus()

    def _on_wanted(self, place: Place) -> None:
        self._visited.append(place)
        self.view.show_place(place)

    def _back(self) -> None:
        if len(self._visited) > 1:
            self._visited.pop()
            self.view.show_place(self._visited[-1])


def _page_below(owner: QWidget) -> QWidget:
    """Return the page a dialog was opened from, or what fills the window."""
    widget: QWidget | None = owner
    while widget is not None:
        if isinstance(widget, Page):
            return widget
        widget = widget.parentWidget()
    for top in _windows_below(owner):
        shown = [page for page in top.findChildren(Page) if page.isVisible()]
        if shown:
            return shown[0]
    return owner


def _windows_below(owner: QWidget) -> Iterator[QWidget]:
    widget: QWidget | None = owner.window()
    while widget is not None:
        yield widget
        parent = widget.parentWidget()
        widget = parent.window() if parent is not None else None


def _chapter_of(shown: QWidget) -> str:
    """Return the chapter of a page, or of the tab of it that is open where that has its own."""
    name = shown.objectName()
    keys = (f"{name}_{tabs.current()}" for tabs in _shown_tabs(shown))
    return next((key for key in keys if has_chapter(key)), name)


def _shown_tabs(shown: QWidget) -> list[Tabs]:
    return [tabs for tabs in shown.findChildren(Tabs) if tabs.isVisibleTo(shown)]


def _names_around(shown: QWidget) -> Iterator[str]:
    """List what the focus is in, from the inside out, then the tab that is open."""
    widget: QWidget | None = shown.window().focusWidget()
    while widget is not None and widget is not shown:
        yield widget.accessibleName().removesuffix(f" {REQUIRED}")
        widget = widget.parentWidget()
    for tabs in _shown_tabs(shown):
        for button in tabs.findChildren(QAbstractButton):
            if button.isChecked():
                yield button.text()
