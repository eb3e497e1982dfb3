"""Coming back with the recovery sheet, from the login page, by keys alone."""

import re
import shutil
import subprocess

import pytest
from keyboard import Keyboard
from modal import when_open
from PySide6.QtCore import Qt, QTimer
from PySide6.QtWidgets import QApplication, QLabel, QLineEdit

from office_fixtures import PASSWORD, begin_small_office
from soudan_desk.storage.folder import OfficeFolder
from soudan_desk.storage.recovery import groups_to_prove, sheet_text, slots_are_lost
from soudan_desk.storage.refusals import WrongRecoveryKeyError
from soudan_desk.storage.unlocking import unlock_with_recovery
from soudan_desk.ui.pages.login_recovery import RecoveryDialog
from soudan_desk.ui.pages.manual_view import ManualView
from soudan_desk.ui.widgets.button import Button
from soudan_desk.ui.widgets.new_password import NewPassword
from soudan_desk.ui.window import MainWindow


@pytest.fixture
def made(tmp_path):
    path = tmp_path / "見本市社協"
    office, _, key = begin_small_office(path)
    office.close()
    return path, key


@pytest.fixture
def window(made, qtbot):
    window = MainWindow(made[0])
    qtbot.addWidget(window)
    window.show()
    window.activateWindow()
    qtbot.waitUntil(window.isActiveWindow)
    yield window
    window.close()


@pytest.fixture
def forgotten(window, qtbot):
    """Press 「パスワードを忘れた」, and let `act` go on in the dialog until it is closed."""

    def press(act):
        failures = []

        def go_on():
            dialog = QApplication.activeModalWidget()
            if dialog is not None and not dialog.isActiveWindow():
                dialog.activateWindow()  # as a desk does by itself
                QTimer.singleShot(50, go_on)
                return
            try:
                assert isinstance(dialog, RecoveryDialog)
                act(dialog, Keyboard(qtbot))
            except BaseException as error:  # noqa: BLE001 - raised below, where pytest sees it
                failures.append(error)
            finally:
                dialog._is_busy = False
                dialog.done(0) if failures else None

        QTimer.singleShot(100, go_on)
        window.findChild(Button, "forgot_password").click()
        if failures:
            raise failures[0]

    return press


def problems(dialog):
    return [
        each.text()
        for each in dialog.findChildren(object, "problem")
        if hasattr(each, "text") and each.isVisible()
    ]


def fill(hand, key, login, sheet):
    for name, text in (("recovery_key", key), ("recovery_login", login), ("recovery_sheet", sheet)):
        hand.to(name)
        QApplication.focusWidget().clear()
        hand.keys(str(text))


def finish(dialog, qtbot):
    qtbot.waitUntil(lambda: not dialog._is_busy, timeout=30_000)


def key_on(sheet):
    read = subprocess.run(
        ["pdftotext", "-layout", str(sheet), "-"], capture_output=True, check=True
    )
    return "".join(re.findall(r"(?:[A-Z2-7] ){3}[A-Z2-7]", read.stdout.decode()))


@pytest.mark.skipif(shutil.which("pdftotext") is None, reason="poppler reads the sheet")
def comes_in_and_sets_a_password_of_ones_own(window, qtbot, one_time):
    hand = Keyboard(qtbot)
    hand.keys(one_time)
    hand.enter()
    qtbot.waitUntil(lambda: bool(window.findChildren(NewPassword)), timeout=10_000)
    (new,) = window.findChildren(NewPassword)
    for line in new.findChildren(QLineEdit)[:2]:
        qtbot.keyClicks(line, "asa no sanpo wa michi no mannaka")
    new.window().buttons["go"].click()
    qtbot.waitUntil(lambda: not window.is_locked, timeout=10_000)


def test_the_sheet_lets_one_in_again_and_a_new_one_is_written(
    window, made, forgotten, tmp_path, qtbot
):
    folder, key = made
    window.log_in("kanri", PASSWORD)
    qtbot.waitUntil(lambda: QApplication.activeModalWidget() is not None)  # the first sheet's proof
    window.lock()  # the window itself still holds the folder
    qtbot.waitUntil(lambda: window.is_locked)
    sheet, shown = tmp_path / "new.pdf", []

    def act(dialog, hand):
        fill(hand, key.lower().replace("-", " "), "kanri", sheet)
        hand.enter()
        finish(dialog, qtbot)
        assert dialog.returned, problems(dialog)
        shown.append(dialog.findChild(QLabel, "one_time_password").text())
        hand.press(Qt.Key.Key_Escape)
        assert dialog.isVisible()  # not before it was copied down
        assert hand.focus.objectName() == "copy_down_password"
        hand.enter()

    forgotten(act)

    page = window.centralWidget()
    assert page.login() == "kanri"
    window.activateWindow()  # as a desk does by itself when a dialog goes
    qtbot.waitUntil(lambda: page.findChild(QLineEdit, "password").hasFocus())
    assert re.fullmatch(r"(?:[A-Z2-7]{4} ){4}[A-Z2-7]{4}", shown[0])
    with pytest.raises(WrongRecoveryKeyError):
        unlock_with_recovery(OfficeFolder(folder), key)
    unlock_with_recovery(OfficeFolder(folder), key_on(sheet))
    comes_in_and_sets_a_password_of_ones_own(window, qtbot, shown[0])
    assert not window.seat.office.must_change_password
    assert groups_to_prove(OfficeFolder(folder))
    qtbot.waitUntil(lambda: QApplication.activeModalWidget() is not None, timeout=5000)
    assert QApplication.activeModalWidget().windowTitle() == "回復キーの紙"
    QApplication.activeModalWidget().reject()


def test_a_slip_is_said_below_the_key_and_nothing_changes(forgotten, made, tmp_path, qtbot):
    folder, key = made
    slip = ("A" if key[0] != "A" else "B") + key[1:]

    def act(dialog, hand):
        fill(hand, slip, "kanri", tmp_path / "new.pdf")
        hand.enter()
        finish(dialog, qtbot)
        assert dialog.returned is None
        assert "書き違い" in hand.focus.accessibleDescription()
        assert hand.focus.objectName() == "recovery_key"
        fill(hand, key, "dareka", tmp_path / "new.pdf")
        hand.enter()
        finish(dialog, qtbot)
        assert "「dareka」" in hand.focus.accessibleDescription()
        hand.press(Qt.Key.Key_Escape)

    forgotten(act)

    assert not (tmp_path / "new.pdf").exists()
    unlock_with_recovery(OfficeFolder(folder), key)


def test_what_is_missing_is_said_and_every_editor_has_a_name(forgotten, qtbot):
    def act(dialog, hand):
        for kind in (QLineEdit, Button):
            for each in dialog.findChildren(kind):
                named = each.accessibleName() or each.text()
                assert named or not each.isVisible(), each.objectName()
        hand.enter()
        assert dialog.returned is None
        assert hand.focus.objectName() == "recovery_key"
        assert hand.focus.accessibleDescription() == "紙の回復キーを打ってください。"
        hand.press(Qt.Key.Key_Escape)

    forgotten(act)


def test_f1_opens_the_manual_where_it_tells_of_the_sheet(forgotten, qtbot):
    def act(dialog, hand):
        def leave(manual):
            opened.extend(manual.findChildren(ManualView))
            manual.reject()

        opened = []
        when_open(leave, "manual_dialog")
        hand.press(Qt.Key.Key_F1)
        qtbot.waitUntil(lambda: bool(opened), timeout=5000)
        dialog.reject()

    forgotten(act)


def test_lost_slots_are_rebuilt_from_the_login_page(window, made, forgotten, tmp_path, qtbot):
    folder, key = made
    letters = sheet_text(OfficeFolder(folder))
    for each in folder.glob("office.slots*"):
        each.unlink()
    page = window.centralWidget()
    page.findChild(QLineEdit, "login_name").setText("kanri")
    page.findChild(QLineEdit, "password").setText(PASSWORD)
    page.findChild(Button, "log_in").click()
    qtbot.waitUntil(lambda: bool(page.findChild(object, "problem")), timeout=5000)
    assert "パスワードを忘れた" in page.findChild(object, "problem").text()
    sheet = tmp_path / "new.pdf"

    def act(dialog, hand):
        fill(hand, key, "kanri", sheet)
        hand.enter()
        assert hand.focus.objectName() == "sheet_letters"
        hand.keys(letters)
        hand.enter()
        finish(dialog, qtbot)
        assert dialog.returned, problems(dialog)
        hand.enter()

    forgotten(act)

    assert not slots_are_lost(OfficeFolder(folder))
    unlock_with_recovery(OfficeFolder(folder), key_on(sheet))
