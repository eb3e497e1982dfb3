"""Text as a flowable: sizes, parting, speed."""

import random
import time

import pytest

from soudan_desk.papers.text import BODY, CELL, Align, Text


def test_no_line_is_longer_than_its_column():
    chance = random.Random(7)
    pool = "あいう、。「」（）漢字かなABC 123ー…%𠮷葛\U000e0100"
    for width in (40, 77.5, 140, 301):
        body = Text("".join(chance.choices(pool, k=900)), CELL).body
        for start, end in body.lines(width):
            assert body.length(start, end) <= width + 1e-6


def test_every_character_but_blanks_at_line_ends_is_on_some_line():
    text = "見本の文です。 and some words 123、\n\n　次の段落。" * 20
    body = Text(text).body
    shown = "".join(body.text[start:end] for start, end in body.lines(133))
    assert shown.replace(" ", "") == text.replace(" ", "").replace("\n", "")


def test_a_parted_text_is_whole_and_leaves_no_single_line():
    text = Text("見本の文です。" * 60)
    _, height = text.wrap(200, 1e6)
    lines = round(height / BODY.leading)
    first, rest = text.split(200, (lines - 1) * BODY.leading)
    assert round(first.wrap(200, 1e6)[1] / BODY.leading) == lines - 2
    assert round(rest.wrap(200, 1e6)[1] / BODY.leading) == 2
    assert text.split(200, BODY.leading) == []
    assert text.split(200, height) == [text]


@pytest.mark.parametrize(
    ("align", "left"), [(Align.LEFT, 0), (Align.CENTRE, 50), (Align.RIGHT, 100)]
)
def test_a_short_line_stands_where_its_style_says(align, left):
    text = Text("あ" * 10, BODY.but(size=10, align=align))
    text.wrap(200, 100)
    assert text._place(0, 10) == (pytest.approx(left), 0.0)


def test_a_full_line_is_stretched_to_the_edge_but_never_torn_apart():
    text = Text("あ" * 25 + "\n終わり", BODY.but(size=10))
    text.wrap(105, 100)
    assert text._place(0, 10)[1] == pytest.approx(5 / 9)
    assert text._place(20, 25) == (0.0, 0.0)  # the last of its paragraph
    torn = Text("あ" + "A" * 60, BODY.but(size=10))
    torn.wrap(200, 100)
    assert torn._place(0, 1) == (0.0, 0.0)


def test_a_megabyte_of_pasted_text_is_laid_out_in_seconds():
    text = "　本人から電話。「家賃が払えない」とのこと。\n" * 17_000
    assert len(text.encode()) > 1_000_000
    start = time.process_time()
    Text(text).wrap(400, 700)
    assert time.process_time() - start < 5


def test_an_empty_text_still_takes_a_line():
    assert Text("").wrap(100, 100) == (100, BODY.leading)
