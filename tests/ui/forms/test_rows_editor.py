"""A table inside a form is worked like a spreadsheet."""

from dataclasses import replace
from datetime import date

import form_samples as office
import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QLineEdit, QWidget

from soudan_desk.japanese.partial_dates import PartialDate
from soudan_desk.models import Monitoring, fields_of
from soudan_desk.ui.forms.editors import editor_for
from soudan_desk.ui.forms.rows_view import TableEditView

ENTER, TAB = Qt.Key.Key_Return, Qt.Key.Key_Tab
CONTROL, ALT = Qt.KeyboardModifier.ControlModifier, Qt.KeyboardModifier.AltModifier
FIELD = next(field for field in office.FIELDS if field.key == "aliases")
GIVEN = office.ANSWERS["aliases"]


@pytest.fixture
def table(qtbot):
    """Show an editor of rows between two lines; stand in its first cell."""
    window = QWidget()
    window.resize(900, 400)
    before = QLineEdit(window)
    editor = editor_for(FIELD, office.context(), window)
    editor.widget().setGeometry(0, 40, 880, 300)
    after = QLineEdit(window)
    qtbot.addWidget(window)
    with qtbot.waitActive(window):
        window.show()
        window.activateWindow()
    editor.before, editor.after, editor.kept_window = before, after, window
    editor.view = editor.widget().findChild(TableEditView)
    editor.view.setFocus()
    return editor


def stand(table, row, column):
    table.view.setCurrentIndex(table.view.model().index(row, column))


def here(table):
    index = table.view.currentIndex()
    return index.row(), index.column()


def test_rows_come_back_as_they_were_given_even_blank_ones(table):
    for rows in (GIVEN, [{"name": "見本", "kind": None}, {}], [], None):
        table.set_answer(rows)
        assert table.answer() is rows


def test_typing_in_the_blank_row_makes_a_new_one(table, qtbot):
    stand(table, 0, 1)
    with qtbot.waitSignal(table.edited):
        qtbot.keyClicks(table.view, "a")
        qtbot.keyClicks(QApplication.focusWidget(), "bc")
        qtbot.keyClick(QApplication.focusWidget(), ENTER)
    assert table.answer() == [{"name": "abc"}]
    assert here(table) == (1, 1)


def test_tab_goes_from_cell_to_cell_and_leaves_from_the_blank_row(table, qtbot):
    table.set_answer(GIVEN[:1])
    stand(table, 0, 5)
    qtbot.keyClick(table.view, TAB)
    assert here(table) == (0, 6)
    qtbot.keyClick(table.view, TAB)
    assert here(table) == (1, 0)
    qtbot.keyClick(table.view, TAB)
    assert QApplication.focusWidget() is table.after
    qtbot.keyClick(table.after, TAB, Qt.KeyboardModifier.ShiftModifier)
    stand(table, 0, 0)
    qtbot.keyClick(table.view, Qt.Key.Key_Backtab, Qt.KeyboardModifier.ShiftModifier)
    assert QApplication.focusWidget() is table.before


def test_tab_out_of_an_open_cell_writes_it_and_opens_the_next(table, qtbot):
    stand(table, 0, 3)
    qtbot.keyClicks(table.view, "2")
    qtbot.keyClicks(QApplication.focusWidget(), "026/1/2")
    qtbot.keyClick(QApplication.focusWidget(), TAB)
    assert table.answer() == [{"came_on": date(2026, 1, 2)}]
    assert here(table) == (0, 4)


def test_enter_opens_the_cell_with_the_editor_of_its_question(table, qtbot):
    table.set_answer(GIVEN)
    stand(table, 0, 0)
    qtbot.keyClick(table.view, ENTER)
    opened = QApplication.focusWidget()
    assert opened is not table.view
    opened.setFocus()
    qtbot.keyClick(opened, Qt.Key.Key_Escape)


def test_space_turns_a_tick(table, qtbot):
    table.set_answer([{"name": "見本"}])
    stand(table, 0, 5)
    qtbot.keyClick(table.view, Qt.Key.Key_Space)
    assert table.answer() == [{"name": "見本", "lives_here": True}]


def test_a_table_is_pasted_from_a_spreadsheet(table, qtbot):
    text = (
        '電話\t見本 一\tS55.3.1\tR8.1.2\t３\tはい\t住まい、債務\n来所\t"見本\n二"\t40代\t\t\t×\t\n'
    )
    QApplication.clipboard().setText(text)
    stand(table, 0, 0)
    with qtbot.waitSignal(table.edited):
        qtbot.keyClick(table.view, Qt.Key.Key_V, CONTROL)
    assert table.answer() == [
        {
            "kind": "tel",
            "name": "見本 一",
            "birth_on": PartialDate(1980, 3, 1),
            "came_on": date(2026, 1, 2),
            "count": 3,
            "lives_here": True,
            "topics": ["house", "debt"],
        },
        {
            "kind": "visit",
            "name": "見本\n二",
            "birth_on": PartialDate(age_band="40s"),
            "lives_here": False,
        },
    ]
    assert table.problem() is None


def test_what_is_copied_can_be_pasted_again(table, qtbot):
    table.set_answer(GIVEN)
    table.view.selectAll()
    qtbot.keyClick(table.view, Qt.Key.Key_C, CONTROL)
    table.set_answer(None)
    stand(table, 0, 0)
    qtbot.keyClick(table.view, Qt.Key.Key_V, CONTROL)
    assert table.answer() == GIVEN


def test_a_pasted_cell_that_cannot_be_read_stays_with_a_sentence(table, qtbot):
    QApplication.clipboard().setText("電話\t見本\tいつか")
    stand(table, 0, 0)
    qtbot.keyClick(table.view, Qt.Key.Key_V, CONTROL)
    assert table.problem() == "1行目「生年月日」の「いつか」を読み取れません。直してください。"
    assert table.view.model().index(0, 2).data() == "いつか"
    assert table.answer() == [{"kind": "tel", "name": "見本"}]


def test_a_table_too_wide_is_not_pasted_and_says_so(table, qtbot):
    QApplication.clipboard().setText("\t".join("123456789"))
    stand(table, 0, 0)
    qtbot.keyClick(table.view, Qt.Key.Key_V, CONTROL)
    assert table.answer() is None
    assert "2列多い" in table.problem()


def test_rows_are_put_in_moved_and_taken_out_by_keys(table, qtbot):
    table.set_answer([{"name": name} for name in "abc"])
    stand(table, 2, 1)
    qtbot.keyClick(table.view, Qt.Key.Key_Up, ALT)
    assert [row["name"] for row in table.answer()] == ["a", "c", "b"]
    qtbot.keyClick(table.view, Qt.Key.Key_Down, ALT)
    assert [row["name"] for row in table.answer()] == ["a", "b", "c"]
    stand(table, 0, 1)
    qtbot.keyClick(table.view, Qt.Key.Key_Delete, CONTROL)
    assert [row["name"] for row in table.answer()] == ["b", "c"]
    qtbot.keyClick(table.view, Qt.Key.Key_Insert)
    assert table.view.model().rowCount() == 4
    assert table.answer() == [{"name": "b"}, {"name": "c"}]
    stand(table, 1, 1)
    qtbot.keyClick(table.view, Qt.Key.Key_Delete)
    assert table.answer() == [{"name": "c"}]


def test_every_cell_says_to_screen_readers_where_it_stands(table):
    table.set_answer(GIVEN)
    index = table.view.model().index(0, 1)
    assert index.data(Qt.ItemDataRole.AccessibleTextRole) == "1行目 氏名 見本 一"


@pytest.mark.parametrize("centre", ["disability", "life_support"])
def test_a_table_has_no_column_that_only_another_centre_asks(qtbot, centre):
    asked = next(field for field in fields_of(Monitoring) if field.key == "results")
    editor = editor_for(asked, replace(office.context(), centre=centre))
    qtbot.addWidget(editor.widget())
    columns = {column.key for column in editor.widget().findChild(TableEditView).model().columns}
    assert ("change_week" in columns) == (centre == "disability")
    assert ("change_needed" in columns) == (centre != "disability")
