"""Segments, toggles, check boxes, tabs: everything without the mouse."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLineEdit

from soudan_desk.ui import layouts
from soudan_desk.ui.icons import Icon
from soudan_desk.ui.theme import ZOOM_STEPS, theme
from soudan_desk.ui.widgets.choices import Segments
from soudan_desk.ui.widgets.tabs import Tab, Tabs
from soudan_desk.ui.widgets.toggles import CheckBox, Toggle, ToggleRow

CALLERS = [("self", "本人"), ("family", "家族"), ("agency", "機関"), ("anonymous", "匿名")]
Key = Qt.Key


@pytest.fixture
def caller(qapp, qtbot, shown):
    before, widget, after = (
        QLineEdit(),
        Segments(CALLERS, keys="QWER", name="だれから"),
        QLineEdit(),
    )
    whole = shown(layouts.panel(layouts.column(before, widget, after)))
    before.setFocus()
    widget.before, widget.after, widget.whole = before, after, whole
    return widget


def _focused(widget):
    return widget.window().focusWidget()


def test_nothing_is_chosen_before_somebody_chooses(caller):
    assert caller.value() is None


def test_tab_goes_in_once_and_out_again(caller, qtbot):
    qtbot.keyClick(caller.before, Key.Key_Tab)
    assert _focused(caller) is caller.buttons()[0]
    qtbot.keyClick(_focused(caller), Key.Key_Tab)
    assert _focused(caller) is caller.after


def test_tab_comes_back_to_what_is_chosen(caller, qtbot):
    caller.set_value("agency")
    qtbot.keyClick(caller.before, Key.Key_Tab)
    assert _focused(caller) is caller.buttons()[2]


def test_space_chooses_and_arrows_move_the_choice(caller, qtbot):
    caller.setFocus()
    with qtbot.waitSignal(caller.picked) as picked:
        qtbot.keyClick(_focused(caller), Key.Key_Space)
    assert picked.args == ["self"]
    qtbot.keyClick(_focused(caller), Key.Key_Right)
    assert caller.value() == "family"
    qtbot.keyClick(_focused(caller), Key.Key_Left)
    assert caller.value() == "self"


@pytest.mark.parametrize(("key", "code"), [("qwer"[n], CALLERS[n][0]) for n in range(4)])
def test_a_drawn_letter_chooses(caller, qtbot, key, code):
    caller.setFocus()
    with qtbot.waitSignal(caller.picked) as picked:
        qtbot.keyClicks(_focused(caller), key)
    assert picked.args == [code]


def test_a_letter_with_ctrl_is_left_to_shortcuts(caller, qtbot):
    caller.setFocus()
    qtbot.keyClick(_focused(caller), Key.Key_Q, Qt.KeyboardModifier.ControlModifier)
    assert caller.value() is None


def test_delete_takes_the_answer_back(caller, qtbot):
    caller.set_value("family")
    caller.setFocus()
    with qtbot.waitSignal(caller.picked) as picked:
        qtbot.keyClick(_focused(caller), Key.Key_Delete)
    assert picked.args == [None]
    assert caller.value() is None


def test_delete_leaves_a_required_answer(qapp, qtbot):
    widget = Segments(CALLERS, required=True)
    qtbot.addWidget(widget)
    widget.set_value("self")
    qtbot.keyClick(widget.buttons()[0], Key.Key_Delete)
    assert widget.value() == "self"


def test_setting_a_value_sends_no_signal(caller, qtbot):
    with qtbot.assertNotEmitted(caller.picked):
        caller.set_value("self")
        caller.set_value(None)


def test_choosing_moves_no_neighbour(caller, qtbot):
    places = [button.geometry() for button in caller.buttons()]
    caller.set_value("agency")
    caller.layout().activate()
    assert [button.geometry() for button in caller.buttons()] == places


@pytest.mark.parametrize("zoom", ZOOM_STEPS)
def test_no_zoom_cuts_an_option(qapp, qtbot, zoom):
    theme.set_zoom(zoom)
    widget = Segments(CALLERS, keys="QWER")
    qtbot.addWidget(widget)
    for button in widget.buttons():
        wanted = theme.text_width(button.text(), bold=True) + theme.px(16)
        assert button.sizeHint().width() >= wanted


def test_every_option_is_a_named_radio_button(caller):
    assert [b.accessibleName() for b in caller.buttons()] == [label for _, label in CALLERS]
    assert all("キー" in b.accessibleDescription() for b in caller.buttons())


@pytest.mark.parametrize("key", [Key.Key_Space, Key.Key_Return])
@pytest.mark.parametrize("make", [lambda: Toggle("緊急", Icon.URGENT), lambda: CheckBox("了解")])
def test_space_and_enter_turn_a_flag(qapp, qtbot, make, key):
    flag = make()
    qtbot.addWidget(flag)
    with qtbot.waitSignal(flag.toggled) as toggled:
        qtbot.keyClick(flag, key)
    assert toggled.args == [True]
    qtbot.keyClick(flag, key)
    assert not flag.isChecked()


def test_a_digit_turns_the_flag_that_shows_it(qapp, qtbot):
    food, shelter = (
        Toggle("食べる物がない", Icon.FOOD, key="1"),
        Toggle("泊まる所", Icon.SHELTER, key="2"),
    )
    row = ToggleRow([food, shelter], name="急ぎ")
    qtbot.addWidget(row)
    row.show()
    row.setFocus()
    qtbot.keyClicks(food, "2")
    assert [food.isChecked(), shelter.isChecked()] == [False, True]
    assert row.window().focusWidget() is shelter


def test_turning_a_flag_does_not_change_its_size(qapp, qtbot):
    flag = Toggle("食べる物がない", Icon.FOOD, key="1")
    qtbot.addWidget(flag)
    before = flag.sizeHint()
    flag.setChecked(True)
    assert flag.sizeHint() == before


def test_arrows_go_through_tabs_and_tell_each(qapp, qtbot, shown):
    tabs = shown(
        Tabs([Tab("course", "経過"), Tab("plans", "プラン", 2), Tab("papers", "書類", 11)])
    )
    tabs.setFocus()
    with qtbot.waitSignal(tabs.picked) as picked:
        qtbot.keyClick(tabs.window().focusWidget(), Key.Key_Right)
    assert picked.args == ["plans"]
    assert tabs.current() == "plans"
    tabs.set_tabs([Tab("plans", "プラン", 3), Tab("course", "経過")])
    assert tabs.current() == "plans"
