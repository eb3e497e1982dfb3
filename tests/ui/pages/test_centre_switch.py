"""Choosing by the keyboard whose casework one looks at."""

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget

from office_fixtures import office

__all__ = ["office"]  # an empty one
K = Qt.Key
SWITCH = Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.ShiftModifier


def switch(desk, *keys):
    QTest.keyClick(desk.frame, K.Key_S, SWITCH)
    desk.qtbot.waitUntil(lambda: QApplication.activePopupWidget() is not None)
    menu = QApplication.activePopupWidget()
    for key in keys:
        QTest.keyClick(menu, key)
    return [action.text() for action in menu.actions()]


def test_one_key_opens_the_choice_of_centres_and_arrows_choose(desk):
    names = switch(desk, K.Key_Down, K.Key_Down, K.Key_Return)
    assert names == ["すべてのセンター", *desk.seat.centre_names.values()]
    assert desk.seat.centre == list(desk.seat.centre_names)[1]
    switch(desk, K.Key_Up, K.Key_Return)
    assert desk.seat.centre == next(iter(desk.seat.centre_names))
    switch(desk, K.Key_Escape)
    assert desk.seat.centre == next(iter(desk.seat.centre_names))
    card = desk.frame.findChild(QWidget, "switch_centre")
    assert card.accessibleDescription() == "センターを切り替える（Ctrl+Shift+S）"


def test_who_has_one_centre_has_no_such_key(desk_of):
    desk = desk_of(centres={"disability"})
    QTest.keyClick(desk.frame, K.Key_S, SWITCH)
    desk.qtbot.wait(20)
    assert QApplication.activePopupWidget() is None
    assert desk.seat.centre == "disability"
