"""Marked changes and the 押印欄: what they say, and that they follow look and zoom."""

from soudan_desk.ui.theme import Look, Role, theme
from soudan_desk.ui.widgets.changed_text import Passage
from soudan_desk.ui.widgets.differences import (
    Piece,
    both_html,
    is_changed,
    paragraphs,
    pieces_between,
)
from soudan_desk.ui.widgets.stamps import StampLook, StampRow

OLD = "はじめの段落。\nふたつめは古い言い方。\nおわり。"
NEW = "はじめの段落。\nふたつめは新しい言い方。\nおわり。"


def texts(found):
    return ["".join(piece.text for piece in each) for each in found]


def test_paragraphs_are_cut_at_line_breaks_and_only_the_changed_one_is_marked():
    found = paragraphs(pieces_between(OLD, NEW))
    assert [is_changed(each) for each in found] == [False, True, False]
    assert texts(found)[0] == "はじめの段落。"


def test_a_paragraph_that_went_as_a_whole_stands_struck_on_its_own():
    found = paragraphs(pieces_between("のこる。\nなくなる。\n", "のこる。\n"))
    assert texts(found) == ["のこる。", "なくなる。"]
    assert found[1][0].is_old


def test_marks_take_the_colours_of_the_look_in_force(qtbot):
    passage = Passage(lambda: both_html([Piece("新しい", is_new=True)]), changed=True)
    qtbot.addWidget(passage)
    passage.show()
    light = passage.words._html
    theme.set_look(Look.DARK)
    assert passage.words._html != light
    assert theme.colour(Role.INFO).name() in passage.words._html


def test_stamps_are_told_in_words_and_stand_three_in_a_row(qtbot):
    row = StampRow()
    qtbot.addWidget(row)
    row.show_stamps([StampLook("担当", "田中", "8.11.24", "提出"), StampLook("係長", yours=True)])
    assert row.accessibleDescription() == "担当 田中 8.11.24 提出、係長 あなた これから"
    one_row = row.sizeHint().height()
    row.show_stamps([StampLook(str(number)) for number in range(5)])
    assert row.sizeHint().height() == 2 * one_row - 1
    assert row._cell(4).top() > row._cell(2).top()


def test_stamps_grow_with_the_zoom(qtbot):
    row = StampRow()
    qtbot.addWidget(row)
    row.show_stamps([StampLook("担当", "田中", "8.11.24", "提出")])
    before = row.sizeHint()
    theme.set_zoom(150)
    assert row.sizeHint().height() > before.height()
