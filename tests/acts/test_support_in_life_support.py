"""生活サポートセンター: from the assessment to the evaluation, with a supervisor's return."""

from datetime import date

import supporting as does
from reviewing import goes_as
from support_story import WRITER, tell_of, today

FILES = (
    ("screening", {"screened_on": today(), "result": "continue_plan"}),
    ("consent", {"type": "use_application", "given_on": today(), "method": "written"}),
    ("consent", {"type": "coord_meeting", "given_on": today(), "method": "written"}),
)


def test_from_the_assessment_to_the_evaluation(folder, sit_down, afterwards):
    tell_of(folder, "life_support", "consultation", files=FILES, moves=["assessing"])
    worker = sit_down()
    goes_as(worker, WRITER)
    does.finds_the_case(worker)
    assesses(worker)
    plans(worker)
    does.is_returned_and_mended(worker, "period_to_on", date(today().year + 1, 3, 31))
    does.sits_in_a_meeting(worker, "支援調整会議", "月に一度、様子を共有する。", "登録に同行する")
    is_decided_on(worker)
    looks_after_it(worker)
    evaluates(worker)
    said = "目標に届いた。支援を終える。"
    does.sits_in_a_meeting(worker, "支援調整会議", said, "半年後に電話する", conclusion=4)
    ends(worker)
    worker.window.close()

    check_what_is_left(afterwards())


def assesses(worker):
    does.begins(worker, "assessments")
    worker.choose("route", "本人")
    does.says(worker, "issue_summary", "家計の立て直しと求職を、半年で進める。")
    does.leaves_it_a_draft(worker)  # the rest is asked at the next interview


def plans(worker):
    does.begins(worker, "plans")
    does.dates(worker, "period_from_on", today())
    does.dates(worker, "period_to_on", date(today().year + 1, 5, 31))
    does.says(worker, "goal_long", "自分の給料で暮らす")
    does.dates(worker, "client_agreed_on", today())
    does.leaves_it_a_draft(worker)
    does.sets_a_goal(worker, "家計を立て直す", "家計表をつける")
    does.finishes(worker)
    does.goes_on(worker, "プラン策定中")
    does.goes_on(worker, "会議待ち")


def is_decided_on(worker):
    does.finds_the_case(worker)
    does.goes_on(worker, "支援決定待ち")
    worker.turns_to("plans")
    worker.press("Ctrl+E")
    does.dates(worker, "decided_on", today())
    does.finishes(worker)
    does.goes_on(worker, "支援中")


def looks_after_it(worker):
    does.begins(worker, "plans", place=1)
    does.says(worker, "place", "自宅")
    does.says(worker, "overall", "家計表は続いている。登録も済んだ。")
    does.finishes(worker)


def evaluates(worker):
    does.begins(worker, "plans", place=2)
    worker.go_to("changes")
    worker.press("Space")
    does.says(worker, "current_and_remaining", "給料で家賃を払えている。")
    worker.choose("outcome", "終結")
    worker.choose("close_reason", "課題解決")
    does.finishes(worker)
    does.goes_on(worker, "評価中")


def ends(worker):
    does.finds_the_case(worker)
    with worker.answering(lambda _dialog: gives_the_reason(worker)):
        does.goes_on(worker, "終結")


def gives_the_reason(worker):
    worker.go_to("close_reason")
    worker.press("Down")
    worker.push("answer_go")


def check_what_is_left(left):
    case, plan, goal, action = (left.the_only(kind) for kind in ("case", "plan", "goal", "action"))
    review, evaluation = left.the_only("review"), left.the_only("evaluation")
    assert (case.state, case.closed_on) == ("closed", today())
    assert (plan.record_state, plan.version) == ("final", 2)
    assert (plan.period_to_on.month, plan.decided_on) == (3, today())
    assert (goal.goal, action.goal_id) == ("家計を立て直す", goal.id)
    assert review.mode == "approve"
    acts = [step.action for step in left.all_of("review_step") if step.action]
    assert acts[:4] == ["submitted", "returned", "resubmitted", "approved"]
    first, last = left.all_of("agenda_item")
    assert (first.conclusion, first.plan_id) == ("approved", plan.id)
    assert [row["what"] for row in first.decisions] == ["登録に同行する"]
    assert (last.conclusion, last.evaluation_id) == ("close", evaluation.id)
    assert left.the_only("monitoring").plan_id == plan.id
    assert [row["goal"] for row in evaluation.goal_results] == ["家計を立て直す"]
    assert left.states("assessment") == ["draft"]
    assert left.is_whole()
    assert left.is_tidy()
