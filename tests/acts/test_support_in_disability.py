"""障害者地域生活支援センター: 計画相談 from the assessment to the renewal, with a return."""

from datetime import date

import supporting as does
from reviewing import goes_as
from support_story import WRITER, tell_of, today

STEPS = ("plan_requested", "contract_signed", "notified_city", "draft_submitted")
FILES = (
    *(("milestone", {"step": step, "done_on": today()}) for step in (*STEPS, "certificate_seen")),
    ("consent", {"type": "meeting_share", "given_on": today(), "method": "written"}),
)


def test_from_the_assessment_to_the_renewal(folder, sit_down, afterwards):
    moves = ["contracted", "assessing"]
    tell_of(folder, "disability", "plan_consultation", files=FILES, moves=moves)
    worker = sit_down()
    goes_as(worker, WRITER)
    does.finds_the_case(worker)
    assesses(worker)
    drafts_the_plan(worker)
    does.is_returned_and_mended(worker, "period_to_on", date(today().year + 1, 10, 31))
    does.finds_the_case(worker)
    does.goes_on(worker, "計画案を提出")
    does.goes_on(worker, "支給決定")
    does.sits_in_a_meeting(worker, "サービス担当者会議", "始めの月は週に一度。", "見学に同行する")
    issues_the_plan(worker)
    looks_after_it(worker)
    worker.window.close()

    check_what_is_left(afterwards())


def assesses(worker):
    does.begins(worker, "assessments")
    does.says(worker, "place", "自宅")
    does.says(worker, "overview", "朝の支度に時間がかかる。作業は好き。")
    does.says(worker, "wish_self", "工房に毎日通いたい。")
    does.finishes(worker)


def drafts_the_plan(worker):
    does.begins(worker, "plans")
    worker.choose("plan_kind", "利用計画")
    does.dates(worker, "period_from_on", today())
    does.dates(worker, "period_to_on", date(today().year + 1, 11, 30))
    does.dates(worker, "client_agreed_on", today())
    does.leaves_it_a_draft(worker)
    does.sets_a_goal(worker, "朝の支度を一人でする", "手順の写真を作る")
    does.finishes(worker)


def issues_the_plan(worker):
    does.finds_the_case(worker)
    worker.turns_to("plans")
    worker.press("Alt+I")  # of the proposal, which stays as it was
    worker.rests()
    does.dates(worker, "client_agreed_on", today())
    does.dates(worker, "issued_on", today())
    does.finishes(worker)
    does.is_approved(worker)
    does.finds_the_case(worker)
    does.goes_on(worker, "計画を交付")
    does.goes_on(worker, "モニタリング")


def looks_after_it(worker):
    does.begins(worker, "plans", place=1)
    does.says(worker, "place", "自宅")
    does.says(worker, "overall", "写真の手順で支度ができた。")
    does.dates(worker, "reported_on", today())
    does.finishes(worker)
    does.begins(worker, "plans", place=2)
    does.says(worker, "current_and_remaining", "支度は一人でできる。次は昼の休み方。")
    worker.choose("outcome", "再プラン")
    does.finishes(worker)
    does.goes_on(worker, "更新")


def check_what_is_left(left):
    case, (proposal, plan) = left.the_only("case"), left.all_of("plan")
    _, goal = left.all_of("goal")
    assert (proposal.stage, proposal.record_state, proposal.issued_on) == ("draft", "final", None)
    assert (plan.stage, plan.renews_id) == ("issued", proposal.id)
    assert (case.process, case.state) == ("plan_consultation", "renewal_due")
    assert (plan.plan_kind, plan.issued_on) == ("service_use", today())
    assert plan.period_to_on.month == 10
    acts = [step.action for step in left.all_of("review_step") if step.action]
    assert acts[:4] == ["submitted", "returned", "resubmitted", "approved"]
    item, monitoring = left.the_only("agenda_item"), left.the_only("monitoring")
    assert (item.meeting_kind, item.conclusion) == ("tantousha", "approved")
    assert [row["goal"] for row in monitoring.results] == [goal.goal]
    assert left.the_only("evaluation").outcome == "replan"
    assert left.states("disability_assessment") == ["final"]
    assert left.is_whole()
    assert left.is_tidy()
