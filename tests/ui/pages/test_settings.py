"""設定: only what one's roles allow, each change through the services."""

import pytest
from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QDialog, QLabel, QLineEdit

from office_fixtures import PASSWORD
from soudan_desk.app import remember_looks
from soudan_desk.errors import NotAllowedError
from soudan_desk.models import CentreSetting
from soudan_desk.services.candidates import find_meant
from soudan_desk.services.cases import open_case
from soudan_desk.services.codes_admin import add_option, change_option, options_of
from soudan_desk.services.import_history import list_imports
from soudan_desk.services.records import add_record, show_record
from soudan_desk.services.settings import add_centre, centre_settings, office_facts
from soudan_desk.services.staff import list_staff
from soudan_desk.storage.slots import unlock
from soudan_desk.ui.pages.page import Place
from soudan_desk.ui.preferences import read_preferences
from soudan_desk.ui.theme import Look, theme
from soudan_desk.ui.widgets.button import Button
from soudan_desk.ui.widgets.choices import Segments

NEW_PASSWORD = "aki no yonaga no tsuki akari"


@pytest.fixture
def settings_of(desk_of):
    def make(login, tab=""):
        desk = desk_of(login)
        page = desk.frame.go(Place("settings", {"tab": tab}))
        return desk, page

    return make


def _answer(desk, code, read=None, tries=200):
    """Press an answer of the next dialog that has it, after reading what it shows."""

    def press():
        dialog = desk.frame.window().findChild(QDialog, "question")
        button = dialog.findChild(Button, f"answer_{code}") if dialog else None
        if button is None or not dialog.isVisible():
            if tries:
                _answer(desk, code, read, tries - 1)
            return
        if read is not None:
            read.append(dialog.findChild(QLabel, "one_time_password").text())
        button.click()

    QTimer.singleShot(30, press)


@pytest.mark.parametrize(
    ("login", "tabs"),
    [
        (
            "kanri",
            [
                "office",
                "centres",
                "sharing",
                "staff",
                "password",
                "codes",
                "phrases",
                "routes",
                "conflicts",
                "towns",
                "retention",
                "looks",
            ],
        ),
        (
            "shunin",
            [
                *(
                    "staff",
                    "password",
                    "codes",
                    "phrases",
                    "deputies",
                    "conflicts",
                    "towns",
                    "looks",
                ),
                "imports",
            ],
        ),
        ("sodanin", ["password", "phrases", "deputies", "looks", "imports"]),
        ("etsuran", ["password", "looks"]),
    ],
)
def test_everybody_has_the_tabs_their_roles_allow(settings_of, login, tabs):
    _desk, page = settings_of(login)
    assert list(page._makers) == tabs


def test_the_office_and_its_centres_are_renamed(settings_of):
    desk, page = settings_of("kanri", "office")
    page.pane().form().change({"name": "見本町社会福祉協議会"})
    page.findChild(Button, "save_settings").click()
    assert office_facts(desk.work).name == "見本町社会福祉協議会"
    page.show_tab("centres")
    page.pane().form().change({"tel": "00-0000-0001", "seal_boxes": [{"title": "所長"}]})
    page.pane().findChild(Button, "save_settings").click()
    assert centre_settings(desk.work)[0].answers["tel"] == "00-0000-0001"


def test_a_lock_time_out_of_bounds_is_explained_and_not_saved(settings_of):
    desk, page = settings_of("kanri", "office")
    page.pane().form().change({"lock_after_min": 90})
    page.findChild(Button, "save_settings").click()
    assert "1分から15分" in page.pane().form().cell("lock_after_min").problem
    assert office_facts(desk.work).lock_after_min == 5


def test_new_staff_get_a_one_time_password_that_is_shown_once(settings_of):
    desk, page = settings_of("kanri", "staff")
    pane = page.pane()
    pane.begin_adding()
    answers = {"name": "新田 見本", "login": "nitta", "roles": ["caseworker"]}
    pane._new_form.change({**answers, "centre_codes": ["disability"]})
    shown = []
    _answer(desk, "ok", shown)
    page.findChild(Button, "save_staff").click()
    desk.settle()
    assert unlock(desk.seat.office.folder, "nitta", shown[0]).must_change_password
    row = next(row for row in list_staff(desk.work) if row.login == "nitta")
    assert (row.roles, row.centres, row.must_change_password) == (
        ("caseworker",),
        ("disability",),
        True,
    )


def test_who_logs_in_nowhere_is_named_only_and_can_be_chosen_in_plans(settings_of):
    desk, page = settings_of("kanri", "staff")
    pane = page.pane()
    for name in ("支援 見本", "援助 見本"):
        pane.begin_adding()
        pane._new_form.change({"name": name, "centre_codes": ["rights_advocacy"]})
        page.findChild(Button, "save_staff").click()
        desk.settle()
    rows = {row.name: row for row in list_staff(desk.work) if row.is_name_only}
    assert {row.login for row in rows.values()} == {"nashi-1", "nashi-2"}
    shown = pane._cells(rows["支援 見本"])
    assert [cell.text for cell in shown] == ["支援 見本", "鍵なし", "", "名前だけ"]
    worker = desk.office.work("shunin")
    (meant,) = find_meant(worker, "staff", "支援")
    case = open_case(worker, centre="rights_advocacy", process="nichiji")
    plan = {"case_id": case, "plan_kind": "nichiji", "supporter_ids": [meant.id]}
    added = add_record(worker, "plan", plan)
    assert show_record(worker, "plan", added.id).answers["supporter_ids"] == [meant.id]
    pane._table.choose_row(pane._model.row_of(meant.id))
    _answer(desk, "go")
    page.findChild(Button, "disable_staff").click()
    desk.settle()
    assert find_meant(worker, "staff", "支援") == []


def test_a_taken_login_is_refused_beside_the_question(settings_of):
    _desk, page = settings_of("kanri", "staff")
    pane = page.pane()
    pane.begin_adding()
    pane._new_form.change({"name": "新田 見本", "login": "shunin", "roles": ["caseworker"]})
    page.findChild(Button, "save_staff").click()
    assert "使われています" in pane._new_form.cell("login").problem


def test_somebody_is_let_in_given_another_password_and_stopped(settings_of):
    desk, page = settings_of("kanri", "staff")
    pane = page.pane()

    def stand_on(login):
        row = next(row for row in list_staff(desk.work) if row.login == login)
        pane._table.choose_row(pane._model.row_of(row.id))

    stand_on("sodanin")
    first, second = [], []
    _answer(desk, "ok", first)
    page.findChild(Button, "admit_staff").click()
    desk.settle()
    stand_on("sodanin")
    _answer(desk, "go")
    QTimer.singleShot(300, lambda: _answer(desk, "ok", second))
    page.findChild(Button, "reset_password").click()
    desk.settle()
    desk.qtbot.waitUntil(lambda: bool(second), timeout=5_000)
    assert first[0] != second[0]
    assert unlock(desk.seat.office.folder, "sodanin", second[0]).must_change_password
    stand_on("sodanin")
    _answer(desk, "go")
    page.findChild(Button, "disable_staff").click()
    desk.settle()
    row = next(row for row in list_staff(desk.work) if row.login == "sodanin")
    assert not row.is_active


def test_a_supervisor_gives_passwords_anew_but_changes_nobody(settings_of):
    _desk, page = settings_of("shunin", "staff")
    assert not page.findChild(Button, "add_staff").isVisible()
    assert not page.findChild(Button, "save_staff").isVisible()


def test_ones_own_password_is_changed(settings_of):
    desk, page = settings_of("kanri", "password")
    for name, text in (
        ("old_password", PASSWORD),
        ("new_password", NEW_PASSWORD),
        ("new_password_again", NEW_PASSWORD),
    ):
        page.findChild(QLineEdit, name).setText(text)
    page.findChild(Button, "change_password").click()
    desk.settle()
    assert unlock(desk.seat.office.folder, "kanri", NEW_PASSWORD) is not None
    assert page.findChild(QLineEdit, "new_password").text() == ""


def test_a_wrong_old_password_is_refused(settings_of):
    desk, page = settings_of("kanri", "password")
    for name, text in (
        ("old_password", "chigau chigau chigau"),
        ("new_password", NEW_PASSWORD),
        ("new_password_again", NEW_PASSWORD),
    ):
        page.findChild(QLineEdit, name).setText(text)
    page.findChild(Button, "change_password").click()
    desk.settle()
    assert page.pane()._old_frame.has_problem


def test_the_office_adds_an_option_behind_the_national_ones(settings_of):
    desk, page = settings_of("kanri", "codes")
    pane = page.pane()
    pane._lists.choose_row(pane._lists_model.row_of("consultation.first_or_repeat"))
    page.findChild(QLineEdit, "entry_label").setText("再相談")
    page.findChild(Button, "save_option").click()
    options = options_of(desk.work, "consultation.first_or_repeat")
    assert [(each.label, each.national) for each in options] == [
        ("新規", True),
        ("継続", True),
        ("再相談", False),
    ]
    page.findChild(QLineEdit, "entry_label").setText("新規")
    page.findChild(Button, "save_option").click()
    assert pane._label_frame.has_problem
    pane._table.choose_row(2)
    page.findChild(Button, "end_option").click()
    assert options_of(desk.work, "consultation.first_or_repeat")[2].valid_to == desk.work.today()


def test_a_national_option_cannot_be_changed(settings_of):
    _desk, page = settings_of("kanri", "codes")
    pane = page.pane()
    pane._table.choose_row(0)
    assert page.findChild(Button, "save_option").text() == "足す"
    assert not page.findChild(Button, "end_option").isVisible()


def test_looks_hold_at_once_and_are_remembered(settings_of):
    _desk, page = settings_of("etsuran", "looks")
    theme.theme_changed.connect(remember_looks)
    before = (theme.look, theme.zoom)
    try:
        look = page.findChild(Segments, "look")
        look.set_value("dark")
        look.picked.emit("dark")
        page.findChild(Button, "zoom_in").click()
        assert (theme.look, theme.zoom) == (Look.DARK, 110)
        assert (read_preferences().look, read_preferences().zoom) == (Look.DARK, 110)
    finally:
        theme.theme_changed.disconnect(remember_looks)
        theme.set_look(before[0])
        theme.set_zoom(before[1])


def test_the_way_to_the_import_page_is_open(settings_of):
    desk, page = settings_of("sodanin", "imports")
    page.findChild(Button, "open_import_file").click()
    assert desk.frame.here() == Place("import_file")
    assert list_imports(desk.work) == []


def test_an_option_that_was_added_can_be_chosen_at_once(settings_of):
    desk, _page = settings_of("kanri", "codes")
    topics = desk.work.codes.entries
    add_option(desk.work, "agency.type", "見本の窓口")
    assert "見本の窓口" in [entry.label for entry in topics("agency.type")]
    own = next(each for each in options_of(desk.work, "agency.type") if each.id)
    change_option(desk.work, "agency.type", own, label="見本の相談窓口")
    assert desk.work.codes.label("agency.type", own.code) == "見本の相談窓口"


def test_a_centre_is_added_to_an_office_that_works_already(settings_of):
    desk, page = settings_of("kanri", "centres")
    taken = centre_settings(desk.work)
    assert page.findChild(Button, "add_centre").isHidden()  # the office runs all three
    with desk.office.store.writing(None) as session:
        gone = session.get(CentreSetting, taken[-1].id)
        gone.centre = "closed_one"
    desk, page = settings_of("kanri", "centres")
    _answer(desk, taken[-1].answers["centre"])
    page.findChild(Button, "add_centre").click()
    assert centre_settings(desk.work)[-1].answers["centre"] == taken[-1].answers["centre"]
    assert page.findChild(Button, "add_centre").isHidden()
    assert "ロックして入り直す" in desk.frame.status.message()


def test_a_centre_is_added_by_an_administrator_alone(settings_of):
    desk, _page = settings_of("shunin")
    with pytest.raises(NotAllowedError):
        add_centre(desk.work, "disability", "見本")
