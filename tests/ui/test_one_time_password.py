"""Who comes in with a one-time password sets one's own before the desk opens."""

import shutil

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLineEdit

from office_fixtures import PASSWORD
from soudan_desk.centres import all_processes
from soudan_desk.services.office import open_office
from soudan_desk.services.staff import admit
from soudan_desk.ui.dialogs import Question
from soudan_desk.ui.widgets.new_password import NewPassword
from soudan_desk.ui.window import MainWindow

OWN = "asa no sanpo wa michi no mannaka"


@pytest.fixture
def given(office_template, tmp_path):
    """Give a caseworker a one-time password; return the office's folder and it."""
    path = tmp_path / "office"
    shutil.copytree(office_template, path)
    opened, work = open_office(path, "kanri", PASSWORD, processes=all_processes())
    one_time = admit(work, opened, "sodanin")
    opened.close()
    return path, one_time


@pytest.fixture
def window(qtbot, given):
    window = MainWindow(given[0])
    qtbot.addWidget(window)
    window.show()
    yield window
    window.close()


def question_of(qtbot, window, one_time):
    def shown():
        return [each for each in window.findChildren(Question) if each.isVisible()]

    window._on_entered("sodanin", one_time)
    qtbot.waitUntil(lambda: bool(shown()), timeout=10_000)
    return shown()[0]


def test_the_desk_opens_after_ones_own_is_set_and_not_before(qtbot, given, window):
    path, one_time = given
    question = question_of(qtbot, window, one_time)
    assert window.is_locked
    new = question.findChild(NewPassword)
    first, second = new.findChildren(QLineEdit)[:2]
    assert not question.buttons["go"].isEnabled()
    QTest.keyClicks(first, OWN)
    QTest.keyClicks(second, OWN)
    question.buttons["go"].click()
    qtbot.waitUntil(lambda: not window.is_locked, timeout=10_000)
    window.close()
    opened, work = open_office(path, "sodanin", OWN, processes=all_processes())
    assert not opened.must_change_password
    assert work.actor.login == "sodanin"
    opened.close()


def test_who_puts_it_off_stays_outside(qtbot, given, window):
    question = question_of(qtbot, window, given[1])
    QTest.keyClick(question, Qt.Key.Key_Escape)
    QApplication.processEvents()
    assert window.is_locked
    question_of(qtbot, window, given[1]).reject()  # and may come again
    QApplication.processEvents()
