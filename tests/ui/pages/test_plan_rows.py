"""The tables of a plan in the tab プラン, filled by keys alone."""

from datetime import date

import pytest
from desk_fixtures import answering, days_ago, press, write
from keyboard import Keyboard
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication

from office_fixtures import make_person
from soudan_desk.fields import ROW_ID
from soudan_desk.models.base import new_id
from soudan_desk.services.cases import open_case, set_worker
from soudan_desk.services.plan_grid import open_sheet, save_rows
from soudan_desk.services.plans import new_plan
from soudan_desk.services.records import add_record, finalise_record, show_record
from soudan_desk.services.unsaved import unsaved_form
from soudan_desk.ui.pages.page import Place

CTRL, ALT = Qt.KeyboardModifier.ControlModifier, Qt.KeyboardModifier.AltModifier
SHIFT = Qt.KeyboardModifier.ShiftModifier
PERIOD = {"period_from_on": date(2026, 4, 1), "period_to_on": date(2026, 9, 30)}


@pytest.fixture
def plan(desk):
    """Begin a plan with one goal and an action for it; return it and its case."""
    work = desk.work
    person = make_person(work)
    answers = {"opened_on": days_ago(30)}
    case = open_case(work, centre="life_support", person_id=person, answers=answers)
    plan = add_record(work, "plan", {**new_plan(work, case), **PERIOD}).id
    goal = {ROW_ID: new_id(), "goal": "家計を立て直す"}
    action = {ROW_ID: new_id(), "what": "家計表をつける", "actor": "self", "goal_id": goal[ROW_ID]}
    save_rows(work, plan, {"goals": [goal], "actions": [action]}, {})
    return plan, case


@pytest.fixture
def opened(desk, plan):
    """Open the plan's tables by the key."""
    page = desk.frame.go(Place("case", {"id": plan[1], "tab": "plans"}))
    desk.settle()
    press(Qt.Key.Key_G, ALT)
    desk.settle()
    return page.part("plans")


def stand(table, row, column):
    view = table.focusProxy()
    view.setFocus()
    view.setCurrentIndex(view.model().index(row, column))
    return view


def column(table, key):
    return [each.key for each in table.focusProxy().model().columns].index(key)


def test_a_goal_and_its_action_are_written_without_the_mouse(desk, plan, opened, qtbot):
    keys = Keyboard(qtbot)
    keys.press(Qt.Key.Key_Return, CTRL | SHIFT)
    keys.tab()
    write("仕事に就く")
    keys.enter()
    opened.rows.form.show_question("actions")
    keys.press(Qt.Key.Key_Return, CTRL | SHIFT)
    keys.keys("2")
    keys.tab()
    write("求職の登録")
    keys.ctrl(Qt.Key.Key_S)
    desk.settle()
    sheet = open_sheet(desk.work, plan[0])
    goals, actions = sheet.rows["goals"], sheet.rows["actions"]
    assert [row["goal"] for row in goals] == ["家計を立て直す", "仕事に就く"]
    assert actions[1]["what"] == "求職の登録"
    assert actions[1]["goal_id"] == goals[1][ROW_ID]


def test_actions_follow_their_goal_when_it_moves(desk, opened, qtbot):
    form = opened.rows.form
    goals, actions = form.table("goals"), form.table("actions")
    view = stand(goals, 1, 1)
    write("仕事に就く")
    press(Qt.Key.Key_Return)
    stand(goals, 1, 1)
    qtbot.keyClick(view, Qt.Key.Key_Up, ALT)
    assert actions.focusProxy().model().index(0, column(actions, "goal_id")).data() == "2"


def test_a_cell_that_cannot_be_saved_is_marked_and_nothing_is_saved(desk, plan, opened):
    before = open_sheet(desk.work, plan[0])
    form = opened.rows.form
    view = stand(form.table("actions"), 1, column(form.table("actions"), "actor"))
    QApplication.clipboard().setText("本人")
    press(Qt.Key.Key_V, CTRL)
    press(Qt.Key.Key_S, CTRL)
    desk.settle()
    assert open_sheet(desk.work, plan[0]) == before
    assert "2行目" in form.cell("actions").problem
    at = view.currentIndex()
    assert (at.row(), at.column()) == (1, column(form.table("actions"), "what"))


def test_what_is_typed_and_not_saved_is_there_again(desk, plan, opened):
    stand(opened.rows.form.table("goals"), 0, 1)
    write("書きかけの目標")
    opened.keep_now()
    assert unsaved_form(desk.work, f"plan_rows:{plan[0]}") is not None
    press(Qt.Key.Key_Return)
    press(Qt.Key.Key_Escape)
    assert opened.rows is None
    desk.settle()
    opened.open_rows()
    assert opened.rows.form.answers()["goals"][0]["goal"] == "書きかけの目標"
    assert opened.rows.save()
    assert unsaved_form(desk.work, f"plan_rows:{plan[0]}") is None


def test_two_workers_tables_are_put_together(desk, plan, opened):
    work, form = desk.work, opened.rows.form
    stand(form.table("goals"), 0, 1)
    write("わたしの目標")
    press(Qt.Key.Key_Return)
    theirs = open_sheet(work, plan[0])
    rows = {table: [dict(row) for row in each] for table, each in theirs.rows.items()}
    rows["goals"][0] |= {"goal": "ほかの人の目標", "due_text": "半年"}
    rows["actions"].append({ROW_ID: new_id(), "what": "ほかの人の行"})
    set_worker(work, plan[1], desk.office.staff_id("sodanin"), "sub")
    save_rows(desk.office.work("sodanin"), plan[0], rows, theirs.locks)
    assert not opened.rows.save()
    goal = form.answers()["goals"][0]
    assert (goal["goal"], goal["due_text"]) == ("わたしの目標", "半年")
    assert [row["what"] for row in form.answers()["actions"]] == ["家計表をつける", "ほかの人の行"]
    cell = form.table("goals").focusProxy().model().index(0, 1)
    assert "ほかの人の目標" in cell.data(Qt.ItemDataRole.ToolTipRole)
    assert opened.rows.save()
    assert open_sheet(work, plan[0]).rows["goals"][0]["goal"] == "わたしの目標"


def test_a_final_plan_asks_for_a_reason_and_keeps_what_was_typed_without_one(desk, plan, opened):
    finalise_record(desk.work, "plan", plan[0])
    stand(opened.rows.form.table("goals"), 0, 1)
    write("直した目標")
    press(Qt.Key.Key_Return)
    with answering(desk, choose="cancel"):
        press(Qt.Key.Key_S, CTRL)
    assert open_sheet(desk.work, plan[0]).rows["goals"][0]["goal"] == "家計を立て直す"
    assert opened.rows.form.answers()["goals"][0]["goal"] == "直した目標"
    with answering(desk, text="本人と話し合った"):
        assert opened.rows.save()
    assert open_sheet(desk.work, plan[0]).rows["goals"][0]["goal"] == "直した目標"
    assert show_record(desk.work, "plan", plan[0]).version == 2
