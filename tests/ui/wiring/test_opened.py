"""An older copy in the window: what everybody reads, and how a supervisor goes on."""

import shutil

import pytest

from office_fixtures import PASSWORD
from soudan_desk.centres import all_processes
from soudan_desk.services.office import open_office
from soudan_desk.services.staff import admit
from soudan_desk.storage import slots
from soudan_desk.storage.audit import Act
from soudan_desk.ui.dialogs import Question
from soudan_desk.ui.window import MainWindow


def opened(path):
    return open_office(path, "kanri", PASSWORD, processes=all_processes())


@pytest.fixture
def older(office_template, tmp_path):
    """Put the database back to an older state, as it lies on a disk's image."""
    path = shutil.copytree(office_template, tmp_path / "office")
    office, work = opened(path)
    one_time = admit(work, office, "shunin")
    slots.change_password(office.folder, "shunin", one_time, PASSWORD).drop()
    office.close()
    shutil.copy(path / "office.db", tmp_path / "office.db")
    office, work = opened(path)
    work.store.note(None, Act(action="list", by=None))
    office.close()
    shutil.copy(tmp_path / "office.db", path / "office.db")
    return path


@pytest.fixture
def window(older, qtbot):
    window = MainWindow(older)
    qtbot.addWidget(window)
    window.show()
    yield window
    window.close()


def question_of(window, qtbot):
    qtbot.waitUntil(lambda: window.frame.findChild(Question) is not None)
    question = window.frame.findChild(Question)
    assert "より古い状態です" in question.accessibleDescription()
    return question


def test_everybody_reads_why_and_only_a_supervisor_is_asked(window, qtbot):
    window.log_in("kanri", PASSWORD)
    question = question_of(window, qtbot)
    assert list(question.buttons) == ["ok"]
    question.buttons["ok"].click()
    assert not window.is_locked


def test_a_supervisor_goes_on_with_a_reason_and_logs_in_again(window, qtbot):
    window.log_in("shunin", PASSWORD)
    question = question_of(window, qtbot)
    question.findChild(object, "older_reason").setPlainText("控えから戻した")
    question.buttons["go"].click()
    qtbot.waitUntil(lambda: window.is_locked)
    window.log_in("shunin", PASSWORD)
    assert not window.seat.office.read_only


def test_without_a_reason_it_is_asked_again(window, qtbot):
    window.log_in("shunin", PASSWORD)
    question_of(window, qtbot).buttons["go"].click()
    qtbot.waitUntil(lambda: len(window.frame.findChildren(Question)) > 1)
    assert not window.is_locked
    assert window.seat.office.read_only
    for question in window.frame.findChildren(Question):
        question.reject()


def test_going_on_looking_only_changes_nothing(window, qtbot):
    window.log_in("shunin", PASSWORD)
    question_of(window, qtbot).buttons["cancel"].click()
    assert window.seat.office.read_only
    window.lock()
    window.log_in("shunin", PASSWORD)
    assert window.seat.office.read_only
    question_of(window, qtbot).reject()
