"""The button on 今日 that prints the day it shows."""

from __future__ import annotations

from collections.abc import Callable
from typing import Protocol

from PySide6.QtWidgets import QWidget

from soudan_desk.ui.icons import Icon
from soudan_desk.ui.pages.page import Page
from soudan_desk.ui.shortcuts import bind_button
from soudan_desk.ui.widgets.button import Button


class PrintMorning(Protocol):
    """Prints the morning's list from a page, and says so in its status line."""

    def __call__(self, parent: QWidget, said: Callable[[str], None], *, whole: bool) -> None:
        """Print one's own day, or the whole centre's."""


class MorningButton(Button):
    """Prints what falls due, is to be done and is arranged today: for oneself, or for all."""

    def __init__(
        self, page: Page, print_morning: PrintMorning, is_whole: Callable[[], bool]
    ) -> None:
        super().__init__("朝の一覧を印刷", icon=Icon.PRINT, key="Ctrl+P")
        self.setObjectName("print_morning_list")
        self.setToolTip("いま見えている今日（自分、またはセンター全体）を紙にします。")
        self.clicked.connect(lambda: print_morning(page, page.said.emit, whole=is_whole()))
        bind_button(page, self)
