"""The one place where keys are bound to acts, and the page of keys that Ctrl+/ shows.

    bind(page, "Ctrl+J", "ひとこと記録", page.quick.setFocus)
    bind_button(page, save_button)                  # the key drawn on the button
    note(grid, "A〜Z", "困りごとを入れる")              # keys a widget handles itself
    install_overlay(window, current_page)           # Ctrl+/
    bind_help(dialog)                               # F1, where there is no desk around

A key works while its owner is visible in the active window; letters without Ctrl or Alt go to the
editor one types in first (Qt asks it). `inside=True` limits a key to the focus being in its owner.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass

from PySide6.QtCore import QEvent, QObject, QSize, Qt
from PySide6.QtGui import QKeyEvent, QKeySequence, QMouseEvent, QShortcut
from PySide6.QtWidgets import QAbstractSlider, QGridLayout, QLayout, QScrollArea, QWidget

from soudan_desk.ui import layouts
from soudan_desk.ui.theme import Role, Type, theme
from soudan_desk.ui.widgets.button import Button
from soudan_desk.ui.widgets.labels import KeyCap, Label

_NOTES = "shortcut_notes"
OVERLAY_KEY = "Ctrl+/"
HELP_KEY, HELP_WORDS = "F1", "使い方の手引き"
CENTRE_KEY, CENTRE_WORDS = "Ctrl+Shift+S", "センターを切り替える"
_CLOSES, _SCROLLED = "どのキーでも閉じます", "↑ ↓ で送り、ほかのキーで閉じます"
_SCROLLS = {
    Qt.Key.Key_Up: QAbstractSlider.SliderAction.SliderSingleStepSub,
    Qt.Key.Key_Down: QAbstractSlider.SliderAction.SliderSingleStepAdd,
    Qt.Key.Key_PageUp: QAbstractSlider.SliderAction.SliderPageStepSub,
    Qt.Key.Key_PageDown: QAbstractSlider.SliderAction.SliderPageStepAdd,
}


@dataclass(frozen=True, slots=True)
class Bound:
    """One line of the page of keys."""

    key: str
    label: str


def bind(
    owner: QWidget, key: str, label: str, act: Callable[[], object], *, inside: bool = False
) -> QShortcut:
    """Let a key do an act; both Enter keys count as Enter."""
    shortcut = QShortcut(owner)
    shortcut.setObjectName(key)
    shortcut.setKeys(_sequences(key))
    shortcut.setWhatsThis(label)
    shortcut.setAutoRepeat(False)
    shortcut.setContext(
        Qt.ShortcutContext.WidgetWithChildrenShortcut
        if inside
        else Qt.ShortcutContext.WindowShortcut
    )
    shortcut.activated.connect(act)
    return shortcut


def bind_button(owner: QWidget, button: Button, *, inside: bool = False) -> QShortcut:
    """Let the key drawn on a button press it, as long as it can be pressed."""
    label = button.accessibleName() or button.text()
    return bind(owner, button.key, label, lambda: _press(button), inside=inside)


def bind_help(owner: QWidget) -> None:
    """Open the manual over a dialog, or over a page without a desk, upon F1."""

    def open_manual() -> None:
        from soudan_desk.ui.help import open_manual_over  # read when first asked for

        open_manual_over(owner)

    bind(owner, HELP_KEY, HELP_WORDS, open_manual)


def note(owner: QWidget, key: str, label: str) -> None:
    """List a key that the owner handles itself."""
    note_all(owner, ((key, label),))


def note_all(owner: QWidget, keys: Iterable[tuple[str, str]]) -> None:
    """List keys, each with its words, that the owner handles itself."""
    notes = list(owner.property(_NOTES) or [])
    owner.setProperty(_NOTES, [*notes, *(list(each) for each in keys)])


def shortcuts_of(owner: QWidget) -> list[Bound]:
    """List the keys of a widget and of what is visible in it, each key once."""
    found: dict[str, Bound] = {}
    for shortcut in owner.findChildren(QShortcut):
        holder = shortcut.parent()
        is_seen = isinstance(holder, QWidget) and (holder is owner or holder.isVisibleTo(owner))
        if is_seen and shortcut.isEnabled() and shortcut.whatsThis():
            found[shortcut.objectName()] = Bound(shortcut.objectName(), shortcut.whatsThis())
    for widget in [owner, *owner.findChildren(QWidget)]:
        for key, label in widget.property(_NOTES) or []:
            if widget is owner or widget.isVisibleTo(owner):
                found[key] = Bound(key, label)
    return list(found.values())


def install_overlay(window: QWidget, current_page: Callable[[], QWidget | None]) -> QShortcut:
    """Show every key of the page and of the frame upon Ctrl+/."""

    def show() -> None:
        page = current_page()
        here = shortcuts_of(page) if page else []
        keys_here = {bound.key for bound in here}
        everywhere = [bound for bound in shortcuts_of(window) if bound.key not in keys_here]
        ShortcutOverlay(window, here, everywhere).show()

    return bind(window, OVERLAY_KEY, "キーの一覧", show)


class ShortcutOverlay(QWidget):
    """The keys that work now; arrows scroll what has no room, any other key takes it away."""

    def __init__(self, window: QWidget, here: Iterable[Bound], everywhere: Iterable[Bound]) -> None:
        super().__init__(window)
        self.setObjectName("shortcut_overlay")
        self.setAccessibleName("キーの一覧")
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self._came_from = window.focusWidget()
        self._build(list(here), list(everywhere))
        window.installEventFilter(self)
        self.setGeometry(window.rect())
        self.raise_()
        self.setFocus()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Scroll, or go away."""
        bar, act = self._bar, _SCROLLS.get(Qt.Key(event.key()))
        if act is not None and bar.maximum() > 0:
            bar.triggerAction(act)
        else:
            self.close()

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Go away."""
        self.close()

    def closeEvent(self, event: QEvent) -> None:
        """Give the focus back."""
        if self._came_from is not None:
            self._came_from.setFocus()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Stay as large as the window."""
        if event.type() is QEvent.Type.Resize and isinstance(watched, QWidget):
            self.setGeometry(watched.rect())
        return False

    def _build(self, here: list[Bound], everywhere: list[Bound]) -> None:
        title = Label("キーの一覧", Type.HEADING, bold=True)
        close_hint = Label(_CLOSES, Type.SMALL, Role.MUTED)
        columns = layouts.row(
            _column("このページ", here), _column("どのページでも", everywhere), spacing=40
        )
        head = layouts.row(title, layouts.STRETCH, close_hint)
        area = _KeysArea(columns)
        self._bar = area.verticalScrollBar()
        self._bar.rangeChanged.connect(
            lambda _least, most: close_hint.setText(_SCROLLED if most else _CLOSES)
        )
        body = layouts.column(head, (area, 1), spacing=16, margins=(24, 20, 24, 24))
        card = layouts.panel(body, "field")
        self.setLayout(
            layouts.column(
                layouts.STRETCH,
                layouts.row(layouts.STRETCH, card, layouts.STRETCH),
                layouts.STRETCH,
            )
        )


class _KeysArea(QScrollArea):
    """As high as all keys where the window is, and never narrower than they are."""

    def __init__(self, columns: QLayout) -> None:
        super().__init__()
        self._inside = layouts.panel(columns)
        self._inside.setProperty("plain", True)
        self.setWidgetResizable(True)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setWidget(self._inside)

    def sizeHint(self) -> QSize:
        """Ask for room for all of them."""
        hint = self._inside.sizeHint()
        return QSize(hint.width() + self.verticalScrollBar().sizeHint().width(), hint.height())

    def minimumSizeHint(self) -> QSize:
        """Be content with a few."""
        return QSize(self.sizeHint().width(), theme.px(80))


def _column(title: str, bounds: list[Bound]) -> QWidget:
    grid = QGridLayout()
    layouts.set_space(grid, 8)
    for line, bound in enumerate(bounds):
        grid.addWidget(KeyCap(bound.key), line, 0, Qt.AlignmentFlag.AlignRight)
        grid.addWidget(Label(bound.label, Type.LABEL), line, 1)
    heading = Label(title, Type.LABEL, Role.MUTED)
    return layouts.panel(layouts.column(heading, grid, layouts.STRETCH, spacing=10))


def _press(button: Button) -> None:
    if button.isEnabled() and button.isVisible():
        button.click()


def _sequences(key: str) -> list[QKeySequence]:
    keys = [key.replace("Enter", "Return"), key] if key.endswith("Enter") else [key]
    return [QKeySequence(one) for one in keys]
