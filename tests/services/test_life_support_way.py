"""The whole national way of a life-support case, each gate opened by the record it asks for."""

from datetime import timedelta

import pytest
from rounds import evaluated, evaluates, meets

from office_fixtures import TODAY, make_person
from review_office import make_route
from soudan_desk.errors import NotAllowedError
from soudan_desk.models import Case
from soudan_desk.services.cases import open_case
from soudan_desk.services.conferences import finalise_conference
from soudan_desk.services.moves import close_case, move_case, standing
from soudan_desk.services.records import (
    add_record,
    amend_record,
    finalise_record,
    save_record,
    show_record,
)
from soudan_desk.services.review_standing import review_standing
from soudan_desk.services.reviews import submit_review, take_step
from soudan_desk.storage.store import fetch


@pytest.fixture
def case(work):
    return open_case(work, centre="life_support", person_id=make_person(work))


def add(work, kind, case_id, **answers):
    return add_record(work, kind, {"case_id": case_id, **answers}).id


def screen(work, case_id, result, **more):
    answers = {"screened_on": TODAY, "staff_id": work.actor.staff_id, "result": result, **more}
    return add(work, "screening", case_id, **answers)


def apply(work, case_id, **more):
    person_id = show_record(work, "case", case_id).answers["person_id"]
    answers = {"type": "use_application", "given_on": TODAY, "method": "written"}
    return add(work, "consent", case_id, person_id=person_id, **answers | more)


def draft_plan(work, case_id):
    answers = {"plan_kind": "self_reliance", "drafted_on": TODAY, "author_id": work.actor.staff_id}
    return add(work, "plan", case_id, centre="life_support", plan_no=1, **answers)


def missing(work, case_id, to):
    [offer] = [each for each in standing(work, case_id).offers if each.to == to]
    return "".join(offer.missing)


def bring_to_planning(work, case_id):
    screen(work, case_id, "continue_plan")
    apply(work, case_id)
    move_case(work, case_id, "assessing")
    plan_id = draft_plan(work, case_id)
    move_case(work, case_id, "planning")
    return plan_id


def test_a_case_is_assessed_only_when_screened_so_and_applied_for(work, case):
    assert "スクリーニング" in missing(work, case, "assessing")
    assert "申込み" in missing(work, case, "assessing")
    screen(work, case, "continue_plan")
    with pytest.raises(NotAllowedError, match="申込みの同意がありません"):
        move_case(work, case, "assessing")
    apply(work, case)
    move_case(work, case, "assessing")


def test_the_latest_screening_counts(work, case):
    screen(work, case, "info_only")
    screen(work, case, "consent_pending")
    assert missing(work, case, "closed_info")
    assert not missing(work, case, "pre_consent")


def test_a_consent_that_was_withdrawn_no_longer_carries_the_case(work, case):
    screen(work, case, "continue_plan")
    consent_id = apply(work, case)
    save_record(work, "consent", consent_id, {"withdrawn_on": TODAY})
    assert "同意は撤回されています" in missing(work, case, "assessing")


LONG_AGO = TODAY - timedelta(days=90)


@pytest.mark.parametrize(
    ("more", "said"),
    [
        ({"given_on": LONG_AGO, "expires_on": TODAY - timedelta(days=1)}, "期限が切れています"),
        ({"method": "explained"}, "説明しただけ"),
        ({"given_on": LONG_AGO, "expires_on": TODAY}, ""),
    ],
)
def test_only_an_application_that_holds_today_carries_the_case(work, case, more, said):
    screen(work, case, "continue_plan")
    apply(work, case, **more)
    assert said in missing(work, case, "assessing")
    if not said:
        move_case(work, case, "assessing")
        return
    with pytest.raises(NotAllowedError, match=said):
        move_case(work, case, "assessing")
    apply(work, case)
    assert not missing(work, case, "assessing")


def test_what_was_applied_for_must_still_hold_when_the_plan_begins(work, case):
    screen(work, case, "continue_plan")
    consent = apply(work, case)
    move_case(work, case, "assessing")
    draft_plan(work, case)
    save_record(work, "consent", consent, {"withdrawn_on": TODAY})
    with pytest.raises(NotAllowedError, match="同意は撤回されています"):
        move_case(work, case, "planning")


def test_a_case_handed_on_closes_once_the_other_side_took_it(work, case):
    screen(work, case, "referred_out", referred_agency_type="welfare_office")
    with pytest.raises(NotAllowedError, match=r"紹介状がまだありません.*つなぎ先での受付"):
        move_case(work, case, "closed_referred", reason="other_scheme")
    assert standing(work, case).usual.begins == ("referral",)
    agency = add_record(
        work, "agency", {"name": "見本区役所 生活福祉課", "agency_type": "welfare_office"}
    )
    add(work, "referral", case, agency_id=agency.id, request="申請の相談")
    offer = standing(work, case).usual
    assert (offer.to, offer.begins) == ("closed_referred", ())
    me = work.actor.staff_id
    add(work, "milestone", case, step="referral_confirmed", done_on=TODAY, staff_id=me)
    move_case(work, case, "closed_referred", reason="other_scheme")
    assert standing(work, case).is_closed


def test_a_plan_waits_for_signature_meeting_and_decision(work, case):
    plan_id = bring_to_planning(work, case)
    assert "同意した日" in missing(work, case, "awaiting_meeting")
    save_record(work, "plan", plan_id, {"client_agreed_on": TODAY})
    move_case(work, case, "awaiting_meeting")
    assert "支援調整会議" in missing(work, case, "awaiting_decision")
    with pytest.raises(NotAllowedError, match="には進めません"):
        move_case(work, case, "supporting")


@pytest.fixture
def evaluating(work, case):
    """Bring the case to its evaluation; return its plan."""
    plan_id = bring_to_planning(work, case)
    save_record(work, "plan", plan_id, {"client_agreed_on": TODAY})
    force(work, case, "evaluating")
    return plan_id


def test_only_final_minutes_carry_a_plan_to_its_decision(work, case):
    plan_id = bring_to_planning(work, case)
    save_record(work, "plan", plan_id, {"client_agreed_on": TODAY})
    move_case(work, case, "awaiting_meeting")
    meeting = meets(work, case, "coord", "approved", final=False, plan_id=plan_id)
    assert "会議録を確定" in missing(work, case, "awaiting_decision")
    finalise_conference(work, meeting)
    move_case(work, case, "awaiting_decision")


def test_an_evaluation_closes_or_plans_anew_as_it_and_the_meeting_conclude(work, case, evaluating):
    evaluated(work, case, evaluating, "replan")
    assert missing(work, case, "closed")
    move_case(work, case, "planning")
    force(work, case, "evaluating")
    more = {"followup_planned": True, "followup_on": TODAY}
    evaluation = evaluates(work, case, evaluating, "close", **more)
    assert "「終結」の結論がまだ" in missing(work, case, "closed")
    meets(work, case, "coord", "again", evaluation_id=evaluation)
    with pytest.raises(NotAllowedError, match="評価シートを会議にかけ"):
        close_case(work, case, reason="resolved")
    meets(work, case, "coord", "close", evaluation_id=evaluation)
    close_case(work, case, reason="resolved")
    assert standing(work, case).label == "終結"
    move_case(work, case, "followup")
    move_case(work, case, "closed")


def usual(work, case_id):
    return standing(work, case_id).usual.to


def test_the_usual_next_step_is_what_the_records_speak_for(work, case):
    assert usual(work, case) == "assessing"
    screen(work, case, "info_only")
    assert usual(work, case) == "closed_info"
    screen(work, case, "continue_plan")
    assert usual(work, case) == "assessing"


def test_who_comes_back_goes_on_where_the_plan_had_come_to(work, case):
    move_case(work, case, "interrupted", reason="lost_contact")
    assert usual(work, case) == "assessing"
    apply(work, case)
    plan_id = draft_plan(work, case)
    assert usual(work, case) == "assessing"
    save_record(work, "plan", plan_id, {"decided_on": TODAY})
    assert usual(work, case) == "supporting"


def test_an_evaluation_says_whether_the_case_ends_or_is_planned_anew(work, case, evaluating):
    assert usual(work, case) == "closed"
    evaluates(work, case, evaluating, "replan", final=False)
    assert usual(work, case) == "planning"
    evaluates(work, case, evaluating, "close", final=False)
    assert usual(work, case) == "closed"


PERIOD = {"period_from_on": TODAY, "period_to_on": TODAY + timedelta(days=180)}


@pytest.fixture
def routed(office):
    """Let plans and evaluations of the centre go up to the supervisor."""
    make_route(office, "plan", mode="approve")
    make_route(office, "evaluation", mode="approve")
    return office.work("sodanin"), office.work("shunin")


def read(reader, kind, record_id):
    take_step(reader, review_standing(reader, kind, record_id).review_id)


def test_support_begins_once_the_plan_as_it_stands_was_decided_on(routed):
    author, reader = routed
    case = open_case(author, centre="life_support", person_id=make_person(author))
    plan_id = draft_plan(author, case)
    save_record(author, "plan", plan_id, {"decided_on": TODAY, **PERIOD})
    force(author, case, "awaiting_decision")
    assert "プランの決裁が済んでいません" in missing(author, case, "supporting")
    finalise_record(author, "plan", plan_id)
    with pytest.raises(NotAllowedError, match="決裁が済んでいません"):
        move_case(author, case, "supporting")
    read(reader, "plan", plan_id)
    assert not missing(author, case, "supporting")
    save_record(author, "plan", plan_id, {"client_agreed_on": TODAY})
    assert not missing(author, case, "supporting")
    amend_record(author, "plan", plan_id, {"policy": "別の方針"}, reason="本人の希望")
    assert missing(author, case, "supporting")
    submit_review(author, "plan", plan_id)
    read(reader, "plan", plan_id)
    move_case(author, case, "supporting")


def test_a_case_is_closed_once_its_evaluation_was_decided_on(routed):
    author, reader = routed
    case = open_case(author, centre="life_support", person_id=make_person(author))
    plan_id = draft_plan(author, case)
    judged = evaluates(author, case, plan_id, "close", final=False)
    force(author, case, "evaluating")
    assert "評価シートの決裁" in missing(author, case, "closed")
    finalise_record(author, "evaluation", judged)
    meets(author, case, "coord", "close", evaluation_id=judged)
    assert "評価シートの決裁" in missing(author, case, "closed")
    read(reader, "evaluation", judged)
    close_case(author, case, reason="resolved")


def test_where_the_office_lets_plans_not_go_up_none_is_needed(office, work, case):
    route = make_route(office, "plan", mode="approve")
    plan_id = bring_to_planning(work, case)
    save_record(work, "plan", plan_id, {"decided_on": TODAY})
    force(work, case, "awaiting_decision")
    assert missing(work, case, "supporting")
    save_record(office.work_of_admin, "review_route", route, {"is_active": False})
    assert not missing(work, case, "supporting")


def test_a_plan_that_is_only_read_around_holds_no_case_back(office, work, case):
    make_route(office, "plan", mode="circulate")
    plan_id = bring_to_planning(work, case)
    save_record(work, "plan", plan_id, {"decided_on": TODAY})
    force(work, case, "awaiting_decision")
    assert not missing(work, case, "supporting")


@pytest.mark.parametrize("outcome", ["close", "replan"])
def test_neither_a_draft_nor_minutes_that_are_not_final_end_a_round(
    work, case, evaluating, outcome
):
    to = "closed" if outcome == "close" else "planning"
    evaluation = evaluates(work, case, evaluating, outcome, final=False)
    meeting = meets(work, case, "coord", outcome, final=False, evaluation_id=evaluation)
    assert "確定した評価シート" in missing(work, case, to)
    finalise_record(work, "evaluation", evaluation)
    assert "会議録を確定" in missing(work, case, to)
    finalise_conference(work, meeting)
    assert not missing(work, case, to)


@pytest.mark.parametrize("reason", ["client_wish", "death"])
def test_who_wants_no_more_or_died_is_closed_without_a_meeting(work, case, evaluating, reason):
    evaluates(work, case, evaluating, "close", close_reason=reason)
    close_case(work, case, reason=reason)


def test_an_interrupted_case_is_closed_without_evaluation_or_meeting(work, case):
    move_case(work, case, "interrupted", reason="lost_contact")
    close_case(work, case, reason="lost_contact")


def force(work, case_id, state):
    """Put a case into a state whose gates another test goes through."""
    with work.store.writing(work.actor) as session:
        fetch(session, Case, case_id).state = state


def test_what_cannot_wait_is_supported_before_application_and_plan_which_follow(work, case):
    assert "緊急支援を始めた日" in missing(work, case, "emergency")
    add(work, "milestone", case, step="emergency_support", done_on=TODAY)
    move_case(work, case, "emergency")
    assert standing(work, case).label == "緊急支援中"
    with pytest.raises(NotAllowedError, match="「緊急支援中」から「支援中」には進めません"):
        move_case(work, case, "supporting")
    assert "申込みの同意" in missing(work, case, "planning")
    apply(work, case)
    assert "下書きがありません" in missing(work, case, "planning")
    draft_plan(work, case)
    move_case(work, case, "planning")
    assert "同意した日" in missing(work, case, "awaiting_meeting")


def test_each_emergency_has_a_day_of_its_own(work, case):
    apply(work, case)
    add(work, "milestone", case, step="emergency_support", done_on=TODAY)
    move_case(work, case, "emergency")
    move_case(work, case, "assessing")
    assert missing(work, case, "emergency")
    add(work, "milestone", case, step="emergency_support", done_on=TODAY)
    move_case(work, case, "emergency")
