import pytest

from soudan_desk.storage.passwords import check_new_password
from soudan_desk.storage.refusals import WeakPasswordError


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


def test_a_password_of_more_than_1024_letters_is_refused_not_cut():
    with pytest.raises(WeakPasswordError, match="1024"):
        check_new_password("雨の日は図書館で本を読むのが好き" * 65)
