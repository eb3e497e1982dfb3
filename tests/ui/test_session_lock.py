"""The desk locks when the computer's own screen does."""

import pytest
from PySide6.QtWidgets import QWidget

from soudan_desk.ui.session_lock import SessionLock, means_lock


@pytest.mark.parametrize(
    ("message", "parameter", "locks"),
    [(0x02B1, 0x7, True), (0x02B1, 0x8, False), (0x02B1, 0x2, True), (0x0218, 0x4, True),
     (0x0218, 0x7, False), (0x0010, 0x7, False)],
)  # fmt: skip
def test_windows_messages_that_mean_lock(message, parameter, locks):
    assert means_lock(message, parameter) is locks


def test_a_locking_desktop_is_passed_on_and_an_unlocking_one_is_not(qtbot):
    window = QWidget()
    qtbot.addWidget(window)
    lock = SessionLock(window)
    heard = []
    lock.locked.connect(lambda: heard.append(True))
    lock._on_active(False)
    assert heard == []
    lock._on_active(True)
    lock._on_lock()
    assert heard == [True, True]
