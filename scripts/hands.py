"""Hands on a window's keyboard: they press keys, write Japanese, and answer dialogs.

The acts under tests/, `make shots` and `make run` without a screen work with them. Nothing reaches
into a page: hands find an editor by Tab, by the key drawn on it, or not at all.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from PySide6.QtCore import QDeadlineTimer, QEventLoop, QTimer
from PySide6.QtGui import QInputMethodEvent, QKeySequence
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QComboBox, QDialog, QLineEdit, QWidget

from soudan_desk.ui.pages.page import Page
from soudan_desk.ui.widgets.tabs import Tabs
from soudan_desk.ui.window import MainWindow

PATIENCE_MS = 20_000
MOST_TABS, MOST_STEPS = 90, 30
_LOOK_MS = 30

Step = Callable[[QDialog], None]


class Hands:
    """Two hands and two eyes before one window."""

    def __init__(self, window: MainWindow) -> None:
        self.window = window

    # --- what one sees ---

    def until(self, holds: Callable[[], object], why: str = "") -> None:
        """Wait until something holds; fail when patience is at an end."""
        patience = QDeadlineTimer(PATIENCE_MS)
        while not holds():
            if patience.hasExpired():
                raise AssertionError(f"{why or 'it'} did not come about; {self._where()}")
            pause(_LOOK_MS)

    @property
    def page(self) -> Page:
        """The page that is shown."""
        page = self.window.frame.current()
        assert page is not None
        return page

    def sees_page(self, name: str) -> Page:
        """Wait for a page; give it."""
        self.until(lambda: not self.window.is_locked and self.page.objectName() == name, name)
        return self.page

    def sees(self, name: str) -> QWidget:
        """Wait until something of this name is shown; give it."""
        self.until(lambda: self._shown(name), f"「{name}」")
        return self._shown(name)

    def rests(self) -> None:
        """Wait until nothing is under way."""
        self.until(lambda: not self.window.seat.tasks.is_busy, "rest")
        QApplication.processEvents()

    # --- hands ---

    def press(self, *keys: str) -> None:
        """Press keys as they are drawn: Ctrl+N, Enter, Q."""
        for key in keys:
            combination = QKeySequence(key.replace("Enter", "Return"))[0]
            QTest.keyClick(self.here(), combination.key(), combination.keyboardModifiers())
            QApplication.processEvents()

    def type(self, text: str) -> None:
        """Type ASCII, key by key."""
        QTest.keyClicks(self.here(), text)
        QApplication.processEvents()

    def write(self, text: str, kana: str = "") -> None:
        """Write Japanese: the input method shows the kana, then hands over the words."""
        if kana:
            for end in range(1, len(kana) + 1):
                QApplication.sendEvent(self.here(), QInputMethodEvent(kana[:end], []))
        handed_over = QInputMethodEvent()
        handed_over.setCommitString(text)
        QApplication.sendEvent(self.here(), handed_over)
        QApplication.processEvents()

    def go_to(self, name: str) -> QWidget:
        """Press Tab until the focus is in the editor or the button of this name."""
        passed = []
        for _ in range(MOST_TABS):
            if name in self._names_here():
                return self.here()
            passed.append(next(filter(None, self._names_here())))
            self.press("Tab")
        raise AssertionError(f"Tab does not lead to 「{name}」, but past {passed}")

    def push(self, name: str) -> None:
        """Go to a button and press Space."""
        self.go_to(name)
        self.press("Space")

    def here(self) -> QWidget:
        """Return where keys go: the focus, in the window the manager of a desktop would raise."""
        top = QApplication.activePopupWidget() or QApplication.activeModalWidget() or self.window
        if not top.isActiveWindow() and QApplication.activePopupWidget() is None:
            top.activateWindow()
            self.until(top.isActiveWindow, "the focus in the window")
        return top.focusWidget() or top

    def turns_to(self, tab: str) -> None:
        """Go on through the tabs of a page until one is open."""
        tabs = self.page.findChildren(Tabs)[0]
        self._step_until("Ctrl+PgDown", lambda: tabs.current() == tab, tab)

    def choose(self, name: str, words: str) -> None:
        """Answer a choice by keys, whichever shape it has: a line, a box that drops, segments."""
        self.go_to(name)
        if isinstance(self.here(), QLineEdit):
            self.write(words)
            self.press("Enter")
            self.until(lambda: words in self.here().text(), words)
        elif isinstance(self.here(), QComboBox):
            self._step_until("Down", lambda: self.here().currentText() == words, words)
        else:
            self.press("Space")
            self._step_until("Right", lambda: self.here().accessibleName() == words, words)

    def add(self, name: str, words: str) -> None:
        """Take one more record into a line that holds several."""
        self.go_to(name)
        self.write(words)
        self.press("Enter")
        self.until(lambda: not self.here().text(), words)

    def tick(self, name: str, *words: str) -> None:
        """Tick boxes of a grid, from the first one on."""
        self.go_to(name)
        for each in words:
            self._step_until("Right", lambda each=each: self.here().accessibleName() == each, each)
            self.press("Space")

    # --- what asks ---

    @contextmanager
    def answering(self, *steps: Step) -> Iterator[None]:
        """Answer the dialogs that come up meanwhile, one step each; all of them must come."""
        waiting, failures = list(steps), []

        def look() -> None:
            dialog = QApplication.activeModalWidget()
            if not waiting:
                return
            QTimer.singleShot(_LOOK_MS, look)
            if isinstance(dialog, QDialog) and not dialog.property("answered"):
                dialog.setProperty("answered", True)
                try:
                    waiting.pop(0)(dialog)
                except Exception as error:  # noqa: BLE001 - raised when the act goes on
                    failures.append(error)
                    waiting.clear()
                    dialog.reject()

        QTimer.singleShot(_LOOK_MS, look)
        yield
        self.until(lambda: not waiting, "the last dialog")
        if failures:
            raise failures[0]

    def signs_in(self, password: str, login: str = "") -> None:
        """Type login and password, and wait for the desk."""
        if login:
            self.go_to("login_name")
            self.press("Ctrl+A")
            self.type(login)
            self.press("Enter")
        self.go_to("password")
        self.type(password)
        self.press("Enter")
        self.until(lambda: not self.window.is_locked, "the desk")
        self.rests()

    # --- private ---

    def _step_until(self, key: str, holds: Callable[[], bool], words: str) -> None:
        for _ in range(MOST_STEPS):
            if holds():
                return
            self.press(key)
        raise AssertionError(f"{key} does not lead to 「{words}」")

    def _shown(self, name: str) -> QWidget | None:
        top = QApplication.activeModalWidget() or self.window
        found = [each for each in top.findChildren(QWidget, name) if each.isVisible()]
        return found[0] if found else None

    def _names_here(self) -> list[str]:
        names, widget = [], self.here()
        while widget is not None:
            names.append(widget.objectName())
            widget = widget.parentWidget()
        return names

    def _where(self) -> str:
        page = self.window.centralWidget().objectName()
        if not self.window.is_locked:
            page = self.page.objectName()
        return f"page {page}, focus {[name for name in self._names_here() if name]}"


def pause(ms: int) -> None:
    """Let time pass, and Qt work."""
    loop = QEventLoop()
    QTimer.singleShot(ms, loop.quit)
    loop.exec()


def saves_as(hands: Hands, path: Path) -> Step:
    """Answer Qt's file dialog with a path."""

    def step(_dialog: QDialog) -> None:
        hands.press("Ctrl+A")
        hands.write(str(path))
        hands.press("Enter")

    return step


def prints_to(path: Path) -> Step:
    """Answer the system's print dialog: its printer writes a file."""

    def step(dialog: QDialog) -> None:
        dialog.findChild(QLineEdit, "filename").setText(str(path))
        dialog.accept()

    return step
