"""The import page: look through, correct, take in, take back, all under one's eyes."""

import sys
from pathlib import Path

import pytest
from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QDialog, QLineEdit

from soudan_desk.services.import_history import list_imports
from soudan_desk.tables.sealed import seal
from soudan_desk.tables.writing import table_bytes
from soudan_desk.ui.pages.page import Place
from soudan_desk.ui.widgets.button import Button
from soudan_desk.ui.widgets.inputs import Select

sys.path.insert(0, str(Path(__file__).parents[2] / "desk"))
from ledgers import GOOD, write_ledger


@pytest.fixture
def page_of(desk):
    def make(path):
        page = desk.frame.go(Place("import_file"))
        page.open_file(path)
        desk.settle()
        return page

    return make


def _accept(desk):
    """Press the dangerous button of the dialog that opens."""

    def press():
        dialog = desk.frame.window().findChild(QDialog, "question")
        if dialog is None:
            _accept(desk)
        else:
            dialog.findChild(Button, "answer_go").click()

    QTimer.singleShot(50, press)


def test_a_file_is_looked_through_before_anything_is_stored(desk, page_of, tmp_path):
    page = page_of(write_ledger(tmp_path / "l.xlsx", [*GOOD, [4, "R8.4.31", "山野 花"]]))
    assert (page.report.good, page.report.bad) == (3, 1)
    assert page.findChild(Button, "import_rows").text() == "3件を取り込む"
    assert page.findChild(Select, "column_B").value() == "held_on"
    assert page.findChild(Select, "column_A").value() == "contact_no"
    assert list_imports(desk.work) == []


def test_a_column_is_corrected_and_stays_corrected(desk, page_of, tmp_path):
    page = page_of(write_ledger(tmp_path / "l.xlsx"))
    select = page.findChild(Select, "column_I")
    select.set_value("findings")
    select.picked.emit("findings")
    desk.settle()
    fields = {column.letters: column.field for column in page.report.columns}
    assert fields["I"] == "findings"
    page.findChild(Button, "check_file").click()
    desk.settle()
    assert page.findChild(Select, "column_I").value() == "findings"


def test_rows_are_taken_in_and_taken_back(desk, page_of, tmp_path):
    page = page_of(write_ledger(tmp_path / "l.xlsx"))
    page.findChild(Button, "import_rows").click()
    desk.settle()
    assert "3件を取り込みました" in page._notice.sentence()
    assert not page.findChild(Button, "import_rows").isEnabled()
    assert list_imports(desk.work)[0].row_count == 3
    _accept(desk)
    page._notice.press()
    desk.settle()
    assert "5件の記録を取り消しました" in page._notice.sentence()
    assert list_imports(desk.work)[0].undone_at is not None


def test_a_locked_file_asks_for_its_password(desk, page_of, tmp_path):
    path = tmp_path / "l.zip"
    content = table_bytes("csv", ["相談日", "内容"], [["R8.4.1", "相談"]], title="")
    path.write_bytes(seal("l.csv", content, "himitsu"))
    page = page_of(path)
    line = page.findChild(QLineEdit, "file_password")
    assert line.isVisible()
    line.setText("himitsu")
    line.returnPressed.emit()
    desk.settle()
    assert page.report.good == 1


def test_a_file_that_is_no_table_is_explained(desk, page_of, tmp_path):
    path = tmp_path / "l.xlsx"
    path.write_bytes(b"%PDF-1.7")
    page = page_of(path)
    assert "PDF" in page._notice.sentence()
    assert page.report is None


def test_another_centre_reads_its_own_options(desk, page_of, tmp_path):
    page = page_of(write_ledger(tmp_path / "l.xlsx"))
    centre = page.findChild(Select, "centre")
    centre.set_value("disability")
    centre.picked.emit("disability")
    desk.settle()
    page.findChild(Button, "import_rows").click()
    desk.settle()
    assert page.report.batch is not None
