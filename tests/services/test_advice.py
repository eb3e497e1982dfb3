"""A cure that works for answers that contradict each other; a warning that refuses nothing."""

from datetime import date, time

import pytest

from office_fixtures import TODAY, make_person
from soudan_desk.services.advice import cures_of, warnings_of
from soudan_desk.services.cases import open_case
from soudan_desk.services.records import add_record, model_of


def cure(kind, key, **answers):
    problems = model_of(kind)().problems(answers)
    assert key in problems
    found = cures_of(kind, answers, problems).get(key)
    return None if found is None else (found.words, found.answers)


def test_an_end_before_the_start_is_counted_from_the_minutes():
    call = {"started_at_time": time(10, 12), "ended_at_time": time(10, 2)}
    assert cure("consultation", "ended_at_time", **call, duration_min=20) == (
        "10:32にする",
        {"ended_at_time": time(10, 32)},
    )


def test_without_minutes_the_times_are_exchanged():
    call = {"started_at_time": time(10, 12), "ended_at_time": time(10, 2)}
    assert cure("consultation", "ended_at_time", **call) == (
        "「開始」と入れかえる",
        {"ended_at_time": time(10, 12), "started_at_time": time(10, 2)},
    )


def test_dates_the_wrong_way_round_are_exchanged():
    found = cure(
        "plan", "period_to_on", period_from_on=date(2026, 9, 30), period_to_on=date(2026, 4, 1)
    )
    assert found is not None
    words, answers = found
    assert words in {"令和9年4月1日にする", "「期間の始め」と入れかえる"}
    assert not model_of("plan")().problems(answers)


def test_an_era_slip_is_seen():
    """平成8年 where 令和8年 was meant."""
    found = cure(
        "plan", "period_to_on", period_from_on=date(2026, 4, 1), period_to_on=date(1996, 9, 30)
    )
    assert found == ("令和8年9月30日にする", {"period_to_on": date(2026, 9, 30)})


def test_the_turn_of_the_year_is_seen():
    found = cure(
        "plan", "period_to_on", period_from_on=date(2026, 10, 1), period_to_on=date(2026, 3, 31)
    )
    assert found == ("令和9年3月31日にする", {"period_to_on": date(2027, 3, 31)})


def test_two_days_that_must_be_one_become_one():
    given = {"plan_kind": "service_use", "stage": "issued", "client_agreed_on": date(2026, 6, 10)}
    assert cure("plan", "drafted_on", **given, drafted_on=date(2026, 6, 1)) == (
        "令和8年6月10日にする",
        {"drafted_on": date(2026, 6, 10)},
    )


@pytest.mark.parametrize("kind", ["plan", "monitoring", "evaluation", "consultation", "referral"])
def test_what_contradicts_nothing_needs_no_cure(kind):
    assert cures_of(kind, {}, {"body": "本文を入れてください。"}) == {}


def test_every_cure_works():
    days = [date(1996, 2, 29), date(2026, 4, 1), date(2026, 12, 31), date(2027, 3, 1)]
    for first in days:
        for last in days:
            answers = {"period_from_on": first, "period_to_on": last}
            problems = model_of("plan")().problems(answers)
            for found in cures_of("plan", answers, problems).values():
                assert not model_of("plan")().problems({**answers, **found.answers})


# warnings

YEAR = {"period_from_on": date(2026, 4, 1), "period_to_on": date(2027, 3, 31)}


@pytest.mark.parametrize(
    ("last", "is_odd"),
    [(date(2027, 3, 31), False), (date(2027, 4, 1), True), (date(2028, 3, 31), True)],
)
def test_a_plan_of_more_than_a_year_is_wondered_at(last, is_odd):
    found = warnings_of("plan", {**YEAR, "period_to_on": last}, TODAY)
    assert ("period_to_on" in found) is is_odd


@pytest.mark.parametrize(
    ("first", "last", "is_odd"),
    [
        (date(2026, 4, 1), date(2026, 9, 30), False),
        (date(2026, 4, 1), date(2026, 10, 1), True),
        (date(2026, 8, 31), date(2027, 2, 28), False),
        (date(2026, 8, 31), date(2027, 3, 1), True),
    ],
)
def test_more_than_six_months_of_moving_out_is_wondered_at(first, last, is_odd):
    answers = {"plan_kind": "regional_move", "period_from_on": first, "period_to_on": last}
    found = warnings_of("plan", answers, TODAY)
    assert ("6か月を超えます" in found.get("period_to_on", "")) is is_odd


def test_a_plan_issued_without_the_end_of_its_grant_is_wondered_at():
    answers = {"plan_kind": "service_use", "issued_on": TODAY}
    assert "受給者証から" in warnings_of("plan", answers, TODAY)["grant_until_on"]
    assert warnings_of("plan", {**answers, "grant_until_on": TODAY}, TODAY) == {}
    assert warnings_of("plan", {**answers, "issued_on": None}, TODAY) == {}


def test_a_day_decades_back_is_wondered_at_and_saved_anyway():
    found = warnings_of("consultation", {"held_on": date(1996, 4, 3)}, TODAY)
    assert found == {"held_on": "30年前の日です。年号を確かめてください。"}
    assert warnings_of("consultation", {"held_on": date(2020, 4, 3)}, TODAY) == {}


def test_a_schedule_that_misses_its_last_month_is_wondered_at():
    months = {"monitoring_interval_count": 3, "monitoring_first_on": date(2026, 7, 1)}
    assert warnings_of("plan", {**months, "monitoring_last_on": date(2027, 4, 1)}, TODAY) == {}
    found = warnings_of("plan", {**months, "monitoring_last_on": date(2027, 5, 1)}, TODAY)
    assert "令和9年5月に当たりません" in found["monitoring_last_on"]


def test_what_is_wondered_at_is_saved_all_the_same(work):
    case = open_case(work, centre="life_support", person_id=make_person(work))
    answers = {**YEAR, "period_to_on": date(2028, 3, 31), "case_id": case}
    assert add_record(work, "plan", answers, finalise=True).state == "final"
