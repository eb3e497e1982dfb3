"""The dialog of papers: shows the paper, asks why, and gives it out to printer or file."""

import subprocess
import sys
from pathlib import Path

import pytest
from modal import choose_file
from PySide6.QtCore import Qt, QTimer
from PySide6.QtPrintSupport import QPrintDialog
from PySide6.QtWidgets import QApplication, QFileDialog
from sqlalchemy import select

from letter_office import make_desk

sys.path.append(str(Path(__file__).parent / "pages"))  # the desk that pages are tested at

from desk_fixtures import desk, desk_of

from soudan_desk.models import Disclosure
from soudan_desk.ui.paper_dialog import PaperDialog
from soudan_desk.ui.wiring.empty_forms import open_empty_forms
from soudan_desk.ui.wiring.paper_printing import open_papers, paper_acts

__all__ = ["desk", "desk_of"]
CTRL, SHIFT = Qt.KeyboardModifier.ControlModifier, Qt.KeyboardModifier.ShiftModifier
pytestmark = pytest.mark.qt_log_ignore("This plugin does not support", extend=True)


def when_modal(kind, act):
    """Do something with the dialog of a kind once it is there."""

    def look():
        dialog = QApplication.activeModalWidget()
        if isinstance(dialog, kind):
            act(dialog)
        else:
            QTimer.singleShot(20, look)

    QTimer.singleShot(20, look)


def register(desk):
    with desk.office.store.reading(None) as session:
        return list(session.scalars(select(Disclosure)))


def test_a_case_offers_its_papers_and_not_the_letters(desk, work):
    story = make_desk(work)
    acts = paper_acts(desk.seat, "case", story.case, "life_support")
    assert [key for key, _ in acts.papers] == [
        "intake_sheet", "progress_record", "progress_list", "face_sheet", "consent_form",
    ]  # fmt: skip
    other = paper_acts(desk.seat, "case", story.case, "disability")
    assert "intake_sheet" not in [key for key, _ in other.papers]


def test_the_paper_is_shown_and_nothing_goes_without_a_reason(desk, work):
    story = make_desk(work)

    def use(dialog):
        dialog.paper.set_value("face_sheet")
        dialog.print_paper()
        assert dialog._reason_frame.has_problem
        dialog.reject()

    when_modal(PaperDialog, use)
    open_papers(desk.seat, desk.frame, "case", story.case, centre="life_support")
    assert register(desk) == []


def test_a_paper_goes_to_the_printer_with_its_reason(desk, work, tmp_path):
    story, said = make_desk(work), []
    Path.home().mkdir(exist_ok=True)

    def print_to_file(dialog):
        dialog.accept()
        dialog.printer().setResolution(100)
        dialog.printer().setOutputFileName(str(tmp_path / "printed.pdf"))

    def use(dialog):
        dialog.paper.set_value("face_sheet")
        dialog.reason.setText("引継ぎのため")
        dialog.recipient.setText("西尾 見本")
        when_modal(QPrintDialog, print_to_file)
        dialog.print_paper()

    when_modal(PaperDialog, use)
    open_papers(desk.seat, desk.frame, "case", story.case, centre="life_support", said=said.append)
    (row,) = register(desk)
    assert (row.paper, row.recipient, row.reason) == ("face_sheet", "西尾 見本", "引継ぎのため")
    assert (tmp_path / "printed.pdf").read_bytes().startswith(b"%PDF")
    assert row.serial in said[0]


def test_a_pdf_opens_only_with_the_password_that_was_shown(desk, work, tmp_path):
    story, shown = make_desk(work), []

    def use(dialog):
        dialog.paper.set_value("progress_list")
        dialog.reason.setText("確認")
        shown.append(dialog.password.text())
        when_modal(QFileDialog, lambda chooser: choose_file(chooser, tmp_path / "kiroku.pdf"))
        dialog.save_pdf()

    when_modal(PaperDialog, use)
    open_papers(desk.seat, desk.frame, "case", story.case, centre="life_support")
    target = tmp_path / "kiroku.pdf"
    closed = subprocess.run(["pdftotext", target, "-"], capture_output=True, check=False)
    assert closed.returncode != 0
    told = subprocess.run(
        ["pdftotext", "-upw", shown[0], target, "-"], capture_output=True, check=True
    )
    assert "経過一覧" in told.stdout.decode()
    assert len(register(desk)) == 1


def test_a_form_for_handwriting_asks_no_reason_and_is_not_registered(desk, tmp_path, qtbot):
    said, target = [], tmp_path / "form.pdf"

    def use(dialog):
        assert not dialog.reason.isVisibleTo(dialog)
        dialog.paper.set_value("rights_advocacy consent_form ")
        when_modal(QFileDialog, lambda chooser: choose_file(chooser, target))
        dialog.save_pdf()

    when_modal(PaperDialog, use)
    open_empty_forms(desk.seat, desk.frame, said.append)
    assert said == ["用紙を1ページ出しました。"]
    told = subprocess.run(["pdftotext", str(target), "-"], capture_output=True, check=True).stdout
    assert "同意書" in told.decode()
    assert register(desk) == []


def test_the_forms_are_one_key_away_and_those_of_the_centre_one_looks_at(desk, qtbot):
    desk.frame.set_centre("disability")
    offered = []

    def look(dialog):
        offered.extend(dialog.paper.itemText(at) for at in range(dialog.paper.count()))
        dialog.reject()

    when_modal(PaperDialog, look)
    qtbot.keyClick(desk.frame, Qt.Key.Key_P, CTRL | SHIFT)
    assert "同意書" in offered
    assert "相談受付・申込票" not in offered
