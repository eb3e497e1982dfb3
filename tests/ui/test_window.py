"""The window: signing in, locking with what is typed kept, and coming back."""

import shutil
from threading import Event
from time import sleep

import pytest
from PySide6.QtCore import Qt, QTimer
from PySide6.QtWidgets import QApplication, QDialog
from sqlalchemy import update

from office_fixtures import PASSWORD, begin_small_office
from soudan_desk.centres import all_processes
from soudan_desk.models.program import AppMeta
from soudan_desk.services.copy_places import add_place
from soudan_desk.services.office import open_office
from soudan_desk.services.unsaved import keep_unsaved, unsaved_form
from soudan_desk.storage import prepare, refolding
from soudan_desk.storage.refusals import OpenElsewhereError
from soudan_desk.storage.restore import verify_backup
from soudan_desk.ui import tasks
from soudan_desk.ui.dialogs import ask_text
from soudan_desk.ui.pages.login import LoginPage
from soudan_desk.ui.pages.page import Place
from soudan_desk.ui.window import MainWindow


@pytest.fixture
def folder(office_template, tmp_path):
    path = tmp_path / "見本市社協"
    shutil.copytree(office_template, path)
    return path


@pytest.fixture
def window(folder, qtbot):
    window = MainWindow(folder)
    qtbot.addWidget(window)
    window.show()
    yield window
    window.close()


@pytest.fixture
def real_office(tmp_path):
    """Make an office, not a sample one, whose sheet nobody has proven yet."""
    path = tmp_path / "事務所"
    office, _, _ = begin_small_office(path)
    office.close()
    return path


def login_page(window):
    page = window.centralWidget()
    assert isinstance(page, LoginPage)
    return page


def test_signing_in_by_keyboard_opens_the_desk(window, qtbot):
    page = login_page(window)
    qtbot.keyClicks(page.findChild(object, "login_name"), "kanri")
    password = page.findChild(object, "password")
    qtbot.keyClicks(password, PASSWORD)
    qtbot.keyClick(password, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: not window.is_locked, timeout=5000)
    assert window.seat.work.actor.login == "kanri"
    assert "見本市社会福祉協議会" in window.windowTitle()


@pytest.fixture
def older(folder):
    """Leave the office as an older program would, whose index was folded otherwise."""
    office, _ = open_office(folder, "kanri", PASSWORD, processes=all_processes())
    with office.engine.begin() as connection:
        connection.execute(update(AppMeta).values(folding=None))
    office.close()
    return folder


@pytest.fixture
def half_way(monkeypatch):
    """Hold the making of the index half-way: (is there, may go on)."""
    reached, go_on, whole = Event(), Event(), refolding._index_anew

    def wait(connection, progress):
        progress(refolding._DOING, 0.5)
        reached.set()
        go_on.wait(10)
        whole(connection, progress)

    monkeypatch.setattr(refolding, "_index_anew", wait)
    monkeypatch.setattr(tasks, "_REPORT_EVERY_S", 0.0)
    return reached, go_on


def test_an_older_office_says_how_far_it_is_while_its_index_is_made_anew(
    older, half_way, window, qtbot
):
    reached, go_on = half_way
    page = login_page(window)
    page.entered.emit("kanri", PASSWORD)
    qtbot.waitUntil(reached.is_set, timeout=15_000)
    words = "さがすための索引を、新しいプログラムに合わせて作り直しています（50％）"
    qtbot.waitUntil(lambda: page._busy.text() == words)
    go_on.set()
    qtbot.waitUntil(lambda: not window.is_locked, timeout=15_000)


def test_closing_the_window_stops_that_and_leaves_the_office_as_it_was(
    older, half_way, qtbot, monkeypatch
):
    reached, go_on = half_way
    window = MainWindow(older)
    qtbot.addWidget(window)
    window.show()
    login_page(window).entered.emit("kanri", PASSWORD)
    qtbot.waitUntil(reached.is_set, timeout=15_000)
    window._tasks.cancel_all()  # as closing does, which then waits
    go_on.set()
    window.close()
    made = []
    whole = refolding.refold
    monkeypatch.setattr(prepare, "refold", lambda *given: made.append(whole(*given)))
    open_office(older, "kanri", PASSWORD, processes=all_processes())[0].close()
    assert made == [None]  # it was still to be done


def test_a_wrong_password_leaves_the_login_and_says_what_to_do(window, qtbot):
    page = login_page(window)
    page.findChild(object, "login_name").setText("kanri")
    password = page.findChild(object, "password")
    qtbot.keyClicks(password, "chigau password desu yo")
    qtbot.keyClick(password, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: page.findChild(object, "problem") is not None, timeout=5000)
    assert window.is_locked
    assert page.findChild(object, "login_name").text() == "kanri"


def test_locking_drops_keys_and_blanks_the_window_and_tells_what_is_kept(window, qtbot):
    window.log_in("kanri", PASSWORD)
    office = window.seat.office
    keep_unsaved(window.seat.work, "consultation:new", {"body": "秘密の文"})
    window.lock()
    assert window.is_locked
    assert office.is_locked
    texts = [
        child.text()
        for child in window.findChildren(object)
        if hasattr(child, "text")
        and child.isWidgetType()
        and child.isVisible()
        and callable(child.text)
    ]
    assert not any("秘密" in str(text) for text in texts)
    window.log_in("kanri", PASSWORD)
    assert not window.is_locked


def test_one_returns_to_the_place_one_was_at(window, qtbot):
    window.log_in("kanri", PASSWORD)
    window.frame.go(Place("agencies"))
    window.lock()
    window.log_in("kanri", PASSWORD)
    assert window.frame.here() == Place("agencies")


def test_two_windows_cannot_have_one_office(window, folder, qtbot):
    window.log_in("kanri", PASSWORD)
    second = MainWindow(folder)
    qtbot.addWidget(second)
    with pytest.raises(OpenElsewhereError):
        second.log_in("kanri", PASSWORD)


def test_locking_leaves_an_open_dialog_before_it_blanks_the_window(window, qtbot):
    window.log_in("kanri", PASSWORD)
    answers = []

    def ask():
        answers.append(ask_text(window.frame.current(), "理由", "秘密の問い"))

    QTimer.singleShot(200, window.lock)  # while the dialog below waits for its answer
    ask()
    qtbot.waitUntil(lambda: window.is_locked, timeout=3000)
    assert answers == [None]
    assert QApplication.activeModalWidget() is None


def test_closing_makes_a_proven_copy_where_the_office_keeps_its_copies(window, tmp_path, qtbot):
    window.log_in("kanri", PASSWORD)
    copies = tmp_path / "copies"
    copies.mkdir()
    add_place(window.seat.work, window.seat.office, copies)
    window.close()
    (bundle,) = copies.glob("*.backup")
    assert verify_backup(bundle, "kanri", PASSWORD).verified


def test_typing_held_up_by_a_long_write_is_kept_when_that_ends(window, qtbot):
    window.log_in("kanri", PASSWORD)
    work = window.seat.work
    with work.store.writing(None) as session:
        session.connection()
        keep_unsaved(work, "consultation:new", {"body": "見本"})
        qtbot.waitUntil(lambda: "書き込みが終わりしだい" in window.frame.status.message())
        assert work.waiting
    qtbot.waitUntil(lambda: not work.waiting)
    assert unsaved_form(work, "consultation:new").answers == {"body": "見本"}
    assert "書きかけを保存しました" in window.frame.status.message()


def test_locking_during_an_import_stops_it_and_keeps_what_is_typed(window, qtbot):
    window.log_in("kanri", PASSWORD)
    work, begun = window.seat.work, Event()

    def import_slowly(task):
        with work.store.writing(None) as session:
            session.connection()
            begun.set()
            while True:
                task.report(0, 1)
                sleep(0.01)

    window.seat.tasks.run_long(import_slowly)
    begun.wait()
    keep_unsaved(work, "consultation:new", {"body": "見本"})
    assert work.waiting
    window.lock()
    window.log_in("kanri", PASSWORD)
    assert unsaved_form(window.seat.work, "consultation:new").answers == {"body": "見本"}


def test_no_question_of_the_old_desk_stands_over_the_login_page(real_office, qtbot):
    """The sheet is asked for when the desk has been painted; it may be locked before that."""
    window = MainWindow(real_office)
    qtbot.addWidget(window)
    window.show()
    window.log_in("kanri", PASSWORD)
    window.lock()

    qtbot.wait(100)

    assert window.is_locked
    shown = [each for each in QApplication.topLevelWidgets() if isinstance(each, QDialog)]
    assert not [each for each in shown if each.isVisible()]
    window.close()
