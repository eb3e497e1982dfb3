"""A second round asks for its own records: what carried the first is used up."""

from datetime import timedelta

import pytest

from office_fixtures import TODAY, make_person
from soudan_desk.errors import NotAllowedError
from soudan_desk.services.cases import open_case
from soudan_desk.services.conference_decisions import conclude
from soudan_desk.services.conferences import finalise_conference
from soudan_desk.services.moves import move_case, standing
from soudan_desk.services.plan_renewal import renew_plan
from soudan_desk.services.records import add_record, finalise_record, save_record

PERIOD = {"period_from_on": TODAY, "period_to_on": TODAY + timedelta(days=180)}


@pytest.fixture
def begin(work):
    """Open a case of a process."""

    def opened(centre, process):
        return open_case(work, centre=centre, person_id=make_person(work), process=process)

    return opened


def add(work, kind, case_id, *, final=False, **answers):
    return add_record(work, kind, {"case_id": case_id, **answers}, finalise=final).id


def tick(work, case_id, *steps):
    for step in steps:
        add(work, "milestone", case_id, step=step, done_on=TODAY)


def goes(work, case_id, *states):
    for state in states:
        move_case(work, case_id, state, reason="事情が変わった")
    assert standing(work, case_id).state == states[-1]


def lacks(work, case_id, to):
    [offer] = [each for each in standing(work, case_id).offers if each.to == to]
    with pytest.raises(NotAllowedError):
        move_case(work, case_id, to, reason="事情が変わった")
    return "".join(offer.missing)


def meets(work, case_id, kind, conclusion, **about):
    centre = "life_support" if kind == "coord" else "disability"
    answers = {"centre": centre, "meeting_kind": kind, "held_on": TODAY}
    meeting = add_record(work, "conference", answers).id
    item = add(
        work,
        "agenda_item",
        case_id,
        conference_id=meeting,
        agenda_type="new_plan",
        is_anonymous=True,
        subject_alias="Aさん",
        **about,
    )
    conclude(work, item, {"conclusion": conclusion, "discussion": "検討した"})
    finalise_conference(work, meeting)


def renewed(work, plan_id, **answers):
    """Begin the next plan and make it final."""
    following = renew_plan(work, plan_id)
    save_record(work, "plan", following, {"client_agreed_on": TODAY, **answers})
    finalise_record(work, "plan", following)
    return following


def evaluated(work, case_id, plan_id, outcome):
    answers = {"plan_id": plan_id, "evaluated_on": TODAY, "outcome": outcome}
    given = {"changes": ["none"], "current_and_remaining": "家賃を払えている"}
    if outcome == "close":
        given["close_reason"] = "resolved"
    evaluation = add(work, "evaluation", case_id, final=True, **answers, **given)
    meets(work, case_id, "coord", outcome, evaluation_id=evaluation, plan_id=plan_id)


def supported(work, case_id, plan_id):
    """Take a case from its agreed plan to the support that was decided on."""
    goes(work, case_id, "awaiting_meeting")
    assert "了承" in lacks(work, case_id, "awaiting_decision")
    meets(work, case_id, "coord", "approved", plan_id=plan_id)
    goes(work, case_id, "awaiting_decision")
    assert "支援決定" in lacks(work, case_id, "supporting")
    save_record(work, "plan", plan_id, {"decided_on": TODAY})
    goes(work, case_id, "supporting")


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
        given = {"plan_kind": "service_use", "stage": "issued", "client_agreed_on": TODAY}
        if plan is None:
            plan = add(work, "plan", case, final=True, **given, **PERIOD)
        else:
            plan = renewed(work, plan, stage="issued")
        assert "出した日" in lacks(work, case, "draft_submitted")
        tick(work, case, "draft_submitted")
        goes(work, case, "draft_submitted")
        assert "受給者証" in lacks(work, case, "decided")
        tick(work, case, "certificate_seen")
        goes(work, case, "decided")
        assert "交付日" in lacks(work, case, "plan_issued")
        save_record(work, "plan", plan, {"issued_on": TODAY})
        goes(work, case, "plan_issued", "monitoring")
        assert "モニタリングの記録" in lacks(work, case, "renewal_due")
        seen = {"plan_id": plan, "held_on": TODAY, "place": "自宅", "overall": "順調"}
        add(work, "monitoring", case, final=True, **seen)
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
