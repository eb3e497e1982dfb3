"""設定: what the office, its centres and this PC are set to, a tab for each."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from PySide6.QtWidgets import QStackedWidget, QWidget

from soudan_desk.ui import layouts
from soudan_desk.ui.pages.page import Page
from soudan_desk.ui.theme import Type
from soudan_desk.ui.widgets.labels import Label
from soudan_desk.ui.widgets.tabs import Tab, Tabs


class SettingsPane(QWidget):
    """What stands behind a tab; `said` of the page is handed in as `say`."""

    def reload(self, kinds: frozenset[str]) -> None:
        """Show anew what may have changed."""

    def take_focus(self) -> None:
        """Put the focus where work starts."""
        self.setFocus()


@dataclass(frozen=True, slots=True)
class SettingsTab:
    """A tab this worker has; its pane is made when it is first looked at."""

    key: str
    label: str
    make: Callable[[], SettingsPane]


class SettingsPage(Page):
    """The tabs a worker's roles allow."""

    name = "settings"
    title = "設定"

    def __init__(self, tabs: Sequence[SettingsTab], first: str = "") -> None:
        super().__init__()
        self._makers = {tab.key: tab.make for tab in tabs}
        self._panes: dict[str, SettingsPane] = {}
        self._tabs = Tabs([Tab(tab.key, tab.label) for tab in tabs], name=self.title)
        self._stack = QStackedWidget()
        self._build()
        self._tabs.picked.connect(self.show_tab)
        self.show_tab(first if first in self._makers else tabs[0].key)

    def show_tab(self, key: str) -> None:
        """Show a tab."""
        self._tabs.set_current(key)
        if key not in self._panes:
            self._panes[key] = self._makers[key]()
            self._panes[key].setObjectName(f"{self.name}_{key}")
            self._stack.addWidget(self._panes[key])
        self._stack.setCurrentWidget(self._panes[key])

    def pane(self) -> SettingsPane:
        """Return what is shown now."""
        return self._panes[self._tabs.current()]

    def reload(self, kinds: frozenset[str]) -> None:
        """Tell every pane that was made."""
        for pane in self._panes.values():
            pane.reload(kinds)

    def take_focus(self) -> None:
        """Stand on the tabs: their arrows lead on."""
        self._tabs.setFocus()

    def _build(self) -> None:
        head = layouts.column(
            Label(self.title, Type.TITLE, bold=True),
            6,
            self._tabs,
            spacing=0,
            margins=(24, 16, 24, 0),
        )
        self.setLayout(layouts.column(head, (self._stack, 1), spacing=0))
