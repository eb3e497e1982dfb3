"""A plan on the page of a case is read with its goals, actions and services."""

from datetime import date

from office_fixtures import make_person
from soudan_desk.services.cases import open_case
from soudan_desk.services.plan_reading import read_whole
from soudan_desk.services.plans import new_plan
from soudan_desk.services.records import add_record


def test_a_plan_is_read_with_its_goals_and_what_is_done_for_each(work):
    case = open_case(work, centre="life_support", person_id=make_person(work))
    period = {"period_from_on": date(2026, 4, 1), "period_to_on": date(2026, 9, 30)}
    plan = add_record(work, "plan", {**new_plan(work, case), **period}).id

    def add(kind, **answers):
        return add_record(work, kind, {"plan_id": plan, **answers}).id

    add("goal", goal="家計を立て直す", due_text="半年")
    job = add("goal", goal="仕事に就く")
    add("action", what="月1回の面談", actor="centre")
    add("action", what="求職登録", goal_id=job, when="4月中")
    add("service", service="kakei", goal_id=job)

    lines = [each for each in read_whole(work, "plan", plan).lines if each.key in PARTS]
    assert [(each.section, each.label) for each in lines] == [
        ("目標", "目標 1"),
        ("目標", "目標 2"),
        ("実施すること", "目標 2 のために"),
        ("実施すること", "計画全体"),
        ("利用するサービス", "目標 2 のために"),
    ]
    assert lines[0].text == "家計を立て直す\n達成時期(ことばで): 半年"
    assert lines[2].text == "求職登録 ／ 時期・期間: 4月中"


def test_what_is_no_plan_is_read_as_it_stands(work):
    case = open_case(work, centre="life_support", person_id=make_person(work))
    assert not [each for each in read_whole(work, "case", case).lines if each.key in PARTS]


PARTS = {"goal", "action", "service"}
