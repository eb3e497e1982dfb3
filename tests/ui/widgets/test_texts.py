"""Texts: records, wrapped labels, the frame of an editor."""

from itertools import pairwise

import pytest
from PySide6.QtCore import QMimeData, Qt
from PySide6.QtGui import QColor, QTextCursor
from PySide6.QtWidgets import QLineEdit

from soudan_desk.ui import layouts
from soudan_desk.ui.theme import Role, Type, theme
from soudan_desk.ui.widgets.document import DocumentLabel
from soudan_desk.ui.widgets.inputs import LineEdit, Select
from soudan_desk.ui.widgets.labelled import LabelledEditor
from soudan_desk.ui.widgets.labels import ElidedLabel
from soudan_desk.ui.widgets.record_text import RecordTextEdit

LONG = (
    "長女さんは県外。今日の電話では、年金だけで暮らしていて先月から電気代が払えていないと聞いた。"
    * 3
)


def _steps(editor):
    """Return the distances from one baseline to the next."""
    block, baselines = editor.document().firstBlock(), []
    while block.isValid():
        layout = block.layout()
        for n in range(layout.lineCount()):
            line = layout.lineAt(n)
            baselines.append(layout.position().y() + line.y() + line.ascent())
        block = block.next()
    return [round(b - a) for a, b in pairwise(baselines)]


def test_every_line_of_a_record_is_24_high_also_with_a_rare_letter(qapp, shown):
    editor = RecordTextEdit("青葉さん\n𠮷永さん\nABC")
    editor.resize(400, 200)
    shown(editor)
    assert _steps(editor) == [24, 24]


def test_a_new_line_and_a_pasted_one_take_the_height_over(qapp, qtbot, shown):
    editor = shown(RecordTextEdit("一"))
    editor.moveCursor(QTextCursor.MoveOperation.End)
    qtbot.keyClick(editor, Qt.Key.Key_Return)
    qtbot.keyClicks(editor, "a")
    pasted = QMimeData()
    pasted.setHtml("<h1>大きい</h1><p>太い</p>")
    pasted.setText("大きい\n太い")
    editor.insertFromMimeData(pasted)
    assert editor.text() == "一\na大きい\n太い"
    assert _steps(editor) == [24, 24]
    assert "<h1" not in editor.toHtml()


def test_an_emptied_record_keeps_its_line_height(qapp, qtbot, shown):
    editor = shown(RecordTextEdit("一"))
    editor.selectAll()
    qtbot.keyClick(editor, Qt.Key.Key_Delete)
    qtbot.keyClicks(editor, "b")
    qtbot.keyClick(editor, Qt.Key.Key_Return)
    assert _steps(editor) == [24]


def test_undo_takes_back_typing_and_never_the_stored_text(qapp, qtbot, shown):
    editor = shown(RecordTextEdit("はじめの\n記録"))
    editor.moveCursor(QTextCursor.MoveOperation.End)
    qtbot.keyClicks(editor, "xyz")
    for _ in range(5):
        editor.undo()
    assert editor.text() == "はじめの\n記録"
    assert _steps(editor) == [24]


def test_lines_follow_the_zoom(qapp, shown):
    editor = shown(RecordTextEdit("青葉\n𠮷永"))
    theme.set_zoom(150)
    assert _steps(editor) == [theme.px(24)]


def test_typing_is_told_and_loading_is_not(qapp, qtbot, shown):
    editor = shown(RecordTextEdit())
    with qtbot.assertNotEmitted(editor.edited):
        editor.set_text("読み込んだ")
    with qtbot.waitSignal(editor.edited):
        qtbot.keyClicks(editor, "a")


def test_tab_leaves_a_record(qapp, qtbot, shown):
    editor, after = RecordTextEdit(), QLineEdit()
    whole = shown(layouts.panel(layouts.column(editor, after)))
    editor.setFocus()
    qtbot.keyClick(editor, Qt.Key.Key_Tab)
    assert whole.focusWidget() is after


def test_a_wrapped_label_is_as_high_as_its_lines_and_pushes_no_window(qapp, qtbot):
    label = DocumentLabel(LONG, Type.BODY)
    qtbot.addWidget(label)
    line = round(theme.type_px(Type.BODY) * 1.6)
    narrow, wide = label.heightForWidth(200), label.heightForWidth(800)
    assert narrow % line == 0
    assert narrow > wide > line
    assert label.minimumSizeHint().height() == line


def test_a_rare_letter_makes_a_label_no_higher(qapp, qtbot):
    plain, rare = DocumentLabel("吉永さん"), DocumentLabel("𠮷永さん")
    for label in (plain, rare):
        qtbot.addWidget(label)
    assert plain.heightForWidth(300) == rare.heightForWidth(300)


def test_a_wrapped_label_reads_out_its_text_and_keeps_amounts_together(qapp, qtbot):
    label = DocumentLabel("家賃は4.6万円\n次は12月1日")
    qtbot.addWidget(label)
    assert label.accessibleName() == label.text() == "家賃は4.6万円\n次は12月1日"
    for width in range(40, 200, 7):
        label.resize(width, 200)
        lines = _lines(label)
        assert not any(line.startswith(("万", "円", "月", "日")) for line in lines), (width, lines)


def _lines(label):
    found, block = [], label._document.firstBlock()
    layout, text = block.layout(), block.text()
    for n in range(layout.lineCount()):
        line = layout.lineAt(n)
        found.append(text[line.textStart() : line.textStart() + line.textLength()].strip("\u2060"))
    return [line for line in found if line]


def test_markup_typed_by_people_stays_text(qapp, qtbot):
    label = DocumentLabel("<b>太い</b> & <i>")
    qtbot.addWidget(label)
    assert label.text() == "<b>太い</b> & <i>"


def test_a_cut_name_is_told_whole_in_its_tooltip(qapp, shown):
    label = ElidedLabel("ひなた市役所 生活福祉課 保護第一係")
    shown(label)
    label.resize(60, 20)
    assert label.toolTip() == label.text()
    label.resize(600, 20)
    assert label.toolTip() == ""


@pytest.fixture
def frame(qapp, shown):
    widget = LabelledEditor("終了", LineEdit(), required=True, help_text="24時間で書きます")
    widget.resize(320, 80)
    return shown(widget)


def test_the_label_is_its_editor_s_buddy_and_name(frame):
    assert frame.label.buddy() is frame.editor
    assert frame.editor.accessibleName() == "終了 必須"
    assert frame.editor.accessibleDescription() == "24時間で書きます"
    frame.set_required(False)
    assert frame.editor.accessibleName() == "終了"


def test_a_problem_stands_below_with_its_cure_and_goes_again(frame, qtbot):
    cured = []
    frame.show_problem("開始より前です", "10:32 にする", lambda: cured.append(1))
    assert frame.has_problem
    assert frame.editor.property("problem") is True
    assert frame.editor.accessibleDescription() == "開始より前です"
    words = frame.findChild(DocumentLabel, "problem")
    assert words.text() == "開始より前です"
    assert words.y() >= 0
    link = next(b for b in frame.findChildren(type(frame._problem._link)) if b.text())
    qtbot.mouseClick(link, Qt.MouseButton.LeftButton)
    assert cured == [1]
    frame.clear_problem()
    assert not frame.has_problem
    assert frame.editor.accessibleDescription() == "24時間で書きます"


def test_an_error_s_edge_does_not_move_the_row(frame):
    before = frame.editor.geometry()
    frame.show_problem("開始より前です")
    frame.layout().activate()
    assert frame.editor.geometry() == before
    edge = frame.grab().toImage().pixelColor(before.center().x(), before.y())
    frame.editor.clearFocus()
    edge = frame.grab().toImage().pixelColor(before.center().x(), before.y())
    assert edge == theme.colour(Role.DANGER)


def test_focus_does_not_move_the_text(frame, qtbot):
    frame.editor.setText("10:12")
    height = frame.editor.height()
    frame.editor.setFocus()
    qtbot.waitUntil(frame.editor.hasFocus)
    assert frame.editor.height() == height
    top = frame.grab().toImage().pixelColor(frame.editor.geometry().center().x(), frame.editor.y())
    assert top == theme.colour(Role.FOCUS)


@pytest.mark.parametrize("zoom", [80, 100, 125, 200])
def test_editors_are_32_high_at_every_zoom(qapp, shown, zoom):
    line, chosen = LineEdit("a"), Select([("a", "電話")])
    theme.set_zoom(zoom)
    shown(layouts.panel(layouts.column(line, chosen)))
    assert line.height() == chosen.height() == theme.px(32)


def test_placeholders_are_as_dark_as_muted_text(qapp, qtbot):
    line = LineEdit(placeholder="かな・漢字")
    qtbot.addWidget(line)
    line.ensurePolished()
    assert line.palette().placeholderText().color() == theme.colour(Role.MUTED)


def test_a_list_of_options_can_be_left_blank_and_ignores_the_wheel(qapp, qtbot):
    chosen = Select([("a", "電話"), ("b", "来所")])
    qtbot.addWidget(chosen)
    assert chosen.value() is None
    chosen.set_value("b")
    assert chosen.value() == "b"
    chosen.set_options([("b", "来所"), ("c", "訪問")])
    assert chosen.value() == "b"
    chosen.set_options([("c", "訪問")])
    assert chosen.value() is None
    with qtbot.waitSignal(chosen.picked) as picked:
        qtbot.keyClick(chosen, Qt.Key.Key_Down)
    assert picked.args == ["c"]


@pytest.mark.parametrize("zoom", [100, 150])
@pytest.mark.parametrize(
    ("size", "ratio"), [(Type.LABEL, 1.4), (Type.BODY, 1.45), (Type.READING, 1.75)]
)
def test_letters_stand_in_the_middle_of_their_line(qapp, qtbot, size, ratio, zoom):
    theme.set_zoom(zoom)
    label = DocumentLabel("国国国", size, line_height=ratio)
    qtbot.addWidget(label)
    label.resize(200, label.heightForWidth(200))
    image = label.grab().toImage()
    ground: QColor = image.pixelColor(199, 0)
    inked = [
        row
        for row in range(image.height())
        if any(image.pixelColor(x, row) != ground for x in range(60))
    ]
    middle = (inked[0] + inked[-1] + 1) / 2
    assert middle == pytest.approx(image.height() / 2, abs=theme.px(1.5))
