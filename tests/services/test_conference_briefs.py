"""One page about a case tells what the meeting has to judge, of plan, result and guardianship."""

from datetime import timedelta

import pytest

from office_fixtures import TODAY, make_person
from soudan_desk.japanese.partial_dates import PartialDate
from soudan_desk.services.cases import open_case
from soudan_desk.services.conference_briefs import case_brief
from soudan_desk.services.conferences import hide_name
from soudan_desk.services.records import add_record

HALF_A_YEAR = TODAY + timedelta(days=180)


@pytest.fixture
def planned(work):
    """A case with a home, an assessment and a plan of a goal, an action and a service."""
    person_id = make_person(work, name="青葉 太郎")
    house = add_record(work, "household", {"name": "青葉世帯"}).id
    member = {"household_id": house, "name": "青葉 次郎", "relation": "child"}
    add_record(work, "member", {**member, "birth_on": PartialDate(2001, 4, 1)})
    answers = {"household_id": house}
    case_id = open_case(work, centre="life_support", person_id=person_id, answers=answers)
    about = {"case_id": case_id, "person_id": person_id}
    consent = {**about, "type": "coord_meeting", "method": "written", "given_on": TODAY}
    add_record(work, "consent", consent)
    received = {"received_on": TODAY, "received_by_id": work.actor.staff_id}
    made = {"first_created_on": TODAY, "author_id": work.actor.staff_id}
    add_record(work, "intake", {**about, "concern_text": "家賃が払えない", **received})
    add_record(work, "assessment", {**about, "issue_summary": "失職と滞納が続く。", **made})
    agency_id = add_record(work, "agency", {"name": "見本ハローワーク"}).id
    plan = {"case_id": case_id, "goal_long": "自分の給料で暮らす", "issues": "家賃の滞納"}
    plan_id = add_record(
        work, "plan", {**plan, "period_from_on": TODAY, "period_to_on": HALF_A_YEAR}
    ).id
    part = {"case_id": case_id, "plan_id": plan_id}
    goal = {**part, "priority": 1, "need": "滞納の解消", "goal": "滞納をなくす"}
    goal_id = add_record(work, "goal", goal).id
    act = {**part, "what": "家計簿をつける", "actor": "self", "due_on": TODAY}
    add_record(work, "action", act)
    used = {**part, "service": "kakei", "agency_id": agency_id, "from_on": TODAY}
    add_record(work, "service", used)
    return case_id, plan_id, goal_id


def put(work, case_id, **answers):
    meeting = {"meeting_kind": "coord", "centre": "life_support", "held_on": TODAY}
    conference = add_record(work, "conference", meeting).id
    item = {"conference_id": conference, "case_id": case_id, "agenda_type": "new_plan"}
    return add_record(work, "agenda_item", {**item, **answers}).id


def test_a_plan_comes_with_its_needs_roles_services_and_home(work, planned):
    case_id, _, _ = planned
    told = dict(case_brief(work, put(work, case_id)).sections)
    assert told["世帯"] == "子(25歳)"
    assert told["主訴"] == "家賃が払えない"
    assert told["アセスメントのまとめ"] == "失職と滞納が続く。"
    assert "令和8年11月24日〜令和9年5月23日" in told["プラン(第1回)"]
    assert "自分の給料で暮らす" in told["プラン(第1回)"]
    assert told["解決したい課題"] == "家賃の滞納"
    assert told["目標"] == "1 滞納の解消 → 滞納をなくす"
    assert told["実施すること"] == "・家計簿をつける(本人、令和8年11月24日まで)"
    assert "見本ハローワーク、令和8年11月24日〜" in told["利用するサービス"]
    assert told["関係機関"] == "見本ハローワーク"


def test_an_evaluation_comes_with_the_result_of_each_goal(work, planned):
    case_id, plan_id, goal_id = planned
    result = {"goal_id": goal_id, "result": "mostly", "situation": "残り1か月分"}
    sheet = {"plan_id": plan_id, "outcome": "replan", "goal_results": [result]}
    evaluation_id = add_record(work, "evaluation", sheet).id
    item = put(work, case_id, agenda_type="evaluation_continue", evaluation_id=evaluation_id)
    told = dict(case_brief(work, item).sections)
    assert told["目標ごとの結果"] == "・滞納をなくす … 概ね達成：残り1か月分"


def test_a_page_without_the_name_tells_no_name_of_the_household_either(work, planned):
    case_id, _, _ = planned
    item = put(work, case_id, brief="次郎さんが見守る。青葉さんは落ち着いた。")
    hide_name(work, item)
    told = dict(case_brief(work, item).sections)
    assert told["世帯"] == "子(20歳代)"
    assert "次郎" not in told["概要"]
    assert "青葉" not in told["概要"]


def test_a_page_for_guardianship_tells_ability_means_dispute_and_law(work):
    person_id = make_person(work, name="月岡 花")
    case_id = open_case(work, centre="rights_advocacy", person_id=person_id)
    consent = {"person_id": person_id, "type": "meeting_share", "given_on": TODAY}
    add_record(work, "consent", {**consent, "method": "written"})
    survey = {"judgement_ability_note": "日付がわからない", "issues": "金銭の管理"}
    add_record(work, "rights_assessment", {**survey, "case_id": case_id, "person_id": person_id})
    meeting = {"meeting_kind": "kentou", "centre": "rights_advocacy", "held_on": TODAY}
    conference = add_record(work, "conference", meeting).id
    asked = {
        "ability_opinion": "長谷川式11点",
        "asset_scale": "to_3m",
        "dispute": "yes",
        "legal_issues": ["debt", "inheritance"],
        "living_place": "自宅",
        "type_expected": "curatorship",
    }
    item = {"conference_id": conference, "case_id": case_id, "agenda_type": "new_plan", **asked}
    told = dict(case_brief(work, add_record(work, "agenda_item", item).id).sections)
    assert told["判断能力についての意見"] == "長谷川式11点"
    assert told["資産の規模"] == "300万円まで"
    assert told["親族間の争い"] == "はい"
    assert told["法的な課題"] == "債務整理、相続・遺産分割"
    assert told["生活の場"] == "自宅"
    assert told["類型の見込み"] == "保佐"
    assert told["判断能力の様子"] == "日付がわからない"
