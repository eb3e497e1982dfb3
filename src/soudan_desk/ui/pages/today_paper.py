"""The button on 今日 that prints one's own day."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtWidgets import QWidget

from soudan_desk.ui.icons import Icon
from soudan_desk.ui.pages.page import Page
from soudan_desk.ui.shortcuts import bind_button
from soudan_desk.ui.widgets.button import Button

PrintMorning = Callable[[QWidget, Callable[[str], None]], None]
"""Prints the morning's list from a page, and says so in its status line."""


class MorningButton(Button):
    """Prints what falls due, is to be done and is arranged for oneself today."""

    def __init__(self, page: Page, print_morning: PrintMorning) -> None:
        super().__init__("朝の一覧を印刷", icon=Icon.PRINT, key="Ctrl+P")
        self.setObjectName("print_morning_list")
        self.setToolTip("自分の期限・用事・予定を1枚の紙にします。")
        self.clicked.connect(lambda: print_morning(page, page.said.emit))
        bind_button(page, self)
