import pytest

from soudan_desk.japanese.folding import is_kana
from soudan_desk.japanese.readings import guess_reading


@pytest.mark.parametrize(
    ("name", "reading"),
    [
        ("青葉 すみれ", "アオバ スミレ"),
        ("髙橋 健", "タカハシ ケン"),
        ("渡邉　邦夫", "ワタナベ クニオ"),
        ("齋藤 花子", "サイトウ ハナコ"),
        ("𠮷田 太郎", "ヨシダ タロウ"),
        ("山田花子", "ヤマダハナコ"),
        ("ﾔﾏﾀﾞ 太郎", "ヤマダ タロウ"),
        ("葛\U000e0100城 翔", "カツラギ ショウ"),
        ("グエン ティ ラン", "グエン ティ ラン"),
    ],
)
def test_a_name_is_read_part_by_part(name, reading):
    assert guess_reading(name) == reading


@pytest.mark.parametrize("name", ["", "　", "〆", "小鳥遊 ※", "\x00"])
def test_what_the_dictionary_cannot_read_is_left_unread(name):
    assert guess_reading(name) == ""


def test_a_guess_is_always_kana():
    for name in ("上 一", "X 二郎", "五十嵐 翔太", "月見里 悠", "王 小明"):
        guess = guess_reading(name)
        assert guess == "" or is_kana(guess)
