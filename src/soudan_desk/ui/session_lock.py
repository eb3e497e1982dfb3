"""When the computer's own screen locks, its user changes, or it goes to sleep.

Windows tells the window by messages; on Linux the desktop's session bus and logind tell. Where
neither is there (a bare X server), only the idle time locks.
"""

from __future__ import annotations

import ctypes
import sys
from ctypes import wintypes
from typing import Any

from PySide6.QtCore import SLOT, QAbstractNativeEventFilter, QObject, Signal, Slot
from PySide6.QtWidgets import QApplication, QWidget

_WM_WTSSESSION_CHANGE, _WM_POWERBROADCAST = 0x02B1, 0x0218
_LOCKING_SESSION_CHANGES = frozenset({0x2, 0x4, 0x6, 0x7})  # disconnects, log-off, lock
_SUSPENDING = 0x4
_THIS_SESSION = 0


class SessionLock(QObject):
    """Sends `locked` whenever somebody else may come to the screen."""

    locked = Signal()

    def __init__(self, window: QWidget) -> None:
        super().__init__(window)
        self._filter: _WindowsMessages | None = None
        if sys.platform == "win32":
            self._listen_to_windows(window)
        elif sys.platform.startswith("linux"):
            self._listen_to_buses()

    def _listen_to_windows(self, window: QWidget) -> None:
        if sys.platform == "win32":
            handle = wintypes.HWND(int(window.winId()))
            ctypes.windll.wtsapi32.WTSRegisterSessionNotification(handle, _THIS_SESSION)
            self._filter = _WindowsMessages(self.locked.emit)
            application = QApplication.instance()
            assert application is not None
            application.installNativeEventFilter(self._filter)

    def _listen_to_buses(self) -> None:
        from PySide6.QtDBus import QDBusConnection

        session, system = QDBusConnection.sessionBus(), QDBusConnection.systemBus()
        saver = "org.freedesktop.ScreenSaver"
        session.connect(saver, "", saver, "ActiveChanged", self, _slot("_on_active(bool)"))
        logind = "org.freedesktop.login1"
        system.connect(logind, "", f"{logind}.Session", "Lock", self, _slot("_on_lock()"))
        system.connect(
            logind, "", f"{logind}.Manager", "PrepareForSleep", self, _slot("_on_active(bool)")
        )

    @Slot(bool)
    def _on_active(self, active: bool) -> None:
        if active:
            self.locked.emit()

    @Slot()
    def _on_lock(self) -> None:
        self.locked.emit()


def _slot(signature: str) -> Any:
    return SLOT(signature)  # text, whatever the binding's stubs say


class _WindowsMessages(QAbstractNativeEventFilter):
    """Picks the messages out that mean: lock now."""

    def __init__(self, lock: Any) -> None:
        super().__init__()
        self._lock = lock

    def nativeEventFilter(self, _kind: Any, message: Any) -> tuple[bool, int]:
        """Look at a message and let it pass."""
        found = wintypes.MSG.from_address(int(message))
        if means_lock(found.message, found.wParam):
            self._lock()
        return False, 0


def means_lock(message: int, parameter: int) -> bool:
    """Whether a Windows message says that the session locks, leaves or sleeps."""
    if message == _WM_WTSSESSION_CHANGE:
        return parameter in _LOCKING_SESSION_CHANGES
    return message == _WM_POWERBROADCAST and parameter == _SUSPENDING
