"""The cockpit of a meeting: a whole sitting by the keyboard, names kept back, nothing lost."""

import pytest
from desk_fixtures import answering
from PySide6.QtCore import Qt, QTimer
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QTableView, QWidget
from sqlalchemy import select

from office_fixtures import TODAY, make_person
from soudan_desk.models import Action, Case, Task
from soudan_desk.services.cases import open_case
from soudan_desk.services.conference_agenda import propose_agenda
from soudan_desk.services.conference_sittings import sitting
from soudan_desk.services.conferences import hold_conference
from soudan_desk.services.records import add_record, save_record
from soudan_desk.storage.store import fetch
from soudan_desk.ui.pages.conference_panes import chip_of
from soudan_desk.ui.pages.page import Place
from soudan_desk.ui.widgets.button import Button

pytestmark = pytest.mark.qt_log_ignore("This plugin does not support", extend=True)
CASES = 12


def call(work, count=CASES, consent=True):
    for number in range(count):
        person_id = make_person(work, name=f"見本 {number:02}")
        case_id = open_case(work, centre="life_support", person_id=person_id)
        add_record(work, "plan", {"case_id": case_id, "client_agreed_on": TODAY})
        with work.store.writing(None) as session:
            fetch(session, Case, case_id).state = "awaiting_meeting"
        if consent:
            agreed = {"person_id": person_id, "type": "coord_meeting", "method": "written"}
            add_record(work, "consent", {**agreed, "given_on": TODAY})
    answers = {"meeting_kind": "coord", "centre": "life_support", "held_on": TODAY}
    due = propose_agenda(work, "life_support", "coord", TODAY)
    meeting = hold_conference(work, answers, due).id
    for name in ("見本 森本", "見本 早川"):
        add_record(work, "attendance", {"conference_id": meeting, "name": name})
    return meeting


def go(desk, about, page="conference"):
    desk.frame.activateWindow()
    desk.qtbot.waitUntil(desk.frame.isActiveWindow)
    shown = desk.frame.go(Place(page, about))
    desk.settle()
    return shown


def press(key, modifiers=Qt.KeyboardModifier.NoModifier):
    QTest.keyClick(QApplication.focusWidget(), key, modifiers)


CTRL, ALT = Qt.KeyboardModifier.ControlModifier, Qt.KeyboardModifier.AltModifier


def test_twelve_cases_are_worked_through_by_the_keyboard(desk):
    meeting = call(desk.work)
    page = go(desk, {"id": meeting})
    page.take_focus()
    press(Qt.Key.Key_Return)
    for number in range(CASES):
        QTest.keyClicks(QApplication.focusWidget(), f"summary {number}")
        press(Qt.Key.Key_1, ALT)
        if number == 0:
            page.form.show_question("decisions")
            page.form.change(
                {
                    "decisions": [
                        {"what": "家計の記録", "becomes": "action"},
                        {"what": "電話", "becomes": "task"},
                    ]
                }
            )
        press(Qt.Key.Key_Return, CTRL)
        desk.settle()
    items = sitting(desk.work, meeting).items
    assert [item.conclusion for item in items] == ["approved"] * CASES
    assert [item.answers["discussion"] for item in items] == [
        f"summary {number}" for number in range(CASES)
    ]
    with desk.work.store.reading(None) as session:
        assert [each.what for each in session.scalars(select(Action))] == ["家計の記録"]
        assert [each.title for each in session.scalars(select(Task))] == ["電話"]


def test_who_does_it_is_completed_from_those_who_sit_in(desk):
    page = go(desk, {"id": call(desk.work, 1)})
    page.form.show_question("decisions")
    table = page.form.findChild(QTableView, "decisions") or page.form.findChild(QTableView)
    index = table.model().index(0, 1)
    editor = table.itemDelegate().createEditor(table, None, index)
    titles = [option.title for option in editor.options("")]
    assert titles[:2] == ["本人", "家族等"]
    assert "西尾 見本" in titles
    assert [option.title for option in editor.options("西")] == ["西尾 見本"]
    editor.set_typed("見本商店の店長")
    assert editor.answer() == "見本商店の店長"
    assert editor.problem() is None


def test_the_agenda_moves_and_presence_changes_by_keys(desk):
    meeting = call(desk.work, 3)
    page = go(desk, {"id": meeting})
    before = [item.id for item in page.sitting.items]
    page.take_focus()
    press(Qt.Key.Key_Down, ALT)
    desk.settle()
    after = [item.id for item in sitting(desk.work, meeting).items]
    assert after == [before[1], before[0], before[2]]
    press(Qt.Key.Key_F9)
    page.members.table.choose_row(0)
    press(Qt.Key.Key_Space)
    desk.settle()
    assert page.sitting.present_count == 1


def conclude_shown(desk, page):
    page.form.change({"conclusion": "approved"})
    page.findChild(Button, "conclude_item").click()
    desk.settle()


def test_behind_the_last_case_nothing_more_is_written_into_it(desk):
    meeting = call(desk.work, 2)
    page = go(desk, {"id": meeting})
    said = []
    page.said.connect(said.append)
    first, last = [item.id for item in page.sitting.items]
    page.agenda.table.choose_row(1)
    assert page.agenda.current() == last
    conclude_shown(desk, page)
    assert page.agenda.current() == first  # the one that is still open
    conclude_shown(desk, page)
    conclude_shown(desk, page)
    assert "すべての議題が決まりました" in said[-1]
    assert not page.form.isAncestorOf(QApplication.focusWidget())


def test_all_who_are_not_marked_are_present_by_one_key(desk):
    meeting = call(desk.work, 1)
    page = go(desk, {"id": meeting})
    page.take_focus()
    press(Qt.Key.Key_F9, Qt.KeyboardModifier.ShiftModifier)
    desk.settle()
    assert page.sitting.present_count == len(page.sitting.members) == 2


def test_a_name_without_consent_is_kept_back_by_one_key(desk):
    meeting = call(desk.work, 1, consent=False)
    page = go(desk, {"id": meeting})
    assert page._warning.isVisible()
    assert "同意" in page._warning.sentence()
    page.take_focus()
    press(Qt.Key.Key_F7)
    desk.settle()
    [item] = page.sitting.items
    assert (item.is_anonymous, item.called) == (True, "Aさん")
    assert not page._warning.isVisible()


def test_a_case_without_consent_is_concluded_with_its_name_hidden_alone(desk):
    meeting = call(desk.work, 1, consent=False)
    page = go(desk, {"id": meeting})
    [item] = page.sitting.items
    shown = page.agenda.table.model()
    assert item.name not in shown.index(0, 1).data()
    assert item.case_no in shown.index(0, 1).data()
    page.form.change({"conclusion": "approved", "discussion": "written"})
    with answering(desk, choose="back"):
        page.findChild(Button, "conclude_item").click()
    assert sitting(desk.work, meeting).items[0].conclusion is None
    assert chip_of(page.sitting.items[0]).text == "同意なし"
    with answering(desk, choose="hide"):
        page.findChild(Button, "conclude_item").click()
    desk.settle()
    [item] = sitting(desk.work, meeting).items
    assert (item.conclusion, item.called, item.answers["discussion"]) == (
        "approved",
        "Aさん",
        "written",
    )


def test_a_conclusion_does_not_take_away_the_mark_of_a_missing_consent(desk):
    meeting = call(desk.work, 1, consent=False)
    [item] = sitting(desk.work, meeting).items
    save_record(desk.work, "agenda_item", item.id, {"conclusion": "approved"})
    assert chip_of(sitting(desk.work, meeting).items[0]).text == "同意なし"


def test_what_is_typed_and_not_saved_is_there_again(desk):
    meeting = call(desk.work, 2)
    page = go(desk, {"id": meeting})
    page.take_focus()
    press(Qt.Key.Key_Return)
    QTest.keyClicks(QApplication.focusWidget(), "begun")
    page.keep_now()
    go(desk, {}, "conferences")
    again = go(desk, {"id": meeting})
    assert again.form.answers()["discussion"] == "begun"
    QTest.keyClick(again.agenda.table, Qt.Key.Key_Down)
    assert again.form.answers()["discussion"] is None
    QTest.keyClick(again.agenda.table, Qt.Key.Key_Up)
    assert again.form.answers()["discussion"] == "begun"


def test_a_case_without_a_conclusion_is_not_passed_over(desk):
    meeting = call(desk.work, 1)
    page = go(desk, {"id": meeting})
    page.findChild(Button, "conclude_item").click()
    assert page.form.cell("conclusion").problem == "結論を選んでください。"


def test_the_list_shows_the_meetings_and_opens_one(desk):
    meeting = call(desk.work, 2)
    page = go(desk, {}, "conferences")
    assert page.table.model().index(0, 2).data() == "令和8年度第1回"
    assert page.table.model().index(0, 4).data() == "0 / 2"
    page.take_focus()
    press(Qt.Key.Key_Return)
    desk.settle()
    assert desk.frame.current().name == "conference"
    assert desk.frame.current().sitting.conference.id == meeting


def test_a_meeting_called_with_all_centres_in_sight_asks_whose_it_is(desk):
    go(desk, {}, "conferences")
    desk.seat.centre = None
    asked = []

    def close_each():
        dialog = QApplication.activeModalWidget()
        if dialog is not None and dialog.findChild(QWidget, "answer_life_support"):
            asked.append("centre")
            dialog.findChild(QWidget, "answer_life_support").click()
        elif dialog is not None:
            asked.append("meeting")
            dialog.reject()
            return
        QTimer.singleShot(20, close_each)

    QTimer.singleShot(20, close_each)
    desk.frame.current().findChild(Button, "call_conference").click()
    assert asked == ["centre", "meeting"]
