"""The steps of a case stand in its timeline and its file, but no meeting under secrecy does."""

import pytest

from office_fixtures import TODAY, make_person
from soudan_desk.services.case_people import records_of_case
from soudan_desk.services.cases import open_case
from soudan_desk.services.conference_decisions import conclude
from soudan_desk.services.plans import new_plan
from soudan_desk.services.records import add_record
from soudan_desk.services.timeline import timeline
from soudan_desk.services.timeline_steps import steps_in


@pytest.fixture
def case(work):
    return open_case(work, centre="life_support", person_id=make_person(work))


def add(work, kind, **answers):
    return add_record(work, kind, answers).id


def held(work, case, kind):
    meeting = add(work, "conference", meeting_kind=kind, centre="life_support", held_on=TODAY)
    about = {"case_id": case, "agenda_type": "new_plan", "naming_ground": "life_protection"}
    item = add(work, "agenda_item", conference_id=meeting, **about)
    conclude(work, item, {"conclusion": "again", "discussion": "見本の検討"})
    return item


def test_every_step_is_a_line_of_the_timeline(work, case):
    me = work.actor.staff_id
    plan = add(work, "plan", **new_plan(work, case), goal_long="見本の目標")
    item = held(work, case, "coord")
    add(work, "screening", case_id=case, screened_on=TODAY, staff_id=me, result="continue_plan")
    add(work, "assessment", case_id=case, first_created_on=TODAY, author_id=me)
    add(work, "monitoring", plan_id=plan, case_id=case, held_on=TODAY, staff_id=me)
    add(work, "evaluation", plan_id=plan, case_id=case, evaluated_on=TODAY, evaluator_id=me)
    found = {entry.kind: entry for entry in timeline(work, case)}
    steps = {"plan", "agenda_item", "screening", "assessment", "monitoring", "evaluation"}
    assert steps <= found.keys()
    assert (found["plan"].line, found["plan"].with_whom) == ("見本の目標", ("1",))
    assert (found["agenda_item"].id, found["agenda_item"].with_whom) == (item, ("again",))
    assert found["screening"].what == "continue_plan"
    assert {entry.who for entry in found.values() if entry.kind != "agenda_item"} == {"田中 見本"}


def test_a_meeting_under_a_duty_of_secrecy_is_in_no_file(work, case):
    open_item, _secret = held(work, case, "coord"), held(work, case, "statutory")
    assert [row.id for row in records_of_case(work, "agenda_item", case)] == [open_item]
    shown = [entry.id for entry in timeline(work, case) if entry.kind == "agenda_item"]
    assert shown == [open_item]


@pytest.mark.parametrize(
    ("centre", "own"),
    [
        ("life_support", {"assessment", "screening"}),
        ("rights_advocacy", {"rights_assessment"}),
        ("disability", {"disability_assessment"}),
    ],
)
def test_only_the_kinds_that_the_cases_centre_keeps_are_asked(centre, own):
    shared = {"plan", "agenda_item", "monitoring", "evaluation", "milestone"}
    assert set(steps_in(centre)) == shared | own
