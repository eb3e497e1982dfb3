"""Types into a window until it is killed: `typist.py OFFICE LOG`."""

import sys
import time
from pathlib import Path

from PySide6.QtCore import QTimer
from PySide6.QtGui import QInputMethodEvent
from PySide6.QtWidgets import QApplication

from soudan_desk.app import open_desk
from soudan_desk.ui.pages.page import Place

PASSWORD = "mihon no jimusho desu"
EVERY_MS = 100


def main() -> None:
    """Open the desk, begin a call and write a numbered word ten times a second."""
    office, log = (Path(each) for each in sys.argv[1:])
    window = open_desk(office, "shunin", PASSWORD)
    window.show()
    page = window.frame.go(Place("intake"))
    _write(page.form.troubled.name.widget(), "見本 まもる")
    count = 0
    with log.open("w", encoding="utf-8", buffering=1) as typed:

        def write_on() -> None:
            nonlocal count
            count += 1
            word = f"{count}番目の言葉。"
            typed.write(f"{time.time()}\t{word}\n")
            _write(page.form.text, word)

        timer = QTimer(interval=EVERY_MS)
        timer.timeout.connect(write_on)
        timer.start()
        QApplication.exec()


def _write(widget, words: str) -> None:
    widget.setFocus()
    event = QInputMethodEvent()
    event.setCommitString(words)
    QApplication.sendEvent(widget, event)


if __name__ == "__main__":
    main()
