"""The tab プラン: the next plan from the last, what differs, what monitoring begins with."""

from datetime import date

import pytest
from desk_fixtures import days_ago, press
from PySide6.QtCore import Qt, QTimer
from PySide6.QtWidgets import QApplication, QWidget

from office_fixtures import make_person
from soudan_desk.fields import ROW_ID
from soudan_desk.models.base import new_id
from soudan_desk.services.cases import open_case
from soudan_desk.services.plan_grid import save_rows
from soudan_desk.services.plans import new_plan
from soudan_desk.services.records import add_record, finalise_record, show_record
from soudan_desk.ui.pages.case_plan_changes import PlanChangesView
from soudan_desk.ui.pages.page import Place
from soudan_desk.ui.theme import theme
from soudan_desk.ui.widgets.document import DocumentLabel

ALT = Qt.KeyboardModifier.AltModifier
PERIOD = {"period_from_on": date(2026, 4, 1), "period_to_on": date(2026, 9, 30)}
GOALS = ("家計を立て直す", "部屋を片づける")


@pytest.fixture
def plan(desk):
    """Make a final plan with two goals, one of them reached; return it and its case."""
    work = desk.work
    answers = {"opened_on": days_ago(200)}
    case = open_case(work, centre="life_support", person_id=make_person(work), answers=answers)
    agreed = {"client_agreed_on": date(2026, 4, 1), "goal_long": "自分の力で暮らす"}
    plan = add_record(work, "plan", {**new_plan(work, case), **PERIOD, **agreed}).id
    rows = [{ROW_ID: new_id(), "goal": goal} for goal in GOALS]
    save_rows(work, plan, {"goals": rows}, {})
    finalise_record(work, "plan", plan)
    return plan, case


@pytest.fixture
def pane(desk, plan):
    page = desk.frame.go(Place("case", {"id": plan[1], "tab": "plans"}))
    desk.settle()
    pane = page.part("plans")
    pane.show_record("plan", plan[0])
    return pane


def add_service(work, plan_id):
    """Put a service by law into a final plan."""
    rows = [{ROW_ID: new_id(), "service": "kakei"}]
    save_rows(work, plan_id, {"services": rows}, {}, reason="家計改善支援を加える")


def pushing(desk, button, act):
    """Push a button in the dialog that an act brings up."""
    pushed = []

    def push():
        dialog = QApplication.activeModalWidget()
        if dialog is None:
            QTimer.singleShot(20, push)
            return
        pushed.append(dialog.objectName())
        dialog.findChild(QWidget, button).click()

    QTimer.singleShot(20, push)
    act()
    desk.qtbot.waitUntil(lambda: bool(pushed), timeout=3000)
    desk.come_back()
    desk.settle()


def test_the_next_plan_is_begun_by_a_key_and_says_what_differs(desk, plan, pane):
    press(Qt.Key.Key_U, ALT)
    desk.settle()
    kind, renewed = pane.pane.shown
    assert (kind, renewed != plan[0]) == ("plan", True)
    answers = show_record(desk.work, "plan", renewed).answers
    assert answers["renews_id"] == plan[0]
    assert (answers["plan_no"], answers["period_from_on"]) == (2, date(2026, 10, 1))
    press(Qt.Key.Key_V, ALT)
    desk.settle()
    view = pane.findChild(PlanChangesView)
    shown = [label.text() for label in view.findChildren(DocumentLabel)]
    assert all(any(goal in text for text in shown) for goal in GOALS)
    press(Qt.Key.Key_Escape)
    desk.settle()
    assert not pane.findChildren(PlanChangesView) or not view.isVisible()


def test_a_plan_already_renewed_does_not_offer_it_again(desk, plan, pane):
    press(Qt.Key.Key_U, ALT)
    desk.settle()
    pane.show_record("plan", plan[0])
    assert not pane._renew.isVisible()


def test_the_decision_is_noted_by_a_key_and_what_it_was_follows_from_the_services(desk, plan, pane):
    add_service(desk.work, plan[0])
    said = []
    pane.said.connect(said.append)
    pushing(desk, "save_new_record", lambda: press(Qt.Key.Key_K, ALT))
    answers = show_record(desk.work, "plan", plan[0]).answers
    assert (answers["decision_type"], answers["decided_on"]) == ("decided", desk.work.today())
    assert said == ["「支援決定」の日を入れました。"]
    assert not pane._decide.isVisible()


def test_monitoring_begins_with_the_goals_of_the_plan_that_is_shown(desk, plan, pane):
    pane.begin("monitoring")
    answers = pane.pane.editing.form.answers()
    assert answers["plan_id"] == plan[0]
    assert [row["goal"] for row in answers["results"]] == list(GOALS)


@pytest.mark.qt_log_ignore("This plugin does not support", extend=True)
def test_at_150_percent_the_window_keeps_its_width_from_the_proposal_to_the_plan(desk):
    work = desk.work
    given = {"process": "plan_consultation", "person_id": make_person(work)}
    case = open_case(work, centre="disability", **given)
    stage = {"plan_kind": "service_use", "stage": "draft", "client_agreed_on": days_ago(1)}
    plan = add_record(work, "plan", {**new_plan(work, case), **PERIOD, **stage}).id
    finalise_record(work, "plan", plan)
    theme.set_zoom(150)
    try:
        page = desk.frame.go(Place("case", {"id": case, "tab": "plans"}))
        desk.settle()
        press(Qt.Key.Key_I, ALT)
        desk.settle()
        pane = page.part("plans")
        _, issued = pane.pane.shown
        assert show_record(work, "plan", issued).answers["stage"] == "issued"
        assert pane.pane.editing is not None
        assert desk.frame.width() == 1366
        titles = [row.title for row in pane._loaded.own["plan"]]
        assert [title.split()[-1] for title in titles] == ["計画", "計画案"]
    finally:
        theme.set_zoom(100)
