"""Keys bound in one place, and the page that lists them."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLineEdit, QScrollArea, QWidget

from soudan_desk.ui import layouts
from soudan_desk.ui.shortcuts import (
    Bound,
    ShortcutOverlay,
    bind,
    bind_button,
    install_overlay,
    note,
    shortcuts_of,
)
from soudan_desk.ui.widgets.button import Button

CTRL = Qt.KeyboardModifier.ControlModifier


@pytest.fixture
def window(qapp, shown):
    line, page, save = QLineEdit(), QWidget(), Button("保存", key="Ctrl+Enter")
    page.setLayout(layouts.column(line, save))
    whole = layouts.panel(layouts.column(page))
    whole.resize(600, 400)
    whole.line, whole.page, whole.save = line, page, save
    return shown(whole)


def test_the_key_drawn_on_a_button_presses_it_by_either_enter(window, qtbot):
    bind_button(window.page, window.save)
    for key in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
        with qtbot.waitSignal(window.save.clicked):
            qtbot.keyClick(window.line, key, CTRL)


def test_a_button_that_is_off_is_not_pressed_by_its_key(window, qtbot):
    bind_button(window.page, window.save)
    window.save.setEnabled(False)
    with qtbot.assertNotEmitted(window.save.clicked):
        qtbot.keyClick(window.line, Qt.Key.Key_Return, CTRL)


def test_a_letter_goes_to_the_editor_one_types_in(window, qtbot):
    pressed = []
    bind(window.page, "J", "つぎへ", lambda: pressed.append("J"))
    window.line.setFocus()
    qtbot.keyClicks(window.line, "j")
    assert (window.line.text(), pressed) == ("j", [])
    window.save.setFocus()
    qtbot.keyClick(window.save, Qt.Key.Key_J)
    assert pressed == ["J"]


def test_a_hidden_page_answers_no_key(window, qtbot):
    pressed = []
    bind(window.page, "F6", "つぎの約束", lambda: pressed.append(1))
    window.page.hide()
    qtbot.keyClick(window, Qt.Key.Key_F6)
    assert pressed == []


def test_a_page_lists_its_keys_once_each_and_those_its_widgets_handle(window):
    bind_button(window.page, window.save)
    bind(window.page, "Alt+1", "", lambda: None)
    note(window.line, "A〜Z", "困りごとを入れる")
    assert shortcuts_of(window.page) == [
        Bound("Ctrl+Enter", "保存"),
        Bound("A〜Z", "困りごとを入れる"),
    ]


def test_ctrl_slash_shows_the_keys_and_any_key_takes_them_away(window, qtbot):
    bind_button(window.page, window.save)
    install_overlay(window, lambda: window.page)
    window.line.setFocus()
    qtbot.keyClick(window.line, Qt.Key.Key_Slash, CTRL)
    overlay = window.findChild(ShortcutOverlay)
    assert overlay.isVisible()
    assert overlay.geometry() == window.rect()
    window.resize(700, 500)
    assert overlay.geometry() == window.rect()
    texts = {label.text() for label in overlay.findChildren(QWidget) if hasattr(label, "text")}
    assert {"保存", "キーの一覧", "このページ", "どのページでも"} <= texts
    with qtbot.waitSignal(overlay.destroyed):
        qtbot.keyClick(overlay, Qt.Key.Key_Escape)
    assert window.focusWidget() is window.line


def test_keys_that_have_no_room_are_scrolled_by_arrows(window, qtbot):
    for number in range(1, 10):
        bind(window.page, f"Alt+{number}", f"{number}番へ", lambda: None)
    install_overlay(window, lambda: window.page)
    window.resize(700, 240)
    qtbot.keyClick(window.line, Qt.Key.Key_Slash, CTRL)
    overlay = window.findChild(ShortcutOverlay)
    bar = overlay.findChild(QScrollArea).verticalScrollBar()
    qtbot.waitUntil(lambda: bar.maximum() > 0)
    qtbot.keyClick(overlay, Qt.Key.Key_Down)
    assert bar.value() > 0
    with qtbot.waitSignal(overlay.destroyed):
        qtbot.keyClick(overlay, Qt.Key.Key_Space)
