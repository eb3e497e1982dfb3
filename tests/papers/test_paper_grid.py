"""Bordered tables: heights, parting over pages, repeated heads."""

import pytest

from soudan_desk.papers.answers import CLOSE, ROOMY, TIGHT, answer_rows, answer_table, on_one_page
from soudan_desk.papers.data import Answer, Option
from soudan_desk.papers.grid import Cell, Grid, Row, head_row
from soudan_desk.papers.kit import WritingLines
from soudan_desk.papers.page import INNER_HEIGHT
from soudan_desk.papers.text import CELL, Text

WIDTH = 480.0


def rows(count, text="見本"):
    return [Row((Cell((Text(f"{text}{number}", CELL),)),)) for number in range(count)]


def texts(grid):
    return [
        part.body.text
        for row in grid.rows
        for cell in row.cells
        for part in cell.content
        if isinstance(part, Text)
    ]


def test_a_table_is_parted_between_rows_under_its_head():
    grid = Grid([head_row(("番号",), (None,)), *rows(40)])
    first, rest = grid.split(WIDTH, 300)
    assert first.wrap(WIDTH, 300)[1] <= 300
    assert texts(first)[0] == texts(rest)[0] == "番号"
    assert texts(first)[1:] + texts(rest)[1:] == [f"見本{n}" for n in range(40)]


def test_a_head_never_stands_alone_at_the_foot():
    grid = Grid([head_row(("番号",), (None,)), *rows(3)])
    assert grid.split(WIDTH, 30) == []


def test_a_title_stays_with_the_first_part_only():
    first, rest = Grid(rows(40), title="題").split(WIDTH, 300)
    assert first.wrap(WIDTH, 300)[1] <= 300
    assert first._title is not None
    assert rest._title is None


def test_a_long_cell_is_parted_and_its_label_says_that_it_goes_on():
    long = Answer("記録", "見本の文です。" * 300, long=True)
    first, rest = Grid(answer_rows([long])).split(WIDTH, 300)
    label, body = texts(first)
    again, mark, _ = texts(rest)
    assert (label, again, mark) == ("記録", "記録", "（続き）")
    assert first.wrap(WIDTH, 300)[1] <= 300.01
    assert body == long.text  # the same text, of which each part shows its own lines


def test_a_short_table_marked_whole_goes_to_the_next_page():
    assert Grid(rows(5), whole_below=400).split(WIDTH, 60) == []


def test_two_short_answers_share_a_row_and_order_is_kept():
    answers = [
        Answer("電話", "00-0000-0000"),
        Answer("担当", "見本"),
        Answer("住所", "見本県見本市本町1丁目1番1号 見本会館2階の奥の部屋"),
        Answer("性別", "", (Option("男性"), Option("女性"))),
        Answer("年齢", "52歳"),
    ]
    made = answer_rows(answers)
    assert [len(row.cells) for row in made] == [4, 2, 2, 2]
    labels = [cell.content[0].body.text for row in made for cell in row.cells if cell.is_label]
    assert labels == [answer.label for answer in answers]


def test_an_unanswered_question_leaves_room_for_the_hand():
    made = answer_rows([Answer("記録", None, long=True, lines=5), Answer("件名", wide=True)])
    (lines,) = made[0].cells[1].content
    assert isinstance(lines, WritingLines)
    assert made[0].height(WIDTH) > 5 * ROOMY.pitch
    assert made[1].height(WIDTH) >= ROOMY.least_by_hand


def test_sections_without_answers_are_not_shown():
    assert len(answer_table([("空", ()), ("あり", (Answer("問", "答"),))])) == 1


def test_a_story_is_set_closer_only_where_that_keeps_it_on_one_page():
    def build(look, count):
        return [Grid(answer_rows([Answer("住所", "見本", wide=True)] * count, look))]

    each = {look: build(look, 1)[0].wrap(WIDTH, 0)[1] for look in (ROOMY, CLOSE, TIGHT)}
    assert each[ROOMY] > each[CLOSE] > each[TIGHT]
    for look in (ROOMY, CLOSE, TIGHT):
        most = int(INNER_HEIGHT / each[look])
        chosen = on_one_page(lambda look, n=most: build(look, n))[0]
        assert chosen.wrap(WIDTH, 0)[1] == pytest.approx(most * each[look])
    too_many = on_one_page(lambda look: build(look, 200))[0]
    assert too_many.wrap(WIDTH, 0)[1] == pytest.approx(200 * each[ROOMY])
