"""Known people are recognised by what was typed, in however large an office."""

import pytest

from soudan_desk.japanese.partial_dates import PartialDate
from soudan_desk.models import Person
from soudan_desk.services.likely_persons import Typed, likely_persons
from soudan_desk.services.records import add_record


def add_many(work, persons):
    with work.store.writing_many(work.actor, "import") as bulk:
        for answers in persons:
            bulk.add(Person(**answers))


def born(number):
    return PartialDate(1930 + number % 70, 1 + number % 12, 1 + number % 28)


def reading(number):
    kana = "アイカキサシナニマ"
    return f"スズキ {kana[number // 81]}{kana[number // 9 % 9]}{kana[number % 9]}コ"


@pytest.fixture
def suzukis(work):
    """Six hundred people of one surname."""
    add_many(
        work,
        (
            {
                "name": f"鈴木 見本{n:03}",
                "kana": reading(n),
                "birth_on": born(n),
                "tel_home": f"03-5999-{n:04}",
            }
            for n in range(600)
        ),
    )
    return work


def test_one_of_six_hundred_of_a_surname_is_found_by_each_exact_answer(suzukis):
    for n in (0, 333, 599):
        name, telephone = f"鈴木 見本{n:03}", f"0359990{n:03}"
        whole = Typed(name=name, kana=reading(n), birth_on=born(n), telephone=telephone)
        for typed in (whole, Typed(name=name), Typed(kana=reading(n)), Typed(telephone=telephone)):
            assert likely_persons(suzukis, typed)[0].name == name
        assert len(likely_persons(suzukis, whole)[0].reasons) == 4


def test_a_reading_that_is_near_is_found_among_six_hundred_that_begin_like_it(suzukis):
    add_many(suzukis, [{"name": "鈴木 水鳥", "kana": "スズキ ミズトリ"}])
    found = likely_persons(suzukis, Typed(kana="スズキ ミズトミ"))
    assert found[0].name == "鈴木 水鳥"
    assert found[0].reasons == ("読みが近い",)


KNOWN = {
    "name": "山崎 花子",
    "kana": "ヤマザキ ハナコ",
    "birth_on": PartialDate(1985, 3, 4),
    "address": "東京都練馬区豊玉北三丁目12番5号 見本荘203",
}


def reasons(work, **typed):
    return [each.reasons for each in likely_persons(work, Typed(**typed))]


RECOGNISED = [
    ({"address": "練馬区豊玉北3-12-5"}, ("住所が同じ",)),
    ({"address": "練馬区豊玉北3-12-5 見本荘203"}, ("住所が同じ",)),
    ({"birth_on": PartialDate(1985, 3, 4)}, ("生年月日が同じ",)),
    (
        {"birth_on": PartialDate(1985, 4, 3), "address": "練馬区豊玉北3-12-5"},
        ("生年月日の月と日が逆", "住所が同じ"),
    ),
    ({"name": "見本 花子", "birth_on": PartialDate(1985, 3, 4)}, ("生年月日が同じ", "名が同じ")),
    (
        {"name": "見本 花子", "birth_on": PartialDate(1985, 3, 4), "address": KNOWN["address"]},
        ("生年月日が同じ", "住所が同じ", "名が同じ"),
    ),
    ({"kana": "ヤマサキ ハナコ"}, ("読みが近い(濁点や長音のちがい)",)),
    ({"kana": "ヤマザキ ハーナコ"}, ("読みが同じ",)),
    ({"name": "山崎花子"}, ("氏名が同じ",)),
    ({"name": "山崎 花子"}, ("氏名が同じ",)),
    ({"name": "山﨑花子"}, ("氏名が同じ(字体ちがい)",)),
]
STRANGERS = [
    {"address": "練馬区豊玉北"},
    {"address": "練馬区豊玉北3-1"},
    {"address": "練馬区豊玉北3-12-55"},
    {"name": "見本 太郎", "kana": "ミホン タロウ", "birth_on": PartialDate(1985, 3, 4)},
    {"birth_on": PartialDate(1986, 3, 4)},
]


def test_somebody_known_is_recognised_with_the_reasons(work):
    add_record(work, "person", KNOWN)
    for typed, expected in RECOGNISED:
        assert (typed, reasons(work, **typed)) == (typed, [expected])


def test_repeated_characters_long_vowels_and_rare_forms_are_one_name(work):
    for known, typed in (
        ({"name": "佐々木 花子"}, {"name": "佐佐木花子"}),
        ({"name": "柗本 靎子"}, {"name": "松本 鶴子"}),
        ({"name": "優子 見本", "kana": "ユーコ ミホン"}, {"kana": "ユウコ ミホン"}),
    ):
        add_record(work, "person", known)
        (found,) = likely_persons(work, Typed(**typed))
        assert found.name == known["name"]


def test_a_town_another_house_or_a_birthday_of_somebody_else_is_no_reason(work):
    add_record(work, "person", KNOWN)
    for typed in STRANGERS:
        assert (typed, reasons(work, **typed)) == (typed, [])


def test_a_protected_address_names_nobody_to_whoever_types_it(work):
    person = add_record(work, "person", {**KNOWN, "shien_sochi": True}).id
    assert reasons(work, address="練馬区豊玉北3-12-5") == []
    (found,) = likely_persons(work, Typed(name="山崎 花子", address="練馬区豊玉北3-12-5"))
    assert (found.person_id, found.reasons) == (person, ("氏名が同じ",))
