"""What a worker does on the way of a case, in few words, for tests that go the whole way."""

from datetime import timedelta

import pytest

from office_fixtures import TODAY
from soudan_desk.errors import NotAllowedError
from soudan_desk.services.conference_decisions import conclude
from soudan_desk.services.conferences import finalise_conference
from soudan_desk.services.moves import move_case, standing
from soudan_desk.services.plan_renewal import renew_plan
from soudan_desk.services.records import add_record, finalise_record, save_record

PERIOD = {"period_from_on": TODAY, "period_to_on": TODAY + timedelta(days=180)}


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


def meets(work, case_id, kind, conclusion, *, final=True, **about):
    """Hold a meeting on the case; return it. Its minutes are final unless they are not."""
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
    if final:
        finalise_conference(work, meeting)
    return meeting


def renewed(work, plan_id, **answers):
    """Begin the next plan and make it final."""
    following = renew_plan(work, plan_id)
    save_record(work, "plan", following, {"client_agreed_on": TODAY, **answers})
    finalise_record(work, "plan", following)
    return following


def evaluates(work, case_id, plan_id, outcome, *, final=True, **more):
    """Write an evaluation of a plan; return it."""
    answers = {"plan_id": plan_id, "evaluated_on": TODAY, "outcome": outcome}
    given = {"changes": ["none"], "current_and_remaining": "家賃を払えている"}
    if outcome == "close":
        given["close_reason"] = "resolved"
    return add(work, "evaluation", case_id, final=final, **answers, **given | more)


def evaluated(work, case_id, plan_id, outcome):
    """Evaluate a plan, and have the meeting say the same."""
    evaluation = evaluates(work, case_id, plan_id, outcome)
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
