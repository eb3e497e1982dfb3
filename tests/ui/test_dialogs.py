"""Questions: safe defaults, buttons that name the act."""

import pytest
from modal import choose_file
from PySide6.QtCore import Qt, QTimer
from PySide6.QtWidgets import QApplication, QFileDialog, QWidget

from soudan_desk.ui.dialogs import (
    CANCEL,
    Answer,
    Question,
    ask,
    ask_text,
    confirm_dangerous,
    pick_file,
    pick_target,
    tell,
)
from soudan_desk.ui.widgets.record_text import RecordTextEdit


@pytest.fixture
def page(qapp, qtbot):
    widget = QWidget()
    qtbot.addWidget(widget)
    return widget


@pytest.fixture
def when_asked(qapp):
    """Do something with the dialog as soon as it is open."""

    def arrange(act):
        def look():
            dialog = QApplication.activeModalWidget()
            if dialog is None:
                QTimer.singleShot(10, look)
            else:
                act(dialog)

        QTimer.singleShot(10, look)

    return arrange


ANSWERS = [Answer("keep", "残す", is_default=True), Answer("drop", "消す")]


def test_the_answer_that_is_pressed_comes_back(page, when_asked):
    when_asked(lambda dialog: dialog.buttons["drop"].click())
    assert ask(page, "下書きがあります", "どうしますか", ANSWERS) == "drop"


def test_esc_is_the_same_as_leaving(page, when_asked, qtbot):
    when_asked(lambda dialog: qtbot.keyClick(dialog, Qt.Key.Key_Escape))
    assert ask(page, "下書きがあります", "どうしますか", ANSWERS) == CANCEL


def test_a_dangerous_button_names_act_and_count_and_enter_leaves_all_as_it_is(
    page, when_asked, qtbot
):
    seen = []

    def look(dialog):
        seen.extend(button.text() for button in dialog.buttons.values())
        seen.append(dialog.buttons[CANCEL].isDefault())
        qtbot.keyClick(dialog, Qt.Key.Key_Return)

    when_asked(look)
    assert confirm_dangerous(page, "取り消す", 3, "元には戻りません") is False
    assert seen == ["やめる", "3件を取り消す", True]


def test_a_dangerous_act_needs_its_own_button(page, when_asked):
    when_asked(lambda dialog: dialog.buttons["go"].click())
    assert confirm_dangerous(page, "取り消す") is True


def test_a_reason_must_be_written_before_one_goes_on(page, when_asked, qtbot):
    seen = []

    def write(dialog):
        editor, go = dialog.findChild(RecordTextEdit), dialog.buttons["go"]
        seen.append(go.isEnabled())
        qtbot.keyClicks(editor, "  ")
        seen.append(go.isEnabled())
        qtbot.keyClicks(editor, "wrong person")
        seen.append(go.isEnabled())
        go.click()

    when_asked(write)
    assert ask_text(page, "取り消す理由", "控えに残ります", act="取り消す") == "wrong person"
    assert seen == [False, False, True]


def test_leaving_gives_no_reason(page, when_asked):
    when_asked(lambda dialog: dialog.reject())
    assert ask_text(page, "取り消す理由", "") is None


def test_an_error_is_told_in_its_own_words(page, when_asked):
    seen = []

    def look(dialog):
        seen.append((dialog.accessibleName(), dialog.accessibleDescription()))
        dialog.buttons["ok"].click()

    when_asked(look)
    tell(page, "保存できませんでした", ValueError("ディスクがいっぱいです"))
    assert seen == [("保存できませんでした", "ディスクがいっぱいです")]


def test_a_long_sentence_is_shown_whole(page, qtbot):
    question = Question(page, "題", "とても長い説明です。" * 30, ANSWERS)
    qtbot.addWidget(question)
    question.show()
    words = question.findChildren(QWidget)
    label = next(w for w in words if w.accessibleName().startswith("とても長い"))
    assert label.height() >= label.heightForWidth(label.width())


def test_files_are_picked_in_qt_s_own_dialog(page, when_asked, tmp_path):
    ledger = tmp_path / "台帳.csv"
    ledger.write_text("a", encoding="utf-8")

    def pick(dialog):
        assert isinstance(dialog, QFileDialog)
        assert dialog.testOption(QFileDialog.Option.DontUseNativeDialog)
        choose_file(dialog, ledger)

    when_asked(pick)
    assert pick_file(page, "台帳を選ぶ", "表 (*.csv)", str(ledger)) == ledger
    when_asked(lambda dialog: dialog.reject())
    assert pick_target(page, "書き出す", "表 (*.csv)", str(ledger)) is None
