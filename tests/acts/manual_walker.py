"""Does what the numbered steps of a manual page say, key by key, as a newcomer would.

In a step, `keys` are pressed (「を2回」: twice), what is marked as typed is typed, and a key that
leads on (Tab, arrows) before a **name** is pressed until one is there.
"""

import re
from collections.abc import Callable, Iterator
from pathlib import Path

from hands import Hands
from PySide6.QtCore import QEventLoop, QTimer
from PySide6.QtPrintSupport import QPrintDialog
from PySide6.QtWidgets import QAbstractButton, QApplication, QComboBox, QLineEdit

from soudan_desk.manual.blocks import Item, Mark, plain
from soudan_desk.manual.chapters import chapter
from soudan_desk.ui.widgets.tabs import Tabs

LEADING = {"Tab", "→", "←", "↓", "↑", "Ctrl+PgDown"}
ARROWS = {"→": "Right", "←": "Left", "↓": "Down", "↑": "Up"}
MOST_PRESSES, LOOK_MS, PATIENCE_MS = 60, 120, 150_000
TIMES = re.compile(r"\s*を(\d+)回")

Move = Callable[[], bool]
"""One press or one look; true when there is no more to do."""


class Walker:
    """Walks through one page of the manual in the real window."""

    def __init__(self, hands: Hands, printed: Path) -> None:
        self._hands, self._printed = hands, printed
        self._loop = QEventLoop()
        self._step, self._failure = "", ""
        self._presses = 0

    def walk(self, key: str) -> None:
        """Take every step; raise with the step that could not be taken."""
        moves = list(self._moves(key))
        QTimer.singleShot(0, lambda: self._take(moves))
        QTimer.singleShot(PATIENCE_MS, self._loop.quit)
        self._loop.exec()
        assert not self._failure, self._failure
        assert not moves, f"patience ended at: {self._step}"

    def _moves(self, key: str) -> Iterator[Move]:
        items = [block for block in chapter(key).blocks if isinstance(block, Item)]
        for item in items:
            if item.number is not None:
                yield from self._moves_of(item)

    def _moves_of(self, item: Item) -> Iterator[Move]:
        words = plain(item.words)
        yield lambda: self._begin(words)
        for at, stretch in enumerate(item.words):
            after = item.words[at + 1 :]
            marked = next((each for each in after if each.mark is not Mark.PLAIN), None)
            if stretch.mark is Mark.TYPED:
                yield lambda text=stretch.text: self._type(text)
            elif stretch.mark is Mark.KEY and stretch.text in LEADING and _is_name(marked):
                yield lambda key=stretch.text, name=marked.text: self._lead(key, name)
            elif stretch.mark is Mark.KEY:
                times = TIMES.match(after[0].text) if after else None
                for _ in range(int(times[1]) if times else 1):
                    yield lambda key=stretch.text: self._press(key)

    # --- taking them ---

    def _take(self, moves: list[Move]) -> None:
        """Take the next move; the one after it comes by a timer, so also over a dialog."""
        if not moves or self._failure:
            self._loop.quit()
            return
        dialog = QApplication.activeModalWidget()
        is_printing = isinstance(dialog, QPrintDialog)
        QTimer.singleShot(LOOK_MS, lambda: self._take(moves))
        if is_printing:
            dialog.findChild(QLineEdit, "filename").setText(str(self._printed))
            dialog.accept()
        elif self._is_quiet():
            move = moves[0]
            try:
                if self._is_done(move, moves):
                    self._presses = 0
            except AssertionError as error:
                self._failure = f"{self._step}: {error}"

    def _is_done(self, move: Move, moves: list[Move]) -> bool:
        moves.pop(0)  # before it is made: it may open a dialog that waits
        if move():
            return True
        moves.insert(0, move)
        return False

    def _begin(self, words: str) -> bool:
        self._step = words
        return True

    def _type(self, text: str) -> bool:
        if text.isascii():
            self._hands.type(text)
        else:
            self._hands.write(text)
        return True

    def _press(self, key: str) -> bool:
        self._hands.press(ARROWS.get(key, key))
        return True

    def _lead(self, key: str, name: str) -> bool:
        """Press once more, unless one is there."""
        seeing = {"Tab": self._is_at, "Ctrl+PgDown": self._is_open}
        if seeing.get(key, self._is_chosen)(name):
            return True
        self._presses += 1
        assert self._presses < MOST_PRESSES, f"{key} does not lead to {name}"
        self._press(key)
        return False

    # --- seeing ---

    def _is_quiet(self) -> bool:
        window = self._hands.window
        if window._tasks.is_busy:
            return False
        return window.is_locked or not window.seat.tasks.is_busy

    def _is_at(self, name: str) -> bool:
        widget = self._hands.here()
        while widget is not None:
            if widget.accessibleName().startswith(name):
                return True
            widget = widget.parentWidget()
        return False

    def _is_chosen(self, name: str) -> bool:
        here = self._hands.here()
        shown = here.currentText() if isinstance(here, QComboBox) else here.accessibleName()
        return shown == name

    def _is_open(self, name: str) -> bool:
        tabs = self._hands.page.findChild(Tabs)
        return any(
            tab.isChecked() for tab in tabs.findChildren(QAbstractButton) if tab.text() == name
        )


def _is_name(stretch) -> bool:
    return stretch is not None and stretch.mark is Mark.STRONG
