from datetime import date

import pytest

from soudan_desk.japanese.fiscal import (
    age_on,
    era_letter_year,
    fiscal_year,
    fiscal_year_label,
    fiscal_year_span,
    quarter,
    school_grade,
)


def test_a_fiscal_year_runs_from_april_to_march():
    assert fiscal_year(date(2026, 4, 1)) == fiscal_year(date(2027, 3, 31)) == 2026
    assert fiscal_year(date(2026, 3, 31)) == 2025
    assert fiscal_year_span(2026) == (date(2026, 4, 1), date(2027, 3, 31))


@pytest.mark.parametrize(
    ("fy", "label", "letter"),
    [
        (2026, "令和8年度", "R08"),
        (2019, "令和元年度", "R01"),
        (2018, "平成30年度", "H30"),
        (1989, "平成元年度", "H01"),
        (1988, "昭和63年度", "S63"),
    ],
)
def test_a_fiscal_year_is_named_by_its_era(fy, label, letter):
    assert fiscal_year_label(fy) == label
    assert era_letter_year(fy) == letter


def test_quarters_begin_in_april():
    assert [quarter(date(2026, month, 1)) for month in range(1, 13)] == [
        4,
        4,
        4,
        1,
        1,
        1,
        2,
        2,
        2,
        3,
        3,
        3,
    ]


def test_one_is_a_year_older_from_the_birthday_on():
    assert age_on(date(1980, 11, 22), date(2026, 11, 21)) == 45
    assert age_on(date(1980, 11, 22), date(2026, 11, 22)) == 46
    assert age_on(date(2000, 2, 29), date(2026, 2, 28)) == 25
    assert age_on(date(2000, 2, 29), date(2026, 3, 1)) == 26


@pytest.mark.parametrize(
    ("born", "on", "grade"),
    [
        (date(2020, 4, 1), date(2026, 4, 1), "小学1年"),  # 早生まれ: the day before is still March
        (date(2020, 4, 2), date(2026, 4, 1), "年長"),
        (date(2019, 4, 2), date(2026, 4, 1), "小学1年"),
        (date(2019, 4, 2), date(2026, 3, 31), "年長"),
        (date(2020, 3, 31), date(2027, 3, 31), "小学1年"),
        (date(2011, 6, 1), date(2026, 11, 22), "中学3年"),
        (date(2013, 6, 1), date(2026, 11, 22), "中学1年"),
        (date(2014, 6, 1), date(2026, 11, 22), "小学6年"),
        (date(2008, 6, 1), date(2026, 11, 22), "高校3年相当"),
        (date(2007, 6, 1), date(2026, 11, 22), None),
        (date(2022, 6, 1), date(2026, 11, 22), "年少"),
        (date(2025, 6, 1), date(2026, 11, 22), None),
    ],
)
def test_the_school_year_follows_the_first_of_april_rule(born, on, grade):
    assert school_grade(born, on) == grade
