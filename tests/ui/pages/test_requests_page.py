"""The page of requests: taken at the counter, decided, answered."""

from datetime import timedelta

import pytest
from modal import when_open
from PySide6.QtCore import Qt, QTimer
from PySide6.QtWidgets import QApplication

from office_fixtures import TODAY, make_person
from soudan_desk.services.attachments import add_attachment
from soudan_desk.services.records import add_record, save_record, show_record
from soudan_desk.services.requests import list_requests
from soudan_desk.ui.export_question import ExportWish
from soudan_desk.ui.pages.page import Place
from soudan_desk.ui.pages.requests_redaction import RedactionDialog
from soudan_desk.ui.widgets.button import Button
from soudan_desk.ui.widgets.cells import CELL_ROLE

pytestmark = pytest.mark.qt_log_ignore("This plugin does not support", extend=True)


def go(desk, about=None):
    desk.frame.activateWindow()
    desk.qtbot.waitUntil(desk.frame.isActiveWindow)
    shown = desk.frame.go(Place("requests", about or {}))
    desk.settle()
    return shown


@pytest.fixture
def request_id(work):
    given = {
        "request_type": "disclosure",
        "requester": "self",
        "person_id": make_person(work, name="青木 花"),
        "staff_id": work.actor.staff_id,
        "centre": "life_support",
        "scope": "令和7年度の相談の記録",
        "received_on": TODAY - timedelta(days=33),
    }
    return add_record(work, "disclosure_request", given).id


def test_a_request_is_taken_and_stands_in_the_list_with_its_term(desk, work):
    page = go(desk)
    page.findChild(Button, "add_request").click()
    person = make_person(work, name="井上 空")
    page.card.form.change(
        {"request_type": "correction", "person_id": person, "scope": "住所", "why": "引っ越した"}
    )
    desk.qtbot.keyClick(page, Qt.Key.Key_S, Qt.KeyboardModifier.ControlModifier)
    desk.settle()
    (row,) = list_requests(work)
    assert (row.person, row.request_type) == ("井上 空", "correction")
    assert row.due_on == TODAY + timedelta(days=30)
    model = page.list.table.model()
    assert [model.index(0, column).data() for column in range(2)] == ["井上 空", "訂正等"]


def test_what_is_late_says_so_and_the_card_says_what_comes_next(desk, request_id):
    page = go(desk, {"id": request_id})
    model = page.list.table.model()
    keys = [each.key for each in model.columns]
    (chip,) = model.index(0, keys.index("stage")).data(CELL_ROLE).chips
    assert chip.text == "3日超過"
    assert "本人・代理人を書類で確かめます" in page.card._next.text()


def test_whoever_comes_for_one_request_is_shown_that_one_and_keeps_it(desk, work, request_id):
    """The papers of another person must not come out of a list that moves by itself."""
    other = {
        "request_type": "disclosure",
        "requester": "self",
        "person_id": make_person(work, name="井上 空"),
        "staff_id": work.actor.staff_id,
        "centre": "life_support",
        "scope": "全部",
        "received_on": TODAY,
    }
    later = add_record(work, "disclosure_request", other).id
    page = go(desk, {"id": later})
    page.take_focus()
    desk.settle()
    assert page.card.shown_id == later
    assert page.list.current_id() == later
    save_record(work, "disclosure_request", request_id, {"withdrawn_on": TODAY})  # it goes down
    desk.settle()
    assert page.list.table.current_row() == 0
    assert page.card.shown_id == later


def test_what_is_typed_is_kept_and_comes_back(desk, request_id):
    page = go(desk, {"id": request_id})
    page.card.form.change({"note": "電話で受けた"})
    page.keep_now()
    desk.frame._drop(page)
    desk.frame._history.__init__()
    again = go(desk, {"id": request_id})
    assert again.card.form.answers()["note"] == "電話で受けた"
    assert again.card.is_dirty


def test_a_section_is_kept_back_by_a_key_and_told_again(desk, request_id):
    page = go(desk, {"id": request_id})
    seen = []

    def turn():
        dialog = QApplication.activeModalWidget()
        desk.qtbot.waitUntil(dialog.isActiveWindow)
        assert isinstance(dialog, RedactionDialog)
        for _ in range(2):
            desk.qtbot.keyClick(dialog.table, Qt.Key.Key_Space)
            seen.append(dialog._count.text())
        dialog.accept()

    QTimer.singleShot(50, turn)
    page.findChild(Button, "redact_copy").click()
    assert [text.split("のうち")[1] for text in seen] == ["1か所を伏せます", "0か所を伏せます"]


def test_the_excel_copy_takes_its_files_along_once_a_colleague_agreed(
    desk, work, office, request_id, second, tmp_path, monkeypatch
):
    person = show_record(work, "disclosure_request", request_id).answers["person_id"]
    measure = {"shien_sochi": True, "shien_sochi_kind": ["dv"], "shien_sochi_until_on": TODAY}
    save_record(work, "person", person, measure)
    add_attachment(work, office.opened, b"x", file_name="a.txt", person_id=person)
    decided = {"identity_on": TODAY, "decision": "full", "decided_on": TODAY}
    save_record(work, "disclosure_request", request_id, decided)
    wish = ExportWish(tmp_path / "写し.zip", "kaki no tane 12345", "本人からの請求")
    agreed = [None, second]
    monkeypatch.setattr("soudan_desk.ui.pages.requests_redaction.ask_leaving", lambda *_: wish)
    monkeypatch.setattr("soudan_desk.ui.wiring.requests.ask_colleague", lambda *_: agreed.pop(0))
    page, said = go(desk, {"id": request_id}), []

    def write(dialog):
        for _ in range(2):
            desk.qtbot.keyClick(dialog, Qt.Key.Key_E, Qt.KeyboardModifier.ControlModifier)
            said.append((dialog._told.sentence(), wish.target.exists()))
        dialog.accept()

    when_open(write)
    page.findChild(Button, "redact_copy").click()
    (refused, before), (done, after) = said
    assert "もう1人の職員の確認" in refused
    assert not before
    assert "書きました" in done
    assert after


def test_a_correction_has_no_copy_to_keep_anything_back_of(desk, work, request_id):
    save_record(work, "disclosure_request", request_id, {"request_type": "correction"})
    page = go(desk, {"id": request_id})
    assert page.findChild(Button, "redact_copy").isHidden()
    assert not page.findChild(Button, "print_request").isHidden()
