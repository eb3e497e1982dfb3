"""The bar above every page: back and forward, quick search, new consultation, who one is, lock.

bar = TopBar();  bar.set_user("田中 美里（主任）", menu)
bar.search.edited / entered / left;  bar.back_clicked, forward_clicked,
bar.new_consultation_clicked, bar.lock_clicked;  bar.set_ways(can_back, can_forward)
"""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QLineEdit, QMenu, QWidget

from soudan_desk.ui import layouts
from soudan_desk.ui.icons import Icon
from soudan_desk.ui.shortcuts import bind, bind_button
from soudan_desk.ui.theme import theme
from soudan_desk.ui.widgets.button import Button, ButtonKind
from soudan_desk.ui.widgets.labels import EXPANDING, FIXED, PREFERRED, Line
from soudan_desk.ui.widgets.painting import draw_icon, draw_key_cap, key_cap_width

_NARROWEST, _WIDEST = 120, 400
_HINT = "氏名・カナ・電話・番号・記録のことば"


class SearchField(QLineEdit):
    """A line with an icon and, while empty, the key that leads here."""

    edited = Signal(str)
    entered = Signal()
    moved = Signal(int)
    left = Signal()

    def __init__(
        self,
        hint: str = _HINT,
        key: str = "Ctrl+K",
        name: str = "さがす",
        icon: Icon = Icon.SEARCH,
    ) -> None:
        super().__init__()
        self._key, self._picture = key, icon
        self.setPlaceholderText(hint)
        self.setAccessibleName(name)
        self.setAccessibleDescription(f"キー {key}")
        self.setSizePolicy(EXPANDING, FIXED)
        self.textEdited.connect(self.edited)
        self.returnPressed.connect(self.entered)
        self._make_room()
        theme.theme_changed.connect(self._make_room)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Send arrows to the list of hits, and Esc back to the page."""
        steps = {Qt.Key.Key_Up: -1, Qt.Key.Key_Down: 1}
        if event.key() in steps and not event.modifiers():
            self.moved.emit(steps[Qt.Key(event.key())])
        elif event.key() == Qt.Key.Key_Escape:
            self.left.emit()
        else:
            super().keyPressEvent(event)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw icon and key over the line."""
        super().paintEvent(event)
        painter, middle = QPainter(self), self.height() / 2
        draw_icon(painter, theme.px(10), middle, self._picture)
        if not self.text():
            right = self.width() - key_cap_width(self._key) - theme.px(7)
            draw_key_cap(painter, right, middle, self._key)

    def _make_room(self) -> None:
        self.setTextMargins(theme.px(22), 0, key_cap_width(self._key), 0)


class TopBar(QWidget):
    """What is at hand on every page."""

    back_clicked = Signal()
    forward_clicked = Signal()
    new_consultation_clicked = Signal()
    lock_clicked = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.search = SearchField()
        self.search.setObjectName("search_field")
        self._back = _tool(Icon.BACK, "もどる", "Alt+←", "go_back")
        self._forward = _tool(Icon.FORWARD, "すすむ", "Alt+→", "go_forward")
        self._new = Button("新規相談", icon=Icon.ADD, key="Ctrl+N")
        self._new.setObjectName("new_consultation")
        self._user = Button(kind=ButtonKind.QUIET, icon=Icon.USER, opens_menu=True)
        self._user.setObjectName("user_menu")
        self._lock = _tool(Icon.LOCK, "画面をロック", "Ctrl+L", "lock_screen")
        self._build()
        self._size_search()
        theme.theme_changed.connect(self._size_search)
        self._bind_keys()
        self._back.clicked.connect(self.back_clicked)
        self._forward.clicked.connect(self.forward_clicked)
        self._new.clicked.connect(self.new_consultation_clicked)
        self._lock.clicked.connect(self.lock_clicked)
        self.set_ways(can_back=False, can_forward=False)

    def set_user(self, name: str, menu: QMenu | None = None) -> None:
        """Show who is signed in; the menu opens below the name."""
        self._user.setText(name)
        self._user.setAccessibleName(f"{name} のメニュー")
        if menu is not None:
            self._user.setMenu(menu)

    def set_ways(self, *, can_back: bool, can_forward: bool) -> None:
        """Say whether there are pages behind and ahead."""
        self._back.setEnabled(can_back)
        self._forward.setEnabled(can_forward)

    def set_can_record(self, can_record: bool) -> None:
        """Offer a new consultation only to those who may write one."""
        self._new.setVisible(can_record)

    def _build(self) -> None:
        inside = layouts.row(
            self._back,
            self._forward,
            4,
            (self.search, 100),
            layouts.STRETCH,
            self._new,
            4,
            self._user,
            self._lock,
            spacing=4,
            margins=(12, 8, 10, 8),
        )
        self.setLayout(layouts.column((inside, 1), Line(), spacing=0))
        layouts.set_surface(self, "surface")
        self.setSizePolicy(PREFERRED, FIXED)

    def _size_search(self) -> None:
        self.search.setMinimumWidth(theme.px(_NARROWEST))
        self.search.setMaximumWidth(theme.px(_WIDEST))

    def _bind_keys(self) -> None:
        bind(self, "Ctrl+K", "さがす", self._on_search_wanted)
        bind(self, "Alt+Left", "もどる", self._back.click)
        bind(self, "Alt+Right", "すすむ", self._forward.click)
        bind_button(self, self._new)
        bind(self, "Ctrl+L", "画面をロック", self._lock.click)

    def _on_search_wanted(self) -> None:
        self.search.setFocus(Qt.FocusReason.ShortcutFocusReason)
        self.search.selectAll()


class _Tool(Button):
    """A button whose key is told in its tooltip, not drawn."""

    def __init__(self, icon: Icon, name: str, key: str) -> None:
        super().__init__(kind=ButtonKind.QUIET, icon=icon, name=name)
        self.setToolTip(f"{name}（{key}）")
        self.setAccessibleDescription(f"キー {key}")


def _tool(icon: Icon, name: str, key: str, object_name: str) -> Button:
    button = _Tool(icon, name, key)
    button.setObjectName(object_name)
    return button
