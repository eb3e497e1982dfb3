"""申し送る: the panel at the side of any page."""

import pytest
from desk_fixtures import answering, press, told_office, write
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget

from soudan_desk.services.handover_lists import About, notes_for_me, notes_left, notes_of_case
from soudan_desk.services.handovers import leave_note
from soudan_desk.services.records import save_record
from soudan_desk.services.timeline import timeline
from soudan_desk.services.unsaved import unsaved_form, unsaved_forms
from soudan_desk.ui.notes.card import NoteCard
from soudan_desk.ui.pages.page import Place

__all__ = ["told_office"]  # the office of these tests

CTRL, SHIFT = Qt.KeyboardModifier.ControlModifier, Qt.KeyboardModifier.ShiftModifier


@pytest.fixture
def side(desk, case):
    return open_side(desk, Place("case", {"id": case}))


def open_side(desk, place):
    desk.frame.go(place)
    desk.settle()
    press(Qt.Key.Key_H, CTRL | SHIFT)
    desk.settle()
    assert desk.frame.notes.isVisible()
    return desk.frame.notes


def cards_of(side):
    return side.findChildren(NoteCard)


def test_a_note_is_left_on_a_case_by_keys_alone(desk, side, case, office):
    write("風間さんから折り返しの電話あり")
    side.form.show_question("to_staff_ids")
    write("西尾")
    QTest.keyClick(QApplication.activePopupWidget(), Qt.Key.Key_Return)
    press(Qt.Key.Key_Return, CTRL)
    desk.settle()
    assert not side.isVisible()
    (note,) = notes_for_me(office.work("nishio"))
    assert (note.body, note.case_id) == ("風間さんから折り返しの電話あり", case)
    assert note.about == About(kind="case", id=case)


def test_what_is_missing_is_said_beside_its_question(desk, side):
    write("宛てのない申し送り")
    press(Qt.Key.Key_Return, CTRL)
    assert side.isVisible()
    assert side.form.cell("to_staff_ids").problem


def test_a_colleague_who_may_not_see_the_case_is_not_offered(desk, office, case):
    save_record(desk.work, "case", case, {"restriction_level": 1})
    side = open_side(desk, Place("case", {"id": case}))
    side.form.show_question("to_staff_ids")
    found = side._context.find("staff", "")
    assert [each.title for each in found] == ["見本 相談"]


def test_the_record_that_is_read_can_bear_the_note(desk, side, case, office):
    assert [button.text() for button in side.where.buttons()] == ["このケース", "この記録"]
    side.where.buttons()[1].click()
    write("この記録について")
    side.form.change({"to_staff_ids": [office.staff_id("nishio")]})
    assert side.leave()
    (note,) = notes_of_case(desk.work, case)
    assert note.about.kind == "consultation"
    assert note.about.id in {entry.id for entry in timeline(desk.work, case)}


def test_typed_words_are_kept_when_one_leaves_and_come_back(desk, side, case):
    write("途中まで")
    press(Qt.Key.Key_Escape)
    assert not side.isVisible()
    assert unsaved_form(desk.work, f"handover_note:case:{case}").answers["answers"] == {
        "body": "途中まで"
    }
    press(Qt.Key.Key_H, CTRL | SHIFT)
    desk.settle()
    assert side.form.answers()["body"] == "途中まで"


def test_esc_gives_the_focus_back_to_where_one_was(desk, case):
    desk.frame.go(Place("case", {"id": case}))
    desk.settle()
    before = QApplication.focusWidget()
    press(Qt.Key.Key_H, CTRL | SHIFT)
    press(Qt.Key.Key_Escape)
    assert QApplication.focusWidget() is before


def test_going_elsewhere_closes_the_panel_and_keeps_the_words(desk, side):
    write("途中まで")
    desk.frame.go(Place("people"))
    assert not side.isVisible()
    assert [kept.title for kept in unsaved_forms(desk.work)] == ["申し送り　途中まで"]


def test_where_nothing_is_named_the_note_stands_alone(desk, office):
    side = open_side(desk, Place("people"))
    assert side.about == About()
    write("車の鍵は総務へ")
    side.form.change({"to_staff_ids": [office.staff_id("nishio")]})
    assert side.leave()
    (note,) = notes_for_me(office.work("nishio"))
    assert note.case_id is None


def test_a_persons_page_bears_the_note_on_the_person(desk, office, case):
    person = desk.frame.go(Place("case", {"id": case}))._loaded
    desk.settle()
    person = desk.frame.current()._loaded.facts.person.id
    side = open_side(desk, Place("person", {"id": person}))
    assert side.about == About(kind="person", id=person)


def test_the_open_notes_of_a_case_stand_below_and_count_as_read(desk, office, case):
    about = About(kind="case", id=case)
    answers = {"body": "家賃の件\n大家さんへ", "to_staff_ids": [office.staff_id("shunin")]}
    leave_note(office.work("nishio"), answers, about=about)
    side = open_side(desk, Place("case", {"id": case}))
    desk.settle()
    (card,) = cards_of(side)
    assert card.can_be_done
    (note,) = notes_of_case(desk.work, case)
    assert note.readers[0].read_at
    card.finish.click()
    desk.settle()
    assert not notes_of_case(desk.work, case)


def test_a_reply_goes_with_the_tick(desk, office, case):
    about = About(kind="case", id=case)
    answers = {"body": "家賃の件", "to_staff_ids": [office.staff_id("shunin")]}
    note = leave_note(office.work("nishio"), answers, about=about)
    side = open_side(desk, Place("case", {"id": case}))
    (card,) = cards_of(side)
    card.answer.click()
    write("電話しました")
    press(Qt.Key.Key_Return)
    desk.settle()
    (left,) = notes_left(office.work("nishio"))
    assert (left.id, left.readers[0].reply) == (note.id, "電話しました")


def test_ones_own_note_is_taken_back_with_a_reason(desk, office, case):
    about = About(kind="case", id=case)
    leave_note(
        desk.work, {"body": "誤り", "to_staff_ids": [office.staff_id("nishio")]}, about=about
    )
    side = open_side(desk, Place("case", {"id": case}))
    (card,) = cards_of(side)
    with answering(desk, "まちがえました"):
        card.take_back.click()
    desk.settle()
    assert notes_for_me(office.work("nishio")) == []


def test_the_panel_stays_within_a_narrow_window(desk_of, case):
    desk = desk_of(size=(900, 560))
    side = open_side(desk, Place("case", {"id": case}))
    assert side.geometry().right() <= side.parentWidget().width()
    for button in ("leave_note", "close_note"):
        widget = side.findChild(QWidget, button)
        assert side.rect().contains(widget.mapTo(side, widget.rect().bottomRight()))
