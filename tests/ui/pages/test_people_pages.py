"""相談者: the list, one person, an anonymous consultation that gets its name later."""

import pytest
from keyboard import Keyboard
from modal import when_open
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QWidget

from office_fixtures import TODAY, make_consultation, make_person, office
from soudan_desk.japanese.partial_dates import PartialDate
from soudan_desk.models import Person
from soudan_desk.models.history import AuditEntry
from soudan_desk.services.cases import open_case
from soudan_desk.services.lone_consultations import count_nameless
from soudan_desk.services.people import PeopleFilter, list_people
from soudan_desk.services.records import show_record
from soudan_desk.services.unsaved import unsaved_forms
from soudan_desk.ui.pages.page import Place

__all__ = ["office"]  # an empty one: other pages are tested in the middle of a story
K = Qt.Key


@pytest.fixture
def seat(desk_of):
    return desk_of(centres={"life_support"})


@pytest.fixture
def keyboard(seat, qtbot):
    return Keyboard(qtbot)


def go(seat, page, **about):
    shown = seat.frame.go(Place(page, about))
    seat.settle()
    return shown


def named(page, name):
    return page.findChild(QWidget, name)


def answer_dialog(qtbot, code):
    """Press a button of the next dialog."""
    when_open(lambda dialog: dialog.buttons[code].click())


def listed(page):
    table = page.people.table.model()
    return [table.index(row, 0).data() for row in range(table.rowCount())]


def test_the_list_narrows_by_any_writing_of_a_name_and_enter_opens_one(seat, keyboard):
    make_person(seat.work, name="髙﨑 見本", kana="タカサキ ミホン")
    make_person(seat.work, name="青葉 見本", kana="アオバ ミホン")
    page = go(seat, "people")
    assert listed(page) == ["青葉 見本", "髙﨑 見本"]
    keyboard.keys("f")
    keyboard.japanese("たかさき")
    seat.qtbot.waitUntil(lambda: listed(page) == ["髙﨑 見本"], timeout=2000)
    keyboard.enter()
    keyboard.enter()
    assert seat.frame.here().page == "person"


def test_sorting_by_age_puts_the_young_first(seat):
    for year in (1956, 1999, 1974):
        make_person(seat.work, name=f"見本 {year}", birth_on=PartialDate(year, 1, 1))
    page = go(seat, "people")
    page.people.table.sort_requested.emit(1)
    assert listed(page) == ["見本 1999", "見本 1974", "見本 1956"]


def test_a_person_made_elsewhere_appears_in_the_list(seat):
    page = go(seat, "people")
    make_person(seat.work, name="青葉 見本")
    seat.qtbot.waitUntil(lambda: listed(page) == ["青葉 見本"], timeout=2000)


def test_a_new_person_is_saved_and_likely_doubles_are_shown_meanwhile(seat, keyboard):
    known = make_person(seat.work, name="朝倉 見本", kana="アサクラ ミホン")
    page = go(seat, "person", name="朝倉 見本")
    doubles = page.side.doubles
    seat.qtbot.waitUntil(doubles.isVisible, timeout=3000)
    named(page, "open_1").click()
    assert seat.frame.here().about == {"id": known}
    seat.frame.back()
    keyboard.ctrl(K.Key_Return)
    assert len(list_people(seat.work, PeopleFilter())) == 2
    assert seat.frame.here().about["id"] != known


def test_an_address_under_protection_is_shown_only_on_request_and_that_is_noted(seat):
    person_id = make_person(
        seat.work,
        name="青葉 見本",
        address="見本市西町1",
        shien_sochi=True,
        tel_home="03-0000-1111",
    )
    page = go(seat, "person", id=person_id)
    assert "address" not in page.form.answers()
    assert named(page, "address") is None
    page.form.change({"note": "変えても住所は残る"})
    assert page.save()
    assert show_record(seat.work, "person", person_id).answers["address"] == "見本市西町1"
    named(page, "show_protected").click()
    assert page.form.answers()["address"] == "見本市西町1"
    assert QApplication.focusWidget() is named(page, "address")
    with seat.work.store.reading(None) as session:
        acts = [row.action for row in session.query(AuditEntry)]
    assert "reveal" in acts


def test_what_is_typed_on_a_person_survives(seat, desk_of):
    person_id = make_person(seat.work)
    page = go(seat, "person", id=person_id)
    page.form.change({"note": "書きかけ"})
    page.keep_now()
    assert [kept.form for kept in unsaved_forms(seat.work)] == [f"person:{person_id}"]
    again = desk_of(centres={"life_support"}).frame.go(Place("person", {"id": person_id}))
    assert again.form.answers()["note"] == "書きかけ"
    again._kept.acted.emit()
    assert again.form.answers()["note"] is None
    assert unsaved_forms(seat.work) == []


def test_two_entries_are_merged_after_a_preview_and_parted_again(seat):
    born = PartialDate(1956, 3, 1)
    kept, other = make_person(seat.work, birth_on=born), make_person(seat.work, birth_on=born)
    record = make_consultation(seat.work, person_id=other)
    page = go(seat, "person", id=kept)
    answer_dialog(seat.qtbot, "go")
    named(page, "merge_1").click()
    assert show_record(seat.work, "consultation", record).answers["person_id"] == kept
    assert page.side.merged.isVisible()
    named(page, "unmerge_1").click()
    assert show_record(seat.work, "consultation", record).answers["person_id"] == other
    assert not page.side.merged.isVisible()


def test_leaving_the_preview_merges_nothing(seat):
    kept, other = make_person(seat.work), make_person(seat.work)
    page = go(seat, "person", id=kept)
    answer_dialog(seat.qtbot, "cancel")
    named(page, "merge_1").click()
    with seat.work.store.reading(None) as session:
        merged = [person.merged_into_id for person in session.query(Person)]
    assert merged == [None, None]
    assert other != kept


def test_a_merged_entry_leads_to_the_one_that_stays(seat):
    kept, other = make_person(seat.work), make_person(seat.work)
    page = go(seat, "person", id=kept)
    page._acts.merge(other, "同じ方")
    gone = go(seat, "person", id=other)
    assert gone._gone.isVisible()
    gone._gone.acted.emit()
    assert seat.frame.here().about == {"id": kept}


def test_a_person_page_opens_a_case_and_receives_a_call(seat, keyboard):
    person_id = make_person(seat.work)
    go(seat, "person", id=person_id)
    keyboard.press(K.Key_F7)
    assert seat.frame.here().page == "case"
    seat.frame.back()
    keyboard.press(K.Key_F3)
    intake = seat.frame.current()
    assert intake.name == "intake"
    assert intake.form.troubled.answers()["name"] == "見本 花子"


def test_an_anonymous_consultation_gets_its_name_later_and_loses_it_again(seat):
    person_id = make_person(seat.work, name="朝倉 見本", kana="アサクラ ミホン")
    consultation_id = make_consultation(seat.work, subject_sex="female")
    people = go(seat, "people", tab="nameless")
    people.nameless.chosen.emit(people.nameless.current_id())
    page = seat.frame.current()
    assert seat.frame.here().about == {"consultation": consultation_id}
    assert page._title.text() == "匿名(電話・女性・R8.11.24)"
    page.naming.form.change({"name": "朝倉 見本"})
    cards = page.naming.candidates.cards
    seat.qtbot.waitUntil(lambda: len(cards()) == 1, timeout=3000)
    cards()[0].click()
    assert show_record(seat.work, "consultation", consultation_id).answers["person_id"] == person_id
    assert page._title.text() == "朝倉 見本さんの相談"
    named(page, "unname_consultation").click()
    assert page._title.text() == "匿名(電話・女性・R8.11.24)"
    assert count_nameless(seat.work) == 1


def test_an_anonymous_consultation_is_named_with_somebody_new(seat):
    consultation_id = make_consultation(seat.work)
    page = go(seat, "person", consultation=consultation_id)
    named(page, "name_consultation").click()
    assert page.naming.form.cell("name").problem
    page.naming.form.change({"name": "新町 見本"})
    named(page, "name_consultation").click()
    assert [row.name for row in list_people(seat.work, PeopleFilter())] == ["新町 見本"]
    assert not page.naming.isVisible()


def test_a_consultation_without_a_case_becomes_one(seat, keyboard):
    person_id = make_person(seat.work)
    consultation_id = make_consultation(seat.work, person_id=person_id)
    go(seat, "person", consultation=consultation_id)
    keyboard.press(K.Key_F7)
    case_id = show_record(seat.work, "consultation", consultation_id).answers["case_id"]
    assert seat.frame.here().about == {
        "id": case_id,
        "record": ("consultation", consultation_id),
    }


def test_cases_and_consultations_of_a_person_are_opened_from_their_page(seat):
    person_id = make_person(seat.work)
    case_id = open_case(seat.work, centre="life_support", person_id=person_id)
    consultation_id = make_consultation(seat.work, person_id=person_id)
    page = go(seat, "person", id=person_id)
    cases, consultations = page.side.cases.table, page.side.consultations.table
    cases.opened.emit(cases.model().index(0, 0))
    assert seat.frame.here().about == {"id": case_id}
    seat.frame.back()
    consultations.opened.emit(consultations.model().index(0, 0))
    assert seat.frame.here().about == {"consultation": consultation_id}


def test_a_reader_sees_people_and_changes_nothing(desk_of, office):
    person_id = make_person(office.work("shunin"))
    seat = desk_of("etsuran", centres={"life_support"})
    page = go(seat, "person", id=person_id)
    buttons = ("save_person", "receive_call", "open_case")
    assert not any(named(page, name).isVisible() for name in buttons)
    assert not go(seat, "people")._new.isVisible()


def test_tab_goes_through_the_form_then_the_side_then_the_buttons(seat, keyboard):
    person_id = make_person(seat.work)
    open_case(seat.work, centre="life_support", person_id=person_id)
    page = go(seat, "person", id=person_id)
    seat.qtbot.waitUntil(lambda: named(page, "note") is not None, timeout=3000)
    assert keyboard.focus.objectName() == "name"
    named(page, "note").setFocus()
    keyboard.tab()
    assert keyboard.focus is page.side.cases.table
    keyboard.tab()
    assert keyboard.focus.objectName() == "save_person"
    keyboard.press(K.Key_Backtab)
    assert keyboard.focus is page.side.cases.table


def test_a_refused_day_of_a_person_is_mended_by_its_link(seat, keyboard):
    person = make_person(seat.work, name="青葉 見本", shien_sochi=True)
    page = go(seat, "person", id=person)
    until = {"shien_sochi_from_on": TODAY, "shien_sochi_until_on": TODAY.replace(year=2025)}
    page.form.change(until)
    assert not page.form.save()
    assert "開始日より前" in page.form.cell("shien_sochi_until_on").problem
    named(page, "cure_shien_sochi_until_on").click()
    assert page.form.save()
    assert page.form.answers()["shien_sochi_until_on"] >= TODAY
