"""Routes and deputies in the settings: who may, what is shown, what is refused."""

import pytest
from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QDialog

from office_fixtures import TODAY
from review_office import in_days, make_route
from soudan_desk.centres import all_review_routes
from soudan_desk.services.deputies import list_deputies, save_deputy
from soudan_desk.services.review_routes import list_routes
from soudan_desk.ui.pages.page import Place
from soudan_desk.ui.widgets.button import Button


@pytest.fixture
def pane_of(desk_of):
    def make(login, tab, office=None):
        desk = desk_of(login)
        if office is not None:
            office(desk.office)
        return desk, desk.frame.go(Place("settings", {"tab": tab})).pane()

    return make


def _press(desk, code, tries=200):
    def press():
        dialog = desk.frame.window().findChild(QDialog, "question")
        button = dialog.findChild(Button, f"answer_{code}") if dialog else None
        if button is not None and dialog.isVisible():
            button.click()
        elif tries:
            _press(desk, code, tries - 1)

    QTimer.singleShot(30, press)


def test_a_route_is_changed_by_an_administrator(pane_of):
    desk, pane = pane_of("kanri", "routes", make_route)
    assert "相談記録(" in pane._title.text()
    pane.form().change({"mode": "approve", "wait_days_count": 3})
    pane.findChild(Button, "save_route").click()
    (row,) = list_routes(desk.work)
    assert (row.mode, row.setting.answers["wait_days_count"]) == ("approve", 3)
    pane.form().change({"is_active": False})
    pane.findChild(Button, "save_route").click()
    assert not list_routes(desk.work)[0].is_active


def test_a_second_route_for_the_same_is_refused_beside_its_question(pane_of):
    desk, pane = pane_of("kanri", "routes", make_route)
    pane.findChild(Button, "add_route").click()
    pane.form().change({"centre": "life_support", "record_kind": "consultation"})
    pane.findChild(Button, "save_route").click()
    assert "もうあります" in pane.form().cell("record_kind").problem
    pane.form().change({"record_kind": "plan", "mode": "approve"})
    pane.findChild(Button, "save_route").click()
    assert {row.kind for row in list_routes(desk.work)} == {"consultation", "plan"}


def test_the_usual_routes_an_older_office_lacks_come_at_once_and_none_it_has_is_changed(pane_of):
    desk, pane = pane_of("kanri", "routes", make_route)
    (own,) = list_routes(desk.work)
    usual = pane.findChild(Button, "install_route")
    assert not usual.isHidden()
    usual.click()
    rows = list_routes(desk.work)
    centres = {row.centre for row in rows}
    kinds = {(route.centre, route.kind) for route in all_review_routes()}
    assert {(row.centre, row.kind) for row in rows} == {k for k in kinds if k[0] in centres}
    assert next(row for row in rows if row.setting.id == own.setting.id) == own
    assert usual.isHidden()


def test_a_reader_must_work_in_the_centre(pane_of):
    desk, pane = pane_of("kanri", "routes", make_route)
    stranger = desk.office.staff_id("kansa")
    with desk.office.store.writing(None) as session:
        from soudan_desk.models import Staff

        session.get(Staff, stranger).centre_codes = ["disability"]
    pane.form().change({"steps": [{"title": "所長", "staff_id": stranger}]})
    pane.findChild(Button, "save_route").click()
    assert "働いていない" in pane.form().cell("steps").problem
    pane.form().change({"steps": [{"title": "所長"}]})
    pane.findChild(Button, "save_route").click()
    assert "職員か役割" in pane.form().cell("steps").problem


def test_somebody_names_their_own_deputy_and_ends_it(pane_of):
    desk, pane = pane_of("sodanin", "deputies")
    pane.findChild(Button, "add_deputy").click()
    assert pane.form().answers()["absent_id"] == desk.work.actor.staff_id
    nishio = desk.office.staff_id("nishio")
    pane.form().change({"staff_id": nishio, "to_on": in_days(3)})
    pane.findChild(Button, "save_deputy").click()
    (row,) = list_deputies(desk.work)
    assert (row.staff_id, row.from_on) == (nishio, TODAY)
    _press(desk, "go")
    pane.findChild(Button, "end_deputy").click()
    assert not list_deputies(desk.work)


def test_others_deputies_are_seen_and_not_changed(pane_of):
    def name(office):
        answers = {
            "absent_id": office.staff_id("shunin"),
            "staff_id": office.staff_id("nishio"),
            "from_on": TODAY,
            "to_on": in_days(1),
        }
        save_deputy(office.work("shunin"), answers)

    _desk, pane = pane_of("sodanin", "deputies", name)
    assert "田中 見本" in pane._title.text()
    assert not pane._stack.isEnabled()
    assert pane.findChild(Button, "save_deputy").isHidden()
    assert pane.findChild(Button, "end_deputy").isHidden()
    pane.findChild(Button, "add_deputy").click()
    pane.form().change(
        {"absent_id": _desk.office.staff_id("shunin"), "staff_id": _desk.work.actor.staff_id}
    )
    pane.form().change({"to_on": in_days(1)})
    assert not pane.form().save()


def test_a_refused_day_of_a_deputy_is_mended_by_its_link(pane_of):
    desk, pane = pane_of("sodanin", "deputies")
    pane.findChild(Button, "add_deputy").click()
    nishio = desk.office.staff_id("nishio")
    pane.form().change({"staff_id": nishio, "from_on": in_days(3), "to_on": in_days(1)})
    pane.findChild(Button, "save_deputy").click()
    assert "始まりより前" in pane.form().cell("to_on").problem
    pane.findChild(Button, "cure_to_on").click()
    assert pane.form().cell("to_on").problem == ""
    pane.findChild(Button, "save_deputy").click()
    (row,) = list_deputies(desk.work)
    assert row.from_on <= row.to_on
