"""Keeping the program's windows out of pictures, recordings and sharing of the screen (Windows).

Where the system has no such call nothing is pretended: the worker is told so. A photograph of the
screen is not kept away by anything.
"""

from __future__ import annotations

import ctypes
import sys
from collections.abc import Callable
from typing import Final

from PySide6.QtCore import QEvent, QObject
from PySide6.QtGui import QGuiApplication, QPlatformSurfaceEvent, QWindow

SetAffinity = Callable[[int, int], int]
"""`SetWindowDisplayAffinity`: a window's handle and how it is shown; 0 where it was refused."""
SHOWN: Final = 0x0
HIDDEN: Final = 0x11
"""WDA_EXCLUDEFROMCAPTURE; before Windows 10 of 2020 the window is black instead of left out."""
NOT_HERE = (
    "画面の写真・録画に写らないようにする設定ですが、このパソコンでは働きません"
    "（Windowsだけの働きです）。"
)
REFUSED = (
    "画面の写真・録画に写らないようにする設定が、このパソコンでは断られました。"
    "管理する人に伝えてください。"
)
_NAME = "screen_guard"


def platform_call() -> SetAffinity | None:
    """Return Windows' own call; None on other systems, which have none."""
    if sys.platform == "win32":
        call = ctypes.windll.user32.SetWindowDisplayAffinity
        call.argtypes = (ctypes.c_void_p, ctypes.c_uint32)
        call.restype = ctypes.c_int
        found: SetAffinity = call
        return found
    return None


def guard_screen(*, wanted: bool, call: SetAffinity | None = None) -> str:
    """Hide every window from now on, or show them again; return what the worker must be told."""
    application = QGuiApplication.instance()
    guard = application.findChild(ScreenGuard, _NAME) if application else None
    if guard is not None and not wanted:
        guard.leave()
    if not wanted or application is None:
        return ""
    call = call or platform_call()
    if call is None:
        return NOT_HERE
    guard = guard or ScreenGuard(application, call)
    return "" if guard.hide_all() else REFUSED


class ScreenGuard(QObject):
    """Hides each window as soon as the system knows it: dialogs, menus and tips too."""

    def __init__(self, application: QObject, call: SetAffinity) -> None:
        super().__init__(application)
        self.setObjectName(_NAME)
        self._call, self._application = call, application
        application.installEventFilter(self)

    def hide_all(self) -> bool:
        """Hide the windows there are; False where the system refused one."""
        refused = [
            each for each in QGuiApplication.topLevelWindows() if not self._put(each, HIDDEN)
        ]
        return not refused

    def leave(self) -> None:
        """Show all windows again, and those that come."""
        for window in QGuiApplication.topLevelWindows():
            self._put(window, SHOWN)
        self._application.removeEventFilter(self)
        self.setObjectName("")
        self.deleteLater()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Hide a window that has just been made known to the system."""
        if (
            isinstance(event, QPlatformSurfaceEvent)
            and isinstance(watched, QWindow)
            and event.surfaceEventType() is QPlatformSurfaceEvent.SurfaceEventType.SurfaceCreated
        ):
            self._put(watched, HIDDEN)
        return False

    def _put(self, window: QWindow, affinity: int) -> bool:
        return bool(self._call(int(window.winId()), affinity))
