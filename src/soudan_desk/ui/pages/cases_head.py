"""The head of the case list: how many there are, search, columns, Excel and paper."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QMenu, QWidget

from soudan_desk.ui import layouts
from soudan_desk.ui.icons import Icon
from soudan_desk.ui.pages.cases_emergency import OpenInEmergency, ask_emergency
from soudan_desk.ui.shortcuts import bind
from soudan_desk.ui.theme import Role, Type
from soudan_desk.ui.widgets.button import Button
from soudan_desk.ui.widgets.chips import FilterChip
from soudan_desk.ui.widgets.inputs import LineEdit
from soudan_desk.ui.widgets.labels import ElidedLabel, Label
from soudan_desk.ui.widgets.menus import pop_up

_PAUSE_MS = 150


class CasesHead(QWidget):
    """One line; where the window is low the view stands in it too and buttons go into a menu."""

    searched = Signal(str)
    """The words in the search after a pause in typing, or at once upon Enter."""
    left = Signal()
    """Enter was pressed in the search."""
    opened = Signal(object)
    """The id of a case that was opened in an emergency."""

    def __init__(self, open_in_emergency: OpenInEmergency | None) -> None:
        super().__init__()
        self._open_in_emergency = open_in_emergency
        self.count = ElidedLabel("", Type.BODY, Role.MUTED)
        self.search = LineEdit(placeholder="氏名・番号でしぼる", name="氏名・番号でしぼる")
        self.columns = Button("列", icon=Icon.COLUMNS, key="Alt+C")
        self.excel = Button("Excel", icon=Icon.EXCEL, key="Ctrl+E")
        self.paper = Button("印刷", icon=Icon.PRINT, key="Ctrl+P")
        self.emergency = Button("緊急閲覧", icon=Icon.LOCKED, key="Alt+E")
        self.view = FilterChip("見方", opens_menu=True)
        self._more = Button(icon=Icon.MORE, name="列・Excel・印刷")
        self._is_tight = False
        self._may_export = self._is_list = True
        self._pause = QTimer(self, singleShot=True, interval=_PAUSE_MS)
        self._build()
        self._more.clicked.connect(self._on_more_clicked)
        self.emergency.clicked.connect(self._on_emergency_clicked)
        self.search.textEdited.connect(self._pause.start)
        self.search.returnPressed.connect(self._on_search_entered)
        self._pause.timeout.connect(self._on_searched)

    def set_parts(self, *, may_export: bool, is_list: bool) -> None:
        """Show what the worker may do with what is shown: a list of cases, or another table."""
        self._may_export, self._is_list = may_export, is_list
        self._show_parts()

    def set_tight(self, *, tight: bool) -> None:
        """Keep to one narrow line."""
        self._is_tight = tight
        self._show_parts()

    def more_menu(self) -> QMenu:
        """Return the buttons that have no room."""
        menu = QMenu(self)
        for button in self._buttons():
            if self._is_offered(button):
                action = QAction(f"{button.text()}\t{button.key}", menu)
                action.setObjectName(f"more_{button.objectName()}")
                action.triggered.connect(button.clicked)
                menu.addAction(action)
        return menu

    def begin_search(self) -> None:
        """Stand in the search."""
        self.search.setFocus(Qt.FocusReason.ShortcutFocusReason)
        self.search.selectAll()

    @property
    def below_columns(self) -> QWidget:
        """Return the button that stands for the columns now."""
        return self._more if self._is_tight else self.columns

    def bind_keys(self, page: QWidget) -> None:
        """Let the keys press their buttons, be these lines of the menu at present."""
        for button in self._buttons():
            bind(page, button.key, button.text(), partial(self._press, button))

    # private

    def _build(self) -> None:
        named = {
            "search_cases": self.search, "choose_columns": self.columns,
            "export_cases": self.excel, "print_cases": self.paper, "choose_view": self.view,
            "more_acts": self._more, "open_emergency": self.emergency,
        }  # fmt: skip
        for name, part in named.items():
            part.setObjectName(name)
        title = Label("ケース", Type.TITLE, bold=True)
        buttons = (*self._buttons(), self._more)
        row = layouts.row(
            title, 2, self.view, (self.count, 2), (self.search, 1), *buttons, spacing=8
        )
        row.setAlignment(self.view, Qt.AlignmentFlag.AlignVCenter)
        self.setLayout(row)
        self._show_parts()

    def _buttons(self) -> tuple[Button, ...]:
        return self.emergency, self.columns, self.excel, self.paper

    def _press(self, button: Button) -> None:
        if self._is_offered(button):
            button.clicked.emit()

    def _is_offered(self, button: Button) -> bool:
        if button is self.emergency:
            return self._open_in_emergency is not None
        if button is self.columns:
            return self._is_list
        return self._may_export or button is self.paper

    def _show_parts(self) -> None:
        for button in self._buttons():
            button.setVisible(not self._is_tight and self._is_offered(button))
        self.view.setVisible(self._is_tight)
        self._more.setVisible(self._is_tight)
        self.search.setVisible(self._is_list)

    def _on_search_entered(self) -> None:
        self._pause.stop()
        self._on_searched()
        self.left.emit()

    def _on_searched(self) -> None:
        self.searched.emit(self.search.text().strip())

    def _on_emergency_clicked(self) -> None:
        if self._open_in_emergency is not None:
            case_id = ask_emergency(self, self._open_in_emergency)
            if case_id is not None:
                self.opened.emit(case_id)

    def _on_more_clicked(self) -> None:
        pop_up(self.more_menu(), self._more)
