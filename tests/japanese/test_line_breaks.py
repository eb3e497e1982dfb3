import random
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from soudan_desk.japanese.line_breaks import (
    NOT_AT_LINE_END,
    NOT_AT_LINE_START,
    break_lines,
    break_points,
    can_break_before,
)

SAMPLE = (
    "相談者は、4.6万円の家賃を「滞納」し（令和８年11月22日）、NPO法人へ１，２００円を払った。"
    "「どうしたら……」と話し、チョコレートを食べた。連絡はa.b@example.jpへ。3年2組・佐々木さん（仮名）。"
)
MIXED = st.text(
    alphabet=st.sampled_from("相談はー、。「」（）aZ09.,- \n万円年ッぁ…％@$𠮷\u0301"), max_size=120
)


def lines_of(text, width):
    return [text[a:b] for a, b in break_lines([1.0] * len(text), text, width)]


def pieces(text):
    flags = break_points(text)
    cuts = [0, *(i for i, flag in enumerate(flags) if flag), len(text)]
    return [text[a:b] for a, b in pairwise(cuts)]


def test_no_line_begins_or_ends_with_a_forbidden_mark_in_two_thousand_lines():
    rng = random.Random(7)
    clauses = SAMPLE.replace("。", "。|").split("|")
    text = "".join(rng.choice(clauses) for _ in range(1200))
    lines = [line for width in (17, 23, 38) for line in lines_of(text, width)]
    assert len(lines) > 2000
    assert not [line for line in lines if line[0] in NOT_AT_LINE_START]
    assert not [line for line in lines if line[-1] in NOT_AT_LINE_END]


@pytest.mark.parametrize(
    "whole", ["4.6万円", "1万2千円", "example.jp", "１，２００円", "11月", "03-1234-5678", "a@b.jp"]
)
def test_numbers_with_units_and_latin_words_stay_whole(whole):
    assert whole in pieces(f"本人は{whole}と言う")


def test_a_bracket_stays_with_what_it_encloses():
    assert pieces("は「青葉」と") == ["は", "「青", "葉」", "と"]


def test_a_variation_selector_stays_with_its_character():
    assert pieces("葛\U000e0100城") == ["葛\U000e0100", "城"]


def test_a_kanji_that_is_a_unit_may_begin_a_line_where_no_number_stands_before_it():
    assert can_break_before("方", "年")
    assert can_break_before("は", "千")
    assert not can_break_before("8", "年")


def test_pushing_out_shortens_a_line_rather_than_let_a_full_stop_begin_the_next():
    assert lines_of("あいうえお。かきく", 5) == ["あいうえ", "お。かきく"]


def test_a_word_longer_than_the_line_is_cut_but_never_before_a_closing_mark():
    assert lines_of("abcdefgh)", 4) == ["abcd", "efg", "h)"]


def test_blanks_at_a_line_end_take_no_room_and_belong_to_no_line():
    assert lines_of("ab  cd", 2) == ["ab", "cd"]


def test_line_feeds_end_lines_and_empty_lines_are_kept():
    assert lines_of("一\n\n二\n", 9) == ["一", "", "二", ""]
    assert lines_of("", 9) == [""]


def test_the_first_line_may_be_narrower():
    widths = [10.0] * 6
    found = break_lines(widths, "一二三四五六", lambda line: 20.0 if line == 0 else 30.0)
    assert found == [(0, 2), (2, 5), (5, 6)]


def test_advances_are_summed_so_that_mixed_widths_fit():
    text = "あaあaあ"
    assert break_lines([10, 5, 10, 5, 10], text, 25.0) == [(0, 3), (3, 5)]


@given(MIXED, st.integers(1, 12))
def test_no_character_is_lost_and_no_line_too_long(text, width):
    found = break_lines([1.0] * len(text), text, width)
    assert all(end - start <= width for start, end in found)
    gaps = [0, *(x for pair in found for x in pair), len(text)]
    between = [text[a:b] for a, b in zip(gaps[::2], gaps[1::2], strict=True)]
    assert not "".join(between).strip()


@given(MIXED)
def test_one_pair_and_the_whole_text_agree(text):
    flags = break_points(text)
    assert len(flags) == len(text)
    assert [bool(f) for f in flags[1:]] == [can_break_before(a, b) for a, b in pairwise(text)]
