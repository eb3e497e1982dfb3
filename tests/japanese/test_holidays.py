from datetime import date

from soudan_desk.japanese.holidays import (
    holiday_name,
    is_closed,
    next_working_day,
    working_days_between,
)


def test_holidays_have_their_names():
    assert holiday_name(date(2026, 11, 23)) == "勤労感謝の日"
    assert holiday_name(date(2026, 11, 24)) is None


def test_a_holiday_on_a_sunday_is_made_up_for():
    assert date(2026, 5, 3).weekday() == 6
    assert is_closed(date(2026, 5, 6))


def test_weekends_and_the_turn_of_the_year_are_closed():
    assert is_closed(date(2026, 11, 22))
    assert is_closed(date(2026, 12, 29))
    assert is_closed(date(2027, 1, 3))
    assert not is_closed(date(2026, 12, 28))
    assert not is_closed(date(2027, 1, 4))


def test_an_office_may_close_longer_at_the_turn_of_the_year():
    assert is_closed(date(2026, 12, 28), year_end=((12, 28), (1, 4)))
    assert is_closed(date(2027, 1, 4), year_end=((12, 28), (1, 4)))


def test_the_next_working_day_leaps_over_closed_ones():
    assert next_working_day(date(2026, 12, 28)) == date(2027, 1, 4)
    assert next_working_day(date(2026, 11, 20)) == date(2026, 11, 24)


def test_working_days_are_counted_after_the_first_and_with_the_last():
    assert working_days_between(date(2026, 11, 20), date(2026, 11, 24)) == 1
    assert working_days_between(date(2026, 11, 24), date(2026, 11, 24)) == 0
    assert working_days_between(date(2026, 11, 24), date(2026, 11, 20)) == -1
    assert working_days_between(date(2026, 10, 31), date(2026, 11, 30)) == 19
