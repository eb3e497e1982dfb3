"""A new PC: a copy on a medium and the recovery sheet are all there is."""

import shutil

import pytest
from keyboard import Keyboard
from modal import when_open
from PySide6.QtWidgets import QLabel, QLineEdit

from office_fixtures import PASSWORD, begin_small_office
from soudan_desk.models import AuditEntry
from soudan_desk.services.copies import back_up
from soudan_desk.ui.widgets.button import Button
from soudan_desk.ui.widgets.choices import Segments
from soudan_desk.ui.widgets.inputs import LineEdit
from soudan_desk.ui.widgets.new_password import NewPassword
from soudan_desk.ui.window import MainWindow

OWN = "asa no sanpo wa michi no mannaka"


@pytest.fixture
def lost(tmp_path):
    """Make an office with a copy, and lose the office; return the copy and the recovery key."""
    path = tmp_path / "見本市社協"
    office, work, key = begin_small_office(path)
    bundle = back_up(work, office, tmp_path / "usb").bundle
    office.close()
    shutil.rmtree(path)
    return bundle, key


@pytest.fixture
def window(tmp_path, monkeypatch, qtbot):
    monkeypatch.setenv("SOUDAN_STATE_DIR", str(tmp_path / "new pc"))
    window = MainWindow(None)  # not qtbot's: it would close it over work without a copy
    window.show()
    window.activateWindow()
    qtbot.waitUntil(window.isActiveWindow)
    yield window
    window.lock()  # the sheet's question is left first
    qtbot.waitUntil(lambda: window.is_locked)
    window.close()
    window.deleteLater()


def press(dialog, name):
    dialog.findChild(Button, name).click()


def restore(dialog, bundle, target, qtbot, **opening):
    for name, text in {"bundle": bundle, "target": target, "reason": "故障", **opening}.items():
        dialog.findChild(LineEdit, f"restore_{name}").setText(str(text))
    press(dialog, "restore_office")
    qtbot.waitUntil(lambda: dialog.restored is not None, timeout=30_000)
    press(dialog, "enter_restored")


def restores_of(work):
    with work.store.reading(None) as session:
        rows = session.query(AuditEntry).filter(AuditEntry.action == "restore")
        return [row.reason for row in rows]


def test_a_copy_and_a_password_are_enough(window, lost, tmp_path, qtbot):
    bundle, _key = lost
    target = tmp_path / "new office"

    def act(dialog):
        restore(dialog, bundle, target, qtbot, login="kanri", password=PASSWORD)

    when_open(act, "restoring")
    window.findChild(Button, "restore_backup").click()
    window.log_in("kanri", PASSWORD)

    assert window.seat.office.folder.path == target
    assert restores_of(window.seat.work) == ["故障"]
    assert not window.seat.office.read_only


def test_a_copy_and_the_recovery_sheet_are_enough(window, lost, tmp_path, qtbot):
    bundle, key = lost
    target, told = tmp_path / "new office", []

    def come_back(dialog):
        assert dialog.findChild(LineEdit, "recovery_key").text() == key
        dialog.findChild(LineEdit, "recovery_login").setText("kanri")
        dialog.findChild(LineEdit, "recovery_sheet").setText(str(tmp_path / "new.pdf"))
        press(dialog, "recover_office")
        qtbot.waitUntil(lambda: dialog.returned is not None, timeout=30_000)
        told.append(dialog.findChild(QLabel, "one_time_password").text())
        press(dialog, "copy_down_password")

    def act(dialog):
        dialog.findChild(Segments, "restore_way").buttons()[1].click()
        when_open(come_back, "login_recovery")
        restore(dialog, bundle, target, qtbot, key=key)

    when_open(act, "restoring")
    window.findChild(Button, "restore_backup").click()
    window.activateWindow()
    page = window.centralWidget()
    qtbot.waitUntil(lambda: page.findChild(QLineEdit, "password").hasFocus())
    hand = Keyboard(qtbot)
    hand.keys(told[0])
    hand.enter()
    qtbot.waitUntil(lambda: bool(window.findChildren(NewPassword)), timeout=10_000)
    (new,) = window.findChildren(NewPassword)
    for line in new.findChildren(QLineEdit)[:2]:
        qtbot.keyClicks(line, OWN)
    new.window().buttons["go"].click()
    qtbot.waitUntil(lambda: not window.is_locked, timeout=20_000)

    assert window.seat.office.folder.path == target
    assert (tmp_path / "new.pdf").exists()
    assert restores_of(window.seat.work) == ["故障"]
