"""The steps of a case by keys: where it stands, what is missing, going on, coming back."""

import pytest
from desk_fixtures import answering, press, told_office
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from office_fixtures import make_person
from soudan_desk.services.cases import open_case
from soudan_desk.services.moves import close_case, standing
from soudan_desk.services.records import add_record, show_record
from soudan_desk.ui.pages.page import Place as Page
from soudan_desk.ui.widgets.step_strip import Place

__all__ = ["told_office"]  # the office of these tests

CTRL = Qt.KeyboardModifier.ControlModifier


@pytest.fixture
def opened(desk):
    """Open a case's page: `opened("nichiji")`."""

    def open_one(process="consultation"):
        work = desk.frame._seat.work
        person_id = make_person(work)
        case_id = open_case(work, centre="rights_advocacy", process=process, person_id=person_id)
        page = desk.frame.go(Page("case", {"id": case_id}))
        desk.settle()
        return work, case_id, page

    return open_one


def pick(page, name):
    """Choose an entry of the menu that the key opens."""
    [action] = [each for each in page.step_bar.menu().actions() if each.objectName() == name]
    action.trigger()


def places(page):
    return [(step.label, step.place) for step in page.step_bar.strip.steps]


def test_the_strip_shows_what_is_behind_here_and_ahead(opened):
    _, _, page = opened()
    assert places(page) == [
        ("受付", Place.HERE),
        ("アセスメント", Place.AHEAD),
        ("支援中", Place.AHEAD),
        ("終結", Place.AHEAD),
    ]


def test_the_arrows_speak_each_step(opened):
    _, _, page = opened()
    strip = page.step_bar.strip
    strip.setFocus()
    assert strip.accessibleDescription() == "受付 いまここ"
    press(Qt.Key.Key_Right)
    assert strip.accessibleDescription() == "アセスメント これから"


def test_the_key_opens_the_ways_on_and_enter_takes_the_first(desk, opened):
    work, case_id, page = opened()
    press(Qt.Key.Key_M, CTRL)
    menu = QApplication.activePopupWidget()
    QTest.keyClick(menu, Qt.Key.Key_Return)
    desk.settle()
    assert standing(work, case_id).state == "assessing"
    assert places(page)[0][1] is Place.DONE
    assert page.step_bar.strip.steps[0].day


def test_what_is_missing_is_said_in_the_bar_and_when_tried(desk, opened):
    work, case_id, page = opened("nichiji")
    pick(page, "move_to_assessment")
    desk.settle()
    assert "訪問調査の記録がありません" in page.step_bar._missing.toolTip()
    with answering(desk, choose="ok"):
        pick(page, "move_to_capacity_check")
    assert standing(work, case_id).state == "assessment"


def test_a_tick_is_written_from_the_menu_and_opens_the_way(desk, opened):
    work, case_id, page = opened("nichiji")
    pick(page, "move_to_assessment")
    desk.settle()
    pick(page, "tick_home_survey")
    pane = page.part("milestones").pane
    assert pane.editing is not None
    press(Qt.Key.Key_Return, CTRL)
    desk.settle()
    [offer] = [each for each in standing(work, case_id).offers if each.to == "capacity_check"]
    assert offer.allowed


def test_an_end_asks_for_a_reason_which_own_words_may_give(desk, opened):
    work, case_id, page = opened()
    with answering(desk, "遠方の娘さんと暮らす"):
        pick(page, "move_to_closed")
    desk.settle()
    case = show_record(work, "case", case_id).answers
    assert (case["state"], case["close_note"]) == ("closed", "遠方の娘さんと暮らす")
    assert page.step_bar.button.text() == "再相談を始める"


def test_a_closed_case_begins_again_under_a_new_number(desk, opened):
    work, case_id, _ = opened()
    close_case(work, case_id, reason="self_wish")
    page = desk.frame.go(Page("case", {"id": case_id}))
    desk.settle()
    press(Qt.Key.Key_M, CTRL)
    desk.settle()
    fresh = desk.frame.current()
    assert fresh is not page
    assert fresh._acts.case_id != case_id
    assert fresh._loaded.facts.previous_case_id == case_id


def test_plans_and_assessments_are_written_in_their_tabs(desk, opened):
    work, case_id, page = opened("nichiji")
    page.show_tab("assessments")
    pane = page.part("assessments")
    pane.begin("rights_assessment")
    assert pane.pane.editing is not None
    page.show_tab("plans")
    plans = page.part("plans")
    assert [each.objectName() for each in plans.menu().actions()][:2] == [
        "add_plan",
        "add_monitoring",
    ]
    answers = {"case_id": case_id, "centre": "rights_advocacy", "plan_kind": "nichiji"}
    me = work.actor.staff_id
    add_record(work, "plan", {**answers, "plan_no": 1, "drafted_on": work.today(), "author_id": me})
    desk.settle()
    assert plans.table.model().rowCount() == 1


def test_an_emergency_stands_in_the_strip_beside_the_usual_way(desk):
    work = desk.frame._seat.work
    person_id = make_person(work)
    case_id = open_case(work, centre="life_support", person_id=person_id)
    add_record(
        work,
        "milestone",
        {"case_id": case_id, "step": "emergency_support", "done_on": work.today()},
    )
    page = desk.frame.go(Page("case", {"id": case_id}))
    desk.settle()
    pick(page, "move_to_emergency")
    desk.settle()
    assert places(page)[:3] == [
        ("受付", Place.DONE),
        ("緊急支援中", Place.HERE),
        ("アセスメント", Place.AHEAD),
    ]
    assert page.step_bar._towards.text() == "「アセスメント中」へ進むには"


def test_a_screening_that_hands_on_offers_the_letter_addressed(desk):
    work = desk.frame._seat.work
    case_id = open_case(work, centre="life_support", person_id=make_person(work))
    agency = add_record(work, "agency", {"name": "ひなた法テラス", "agency_type": "legal"}).id
    screened = {"screened_on": work.today(), "result": "referred_out", "referred_agency_id": agency}
    add_record(work, "screening", {"case_id": case_id, **screened})
    page = desk.frame.go(Page("case", {"id": case_id}))
    desk.settle()
    bar = page.step_bar
    assert bar._towards.text() == "「つなぎで終了」へ進むには（足りないもの 2件）"
    assert "紹介状がまだありません" in bar._missing.toolTip()
    assert "".join(bar._missing.shown_lines()).startswith(bar._missing.text()[:20])
    bar._missing.setText("長い文。" * 20)
    assert len(bar._missing.shown_lines()) == 2
    assert bar._missing.shown_lines()[-1].endswith("…")
    pick(page, "begin_referral")
    desk.settle()
    letter = desk.frame.current()
    assert letter.name == "referral"
    assert letter.view.form.address.agency.answer() == agency
