from contextlib import suppress
from datetime import date, time, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from soudan_desk.errors import SoudanError
from soudan_desk.japanese.eras import wareki, wareki_short
from soudan_desk.japanese.typed_dates import DateTypingError, parse_date, parse_minutes, parse_time

TODAY = date(2026, 11, 22)  # a Sunday


@pytest.mark.parametrize(
    "typed",
    [
        "s55.3.1",
        "s550301",
        "S55/3/1",
        "S55-3-1",
        "昭和55年3月1日",
        "昭55.3.1",
        "㍼55年3月1日",
        "1980/3/1",
        "1980-03-01",
        "1980.3.1",
        "1980年3月1日",
        "19800301",
        "Ｓ５５．３．１",
        "１９８０／３／１",
        " 昭和 55年 3月 1日 ",
        "1980ー3ー1",
        "1980/3/1(土)",
        "s55.3.1土曜日",
    ],
)
def test_a_day_is_read_however_it_is_typed(typed):
    assert parse_date(typed, today=TODAY) == date(1980, 3, 1)


def test_the_first_year_may_be_typed_as_gannen_or_one():
    assert parse_date("令和元年5月1日", today=TODAY) == date(2019, 5, 1)
    assert parse_date("r1.5.1", today=TODAY) == date(2019, 5, 1)
    assert parse_date("令元.5.1", today=TODAY) == date(2019, 5, 1)


@pytest.mark.parametrize("typed", ["0301", "3/1", "3月1日", "３－１", "3.1"])
def test_a_day_without_a_year_is_the_latest_past_or_the_next_coming_one(typed):
    assert parse_date(typed, today=TODAY) == date(2026, 3, 1)
    assert parse_date(typed, today=TODAY, forward=True) == date(2027, 3, 1)


def test_today_itself_is_both_the_latest_past_and_the_next_coming_day():
    assert parse_date("1122", today=TODAY) == TODAY
    assert parse_date("1122", today=TODAY, forward=True) == TODAY


def test_the_29th_of_february_is_found_in_the_nearest_leap_year():
    assert parse_date("2/29", today=TODAY) == date(2024, 2, 29)
    assert parse_date("2/29", today=TODAY, forward=True) == date(2028, 2, 29)


@pytest.mark.parametrize(
    ("typed", "days"),
    [
        ("今日", 0),
        ("本日", 0),
        ("きのう", -1),
        ("昨日", -1),
        ("一昨日", -2),
        ("明日", 1),
        ("あさって", 2),
        ("3日前", -3),
        ("１０日後", 10),
    ],
)
def test_a_day_is_named_from_today(typed, days):
    assert parse_date(typed, today=TODAY) == TODAY + timedelta(days=days)


def test_a_weekday_decides_between_the_past_and_the_coming_day():
    assert parse_date("11/24(火)", today=TODAY) == date(2026, 11, 24)
    assert parse_date("11/24（月）", today=TODAY) == date(2025, 11, 24)
    assert parse_date("11月22日（日）", today=TODAY) == TODAY


@pytest.mark.parametrize("typed", ["11/24(金)", "2026/11/22（月）"])
def test_a_weekday_that_does_not_fit_is_told(typed):
    with pytest.raises(DateTypingError, match="曜日ではありません"):
        parse_date(typed, today=TODAY)


@pytest.mark.parametrize(
    ("typed", "right"),
    [
        ("平成31年5月1日", "令和元年5月1日"),
        ("昭和64年1月8日", "平成元年1月8日"),
        ("h32.2.29", "令和2年2月29日"),
        ("令和元年4月30日", "平成31年4月30日"),
        ("大正元年7月29日", "明治45年7月29日"),
        ("昭和元年12月24日", "大正15年12月24日"),
    ],
)
def test_a_day_outside_its_era_is_refused_with_the_right_name(typed, right):
    with pytest.raises(DateTypingError, match=f"{right}ではありませんか"):
        parse_date(typed, today=TODAY)


@pytest.mark.parametrize(
    "typed",
    [
        "",
        "　",
        "ああ",
        "2/30",
        "0431",
        "13/1",
        "令和8年2月30日",
        "x1.1.1",
        "明治5年1月1日",
        "9999/1/1",
        "1980/13/1",
        "令和8年11月",
        "s0.1.1",
        "12",
        "1" * 500,
        "s55.3.1\x00x",
        "100日",
        "火",
    ],
)
def test_what_is_no_day_is_refused_with_a_sentence_that_tells_what_to_do(typed):
    with pytest.raises(DateTypingError) as refused:
        parse_date(typed, today=TODAY)
    assert isinstance(refused.value, SoudanError)
    assert str(refused.value).endswith("。")
    assert len(str(refused.value)) < 120


@pytest.mark.parametrize("typed", ["550301", "8.11.22", "8/11/22"])
def test_a_year_without_an_era_is_asked_back(typed):
    with pytest.raises(DateTypingError, match="年号がわかりません"):
        parse_date(typed, today=TODAY)


@given(st.dates(date(1873, 1, 1), date(2100, 12, 31)))
def test_every_written_day_is_read_back(day):
    for text in (wareki(day), wareki_short(day), day.isoformat(), f"{day:%Y%m%d}"):
        assert parse_date(text, today=TODAY) == day


@given(st.text(max_size=12))
def test_anything_else_is_a_day_or_a_sentence(text):
    with suppress(DateTypingError):
        assert isinstance(parse_date(text, today=TODAY), date)


@pytest.mark.parametrize(
    ("typed", "expected"),
    [
        ("930", time(9, 30)),
        ("0930", time(9, 30)),
        ("9:30", time(9, 30)),
        ("９：３０", time(9, 30)),
        ("9時半", time(9, 30)),
        ("9時30分", time(9, 30)),
        ("午後2時", time(14)),
        ("午前9時半", time(9, 30)),
        ("14", time(14)),
        ("14時", time(14)),
        ("午後12時半", time(12, 30)),
        ("正午", time(12)),
        ("0:05", time(0, 5)),
        ("2:15pm", time(14, 15)),
    ],
)
def test_a_time_is_read_however_it_is_typed(typed, expected):
    assert parse_time(typed) == expected


@pytest.mark.parametrize("typed", ["", "25", "9:75", "午後13時", "午前12時", "朝", "12345"])
def test_what_is_no_time_is_refused_with_a_sentence(typed):
    with pytest.raises(DateTypingError, match=r"のように打ってください。$"):
        parse_time(typed)


@pytest.mark.parametrize(
    ("typed", "minutes"),
    [
        ("90", 90),
        ("90分", 90),
        ("1:30", 90),
        ("1時間半", 90),
        ("1時間30分", 90),
        ("１時間", 60),
        ("1.5時間", 90),
        ("半時間", 30),
        ("0", 0),
    ],
)
def test_a_duration_is_read_as_minutes(typed, minutes):
    assert parse_minutes(typed) == minutes


@pytest.mark.parametrize("typed", ["", "1:75", "長い", "-5"])
def test_what_is_no_duration_is_refused_with_a_sentence(typed):
    with pytest.raises(DateTypingError, match=r"のように打ってください。$"):
        parse_minutes(typed)
