"""モニタリング: its months as the certificate says, and a plan's next day after each one."""

from dataclasses import replace
from datetime import date

import pytest

from office_fixtures import TODAY, make_person
from soudan_desk.services.cases import open_case
from soudan_desk.services.history import versions_of
from soudan_desk.services.monitoring_months import Phase, due_months, phases_in, suggested
from soudan_desk.services.records import add_record, amend_record, show_record, void_record


def months(*texts):
    return [date.fromisoformat(f"{text}-01") for text in texts]


@pytest.mark.parametrize(
    ("text", "interval", "first", "last"),
    [
        ("3月ごと(R8.7〜R9.4)", 3, date(2026, 7, 1), date(2027, 4, 1)),
        ("３か月ごと（令和８年７月～令和９年４月）", 3, date(2026, 7, 1), date(2027, 4, 1)),
        ("6か月ごと(令和8年10月〜9年4月)", 6, date(2026, 10, 1), date(2027, 4, 1)),
        ("六ヶ月ごと", 6, None, None),
        ("毎月(2026.5〜2026.7)", 1, date(2026, 5, 1), date(2026, 7, 1)),
        ("1月毎（令和元年5月〜令和2年3月）", 1, date(2019, 5, 1), date(2020, 3, 1)),
    ],
)
def test_what_a_certificate_prints_is_read(text, interval, first, last):
    assert phases_in(text) == [Phase(interval, first, last)]


@pytest.mark.parametrize("text", ["", None, "未定", "令和8年7月から", "13月(R8.14〜R9.99)"])
def test_what_names_no_interval_says_nothing(text):
    assert phases_in(text) == []


def test_the_ministrys_first_example_comes_out_either_way():
    """支給決定 H24.5.1–H25.4.30, 3月ごと → 7, 10, 1, 4月."""
    wanted = months("2012-07", "2012-10", "2013-01", "2013-04")
    printed = {"monitoring_text": "3月ごと(H24.7〜H25.4)"}
    assert due_months(printed) == wanted
    granted = {"period_from_on": date(2012, 5, 1), "grant_until_on": date(2013, 4, 30)}
    assert due_months({"monitoring_interval_count": 3, **granted}) == wanted


def test_the_ministrys_second_example_has_two_phases():
    """毎月(最初3か月) → 5, 6, 7月; then 6月ごと → 10, 4月."""
    text = "毎月(H24.5〜H24.7)、6月ごと(H24.10〜H25.4)"
    wanted = months("2012-05", "2012-06", "2012-07", "2012-10", "2013-04")
    assert due_months({"monitoring_text": text}) == wanted
    assert due_months({"monitoring_text": text, **suggested({"monitoring_text": text})}) == wanted


def test_the_numbers_are_suggested_from_the_text():
    assert suggested({"monitoring_text": "6か月ごと(R8.7〜R9.4)"}) == {
        "monitoring_interval_count": 6,
        "monitoring_first_on": date(2026, 7, 1),
        "monitoring_last_on": date(2027, 4, 1),
    }
    assert suggested({"monitoring_text": "3か月ごと"}) == {"monitoring_interval_count": 3}


# a plan's day

SCHEDULE = {
    "monitoring_text": "3か月ごと(令和8年7月〜令和9年4月)",
    "stage": "issued",
    "issued_on": date(2026, 6, 20),
}


@pytest.fixture
def plan_of(work):
    def make(centre="disability", kind="service_use", **answers):
        case = open_case(work, centre=centre, person_id=make_person(work))
        given = {
            "case_id": case,
            "plan_kind": kind,
            "drafted_on": date(2026, 6, 10),
            "period_from_on": date(2026, 6, 1),
            "period_to_on": date(2027, 5, 31),
            "client_agreed_on": date(2026, 6, 10),
            "explained_on": date(2026, 6, 10),
            **answers,
        }
        return add_record(work, "plan", given, finalise=True).id

    return make


def look_at(work, plan, held_on, *, finalise=True, **answers):
    given = {"plan_id": plan, "held_on": held_on, "overall": "見本", "place": "自宅", **answers}
    on_the_day = replace(work, today=lambda: held_on)
    return add_record(on_the_day, "monitoring", given, finalise=finalise).id


def next_of(work, plan):
    return show_record(work, "plan", plan).answers["next_monitoring_on"]


def test_a_new_plan_knows_its_first_month(work, plan_of):
    assert next_of(work, plan_of(**SCHEDULE)) == date(2026, 7, 1)


def test_each_monitoring_moves_its_plan_on_by_the_schedule(work, plan_of):
    plan = plan_of(**SCHEDULE)
    look_at(work, plan, date(2026, 7, 20))
    assert next_of(work, plan) == date(2026, 10, 1)
    look_at(work, plan, date(2026, 9, 25))
    assert next_of(work, plan) == date(2027, 1, 1), "a few days early is the one that was meant"
    look_at(work, plan, date(2027, 4, 3))
    assert next_of(work, plan) is None, "the last month is past"


def test_one_that_comes_long_before_its_month_moves_nothing(work, plan_of):
    plan = plan_of(**SCHEDULE)
    look_at(work, plan, date(2026, 7, 20))
    look_at(work, plan, date(2026, 8, 5))
    assert next_of(work, plan) == date(2026, 10, 1)


def test_the_day_that_was_agreed_goes_before_the_schedule(work, plan_of):
    plan = plan_of(**SCHEDULE)
    look_at(work, plan, date(2026, 7, 20), next_due_on=date(2026, 8, 18))
    assert next_of(work, plan) == date(2026, 8, 18)


def test_a_plan_without_a_schedule_takes_the_agreed_day_or_none(work, plan_of):
    plan = plan_of("life_support", "self_reliance", next_monitoring_on=TODAY)
    look_at(work, plan, TODAY, next_due_on=date(2027, 2, 1))
    assert next_of(work, plan) == date(2027, 2, 1)
    other = plan_of("life_support", "self_reliance", next_monitoring_on=TODAY)
    look_at(work, other, TODAY)
    assert next_of(work, other) is None


def test_a_draft_moves_nothing(work, plan_of):
    plan = plan_of(**SCHEDULE)
    look_at(work, plan, date(2026, 7, 20), finalise=False)
    assert next_of(work, plan) == date(2026, 7, 1)


def test_an_older_one_written_down_late_moves_nothing(work, plan_of):
    plan = plan_of(**SCHEDULE)
    look_at(work, plan, date(2026, 10, 5), next_due_on=date(2026, 12, 1))
    look_at(work, plan, date(2026, 7, 20), next_due_on=date(2026, 8, 1))
    assert next_of(work, plan) == date(2026, 12, 1)


def test_amending_and_voiding_say_anew_what_comes_next(work, plan_of):
    plan = plan_of(**SCHEDULE)
    look_at(work, plan, date(2026, 7, 20), next_due_on=date(2026, 8, 1))
    newer = look_at(work, plan, date(2026, 8, 3), next_due_on=date(2026, 9, 1))
    answers = show_record(work, "monitoring", newer).answers
    amend_record(
        work, "monitoring", newer, {**answers, "next_due_on": date(2026, 9, 8)}, reason="見本"
    )
    assert next_of(work, plan) == date(2026, 9, 8)
    void_record(work, "monitoring", newer, reason="見本")
    assert next_of(work, plan) == date(2026, 8, 1)


def test_the_plans_history_says_why_its_day_moved(work, plan_of):
    plan = plan_of(**SCHEDULE)
    look_at(work, plan, date(2026, 7, 20))
    assert versions_of(work, "plan", plan)[-1].reason == "モニタリングの記録による"
