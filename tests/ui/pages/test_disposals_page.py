"""保存と廃棄: held, erased after a basis and a second look, and told of in the register."""

from datetime import date

import pytest
from desk_fixtures import answering
from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QApplication
from sqlalchemy import select

from office_fixtures import PASSWORD, make_consultation, make_person
from soudan_desk.centres import all_processes
from soudan_desk.models import Case
from soudan_desk.services.cases import open_case
from soudan_desk.services.copy_places import add_place
from soudan_desk.services.erasure import list_disposals
from soudan_desk.services.erasure_lone import list_all_disposals
from soudan_desk.services.office import open_office
from soudan_desk.services.retention import list_candidates
from soudan_desk.storage.file_lock import one_at_a_time
from soudan_desk.storage.restore import restore_backup
from soudan_desk.ui.pages.page import Place
from soudan_desk.ui.widgets.button import Button

pytestmark = pytest.mark.qt_log_ignore("This plugin does not support", extend=True)


@pytest.fixture
def old_case(office, work):
    case = open_case(work, centre="life_support", person_id=make_person(work, name="遠山 昔"))
    make_consultation(work, case_id=case, body="むかしの相談")
    with office.store.writing(None) as session:
        row = session.scalars(select(Case).where(Case.id == case)).one()
        row.opened_on, row.closed_on, row.state = date(2017, 5, 1), date(2018, 6, 1), "closed"
    return case


def go(desk):
    desk.frame.activateWindow()
    desk.qtbot.waitUntil(desk.frame.isActiveWindow)
    page = desk.frame.go(Place("requests"))
    page.findChild(Button, "open_disposals").click()
    desk.settle()
    return desk.frame.current()


def texts(table, row=0):
    model = table.model()
    return [model.index(row, column).data() for column in range(model.columnCount())]


def test_what_runs_out_is_listed_and_held_with_a_reason(desk, work, old_case):
    page = go(desk)
    assert page.name == "disposals"
    page.due.choose_row(0)
    assert any("翌年度から5年" in (text or "") for text in texts(page.due))
    hold, erase = page.findChild(Button, "hold_case"), page.findChild(Button, "erase_case")
    assert erase.isEnabled()
    with answering(desk, "訴訟中"):
        hold.click()
    assert [each.holds for each in list_candidates(work, date(2030, 3, 31))] == [("保留: 訴訟中",)]
    page.due.choose_row(0)
    assert not erase.isEnabled()
    assert hold.text() == "保留を解く"


def test_a_case_goes_after_its_basis_was_given_and_stands_in_the_register(desk, work, old_case):
    page = go(desk)
    page.due.choose_row(0)

    def agree():
        QApplication.activeModalWidget().buttons["go"].click()

    def give_basis():
        dialog = QApplication.activeModalWidget()
        dialog.form.save()
        assert dialog.isVisible()  # a basis is wanted
        dialog.form.change({"basis": "文書規程 第12条", "approval_no": "R8-1"})
        QTimer.singleShot(50, agree)
        dialog.form.save()

    QTimer.singleShot(50, give_basis)
    page.findChild(Button, "erase_case").click()
    desk.settle()
    (row,) = list_disposals(work)
    assert (row.basis, row.approval_no, row.with_person) == ("文書規程 第12条", "R8-1", True)
    assert list_candidates(work, date(2030, 3, 31)) == []
    page._on_tab_picked("gone")
    assert texts(page.gone)[0].startswith(row.case_no)


def test_a_consultation_without_a_case_goes_the_same_way(desk, work):
    make_consultation(work, held_on=date(2016, 5, 1), body="むかしの電話", is_anonymous=True)
    page = go(desk)
    page.due.choose_row(0)
    assert "ケースのない相談" in texts(page.due)[1]
    assert not page.findChild(Button, "hold_case").isEnabled()

    def agree():
        QApplication.activeModalWidget().buttons["go"].click()

    def give_basis():
        dialog = QApplication.activeModalWidget()
        dialog.form.change({"basis": "文書規程 第14条"})
        QTimer.singleShot(50, agree)
        dialog.form.save()

    QTimer.singleShot(50, give_basis)
    page.findChild(Button, "erase_case").click()
    desk.settle()
    assert list_candidates(work, date(2030, 3, 31)) == []
    (row,) = list_all_disposals(work)
    assert (row.basis, row.closed_on) == ("文書規程 第14条", date(2016, 5, 1))
    page._on_tab_picked("gone")
    assert row.case_no in texts(page.gone)[0]


def erase_first(desk, then=lambda: None):
    """Ask for the erasure of the first case, give its basis and agree to the warning."""

    def agree():
        QTimer.singleShot(50, then)
        QApplication.activeModalWidget().buttons["go"].click()

    def give_basis():
        dialog = QApplication.activeModalWidget()
        dialog.form.change({"basis": "文書規程 第12条"})
        QTimer.singleShot(50, agree)
        dialog.form.save()

    page = go(desk)
    page.due.choose_row(0)
    QTimer.singleShot(50, give_basis)
    page.findChild(Button, "erase_case").click()
    desk.settle()


def test_before_a_case_goes_a_copy_is_made_that_still_has_it(
    desk, office, work, old_case, tmp_path
):
    (tmp_path / "控え").mkdir()
    add_place(office.work_of_admin, office.opened, tmp_path / "控え")

    erase_first(desk)

    assert len(list_disposals(work)) == 1
    (bundle,) = (tmp_path / "控え").glob("*.backup")
    restored = restore_backup(bundle, tmp_path / "戻した", "kanri", PASSWORD, "見比べる")
    opened, there = open_office(restored.path, "kanri", PASSWORD, processes=all_processes())
    with there.store.reading(None) as session:
        case_no = session.scalars(select(Case.case_no).where(Case.id == old_case)).one()
    opened.close()
    assert case_no == list_disposals(work)[0].case_no


def test_who_stops_that_copy_erases_nothing(desk, office, work, old_case, tmp_path):
    (tmp_path / "控え").mkdir()
    add_place(office.work_of_admin, office.opened, tmp_path / "控え")
    met = []

    def stop():
        dialog = QApplication.activeModalWidget()
        met.append(dialog.objectName())
        dialog.reject()

    with one_at_a_time(office.opened.folder.copies_turns, 0):  # somebody else's copy is made
        erase_first(desk, then=stop)

    assert met == ["copying"]
    assert list_disposals(work) == []
    assert len(list_candidates(work, date(2030, 3, 31))) == 1


def test_a_caseworker_has_no_way_there(desk_of):
    page = desk_of("sodanin").frame.go(Place("requests"))
    assert page.findChild(Button, "open_disposals").isHidden()
