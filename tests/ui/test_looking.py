"""The log follows the desk: what is opened, left, listed, searched for and copied."""

from datetime import timedelta

import pytest
from PySide6.QtCore import QTimer
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QLineEdit
from sqlalchemy import select

from office_fixtures import PASSWORD, make_person
from soudan_desk.desk.audit_words import audit_line
from soudan_desk.models.history import AuditEntry
from soudan_desk.services.audit_log import AuditFilter, list_audit
from soudan_desk.services.audit_sheets import begin_audit
from soudan_desk.services.cases import open_case
from soudan_desk.services.staff import admit
from soudan_desk.storage import audit_chain, slots
from soudan_desk.ui.pages.page import Place
from soudan_desk.ui.window import MainWindow


@pytest.fixture
def ready(office):
    """Close the office in which a supervisor has a password, with a sheet; two cases wait."""
    begin_audit(office.work_of_admin, lambda _sheet: None)
    one_time = admit(office.work_of_admin, office.opened, "shunin")
    slots.change_password(office.opened.folder, "shunin", one_time, PASSWORD).drop()
    work = office.work("shunin")
    person = make_person(work)
    cases = [open_case(work, centre="life_support", person_id=person) for _ in range(2)]
    office.opened.close()
    return office.path, person, cases


@pytest.fixture
def window(ready, qtbot):
    window = MainWindow(ready[0])
    qtbot.addWidget(window)
    window.show()
    window.log_in("shunin", PASSWORD)
    yield window
    window.close()


def told(window, *actions):
    with window.seat.work.store.reading(None) as session:
        query = select(AuditEntry).order_by(AuditEntry.seq)
        rows = [row for row in session.scalars(query) if row.action in actions]
    return [(row.action, row.record_id) for row in rows]


SEEN = ("case_opened", "case_left", "person_opened")


def test_a_case_is_opened_and_left_once_each(window, ready, qtbot):
    _, person, (one, other) = ready
    for place in (
        Place("case", {"id": one}),
        Place("case", {"id": one}),
        Place("case", {"id": other}),
        Place("person", {"id": person}),
        Place("today"),
    ):
        window.frame.go(place)
    assert told(window, *SEEN) == [
        ("case_opened", one),
        ("case_left", one),
        ("case_opened", other),
        ("case_left", other),
        ("person_opened", person),
    ]
    window.frame.back()
    window.frame.back()
    assert told(window, *SEEN)[-2:] == [("person_opened", person), ("case_opened", other)]


def test_locking_leaves_the_case_and_unlocking_opens_it_again(window, ready, qtbot):
    one = ready[2][0]
    window.frame.go(Place("case", {"id": one}))
    window.lock()
    window.log_in("shunin", PASSWORD)
    assert told(window, *SEEN, "lock", "unlock")[-5:] == [
        ("case_opened", one),
        ("case_left", one),
        ("lock", None),
        ("unlock", None),
        ("case_opened", one),
    ]


def test_a_case_that_is_not_there_was_not_opened(window, ready):
    from uuid import uuid4

    window.frame.go(Place("case", {"id": uuid4()}))
    assert told(window, *SEEN) == []


def test_lists_and_searches_are_told_once_with_hashed_words(window, ready, qtbot):
    for _ in range(3):
        window.frame.go(Place("people"))
        window.frame.go(Place("search", {"words": "見本 花子"}))
    qtbot.waitUntil(lambda: told(window, "search") != [], timeout=5000)
    assert len(told(window, "search")) == 1
    with window.seat.work.store.reading(None) as session:
        rows = session.scalars(
            select(AuditEntry).where(AuditEntry.action.in_(("list", "search")))
        ).all()
    by_action = {row.action: row.fields for row in rows}
    assert by_action["search"].startswith("words:")
    assert by_action["search"].endswith(",hits:1") or ",hits:" in by_action["search"]
    assert "person,asked:" in by_action["list"]
    assert not any("花子" in (row.fields or "") for row in rows)
    work = window.seat.work
    words = {row.action: audit_line(work, row)[6] for row in list_audit(work, AuditFilter()).rows}
    assert words["search"].startswith("ことばの印 ")
    assert words["list"].startswith("相談者、条件の印 ")


def test_what_is_copied_is_told_by_the_name_of_its_field(window, ready, qtbot):
    one = ready[2][0]
    page = window.frame.go(Place("case", {"id": one}))
    line = QLineEdit("09012345678", page)
    line.setObjectName("tel_mobile")
    line.show()
    window.activateWindow()
    line.setFocus()
    qtbot.waitUntil(line.hasFocus)
    line.selectAll()
    line.copy()
    qtbot.waitUntil(lambda: told(window, "copy") != [])
    kinds = QGuiApplication.clipboard().mimeData().formats()
    assert any("ExcludeClipboardContentFromMonitorProcessing" in kind for kind in kinds)
    assert QGuiApplication.clipboard().text() == "09012345678"
    with window.seat.work.store.reading(None) as session:
        (row,) = session.scalars(select(AuditEntry).where(AuditEntry.action == "copy"))
    assert (row.fields, row.case_id) == ("tel_mobile", one)
    window.lock()
    assert QGuiApplication.clipboard().text() == ""


def test_what_others_put_on_the_clipboard_stays_there(window, qtbot):
    QGuiApplication.clipboard().setText("べつの仕事の文")
    window.frame.looking._clipboard._ours = "ここで写した文"
    window.lock()
    assert QGuiApplication.clipboard().text() == "べつの仕事の文"
    QGuiApplication.clipboard().clear()


def test_the_log_leaves_its_old_key_while_nobody_works(window, qtbot, monkeypatch):
    chain = window.seat.work.store.chain
    used = chain.held_key(1)
    later = audit_chain.now() + timedelta(minutes=16)
    monkeypatch.setattr(audit_chain, "now", lambda: later)
    (timer,) = window.frame.looking.findChildren(QTimer, "resting")
    assert timer.isActive()
    timer.timeout.emit()
    qtbot.waitUntil(lambda: chain.held_key(1).segment == used.segment + 1)
