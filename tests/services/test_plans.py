"""Plans begun, numbered, filled, renewed and decided upon, in an office of all three centres."""

from datetime import date, timedelta
from uuid import uuid4

import pytest

from office_fixtures import TODAY, make_person
from soudan_desk.errors import InvalidEntriesError, NotAllowedError, NotFoundError
from soudan_desk.services.advice import warnings_of
from soudan_desk.services.cases import open_case
from soudan_desk.services.plan_changes import plan_changes
from soudan_desk.services.plan_renewal import issue_plan, renew_plan
from soudan_desk.services.plans import (
    beginning,
    decide_plan,
    derived_of,
    new_evaluation,
    new_monitoring,
    new_plan,
    newest_plan,
    plan_parts,
)
from soudan_desk.services.records import (
    add_record,
    amend_record,
    finalise_record,
    save_record,
    show_record,
    void_record,
)
from soudan_desk.services.search import search

FROM, TO = date(2026, 4, 1), date(2026, 9, 30)
PERIOD = {"period_from_on": FROM, "period_to_on": TO}
DISABILITY = {"plan_kind": "service_use", "stage": "issued"}


@pytest.fixture
def case(work):
    """Open a life-support case."""
    return open_case(work, centre="life_support", person_id=make_person(work))


def add(work, kind, **answers):
    return add_record(work, kind, answers).id


def answers_of(work, kind, record_id):
    return show_record(work, kind, record_id).answers


@pytest.fixture
def draft(work, case):
    """Write a plan of a half-year with two goals, three actions and two services."""
    plan = add(work, "plan", **new_plan(work, case), **PERIOD, goal_long="自分の力で暮らす")
    money = add(work, "goal", plan_id=plan, goal="家計を立て直す", due_on=TO)
    job = add(work, "goal", plan_id=plan, goal="仕事に就く", due_text="半年")
    add(work, "action", plan_id=plan, goal_id=money, what="家計表をつける", actor="self")
    add(work, "action", plan_id=plan, goal_id=job, what="求職登録", actor="self", done_on=TODAY)
    add(work, "action", plan_id=plan, what="月1回の面談", actor="centre", due_on=TO)
    add(work, "service", plan_id=plan, goal_id=money, service="kakei", from_on=FROM, to_on=TO)
    add(work, "service", plan_id=plan, goal_id=job, service="other_legal")
    return plan


@pytest.fixture
def plan(work, draft):
    """Make that plan final."""
    finalise_record(work, "plan", draft)
    return draft


def test_a_new_plan_knows_its_number_its_author_and_what_the_assessment_found(office, work, case):
    sheet = {"case_id": case, "issue_summary": "家賃の滞納と失業", "client_wish": "働きたい"}
    add(work, "assessment", **sheet)
    add(work, "intake", received_on=TODAY, case_id=case, application_to="見本市長",
        person_id=make_person(work), received_by_id=office.staff_id("shunin"))  # fmt: skip
    answers = new_plan(work, case)
    assert answers["plan_kind"] == "self_reliance"
    assert (answers["plan_no"], answers["drafted_on"]) == (1, TODAY)
    assert answers["author_id"] == office.staff_id("shunin")
    assert (answers["issues"], answers["wish_self"]) == ("家賃の滞納と失業", "働きたい")
    assert (answers["centre"], answers["application_to"]) == ("life_support", "見本市長")
    assert "stage" not in answers
    saved = add_record(work, "plan", answers)
    assert saved.state == "draft"
    assert answers_of(work, "plan", saved.id)["issues"] == "家賃の滞納と失業"


@pytest.mark.parametrize(
    ("centre", "kind", "sheet", "given"),
    [
        ("rights_advocacy", "nichiji", "rights_assessment", {"issues": "金銭管理"}),
        ("disability", "service_use", "disability_assessment", {"issues": "日中の場"}),
        ("disability", "regional_move", "disability_assessment", {"issues": "退院後の住まい"}),
    ],
)
def test_each_centre_begins_its_plan_with_its_own_assessment(work, centre, kind, sheet, given):
    case = open_case(work, centre=centre, person_id=make_person(work))
    add(work, sheet, case_id=case, wish_family="見守りたい", **given)
    answers = new_plan(work, case, kind)
    assert answers["issues"] == given["issues"]
    assert answers["wish_family"] == "見守りたい"
    assert answers.get("stage") == ("draft" if kind == "service_use" else None)
    plan = add(work, "plan", **answers)
    assert newest_plan(work, case, kind).id == plan


def test_plans_are_numbered_by_case_and_kind_and_a_void_one_keeps_its_number(work):
    case = open_case(work, centre="disability", person_id=make_person(work))
    first = add(work, "plan", case_id=case, plan_kind="service_use")
    moving = add(work, "plan", case_id=case, plan_kind="regional_move")
    void_record(work, "plan", first, reason="間違い")
    second = add(work, "plan", case_id=case, plan_kind="service_use")
    numbers = [answers_of(work, "plan", each)["plan_no"] for each in (first, moving, second)]
    assert numbers == [1, 1, 2]
    assert newest_plan(work, case, "service_use").id == second


def test_a_plan_of_another_centres_kind_is_refused(work, case):
    with pytest.raises(InvalidEntriesError, match="選択肢はありません"):
        add(work, "plan", case_id=case, plan_kind="nichiji")


def test_parts_take_their_case_their_centre_and_their_place_from_the_plan(work, case, plan):
    parts = plan_parts(work, plan)
    assert [part.goal.answers["goal"] for part in parts.goals] == ["家計を立て直す", "仕事に就く"]
    assert [part.goal.answers["priority"] for part in parts.goals] == [1, 2]
    assert [len(part.actions) for part in parts.goals] == [1, 1]
    assert [part.services[0].answers["service"] for part in parts.goals] == ["kakei", "other_legal"]
    assert [each.answers["what"] for each in parts.actions] == ["月1回の面談"]
    for shown in (parts.goals[0].goal, parts.actions[0], parts.goals[0].services[0]):
        assert (shown.answers["case_id"], shown.answers["centre"]) == (case, "life_support")
    assert parts.actions[0].answers["position"] == 3


def test_a_void_part_is_left_out_and_what_hung_on_it_stands_apart(work, plan):
    goal = plan_parts(work, plan).goals[0]
    void_record(work, "goal", goal.goal.id, reason="取りやめ")
    parts = plan_parts(work, plan)
    assert len(parts.goals) == 1
    assert goal.actions[0].id in {each.id for each in parts.actions}


def test_the_parts_of_a_plan_lie_in_its_case(work, plan):
    other = open_case(work, centre="life_support", person_id=make_person(work, name="別の 人"))
    with pytest.raises(InvalidEntriesError, match="別のケース"):
        add(work, "goal", plan_id=plan, case_id=other, goal="別の目標")
    strange = add(work, "plan", case_id=other)
    goal = add(work, "goal", plan_id=strange, goal="別の目標")
    with pytest.raises(InvalidEntriesError, match="別のケース"):
        add(work, "action", plan_id=plan, goal_id=goal, what="別の目標のため")
    with pytest.raises(InvalidEntriesError, match="移せません"):
        save_record(work, "plan", strange, {"case_id": answers_of(work, "plan", plan)["case_id"]})


def test_a_plan_whose_end_comes_first_is_refused_and_a_long_one_is_not(work, case):
    with pytest.raises(InvalidEntriesError, match="期間の始めより前"):
        add(work, "plan", case_id=case, period_from_on=TO, period_to_on=FROM)
    assert add(work, "plan", case_id=case, period_from_on=FROM, period_to_on=date(2028, 1, 1))


def test_a_final_plan_takes_later_dates_and_nothing_else(work, plan):
    save_record(work, "plan", plan, {"client_agreed_on": TODAY, "client_signed": True})
    with pytest.raises(NotAllowedError, match="訂正"):
        save_record(work, "plan", plan, {"policy": "別の方針"})
    amend_record(work, "plan", plan, {"policy": "別の方針"}, reason="本人の希望")
    assert show_record(work, "plan", plan).version == 2


def test_a_plan_renewed_carries_over_what_is_not_done(work, case, plan):
    goals = plan_parts(work, plan).goals
    reached = [{"goal_id": goals[1].goal.id, "goal": "仕事に就く", "result": "reached"}]
    add(work, "evaluation", plan_id=plan, goal_results=reached, outcome="replan")
    renewed = renew_plan(work, plan)
    shown = show_record(work, "plan", renewed)
    assert (shown.state, shown.answers["plan_no"], shown.answers["renews_id"]) == ("draft", 2, plan)
    assert shown.answers["period_from_on"] == date(2026, 10, 1)
    assert shown.answers["period_to_on"] == date(2027, 3, 31)
    assert shown.answers["goal_long"] == "自分の力で暮らす"
    assert shown.answers["client_agreed_on"] is None
    parts = plan_parts(work, renewed)
    assert [part.goal.answers["goal"] for part in parts.goals] == ["家計を立て直す"]
    goal = parts.goals[0]
    assert goal.goal.answers["carried_from_id"] == goals[0].goal.id
    assert goal.goal.answers["due_on"] is None
    assert [each.answers["what"] for each in goal.actions] == ["家計表をつける"]
    assert [each.answers["what"] for each in parts.actions] == ["月1回の面談"]
    service = goal.services[0].answers
    assert (service["service"], service["from_on"], service["to_on"]) == (
        "kakei", date(2026, 10, 1), None
    )  # fmt: skip
    assert parts.services == ()
    assert len(plan_parts(work, plan).goals) == 2


def test_what_ended_before_the_plan_did_stays_behind_and_what_runs_on_runs_on(work, draft):
    add(work, "service", plan_id=draft, service="shelter", from_on=FROM, to_on=date(2026, 6, 30))
    add(work, "service", plan_id=draft, service="shuro_junbi", from_on=FROM, to_on=TODAY)
    finalise_record(work, "plan", draft)
    goal = plan_parts(work, draft).goals[1].goal
    save_record(work, "goal", goal.id, {"reached": "reached"})
    services = plan_parts(work, renew_plan(work, draft)).services
    found = [(each.answers["service"], each.answers["to_on"]) for each in services]
    assert found == [("shuro_junbi", TODAY)]


def test_a_plan_is_renewed_once_and_only_when_it_is_final(work, case, plan):
    draft = renew_plan(work, plan)
    with pytest.raises(NotAllowedError, match="第2回"):
        renew_plan(work, plan)
    with pytest.raises(NotAllowedError, match="確定"):
        renew_plan(work, draft)
    void_record(work, "plan", draft, reason="やり直し")
    assert answers_of(work, "plan", renew_plan(work, plan))["plan_no"] == 3


@pytest.mark.parametrize("kind", ["monitoring", "evaluation"])
def test_what_looks_at_a_plan_looks_at_the_one_in_force_not_at_the_draft_of_the_next(
    work, case, plan, kind
):
    draft = renew_plan(work, plan)
    for shown in (None, draft, plan):
        assert beginning(work, case, kind, shown)["plan_id"] == plan
    save_record(work, "plan", draft, {"period_from_on": TODAY, "period_to_on": TODAY})
    finalise_record(work, "plan", draft)
    assert beginning(work, case, kind)["plan_id"] == draft
    assert beginning(work, case, kind, plan)["plan_id"] == plan


def test_a_renewal_that_fails_leaves_nothing_behind(office, work, case, plan):
    before = search(work, "家計を立て直す").hits
    with pytest.raises(NotAllowedError):
        renew_plan(office.work("etsuran"), plan)
    assert newest_plan(work, case).id == plan
    assert search(work, "家計を立て直す").hits == before


@pytest.fixture
def proposal(work):
    """Make a final 計画案 with a goal reached in part, an action and a service."""
    case = open_case(work, centre="disability", person_id=make_person(work))
    given = {"case_id": case, "plan_kind": "service_use", "client_agreed_on": TODAY, **PERIOD}
    plan = add(work, "plan", **given, policy="ゆっくり慣れる", next_monitoring_on=TO)
    goal = add(work, "goal", plan_id=plan, goal="朝の支度を一人でする", due_on=TO)
    add(work, "action", plan_id=plan, goal_id=goal, what="手順の写真を作る", done_on=TODAY)
    add(work, "service", plan_id=plan, goal_id=goal, service="home_care", from_on=FROM)
    finalise_record(work, "plan", plan)
    return plan


def test_a_plan_is_made_of_a_proposal_which_stays_as_it_was(work, proposal):
    before = answers_of(work, "plan", proposal)
    plan = issue_plan(work, proposal)
    made = answers_of(work, "plan", plan)
    kept = ("plan_no", "policy", "period_from_on", "period_to_on", "next_monitoring_on")
    assert [made[key] for key in kept] == [before[key] for key in kept]
    assert (made["stage"], made["renews_id"]) == ("issued", proposal)
    assert (made["client_agreed_on"], made["issued_on"]) == (None, None)
    [part] = plan_parts(work, plan).goals
    assert part.goal.answers["goal"] == "朝の支度を一人でする"
    assert [each.answers["done_on"] for each in part.actions] == [TODAY]
    assert [each.answers["from_on"] for each in part.services] == [FROM]
    assert answers_of(work, "plan", proposal) == before
    with pytest.raises(NotAllowedError, match="すでに計画を作っています"):
        issue_plan(work, proposal)


def test_a_proposal_is_not_renewed_and_only_a_final_one_becomes_a_plan(work, proposal, plan):
    with pytest.raises(NotAllowedError, match="計画案は更新できません"):
        renew_plan(work, proposal)
    with pytest.raises(NotAllowedError, match="確定した計画案"):
        issue_plan(work, plan)


def test_what_changed_since_the_plan_before_is_told_in_words(work, plan):
    renewed = renew_plan(work, plan)
    goal = plan_parts(work, renewed).goals[0]
    save_record(
        work, "plan", renewed, {"policy": "週ごとに家計をみる", "goal_long": "安定した暮らし"}
    )
    save_record(work, "goal", goal.goal.id, {"goal": "貯金を始める"})
    void_record(work, "action", goal.actions[0].id, reason="取りやめ")
    add(work, "action", plan_id=renewed, goal_id=goal.goal.id, what="口座を開く")
    changes = plan_changes(work, renewed)
    assert changes.renews_id == plan
    told = {change.key: (change.before, change.after) for change in changes.answers}
    assert told["policy"] == ("", "週ごとに家計をみる")
    assert told["goal_long"] == ("自分の力で暮らす", "安定した暮らし")
    parts = {(part.kind, part.title.split()[-1]): part.change for part in changes.parts}
    assert parts["goal", "貯金を始める"] == "changed"
    assert parts["goal", "仕事に就く"] == "kept"
    assert parts["action", "家計表をつける"] == "dropped"
    assert parts["action", "口座を開く"] == "added"
    assert parts["action", "求職登録"] == "dropped"


def test_the_days_a_plan_has_of_its_own_are_no_changes(work, plan):
    save_record(work, "plan", plan, {"client_agreed_on": FROM, "meeting_on": FROM})
    decide_plan(work, plan, FROM)
    told = {change.key for change in plan_changes(work, renew_plan(work, plan)).answers}
    assert not told & {"client_agreed_on", "meeting_on", "decided_on", "decision_type"}
    assert not told & {"drafted_on", "client_signed", "is_job_support_target"}
    assert {"period_from_on", "period_to_on"} <= told


TERMS = {
    "grant_until_on": TO,
    "monitoring_text": "3か月ごと(令和8年7月〜令和9年4月)",
    "monitoring_interval_count": 3,
    "monitoring_first_on": date(2026, 7, 1),
    "monitoring_last_on": date(2027, 4, 1),
}


def test_the_terms_of_an_old_certificate_stay_behind_and_are_told(work, proposal):
    issued = issue_plan(work, proposal)
    lasting = {"certificate_no": "1234567890", "burden_cap_yen": 0}
    agreed = {"client_agreed_on": TODAY, "drafted_on": TODAY, "issued_on": TODAY}
    save_record(work, "plan", issued, {**TERMS, **lasting, **agreed})
    finalise_record(work, "plan", issued)
    renewed = renew_plan(work, issued)
    made = answers_of(work, "plan", renewed)
    assert {key: made[key] for key in TERMS} == dict.fromkeys(TERMS)
    assert {key: made[key] for key in lasting} == lasting
    told = {change.key: change for change in plan_changes(work, renewed).answers}
    assert set(TERMS) <= set(told)
    assert all(told[key].is_left_behind for key in TERMS)
    assert not told["period_to_on"].is_left_behind
    save_record(work, "plan", renewed, {"grant_until_on": date(2028, 3, 31)})
    told = {change.key: change for change in plan_changes(work, renewed).answers}
    assert told["grant_until_on"].after == "令和10年3月31日"
    assert not told["grant_until_on"].is_left_behind


def test_a_first_plan_has_changed_from_nothing(work, plan):
    assert plan_changes(work, plan).renews_id is None
    assert plan_changes(work, plan).parts == ()


@pytest.mark.parametrize(
    ("services", "decision", "job"),
    [
        (["kakei"], "decided", False),
        (["jukyo_rent"], "decided", True),
        (["other_legal", "seikatsu_fukushi"], "confirmed", False),
        (["seiho_shuro"], "confirmed", True),
        (["kodomo"], "confirmed", False),
        ([], "confirmed", False),
        (["other_food", "shuro_junbi"], "decided", True),
    ],
)
def test_whether_a_plan_is_decided_or_confirmed_follows_from_its_services(
    work, case, services, decision, job
):
    plan = add(work, "plan", case_id=case, **PERIOD)
    for code in services:
        add(work, "service", plan_id=plan, service=code)
    derived = derived_of(work, plan)
    assert (derived.decision_type, derived.is_job_support_target) == (decision, job)
    finalise_record(work, "plan", plan)
    assert answers_of(work, "plan", plan)["is_job_support_target"] is job
    decide_plan(work, plan, TODAY, "生活福祉課")
    answers = answers_of(work, "plan", plan)
    assert (answers["decision_type"], answers["decided_on"]) == (decision, TODAY)
    assert answers["decided_by_office"] == "生活福祉課"


def test_a_void_service_decides_nothing_and_the_workers_own_judgement_stays(work, case):
    plan = add(work, "plan", case_id=case, is_job_support_target=True, **PERIOD)
    service = add(work, "service", plan_id=plan, service="kakei")
    void_record(work, "service", service, reason="取りやめ")
    finalise_record(work, "plan", plan)
    decide_plan(work, plan, TODAY)
    answers = answers_of(work, "plan", plan)
    assert (answers["decision_type"], answers["is_job_support_target"]) == ("confirmed", True)


@pytest.mark.parametrize("final", [False, True])
def test_what_was_decided_follows_from_the_services_whoever_notes_the_day(work, case, final):
    plan = add(work, "plan", case_id=case, **PERIOD)
    service = add(work, "service", plan_id=plan, service="kakei")
    if final:
        finalise_record(work, "plan", plan)
    else:
        void_record(work, "service", service, reason="取りやめ")
    save_record(work, "plan", plan, {"decided_on": TODAY})
    decided = "decided" if final else "confirmed"
    assert answers_of(work, "plan", plan)["decision_type"] == decided
    save_record(work, "plan", plan, {"decision_type": "confirmed"})
    assert answers_of(work, "plan", plan)["decision_type"] == decided


def test_a_decision_before_the_meeting_is_wondered_at(work):
    early = {"meeting_on": TODAY, "decided_on": TODAY - timedelta(days=1)}
    assert "会議の日より前" in warnings_of("plan", early, TODAY)["decided_on"]
    assert "decided_on" not in warnings_of("plan", {**early, "decided_on": TODAY}, TODAY)


def test_finalising_a_plan_that_aims_at_work_is_one_change(work, case):
    plan = add(work, "plan", case_id=case, **PERIOD)
    add(work, "service", plan_id=plan, service="shuro_junbi")
    assert finalise_record(work, "plan", plan).lock_version == 2


def test_only_a_self_reliance_plan_is_decided_by_the_municipality(work):
    case = open_case(work, centre="rights_advocacy", person_id=make_person(work))
    plan = add(work, "plan", case_id=case)
    with pytest.raises(NotAllowedError, match="プラン兼事業等利用申込書"):
        decide_plan(work, plan, TODAY)


def test_money_and_custody_are_not_had_without_the_basic_service(work):
    case = open_case(work, centre="rights_advocacy", person_id=make_person(work))
    plan = add(work, "plan", case_id=case, **PERIOD)
    add(work, "service", plan_id=plan, service="svc_money", support_method="proxy_act")
    with pytest.raises(InvalidEntriesError, match="福祉サービス利用援助"):
        finalise_record(work, "plan", plan)
    add(work, "service", plan_id=plan, service="svc_welfare", support_method="advice")
    assert finalise_record(work, "plan", plan).state == "final"


def test_an_issued_service_plan_is_dated_on_the_day_of_consent(work):
    case = open_case(work, centre="disability", person_id=make_person(work))
    given = {**DISABILITY, **PERIOD, "case_id": case, "drafted_on": FROM}
    with pytest.raises(InvalidEntriesError, match="同じ日"):
        add(work, "plan", **given, client_agreed_on=TODAY)
    assert add(work, "plan", **given, client_agreed_on=FROM)


def test_a_week_of_a_service_plan_comes_back_as_it_went(work):
    case = open_case(work, centre="disability", person_id=make_person(work))
    week = [{"weekday": "8", "label": "通所", "is_service": True, "provider": "見本作業所"}]
    plan = add(work, "plan", case_id=case, plan_kind="service_use", weekly_plan=week)
    assert answers_of(work, "plan", plan)["weekly_plan"][0]["weekday"] == "8"


def test_monitoring_and_evaluation_begin_with_the_goals(work, case, plan):
    add(work, "assessment", case_id=case, income_self_yen=82_000)
    looked = new_monitoring(work, plan)
    assert [row["goal"] for row in looked["results"]] == ["家計を立て直す", "仕事に就く"]
    assert (looked["case_id"], looked["held_on"]) == (case, TODAY)
    add_record(work, "monitoring", {**looked, "overall": "順調"}, finalise=True)
    judged = new_evaluation(work, plan)
    assert judged["income_before_yen"] == 82_000
    assert [row["goal_id"] for row in judged["goal_results"]] == [
        part.goal.id for part in plan_parts(work, plan).goals
    ]
    end = {"changes": ["none"], "outcome": "replan", "current_and_remaining": "収入が足りない"}
    assert add_record(work, "evaluation", {**judged, **end}, finalise=True).state == "final"


def test_closing_without_a_reason_is_refused(work, plan):
    end = {"outcome": "close", "changes": ["none"], "current_and_remaining": "安定した"}
    answers = {**new_evaluation(work, plan), **end}
    with pytest.raises(InvalidEntriesError, match="終結理由"):
        add_record(work, "evaluation", answers, finalise=True)
    assert add_record(work, "evaluation", {**answers, "close_reason": "resolved"}, finalise=True)


def test_a_hidden_case_hides_its_plan_and_every_part_of_it(office, work, case, plan):
    add(work, "monitoring", plan_id=plan, overall="秘密の様子")
    save_record(work, "case", case, {"restriction_level": 2})
    other = office.work("nishio")
    goal = plan_parts(work, plan).goals[0].goal.id
    for verb in (
        lambda: plan_parts(other, plan),
        lambda: new_monitoring(other, plan),
        lambda: renew_plan(other, plan),
        lambda: plan_changes(other, plan),
        lambda: show_record(other, "goal", goal),
        lambda: add(other, "goal", plan_id=plan, goal="のぞき見"),
    ):
        with pytest.raises(NotFoundError):
            verb()
    assert newest_plan(other, case) is None
    assert search(other, "家計を立て直す").hits == ()
    assert search(work, "家計を立て直す").hits


def test_another_centre_sees_no_plan(office, plan):
    other = office.work("nishio", centres={"disability"})
    with pytest.raises(NotFoundError):
        plan_parts(other, plan)


def test_a_reader_begins_no_plan(office, work, case):
    with pytest.raises(NotAllowedError):
        add(office.work("etsuran"), "plan", case_id=case)


def test_a_plan_that_is_not_there_is_said_to_be_missing(work):
    with pytest.raises(NotFoundError):
        add(work, "goal", plan_id=uuid4(), goal="どこかへ")
