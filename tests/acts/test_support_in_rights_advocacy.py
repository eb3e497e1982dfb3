"""権利擁護センター: 日常生活自立支援事業 from the survey to the service, with a return."""

from datetime import date

import supporting as does
from reviewing import goes_as
from support_story import WRITER, tell_of, today

STEPS = ("guideline_sheet", "capable", "contract_signed", "supporter_assigned")
FILES = (
    *(("milestone", {"step": step, "done_on": today()}) for step in STEPS),
    ("consent", {"type": "meeting_share", "given_on": today(), "method": "written"}),
)


def test_from_the_survey_to_the_monitored_service(folder, sit_down, afterwards):
    tell_of(folder, "rights_advocacy", "nichiji", files=FILES, moves=["assessment"])
    worker = sit_down()
    goes_as(worker, WRITER)
    does.finds_the_case(worker)
    surveys(worker)
    plans(worker)
    does.is_returned_and_mended(worker, "period_to_on", date(today().year + 1, 3, 31))
    does.sits_in_a_meeting(worker, "ケース会議", "払い戻しは週に一度から。", "銀行に同行する")
    contracts(worker)
    looks_after_it(worker)
    worker.window.close()

    check_what_is_left(afterwards())


def surveys(worker):
    does.begins(worker, "assessments")
    worker.add("co_staff_ids", "田中")  # a survey is made by two
    does.says(worker, "judgement_ability_note", "費用とやめ方を自分の言葉で言えた。")
    does.says(worker, "issues", "月の半ばで現金がなくなる。")
    worker.choose("wants_to_use", "はい")
    does.finishes(worker)
    does.goes_on(worker, "契約能力の確認")
    does.goes_on(worker, "支援計画案")


def plans(worker):
    does.begins(worker, "plans")
    does.dates(worker, "period_from_on", today())
    does.dates(worker, "period_to_on", date(today().year + 1, 5, 31))
    does.dates(worker, "client_agreed_on", today())
    does.leaves_it_a_draft(worker)
    does.sets_a_goal(worker, "次の支給日まで決めた額で暮らす", "週に一度の払い戻し")
    does.finishes(worker)


def contracts(worker):
    does.finds_the_case(worker)
    does.goes_on(worker, "契約手続き")
    does.goes_on(worker, "支援")
    does.goes_on(worker, "モニタリング")


def looks_after_it(worker):
    does.begins(worker, "plans", place=1)
    does.says(worker, "place", "自宅")
    does.says(worker, "overall", "支給日まで持った月が続いた。")
    does.finishes(worker)
    does.begins(worker, "plans", place=2)
    does.says(worker, "current_and_remaining", "払い戻しを2週に一度にできる。")
    worker.choose("outcome", "再プラン")
    does.finishes(worker)
    does.goes_on(worker, "支援")


def check_what_is_left(left):
    case, plan, goal = (left.the_only(kind) for kind in ("case", "plan", "goal"))
    assert (case.process, case.state) == ("nichiji", "service")
    assert (plan.plan_kind, plan.period_to_on.month) == ("nichiji", 3)
    acts = [step.action for step in left.all_of("review_step") if step.action]
    assert acts[:4] == ["submitted", "returned", "resubmitted", "approved"]
    item, monitoring = left.the_only("agenda_item"), left.the_only("monitoring")
    assert (item.meeting_kind, item.conclusion) == ("case", "approved")
    assert [row["goal"] for row in monitoring.results] == [goal.goal]
    assert left.the_only("evaluation").outcome == "replan"
    assert left.states("rights_assessment") == ["final"]
    assert left.is_whole()
    assert left.is_tidy()
