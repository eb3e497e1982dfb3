import pytest

from soudan_desk.japanese.long_vowels import name_keys, written_out


@pytest.mark.parametrize(
    ("text", "ways"),
    [
        ("ユーコ", {"ユうコ"}),
        ("ゆーこ", {"ゆうこ"}),
        ("ﾕｰｺ", {"ユうコ"}),
        ("コージ", {"コうジ", "コおジ"}),
        ("ケーコ", {"ケいコ", "ケえコ"}),
        ("マーヤ", {"マあヤ"}),
        ("リーナ", {"リいナ"}),
        ("ジョー", {"ジョう", "ジョお"}),
        ("ヴーヴー", {"ヴうヴう"}),
        ("オータ コージ", {"オうタ コうジ", "オうタ コおジ", "オおタ コうジ", "オおタ コおジ"}),
    ],
)
def test_the_mark_stands_for_the_vowel_before_it_and_for_how_names_spell_it(text, ways):
    assert set(written_out(text)) == ways


@pytest.mark.parametrize(
    "text", ["ユウコ", "", "ー", "3ー12", "ンー", "ユーーコ", "デーサービスセンター"]
)
def test_without_marks_or_with_many_nothing_is_written_out(text):
    assert written_out(text) == ()


def test_names_are_compared_in_each_way():
    assert name_keys("ミホン ユーコ") == ("みほんゆこ", "みほんゆうこ")
    assert name_keys("ミホン ユウコ") == ("みほんゆうこ",)
    assert name_keys("") == ()
