"""A second round asks for its own records: what carried the first is used up."""

import pytest
from rounds import PERIOD, add, evaluated, goes, lacks, meets, renewed, supported, tick

from office_fixtures import TODAY, make_person
from soudan_desk.services.cases import open_case
from soudan_desk.services.moves import standing
from soudan_desk.services.plan_renewal import issue_plan
from soudan_desk.services.records import finalise_record, save_record


@pytest.fixture
def begin(work):
    """Open a case of a process."""

    def opened(centre, process):
        return open_case(work, centre=centre, person_id=make_person(work), process=process)

    return opened


def test_a_plan_anew_needs_its_own_plan_meeting_decision_and_evaluation(work, begin):
    case = begin("life_support", "consultation")
    add(work, "screening", case, screened_on=TODAY, result="continue_plan")
    add(work, "consent", case, type="use_application", given_on=TODAY, method="written")
    goes(work, case, "assessing")
    first = {"plan_kind": "self_reliance", "client_agreed_on": TODAY, **PERIOD}
    plan = add(work, "plan", case, final=True, **first)
    goes(work, case, "planning")
    supported(work, case, plan)
    evaluated(work, case, plan, "replan")
    goes(work, case, "evaluating", "planning")
    assert "これからのプラン" in lacks(work, case, "awaiting_meeting")
    following = renewed(work, plan)
    supported(work, case, following)
    assert "評価シートがありません" in lacks(work, case, "evaluating")
    evaluated(work, case, following, "close")
    goes(work, case, "evaluating", "closed")


def test_the_next_plan_may_be_begun_before_the_case_is_planned_anew(work, begin):
    case = begin("disability", "regional_move")
    tick(work, case, "grant_decided", "contract_signed")
    plan = add(
        work, "plan", case, final=True, plan_kind="regional_move", client_agreed_on=TODAY, **PERIOD
    )
    goes(work, case, "contracted", "planning", "supporting")
    renewed(work, plan)
    goes(work, case, "planning", "supporting", "planning")
    assert "これからの地域移行支援計画" in lacks(work, case, "supporting")


def test_a_renewal_of_the_certificate_asks_for_everything_anew(work, begin):
    case = begin("disability", "plan_consultation")
    tick(work, case, "plan_requested", "contract_signed", "notified_city")
    goes(work, case, "contracted", "assessing")
    plan = None
    for round_no in (1, 2):
        assert "アセスメント" in lacks(work, case, "draft_submitted")
        assessed = {"drafted_on": TODAY, "place": "自宅", "overview": "作業は好き"}
        add(work, "disability_assessment", case, final=True, **assessed, wish_self="通いたい")
        assert "同意日" in lacks(work, case, "draft_submitted")
        given = {"plan_kind": "service_use", "client_agreed_on": TODAY}
        if plan is None:
            proposal = add(work, "plan", case, final=True, **given, **PERIOD)
        else:
            proposal = renewed(work, plan)
        assert "出した日" in lacks(work, case, "draft_submitted")
        tick(work, case, "draft_submitted")
        goes(work, case, "draft_submitted")
        assert "受給者証" in lacks(work, case, "decided")
        tick(work, case, "certificate_seen")
        goes(work, case, "decided")
        save_record(work, "plan", proposal, {"issued_on": TODAY})
        assert "サービス担当者会議" in lacks(work, case, "plan_issued")
        meets(work, case, "tantousha", "approved", plan_id=proposal)
        assert "案から計画にする" in lacks(work, case, "plan_issued")
        plan = issue_plan(work, proposal)
        save_record(work, "plan", plan, {"client_agreed_on": TODAY, "issued_on": TODAY})
        finalise_record(work, "plan", plan)
        goes(work, case, "plan_issued", "monitoring")
        assert "モニタリングの記録" in lacks(work, case, "renewal_due")
        seen = {"plan_id": plan, "held_on": TODAY, "place": "自宅", "overall": "順調"}
        monitoring = add(work, "monitoring", case, final=True, **seen)
        assert "市区町村へ報告した日" in lacks(work, case, "renewal_due")
        assert standing(work, case).usual.to == "renewal_due"
        save_record(work, "monitoring", monitoring, {"reported_on": TODAY})
        goes(work, case, *(("renewal_due", "assessing") if round_no == 1 else ("assessing",)))


def test_each_monitoring_and_each_change_of_a_contract_has_its_own_record(work, begin):
    case = begin("rights_advocacy", "nichiji")
    tick(work, case, "home_survey", "guideline_sheet", "capable", "supporter_assigned")
    tick(work, case, "contract_signed")
    plan = add(work, "plan", case, plan_kind="nichiji", client_agreed_on=TODAY, **PERIOD)
    add(work, "service", case, plan_id=plan, service="svc_welfare")
    finalise_record(work, "plan", plan)
    goes(work, case, "assessment", "capacity_check", "plan_draft", "contract", "service")
    seen = {"plan_id": plan, "held_on": TODAY, "overall": "変わりなし"}
    add(work, "monitoring", case, final=True, **seen)
    goes(work, case, "monitoring", "service", "monitoring")
    assert "今回のモニタリング" in lacks(work, case, "service")
    add(work, "monitoring", case, final=True, **seen)
    goes(work, case, "service", "change")
    assert "これからの支援計画書" in lacks(work, case, "service")
    renewed(work, plan)
    goes(work, case, "service", "change")
    assert "これからの支援計画書" in lacks(work, case, "service")


def test_a_second_job_has_its_own_days(work, begin):
    case = begin("disability", "job_support")
    tick(work, case, "briefing_attended", "registered")
    goes(work, case, "briefed", "registered", "job_seeking")
    for _ in range(2):
        assert "就職した日" in lacks(work, case, "employed")
        tick(work, case, "employed")
        goes(work, case, "employed")
        assert "離職した日" in lacks(work, case, "left_job")
        tick(work, case, "left_job")
        goes(work, case, "left_job", "job_seeking")


def test_an_interrupted_case_goes_back_to_support_only_with_a_plan_decided_on(work, begin):
    case = begin("life_support", "consultation")
    add(work, "screening", case, screened_on=TODAY, result="continue_plan")
    add(work, "consent", case, type="use_application", given_on=TODAY, method="written")
    goes(work, case, "assessing")
    plan = add(work, "plan", case, plan_kind="self_reliance")
    goes(work, case, "planning", "interrupted")
    assert "支援決定(確認)を受けたプランがありません" in lacks(work, case, "supporting")
    save_record(work, "plan", plan, {"decided_on": TODAY})
    goes(work, case, "supporting")
