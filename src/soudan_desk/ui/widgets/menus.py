"""Menus that stay open while boxes are ticked: what chips above a list open."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtGui import QAction, QKeyEvent, QMouseEvent
from PySide6.QtWidgets import QMenu, QWidget


class StayingMenu(QMenu):
    """A menu that stays open while boxes are ticked; Enter or Esc leaves it."""

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """Tick without closing."""
        action = self.actionAt(event.position().toPoint())
        if action is not None and action.isCheckable() and action.isEnabled():
            action.trigger()
            return
        super().mouseReleaseEvent(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Tick by Space without closing."""
        action = self.activeAction()
        if event.key() == Qt.Key.Key_Space and action is not None and action.isCheckable():
            action.trigger()
            return
        super().keyPressEvent(event)


def tick(menu: QMenu, words: str, name: str, *, is_on: bool) -> QAction:
    """Add what can be ticked."""
    action = QAction(words, menu, checkable=True, checked=is_on)
    action.setObjectName(name)
    menu.addAction(action)
    return action


def pop_up(menu: QMenu, below: QWidget) -> None:
    """Show a menu below what was pressed; it goes when it is left."""
    menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
    menu.popup(below.mapToGlobal(below.rect().bottomLeft()))
