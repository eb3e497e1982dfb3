"""控え: copies, their places, the drill and the restore, by hand in a real frame."""

from dataclasses import replace
from datetime import timedelta

import pytest
from modal import when_open
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLabel

from office_fixtures import PASSWORD
from soudan_desk.models.base import now
from soudan_desk.services import copy_standing as copy_standing_module
from soudan_desk.services.copies import keep_due
from soudan_desk.services.copy_places import add_place, kept_places
from soudan_desk.services.copy_standing import copy_standing
from soudan_desk.services.office import open_office
from soudan_desk.storage.copy_media import PlaceKind
from soudan_desk.ui.pages.page import Place
from soudan_desk.ui.widgets.button import Button
from soudan_desk.ui.widgets.choices import Segments
from soudan_desk.ui.widgets.document import DocumentLabel
from soudan_desk.ui.widgets.inputs import LineEdit
from soudan_desk.ui.widgets.toggles import CheckBox
from soudan_desk.ui.wiring.copies import keep_copies


@pytest.fixture
def medium(office, tmp_path):
    folder = tmp_path / "usb"
    folder.mkdir()
    add_place(office.work_of_admin, office.opened, folder, kind=PlaceKind.EXTERNAL)
    return folder


@pytest.fixture
def page_of(desk_of):
    def open_page(login="kanri"):
        desk = desk_of(login)
        page = desk.frame.go(Place("backup"))
        desk.settle()
        return desk, page

    return open_page


def press(page, name):
    page.findChild(Button, name).click()


def words(table):
    model = table.model()
    rows = [[model.index(r, c).data() for c in range(6)] for r in range(model.rowCount())]
    return ["　".join(cell or "" for cell in row) for row in rows]


def finish(desk, page):
    desk.qtbot.waitUntil(lambda: bool(page._told.sentence()), timeout=20_000)
    desk.settle()


def test_a_copy_is_made_in_each_place_that_is_there_and_then_proven(page_of, medium):
    desk, page = page_of()
    stood = []
    desk.seat.show_standing = stood.append
    assert "まだありません" in words(page.places)[0]
    assert "次の番・遅れ" in words(page.places)[0]

    press(page, "make_backup")
    finish(desk, page)
    (bundle,) = medium.glob("*.backup")
    assert bundle.name in page._told.sentence()
    assert "守られています" in page._state.sentence()
    assert bundle.name in words(page.copies)[0]
    assert stood[-1].last is not None
    page._told.hide()
    press(page, "verify_backup")
    finish(desk, page)

    assert "操作の記録の終わり" in page._told.sentence()


def test_a_medium_that_is_unplugged_is_told_with_its_day_and_no_copy_can_be_made(page_of, medium):
    desk, page = page_of()
    press(page, "make_backup")
    finish(desk, page)
    medium.rename(medium.with_name("in the safe"))
    page.look()
    desk.settle()

    assert "外してあります" in words(page.places)[0]
    assert page.copies.model().rowCount() == 0
    assert not page.findChild(Button, "make_backup").isEnabled()


def test_a_copy_that_was_rewritten_is_shown_and_refused(page_of, medium):
    desk, page = page_of()
    press(page, "make_backup")
    finish(desk, page)
    (bundle,) = medium.glob("*.backup")
    (bundle / "office.db").write_bytes(b"encrypted by somebody else")
    page.look()
    desk.settle()
    assert "壊れている" in words(page.copies)[0]

    page._told.hide()
    press(page, "verify_backup")
    finish(desk, page)
    assert "壊れている" in page._told.sentence()


def test_a_copy_can_be_stopped_and_leaves_nothing(page_of, medium, qtbot):
    desk, page = page_of()
    press(page, "make_backup")
    QTest.keyClick(page, Qt.Key.Key_Escape)
    finish(desk, page)

    assert page._bar.isHidden()
    assert not list(medium.glob("*.partial"))


def test_who_writes_casework_may_copy_but_not_choose_places(page_of, medium):
    _desk, page = page_of("sodanin")
    shown = [
        name
        for name in ("make_backup", "verify_backup", "add_place", "start_drill", "restore_backup")
        if not page.findChild(Button, name).isHidden()
    ]
    assert shown == ["make_backup", "verify_backup"]


def test_a_place_is_renamed_and_said_to_lie_outside(page_of, medium, office):
    desk, page = page_of()

    def answer(dialog):
        dialog.findChild(LineEdit, "place_name").setText("青いUSB")
        dialog.findChild(CheckBox, "place_off_site").click()
        press(dialog, "answer_go")

    when_open(answer)
    press(page, "edit_place")
    desk.settle()

    (place,) = kept_places(office.opened)
    assert (place.name, place.is_off_site) == ("青いUSB", True)
    assert "青いUSB" in words(page.places)[0]


def test_a_place_is_given_up_and_its_copies_stay(page_of, medium, office):
    desk, page = page_of()
    press(page, "make_backup")
    finish(desk, page)
    when_open(lambda dialog: press(dialog, "answer_go"))
    press(page, "drop_place")
    desk.settle()

    assert kept_places(office.opened) == ()
    assert len(list(medium.glob("*.backup"))) == 1
    assert page._state.sentence().startswith("外に置く控えの媒体が決まっていません")


def made_copy(office):
    due = copy_standing(office.work_of_admin, office.opened).due(now())
    return keep_due(office.work_of_admin, office.opened, due)


def test_the_drill_leads_through_three_steps_and_is_entered(page_of, medium, office, qtbot):
    made_copy(office)
    desk, page = page_of()
    seen = []

    def begin(dialog):
        press(dialog, "run_drill")
        seen.append(dialog.begin._frame.has_problem)
        dialog.findChild(LineEdit, "drill_password").setText(PASSWORD)
        press(dialog, "run_drill")
        qtbot.waitUntil(lambda: dialog._stack.currentWidget() is dialog.look, timeout=20_000)
        for tick in dialog.look.ticks[:2]:
            tick.click()
        press(dialog, "finish_drill")
        seen.append([each.text() for each in dialog.end.findChildren(DocumentLabel)])
        press(dialog, "close_drill")

    when_open(begin, "drill")
    press(page, "start_drill")
    desk.settle()

    assert seen[0]
    assert [line[0] for line in seen[1] if line[0] in "○×"] == ["○", "○", "○", "○", "×", "○"]
    assert "最後は 令和" in page._drilled.text()
    assert copy_standing(office.work_of_admin, office.opened).drilled_at is not None


def test_a_copy_is_restored_beside_the_office_and_opens(page_of, medium, office, tmp_path, qtbot):
    made_copy(office)
    desk, page = page_of()
    target = tmp_path / "戻した"

    def answer(dialog):
        form = dialog.form
        press(dialog, "restore_office")
        assert form._frames["password"].has_problem
        form.findChild(LineEdit, "restore_password").setText("wrong password")
        form.findChild(LineEdit, "restore_target").setText(str(office.path))
        form.findChild(LineEdit, "restore_reason").setText("見比べるため")
        press(dialog, "restore_office")
        qtbot.waitUntil(lambda: form._frames["password"].has_problem, timeout=20_000)
        form.findChild(LineEdit, "restore_password").setText(PASSWORD)
        press(dialog, "restore_office")
        qtbot.waitUntil(lambda: form._frames["target"].has_problem, timeout=20_000)
        form.findChild(LineEdit, "restore_target").setText(str(target))
        press(dialog, "restore_office")
        qtbot.waitUntil(lambda: dialog.restored is not None, timeout=20_000)
        press(dialog, "enter_restored")

    when_open(answer, "restoring")
    press(page, "restore_backup")
    desk.settle()

    opened, _work = open_office(target, "kanri", PASSWORD, processes={})
    opened.close()


def test_the_recovery_sheet_is_asked_for_instead_of_a_password(page_of, medium, office, qtbot):
    made_copy(office)
    _desk, page = page_of()
    asked = []

    def answer(dialog):
        way = dialog.findChild(Segments, "restore_way")
        way.buttons()[1].click()
        dialog.form.findChild(LineEdit, "restore_reason").setText("パソコンの故障")
        asked.append(dialog.form.asked())
        dialog.form.findChild(LineEdit, "restore_key").setText("ABCD")
        asked.append(dialog.form.asked())
        dialog.reject()

    when_open(answer, "restoring")
    press(page, "restore_backup")

    assert asked[0] is None
    assert (asked[1].key, asked[1].login, asked[1].password) == ("ABCD", "", "")


def test_an_administrator_is_reminded_of_the_drill_on_today(desk_of, office, medium, monkeypatch):
    monkeypatch.setattr(copy_standing_module, "DRILL_EVERY", timedelta(0))
    admin = replace(
        office.actors["shunin"], roles=office.actors["shunin"].roles | {"administrator"}
    )
    office.actors["shunin"] = admin
    desk = desk_of("shunin")
    page = desk.frame.go(Place("today"))
    desk.settle()
    assert page.drill.isVisible()
    page.drill.button.click()
    assert desk.frame.here() == Place("backup")
    other = desk_of("sodanin")
    day = other.frame.go(Place("today"))
    other.settle()
    assert not day.drill.isVisible()


def test_a_medium_that_is_plugged_in_gets_its_copy_by_itself_and_the_light_turns(
    desk_of, medium, office, qtbot
):
    desk = desk_of("sodanin")
    keeper = keep_copies(desk.seat, desk.frame, desk.frame)
    with qtbot.waitSignal(keeper.stood):
        pass
    qtbot.waitUntil(lambda: not keeper._tasks.is_busy)
    medium.rename(medium.with_name("in the safe"))
    with qtbot.waitSignal(keeper.stood, timeout=20_000) as stood:
        keeper.look()
    assert stood.args[0].last is None
    assert "危険：" in desk.frame.status.findChild(QLabel, "backup_age").text()
    medium.with_name("in the safe").rename(medium)

    with qtbot.waitSignal(keeper.stood, timeout=20_000):
        keeper.look()
    qtbot.waitUntil(lambda: bool(list(medium.glob("*.backup"))))
    keeper.stop()

    assert desk.frame.status.findChild(QLabel, "backup_age").text().startswith("確認済み")
    desk.frame.status.findChild(QLabel, "backup_age").clicked.emit()
    assert desk.frame.here() == Place("backup")
