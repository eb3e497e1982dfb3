"""Which plans ask what, and which dates of theirs contradict each other."""

from datetime import date

import pytest

from question_samples import centres_of
from soudan_desk.codes import shipped_codes
from soudan_desk.fields import problems_with
from soudan_desk.models import (
    Action,
    Assessment,
    DisabilityAssessment,
    Evaluation,
    Goal,
    Monitoring,
    Phrase,
    Plan,
    RightsAssessment,
    Screening,
    Service,
    fields_of,
)
from soudan_desk.models.base import DRAFT, FINAL

BOOK = shipped_codes()
EARLY, LATE = date(2026, 4, 1), date(2026, 9, 30)
OWN = {
    "self_reliance": {"decision_type", "decided_on", "is_job_support_target", "application_to"},
    "nichiji": {"money_plan", "custody_plan", "network", "emergency", "fee_note"},
    "service_use": {"stage", "weekly_plan", "whole_picture", "certificate_no", "monitoring_text"},
    "regional_move": {"hospital", "ward", "admit_on", "psw_name", "plan_meeting_on"},
}
KINDS_OF = {
    "life_support": ["self_reliance"],
    "rights_advocacy": ["nichiji"],
    "disability": ["service_use", "regional_move"],
}


def asked(plan_kind):
    return {field.key for field in fields_of(Plan) if field.shown({"plan_kind": plan_kind})}


def problems(model, answers, state=FINAL):
    """Return what keeps a form of these answers from being saved in a state."""
    context = {**answers, "record_state": state}
    return problems_with(fields_of(model), context, BOOK, centre=answers.get("centre"))


@pytest.mark.parametrize("plan_kind", OWN)
def test_a_plan_asks_what_its_kind_needs_and_nothing_of_the_others(plan_kind):
    others = set().union(*OWN.values()) - OWN[plan_kind]
    shared = {"certificate_no"} if plan_kind == "regional_move" else set()
    assert OWN[plan_kind] <= asked(plan_kind)
    assert asked(plan_kind) & others == shared
    assert {"wish_self", "issues", "policy", "goal_long", "period_to_on"} <= asked(plan_kind)


def test_each_centre_has_its_own_kinds_of_plan_and_services():
    for centre, kinds in KINDS_OF.items():
        assert [entry.code for entry in BOOK.entries("plan.kind", centre=centre)] == kinds
    counts = {c: len(BOOK.entries("plan.service", centre=c)) for c in KINDS_OF}
    assert counts == {"life_support": 20, "rights_advocacy": 3, "disability": 49}


def test_the_assessment_keeps_the_order_of_the_form_and_its_27_issues():
    sections = list(dict.fromkeys(field.section for field in fields_of(Assessment)))
    assert sections == [
        "作成", "相談経路・相談歴", "主訴", "家族・地域・住まい", "健康・障害",
        "収入・給付・債務", "職業・職歴", "その他", "アセスメント結果の整理", "扱い",
    ]  # fmt: skip
    assert len(BOOK.entries("assessment.issue")) == 27
    assert len(BOOK.entries("evaluation.change")) == 22
    assert len(BOOK.entries("screening.result")) == 6


def test_what_the_form_marks_must_be_there_before_an_assessment_is_final():
    missing = set(problems(Assessment, {"centre": "life_support"}))
    drafted = set(problems(Assessment, {"centre": "life_support"}, DRAFT))
    starred = {
        "route", "cohabit", "marital", "children", "dwelling", "health", "health_ins", "handbooks",
        "seiho", "work_status", "since_left", "education", "issue_codes", "issue_summary",
    }  # fmt: skip
    assert missing - drafted == starred


@pytest.mark.parametrize(
    ("model", "earlier", "later"),
    [
        (Plan, "period_from_on", "period_to_on"),
        (Plan, "explained_on", "client_agreed_on"),
        (Plan, "client_agreed_on", "meeting_on"),
        (Service, "from_on", "to_on"),
        (Monitoring, "held_on", "next_due_on"),
        (Monitoring, "held_on", "reported_on"),
        (Evaluation, "evaluated_on", "followup_on"),
        (Evaluation, "evaluated_on", "client_ack_on"),
        (Evaluation, "evaluated_on", "office_ack_on"),
    ],
)
def test_what_comes_later_is_not_before_what_came_first(model, earlier, later):
    assert model().problems({earlier: EARLY, later: LATE}) == {}
    assert model().problems({earlier: EARLY, later: EARLY}) == {}
    found = model().problems({earlier: LATE, later: EARLY})
    assert set(found) == {later}
    assert found[later].endswith("。")


def test_a_plan_may_be_longer_than_a_year_and_be_decided_before_the_meeting():
    long = {"period_from_on": EARLY, "period_to_on": date(2027, 9, 30)}
    urgent = {"client_agreed_on": EARLY, "meeting_on": LATE, "decided_on": EARLY}
    assert Plan().problems({**long, **urgent}) == {}


def test_an_issued_service_plan_is_dated_on_the_day_it_was_agreed_to():
    answers = {"plan_kind": "service_use", "stage": "issued", "drafted_on": EARLY}
    assert Plan().problems({**answers, "client_agreed_on": EARLY}) == {}
    assert Plan().problems(answers) == {}
    assert set(Plan().problems({**answers, "client_agreed_on": LATE})) == {"drafted_on"}
    proposal = {**answers, "stage": "draft", "client_agreed_on": LATE}
    assert Plan().problems(proposal) == {}
    other = {**answers, "plan_kind": "nichiji", "client_agreed_on": LATE}
    assert Plan().problems(other) == {}


def test_no_change_stands_beside_no_other_change():
    both = problems(Evaluation, {"centre": "life_support", "changes": ["motivation", "none"]})
    assert "ほかと一緒には選べません" in both["changes"]
    alone = problems(Evaluation, {"centre": "life_support", "changes": ["none"]})
    assert "changes" not in alone


def test_every_change_but_two_counts_towards_something():
    groups = {entry.code: entry.group for entry in BOOK.entries("evaluation.change")}
    assert {code for code, group in groups.items() if group is None} == {"other", "none"}
    assert set(groups.values()) == {
        None, "economy", "health", "motivation", "participation", "work"
    }  # fmt: skip


def test_closing_asks_for_a_reason_of_the_centre():
    closing = {"centre": "life_support", "outcome": "close"}
    assert "close_reason" in problems(Evaluation, closing)
    assert "close_reason" not in problems(Evaluation, {**closing, "close_reason": "resolved"})
    assert "close_reason" not in problems(Evaluation, {**closing, "outcome": "replan"})
    other = {**closing, "close_reason": "guardianship"}
    assert "close_reason" in problems(Evaluation, other)


@pytest.mark.parametrize("change", ["job_general", "job_middle"])
def test_who_began_to_work_did_so_on_a_day(change):
    final = {"centre": "life_support", "record_state": "final"}
    assert "job_started_on" in problems(Evaluation, {**final, "changes": [change]})
    told = {**final, "changes": [change], "job_started_on": LATE}
    assert "job_started_on" not in problems(Evaluation, told)
    assert "job_started_on" not in problems(Evaluation, {**final, "changes": ["motivation"]})


def test_whose_wages_rose_saw_them_rise_on_a_day():
    final = {"centre": "life_support", "record_state": "final"}
    assert "income_up_on" in problems(Evaluation, {**final, "changes": ["income_up_job"]})
    told = {**final, "changes": ["income_up_job"], "income_up_on": LATE}
    assert "income_up_on" not in problems(Evaluation, told)
    assert "income_up_on" not in problems(Evaluation, {**final, "changes": ["income_up_other"]})


def test_changes_are_asked_of_life_support_centres_alone():
    assert "changes" in problems(Evaluation, {"centre": "life_support"})
    assert "changes" not in problems(Evaluation, {"centre": "disability"})


def test_the_place_of_a_monitoring_must_be_written_in_disability_centres():
    assert "place" in problems(Monitoring, {"centre": "disability"})
    assert "place" not in problems(Monitoring, {"centre": "disability"}, DRAFT)
    assert "place" not in problems(Monitoring, {"centre": "life_support"})


def test_a_home_survey_is_done_by_two_or_on_several_visits():
    alone = {"record_state": FINAL}
    assert set(RightsAssessment().problems(alone)) == {"co_staff_ids"}
    assert RightsAssessment().problems({**alone, "co_staff_ids": ["some id"]}) == {}
    assert RightsAssessment().problems({**alone, "visits": [{"place": "自宅"}]}) == {}
    assert RightsAssessment().problems({"record_state": DRAFT}) == {}


def test_a_case_handed_on_names_to_whom():
    referred = {"result": "referred_out"}
    assert set(Screening().problems(referred)) == {"referred_agency_type"}
    assert Screening().problems({**referred, "referred_agency_type": "hellowork"}) == {}
    assert Screening().problems({"result": "info_only"}) == {}


@pytest.mark.parametrize("key", ["k", "kkk", "k ", "k　"])
def test_a_phrase_is_called_by_two_characters(key):
    assert set(Phrase().problems({"key": key})) == {"key"}
    assert Phrase().problems({"key": "けい"}) == {}


def test_what_follows_from_a_plan_is_kept_in_every_centre():
    for model in (Plan, Goal, Action, Service, Monitoring, Evaluation):
        assert len(centres_of(model)) == 3
    assert centres_of(DisabilityAssessment) == ("disability",)


def test_a_service_of_another_centre_is_refused():
    answers = {"centre": "rights_advocacy", "service": "kakei"}
    assert "選択肢はありません" in problems(Service, answers)["service"]
    assert "service" not in problems(Service, {**answers, "service": "svc_money"})
