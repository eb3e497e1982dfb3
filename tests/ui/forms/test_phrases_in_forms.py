"""定型文: two letters put a sentence where one types, in a line, a text or a cell."""

from dataclasses import replace

import form_samples as samples
import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QInputMethodEvent
from PySide6.QtWidgets import QApplication

from soudan_desk.errors import InvalidEntriesError
from soudan_desk.fields import Field, Kind
from soudan_desk.models.base import new_id
from soudan_desk.services.phrases import PhraseRow
from soudan_desk.ui.forms.page import FormPage
from soudan_desk.ui.forms.phrase_acts import PhraseActs
from soudan_desk.ui.forms.phrase_list import PhraseList

CTRL, ALT = Qt.KeyboardModifier.ControlModifier, Qt.KeyboardModifier.AltModifier
FIELDS = (
    Field(key="subject", label="件名", kind=Kind.LINE),
    Field(key="facts", label="記録", kind=Kind.TEXT),
    Field(
        key="acts",
        label="すること",
        kind=Kind.ROWS,
        rows=(Field(key="what", label="内容", kind=Kind.TEXT),),
    ),
)
KAKEI = "家計表を一緒に確かめた。\n{氏名}さんは落ち着いていた。"


def phrase(key, title, text, *, is_own=True):
    return PhraseRow(new_id(), key, title, text, (), is_own, 1)


ROWS = [
    phrase("kk", "家計", KAKEI),
    phrase("km", "家賃", "家賃の支払いを確かめた。"),
    phrase("tu", "通院", "通院に付き添った。", is_own=False),
]


class Office:
    """Stands for the verbs of phrases, with the real shapes."""

    def __init__(self):
        self.added, self.asked = [], []

    def offered(self, kind):
        self.asked.append(kind)
        return ROWS

    def add(self, **about):
        if about["key"] == "kk":
            raise InvalidEntriesError({"key": "「kk」はもう使われています。"})
        self.added.append(about)


@pytest.fixture
def office():
    return Office()


@pytest.fixture
def page(qtbot, office):
    acts = PhraseActs(
        offered=office.offered,
        fill=lambda text: text.replace("{氏名}", "見本"),
        add=office.add,
        may_share=True,
    )
    context = replace(samples.context(), phrases=acts)
    form = FormPage(FIELDS, lambda _answers: None, context)
    form.record_kind = "plan"
    form.resize(900, 700)
    qtbot.addWidget(form)
    with qtbot.waitActive(form):
        form.show()
        form.activateWindow()
    return form


def focus():
    return QApplication.focusWidget()


def press(qtbot, key, modifier=Qt.KeyboardModifier.NoModifier):
    qtbot.keyClick(focus(), key, modifier)


def opened(page, qtbot):
    press(qtbot, Qt.Key.Key_Semicolon, CTRL)
    return page.findChild(PhraseList)


def test_two_letters_after_the_key_insert_where_the_cursor_is(page, qtbot, office):
    page.set_answers({"facts": "前。後。"})
    page.show_question("facts")
    cursor = focus().textCursor()
    cursor.setPosition(2)
    focus().setTextCursor(cursor)
    listed = opened(page, qtbot)
    assert office.asked == ["plan"]
    assert not listed.testAttribute(Qt.WidgetAttribute.WA_InputMethodEnabled)
    qtbot.keyClicks(focus(), "kk")
    filled = KAKEI.replace("{氏名}", "見本")
    assert page.answers()["facts"] == f"前。{filled}後。"
    assert focus() is page.editor("facts").widget()
    press(qtbot, Qt.Key.Key_Z, CTRL)
    assert page.answers()["facts"] == "前。後。"


def test_two_letters_before_the_key_become_the_sentence_at_once(page, qtbot):
    page.show_question("subject")
    qtbot.keyClicks(focus(), "ab km")
    press(qtbot, Qt.Key.Key_Semicolon, CTRL)
    assert page.findChild(PhraseList) is None
    assert page.answers()["subject"] == "ab 家賃の支払いを確かめた。"


def test_letters_narrow_the_list_and_enter_inserts_the_chosen_one(page, qtbot):
    page.show_question("subject")
    listed = opened(page, qtbot)
    qtbot.keyClicks(focus(), "k")
    assert [listed._model.item(n).text() for n in range(2)] == ["kk　家計", "km　家賃"]
    assert "家計表" in listed.accessibleDescription()
    press(qtbot, Qt.Key.Key_Down)
    assert listed._preview.text() == "家賃の支払いを確かめた。"
    press(qtbot, Qt.Key.Key_Return)
    assert page.answers()["subject"] == "家賃の支払いを確かめた。"


def test_a_line_takes_a_sentence_of_two_lines_as_one(page, qtbot):
    page.show_question("subject")
    opened(page, qtbot)
    qtbot.keyClicks(focus(), "kk")
    assert page.answers()["subject"] == "家計表を一緒に確かめた。 見本さんは落ち着いていた。"


def test_escape_gives_everything_back_as_it_was(page, qtbot):
    page.set_answers({"facts": "選んだ文"})
    page.show_question("facts")
    focus().selectAll()
    opened(page, qtbot)
    press(qtbot, Qt.Key.Key_Escape)
    assert focus().textCursor().selectedText() == "選んだ文"
    assert page.answers()["facts"] == "選んだ文"


def test_a_cell_takes_a_sentence_open_or_not(page, qtbot):
    page.show_question("acts")
    opened(page, qtbot)
    qtbot.keyClicks(focus(), "tu")
    assert page.answers()["acts"] == [{"what": "通院に付き添った。"}]
    event = QInputMethodEvent()
    event.setCommitString("あと、")
    QApplication.sendEvent(focus(), event)
    opened(page, qtbot)
    qtbot.keyClicks(focus(), "km")
    assert page.answers()["acts"] == [{"what": "通院に付き添った。あと、家賃の支払いを確かめた。"}]


def test_a_chosen_text_is_kept_as_a_phrase(page, qtbot, office):
    page.set_answers({"facts": "よく書く文。"})
    page.show_question("facts")
    focus().selectAll()
    opened(page, qtbot)
    press(qtbot, Qt.Key.Key_A, ALT)
    qtbot.keyClicks(focus(), "kk")
    press(qtbot, Qt.Key.Key_Return)
    assert office.added == []
    assert "もう使われています" in focus().accessibleDescription()
    focus().selectAll()
    qtbot.keyClicks(focus(), "yo")
    press(qtbot, Qt.Key.Key_Return, CTRL)
    about = {"key": "yo", "title": "", "text": "よく書く文。", "for_office": False}
    assert office.added == [about]
    assert focus() is page.editor("facts").widget()


def test_a_list_that_is_left_goes_away(page, qtbot):
    page.show_question("facts")
    opened(page, qtbot)
    page.show_question("subject")
    qtbot.waitUntil(lambda: page.findChild(PhraseList) is None)
