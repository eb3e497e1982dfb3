"""A form asks, shows what is wrong, keeps what is typed and saves."""

import json
import time as clock
from datetime import date, time

import form_samples as office
import pytest
from PySide6.QtCore import QEvent, QPoint, Qt
from PySide6.QtGui import QInputMethodEvent
from PySide6.QtWidgets import QApplication, QLineEdit, QPushButton, QWidget

from soudan_desk.errors import InvalidEntriesError, NotAllowedError
from soudan_desk.fields import Field, Kind
from soudan_desk.ui.forms.page import FormPage
from soudan_desk.ui.forms.rows_view import TableEditView
from soudan_desk.ui.theme import Look, theme
from soudan_desk.ui.widgets.notices import ProblemBar

CALL = (
    Field(key="caller", label="だれから", kind=Kind.CHOICE, codes="caller", section="受付"),
    Field(
        key="relation", label="続柄", kind=Kind.LINE, section="受付",
        shown_when={"caller": ("family",)}, required_when={"caller": ("family",)},
    ),
    Field(key="start", label="開始", kind=Kind.TIME, section="受付", required=True),
    Field(key="end", label="終了", kind=Kind.TIME, section="受付"),
    Field(key="taken_min", label="時間", kind=Kind.MINUTES, section="受付"),
    Field(key="is_urgent", label="急ぎ", kind=Kind.CHECK, section="受付"),
    Field(key="facts", label="聞いたこと", kind=Kind.TEXT, section="内容", help="事実だけを書く。"),
    Field(key="held_on", label="対応日", kind=Kind.DATE, section="内容"),
)  # fmt: skip


def taken(answers):
    start, end = answers["start"], answers["end"]
    if start is None or end is None:
        return {}
    return {"taken_min": (end.hour - start.hour) * 60 + end.minute - start.minute}


@pytest.fixture
def open_form(qtbot):
    """Open a form in a window of its own and stand in it."""

    windows = []

    def open_form(fields=CALL, save=lambda _answers: "saved", size=(900, 700), **more):
        window = QWidget()
        windows.append(window)
        window.resize(*size)
        page = FormPage(fields, save, office.context(**more.pop("context", {})), **more)
        page.setParent(window)
        page.resize(*size)
        qtbot.addWidget(window)
        with qtbot.waitActive(window):
            window.show()
            window.activateWindow()
        return page

    return open_form


def type_in(qtbot, page, key, text):
    line = page.editor(key).widget()
    line.setFocus()
    if isinstance(line, QLineEdit):
        line.selectAll()
    if text.isascii():
        qtbot.keyClicks(line, text)
        return
    event = QInputMethodEvent("", [])
    event.setCommitString(text)
    QApplication.sendEvent(line, event)


def test_every_answer_comes_back_from_a_whole_form(open_form, qtbot):
    page = open_form(office.FIELDS)
    page.set_answers(office.ANSWERS)
    assert page.answers() == office.ANSWERS
    for key in office.ANSWERS:
        page.editor(key)
    assert page.answers() == office.ANSWERS
    assert not page.is_dirty


def test_every_editor_is_there_shortly_after_opening(open_form, qtbot):
    page = open_form(office.FIELDS, size=(900, 300))
    assert page.cell("files").editor is None
    for key in office.ANSWERS:
        qtbot.waitUntil(lambda key=key: page.findChild(QWidget, key) is not None)


def test_saving_hands_over_the_answers_and_tells_the_result(open_form, qtbot):
    given = []
    page = open_form(save=lambda answers: given.append(answers) or "id")
    type_in(qtbot, page, "start", "930")
    assert page.is_dirty
    with qtbot.waitSignal(page.saved) as saved:
        assert page.save()
    assert saved.args == ["id"]
    assert given[0]["start"] == time(9, 30)
    assert given[0]["is_urgent"] is False
    assert not page.is_dirty


def test_a_question_appears_when_its_condition_holds_and_is_then_required(open_form, qtbot):
    page = open_form()
    assert not page.cell("relation").is_shown
    page.change({"caller": "family"})
    assert page.cell("relation").is_shown
    assert page.cell("relation").is_needed
    assert page.editor("relation").widget().accessibleName() == "続柄 必須"
    type_in(qtbot, page, "relation", "長女")
    page.change({"caller": "self"})
    assert not page.editor("relation").widget().isVisible()
    assert page.answers()["relation"] is None
    page.change({"caller": "family"})
    assert page.answers()["relation"] == "長女"


def test_answers_beside_the_form_steer_its_conditions(open_form):
    page = open_form(CALL[1:2])
    page.set_answers({"caller": "family"})
    assert page.cell("relation").is_shown
    assert page.answers() == {"relation": None}


def test_one_answer_suggests_another_until_a_person_changes_it(open_form, qtbot):
    page = open_form(suggest={"start": taken, "end": taken})
    type_in(qtbot, page, "start", "1000")
    type_in(qtbot, page, "end", "1030")
    assert page.answers()["taken_min"] == 30
    type_in(qtbot, page, "end", "1045")
    assert page.answers()["taken_min"] == 45
    assert page.editor("taken_min").widget().text() == "45分"
    type_in(qtbot, page, "taken_min", "20")
    type_in(qtbot, page, "end", "1100")
    assert page.answers()["taken_min"] == 20


def test_a_postal_code_brings_the_address_and_an_address_its_postal_code(open_form, qtbot):
    places = {"100-0001": ["東京都千代田区千代田"]}
    fields = [
        Field(key="postal_code", label="郵便番号", kind=Kind.LINE),
        Field(key="address", label="住所", kind=Kind.LINE),
    ]
    look_up = {
        "address_of": lambda code: places.get(code, []),
        "postal_of": lambda address: [c for c, p in places.items() if address.startswith(p[0])],
    }
    page = open_form(fields, context=look_up)
    type_in(qtbot, page, "postal_code", "100-0001")
    assert page.answers()["address"] == "東京都千代田区千代田"
    other = open_form(fields, context=look_up)
    type_in(qtbot, other, "address", "東京都千代田区千代田1-1")
    other.editor("address").widget().clearFocus()
    assert other.answers()["postal_code"] == "100-0001"


def test_an_address_brings_its_district_which_a_person_overrules(open_form, qtbot):
    keys = ("postal_code", "address", "district")
    fields = [Field(key=key, label=key, kind=Kind.LINE) for key in keys]
    towns = {"青空町1": {"district": "北圏域", "csw_area": "東"}, "本町2": {"district": "南圏域"}}
    context = {
        "districts_of": lambda address: towns.get(address, {}),
        "postal_of": lambda _address: ["000-0003"],
    }
    page = open_form(fields, context=context)

    def live_at(address):
        type_in(qtbot, page, "address", address)
        page.editor("district").widget().setFocus()
        return page.answers()

    expected = {"address": "青空町1", "postal_code": "000-0003", "district": "北圏域"}
    assert live_at("青空町1") == expected
    assert page.editor("district").widget().text() == "北圏域"
    assert live_at("本町2")["district"] == "南圏域"
    type_in(qtbot, page, "district", "東圏域")
    assert live_at("青空町1")["district"] == "東圏域"


def test_the_reading_of_a_name_is_guessed_and_its_state_marked(open_form, qtbot):
    fields = [
        Field(key="name", label="氏名", kind=Kind.LINE),
        Field(key="kana", label="フリガナ", kind=Kind.LINE),
        Field(key="kana_state", label="フリガナの確かさ", kind=Kind.LINE),
    ]
    page = open_form(fields, context={"guess_reading": lambda _name: "ミホン"})
    line = page.editor("name").widget()
    line.setText("見本")
    line.textEdited.emit("見本")
    page.editor("kana").widget().setFocus()
    assert page.answers() == {"name": "見本", "kana": "ミホン", "kana_state": "guessed"}
    type_in(qtbot, page, "kana", "ミモト")
    assert page.answers()["kana_state"] == "confirmed"


def test_problems_stand_below_their_questions_and_are_counted_above(open_form, qtbot):
    problems = {
        "start": "「開始」を入れてください。",
        "held_on": "未来の日付です。直してください。",
    }

    def refuse(_answers):
        raise InvalidEntriesError(problems)

    page = open_form(save=refuse, act="確定")
    assert not page.save()
    bar = page.findChild(ProblemBar)
    assert bar.isVisible()
    assert bar.sentence() == "確定できません：2か所の見直しが要ります"
    assert page.cell("start").problem == problems["start"]
    assert page.editor("start").widget().accessibleDescription() == problems["start"]
    assert page.editor("start").widget().property("problem")
    type_in(qtbot, page, "start", "900")
    assert page.cell("start").problem == ""
    assert bar.sentence() == "確定できません：1か所の見直しが要ります"
    page.show_problems({})
    assert not bar.isVisible()


def test_f8_goes_from_problem_to_problem_round_and_round(open_form, qtbot):
    page = open_form(size=(700, 240))
    page.show_problems({"start": "直してください。", "held_on": "直してください。"})
    stood = []
    for _press in range(3):
        qtbot.keyClick(page, Qt.Key.Key_F8)
        stood.append(QApplication.focusWidget().objectName())
        widget = QApplication.focusWidget()
        top = widget.mapTo(page, QPoint(0, 0)).y()
        assert 0 <= top <= page.height() - widget.height()
    assert stood == ["start", "held_on", "start"]


def test_an_unreadable_answer_stops_saving_before_anything_is_handed_over(open_form, qtbot):
    given = []
    page = open_form(save=given.append)
    type_in(qtbot, page, "start", "25:99")
    page.editor("end").widget().setFocus()
    assert "時刻として読めません" in page.cell("start").problem
    assert not page.save()
    assert given == []
    assert page.editor("start").widget().text() == "25:99"


def test_a_refusal_of_the_whole_is_said_in_the_bar(open_form):
    def refuse(_answers):
        raise NotAllowedError("この記録を直す権限がありません。主任に頼んでください。")

    page = open_form(save=refuse)
    assert not page.save()
    assert page.findChild(ProblemBar).sentence().startswith("この記録を直す権限がありません")


def test_a_bug_in_saving_is_not_hidden(open_form):
    def fail(_answers):
        raise ZeroDivisionError

    page = open_form(save=fail)
    with pytest.raises(ZeroDivisionError):
        page.save()


def test_typing_is_kept_within_two_seconds_and_once_only(open_form, qtbot):
    page = open_form()
    kept = []
    page.keep.connect(kept.append)
    start = clock.monotonic()
    with qtbot.waitSignal(page.keep, timeout=3000):
        type_in(qtbot, page, "start", "1012")
    assert clock.monotonic() - start < 2.6
    assert len(kept) == 1
    assert kept[0]["answers"]["start"] == "10:12"


def test_leaving_the_window_keeps_at_once_what_is_typed(open_form, qtbot):
    page = open_form()
    type_in(qtbot, page, "start", "1012")
    with qtbot.waitSignal(page.keep, timeout=100):
        QApplication.sendEvent(page.window(), QEvent(QEvent.Type.WindowDeactivate))
    with qtbot.assertNotEmitted(page.keep):
        page.keep_now()
    type_in(qtbot, page, "end", "1100")
    with qtbot.waitSignal(page.keep, timeout=100):
        page.keep_now()


def test_what_was_kept_comes_back_even_what_could_not_be_read(open_form, qtbot):
    page = open_form((*CALL, *office.FIELDS))
    page.change({k: v for k, v in office.ANSWERS.items() if k not in {"start", "caller"}})
    page.change({"sent_at": office.ANSWERS["sent_at"].replace(microsecond=0)})
    page.change({"caller": "family"})
    type_in(qtbot, page, "relation", "長女")
    type_in(qtbot, page, "start", "じゅうじ")
    kept = json.loads(json.dumps(page.kept(), ensure_ascii=False))
    other = open_form((*CALL, *office.FIELDS))
    other.set_answers({})
    other.restore(kept)
    assert other.answers() == page.answers()
    assert other.editor("start").widget().text() == "じゅうじ"
    assert other.is_dirty
    assert other.cell("relation").is_shown


def test_a_cell_that_could_not_be_read_comes_back_as_well(open_form, qtbot):
    page, other = open_form(office.FIELDS), open_form(office.FIELDS)
    rows = page.editor("aliases")
    rows.widget().findChild(TableEditView).model().fill(0, 0, [["電話", "見本", "いつか"]])
    other.restore(json.loads(json.dumps(page.kept())))
    assert other.editor("aliases").problem() == rows.problem()
    assert other.answers()["aliases"] == [{"kind": "tel", "name": "見本"}]


def test_shown_answers_start_the_form_anew(open_form, qtbot):
    page = open_form()
    type_in(qtbot, page, "start", "1012")
    page.set_answers({"start": time(9, 0), "held_on": date(2026, 11, 1)})
    assert page.answers()["start"] == time(9, 0)
    assert not page.is_dirty
    with qtbot.assertNotEmitted(page.keep, wait=50):
        page.keep_now()


def test_tab_goes_through_the_questions_in_their_order(open_form, qtbot):
    page = open_form(office.FIELDS, size=(900, 300), context={"choose_file": lambda: None})
    page.show_question("files")
    page.show_question("subject")
    qtbot.waitUntil(lambda: all(page.cell(key).editor for key in office.ANSWERS))
    order, wanted = [], [field.key for field in office.FIELDS]
    for _press in range(120):
        focus = QApplication.focusWidget()
        owner = next((k for k in wanted if _holds(page.editor(k).widget(), focus)), None)
        if owner and owner not in order:
            order.append(owner)
        if owner == wanted[-1]:
            break
        qtbot.keyClick(focus, Qt.Key.Key_Tab)
    assert order == wanted


def test_tab_meets_each_question_once_before_what_stands_below_the_form(open_form, qtbot):
    page = open_form(office.FIELDS, size=(900, 300), context={"choose_file": lambda: None})
    below = QPushButton("保存", page.window())
    below.show()
    wanted = [field.key for field in office.FIELDS]
    page.show_question(wanted[5])
    qtbot.waitUntil(lambda: all(page.cell(key).editor for key in wanted))
    page.resize(700, 300)
    page.show_question(wanted[0])
    met = []
    while (focus := QApplication.focusWidget()) is not below and len(met) <= len(wanted):
        owner = next(k for k in wanted if _holds(page.editor(k).widget(), focus))
        met += [] if met[-1:] == [owner] else [owner]
        qtbot.keyClick(focus, Qt.Key.Key_Tab)
    assert met == wanted


def _holds(widget, focus):
    return widget is focus or widget.isAncestorOf(focus)


def test_a_click_on_a_label_leads_to_its_editor(open_form, qtbot):
    page = open_form()
    cell = page.cell("end")
    section = page.editor("end").widget().parentWidget()
    qtbot.mouseClick(section, Qt.MouseButton.LeftButton, pos=cell.label_at.center())
    assert QApplication.focusWidget() is page.editor("end").widget()


@pytest.mark.parametrize("width", [480, 748, 1100, 1700])
def test_nothing_overlaps_or_leaves_the_form_at_any_width(open_form, qtbot, width):
    page = open_form(office.FIELDS, size=(width, 700))
    page.set_answers(office.ANSWERS)
    page.show_problems({"start": "とても長い説明" * 12, "method": "直してください。"})
    for key in office.ANSWERS:
        page.editor(key)
    page.resize(width - 7, 700)
    cells = [page.cell(key) for key in office.ANSWERS]
    for cell in cells:
        assert cell.editor.widget().geometry() == cell.editor_at
        assert cell.editor_at.right() <= cell.editor.widget().parentWidget().width()
        assert cell.editor_at.width() >= 60
        assert cell.editor_at.left() >= 0
    for one in cells:
        for other in cells:
            if one is not other:
                assert not one.editor_at.intersects(other.editor_at)
                assert not one.editor_at.intersects(other.label_at)
                if one.problem:
                    assert not one.below_at.intersects(other.editor_at)


def test_a_form_follows_zoom_and_look(open_form, qtbot):
    page = open_form()
    before = page.editor("start").widget().height()
    try:
        theme.set_zoom(150)
        assert page.editor("start").widget().height() > before
        theme.set_look(Look.DARK)
        assert not page.grab().isNull()
    finally:
        theme.set_zoom(100)
        theme.set_look(Look.SYSTEM)
    assert page.editor("start").widget().height() == before


def test_two_hundred_questions_are_ready_at_once(open_form, qtbot):
    fields = [
        Field(key=f"q{number}", label=f"質問{number}", kind=Kind.LINE, section=f"{number // 20}")
        for number in range(200)
    ]
    page = open_form(fields)
    assert page.cell("q0").editor is not None
    assert page.cell("q199").editor is None
    page.show_question("q199")
    assert QApplication.focusWidget().objectName() == "q199"
    assert len(page.answers()) == 200
