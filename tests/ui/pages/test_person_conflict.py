"""相談者: what a colleague stored meanwhile stands beside what one has typed."""

import pytest
from desk_fixtures import press, told_office
from PySide6.QtCore import Qt

from office_fixtures import make_person
from soudan_desk.services.records import save_record, show_record
from soudan_desk.services.unsaved import unsaved_form
from soudan_desk.ui.pages.case_conflict import ConflictView
from soudan_desk.ui.pages.page import Place

__all__ = ["told_office"]
HIDDEN = {"address": "見本市西町1", "tel_mobile": "090-0000-1111"}


@pytest.fixture
def person(office):
    return make_person(office.work("shunin"), name="青葉 見本", note="はじめの文", **HIDDEN)


@pytest.fixture
def desk(desk_of):
    return desk_of("shunin")


@pytest.fixture
def page(desk, person):
    shown = desk.frame.go(Place("person", {"id": person}))
    desk.settle()
    return shown


def stored(office, person):
    return show_record(office.work("shunin"), "person", person).answers


def view_of(page):
    views = [each for each in page.findChildren(ConflictView) if each.isVisible()]
    assert len(views) == 1
    return views[0]


def collide(desk, page, person, theirs, mine):
    page.form.change(mine)
    save_record(desk.office.work("sodanin"), "person", person, theirs)
    desk.settle()
    assert not page.save()
    return view_of(page)


def test_both_texts_stand_side_by_side_and_the_worker_chooses(desk, page, office, person):
    theirs = {"name": "青葉 見本子", "note": "ほかの人の文", "kana": "アオバ ミホンコ"}
    view = collide(desk, page, person, theirs, {"name": "青葉 太郎", "note": "自分の文"})
    said = {clash.field.key: (clash.theirs, clash.mine) for clash in view._clashes}
    assert said["name"] == ("青葉 見本子", "青葉 太郎")
    assert said["note"] == ("ほかの人の文", "自分の文")
    assert stored(office, person)["note"] == "ほかの人の文"
    view._choices["name"].set_value("theirs")
    view._choices["note"].set_value("both")
    press(Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    assert not page.findChildren(ConflictView)
    assert page.form.isVisible()
    press(Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    desk.settle()
    answers = stored(office, person)
    assert (answers["name"], answers["kana"]) == ("青葉 見本子", "アオバ ミホンコ")
    assert answers["note"] == "ほかの人の文\n自分の文"


def test_what_is_typed_is_kept_and_collides_when_it_is_opened_again(desk, page, office, person):
    collide(desk, page, person, {"note": "ほかの人の文"}, {"note": "自分の文"})
    kept = unsaved_form(office.work("shunin"), f"person:{person}")
    assert kept is not None
    assert "自分の文" in str(kept.answers)
    again = type(page)(page._acts)
    desk.qtbot.addWidget(again)
    again.show()
    assert again.form.answers()["note"] == "自分の文"
    assert not again.save()
    assert [(c.theirs, c.mine) for c in view_of(again)._clashes] == [("ほかの人の文", "自分の文")]
    assert stored(office, person)["note"] == "ほかの人の文"


def test_what_became_protected_meanwhile_is_neither_shown_nor_written_over(
    desk, page, office, person
):
    theirs = {"shien_sochi": True, "address": "見本市東町9", "tel_mobile": "090-0000-2222"}
    mine = {"address": "見本市西町2", "note": "自分の文"}
    view = collide(desk, page, person, theirs, mine)
    clashes = {clash.field.key: clash for clash in view._clashes}
    assert clashes["address"].theirs == "●●●●●●"
    assert {"address", "note", "shien_sochi"} <= view._choices.keys()
    assert "tel_mobile" not in view._choices
    assert [each.code for each in view._choices["address"].buttons()] == ["theirs", "mine"]
    view._choices["address"].set_value("theirs")
    view._on_go_on_clicked()
    assert "address" not in page.form.answers()
    assert page.save()
    answers = stored(office, person)
    assert (answers["address"], answers["tel_mobile"]) == ("見本市東町9", "090-0000-2222")
    assert (answers["note"], answers["shien_sochi"]) == ("自分の文", True)


def test_an_address_typed_while_it_became_protected_is_not_lost(desk, page, office, person):
    theirs = {"shien_sochi": True, "tel_mobile": "090-0000-2222"}
    view = collide(desk, page, person, theirs, {"address": "見本市西町2"})
    view._choices["address"].set_value("mine")
    view._on_go_on_clicked()
    assert page.form.answers()["address"] == "見本市西町2"
    assert page.save()
    answers = stored(office, person)
    assert (answers["address"], answers["tel_mobile"]) == ("見本市西町2", "090-0000-2222")
