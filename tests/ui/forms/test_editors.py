"""Every kind of question has an editor: it gives back what it was given, keys alone work it."""

from datetime import date, time

import form_samples as office
import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QInputMethodEvent
from PySide6.QtWidgets import QApplication, QLineEdit, QWidget

from soudan_desk.fields import Field, Kind
from soudan_desk.japanese.partial_dates import PartialDate
from soudan_desk.ui.forms.editors import EDITORS, editor_for
from soudan_desk.ui.forms.pairs import join_reading
from soudan_desk.ui.forms.texts import ReadingEditor
from soudan_desk.ui.widgets.check_grid import CheckGrid
from soudan_desk.ui.widgets.choices import Segments

every_sample = pytest.mark.parametrize(
    ("field", "answer"), office.SAMPLES, ids=lambda each: getattr(each, "key", "")
)
ENTER, TAB, DOWN, UP = Qt.Key.Key_Return, Qt.Key.Key_Tab, Qt.Key.Key_Down, Qt.Key.Key_Up


@pytest.fixture
def make(qtbot):
    """Make a question's editor and show it."""

    window = QWidget()
    window.resize(700, 500)
    qtbot.addWidget(window)
    with qtbot.waitActive(window):
        window.show()
        window.activateWindow()

    def make(field, **more):
        editor = editor_for(field, office.context(**more), window)
        editor.widget().setGeometry(0, 0, 600, editor.height_for(600) or 32)
        editor.widget().show()
        return editor

    return make


def of(key):
    return next(field for field in office.FIELDS if field.key == key)


def new(kind, key="asked", **more):
    return Field(key=key, label="問い", kind=kind, **more)


def test_there_is_an_editor_for_every_kind():
    assert set(EDITORS) == set(Kind)
    assert {field.kind for field in office.FIELDS} == set(Kind)


@every_sample
def test_every_editor_gives_back_the_answer_it_was_given(make, field, answer):
    editor = make(field)
    blank = False if field.kind is Kind.CHECK else None
    for each in (answer, blank, answer):
        editor.set_answer(each)
        assert editor.answer() == each
        assert editor.problem() is None


@pytest.mark.parametrize("field", office.FIELDS, ids=lambda field: field.key)
def test_every_editor_is_named_for_tests_and_screen_readers_and_takes_the_focus(make, qtbot, field):
    editor = make(field)
    widget = editor.widget()
    assert widget.objectName() == field.key
    assert widget.accessibleName() == field.label
    widget.setFocus()
    focus = QApplication.focusWidget()
    assert focus is not None
    assert focus is widget or widget.isAncestorOf(focus)


@every_sample
def test_no_editor_says_edited_when_the_program_sets_its_answer(make, qtbot, field, answer):
    editor = make(field)
    with qtbot.assertNotEmitted(editor.edited):
        editor.set_answer(answer)


@pytest.mark.parametrize(
    ("kind", "typed", "answer", "shown"),
    [
        (Kind.LINE, " 家賃 ", "家賃", None),
        (Kind.DATE, "s55.3.1", date(1980, 3, 1), "昭和55年3月1日(土)"),
        (Kind.DATE, "s550301", date(1980, 3, 1), "昭和55年3月1日(土)"),
        (Kind.DATE, "1980/3/1", date(1980, 3, 1), "昭和55年3月1日(土)"),
        (Kind.DATE, "0301", date(2026, 3, 1), "令和8年3月1日(日)"),
        (Kind.PARTIAL_DATE, "s55", PartialDate(1980), "昭和55年"),
        (Kind.PARTIAL_DATE, "40代", PartialDate(age_band="40s"), "40代"),
        (Kind.TIME, "930", time(9, 30), "09:30"),
        (Kind.MINUTES, "1時間半", 90, "1時間30分"),
        (Kind.NUMBER, "１２３４", 1234, "1,234"),
        (Kind.YEN, "8万2千", 82_000, "82,000円"),
    ],
)
def test_what_is_typed_is_read_and_put_in_order_on_leaving(make, qtbot, kind, typed, answer, shown):
    editor = make(new(kind))
    line = editor.widget()
    with qtbot.waitSignal(editor.edited):
        _type(qtbot, line, typed)
    assert editor.answer() == answer
    line.clearFocus()
    assert editor.answer() == answer
    assert line.text() == (shown or typed)


def test_a_date_in_a_question_that_looks_forward_means_the_coming_one(make, qtbot):
    editor = make(new(Kind.DATE, "reply_due_on"))
    _type(qtbot, editor.widget(), "0301")
    assert editor.answer() == date(2027, 3, 1)


@pytest.mark.parametrize("kind", [Kind.DATE, Kind.PARTIAL_DATE, Kind.TIME, Kind.YEN, Kind.NUMBER])
def test_what_cannot_be_read_stays_as_typed_with_a_sentence(make, qtbot, kind):
    editor = make(new(kind))
    _type(qtbot, editor.widget(), "なにか")
    editor.widget().clearFocus()
    assert editor.answer() is None
    assert editor.problem()
    assert editor.typed() == "なにか"
    other = make(new(kind))
    other.set_typed("なにか")
    assert other.problem() == editor.problem()


def test_a_date_shows_both_calendars_with_fiscal_year_or_age(make):
    held, born = make(of("held_on")), make(new(Kind.DATE, "birth_on"))
    held.set_answer(date(2026, 3, 31))
    born.set_answer(date(1974, 3, 1))
    assert held.notes() == ["2026/3/31", "令和7年度"]
    assert born.notes() == ["1974/3/1", "52歳"]
    partial = make(of("year_on"))
    partial.set_answer(PartialDate(1989))
    assert partial.notes()[0] == "37歳前後"


def test_up_and_down_change_the_day(make, qtbot):
    editor = make(of("held_on"))
    for key, day in ((DOWN, office.TODAY), (UP, date(2026, 11, 25)), (DOWN, office.TODAY)):
        with qtbot.waitSignal(editor.edited):
            qtbot.keyClick(editor.widget(), key)
        assert editor.answer() == day
    qtbot.keyClick(editor.widget(), Qt.Key.Key_PageUp)
    assert editor.answer() == date(2026, 12, 1)


@pytest.mark.parametrize(
    ("kind", "before", "after"),
    [(Kind.TIME, time(23, 57), time(0, 2)), (Kind.MINUTES, 30, 35), (Kind.NUMBER, 3, 4)],
)
def test_up_goes_on_by_a_sensible_step(make, qtbot, kind, before, after):
    editor = make(new(kind))
    editor.set_answer(before)
    qtbot.keyClick(editor.widget(), UP)
    assert editor.answer() == after


def test_numbers_and_money_stand_to_the_right_in_figures(make):
    for kind in (Kind.NUMBER, Kind.YEN):
        line = make(new(kind)).widget()
        assert line.alignment() & Qt.AlignmentFlag.AlignRight
        assert line.property("figures")


def test_a_postal_code_and_a_telephone_number_are_put_in_order(make, qtbot):
    postal, telephone = make(of("postal_code")), make(new(Kind.LINE, "tel_mobile"))
    _type(qtbot, postal.widget(), "１０００００１")
    _type(qtbot, telephone.widget(), "０９０ー００００ー１２３４")
    telephone.widget().clearFocus()
    assert postal.answer() == "100-0001"
    assert telephone.answer() == "090-0000-1234"


def test_few_options_are_segments_worked_by_arrows(make, qtbot):
    editor = make(of("caller"))
    segments = editor.widget().findChild(Segments)
    segments.buttons()[0].setFocus()
    with qtbot.waitSignal(editor.edited):
        qtbot.keyClick(segments.buttons()[0], Qt.Key.Key_Space)
    assert editor.answer() == "self"
    qtbot.keyClick(segments.buttons()[0], Qt.Key.Key_Right)
    assert editor.answer() == "family"
    qtbot.keyClick(segments.buttons()[1], Qt.Key.Key_Delete)
    assert editor.answer() is None


def test_many_options_are_found_by_typing_a_part_of_them(make, qtbot):
    editor = make(of("method"))
    line = editor.widget().findChild(QLineEdit)
    _type(qtbot, line, "手紙")
    assert editor.answer() is None
    qtbot.keyClick(_popup(editor), ENTER)
    assert editor.answer() == "mail"
    assert line.text() == "メール・手紙"


def test_down_opens_the_whole_list_of_options(make, qtbot):
    editor = make(of("method"))
    editor.set_answer("visit")
    qtbot.keyClick(editor.widget().findChild(QLineEdit), DOWN)
    popup = _popup(editor)
    assert popup.isVisible()
    assert popup.model().rowCount() == 6
    assert popup.currentIndex().data() == "来所"
    qtbot.keyClick(popup, DOWN)
    qtbot.keyClick(popup, ENTER)
    assert editor.answer() == "home"


def test_words_that_are_no_option_are_refused_with_a_sentence(make, qtbot):
    editor = make(of("method"))
    _type(qtbot, editor.widget().findChild(QLineEdit), "のろし")
    assert "一覧にありません" in editor.problem()
    assert editor.typed() == "のろし"


@pytest.mark.parametrize(("key", "code"), [("caller_old", "old"), ("method_old", "fax")])
def test_an_option_no_longer_valid_stays_visible_and_says_so(make, key, code):
    editor = make(of(key))
    editor.set_answer(code)
    assert editor.answer() == code
    assert editor.notes() == ["(以前の選択肢)"]
    editor.set_answer("mail" if code == "fax" else "self")
    assert editor.notes() == []


def test_a_number_with_an_option_list_answers_with_a_number(make):
    editor = make(of("skill"))
    editor.set_answer(3)
    assert editor.answer() == 3


def test_an_option_that_stands_alone_clears_the_others_and_is_cleared_by_them(make, qtbot):
    editor = make(of("topics"))
    editor.set_answer(["health", "money"])
    grid = editor.widget().findChild(CheckGrid)
    grid.turn("none")
    assert editor.answer() == ["none"]
    grid.turn("job")
    assert editor.answer() == ["job"]


def test_marks_go_round_and_only_one_is_the_first(make, qtbot):
    editor = make(of("marks"))
    grid = editor.widget().findChild(CheckGrid)
    for code in ("health", "health", "money", "money"):
        with qtbot.waitSignal(editor.edited):
            grid.turn(code)
    assert editor.answer() == {"health": "circle", "money": "double"}


def test_a_check_box_is_turned_by_space_and_never_unanswered(make, qtbot):
    editor = make(of("is_urgent"))
    editor.set_answer(None)
    assert editor.answer() is False
    with qtbot.waitSignal(editor.edited):
        qtbot.keyClick(editor.widget(), Qt.Key.Key_Space)
    assert editor.answer() is True


def test_a_record_is_found_by_part_of_its_name(make, qtbot):
    editor = make(of("person_id"))
    _type(qtbot, editor.widget(), "すみれ")
    popup = _popup(editor)
    assert [popup.model().index(row, 0).data() for row in range(popup.model().rowCount())] == [
        "見本 すみれ"
    ]
    qtbot.keyClick(popup, ENTER)
    assert editor.answer() == office.AOBA


def test_a_record_that_is_missing_can_be_made_on_the_spot(make, qtbot):
    asked = []

    def open_new(kind, words, done):
        asked.append((kind, words))
        done(office.NEWCOMER)

    editor = make(of("person_id"), open_new=open_new)
    _type(qtbot, editor.widget(), "新人")
    popup = _popup(editor)
    assert popup.model().index(0, 0).data() == "新しく登録…"
    with qtbot.waitSignal(editor.edited):
        qtbot.keyClick(popup, ENTER)
    assert asked == [("person", "新人")]
    assert editor.answer() == office.NEWCOMER


def test_several_records_are_picked_and_taken_back_by_backspace(make, qtbot):
    editor = make(of("staff_ids"))
    line = editor.widget().focusProxy()
    for words, ids in (("文", [office.ASAKURA]), ("すみれ", [office.ASAKURA, office.AOBA])):
        _type(qtbot, line, words)
        qtbot.keyClick(_popup(editor), ENTER)
        assert editor.answer() == ids
        assert line.text() == ""
    qtbot.keyClick(line, Qt.Key.Key_Backspace)
    assert editor.answer() == [office.ASAKURA]


def test_files_are_added_opened_and_removed(make, qtbot):
    opened = []
    editor = make(of("files"), choose_file=lambda: office.LETTER, open_file=opened.append)
    with qtbot.waitSignal(editor.edited):
        qtbot.keyClick(editor.widget().focusProxy(), Qt.Key.Key_Space)
    assert editor.answer() == [office.LETTER]
    names = editor.widget().children()[0]
    names.setCurrentRow(0)
    names.itemActivated.emit(names.item(0))
    assert opened == [office.LETTER]
    qtbot.keyClick(names, Qt.Key.Key_Delete)
    assert editor.answer() is None


def test_long_text_keeps_its_lines_and_grows_with_them(make, qtbot):
    editor = make(of("facts"))
    low = editor.height_for(600)
    qtbot.keyClicks(editor.widget(), "a")
    for _line in range(9):
        qtbot.keyClick(editor.widget(), ENTER)
    assert editor.answer() == "a" + "\n" * 9
    assert editor.height_for(600) > low
    assert editor.notes() == ["10字"]


@pytest.mark.parametrize("field", office.FIELDS, ids=lambda field: field.key)
def test_tab_leaves_every_editor(make, qtbot, field):
    editor = make(field)
    after = QLineEdit(editor.widget().parentWidget())
    after.show()
    editor.widget().setFocus()
    for _press in range(30):
        if QApplication.focusWidget() is after:
            break
        qtbot.keyClick(QApplication.focusWidget(), TAB)
    assert QApplication.focusWidget() is after


# readings


def test_the_reading_is_taken_from_the_input_method(make, qtbot):
    name, kana = _name_and_reading(make)
    _compose(name, ["ｍ", "み", "みほｎ", "みほん", "見本"], "見本")
    qtbot.keyClicks(name, " ")
    _compose(name, ["す", "すみれ"], "すみれ")
    assert name.text() == "見本 すみれ"
    assert kana.answer() == "ミホン スミレ"
    assert kana.notes() == []


def test_a_reading_that_was_not_heard_is_guessed_and_marked(make, qtbot):
    name, kana = _name_and_reading(make, guess=lambda text: "ミホン ハナコ")
    name.setText("見本 花子")
    name.textEdited.emit(name.text())
    name.clearFocus()
    assert kana.answer() == "ミホン ハナコ"
    assert kana.notes() == ["読み 未確認"]
    _type(qtbot, kana.widget(), "みほんはなこ")
    kana.widget().clearFocus()
    assert kana.answer() == "ミホンハナコ"
    assert kana.notes() == []


def test_a_reading_a_person_typed_is_never_overwritten(make, qtbot):
    name, kana = _name_and_reading(make, guess=lambda _text: "チガウ")
    _type(qtbot, kana.widget(), "ミホン")
    _compose(name, ["た", "たなか", "田中"], "田中")
    name.clearFocus()
    assert kana.answer() == "ミホン"


def test_a_pasted_name_loses_the_reading_that_was_heard(make, qtbot):
    name, kana = _name_and_reading(make, guess=lambda _text: "ヨソウ")
    _compose(name, ["あ", "あお", "青"], "青")
    name.setText("別 人")
    name.textEdited.emit(name.text())
    name.clearFocus()
    assert kana.answer() == "ヨソウ"
    assert kana.is_guess


def _name_and_reading(make, guess=None):
    name, kana = make(new(Kind.LINE, "name")), make(of("kana"))
    assert isinstance(kana, ReadingEditor)
    join_reading(name, kana, guess)
    name.widget().setFocus()
    return name.widget(), kana


def _compose(line, steps, commit):
    for step in steps:
        QApplication.sendEvent(line, QInputMethodEvent(step, []))
    last = QInputMethodEvent("", [])
    last.setCommitString(commit)
    QApplication.sendEvent(line, last)


def _type(qtbot, line, text):
    line.setFocus()
    line.selectAll()
    if text.isascii():
        qtbot.keyClicks(line, text)
        return
    event = QInputMethodEvent("", [])
    event.setCommitString(text)
    QApplication.sendEvent(line, event)


def _popup(editor):
    line = editor.widget() if isinstance(editor.widget(), QLineEdit) else None
    line = line or editor.widget().focusProxy()
    return line._popup
