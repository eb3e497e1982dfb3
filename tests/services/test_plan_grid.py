"""A plan's tables are saved together or not at all."""

from datetime import date

import pytest

from office_fixtures import make_person
from soudan_desk.errors import ConflictError, InvalidEntriesError, NotAllowedError
from soudan_desk.fields import ROW_ID
from soudan_desk.models import AuditEntry, Goal
from soudan_desk.models.base import new_id
from soudan_desk.services.cases import open_case
from soudan_desk.services.history import versions_of
from soudan_desk.services.plan_grid import RowProblemsError, open_sheet, save_rows, table_fields
from soudan_desk.services.plans import new_plan, plan_parts
from soudan_desk.services.records import add_record, finalise_record, save_record, show_record
from soudan_desk.services.search import search
from soudan_desk.services.unsaved import keep_unsaved, unsaved_form

PERIOD = {"period_from_on": date(2026, 4, 1), "period_to_on": date(2026, 9, 30)}


@pytest.fixture
def plan(work):
    """Begin a plan of a life-support case."""
    case = open_case(work, centre="life_support", person_id=make_person(work))
    return add_record(work, "plan", {**new_plan(work, case), **PERIOD}).id


def row(**answers):
    return {ROW_ID: new_id(), **answers}


@pytest.fixture
def filled(work, plan):
    """Save two goals, an action for the second and a service."""
    money, job = row(goal="家計を立て直す"), row(goal="仕事に就く", due_text="半年")
    actions = [row(what="求職登録", actor="self", goal_id=job[ROW_ID]), row(what="月1回の面談")]
    services = [row(service="kakei", goal_id=money[ROW_ID], quantity="2")]
    rows = {"goals": [money, job], "actions": actions, "services": services}
    return save_rows(work, plan, rows, {})


def rows_of(sheet):
    return {table: [dict(row) for row in rows] for table, rows in sheet.rows.items()}


def test_what_the_tables_say_is_what_the_plan_has(work, plan, filled):
    parts = plan_parts(work, plan)
    assert [each.goal.answers["goal"] for each in parts.goals] == ["家計を立て直す", "仕事に就く"]
    assert [each.goal.answers["priority"] for each in parts.goals] == [1, 2]
    assert [a.answers["what"] for a in parts.goals[1].actions] == ["求職登録"]
    assert [a.answers["what"] for a in parts.actions] == ["月1回の面談"]
    assert [s.answers["quantity"] for s in parts.goals[0].services] == ["2"]
    assert open_sheet(work, plan) == filled


def test_only_what_changed_gets_a_new_version(work, plan, filled):
    rows = rows_of(filled)
    rows["goals"][1]["goal"] = "週3日の仕事に就く"
    again = save_rows(work, plan, rows, filled.locks)
    first, second = (each[ROW_ID] for each in rows["goals"])
    assert show_record(work, "goal", first).version == 2 - 1
    assert [v.version for v in versions_of(work, "goal", second)] == [1, 2]
    assert {k for k in again.locks if again.locks[k] != filled.locks[k]} == {second}
    assert search(work, "週3日", limit=5).hits


def test_a_cell_that_is_empty_now_empties_its_answer(work, plan, filled):
    rows = rows_of(filled)
    del rows["goals"][1]["due_text"]
    save_rows(work, plan, rows, filled.locks)
    assert show_record(work, "goal", rows["goals"][1][ROW_ID]).answers["due_text"] is None


def test_rows_change_their_order_and_a_row_taken_out_becomes_void(work, plan, filled):
    rows = rows_of(filled)
    rows["goals"].reverse()
    gone = rows["actions"].pop()[ROW_ID]
    save_rows(work, plan, rows, filled.locks)
    goals = plan_parts(work, plan).goals
    assert [each.goal.answers["goal"] for each in goals] == ["仕事に就く", "家計を立て直す"]
    assert show_record(work, "action", gone).state == "void"
    with work.store.reading(None) as session:
        said = session.query(AuditEntry).filter(AuditEntry.record_id == gone).all()
    assert said[-1].action == "void"


def test_one_wrong_cell_keeps_everything_from_being_saved(work, plan, filled):
    rows = rows_of(filled)
    rows["goals"][0]["goal"] = "変わった目標"
    rows["actions"].append(row(actor="self"))
    rows["services"].append(row(service="kakei", from_on=date(2026, 5, 1), to_on=date(2026, 4, 1)))
    with pytest.raises(RowProblemsError) as raised:
        save_rows(work, plan, rows, filled.locks)
    wrong = raised.value
    assert set(wrong.cells) == {"actions", "services"}
    assert (rows["actions"][-1][ROW_ID], "what") in wrong.cells["actions"]
    assert wrong.cells["services"] == {
        (rows["services"][-1][ROW_ID], "to_on"): "利用の始めより前です。日付を確かめてください。"
    }
    assert wrong.problems["actions"].startswith("3行目: 「内容」")
    assert open_sheet(work, plan) == filled


def test_a_row_somebody_else_saved_meanwhile_is_a_conflict(office, work, plan, filled):
    rows = rows_of(filled)
    save_record(office.work("shunin"), "goal", rows["goals"][0][ROW_ID], {"goal": "ほかの人の目標"})
    rows["goals"][0]["goal"] = "わたしの目標"
    with pytest.raises(ConflictError):
        save_rows(work, plan, rows, filled.locks)
    assert show_record(work, "goal", rows["goals"][0][ROW_ID]).answers["goal"] == "ほかの人の目標"


def test_a_goal_others_added_meanwhile_stays(work, plan, filled):
    added = add_record(work, "goal", {"plan_id": plan, "goal": "あとから足した目標"}).id
    save_rows(work, plan, rows_of(filled), filled.locks)
    assert show_record(work, "goal", added).state == "final"


def test_an_action_needs_a_goal_that_is_in_the_table(work, plan, filled):
    rows = rows_of(filled)
    gone = rows["goals"].pop()
    with pytest.raises(RowProblemsError, match="この目標は表にありません"):
        save_rows(work, plan, rows, filled.locks)
    assert show_record(work, "goal", gone[ROW_ID]).state == "final"


def test_what_is_asked_only_under_another_answer_is_refused_not_dropped(work, plan):
    agency = add_record(work, "agency", {"name": "見本相談所"}).id
    alone = row(what="つきそい", actor="self", agency_id=agency)
    with pytest.raises(RowProblemsError, match="の行だけに入れます"):
        save_rows(work, plan, {"actions": [alone]}, {})
    save_rows(work, plan, {"actions": [{**alone, "actor": "agency"}]}, {})


def test_a_final_plan_keeps_to_what_its_services_ask(work):
    case = open_case(work, centre="rights_advocacy", person_id=make_person(work))
    plan = add_record(work, "plan", {**new_plan(work, case, "nichiji"), **PERIOD}).id
    welfare, money = row(service="svc_welfare"), row(service="svc_money")
    sheet = save_rows(work, plan, {"services": [welfare, money]}, {})
    finalise_record(work, "plan", plan)
    with pytest.raises(InvalidEntriesError, match="それだけでは使えません"):
        save_rows(work, plan, {"services": [money]}, sheet.locks, reason="金銭管理だけにする")


def test_the_unsaved_row_goes_in_the_same_unit_of_work(work, plan, filled):
    form = f"plan_rows:{plan}"
    keep_unsaved(work, form, {"answers": {}})
    with pytest.raises(RowProblemsError):
        save_rows(work, plan, {"goals": [row(need="目標なし")]}, {}, form=form)
    assert unsaved_form(work, form) is not None
    save_rows(work, plan, rows_of(filled), filled.locks, form=form)
    assert unsaved_form(work, form) is None


def test_a_colleague_who_does_not_work_on_the_case_may_not_change_rows(office, work, plan, filled):
    rows = rows_of(filled)
    rows["goals"][0]["goal"] = "書き換え"
    with pytest.raises(NotAllowedError):
        save_rows(office.work("nishio"), plan, rows, filled.locks)


def test_each_centre_has_its_own_columns():
    def keys(centre):
        return {column.key for column in table_fields(centre)[2].rows}

    assert "weekday" in keys("rights_advocacy")
    assert "weekday" not in keys("life_support")
    assert "plan_id" not in keys("life_support")


def test_only_goals_of_form_2_1_have_a_review_time_and_cautions():
    goals = {
        centre: {column.key for column in table_fields(centre)[0].rows}
        for centre in ("life_support", "rights_advocacy", "disability")
    }
    having = [centre for centre, keys in goals.items() if {"review_on", "cautions"} <= keys]
    assert having == ["disability"]
    assert not {"review_on", "cautions"} & (goals["life_support"] | goals["rights_advocacy"])


def test_a_new_goal_has_the_id_its_row_was_given(work, plan):
    goal = row(goal="新しい目標")
    sheet = save_rows(work, plan, {"goals": [goal]}, {})
    with work.store.reading(None) as session:
        assert session.query(Goal).filter(Goal.plan_id == plan).one().id == goal[ROW_ID]
    assert sheet.rows["goals"] == [goal]
