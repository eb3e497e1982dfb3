"""The list of referrals and the page of agencies."""

from datetime import date

import pytest
from PySide6.QtCore import Qt, QTimer
from PySide6.QtWidgets import QApplication, QWidget

from letter_office import make_desk
from soudan_desk.desk.letters import send_letter
from soudan_desk.services.agencies import contacts_of, list_agencies
from soudan_desk.services.records import add_record, save_record
from soudan_desk.ui.pages.page import Place
from soudan_desk.ui.theme import Role
from soudan_desk.ui.widgets.button import Button
from soudan_desk.ui.widgets.cells import CELL_ROLE

pytestmark = pytest.mark.qt_log_ignore("This plugin does not support", extend=True)


@pytest.fixture
def story(work):
    made = make_desk(work)
    for day in (1, 20):
        letter = add_record(
            work, "referral", made.letter(issued_on=date(2026, 11, 20), subject=f"{day}日の件")
        ).id
        send_letter(work, letter, send_method="mail", deliver=lambda _pdf: None)
        due_on = date(2026, 11, 21 if day == 1 else 30)
        due = {"sent_on": date(2026, 11, 20), "check_due_on": due_on}
        save_record(work, "referral", letter, due)
    add_record(work, "referral", made.letter(direction="in", subject="受けた件"), finalise=True)
    return made


def go(desk, page, about=None):
    desk.frame.activateWindow()
    desk.qtbot.waitUntil(desk.frame.isActiveWindow)
    shown = desk.frame.go(Place(page, about or {}))
    desk.settle()
    return shown


def texts(page, column):
    model = page.list.table.model()
    keys = [each.key for each in model.columns]
    return [model.index(row, keys.index(column)).data() for row in range(model.rowCount())]


def test_the_list_counts_what_waits_and_narrows_to_it(desk, story):
    page = go(desk, "referrals")
    assert sorted(texts(page, "subject")) == ["1日の件", "20日の件", "受けた件"]
    overdue = page.findChild(QWidget, "filter_overdue")
    assert "1" in overdue.accessibleName()
    desk.qtbot.mouseClick(overdue, Qt.MouseButton.LeftButton)
    assert texts(page, "subject") == ["1日の件"]
    page.findChild(Button, "clear_filters").click()
    desk.qtbot.mouseClick(page.findChild(QWidget, "filter_in"), Qt.MouseButton.LeftButton)
    assert texts(page, "subject") == ["受けた件"]


def test_a_late_answer_is_red_with_its_icon(desk, story):
    page = go(desk, "referrals", {"filters": ["overdue"]})
    model = page.list.table.model()
    keys = [each.key for each in model.columns]
    cell = model.index(0, keys.index("due_on")).data(CELL_ROLE)
    assert (cell.role, cell.bold, cell.icon is not None) == (Role.DANGER, True, True)
    (chip,) = model.index(0, keys.index("state")).data(CELL_ROLE).chips
    assert chip.text == "3日超過"


def test_words_find_a_letter_and_enter_opens_it(desk, story):
    page = go(desk, "referrals")
    page.list.search.setFocus()
    page.list.search.setText("08-つ すみれ")
    desk.qtbot.keyClick(page.list.search, Qt.Key.Key_Return)
    assert len(texts(page, "ref_no")) == 2
    desk.qtbot.keyClick(page.list.table, Qt.Key.Key_Return)
    desk.settle()
    assert desk.frame.here().page == "referral"
    assert "id" in desk.frame.here().about


def test_a_new_letter_and_one_that_came_in_begin_here(desk, story):
    page = go(desk, "referrals")
    page.findChild(Button, "receive_referral").click()
    assert desk.frame.here().about == {"direction": "in"}
    desk.frame.back()
    desk.qtbot.keyClick(page, Qt.Key.Key_L, Qt.KeyboardModifier.AltModifier)
    assert desk.frame.here().page == "referral"


def test_the_columns_chosen_are_remembered(desk, story):
    page = go(desk, "referrals")
    page.list.set_columns(["ref_no", "person"])
    desk.frame._drop(page)
    desk.frame._history.__init__()
    again = go(desk, "referrals")
    assert [each.key for each in again.list.table.model().columns] == ["ref_no", "person"]


def test_an_agency_shows_how_it_has_answered_and_its_people(desk, story):
    add_record(story.work, "agency_contact", {"agency_id": story.agency, "name": "岡野"})
    page = go(desk, "agencies")
    assert page.card._figures.text() == "返事 0%(0/2)"
    assert "受けたつなぎ 1件" in page.card._more_figures.text()
    people = page.card.findChildren(Button, "edit_agency_contact")
    assert [each.text() for each in people if each.isVisible()] == ["岡野"]


def test_a_new_agency_is_saved_and_stands_in_the_list(desk, story):
    page = go(desk, "agencies")
    page.findChild(Button, "add_agency").click()
    page.card.form.change({"name": "子ども食堂ひまわり", "agency_type": "foodbank"})
    desk.qtbot.keyClick(page, Qt.Key.Key_S, Qt.KeyboardModifier.ControlModifier)
    desk.settle()
    assert "子ども食堂ひまわり" in texts(page, "name")
    assert {row.type for row in list_agencies(story.work)} == {None, "foodbank"}


def test_an_agency_without_a_name_is_refused_beside_its_question(desk, story):
    page = go(desk, "agencies")
    page.card.begin_new()
    page.card.form.save()
    assert "名称" in page.card.form.cell("name").problem


def test_a_contact_is_added_in_a_dialog(desk, story):
    page = go(desk, "agencies")

    def fill():
        dialog = QApplication.activeModalWidget()
        if dialog is None:
            QTimer.singleShot(20, fill)
            return
        dialog.form.change({"name": "見本 次郎", "role": "主査"})
        dialog.form.save()

    QTimer.singleShot(20, fill)
    page.card.findChild(Button, "add_agency_contact").click()
    assert [row.role for row in contacts_of(story.work, story.agency)] == ["主査"]
    people = page.card.findChildren(Button, "edit_agency_contact")
    assert "見本 次郎　主査" in [each.text() for each in people]


def test_what_is_typed_about_an_agency_is_kept(desk, story):
    page = go(desk, "agencies")
    page.card.form.change({"note": "書きかけのメモ"})
    page.keep_now()
    desk.frame._drop(page)
    desk.frame._history.__init__()
    again = go(desk, "agencies")
    assert again.card.form.answers()["note"] == "書きかけのメモ"


def test_who_only_reads_adds_no_agency(desk_of, story):
    desk = desk_of("etsuran")
    page = go(desk, "agencies")
    for name in ("add_agency", "save_agency", "add_agency_contact"):
        assert not page.findChild(Button, name).isVisible()
