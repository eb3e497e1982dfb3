"""Known people are recognised by what was typed, in however large an office."""

import pytest

from soudan_desk.japanese.partial_dates import PartialDate
from soudan_desk.models import Person
from soudan_desk.services.likely_persons import Typed, likely_persons


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
    found = likely_persons(suzukis, Typed(kana="スズキ ミズドリ"))
    assert found[0].name == "鈴木 水鳥"
    assert found[0].reasons == ("読みが近い",)
