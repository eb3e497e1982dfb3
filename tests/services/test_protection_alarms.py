"""The end of a protective measure is told to the case's workers, before and after it."""

from datetime import timedelta

import pytest

from office_fixtures import TODAY, make_person
from soudan_desk.models import Case
from soudan_desk.services.answers import UNTOLD
from soudan_desk.services.case_people import restrict_case
from soudan_desk.services.cases import open_case, set_worker
from soudan_desk.services.due import due_items
from soudan_desk.services.protection_words import protection_words
from soudan_desk.services.reading import read_record
from soudan_desk.ui.pages.page import Place
from soudan_desk.ui.wiring.today import place_of_due

PLACE = "ひなた市青空町1-2-3"


def protected(work, until):
    return make_person(
        work,
        name="山吹 灯",
        shien_sochi=True,
        shien_sochi_until_on=until,
        address=PLACE,
        tel_mobile="090-0000-1234",
        work_school="青空中学校",
    )


def alarms(work, staff_ids=None):
    found = due_items(work, on=TODAY, worker_ids=staff_ids)
    return [item.days for item in found if item.rule.key == "support_measure"]


@pytest.mark.parametrize(
    ("left", "is_told"),
    [(61, False), (60, True), (30, True), (7, True), (0, True), (-1, True), (-200, True)],
)
def test_the_workers_of_the_case_are_told_from_60_days_before_until_somebody_acts(
    office, work, left, is_told
):
    person = protected(work, TODAY + timedelta(days=left))
    case = open_case(work, person_id=person, centre="life_support")
    main, other = office.staff_id("sodanin"), office.staff_id("nishio")
    set_worker(work, case, main, "sub")
    told = [left] if is_told else []
    assert alarms(office.work("sodanin"), {main}) == told
    assert alarms(office.work("nishio"), {other}) == []
    assert alarms(work) == told  # the supervisor's list of the whole centre


@pytest.mark.parametrize("left", [100, -3])
def test_where_they_are_stays_hidden_also_after_the_end(work, left):
    person = protected(work, TODAY + timedelta(days=left))
    read = read_record(work, "person", person)
    assert {read.answers[key] for key in ("address", "tel_mobile", "work_school")} == {UNTOLD}
    assert "青空" not in "".join(line.text for line in read.lines)


@pytest.mark.parametrize(
    ("left", "words", "short"),
    [
        (127, "支援措置 令和9年3月31日まで", "支援措置"),
        (60, "支援措置 あと60日", "支援措置 あと60日"),
        (7, "支援措置 あと7日", "支援措置 あと7日"),
        (0, "支援措置 今日まで", "支援措置 今日まで"),
        (-3, "支援措置 満了3日超過", "支援措置 満了3日超過"),
    ],
)
def test_what_is_left_of_it_stands_beside_the_name(left, words, short):
    until = TODAY + timedelta(days=left)
    assert protection_words(until, TODAY) == words
    assert protection_words(until, TODAY, compact=True) == short
    assert protection_words(None, TODAY) == "支援措置"


def alone(work, staff_ids=None, **narrowed):
    found = due_items(work, on=TODAY, worker_ids=staff_ids, **narrowed)
    return [(item.days, item.case_no) for item in found if item.rule.key == "support_measure_alone"]


def test_of_who_has_no_case_whoever_entered_them_is_told(office):
    writer = office.work("sodanin")
    person = protected(writer, TODAY + timedelta(days=30))
    assert alone(writer, {office.staff_id("sodanin")}) == [(30, "")]
    assert alone(office.work("nishio"), {office.staff_id("nishio")}) == []
    assert alone(office.work("shunin")) == [(30, "")]
    assert alone(office.work("shunin"), centre="disability") == [(30, "")]
    (item,) = [each for each in due_items(writer, on=TODAY) if each.kind == "person"]
    assert place_of_due(item) == Place("person", {"id": person})
    assert [worker.login for worker in item.workers] == ["sodanin"]


def test_once_the_case_is_closed_who_worked_on_it_is_still_told(office, work):
    person = protected(work, TODAY - timedelta(days=3))
    case = open_case(work, person_id=person, centre="life_support")
    main = office.staff_id("nishio")
    set_worker(work, case, main, "main")
    assert alone(work) == []  # its own rule tells of an open case
    assert alarms(work, {main}) == [-3]
    with work.store.writing(None) as session:
        session.get(Case, case).closed_on = TODAY
    ((days, number),) = alone(office.work("nishio"), {main})
    assert days == -3
    assert number
    assert alarms(work, {main}) == []
    assert alone(work, centre="life_support") == [(-3, number)]
    assert alone(work, centre="disability") == []


def test_an_open_case_that_one_may_not_see_is_no_missing_case(office, work):
    person = protected(work, TODAY)
    case = open_case(work, person_id=person, centre="life_support")
    restrict_case(work, case, 2, "身の安全のため")
    assert alone(office.work("nishio")) == []
