"""Cells of a table: what is typed counts at once, blocks come from Excel, rows keep their ids."""

from datetime import date
from uuid import UUID

import form_samples as samples
import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QInputMethodEvent, QShortcut
from PySide6.QtWidgets import QApplication, QWidget

from soudan_desk.fields import ROW_ID, Field, Kind
from soudan_desk.ui.forms.editors import editor_for
from soudan_desk.ui.forms.rows_view import TableEditView

ENTER = Qt.Key.Key_Return
ADDS = Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.ShiftModifier
CTRL, ALT = Qt.KeyboardModifier.ControlModifier, Qt.KeyboardModifier.AltModifier
COLUMNS = (
    Field(key=ROW_ID, label="記録", kind=Kind.REFERENCE, of="goal"),
    Field(key="goal", label="支援目標", kind=Kind.TEXT),
    Field(key="due_on", label="達成時期", kind=Kind.DATE),
    Field(key="who", label="実施者", kind=Kind.CHOICE, codes="caller"),
)
TABLE = Field(key="goals", label="目標", kind=Kind.ROWS, rows=COLUMNS)
FIRST, SECOND = UUID(int=11), UUID(int=12)
LONG = "家計表をつけて、毎月の家賃と光熱費を期日までに払えるようになる。" * 3


@pytest.fixture
def table(qtbot):
    """Show a table of goals in a window that has keys of its own."""
    window = QWidget()
    window.resize(700, 500)
    editor = editor_for(TABLE, samples.context(), window)
    editor.set_answer(
        [
            {ROW_ID: FIRST, "goal": "家計を立て直す", "who": "self"},
            {ROW_ID: SECOND, "goal": "仕事に就く"},
        ]
    )
    editor.widget().setGeometry(0, 0, 680, 400)
    editor.pressed = []
    for key in ("Ctrl+Return", "Ctrl+-"):
        QShortcut(key, window).activated.connect(lambda key=key: editor.pressed.append(key))
    qtbot.addWidget(window)
    with qtbot.waitActive(window):
        window.show()
        window.activateWindow()
    editor.kept_window, editor.view = window, editor.widget().findChild(TableEditView)
    editor.view.setFocus()
    return editor


def cell(table, row, column):
    return table.view.model().index(row, column)


def stand(table, row, column):
    table.view.setCurrentIndex(cell(table, row, column))


def goals(table):
    return [(row[ROW_ID], row.get("goal")) for row in table.answer()]


def test_an_input_method_types_into_a_cell_and_every_letter_counts_at_once(table, qtbot):
    stand(table, 1, 0)
    composed = QInputMethodEvent()
    composed.setCommitString("週")
    QApplication.sendEvent(table.view, composed)
    assert QApplication.focusWidget() is not table.view
    assert goals(table)[1] == (SECOND, "週")
    qtbot.keyClick(QApplication.focusWidget(), Qt.Key.Key_Escape)
    assert goals(table)[1] == (SECOND, "仕事に就く")


def test_a_half_typed_date_is_kept_as_text_until_it_can_be_read(table, qtbot):
    stand(table, 0, 1)
    qtbot.keyClicks(table.view, "R")
    qtbot.keyClicks(QApplication.focusWidget(), "9.3.3")
    assert table.answer()[0]["due_on"] == date(2027, 3, 3)
    qtbot.keyClicks(QApplication.focusWidget(), "99")
    assert "due_on" not in table.answer()[0]
    assert "R9.3.399" in table.typed()
    qtbot.keyClick(QApplication.focusWidget(), ENTER)
    assert "日付" in cell(table, 0, 1).data(Qt.ItemDataRole.ToolTipRole)


def test_a_choice_is_found_by_typing(table, qtbot):
    stand(table, 1, 2)
    qtbot.keyClick(table.view, Qt.Key.Key_F2)
    line = QApplication.focusWidget()
    composed = QInputMethodEvent()
    composed.setCommitString("家族")
    QApplication.sendEvent(line, composed)
    qtbot.keyClick(line, ENTER)
    assert table.answer()[1]["who"] == "family"


def test_alt_enter_begins_a_line_in_a_cell_and_enter_goes_down(table, qtbot):
    stand(table, 0, 0)
    qtbot.keyClick(table.view, ENTER)
    text = QApplication.focusWidget()
    text.setText("一行目")
    text.moveCursor(text.textCursor().MoveOperation.End)
    qtbot.keyClick(text, ENTER, ALT)
    qtbot.keyClicks(text, "b")
    qtbot.keyClick(text, ENTER)
    assert goals(table)[0] == (FIRST, "一行目\nb")
    assert table.view.currentIndex().row() == 1
    assert QApplication.focusWidget() is table.view


def test_the_tables_own_keys_come_before_the_windows(table, qtbot):
    stand(table, 0, 0)
    qtbot.keyClick(table.view, ENTER, ADDS)
    assert table.view.currentIndex().row() == 1
    assert table.view.model().rowCount() == 4
    qtbot.keyClick(table.view, Qt.Key.Key_Delete, CTRL)
    assert goals(table) == [(FIRST, "家計を立て直す"), (SECOND, "仕事に就く")]
    stand(table, 0, 0)
    qtbot.keyClick(table.view, ENTER)
    qtbot.keyClick(QApplication.focusWidget(), ENTER, ADDS)
    assert table.view.currentIndex().row() == 1
    assert table.view.model().rowCount() == 4
    assert table.pressed == []


def test_what_finishes_the_page_is_not_the_tables(table, qtbot):
    stand(table, 0, 0)
    qtbot.keyClick(table.view, ENTER)
    qtbot.keyClicks(QApplication.focusWidget(), "x")
    qtbot.keyClick(QApplication.focusWidget(), ENTER, CTRL)
    assert table.pressed == ["Ctrl+Return"]
    assert table.view.model().rowCount() == 3


def test_cells_are_cut_and_one_text_fills_all_that_are_chosen(table, qtbot):
    stand(table, 0, 0)
    qtbot.keyClick(table.view, Qt.Key.Key_X, CTRL)
    assert QApplication.clipboard().text() == "家計を立て直す"
    assert goals(table)[0] == (FIRST, None)
    QApplication.clipboard().setText("家族")
    stand(table, 0, 2)
    qtbot.keyClick(table.view, Qt.Key.Key_Down, Qt.KeyboardModifier.ShiftModifier)
    qtbot.keyClick(table.view, Qt.Key.Key_V, CTRL)
    assert [row["who"] for row in table.answer()] == ["family", "family"]


def test_a_block_makes_new_rows_and_marks_only_what_cannot_be_read(table, qtbot):
    QApplication.clipboard().setText("三つ目\tR9.3.1\t本人\n四つ目\tいつか\t宇宙人\n")
    stand(table, 2, 0)
    qtbot.keyClick(table.view, Qt.Key.Key_V, CTRL)
    rows = table.answer()
    assert [row.get("goal") for row in rows[2:]] == ["三つ目", "四つ目"]
    assert rows[2]["due_on"] == date(2027, 3, 1)
    assert len({row[ROW_ID] for row in rows}) == 4
    assert "宇宙人" in cell(table, 3, 2).data(Qt.ItemDataRole.ToolTipRole)
    assert cell(table, 3, 2).data() == "宇宙人"


def test_rows_keep_their_ids_wherever_they_move(table, qtbot):
    stand(table, 1, 0)
    qtbot.keyClick(table.view, Qt.Key.Key_Up, ALT)
    assert goals(table) == [(SECOND, "仕事に就く"), (FIRST, "家計を立て直す")]
    table.set_typed(table.view.model().texts())
    assert goals(table) == [(SECOND, "仕事に就く"), (FIRST, "家計を立て直す")]


def test_a_cell_that_could_not_be_saved_says_why_until_it_changes(table, qtbot):
    table.mark_cells({(SECOND, "goal"): "短くしてください。"})
    assert table.view.currentIndex() == cell(table, 1, 0)
    assert cell(table, 1, 0).data(Qt.ItemDataRole.ToolTipRole) == "短くしてください。"
    assert "短く" in cell(table, 1, 0).data(Qt.ItemDataRole.AccessibleDescriptionRole)
    table.view.model().setData(cell(table, 1, 0), "働く")
    assert cell(table, 1, 0).data(Qt.ItemDataRole.ToolTipRole) == "働く"


def test_long_words_break_in_their_cell_and_the_table_grows(table):
    before = table.height_for(680)
    table.set_answer([{ROW_ID: FIRST, "goal": LONG}])
    assert table.view.rowHeight(0) > table.view.rowHeight(1)
    table.set_answer([{ROW_ID: FIRST, "goal": LONG}, {ROW_ID: SECOND, "goal": LONG}])
    assert table.height_for(680) > before


def test_a_cell_closed_under_its_editor_asks_nothing_more_of_it(table, qtbot):
    stand(table, 0, 1)
    qtbot.keyClick(table.view, Qt.Key.Key_F2)
    editor = table.view.focusWidget()
    assert table.view.indexWidget(cell(table, 0, 1)) is editor
    table.set_answer([{ROW_ID: SECOND, "goal": "仕事に就く"}])
    table.view.itemDelegate().commitData.emit(editor)  # Qt would warn, and the test fail
    assert goals(table) == [(SECOND, "仕事に就く")]
