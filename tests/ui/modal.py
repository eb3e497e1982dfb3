"""Answering a dialog as soon as it is open, however long a busy machine takes to open it."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QApplication, QFileDialog, QLineEdit, QWidget


def when_open(act: Callable[[Any], object], name: str = "") -> None:
    """Do something with the dialog that opens next, once it has the keyboard.

    The one called `name` need not have it: offscreen a second dialog never does.
    """

    def look() -> None:
        dialog = QApplication.activeModalWidget()
        if dialog is None or not _is_met(dialog, name):
            QTimer.singleShot(20, look)
            return
        try:
            act(dialog)
        except BaseException:  # or the test would wait for ever
            while (left := QApplication.activeModalWidget()) is not None:
                left.close()
            raise

    QTimer.singleShot(20, look)


def _is_met(dialog: QWidget, name: str) -> bool:
    return dialog.objectName() == name if name else dialog.isActiveWindow()


def choose_file(dialog: QFileDialog, path: Path) -> None:
    """Take a file by writing its whole path, as one types it.

    `selectFile` would leave a name alone in which the keyboard already stands.
    """
    name = dialog.findChild(QLineEdit, "fileNameEdit")
    assert name is not None
    name.setText(str(path))
    dialog.accept()
