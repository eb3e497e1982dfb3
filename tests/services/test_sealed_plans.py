"""What a final plan says changes with a reason and as a new version of the plan, or not at all."""

from datetime import date

import pytest

from office_fixtures import TODAY, make_person
from review_office import make_route
from soudan_desk.errors import ConflictError, NotAllowedError
from soudan_desk.fields import ROW_ID
from soudan_desk.models.base import new_id
from soudan_desk.services.cases import open_case
from soudan_desk.services.conference_decisions import conclude
from soudan_desk.services.history import versions_of
from soudan_desk.services.plan_grid import open_sheet, save_rows
from soudan_desk.services.plan_renewal import renew_plan
from soudan_desk.services.plan_rules import SealedPlanError
from soudan_desk.services.plans import new_plan
from soudan_desk.services.records import (
    add_record,
    amend_record,
    finalise_record,
    save_record,
    show_record,
    void_record,
)
from soudan_desk.services.review_standing import review_standing
from soudan_desk.services.reviews import take_step

PERIOD = {"period_from_on": date(2026, 4, 1), "period_to_on": date(2026, 9, 30)}
REASON = "通院の日が変わった"


@pytest.fixture
def plan(work):
    """Make a plan of two goals and an action, final and with nobody's review."""
    case = open_case(work, centre="life_support", person_id=make_person(work))
    plan = add_record(work, "plan", {**new_plan(work, case), **PERIOD}).id
    goals = [{ROW_ID: new_id(), "goal": words} for words in ("家計を立て直す", "仕事に就く")]
    action = {ROW_ID: new_id(), "what": "家計表をつける", "actor": "self"}
    save_rows(work, plan, {"goals": goals, "actions": [action]}, {})
    finalise_record(work, "plan", plan)
    return plan


def opened(work, plan):
    sheet = open_sheet(work, plan)
    rows = {table: [dict(row) for row in found] for table, found in sheet.rows.items()}
    return rows, sheet.locks


def change_goal(rows):
    rows["goals"][0]["goal"] = "家計を一緒に見直す"


def add_action(rows):
    rows["actions"].append({ROW_ID: new_id(), "what": "求職登録"})


def take_out(rows):
    rows["goals"].pop()


def turn_round(rows):
    rows["goals"].reverse()


def newest(work, plan):
    version = versions_of(work, "plan", plan)[-1]
    return version.version, version.action, version.reason


@pytest.mark.parametrize("change", [change_goal, add_action, take_out, turn_round])
def test_the_tables_of_a_final_plan_are_changed_with_a_reason_as_a_new_version(work, plan, change):
    rows, locks = opened(work, plan)
    change(rows)
    with pytest.raises(SealedPlanError, match=r"理由を書いて訂正します.*Alt\+U"):
        save_rows(work, plan, rows, locks)
    assert show_record(work, "plan", plan).version == 1
    save_rows(work, plan, rows, locks, reason=REASON)
    assert open_sheet(work, plan).rows == rows
    assert newest(work, plan) == (2, "amend", REASON)


def test_what_is_noted_while_a_plan_runs_needs_no_amendment(work, plan):
    rows, locks = opened(work, plan)
    rows["actions"][0]["done_on"] = TODAY
    save_rows(work, plan, rows, locks)
    save_record(work, "goal", rows["goals"][0][ROW_ID], {"reached": "mostly"})
    assert show_record(work, "action", rows["actions"][0][ROW_ID]).answers["done_on"] == TODAY
    assert show_record(work, "plan", plan).version == 1


def test_a_reason_given_for_nothing_amends_nothing(work, plan):
    rows, locks = opened(work, plan)
    save_rows(work, plan, rows, locks, reason=REASON)
    assert show_record(work, "plan", plan).version == 1


def test_no_other_verb_gets_round_it(work, plan):
    goal = open_sheet(work, plan).rows["goals"][0][ROW_ID]
    with pytest.raises(SealedPlanError):
        save_record(work, "goal", goal, {"goal": "別の目標"})
    with pytest.raises(SealedPlanError):
        add_record(work, "service", {"plan_id": plan, "service": "kakei"})
    amend_record(work, "goal", goal, {"goal": "別の目標"}, reason=REASON)
    assert newest(work, plan) == (2, "amend", REASON)
    void_record(work, "goal", goal, reason="二重だった")
    assert newest(work, plan) == (3, "amend", "二重だった")


def test_an_amendment_that_cannot_be_saved_leaves_the_plan_as_it_was(office, work, plan):
    rows, locks = opened(work, plan)
    amend_record(
        office.work("shunin"), "goal", rows["goals"][0][ROW_ID], {"goal": "先の人"}, reason=REASON
    )
    change_goal(rows)
    with pytest.raises(ConflictError):
        save_rows(work, plan, rows, locks, reason=REASON)
    assert show_record(work, "plan", plan).version == 2


def test_what_is_noted_on_a_new_version_leaves_it_its_reason(work, plan):
    amend_record(work, "plan", plan, {"policy": "週ごとに家計をみる"}, reason=REASON)
    save_record(work, "plan", plan, {"decided_on": TODAY})
    assert newest(work, plan) == (2, "amend", REASON)
    assert versions_of(work, "plan", plan)[-1].answers["decided_on"] == TODAY


def test_the_next_plan_is_a_draft_and_open(work, plan):
    renewed = renew_plan(work, plan)
    rows, locks = opened(work, renewed)
    change_goal(rows)
    save_rows(work, renewed, rows, locks)
    assert show_record(work, "plan", plan).version == 1


def test_what_a_meeting_decides_amends_the_plan_and_so_does_taking_it_back(work, plan):
    case = show_record(work, "plan", plan).answers["case_id"]
    meeting = {"meeting_kind": "coord", "centre": "life_support", "held_on": TODAY}
    meeting_id = add_record(work, "conference", meeting).id
    about = {"conference_id": meeting_id, "case_id": case, "plan_id": plan}
    about |= {"agenda_type": "new_plan", "naming_ground": "life_protection"}
    item = add_record(work, "agenda_item", about).id
    row = {"what": "家計の記録を続ける", "becomes": "action"}
    conclude(work, item, {"conclusion": "approved", "decisions": [row]})
    version, action, reason = newest(work, plan)
    assert (version, action) == (2, "amend")
    assert reason == f"{TODAY.month}月{TODAY.day}日の会議で決めたこと"
    assert len(open_sheet(work, plan).rows["actions"]) == 2
    assert show_record(work, "agenda_item", item).lock_version == 2
    conclude(work, item, {"decisions": []})
    assert newest(work, plan)[:2] == (3, "amend")
    assert len(open_sheet(work, plan).rows["actions"]) == 1


def test_a_plan_decided_on_can_be_handed_in_again_once_its_goals_are_amended(office):
    author, reader = office.work("sodanin"), office.work("shunin")
    make_route(office, "plan", mode="approve")
    case = open_case(author, centre="life_support", person_id=make_person(author))
    plan = add_record(author, "plan", {**new_plan(author, case), **PERIOD}).id
    goal = add_record(author, "goal", {"plan_id": plan, "goal": "家計を立て直す"}).id
    finalise_record(author, "plan", plan)
    take_step(reader, review_standing(reader, "plan", plan).review_id)
    assert not review_standing(author, "plan", plan).may_submit
    amend_record(author, "goal", goal, {"goal": "仕事に就く"}, reason=REASON)
    assert review_standing(author, "plan", plan).may_submit
    with pytest.raises(NotAllowedError):
        save_record(author, "goal", goal, {"goal": "もとの目標"})
