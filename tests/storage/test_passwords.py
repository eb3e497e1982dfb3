from time import perf_counter

import pytest

from soudan_desk.storage.passwords import check_new_password
from soudan_desk.storage.refusals import WeakPasswordError

REFUSED = r"関係のない言葉を4つ以上|推測"


@pytest.mark.parametrize(
    "password",
    [
        "mihon no jimusho desu",
        "correct horse battery staple",
        "雨の日は図書館で本を読むのが好き",
        "春 夏 秋 冬 山 川",
        "x7$" * 4 + "Qw9!",
        "あ" + "雨の日は図書館で本を読む" * 85,
    ],
)
def test_a_long_enough_password_is_taken_without_rules_of_composition(password):
    check_new_password(password, ["tanaka"])


@pytest.mark.parametrize("password", ["", "short", "a b c d e e", "Aa1!Aa1!Aa1!Aa", "合言葉2026"])
def test_a_short_password_is_refused(password):
    with pytest.raises(WeakPasswordError, match="15文字"):
        check_new_password(password)


@pytest.mark.parametrize(
    "password",
    [
        "aaaaaaaaaaaaaaaaaaaa",
        "abcabcabcabcabcabc",
        "1234567890123456",
        "abcdefghijklmnopqrst",
        "passwordpassword123",
        "パスワードパスワードパスワード1",
        "tanakatanaka2026",
        "相談デスク相談デスク相談デスク",
        "ｑｗｅｒｔｙｕｉｏｐａｓｄｆｇ",
    ],
)
def test_a_guessable_password_is_refused(password):
    with pytest.raises(WeakPasswordError, match="推測"):
        check_new_password(password, ["tanaka"])


@pytest.mark.parametrize(
    "password",
    [
        "monkeydragon123!",
        "MonkeyMonkeyMonkey1",
        "sunshine12345678",
        "！！sunshine2026！！",
        "P@ssw0rdMonkey2026",
        "takahashiyamamoto1",
        "sakurako-19800101",
        "ﾊﾟｽﾜｰﾄﾞ-dragon-1234",
    ],
)
def test_common_words_and_names_with_figures_and_marks_are_refused(password):
    with pytest.raises(WeakPasswordError, match=REFUSED):
        check_new_password(password, ["tanaka"])


@pytest.mark.parametrize(
    "password",
    [
        "ﾊﾟｽﾜｰﾄﾞﾊﾟｽﾜｰﾄﾞﾊﾟｽﾜｰﾄﾞ",
        "ぱすわーどぱすわーど２０２６！",
        "ＰＡＳＳＷＯＲＤＰＡＳＳＷＯＲＤ",
        "Passw0rdPassw0rd!!",
        "ヒミツひみつﾋﾐﾂひみつ1234",
    ],
)
def test_another_width_case_or_kana_hides_no_common_word(password):
    with pytest.raises(WeakPasswordError, match=REFUSED):
        check_new_password(password)


@pytest.mark.parametrize(
    "password",
    [
        "monkey dragon sunshine bicycle",
        "sunshine over the old bridge",
        "takahashi no niwa ni kaki ga 3tsu",
        "ありがとうの手紙を月曜に書いた",
        "dragon-3%kLm-Wqz9!",
    ],
)
def test_common_words_among_others_are_taken(password):
    check_new_password(password)


def test_a_long_password_is_checked_at_once():
    start = perf_counter()
    check_new_password(" ".join(f"{number}banme no kaki" for number in range(60)))
    assert perf_counter() - start < 1


def test_a_password_of_more_than_1024_letters_is_refused_not_cut():
    with pytest.raises(WeakPasswordError, match="1024"):
        check_new_password("雨の日は図書館で本を読むのが好き" * 65)
