"""What was copied here stays on the clipboard for half a minute, and in no list made of it."""

from __future__ import annotations

from PySide6.QtCore import QMimeData, QObject, QTimer, Signal
from PySide6.QtGui import QGuiApplication

KEPT_MS = 30_000
_WINDOWS = 'application/x-qt-windows-mime;value="{}"'
_SECRET = {
    _WINDOWS.format("ExcludeClipboardContentFromMonitorProcessing"): b"\x01\x00\x00\x00",
    _WINDOWS.format("CanIncludeInClipboardHistory"): b"\x00\x00\x00\x00",
    _WINDOWS.format("CanUploadToCloudClipboard"): b"\x00\x00\x00\x00",
    "x-kde-passwordManagerHint": b"secret",
}


class OwnClipboard(QObject):
    """Follows what is copied while the window has the focus; after half a minute it is gone.

    Whether the window owns the clipboard is not known on every platform.
    """

    copied = Signal()

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self._ours: str | None = None
        self._timer = QTimer(self, interval=KEPT_MS, singleShot=True)
        self._timer.timeout.connect(self.clear)
        QGuiApplication.clipboard().dataChanged.connect(self._on_changed)

    def clear(self) -> None:
        """Empty the clipboard if what was copied here is still on it."""
        self._timer.stop()
        ours, self._ours = self._ours, None
        if ours is not None and QGuiApplication.clipboard().text() == ours:
            QGuiApplication.clipboard().clear()

    def _on_changed(self) -> None:
        text = QGuiApplication.clipboard().text()
        if QGuiApplication.focusWindow() is None or not text or text == self._ours:
            return
        self._ours = text
        self._timer.start()
        self._mark_secret(text)
        self.copied.emit()

    def _mark_secret(self, text: str) -> None:
        marked = QMimeData()
        marked.setText(text)
        for kind, value in _SECRET.items():
            marked.setData(kind, value)
        QGuiApplication.clipboard().setMimeData(marked)
