from datetime import UTC, date, datetime, timedelta

import pytest
from icu4py.messageformat import MessageFormat

from soudan_desk.japanese.eras import (
    era_known_as,
    era_year,
    eras,
    wareki,
    wareki_month,
    wareki_short,
    wareki_year,
)

FIRST, LAST = date(1873, 1, 1), date(2100, 12, 31)


def test_every_day_from_1873_to_2100_is_named_as_icu_names_it():
    icu = MessageFormat("{day, date, ::GGGGyMMMMd}", "ja_JP@calendar=japanese")
    wrong = []
    for n in range((LAST - FIRST).days + 1):
        day = FIRST + timedelta(days=n)
        noon = datetime(day.year, day.month, day.day, 12, tzinfo=UTC)
        if (theirs := icu.format({"day": noon})) != wareki(day):
            wrong.append((theirs, wareki(day)))
    assert wrong == []


@pytest.mark.parametrize(
    ("day", "text"),
    [
        (date(1912, 7, 29), "明治45年7月29日"),
        (date(1912, 7, 30), "大正元年7月30日"),
        (date(1926, 12, 24), "大正15年12月24日"),
        (date(1926, 12, 25), "昭和元年12月25日"),
        (date(1989, 1, 7), "昭和64年1月7日"),
        (date(1989, 1, 8), "平成元年1月8日"),
        (date(2019, 4, 30), "平成31年4月30日"),
        (date(2019, 5, 1), "令和元年5月1日"),
        (date(2026, 11, 22), "令和8年11月22日"),
    ],
)
def test_an_era_begins_on_its_very_first_day(day, text):
    assert wareki(day) == text


def test_the_short_form_has_the_letter_and_plain_numbers():
    assert wareki_short(date(2026, 11, 22)) == "R8.11.22"
    assert wareki_short(date(2019, 5, 1)) == "R1.5.1"


def test_the_year_of_an_era_is_a_name_and_a_number():
    assert era_year(date(2026, 1, 1)) == ("令和", 8)
    assert era_year(date(1868, 1, 1)) == ("西暦", 1868)


def test_a_month_or_year_in_which_the_era_changed_has_both_names():
    assert wareki_month(1989, 1) == "昭和64年1月・平成元年1月"
    assert wareki_month(2019, 5) == "令和元年5月"
    assert wareki_year(1989) == "昭和64年・平成元年"
    assert wareki_year(1980) == "昭和55年"


def test_days_before_the_gregorian_calendar_are_not_given_an_era():
    assert wareki(date(1872, 12, 31)) == "西暦1872年12月31日"
    assert wareki_short(date(1872, 12, 31)) == "1872.12.31"


@pytest.mark.parametrize("word", ["昭和", "昭", "S", "s"])
def test_an_era_is_known_by_name_kanji_and_letter(word):
    assert era_known_as(word).name == "昭和"


def test_no_other_word_is_an_era():
    assert era_known_as("x") is None
    assert era_known_as("") is None


def test_the_eras_stand_in_the_order_of_their_first_days():
    days = [era.first_day for era in eras()]
    assert days == sorted(days)
    assert all(era.year_one == era.first_day.year for era in eras()[1:])
