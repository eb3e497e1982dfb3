"""使い方の手引き: the user manual inside the program, opened by F1 at the page one is on."""

from __future__ import annotations

from collections.abc import Callable

from soudan_desk.ui import layouts
from soudan_desk.ui.icons import Icon
from soudan_desk.ui.pages.manual_view import ManualView
from soudan_desk.ui.pages.page import Page, Place
from soudan_desk.ui.shortcuts import bind_button
from soudan_desk.ui.theme import Type
from soudan_desk.ui.widgets.button import Button
from soudan_desk.ui.widgets.labels import Label, Line


class ManualPage(Page):
    """A chapter of the manual; every link is a place one can come back from."""

    name = "manual"

    def __init__(self, place: Place, save_pdf: Callable[[], object]) -> None:
        super().__init__()
        self.view = ManualView()
        self._save = Button("PDFで保存", icon=Icon.SAVE, key="Ctrl+S")
        self._save.setObjectName("save_manual")
        self._save.clicked.connect(save_pdf)
        self._build()
        bind_button(self, self._save)
        self.view.wanted.connect(self.go)
        self.view.show_place(place)

    def take_focus(self) -> None:
        """Stand in the text."""
        self.view.take_focus()

    def _build(self) -> None:
        title = Label("使い方の手引き", Type.TITLE, bold=True)
        head = layouts.row(title, layouts.STRETCH, self._save, margins=(24, 12, 24, 12))
        self.setLayout(layouts.column(head, Line(), (self.view, 1), spacing=0))
        layouts.set_surface(self, "surface")
