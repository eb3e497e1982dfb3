"""提供記録簿: the register narrowed, opened and put on paper."""

import pytest
from desk_fixtures import press, told_office
from PySide6.QtCore import Qt
from test_list_printing import print_here

from office_fixtures import TODAY
from soudan_desk.desk.printing import print_paper
from soudan_desk.models import Disclosure
from soudan_desk.ui.pages.page import Place
from soudan_desk.ui.pages.referral_desk import Sending
from soudan_desk.ui.widgets.button import Button
from soudan_desk.ui.wiring.disclosures import _write

__all__ = ["told_office"]


@pytest.fixture
def given(office, case, tmp_path):
    """A paper of the case has left, and a list."""
    work = office.work("shunin")
    for at, (paper, record) in enumerate((("case_list", None), ("face_sheet", case))):
        target = tmp_path / f"{at}.pdf"
        print_paper(work, paper, record, target=target, reason="会議の資料", recipient="区役所")


def open_page(desk, **about):
    page = desk.frame.go(Place("disclosures", about))
    desk.settle()
    return page


def column(page, number):
    model = page.table.model()
    return [model.index(row, number).data() for row in range(model.rowCount())]


def test_what_left_is_narrowed_by_what_is_typed_and_chosen(desk_of, given):
    page = open_page(desk_of("kansa"))
    assert len(column(page, 1)) == 2
    page._paper.set_value("face_sheet")
    page._show()
    assert column(page, 2)[0].endswith("R08-L-0001")
    page._paper.set_value(None)
    page._recipient.setText("病院")
    page._recipient.editingFinished.emit()
    assert not page.table.isVisibleTo(page)
    assert page._empty.isVisibleTo(page)
    page._recipient.setText("")
    page._first.set_answer(TODAY.replace(year=2020))
    page._last.set_answer(TODAY.replace(year=2020))
    page._show()
    assert column(page, 0) == []


def test_of_one_case_it_is_one_press_away_among_its_papers(desk_of, case, given):
    desk = desk_of("sodanin")
    page = desk.frame.go(Place("case", {"id": case, "tab": "papers"}))
    desk.settle()
    page.part("papers").findChild(Button, "case_register").click()
    desk.settle()
    assert desk.frame.here().about == {"case_no": "R08-L-0001"}
    assert len(column(desk.frame.current(), 1)) == 1


def test_from_the_letters_it_opens_by_a_key_and_enter_leads_to_the_case(desk_of, case, given):
    desk = desk_of("shunin")
    desk.frame.go(Place("referrals"))
    desk.settle()
    press(Qt.Key.Key_K, Qt.KeyboardModifier.AltModifier)
    desk.settle()
    page = desk.frame.current()
    assert page.name == "disclosures"
    page.take_focus()
    press(Qt.Key.Key_Return)
    desk.settle()
    assert desk.frame.here().about["id"] == case


def test_ctrl_p_gives_the_register_as_a_paper_that_is_a_line_of_it_itself(
    desk_of, office, given, tmp_path
):
    desk = desk_of("shunin")
    page = open_page(desk)
    assert print_here(desk) == ["提供記録簿"]
    target = tmp_path / "register.pdf"
    sending = Sending("hand", target=target, password="mihon-no-kagi")

    def give(dialog):
        dialog._acts.give("disclosure_register", "監査の準備", "", sending)

    print_here(desk, give)
    assert target.read_bytes().startswith(b"%PDF")
    page.reload(frozenset({"disclosure"}))
    assert column(page, 1)[0].startswith("提供記録簿")
    with office.store.reading(None) as session:
        assert session.query(Disclosure).count() == 3


def test_the_auditor_writes_it_as_the_log_is_written(desk_of, office, given, tmp_path, monkeypatch):
    desk = desk_of("kansa")
    page = open_page(desk)
    assert page.findChild(Button, "print_register").isVisibleTo(page)
    target, said = tmp_path / "kansa", []
    monkeypatch.setattr("soudan_desk.ui.wiring.disclosures.pick_target", lambda *_: target)
    _write(desk.seat, page, page._lines, "", said.append)
    assert target.with_suffix(".pdf").read_bytes().startswith(b"%PDF")
    assert "書きました" in said[0]


def test_who_only_reads_sees_it_but_prints_nothing(desk_of, given):
    page = open_page(desk_of("etsuran"))
    assert len(column(page, 1)) == 2
    assert not page.findChild(Button, "print_register").isVisibleTo(page)
