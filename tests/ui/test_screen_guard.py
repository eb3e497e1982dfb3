"""Where the office wants it, no window is on a picture of the screen; what cannot be is told."""

import sys

import pytest
from PySide6.QtWidgets import QApplication, QDialog, QMenu, QWidget

from soudan_desk.ui.screen_guard import (
    HIDDEN,
    NOT_HERE,
    REFUSED,
    SHOWN,
    guard_screen,
    platform_call,
)


class Windows:
    """Stands where `SetWindowDisplayAffinity` does: keeps what it is told, may refuse a handle."""

    def __init__(self, refused=()):
        self.affinity, self.refused = {}, refused

    def __call__(self, handle, affinity):
        if handle in self.refused:
            return 0
        self.affinity[handle] = affinity
        return 1


@pytest.fixture(autouse=True)
def left_alone(qapp):
    """Leave no guard to the next test."""
    yield
    guard_screen(wanted=False)
    QApplication.sendPostedEvents(None, 0)


@pytest.fixture
def window(qtbot):
    shown = QWidget()
    qtbot.addWidget(shown)
    shown.show()
    return shown


def test_windows_that_are_there_and_all_that_come_are_hidden(qtbot, window):
    system = Windows()
    assert guard_screen(wanted=True, call=system) == ""
    assert system.affinity[int(window.winId())] == HIDDEN
    dialog, menu = QDialog(window), QMenu(window)
    menu.addAction("見本")
    dialog.show()
    menu.popup(window.pos())
    for late in (dialog, menu):
        assert system.affinity[int(late.winId())] == HIDDEN
        late.close()


def test_they_are_shown_again_where_the_office_no_longer_wants_it(qtbot, window):
    system = Windows()
    guard_screen(wanted=True, call=system)
    assert guard_screen(wanted=False) == ""
    assert set(system.affinity.values()) == {SHOWN}
    dialog = QDialog(window)
    dialog.show()
    assert system.affinity.get(int(dialog.winId()), SHOWN) == SHOWN
    dialog.close()


def test_a_refusal_is_told_and_not_taken_for_success(window):
    system = Windows(refused={int(window.winId())})
    assert guard_screen(wanted=True, call=system) == REFUSED


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has the call")
def test_a_system_without_such_a_call_says_so(window):
    assert platform_call() is None
    assert guard_screen(wanted=True) == NOT_HERE
    assert guard_screen(wanted=False) == ""
