"""The first run: from nothing to an office with a proven sheet and a proven copy."""

import re
import shutil
import subprocess

import pytest
from PySide6.QtWidgets import QLineEdit

from soudan_desk.centres import all_processes
from soudan_desk.services.audit_log import AuditFilter, list_audit
from soudan_desk.services.copy_places import kept_places
from soudan_desk.services.office import open_office
from soudan_desk.storage.folder import OfficeFolder
from soudan_desk.storage.keys import FLOOR
from soudan_desk.storage.recovery import groups_to_prove
from soudan_desk.ui.dialogs import Question
from soudan_desk.ui.tasks import Tasks
from soudan_desk.ui.widgets.button import Button
from soudan_desk.ui.widgets.toggles import CheckBox
from soudan_desk.ui.window import MainWindow
from soudan_desk.ui.wiring.first_run import build_first_run

PASSWORD = "haru no yoru no yume no ukihashi"


class FirstRun:
    """The page in a window, and hands on its keyboard."""

    def __init__(self, qtbot, tmp_path):
        self.qtbot, self.home = qtbot, tmp_path
        self.tasks = Tasks()
        self.page = build_first_run(self.tasks, cost=FLOOR)
        qtbot.addWidget(self.page)
        self.page.resize(1366, 768)
        self.page.show()
        self.finished = []
        self.page.finished.connect(lambda *told: self.finished.append(told))
        self.folder, self.sheet = tmp_path / "office", tmp_path / "sheet.pdf"

    def type(self, name, text):
        line = self.page.step.findChild(QLineEdit, name)
        line.clear()
        line.setText(text)

    def tick(self, name):
        self.page.step.findChild(CheckBox, name).click()

    @property
    def next(self):
        return self.page.findChild(Button, "next_step")

    def go_on(self):
        assert self.next.isEnabled()
        self.next.click()
        self.qtbot.waitUntil(lambda: not self.tasks.is_busy, timeout=30_000)

    def answer_until_sheet(self):
        self.type("office_folder", str(self.folder))
        self.go_on()
        self.type("office_name", "見本市社会福祉協議会")
        self.tick("centre_life_support")
        self.go_on()
        self.type("admin_name", "見本 花子")
        self.type("login", "hanako")
        self.type("new_password", PASSWORD)
        self.type("new_password_again", PASSWORD)
        self.go_on()

    def groups_on_paper(self):
        return subprocess.run(
            ["pdftotext", "-layout", str(self.sheet), "-"], capture_output=True, check=True
        ).stdout.decode()


@pytest.fixture
def first_run(qtbot, tmp_path):
    run = FirstRun(qtbot, tmp_path)
    yield run
    run.page._acts.close()
    run.tasks.close()


@pytest.mark.skipif(shutil.which("pdftotext") is None, reason="poppler reads the sheet")
def test_a_new_office_is_made_proven_and_copied(first_run):
    copies = first_run.home / "copies"
    copies.mkdir()
    first_run.answer_until_sheet()
    first_run.type("sheet_file", str(first_run.sheet))
    first_run.go_on()
    asked = groups_to_prove(OfficeFolder(first_run.folder))
    paper = _groups_of(first_run.groups_on_paper())
    for line, group in zip(("group_1", "group_2"), asked, strict=True):
        first_run.type(line, paper[group - 1])
    first_run.tick("delete_sheet_file")
    first_run.go_on()
    assert not first_run.sheet.exists()
    assert first_run.next.text() == "あとで作る"
    first_run.type("audit_sheet_file", str(first_run.home / "監査票.pdf"))
    assert first_run.next.text() == "監査票を書き出す"
    first_run.go_on()
    first_run.type("backup_folder", str(copies))
    first_run.go_on()
    first_run.next.click()
    assert first_run.finished == [(first_run.folder, "hanako")]
    assert len(list(copies.glob("*.backup"))) == 1
    assert groups_to_prove(OfficeFolder(first_run.folder)) is None
    office, work = open_office(first_run.folder, "hanako", PASSWORD, processes=all_processes())
    try:
        assert work.actor.roles == {"administrator", "caseworker", "supervisor"}
        begun = [row for row in list_audit(work, AuditFilter()).rows if row.action == "audit_begin"]
        assert len(begun) == 1
        (place,) = kept_places(office)
        assert place.folder == copies
    finally:
        office.close()


def _groups_of(text):
    """Read the eight groups as the sheet prints them: letters parted by blanks."""
    found = re.findall(r"(?<![A-Z0-9])([A-Z2-7](?: [A-Z2-7]){3})(?![ ]?[A-Z0-9])", text)
    return [group.replace(" ", "") for group in found][:8]


def test_a_shared_or_synchronised_folder_is_refused_and_explained(first_run):
    first_run.type("office_folder", str(first_run.home / "OneDrive" / "office"))
    assert not first_run.next.isEnabled()
    assert "同期フォルダー" in first_run.page.step._problem


def test_a_folder_that_holds_something_is_refused(first_run):
    (first_run.home / "full").mkdir()
    (first_run.home / "full" / "a.txt").write_text("a")
    first_run.type("office_folder", str(first_run.home / "full"))
    assert not first_run.next.isEnabled()


@pytest.mark.parametrize(
    ("first", "second"),
    [
        ("short", "short"),
        (PASSWORD, ""),
        (PASSWORD, "haru no yoru"),
        ("hanako hanako hanako", None),
    ],
)
def test_no_step_is_left_with_a_weak_password_or_one_typed_once(first_run, first, second):
    first_run.type("office_folder", str(first_run.folder))
    first_run.go_on()
    first_run.type("office_name", "見本")
    first_run.tick("centre_disability")
    first_run.go_on()
    first_run.type("admin_name", "見本 花子")
    first_run.type("login", "hanako")
    first_run.type("new_password", first)
    first_run.type("new_password_again", first if second is None else second)
    assert not first_run.next.isEnabled()


def test_a_wrong_group_keeps_one_on_the_step_and_the_sheet_unproven(first_run):
    first_run.answer_until_sheet()
    first_run.type("sheet_file", str(first_run.sheet))
    first_run.go_on()
    first_run.type("group_1", "AAAA")
    first_run.type("group_2", "BBBB")
    first_run.go_on()
    assert first_run.page.findChild(QLineEdit, "group_1").isVisible()
    assert groups_to_prove(OfficeFolder(first_run.folder)) is not None
    assert first_run.sheet.exists()


def test_where_the_sheet_cannot_be_written_no_office_is_left_behind(first_run):
    first_run.answer_until_sheet()
    first_run.type("sheet_file", str(first_run.folder / "inside.pdf"))
    first_run.go_on()
    assert "フォルダーの外" in first_run.page.step.told.sentence()
    assert not first_run.folder.exists()


@pytest.mark.skipif(shutil.which("pdftotext") is None, reason="poppler reads the sheet")
def test_a_sheet_left_unproven_is_asked_for_at_the_next_log_in(first_run, qtbot):
    first_run.answer_until_sheet()
    first_run.type("sheet_file", str(first_run.sheet))
    first_run.go_on()
    first_run.page._acts.close()
    window = MainWindow(first_run.folder)
    qtbot.addWidget(window)
    window.show()
    window.log_in("hanako", PASSWORD)
    for attempt, groups in enumerate((["AAAA", "AAAA"], None)):
        qtbot.waitUntil(lambda: _open_question(window) is not None, timeout=3_000)
        question = _open_question(window)
        asked = groups_to_prove(OfficeFolder(first_run.folder))
        paper = _groups_of(first_run.groups_on_paper())
        right = groups or [paper[group - 1] for group in asked]
        for at, text in enumerate(right, start=1):
            question.findChild(QLineEdit, f"group_{at}").setText(text)
        question.buttons["go"].click()
        qtbot.wait(50)
        assert (groups_to_prove(OfficeFolder(first_run.folder)) is None) == bool(attempt)
    assert _open_question(window) is None

    window.close()  # what was written has no copy, and no place was chosen for one
    window.close()
    question = _open_question(window)
    assert "保存先が、まだ決まっていません" in question.accessibleDescription()
    question.buttons["cancel"].click()
    assert window.isVisible()
    window.close()
    _open_question(window).buttons["leave"].click()
    qtbot.waitUntil(lambda: not window.isVisible(), timeout=10_000)


def _open_question(window):
    found = (each for each in window.findChildren(Question) if each.isVisible())
    return next(found, None)
