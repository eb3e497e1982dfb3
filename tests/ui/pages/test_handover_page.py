"""引き継ぎと代理: reached by its key, read by keys, printed as it is shown."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from office_fixtures import TODAY
from soudan_desk.services.deputies import save_deputy
from soudan_desk.services.records import add_record
from soudan_desk.ui.pages.page import Place
from soudan_desk.ui.pages.today_rows import Heading


def words_of(view):
    rows = (view.rows.row(view.rows.index(at, 0)) for at in range(view.rows.rowCount()))
    return [row.text if isinstance(row, Heading) else row.title for row in rows]


@pytest.fixture
def desk(desk_of):
    desk = desk_of("shunin")
    about = {"held_on": TODAY, "appointment_kind": "phone", "title": "折り返し"}
    add_record(desk.work, "appointment", about)
    return desk


def test_the_sheet_is_reached_by_its_key_and_enter_opens_what_is_chosen(desk):
    QTest.keyClick(desk.frame, Qt.Key.Key_T, CTRL_SHIFT)
    desk.settle()
    page = desk.frame.current()
    assert page.objectName() == "handover"
    pane = page.pane()
    assert "約束・連絡を待っている人" in words_of(pane.ahead)
    assert pane.ahead.hasFocus()
    QTest.keyClick(pane.ahead, Qt.Key.Key_Return)
    desk.settle()
    assert desk.frame.current().objectName() in {"case", "calendar"}


def test_a_supervisor_chooses_whose_sheet_it_is(desk):
    page = desk.frame.go(Place("handover"))
    desk.settle()
    pane = page.pane()
    pane.whose.set_value(str(desk.office.staff_id("nishio")))
    pane.whose.picked.emit(pane.whose.value())
    desk.settle()
    assert "担当ケース" in pane._summary.text()
    assert "約束・連絡を待っている人" not in words_of(pane.ahead)


CTRL_SHIFT = Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.ShiftModifier


def test_who_stands_in_is_told_on_today_and_comes_to_the_sheet_by_one_key(desk):
    days = {"from_on": TODAY, "to_on": TODAY}
    ids = {"absent_id": desk.office.staff_id("nishio"), "staff_id": desk.work.actor.staff_id}
    page = desk.frame.go(Place("today"))
    desk.settle()
    assert page.standing_in.isHidden()
    save_deputy(desk.work, {**ids, **days})
    page.take_focus()
    desk.settle()
    assert "西尾 見本さん（11/24まで）の代理をしています" in page.standing_in.sentence()
    QTest.keyClick(desk.frame, Qt.Key.Key_F9)
    desk.settle()
    pane = desk.frame.current().pane()
    assert pane.whose.value() == str(ids["absent_id"])
