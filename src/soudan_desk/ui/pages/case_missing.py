"""What stands where a case can no longer be seen."""

from __future__ import annotations

from soudan_desk.ui import layouts
from soudan_desk.ui.icons import Icon
from soudan_desk.ui.pages.page import Page, Place
from soudan_desk.ui.widgets.notices import EmptyState


class MissingCase(Page):
    """Says why, and leads back to the list."""

    name = "case"

    def __init__(self, sentence: str) -> None:
        super().__init__()
        self._said = EmptyState(sentence, act="ケースの一覧へ", icon=Icon.CASES)
        self._said.button.setObjectName("open_cases")
        self.setLayout(layouts.column((self._said, 1)))
        layouts.set_surface(self, "surface")
        self._said.acted.connect(lambda: self.go.emit(Place("cases")))

    def take_focus(self) -> None:
        """Stand on the way out."""
        self._said.button.setFocus()
