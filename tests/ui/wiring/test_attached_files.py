"""Attached files through the real desk: shown from memory, copied out only with a reason."""

from itertools import pairwise
from time import monotonic

import pytest
from modal import choose_file
from PySide6.QtCore import QObject, QTimer, QUrl, Slot
from PySide6.QtGui import QDesktopServices
from PySide6.QtWidgets import QApplication, QFileDialog, QWidget
from sqlalchemy import select

from office_fixtures import make_person
from soudan_desk.errors import SoudanError
from soudan_desk.models.history import AuditEntry
from soudan_desk.services.attachments import add_attachment, list_attachments
from soudan_desk.ui.dialogs import Question
from soudan_desk.ui.seat import Seat
from soudan_desk.ui.tasks import Tasks
from soudan_desk.ui.widgets.attachment_view import AttachmentWindow
from soudan_desk.ui.widgets.record_text import RecordTextEdit
from soudan_desk.ui.wiring.attachments import copy_out, mark_as_foreign, open_attachment
from soudan_desk.ui.wiring.form_context import form_context
from soudan_desk.ui.wiring.shown_work import WorkDialog

TEXT = "見本のメモ".encode()


class _Catcher(QObject):
    """Stands in the system's place when a file is to be opened."""

    def __init__(self, opened):
        super().__init__()
        self._opened = opened

    @Slot(QUrl)
    def caught(self, url):
        self._opened.append(url.toLocalFile())


@pytest.fixture
def seat(office, shown, qtbot):
    """Sit down at a real desk, a window before one."""
    shown(QWidget())
    found = Seat(
        work=office.work("shunin"),
        office=office.opened,
        office_name="見本",
        centre_names={},
        centres={},
        centre=None,
        is_sample=True,
        tasks=Tasks(),
        lock=lambda: None,
    )
    yield found
    qtbot.waitUntil(lambda: not found.tasks.is_busy)
    found.tasks.close()


@pytest.fixture
def when(qtbot):
    """Do something with the dialog of a kind as soon as it is open."""

    def soon(kind, act):
        def look():
            dialog = QApplication.activeModalWidget()
            if isinstance(dialog, kind):
                act(dialog)
            else:
                QTimer.singleShot(10, look)

        QTimer.singleShot(0, look)

    return soon


@pytest.fixture
def person(seat):
    """Add a fictional person."""
    return make_person(seat.work)


def acts(office):
    with office.store.reading(None) as session:
        query = select(AuditEntry).where(AuditEntry.action.startswith("attachment_"))
        return [(entry.action, entry.reason) for entry in session.scalars(query)]


def settle(seat, qtbot):
    qtbot.waitUntil(lambda: not seat.tasks.is_busy)


def test_a_form_of_a_person_takes_files_for_that_person(seat, person, when, tmp_path):
    source = tmp_path / "同意書.txt"
    source.write_bytes(TEXT)

    def pick(dialog):
        choose_file(dialog, source)

    when(QFileDialog, pick)
    file_id = form_context(seat, person_id=person).choose_file()

    (kept,) = list_attachments(seat.work, person_id=person)
    assert (kept.id, kept.file_name) == (file_id, "同意書.txt")


def test_a_large_file_is_taken_in_while_the_window_goes_on(seat, person, when, tmp_path):
    source = tmp_path / "記録.zip"
    source.write_bytes(b"PK" + bytes(30 * 1024 * 1024))
    shares, ticks = [], []
    clock = QTimer(interval=5)
    clock.timeout.connect(lambda: ticks.append(monotonic()))

    def pick(dialog):
        when(WorkDialog, lambda shown: shares.append(shown.bar.accessibleName()))
        clock.start()
        choose_file(dialog, source)

    when(QFileDialog, pick)
    file_id = form_context(seat, person_id=person).choose_file()
    clock.stop()

    assert [kept.id for kept in list_attachments(seat.work, person_id=person)] == [file_id]
    assert shares
    assert max(after - before for before, after in pairwise(ticks)) < 0.1


def test_taking_a_file_in_can_be_stopped_and_leaves_nothing(seat, office, person, when, tmp_path):
    source = tmp_path / "記録.zip"
    source.write_bytes(b"PK" + bytes(30 * 1024 * 1024))

    def pick(dialog):
        when(WorkDialog, lambda shown: shown.reject())
        choose_file(dialog, source)

    when(QFileDialog, pick)
    assert form_context(seat, person_id=person).choose_file() is None
    seat.tasks.run(lambda: None)
    while seat.tasks.is_busy:
        QApplication.processEvents()
    assert list_attachments(seat.work, person_id=person) == []
    assert list(office.opened.folder.attachments.iterdir()) == []


def test_a_form_without_case_or_person_takes_none(seat):
    assert form_context(seat).choose_file is None


def test_a_refused_file_is_told_and_nothing_is_attached(seat, person, when, tmp_path):
    source = tmp_path / "setup.exe"
    source.write_bytes(b"MZ")
    told = []

    def pick(dialog):
        when(Question, lambda tell: (told.append(tell.accessibleDescription()), tell.reject()))
        choose_file(dialog, source)

    when(QFileDialog, pick)
    assert form_context(seat, person_id=person).choose_file() is None
    assert "添付できない種類" in told[0]


def test_opening_shows_the_file_and_makes_none(seat, office, person, when, qtbot):
    file_id = add_attachment(seat.work, office.opened, TEXT, file_name="a.txt", person_id=person)
    before = {path for path in office.path.parent.rglob("*") if "office.db" not in path.name}
    seen = []
    when(AttachmentWindow, lambda w: (seen.append(w.windowTitle()), w.reject()))

    open_attachment(seat, file_id)
    qtbot.waitUntil(lambda: bool(seen))
    settle(seat, qtbot)

    after = {path for path in office.path.parent.rglob("*") if "office.db" not in path.name}
    assert seen == ["a.txt"]
    assert after == before
    assert acts(office) == [("attachment_open", None)]


def test_saving_and_opening_asks_for_the_reason_and_warns(
    seat, office, person, when, qtbot, tmp_path
):
    file_id = add_attachment(seat.work, office.opened, TEXT, file_name="a.txt", person_id=person)
    target, opened, warned = tmp_path / "写し.txt", [], []
    catcher = _Catcher(opened)
    QDesktopServices.setUrlHandler("file", catcher, "caught")

    def give_reason(question):
        warned.append(question.accessibleDescription())
        when(QFileDialog, lambda pick: choose_file(pick, target))
        question.findChild(RecordTextEdit).setPlainText("本人に渡す")
        question.buttons["go"].click()

    def press(window):
        when(Question, give_reason)
        window.view.copy_wanted.emit()
        qtbot.waitUntil(lambda: bool(opened))
        window.reject()

    try:
        when(AttachmentWindow, press)
        open_attachment(seat, file_id)
        qtbot.waitUntil(lambda: bool(opened))
        settle(seat, qtbot)
    finally:
        QDesktopServices.unsetUrlHandler("file")

    assert "暗号で守られません" in warned[0]
    assert target.read_bytes() == TEXT
    assert opened == [str(target)]
    assert acts(office)[-1] == ("attachment_save", "本人に渡す")


def test_a_copy_that_cannot_be_written_is_told(seat, office, person, tmp_path):
    file_id = add_attachment(seat.work, office.opened, TEXT, file_name="a.txt", person_id=person)
    with pytest.raises(SoudanError, match="別の場所を選んで"):
        copy_out(seat, file_id, tmp_path / "no such folder" / "a.txt", "見本")


def test_a_copy_is_not_put_into_an_offices_folder(seat, office, person):
    file_id = add_attachment(seat.work, office.opened, TEXT, file_name="a.txt", person_id=person)
    before = (office.path / "office.db").read_bytes()[:16]
    with pytest.raises(SoudanError, match="外のフォルダーを選んで"):
        copy_out(seat, file_id, office.path / "office.db", "見本")
    assert (office.path / "office.db").read_bytes()[:16] == before
    assert "attachment_save" not in {act for act, _reason in acts(office)}


def test_a_copy_is_marked_as_one_from_elsewhere(tmp_path):
    copied = tmp_path / "a.docx"
    mark_as_foreign(copied)
    (mark,) = tmp_path.iterdir()
    assert mark.name == "a.docx:Zone.Identifier"
    assert "ZoneId=3" in mark.read_text()
