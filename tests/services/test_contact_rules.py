"""What must not be done when getting in touch stands wherever one begins to call or to write."""

from datetime import time, timedelta

import pytest

from office_fixtures import TODAY, make_consultation, make_person
from soudan_desk.desk.paper_lists import morning_list
from soudan_desk.services.appointment_lists import appointments_between
from soudan_desk.services.cases import open_case
from soudan_desk.services.due import due_items
from soudan_desk.services.handover_lists import About, notes_for_me
from soudan_desk.services.handovers import leave_note
from soudan_desk.services.records import add_record
from soudan_desk.services.today import promises, today, todos
from soudan_desk.ui.pages.today_rows import spoken, todo_rows

RULES = "留守電に残さない・名乗らない"
FORBIDDEN = {"voicemail_ok": "no", "name_shown_ok": "no", "letter_ok": "yes"}


@pytest.fixture
def desk(office):
    return office.work("sodanin")


@pytest.fixture
def case(desk, office):
    """Open somebody's case in which a call is arranged, promised, to be done and asked for."""
    person = make_person(desk, name="山吹 灯", **FORBIDDEN)
    case = open_case(desk, person_id=person, centre="life_support")
    arranged = {"appointment_kind": "phone", "held_on": TODAY, "started_at_time": time(10)}
    add_record(desk, "appointment", {**arranged, "case_id": case, "staff_id": me(office)})
    call = {"next_due_on": TODAY, "next_action": "電話する", "staff_id": me(office)}
    make_consultation(desk, case_id=case, **call)
    add_record(desk, "task", {"title": "折り返す", "case_id": case, "staff_id": me(office)})
    asked = {"body": "折り返しの電話を", "to_staff_ids": [me(office)]}
    leave_note(office.work("shunin"), asked, about=About(kind="case", id=case))
    return case


def me(office):
    return office.staff_id("sodanin")


def test_each_row_of_who_waits_for_a_call_says_so_itself(desk, case):
    waiting = [
        *appointments_between(desk, TODAY, TODAY),
        *promises(desk),
        *todos(desk),
        *notes_for_me(desk),
    ]
    assert [each.rules for each in waiting if each.case_id == case] == [RULES] * 4


def test_what_falls_due_by_getting_in_touch_says_so(desk, case):
    found = due_items(desk, on=TODAY + timedelta(days=400), case_id=case)
    calls = [item for item in found if item.rule.doing == "contact"]
    assert calls
    assert {item.rules for item in calls} == {RULES}
    assert {item.rules for item in found if item.rule.doing != "contact"} <= {""}


def test_the_line_of_the_day_and_the_mornings_paper_tell_it(desk, case):
    lines = [spoken(row) for row in todo_rows(today(desk), TODAY)]
    assert [line for line in lines if "電話する" in line and RULES in line]
    assert [line for line in lines if "折り返す" in line and RULES in line]
    paper = morning_list(desk)
    told = [line.whose for line in (*paper.todos, *paper.notes, *paper.visits)]
    assert len(told) == 3
    assert all(f"※{RULES}" in each for each in told)


def test_nothing_stands_where_all_may_be_done(desk, office):
    case = open_case(desk, person_id=make_person(desk, name="見本 春"), centre="life_support")
    add_record(desk, "task", {"title": "折り返す", "case_id": case, "staff_id": me(office)})
    assert [each.rules for each in todos(desk)] == [""]
