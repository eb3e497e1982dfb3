"""The ground every act stands on."""

import os

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLineEdit


def test_an_act_sees_a_real_screen_and_types_into_a_window_that_has_the_focus(qtbot, qapp):
    assert qapp.platformName() == "xcb"
    assert os.environ["DISPLAY"] == os.environ["SOUDAN_TEST_SCREEN"]
    line = QLineEdit()
    qtbot.addWidget(line)
    with qtbot.waitExposed(line):
        line.show()
    line.activateWindow()
    qtbot.waitUntil(line.hasFocus)

    qtbot.keyClicks(line, "kiroku")
    line.selectAll()
    qtbot.keyClick(line, Qt.Key.Key_C, Qt.KeyboardModifier.ControlModifier)

    assert qapp.clipboard().text() == "kiroku"
