"""Typing as a person does: into whatever has the focus, Japanese through an input method."""

from PySide6.QtCore import Qt
from PySide6.QtGui import QInputMethodEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

CTRL, ALT = Qt.KeyboardModifier.ControlModifier, Qt.KeyboardModifier.AltModifier


class Keyboard:
    """Sends keys to the focus; nothing here touches a widget by hand."""

    def __init__(self, qtbot):
        self._qtbot = qtbot

    @property
    def focus(self):
        self._qtbot.waitUntil(lambda: QApplication.focusWidget() is not None, timeout=3000)
        return QApplication.focusWidget()

    def press(self, key, modifier=Qt.KeyboardModifier.NoModifier):
        QTest.keyClick(self.focus, key, modifier)

    def keys(self, ascii_text):
        QTest.keyClicks(self.focus, ascii_text)

    def ctrl(self, key):
        self.press(key, CTRL)

    def alt(self, key):
        self.press(key, ALT)

    def tab(self, count=1):
        for _ in range(count):
            self.press(Qt.Key.Key_Tab)

    def enter(self):
        self.press(Qt.Key.Key_Return)

    def japanese(self, text, kana=""):
        """Convert kana to text as an input method does; without kana the text is its own."""
        for length in range(1, len(kana) + 1):
            QApplication.sendEvent(self.focus, QInputMethodEvent(kana[:length], []))
        committed = QInputMethodEvent("", [])
        committed.setCommitString(text)
        QApplication.sendEvent(self.focus, committed)

    def to(self, name, most=30):
        """Go on by Tab until the focus is in the editor of that name."""
        for _ in range(most):
            if self._is_in(name):
                return
            self.tab()
        raise AssertionError(f"Tab never reaches {name}")

    def _is_in(self, name):
        widget = self.focus
        while widget is not None:
            if widget.objectName() == name:
                return True
            widget = widget.parentWidget()
        return False
