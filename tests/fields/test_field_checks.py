from datetime import date

import pytest

from question_samples import sample_of
from soudan_desk.codes import CodeBook, CodeEntry, shipped_codes
from soudan_desk.fields import Field, Kind, problem_with, problems_with
from soudan_desk.fields.checks import (
    LINE_LIMIT,
    TEXT_LIMIT,
    bad_character,
    is_blank,
    without_zero_width,
)

BOOK = shipped_codes()
NAME = Field(key="name", label="氏名", kind=Kind.LINE)
BODY = Field(key="body", label="記録", kind=Kind.TEXT)
METHOD = Field(key="method", label="方法", kind=Kind.CHOICE, codes="consultation.method")
CONCERNS = Field(key="concerns", label="お困りのこと", kind=Kind.MARKS, codes="concern")
LEVEL = Field(key="level", label="閲覧制限", kind=Kind.NUMBER, codes="restriction_level")
YEN = Field(key="cash", label="所持金", kind=Kind.YEN)


def problem(field, answer, book=BOOK, **around):
    return problem_with(field, {field.key: answer}, book, **around)


def test_a_missing_answer_is_a_problem_only_where_it_is_needed():
    needed = Field(key="name", label="氏名", kind=Kind.LINE, required=True)
    assert problem(NAME, None) is None
    assert problem(needed, None) == "「氏名」を入れてください。"
    assert problem(needed, "") == "「氏名」を入れてください。"


def test_no_and_nought_are_answers():
    assert not is_blank(False)
    assert not is_blank(0)
    assert is_blank([])
    assert is_blank({})
    assert is_blank("")


def test_a_line_holds_200_characters_and_a_text_200_000():
    assert problem(NAME, "髙" * LINE_LIMIT) is None
    assert "200字まで" in problem(NAME, "髙" * (LINE_LIMIT + 1))
    assert problem(BODY, "あ" * TEXT_LIMIT) is None
    assert "200,000字まで" in problem(BODY, "あ" * (TEXT_LIMIT + 1))


def test_a_line_is_one_line():
    assert "1行で" in problem(NAME, "見本\n花子")
    assert problem(BODY, "1行目\n\n2行目\tタブ") is None


@pytest.mark.parametrize(
    "hidden",
    ["\0", "\x07", "\x1b[2J", "\x7f", "\x85", "\u202e", "\u200f", "\u061c", "\u2066", "\ud800"],
)
def test_invisible_and_direction_characters_are_refused(hidden):
    assert "画面に出ない文字" in problem(NAME, f"見本{hidden}花子")
    assert "画面に出ない文字" in problem(BODY, hidden)


@pytest.mark.parametrize("hidden", ["\0", "\x1c", "\x85", "\x0b", "\u202e", " \x85 "])
def test_hidden_characters_alone_are_not_taken_for_no_answer(hidden):
    assert not is_blank(hidden)
    assert "画面に出ない文字" in problem(NAME, hidden)


@pytest.mark.parametrize(
    "blank", [" ", "\u3000", "\n\t ", "\r\n", "\u200b", "\ufeff \u2060", "\u00ad"]
)
def test_blanks_and_what_has_no_width_alone_are_no_answer(blank):
    needed = Field(key="name", label="氏名", kind=Kind.LINE, required=True)
    assert is_blank(blank)
    assert problem(needed, blank) == "「氏名」を入れてください。"


@pytest.mark.parametrize("hidden", ["\u200b", "\u2060", "\ufeff", "\u00ad", "\u180e"])
def test_what_has_no_width_is_left_out_and_stops_nobody(hidden):
    assert problem(NAME, f"見本{hidden}花子") is None
    assert without_zero_width(f"{hidden}見本{hidden}花子{hidden}") == "見本花子"
    assert bad_character(hidden)


def test_joiners_that_make_one_sign_stay():
    for text in ("👨\u200d👩\u200d👧", "葛\U000e0100城", "می\u200cخواهم"):
        assert problem(NAME, text) is None
        assert without_zero_width(text) == text


@pytest.mark.parametrize(
    "kanji", ["\U00031350", "\U000323af", "\U0002ebf0", "\U0002ee5d", "\U0002a6dd"]
)
def test_kanji_newer_than_python_are_taken(kanji):
    assert problem(NAME, f"{kanji}田 花子") is None


@pytest.mark.parametrize("nothing", ["\U0002ffff", "\U0003fffe", "\uffff", "\ufdd0", "\U000e0080"])
def test_what_will_never_be_a_character_is_refused(nothing):
    assert "画面に出ない文字" in problem(NAME, f"見本{nothing}")


@pytest.mark.parametrize(
    "name", ["𠮷田 﨑", "葛󠄀城", "邊󠄊", "ﾐﾎﾝ　ﾊﾅｺ", "Nguyễn Thị", "👨‍👩‍👧", "㋿1年", "\ue000外字"]
)
def test_every_character_of_a_real_name_is_taken(name):
    assert problem(NAME, name) is None


def test_an_option_must_be_in_the_centres_list():
    assert problem(METHOD, "come_in", centre="disability") is None
    assert "選択肢はありません" in problem(METHOD, "come_in", centre="life_support")
    assert "選択肢はありません" in problem(METHOD, "gone")


def test_a_retired_option_is_refused_on_a_day_after_its_end():
    book = CodeBook([CodeEntry(list="a", code="old", label="旧様式", valid_to=date(2024, 3, 31))])
    field = Field(key="form", label="様式", kind=Kind.CHOICE, codes="a")
    assert problem(field, "old", book, on=date(2024, 3, 31)) is None
    assert "「旧様式」は、この日付では使えません" in problem(
        field, "old", book, on=date(2024, 4, 1)
    )
    assert problem(field, "old", book) is None


def test_each_of_several_options_is_checked():
    field = Field(key="roles", label="役割", kind=Kind.CHOICES, codes="role")
    assert problem(field, ["caseworker", "supervisor"]) is None
    assert "「chief」" in problem(field, ["caseworker", "chief"])


def test_an_exclusive_option_stands_alone():
    field = Field(key="roles", label="役割", kind=Kind.CHOICES, codes="role")
    assert problem(field, ["auditor"]) is None
    assert "ほかと一緒には選べません" in problem(field, ["auditor", "supervisor"])


def test_only_one_concern_is_the_greatest():
    assert problem(CONCERNS, {"debt": "double", "housing": "circle"}) is None
    assert "1つだけ" in problem(CONCERNS, {"debt": "double", "housing": "double"})


def test_numbers_are_not_negative_and_not_beyond_reason():
    assert problem(YEN, 0) is None
    assert "0以上" in problem(YEN, -1)
    assert "大きすぎます" in problem(YEN, 10**12)


def test_a_number_shown_as_a_list_must_be_in_it():
    assert problem(LEVEL, 0) is None
    assert problem(LEVEL, 3) is None
    assert "選択肢はありません" in problem(LEVEL, 4)


def test_a_row_names_its_problem_and_its_place():
    relation = Field(key="relation", label="続柄", kind=Kind.CHOICE, codes="relation")
    rows = Field(key="rows", label="家族", kind=Kind.ROWS, rows=(NAME, relation))
    assert problem(rows, [{"name": "見本", "relation": "mother"}, {}]) is None
    found = problem(rows, [{"name": "見本"}, {"relation": "boss"}])
    assert found.startswith("「家族」の2行目: 「続柄」に「boss」")


def test_a_form_gives_one_sentence_per_question_and_none_for_good_ones():
    found = problems_with([NAME, YEN], {"name": "見\0本", "cash": 500}, BOOK)
    assert list(found) == ["name"]


def test_a_hidden_question_is_not_asked_for():
    detail = Field(
        key="detail", label="内容", kind=Kind.LINE, required=True, shown_when={"sex": ("other",)}
    )
    assert problems_with([detail], {"sex": "male"}, BOOK) == {}
    assert "内容" in problems_with([detail], {"sex": "other"}, BOOK)["detail"]


def test_a_sentence_ends_as_a_sentence():
    bad = [(NAME, "\0"), (NAME, "あ" * 201), (METHOD, "x"), (YEN, -1), (LEVEL, 9)]
    assert all(problem(field, answer).endswith("。") for field, answer in bad)


def test_the_samples_of_the_tests_are_good_answers():
    for field in (NAME, BODY, METHOD, CONCERNS, LEVEL, YEN):
        assert problem(field, sample_of(field), centre="life_support") is None
