"""What the demo's cases have in their files: all that their process asks for on their way."""

from collections import Counter
from dataclasses import replace
from datetime import date, timedelta
from itertools import pairwise

import pytest
from sqlalchemy import select

from soudan_desk.centres import all_processes
from soudan_desk.desk.demo import generate_office, load_threads
from soudan_desk.desk.demo.stories import load_common, load_files, texts_in
from soudan_desk.desk.demo.write import PASSWORD, make_demo
from soudan_desk.models import (
    AgendaItem,
    Assessment,
    Case,
    Conference,
    DisabilityAssessment,
    Evaluation,
    Goal,
    Monitoring,
    Plan,
    Service,
)
from soudan_desk.models.base import DRAFT, FINAL
from soudan_desk.models.history import Revision
from soudan_desk.services.facts import needs_of
from soudan_desk.services.moves import standing_in
from soudan_desk.services.office import open_office
from soudan_desk.services.plan_rules import derived_from
from soudan_desk.storage.keys import FLOOR
from soudan_desk.storage.revisions import digest_of

ON = date(2026, 11, 24)
OVERTAKEN = ("received", "pre_consent")
"""A move that asks for the newest screening, which a later one has answered otherwise."""
REPLANNED = ("evaluating", "planning")


@pytest.fixture(scope="module")
def desk(tmp_path_factory):
    path = tmp_path_factory.mktemp("demo") / "office"
    made = make_demo(path, processes=all_processes(), cases=160, seed=3, on=ON, cost=FLOOR)
    assert made.counts["case"] == 160
    office, work = open_office(path, "kanri", PASSWORD, processes=all_processes())
    yield work
    office.close()


@pytest.fixture
def session(desk):
    with desk.store.reading(None) as session:
        yield session


def all_of(session, model):
    return list(session.scalars(select(model)))


def states_of(session, case):
    query = select(Revision).where(Revision.record_id == case.id).order_by(Revision.seq)
    return [(row.content["state"], row.content["state_on"]) for row in session.scalars(query)]


def lacking(session, case, move):
    """Say what is missing, a 決裁 as well, were the move still to be made with all there is."""

    def kept(need):
        return replace(need, any_of=tuple(replace(fact, since=()) for fact in need.any_of))

    open_move = replace(move, needs=tuple(map(kept, move.needs)))
    return [need.missing for need in needs_of(session, case, open_move, ON)]


def is_overtaken(states, at):
    """Whether a move asks for the newest record of a kind and a later one answers otherwise."""
    two = (states[at], states[at + 1])
    again = two == REPLANNED and "evaluating" in states[at + 1 :]
    return two == OVERTAKEN or again


def test_every_case_could_have_come_to_its_state_with_what_is_in_its_file(desk, session):
    wrong, walked = Counter(), Counter()
    for case in all_of(session, Case):
        process = desk.process_of(case.centre, case.process)
        states = [state for state, _ in states_of(session, case)]
        assert (states[0], states[-1]) == (process.first_state, case.state)
        for at, (state, to) in enumerate(pairwise(states)):
            move = process.move_to(state, to)
            assert move is not None, (process.key, state, to)
            walked[process.key, to] += 1
            if not is_overtaken(states, at):
                wrong.update((case.state, to, each) for each in lacking(session, case, move))
    assert not wrong, wrong.most_common(20)
    assert walked["consultation", "awaiting_decision"] > 10
    assert {key for key, _ in walked} == {
        "consultation",
        "nichiji",
        "guardianship",
        "plan_consultation",
        "regional_move",
        "job_support",
    }


def test_a_long_support_came_to_a_second_plan_of_its_own(desk, session):
    plans = {plan.id: plan for plan in all_of(session, Plan)}
    renewed = [plan for plan in plans.values() if plan.plan_no == 2]
    second = [plan for plan in renewed if plan.plan_kind == "self_reliance"]
    assert len(second) >= 3
    evaluations, items = all_of(session, Evaluation), all_of(session, AgendaItem)
    for plan in second:
        first = plans[plan.renews_id]
        assert (first.case_id, first.plan_no) == (plan.case_id, 1)
        assert first.period_to_on < plan.drafted_on
        (judged,) = [each for each in evaluations if each.plan_id == first.id]
        assert (judged.outcome, judged.record_state) == ("replan", FINAL)
        (heard,) = [item for item in items if item.evaluation_id == judged.id]
        assert heard.conclusion == "replan"
        assert judged.evaluated_on <= heard.held_on <= plan.drafted_on


def test_a_plan_of_each_centre_is_renewed_and_its_case_could_have_gone_on_so(desk, session):
    plans = {plan.id: plan for plan in all_of(session, Plan)}
    renewed = [plan for plan in plans.values() if plan.renews_id]
    assert {plan.plan_kind for plan in renewed} >= {"self_reliance", "nichiji", "service_use"}
    for plan in renewed:
        first = plans[plan.renews_id]
        assert (first.case_id, first.plan_no, plan.plan_no) == (plan.case_id, 1, 2)
        assert first.period_to_on < plan.period_from_on
        assert plan.changes_note
        goals = {goal.id: goal for goal in all_of(session, Goal)}
        own = [goal for goal in goals.values() if goal.plan_id == plan.id]
        assert own
        for goal in own:
            assert goals[goal.carried_from_id].plan_id == first.id
            assert goals[goal.carried_from_id].goal == goal.goal
    items = all_of(session, AgendaItem)
    for plan in (plan for plan in renewed if plan.plan_kind == "service_use"):
        if plan.stage == "issued":
            (judged,) = [item for item in items if item.plan_id == plan.id]
            assert (judged.agenda_type, judged.conclusion) == ("change", "approved")
            made = [s for s in all_of(session, DisabilityAssessment) if s.case_id == plan.case_id]
            assert len(made) == 2
            assert max(each.drafted_on for each in made) <= plan.drafted_on
        looked = [m for m in all_of(session, Monitoring) if m.plan_id == plan.renews_id]
        assert any(each.reported_on for each in looked)


def test_what_the_first_plan_left_counts_for_no_move_of_the_second(session):
    """Changes are numbered as they came about: what went before the second support is used up."""
    rows = all_of(session, Revision)
    first_of = {}
    for row in sorted(rows, key=lambda row: row.seq):
        first_of.setdefault(row.record_id, row.seq)
    seen = Counter()
    for case in all_of(session, Case):
        moved = [row for row in rows if row.record_id == case.id]
        begun = [row.seq for row in moved if row.content["state"] == "supporting"]
        if len(begun) == 2:
            for each in all_of(session, Evaluation):
                if each.case_id == case.id:
                    is_before = first_of[each.id] < begun[1]
                    assert is_before == (each.outcome == "replan")
                    seen[is_before] += 1
    assert seen[True] >= 3


def test_a_case_stands_in_its_state_since_the_day_it_came_there(session):
    for case in all_of(session, Case):
        days = [day for _, day in states_of(session, case)]
        assert days == sorted(days)
        assert days[0] == case.opened_on.isoformat()
        assert days[-1] == case.state_on.isoformat()
        assert case.state_on < ON


def test_the_strip_of_steps_knows_when_each_state_was_entered(desk, session):
    seen = Counter()
    for case in all_of(session, Case):
        stood = standing_in(desk, session, case)
        assert stood.entered == {
            state: date.fromisoformat(day) for state, day in states_of(session, case)
        }
        assert stood.entered[case.state] == stood.since
        seen[len(stood.entered)] += 1
    assert max(seen) >= 8


def test_every_revision_carries_the_digest_of_what_it_holds(session):
    rows = all_of(session, Revision)
    assert len(rows) > 3_000
    assert all(row.sha256 == digest_of(row.content) for row in rows)


def test_a_closed_case_has_its_day_and_its_reason_and_no_other_has(desk, session):
    for case in all_of(session, Case):
        process = desk.process_of(case.centre, case.process)
        is_closed = case.state in process.closed_states
        assert (case.closed_on is not None) == is_closed
        ended = is_closed or case.state in process.interrupted_states
        assert (case.close_reason is not None) == ended


def test_a_decision_is_what_the_services_of_the_plan_ask_for(desk, session):
    services = all_of(session, Service)
    decided = [plan for plan in all_of(session, Plan) if plan.decided_on is not None]
    assert len(decided) > 10
    for plan in decided:
        derived = derived_from(desk, [each.service for each in services if each.plan_id == plan.id])
        assert plan.decision_type == derived.decision_type
        assert plan.is_job_support_target == derived.is_job_support_target
        assert plan.client_agreed_on <= plan.meeting_on <= plan.decided_on


def test_the_day_has_plans_that_end_monitoring_that_is_due_and_drafts(session):
    cases = {case.id: case for case in all_of(session, Case)}
    plans, soon = all_of(session, Plan), ON + timedelta(days=30)
    open_plans = [plan for plan in plans if cases[plan.case_id].closed_on is None]
    assert any(plan.period_to_on < ON for plan in open_plans)
    assert any(ON <= plan.period_to_on <= soon for plan in open_plans)
    assert any(plan.record_state == DRAFT for plan in plans)
    assert {plan.plan_kind for plan in plans} == {
        "self_reliance",
        "nichiji",
        "service_use",
        "regional_move",
    }
    following = [each.next_due_on for each in all_of(session, Monitoring) if each.next_due_on]
    assert any(day < ON for day in following)
    assert any(ON <= day <= soon for day in following)
    assert {each.record_state for each in all_of(session, Assessment)} == {DRAFT, FINAL}
    assert any(each.followup_on for each in all_of(session, Evaluation))


def test_regular_meetings_are_held_every_second_week_and_one_is_to_come(session):
    every = [each for each in all_of(session, Conference) if each.form == "regular"]
    regular = [each for each in every if each.meeting_kind == "coord"]
    days = sorted(each.held_on for each in regular)
    assert days[-1] >= ON > days[-2]
    assert all(timedelta(days=7) < b - a < timedelta(days=21) for a, b in pairwise(days))


def test_what_stands_in_the_file_of_a_restricted_case_is_as_restricted(session):
    cases = {case.id: case for case in all_of(session, Case)}
    found = set()
    for model in (Assessment, Monitoring, Evaluation, AgendaItem):
        for each in all_of(session, model):
            if each.case_id is not None:
                assert each.restriction_level == cases[each.case_id].restriction_level
            if each.restriction_level:
                found.add(model)
    assert AgendaItem in found
    closed = {item.conference_id for item in all_of(session, AgendaItem) if item.restriction_level}
    for meeting in all_of(session, Conference):
        assert (meeting.restriction_level > 0) == (meeting.id in closed)


def test_every_story_has_its_file_and_no_goal_stands_in_two():
    files = load_files()
    assert files.keys() == {thread.key for thread in load_threads()}
    goals = [
        text
        for entry in files.values()
        for goal in entry.get("goals", ())
        for value in goal.values()
        for text in value.variants
    ]
    assert max(Counter(goals).values()) == 1
    assert all(2 <= len(entry["goals"]) <= 4 for entry in files.values() if "goals" in entry)


def test_the_words_any_case_may_have_come_in_several_variants_none_cut_off():
    for name, texts in load_common().items():
        variants = [len(text.variants) for text in texts_in(texts)]
        assert max(variants) < 512
        assert sum(variants) > 1, name
    assert max(len(text.variants) for text in texts_in(load_files())) < 512


def test_older_cases_of_a_large_office_keep_fewer_papers():
    planned = list(generate_office(cases=1_500, consultations=None, seed=1, on=ON))
    counts = Counter(each.kind for each in planned)
    assert counts["case"] == 1_500
    assert 0 < counts["plan"] < counts["case"] / 4
    later = [each for each in planned if each.kind == "case" and "before" in each.extra]
    assert len(later) == 300 + 60


def test_the_workers_of_each_centre_talk_over_cases_once_a_month(session):
    meetings = {
        each.id: each for each in all_of(session, Conference) if each.meeting_kind == "case"
    }
    by_centre = Counter(each.centre for each in meetings.values())
    assert min(by_centre.values()) == max(by_centre.values()) == 6
    assert len(by_centre) == 3
    assert all(each.advice and each.held_on < ON for each in meetings.values())
    items = [item for item in all_of(session, AgendaItem) if item.conference_id in meetings]
    spoken_of = {item.conference_id for item in items}
    assert len(spoken_of) >= len(meetings) - 3
    opened = {case.id: case.opened_on for case in all_of(session, Case)}
    for item in items:
        assert item.centre == meetings[item.conference_id].centre
        assert all((item.discussion, item.conclusion, item.decisions))
        assert opened[item.case_id] < item.held_on


def test_each_process_has_its_own_kind_of_meeting(session):
    held = Counter(meeting.meeting_kind for meeting in all_of(session, Conference))
    assert {"coord", "tantousha", "kobetsu", "kentou"} <= held.keys()
    own = [item for item in all_of(session, AgendaItem) if item.meeting_kind == "tantousha"]
    assert all(item.plan_id and item.client_view and item.conclusion for item in own)
    hidden = [item for item in all_of(session, AgendaItem) if item.meeting_kind == "kentou"]
    assert all(item.is_anonymous and item.subject_alias for item in hidden)
