"""Topics: blank, ○, ◎ 一番."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLineEdit

from soudan_desk.ui import layouts
from soudan_desk.ui.theme import theme
from soudan_desk.ui.widgets.check_grid import CheckGrid, Mark, Topic

TOPICS = [
    Topic("health", "病気・健康・障害", "A"),
    Topic("home", "住まい", "S"),
    Topic("money", "収入・生活費", "D"),
    Topic("rent", "家賃・ローン", "F"),
    Topic("tax", "税金・公共料金", "G"),
]


@pytest.fixture
def grid(qapp, shown):
    widget, after = CheckGrid(TOPICS, columns=4, first_marked=True, name="困りごと"), QLineEdit()
    whole = shown(layouts.panel(layouts.column(widget, after)))
    widget.setFocus()
    widget.whole, widget.after = whole, after
    return widget


def _press(grid, qtbot, key):
    qtbot.keyClick(grid.window().focusWidget(), key)


def test_a_letter_goes_round_blank_applies_first_blank(grid, qtbot):
    seen = []
    for _ in range(3):
        with qtbot.waitSignal(grid.edited):
            _press(grid, qtbot, Qt.Key.Key_D)
        seen.append(grid.marks())
    assert seen == [{"money": Mark.APPLIES}, {"money": Mark.FIRST}, {}]


def test_only_one_topic_is_the_first(grid, qtbot):
    for _ in range(2):
        _press(grid, qtbot, Qt.Key.Key_D)
    for _ in range(2):
        _press(grid, qtbot, Qt.Key.Key_A)
    assert grid.marks() == {"health": Mark.FIRST, "money": Mark.APPLIES}


def test_without_a_first_a_box_is_only_on_or_off(qapp, qtbot):
    plain = CheckGrid(TOPICS)
    qtbot.addWidget(plain)
    plain.turn("home")
    assert plain.codes() == ["home"]
    plain.turn("home")
    assert plain.codes() == []


def test_arrows_move_and_space_turns(grid, qtbot):
    for key in (Qt.Key.Key_Right, Qt.Key.Key_Right, Qt.Key.Key_Left, Qt.Key.Key_Space):
        _press(grid, qtbot, key)
    assert grid.codes() == ["home"]
    _press(grid, qtbot, Qt.Key.Key_Left)
    _press(grid, qtbot, Qt.Key.Key_Down)
    _press(grid, qtbot, Qt.Key.Key_Space)
    assert grid.codes() == ["home", "tax"]


def test_tab_leaves_the_whole_grid(grid, qtbot):
    _press(grid, qtbot, Qt.Key.Key_Tab)
    assert grid.window().focusWidget() is grid.after


def test_tab_comes_back_to_the_box_one_left(grid, qtbot):
    _press(grid, qtbot, Qt.Key.Key_S)
    here = grid.window().focusWidget()
    _press(grid, qtbot, Qt.Key.Key_Tab)
    qtbot.keyClick(grid.after, Qt.Key.Key_Backtab, Qt.KeyboardModifier.ShiftModifier)
    assert grid.window().focusWidget() is here


def test_marks_that_are_set_come_back_and_send_nothing(grid, qtbot):
    marks = {"home": Mark.APPLIES, "rent": Mark.FIRST}
    with qtbot.assertNotEmitted(grid.edited):
        grid.set_marks(marks)
    assert grid.marks() == marks


def test_a_mark_is_read_out(grid):
    grid.set_marks({"home": Mark.FIRST})
    spoken = [box.accessibleDescription() for box in grid._boxes]
    assert "一番" in spoken[1]
    assert "なし" in spoken[0]
    assert grid._boxes[0].accessibleName() == "病気・健康・障害"


def test_a_click_turns_a_box(grid, qtbot):
    qtbot.mouseClick(grid._boxes[4], Qt.MouseButton.LeftButton)
    assert grid.codes() == ["tax"]


def test_gaps_of_the_grid_follow_the_zoom(grid):
    theme.set_zoom(200)
    assert grid.layout().horizontalSpacing() == theme.px(8)
    assert grid.layout().verticalSpacing() == theme.px(4)
