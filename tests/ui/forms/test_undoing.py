"""Ctrl+Z in a form takes back what was done last, whichever editor it was done in."""

from datetime import date

import form_samples as samples
import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QInputMethodEvent, QShortcut
from PySide6.QtWidgets import QApplication

from soudan_desk.fields import Field, Kind
from soudan_desk.ui.forms.page import FormPage
from soudan_desk.ui.shortcuts import shortcuts_of

CTRL, SHIFT = Qt.KeyboardModifier.ControlModifier, Qt.KeyboardModifier.ShiftModifier
ROWS = (
    Field(key="what", label="内容", kind=Kind.LINE),
    Field(key="on", label="期日", kind=Kind.DATE),
)
FIELDS = (
    Field(key="subject", label="件名", kind=Kind.LINE),
    Field(key="facts", label="記録", kind=Kind.TEXT),
    Field(key="held_on", label="対応日", kind=Kind.DATE),
    Field(key="is_urgent", label="急ぎ", kind=Kind.CHECK),
    Field(key="caller", label="相談者", kind=Kind.CHOICE, codes="caller"),
    Field(key="relation", label="続柄", kind=Kind.LINE, shown_when={"caller": ("family",)}),
    Field(key="start", label="始め", kind=Kind.TIME),
    Field(key="end", label="終わり", kind=Kind.TIME),
    Field(key="acts", label="すること", kind=Kind.ROWS, rows=ROWS),
)


@pytest.fixture
def page(qtbot):
    """Show a form in a window that has a Ctrl+Z of its own."""
    suggest = {"start": lambda answers: {"end": answers.get("start")}}
    form = FormPage(FIELDS, lambda _answers: "id", samples.context(), suggest=suggest)
    form.resize(900, 900)
    form.pressed = []
    QShortcut("Ctrl+Z", form).activated.connect(lambda: form.pressed.append(1))
    qtbot.addWidget(form)
    with qtbot.waitActive(form):
        form.show()
        form.activateWindow()
    form.set_answers({"facts": "はじめの文。"})
    return form


def focus():
    return QApplication.focusWidget()


def type_in(qtbot, page, key, *words):
    page.show_question(key)
    for word in words:
        event = QInputMethodEvent()
        event.setCommitString(word)
        QApplication.sendEvent(focus(), event)


def undo(qtbot):
    qtbot.keyClick(focus(), Qt.Key.Key_Z, CTRL)


def redo(qtbot):
    qtbot.keyClick(focus(), Qt.Key.Key_Y, CTRL)


def test_steps_go_back_over_all_editors_and_the_focus_goes_along(page, qtbot):
    type_in(qtbot, page, "subject", "家賃")
    type_in(qtbot, page, "held_on", "R8", ".11.20")
    page.show_question("is_urgent")
    qtbot.keyClick(focus(), Qt.Key.Key_Space)
    undo(qtbot)
    assert page.answers()["is_urgent"] is False
    undo(qtbot)
    assert page.answers()["held_on"] is None
    assert focus() is page.editor("held_on").widget()
    undo(qtbot)
    assert page.answers()["subject"] is None
    assert focus() is page.editor("subject").widget()
    undo(qtbot)
    for _ in range(3):
        redo(qtbot)
    answers = page.answers()
    assert (answers["subject"], answers["held_on"]) == ("家賃", date(2026, 11, 20))
    assert answers["is_urgent"] is True
    assert page.pressed == []


def test_a_text_goes_back_word_by_word_with_its_cursor(page, qtbot):
    page.show_question("facts")
    text = page.editor("facts").widget()
    cursor = text.textCursor()
    cursor.setPosition(3)
    text.setTextCursor(cursor)
    type_in(qtbot, page, "facts", "、", "これ")
    text.insertPlainText("貼った長い文が一つここに入りましたので、別の一歩になります。")
    undo(qtbot)
    assert page.answers()["facts"] == "はじめ、これの文。"
    assert text.textCursor().position() == 6
    undo(qtbot)
    assert page.answers()["facts"] == "はじめの文。"
    qtbot.keyClick(focus(), Qt.Key.Key_Z, CTRL | SHIFT)
    assert page.answers()["facts"] == "はじめ、これの文。"


def test_what_could_not_be_read_comes_back_too(page, qtbot):
    type_in(qtbot, page, "held_on", "いつか")
    page.show_question("subject")
    type_in(qtbot, page, "subject", "件")
    undo(qtbot)
    undo(qtbot)
    assert page.editor("held_on").widget().text() == ""
    redo(qtbot)
    assert page.editor("held_on").widget().text() == "いつか"


def test_suggestions_and_conditions_go_back_with_what_led_to_them(page, qtbot):
    type_in(qtbot, page, "start", "9:30")
    assert page.answers()["end"] is not None
    undo(qtbot)
    assert page.answers()["end"] is None
    page.change({"caller": "family"})
    assert page.cell("relation").is_shown
    undo(qtbot)
    assert not page.cell("relation").is_shown


def test_cells_rows_and_pastes_go_back(page, qtbot):
    page.show_question("acts")
    view = focus()
    QApplication.clipboard().setText("電話\tR8.12.1\n訪問\tいつか")
    qtbot.keyClick(view, Qt.Key.Key_V, CTRL)
    qtbot.keyClick(view, Qt.Key.Key_Down, Qt.KeyboardModifier.AltModifier)
    qtbot.keyClick(view, Qt.Key.Key_Delete, CTRL)
    assert [row["what"] for row in page.answers()["acts"]] == ["訪問"]
    undo(qtbot)
    assert [row["what"] for row in page.answers()["acts"]] == ["訪問", "電話"]
    undo(qtbot)
    assert [row["what"] for row in page.answers()["acts"]] == ["電話", "訪問"]
    assert view.model().index(1, 1).data() == "いつか"
    undo(qtbot)
    assert page.answers()["acts"] is None
    redo(qtbot)
    assert view.model().index(1, 1).data() == "いつか"


def test_an_open_cell_first_takes_back_its_own_typing(page, qtbot):
    page.change({"acts": [{"what": "電話"}]})
    page.show_question("acts")
    view = focus()
    view.setCurrentIndex(view.model().index(0, 0))
    qtbot.keyClick(view, Qt.Key.Key_F2)
    qtbot.keyClicks(focus(), "abc")
    undo(qtbot)
    assert focus().text() == "電話"
    qtbot.keyClick(focus(), Qt.Key.Key_Return)
    assert page.answers()["acts"] == [{"what": "電話"}]


def test_nothing_is_taken_back_across_a_save(page, qtbot):
    type_in(qtbot, page, "subject", "家賃")
    assert page.save()
    undo(qtbot)
    assert page.answers()["subject"] == "家賃"


def test_what_is_taken_back_is_kept_as_well(page, qtbot):
    type_in(qtbot, page, "subject", "家賃")
    undo(qtbot)
    assert page.kept()["answers"]["subject"] is None


def test_the_keys_are_in_the_list_of_keys(page):
    keys = {bound.key for bound in shortcuts_of(page)}
    assert {"Ctrl+Z", "Ctrl+Y"} <= keys
