"""引き継ぎと代理: reached by its key, read by keys, printed as it is shown."""

from dataclasses import replace
from functools import partial

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from office_fixtures import TODAY, make_person
from soudan_desk.services.case_people import restrict_case
from soudan_desk.services.cases import open_case
from soudan_desk.services.deputies import save_deputy
from soudan_desk.services.records import add_record
from soudan_desk.services.today import today
from soudan_desk.services.transfer_lists import (
    open_cases_of_worker,
    transfers_asked,
    transfers_to_me,
)
from soudan_desk.services.transfers import accept_transfers, return_transfers
from soudan_desk.ui.pages.handover_take import TakeActs, TakePane
from soudan_desk.ui.pages.page import Place
from soudan_desk.ui.pages.today_rows import Heading
from soudan_desk.ui.widgets.document import DocumentLabel


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


def open_two(desk):
    return [
        open_case(desk.work, centre="life_support", person_id=make_person(desk.work, name=name))
        for name in ("青葉 すみれ", "若葉 ひかる")
    ]


def ask_for_all(desk, to):
    page = desk.frame.go(Place("handover", {"tab": "ask"}))
    desk.settle()
    pane = page.pane()
    pane.take_focus()
    QTest.keyClick(pane.table, Qt.Key.Key_A, Qt.KeyboardModifier.AltModifier)
    pane.form.change({"to_staff_id": desk.office.staff_id(to), "reason": "異動のため"})
    QTest.keyClick(pane.table, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    desk.settle()
    return pane


def test_cases_are_ticked_and_offered_by_keys_and_each_refusal_is_told_once(desk_of):
    desk = desk_of("shunin")
    closed, free = open_two(desk)
    restrict_case(desk.work, closed, 2, "身の安全のため")
    pane = ask_for_all(desk, "nishio")
    assert [row.case_id for row in transfers_asked(desk.work)] == [free]
    assert "1件を頼みました" in pane.told.sentence()
    assert "先に、ケースの「担当」で西尾 見本さんを加えて" in pane.told.sentence()
    QTest.keyClick(pane.table, Qt.Key.Key_Space)  # the refused one is still ticked
    QTest.keyClick(pane.table, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    assert "印をつけてください" in "".join(label_texts(pane.form))


def test_one_asked_is_told_on_today_and_takes_the_cases_by_keys(desk_of, qtbot):
    desk = desk_of("shunin")
    count = len(open_two(desk))
    ask_for_all(desk, "nishio")
    other = replace(desk.work, actor=desk.office.actors["nishio"])
    assert today(other).offered_count == count
    acts = TakeActs(
        fetch=partial(transfers_to_me, other),
        accept=partial(accept_transfers, other),
        give_back=partial(return_transfers, other),
    )
    pane = TakePane(acts)
    qtbot.addWidget(pane)
    with qtbot.waitExposed(pane):
        pane.show()
    with qtbot.waitActive(pane):
        pane.activateWindow()
    pane.take_focus()
    QTest.keyClick(pane.table, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    assert "受け取りました。あなたが主担当です" in pane.told.sentence()
    assert len(transfers_to_me(other)) == count - 1
    QTest.keyClick(pane.table, Qt.Key.Key_A, Qt.KeyboardModifier.AltModifier)
    assert transfers_to_me(other) == []
    assert len(open_cases_of_worker(other, other.actor.staff_id)) == count


def label_texts(widget):
    return [each.text() for each in widget.findChildren(DocumentLabel)]
