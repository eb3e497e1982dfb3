"""Buttons: room for their words at every zoom, keys, names."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QFontMetricsF
from PySide6.QtWidgets import QWidget

from soudan_desk.ui import layouts
from soudan_desk.ui.icons import Icon
from soudan_desk.ui.theme import ZOOM_STEPS, Look, Role, Type, theme
from soudan_desk.ui.widgets.action_bar import ActionBar
from soudan_desk.ui.widgets.button import Button, ButtonKind


@pytest.mark.parametrize("zoom", ZOOM_STEPS)
@pytest.mark.parametrize("kind", list(ButtonKind))
def test_no_zoom_cuts_a_button_s_words(qapp, qtbot, kind, zoom):
    button = Button("下書きのまま閉じる", kind=kind, icon=Icon.CHECK, key="Ctrl+Enter")
    whole = layouts.panel(layouts.row(button, layouts.STRETCH))
    qtbot.addWidget(whole)
    whole.show()
    theme.set_zoom(zoom)
    qtbot.waitUntil(lambda: button.size() == button.sizeHint())
    words = QFontMetricsF(theme.font(Type.BODY, bold=kind is ButtonKind.FILLED))
    cap = QFontMetricsF(theme.font(Type.KEYCAP))
    needed = words.horizontalAdvance(button.text()) + cap.horizontalAdvance("Ctrl+Enter")
    assert button.width() >= needed + theme.px(16)
    assert button.height() >= words.height()


def _picture(button):
    return button.grab().toImage()


def test_a_button_draws_its_words_to_the_end(qapp, qtbot):
    short, long = Button("保存"), Button("保存する")
    for button in (short, long):
        qtbot.addWidget(button)
        button.resize(button.sizeHint())
    image = _picture(long)
    middle = image.height() // 2
    ground = image.pixelColor(4, middle)
    inked = [x for x in range(4, image.width() - 4) if _has_ink(image, x, ground)]
    assert max(inked) - min(inked) > theme.text_width("保存す")
    assert long.width() > short.width()


def _has_ink(image, x, ground):
    return any(image.pixelColor(x, y) != ground for y in range(6, image.height() - 6))


@pytest.mark.parametrize("look", [Look.LIGHT, Look.DARK, Look.HIGH_CONTRAST])
def test_the_focus_ring_shows_after_keys_and_clicks(qapp, qtbot, look):
    theme.set_look(look)
    button = Button("保存")
    qtbot.addWidget(button)
    button.show()
    button.activateWindow()
    qtbot.mouseClick(button, Qt.MouseButton.LeftButton)
    button.setFocus()
    qtbot.waitUntil(button.hasFocus)
    edge = _picture(button).pixelColor(button.width() // 2, 0)
    assert edge == theme.colour(Role.FOCUS)


def test_space_presses_a_button(qapp, qtbot):
    button = Button("保存")
    qtbot.addWidget(button)
    with qtbot.waitSignal(button.clicked):
        qtbot.keyClick(button, Qt.Key.Key_Space)


def test_a_button_is_named_by_its_words_or_where_it_has_none_by_its_name(qapp, qtbot):
    worded = Button("保存", key="Ctrl+S")
    bare = Button(icon=Icon.LOCK, name="画面をロック", key="Ctrl+L")
    for button in (worded, bare):
        qtbot.addWidget(button)
    assert worded.accessibleName() == "保存"
    assert "Ctrl+S" in worded.accessibleDescription()
    assert bare.accessibleName() == "画面をロック"
    assert bare.toolTip() == "画面をロック（Ctrl+L）"
    worded.setText("確定")
    assert worded.accessibleName() == "確定"


def test_a_button_that_is_off_looks_off_without_being_fainter(qapp, qtbot):
    button = Button("保存", kind=ButtonKind.FILLED)
    qtbot.addWidget(button)
    button.resize(button.sizeHint())
    button.setEnabled(False)
    assert _picture(button).pixelColor(8, 8) == theme.colour(Role.SUNKEN)


def test_a_bar_without_room_for_all_leaves_the_keys_to_the_tooltips(shown, qtbot):
    save = Button("返事を記録", kind=ButtonKind.FILLED, icon=Icon.CHECK, key="Ctrl+Enter")
    again = Button("再印刷", icon=Icon.PRINT, key="Ctrl+P")
    window = QWidget()
    bar = ActionBar(save, again)
    bar.setParent(window)
    bar.resize(600, 51)
    shown(window)
    wide = save.width()
    assert wide == save.full_width()
    bar.resize(300, 51)
    qtbot.waitUntil(lambda: save.width() == save.sizeHint().width() < wide)
    assert save.toolTip() == "返事を記録（Ctrl+Enter）"
    bar.resize(600, 51)
    qtbot.waitUntil(lambda: save.width() == wide)
