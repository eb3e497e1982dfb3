"""監査: the log narrowed, proven and put on paper, by those who may."""

import subprocess

import pytest
from desk_fixtures import told_office

from soudan_desk.models import Case
from soudan_desk.services.protected import ask_to_see
from soudan_desk.storage.audit import Act
from soudan_desk.ui.pages import audit
from soudan_desk.ui.pages.page import Place
from soudan_desk.ui.widgets.button import Button
from soudan_desk.ui.widgets.table import TableView

__all__ = ["told_office"]


def open_page(desk, **about):
    page = desk.frame.go(Place("audit", about))
    desk.settle()
    return page


def column(page, number):
    model = page.table.model()
    return [model.index(row, number).data() for row in range(model.rowCount())]


def test_the_rows_are_narrowed_by_person_case_action_and_day(desk_of, case):
    desk = desk_of("kansa")
    desk.frame.go(Place("case", {"id": case}))
    page = open_page(desk)
    every = len(column(page, 0))
    assert every
    assert isinstance(page.table, TableView)
    page.findChild(object, "audit_case").setText("R08-L-0001")
    page.findChild(object, "audit_case").editingFinished.emit()
    assert set(column(page, 4)) == {"R08-L-0001"}
    assert "監査 見本（1回）" in page._seen.sentence()
    page._action.set_value("case_opened")
    page._show()
    assert column(page, 3) == ["ケースを開いた"]
    page._first.set_answer(page._acts.today.replace(year=2020))
    page._last.set_answer(page._acts.today.replace(year=2021))
    page._show()
    assert column(page, 3) == []


def test_who_saw_a_case_is_told_whatever_the_rows_are_narrowed_to(desk_of, case):
    desk = desk_of("kansa")
    desk.frame.go(Place("case", {"id": case}))
    for _ in range(501):
        desk.work.store.note(
            desk.work.actor, Act(action="edit", by=desk.work.actor.staff_id, case_id=case)
        )
    page = open_page(desk, case_no="R08-L-0001")
    assert "監査 見本（1回）" in page._seen.sentence()
    page._action.set_value("create")
    page._show()
    assert "監査 見本（1回）" in page._seen.sentence()
    ask_to_see(desk.office.work("shunin"), person_of(desk, case), case)
    page._show()
    assert "田中 見本（1回）" in page._seen.sentence()


def test_the_paper_of_a_cases_rows_says_who_saw_it(desk_of, case, tmp_path, monkeypatch):
    desk = desk_of("kansa")
    desk.frame.go(Place("case", {"id": case}))
    page = open_page(desk, case_no="R08-L-0001")
    target = tmp_path / "rows.pdf"
    monkeypatch.setattr(audit, "pick_target", lambda *_asked: target)
    page.findChild(Button, "print_audit").click()
    done = subprocess.run(["pdftotext", target, "-"], capture_output=True, check=True)
    assert "だれが見たか：監査見本（1回）" in "".join(done.stdout.decode().split())


def person_of(desk, case):
    with desk.office.store.reading(None) as session:
        return session.get(Case, case).person_id


@pytest.mark.parametrize(("login", "may"), [("shunin", True), ("sodanin", False)])
def test_who_saw_a_case_is_one_press_away_on_its_page(desk_of, case, login, may):
    desk = desk_of(login)
    page = desk.frame.go(Place("case", {"id": case, "tab": "basics"}))
    desk.settle()
    readers = page.part("basics").findChild(Button, "case_readers")
    assert readers.isVisibleTo(page) is may
    if may:
        readers.click()
        assert desk.frame.here().about == {"case_no": "R08-L-0001"}
        assert "田中 見本（1回）" in desk.frame.current()._seen.sentence()


def test_a_case_number_that_is_none_is_told(desk_of):
    page = open_page(desk_of("kansa"), case_no="R99-L-0001")
    assert page._told.isVisibleTo(page)


@pytest.mark.parametrize(
    ("login", "has_page"), [("kansa", True), ("shunin", True), ("sodanin", False)]
)
def test_the_page_is_for_those_who_look_after_the_log(desk_of, login, has_page):
    desk = desk_of(login)
    assert desk.frame.rail.has_entry("audit") is has_page


def test_the_log_is_proven_and_written_on_paper(desk_of, tmp_path):
    page = open_page(desk_of("kansa"))
    page.findChild(Button, "prove_audit").click()
    assert "すべて書いたときのまま" in page._told.sentence()
    page._acts.make_sheet(tmp_path / "sheet.pdf")
    page._acts.write_list(page._rows, "", tmp_path / "list.pdf")
    page._acts.write_month(page._acts.today, tmp_path / "month.pdf")
    for name in ("sheet", "list", "month"):
        assert (tmp_path / f"{name}.pdf").read_bytes().startswith(b"%PDF")
    page._show()
    assert "監査票で記録を始めた" in column(page, 3)
    assert column(page, 3)[:2] == ["印刷した", "印刷した"]
    page._on_prove("AAAA-BBBB")
    assert "14組" in page._told.sentence()
