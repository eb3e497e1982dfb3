"""The menu in which one chooses whose casework one looks at: one centre's, or all of it."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QMenu

from soudan_desk.ui.seat import Seat
from soudan_desk.ui.widgets.rail import Rail

_ALL = "すべてのセンター"


def centre_name(seat: Seat) -> str:
    """Name what one looks at."""
    return seat.centre_names.get(seat.centre or "", _ALL)


def ask_centre(seat: Seat, rail: Rail, choose: Callable[[str | None], None]) -> None:
    """Open the menu at the head of the rail, on what is chosen now."""
    menu = QMenu(rail)
    menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
    choices: list[tuple[str | None, str]] = [(None, _ALL), *seat.centre_names.items()]
    for key, name in choices:
        action = menu.addAction(name)
        action.setCheckable(True)
        action.setChecked(key == seat.centre)
        action.triggered.connect(lambda _checked, key=key: choose(key))
        if action.isChecked():
            menu.setActiveAction(action)
    menu.popup(rail.below_centre())
