"""新規相談: a whole call taken down by keys alone, kept while it is typed, saved all or nothing."""

from datetime import datetime, time

import pytest
from desk_fixtures import TODAY
from keyboard import Keyboard
from PySide6.QtCore import Qt, QTimer
from PySide6.QtWidgets import QApplication, QLineEdit, QWidget
from sqlalchemy import func, select

from office_fixtures import make_person, office
from soudan_desk.japanese.partial_dates import PartialDate
from soudan_desk.models import Case, Consultation, Person
from soudan_desk.services.cases import open_case
from soudan_desk.services.phrases import add_phrase
from soudan_desk.services.records import add_record, save_record
from soudan_desk.services.today import todos
from soudan_desk.services.unsaved import unsaved_forms
from soudan_desk.ui.forms.phrase_list import PhraseList
from soudan_desk.ui.pages.page import Place
from soudan_desk.ui.paper_dialog import PaperDialog
from soudan_desk.ui.widgets.check_grid import Mark

__all__ = ["office"]  # an empty one: other pages are tested in the middle of a story
K = Qt.Key


@pytest.fixture
def seat(desk_of):
    """Sit in the life-support centre; other centres are chosen by tests that want them."""
    return desk_of(centres={"life_support"})


@pytest.fixture
def page(seat):
    shown = seat.frame.go(Place("intake"))
    seat.settle()
    return shown


@pytest.fixture
def keyboard(qtbot, page):
    return Keyboard(qtbot)


def all_of(work, model):
    with work.store.reading(None) as session:
        return list(session.scalars(select(model)))


def editor(page, name):
    return page.findChild(QWidget, name)


def known_person(work):
    """Fumi of the picture: an open case with the colleague Nishio, a daughter in her household."""
    person_id = make_person(
        work,
        name="朝倉 文",
        kana="アサクラ フミ",
        kana_state="confirmed",
        birth_on=PartialDate(1956),
    )
    case_id = open_case(work, centre="life_support", person_id=person_id)
    house = add_record(work, "household", {"name": "朝倉 文 世帯"}).id
    save_record(work, "case", case_id, {"household_id": house})
    daughter = {"household_id": house, "name": "朝倉 ゆい", "relation": "eldest_daughter"}
    add_record(work, "member", daughter)
    return person_id, case_id


def wait_for_candidates(seat, page, count):
    cards = page.view.side.candidates.cards
    seat.qtbot.waitUntil(lambda: len(cards()) == count and cards()[0].isVisible(), timeout=3000)


def test_a_whole_call_is_taken_down_by_keys_alone(seat, page, keyboard):
    keyboard.keys("w")
    keyboard.to("caller_relation")
    keyboard.japanese("長女")
    keyboard.enter()
    keyboard.to("caller_name")
    keyboard.japanese("朝倉", "あさくら")
    keyboard.keys(" ")
    keyboard.japanese("ゆい")
    keyboard.to("caller_tel")
    keyboard.keys("09000001234")
    keyboard.enter()
    keyboard.japanese("朝倉 文")
    keyboard.to("birth_on")
    keyboard.keys("s31.5.3")
    keyboard.ctrl(K.Key_T)
    keyboard.keys("addg")
    keyboard.ctrl(K.Key_B)
    keyboard.japanese("冷蔵庫に食べ物がほとんどない。")
    keyboard.ctrl(K.Key_G)
    keyboard.keys("1")
    keyboard.ctrl(K.Key_Return)
    (call,) = all_of(seat.work, Consultation)
    (person,) = all_of(seat.work, Person)
    assert (call.caller_type, call.caller_relation) == ("family", "eldest_daughter")
    assert (call.caller_name, call.caller_kana) == ("朝倉 ゆい", "アサクラ ユイ")
    assert call.caller_tel == "090-0000-1234"
    assert call.topics == ["health_disability", "income_living", "tax_utility"]
    assert (call.main_topic, call.urgency) == ("income_living", ["no_food"])
    assert (call.body, call.method) == ("冷蔵庫に食べ物がほとんどない。", "phone")
    assert call.started_at_time is not None
    assert (person.name, person.birth_on) == ("朝倉 文", PartialDate(1956, 5, 3))
    assert (person.kana, person.kana_state) == ("アサクラ アヤ", "guessed")
    assert call.person_id == person.id
    assert call.case_id is None


def test_two_letters_put_a_phrase_into_what_was_heard(seat, page, keyboard):
    add_phrase(seat.work, key="kk", text="家計表を一緒に確かめた。", kinds=["consultation"])
    add_phrase(seat.work, key="pp", text="計画のことば。", kinds=["plan"])
    keyboard.ctrl(K.Key_B)
    keyboard.ctrl(K.Key_Semicolon)
    assert seat.frame.findChild(PhraseList)._model.rowCount() == 1
    keyboard.keys("kk")
    assert page.form.text.text() == "家計表を一緒に確かめた。"
    keyboard.ctrl(K.Key_D)
    page.form.details.show_question("address")
    keyboard.ctrl(K.Key_Semicolon)
    keyboard.keys("kk")
    assert page.form.details.answers()["address"] == "家計表を一緒に確かめた。"


def test_enter_in_a_guessed_reading_confirms_it(page, keyboard, seat):
    keyboard.to("name")
    keyboard.japanese("朝倉 文")
    keyboard.tab()
    assert page.form.troubled.sure.look().text == "読み 未確認"
    keyboard.enter()
    assert page.form.troubled.sure.look().text == "読み 確認済み"
    page.save()
    assert all_of(seat.work, Person)[0].kana_state == "confirmed"


def test_a_known_person_is_offered_with_reasons_and_picked_by_alt_1(seat, page, keyboard):
    person_id, case_id = known_person(seat.office.work("nishio"))
    keyboard.keys("w")
    keyboard.to("caller_name")
    keyboard.japanese("朝倉 ゆい")
    keyboard.to("name")
    keyboard.japanese("朝倉 文")
    wait_for_candidates(seat, page, 1)
    candidate = page.view.side.candidates.cards()[0].candidate
    assert candidate.reasons == ("氏名が同じ", "世帯に「朝倉 ゆい(長女)」")
    assert "R08-L-0001" in candidate.facts
    keyboard.alt(K.Key_1)
    assert editor(page, "kana").text() == "アサクラ フミ"
    assert editor(page, "birth_on").text() == "昭和31年(約70歳)"
    assert page.form.caller.answers()["caller_relation"] == "eldest_daughter"
    assert editor(page, "name").isReadOnly()
    assert not page.view.foot.case.isEnabled()
    keyboard.japanese("電気代が払えない。")
    keyboard.ctrl(K.Key_Return)
    (call,) = all_of(seat.work, Consultation)
    assert (call.person_id, call.case_id) == (person_id, case_id)
    assert [each.case_id for each in todos(seat.office.work("nishio"))] == [case_id]
    assert len(all_of(seat.work, Person)) == 1


def test_declining_candidates_leaves_what_was_typed(seat, page, keyboard):
    known_person(seat.work)
    keyboard.to("name")
    keyboard.japanese("朝倉 文")
    wait_for_candidates(seat, page, 1)
    keyboard.alt(K.Key_0)
    assert not page.view.side.candidates.isVisible()
    page.save()
    assert len(all_of(seat.work, Person)) == 2


def test_taking_back_a_pick_opens_the_name_again(seat, page, keyboard):
    person_id, _case = known_person(seat.work)
    page.pick(person_id)
    keyboard.alt(K.Key_0)
    assert not editor(page, "name").isReadOnly()
    assert page.view.foot.case.isEnabled()
    page.save()
    (call,) = all_of(seat.work, Consultation)
    assert call.person_id != person_id


def test_f7_makes_a_case_of_the_call_and_goes_there(seat, page, keyboard):
    keyboard.keys("q")
    keyboard.to("name")
    keyboard.japanese("朝倉 文")
    keyboard.press(K.Key_F7)
    (case,) = all_of(seat.work, Case)
    (call,) = all_of(seat.work, Consultation)
    assert (call.case_id, call.person_id) == (case.id, case.person_id)
    assert seat.frame.here() == Place("case", {"id": case.id})
    assert seat.frame.here().about == {"id": case.id}


def test_a_fault_while_a_case_is_opened_leaves_nothing_and_everything_typed(
    seat, page, keyboard, monkeypatch
):
    from soudan_desk.errors import NotAllowedError

    def break_down(*_words):
        raise NotAllowedError("ディスクがいっぱいです。空きを作ってください。")

    monkeypatch.setattr("soudan_desk.services.intake._promise", break_down)
    keyboard.to("name")
    keyboard.japanese("朝倉 文")
    keyboard.press(K.Key_F7)
    assert [all_of(seat.work, model) for model in (Person, Case, Consultation)] == [[], [], []]
    assert editor(page, "name").text() == "朝倉 文"
    assert page.view._bar.sentence() == "ディスクがいっぱいです。空きを作ってください。"


def test_problems_stand_beside_their_questions_and_f8_goes_there(page, keyboard, seat):
    keyboard.to("birth_on")
    keyboard.keys("0301")
    editor(page, "caller_name").setText("あ" * 201)
    keyboard.ctrl(K.Key_Return)
    problem = page.form.troubled.findChild(QWidget, "problem")
    assert problem.isVisible()
    assert "何年の3月1日ですか" in problem.text()
    assert keyboard.focus.objectName() == "birth_on"
    editor(page, "birth_on").setText("")
    keyboard.ctrl(K.Key_Return)
    assert "200字まで" in page.form.caller_name.findChild(QWidget, "problem").text()
    keyboard.press(K.Key_F8)
    assert keyboard.focus.objectName() == "caller_name"
    assert all_of(seat.work, Consultation) == []


def test_without_a_name_the_call_is_saved_with_sex_and_age_band(seat, page, keyboard):
    keyboard.keys("r")
    page.form.troubled.sex.set_value("female")
    keyboard.to("birth_on")
    keyboard.japanese("40代")
    keyboard.ctrl(K.Key_Return)
    (call,) = all_of(seat.work, Consultation)
    assert (call.is_anonymous, call.subject_sex, call.person_id) == (True, "female", None)
    assert call.subject_birth_on == PartialDate(age_band="40s")


def test_an_agency_calls_with_its_name_and_kind(seat, page, keyboard):
    agency_id = add_record(
        seat.work, "agency", {"name": "見本福祉事務所", "agency_type": "welfare_office"}
    ).id
    keyboard.keys("e")
    keyboard.to("caller_org")
    keyboard.japanese("見本福祉事務所")
    keyboard.tab()
    page.save()
    (call,) = all_of(seat.work, Consultation)
    assert (call.caller_type, call.caller_org) == ("agency", "見本福祉事務所")
    assert call.caller_agency_id == agency_id


def test_what_is_typed_is_kept_every_two_seconds_and_offered_after_a_kill(
    seat, page, keyboard, desk_of
):
    keyboard.keys("w")
    keyboard.to("name")
    keyboard.japanese("朝倉 文")
    keyboard.to("birth_on")
    keyboard.keys("s31.13")
    keyboard.ctrl(K.Key_T)
    keyboard.keys("dd")
    keyboard.ctrl(K.Key_B)
    keyboard.japanese("電気代が払えない。")
    seat.qtbot.waitUntil(lambda: bool(unsaved_forms(seat.work)), timeout=3500)
    (kept,) = unsaved_forms(seat.work)
    assert (kept.form, kept.title) == ("intake:new", "朝倉 文")
    again = desk_of(centres={"life_support"})  # as after a kill: another window, nothing saved
    restored = again.frame.go(Place("intake"))
    assert "朝倉 文" in restored.view.offer.sentence()
    Keyboard(again.qtbot).press(K.Key_F2)
    assert restored.form.caller.value() == "family"
    assert editor(restored, "name").text() == "朝倉 文"
    assert editor(restored, "birth_on").text() == "s31.13"
    assert restored.form.topics.marks() == {"income_living": Mark.FIRST}
    assert restored.form.text.text() == "電気代が払えない。"
    editor(restored, "birth_on").setText("")
    assert restored.save()
    assert unsaved_forms(seat.work) == []


def test_another_call_may_come_in_between(seat, page, keyboard):
    keyboard.to("name")
    keyboard.japanese("朝倉 文")
    keyboard.press(K.Key_F12)
    assert editor(page, "name").text() == ""
    keyboard.to("name")
    keyboard.japanese("青葉 見本")
    page.keep_now()
    assert {kept.form for kept in unsaved_forms(seat.work)} == {"intake:new", "intake:new:2"}
    assert page.save()
    assert "朝倉 文" in page.view.offer.sentence()
    keyboard.press(K.Key_F2)
    assert editor(page, "name").text() == "朝倉 文"
    assert page.save()
    assert unsaved_forms(seat.work) == []


def test_one_more_call_of_the_same_person_is_a_line_of_the_day(seat, page, keyboard):
    keyboard.keys("q")
    keyboard.to("name")
    keyboard.japanese("朝倉 文")
    keyboard.ctrl(K.Key_B)
    keyboard.japanese("不在。")
    keyboard.ctrl(K.Key_Return)
    keyboard.press(K.Key_F3)
    assert editor(page, "name").text() == "朝倉 文"
    assert page.form.caller.value() == "self"
    assert keyboard.focus is page.form.text
    keyboard.japanese("折り返しあり。")
    keyboard.ctrl(K.Key_Return)
    assert len({call.person_id for call in all_of(seat.work, Consultation)}) == 1
    lines = page.view.side._day_calls.findChildren(QWidget)
    said = " ".join(each.text() for each in lines if hasattr(each, "text"))
    assert "不在。" in said
    assert "折り返しあり。" in said


def test_f6_promises_and_the_promise_waits_for_the_worker(seat, page, keyboard):
    keyboard.to("name")
    keyboard.japanese("朝倉 文")
    keyboard.press(K.Key_F6)
    keyboard.keys("11/26")
    keyboard.tab()
    keyboard.japanese("折り返し電話")
    keyboard.ctrl(K.Key_Return)
    (call,) = all_of(seat.work, Consultation)
    assert (call.next_action, call.next_due_on.isoformat()) == ("折り返し電話", "2026-11-26")
    assert [each.title for each in todos(seat.work)] == ["折り返し電話"]


def test_the_call_ends_when_it_is_hung_up_or_else_when_it_is_saved(seat, page, keyboard):
    moment = [datetime(2026, 11, 24, 10, 28, 5).astimezone()]
    clock = page.view.head.clock
    clock._now = lambda: moment[0]
    clock.reset()
    clock.start()
    moment[0] = datetime(2026, 11, 24, 10, 32, 17).astimezone()
    clock._show()
    assert clock._chip.look().text == "通話中 4分12秒"
    keyboard.press(K.Key_F9)
    moment[0] = datetime(2026, 11, 24, 10, 50).astimezone()
    page.save()
    (call,) = all_of(seat.work, Consultation)
    assert (call.started_at_time, call.ended_at_time) == (time(10, 28), time(10, 32))
    assert (call.held_on, call.duration_min) == (TODAY, 4)


def test_details_give_a_call_that_is_written_down_later_its_own_times(seat, page, keyboard):
    keyboard.ctrl(K.Key_D)
    keyboard.keys("11/20")
    keyboard.tab()
    keyboard.keys("0905")
    page.save()
    (call,) = all_of(seat.work, Consultation)
    assert call.held_on.isoformat() == "2026-11-20"
    assert (call.started_at_time, call.ended_at_time) == (time(9, 5), None)


def test_the_address_follows_from_the_postal_code(page, keyboard, seat):
    details = page.form.open_details()
    keyboard.to("name")
    keyboard.japanese("朝倉 文")
    details.change({"postal_code": "100-0001"})
    page.save()
    (person,) = all_of(seat.work, Person)
    assert (person.postal_code, person.address[:3]) == ("100-0001", "東京都")


def test_how_to_reach_the_person_safely_is_asked_at_reception(page, keyboard, seat):
    details = page.form.open_details()
    keyboard.to("name")
    keyboard.japanese("朝倉 文")
    asked = {"contact_ok": "yes", "voicemail_ok": "no", "name_shown_ok": "no"}
    details.change({**asked, "family_may_know": "no", "contact_note": "夜8時まで"})
    page.save()
    (person,) = all_of(seat.work, Person)
    assert {key: getattr(person, key) for key in asked} == asked
    assert (person.family_may_know, person.contact_note) == ("no", "夜8時まで")


def test_violence_makes_one_think_of_who_may_read_it_and_hunger_of_what_cannot_wait(
    seat, page, keyboard
):
    prompts = page.form.prompts
    assert not prompts.isVisible()
    keyboard.to("name")
    keyboard.japanese("朝倉 文")
    for code in ("dv_abuse", "no_food"):
        tick(page, code, Mark.APPLIES)
    seat.settle()
    guard, hunger = prompts.sentences()
    assert "閲覧制限・支援措置・安全な連絡のしかた" in guard
    assert "食べるものがない" in hunger
    for button in prompts.findChildren(QWidget, "take_suggestion"):
        button.click()
    assert not prompts.isVisible()
    assert page.view.head.urgent.codes() == ["no_food"]
    assert page.form.details.isVisible()
    page.form.details.change({"shien_sochi": True, "restriction_level": 1})
    page.save()
    (call,), (person,) = all_of(seat.work, Consultation), all_of(seat.work, Person)
    assert (call.urgency, call.restriction_level) == (["no_food"], 1)
    assert person.shien_sochi


def test_a_suggestion_goes_with_its_topic_and_comes_again_when_it_is_ticked_anew(page):
    for mark, count in ((Mark.APPLIES, 1), (Mark.BLANK, 0), (Mark.FIRST, 1)):
        tick(page, "no_food", mark)
        assert len(page.form.prompts.sentences()) == count


def tick(page, code, mark):
    marks = {**page.form.topics.marks(), code: mark}
    page.form.topics.set_marks({each: m for each, m in marks.items() if m is not Mark.BLANK})
    page.form.topics.edited.emit()


def test_each_centre_asks_by_its_own_lists(desk_of):
    seat = desk_of()
    page = seat.frame.go(Place("intake"))
    chooser = page.findChild(QWidget, "choose_centre")
    assert chooser.isVisible()
    keyboard = Keyboard(seat.qtbot)
    keyboard.to("name")
    keyboard.japanese("朝倉 文")
    chooser.buttons()[-1].click()
    assert page.form.centre == "disability"
    assert editor(page, "name").text() == "朝倉 文"
    page.form.method.set_method("come_in")
    assert editor(page, "come_in_kind").isVisible()
    page.form.topics.turn("t01_service_use")
    assert page.save()
    (call,) = all_of(seat.work, Consultation)
    assert (call.centre, call.topics) == ("disability", ["t01_service_use"])


def test_the_centre_chosen_in_the_rail_is_not_asked_again(desk_of):
    seat = desk_of()
    seat.frame.set_centre("rights_advocacy")
    page = seat.frame.go(Place("intake"))
    assert not page.findChild(QWidget, "choose_centre").isVisible()
    assert page.form.centre == "rights_advocacy"
    assert "ra_money" in {box.topic.code for box in page.form.topics._boxes}


def test_in_a_narrow_window_candidates_stand_above_the_form(seat, page, keyboard):
    known_person(seat.work)
    page.setParent(None)
    seat.qtbot.addWidget(page)
    page.resize(860, 560)
    page.show()
    page.activateWindow()
    seat.qtbot.waitUntil(page.isActiveWindow)
    editor(page, "name").setFocus()
    keyboard.japanese("朝倉 文")
    strip = page.view.side.strip
    seat.qtbot.waitUntil(strip.isVisible, timeout=3000)
    assert not page.view.side.isVisible()
    keyboard.alt(K.Key_1)
    assert editor(page, "kana").text() == "アサクラ フミ"
    assert editor(page, "name").width() > 100


def test_tab_goes_through_the_questions_then_the_ways_to_end(page, keyboard):
    keyboard.to("body")
    keyboard.tab()
    assert keyboard.focus.objectName() == "save_consultation"
    page.form.open_details()
    page.form.text.setFocus()
    keyboard.tab()
    assert keyboard.focus.objectName() == "held_on"
    keyboard.to("save_consultation")
    keyboard.press(K.Key_Backtab)
    assert page.form.isAncestorOf(keyboard.focus)


def test_every_editor_has_a_name_for_screen_readers(page):
    page.form.open_details()
    page.form.open_promise()
    nameless = [
        each
        for each in page.findChildren(QWidget)
        if each.isVisible()
        and each.focusPolicy() & Qt.FocusPolicy.TabFocus
        and not each.accessibleName()
    ]
    assert nameless == []


def test_a_new_call_is_ready_at_once(seat, page):
    start = datetime.now()
    for _ in range(5):
        page._begin()
    assert (datetime.now() - start).total_seconds() / 5 < 0.4
    assert isinstance(editor(page, "caller_name"), QLineEdit)
    with seat.work.store.reading(None) as session:
        assert session.scalars(select(func.count(Consultation.id))).one() == 0


@pytest.mark.parametrize(
    ("ending", "papers"),
    [
        (K.Key_Return, ["progress_record", "circulation_slip"]),
        (K.Key_F7, ["intake_sheet", "progress_record", "progress_list", "face_sheet"]),
    ],
)
def test_a_call_just_saved_is_printed_by_one_key(seat, page, keyboard, ending, papers):
    offered = []

    def look():
        dialog = QApplication.activeModalWidget()
        if not isinstance(dialog, PaperDialog):
            QTimer.singleShot(20, look)
            return
        seat.settle()
        offered.extend(dialog.paper.itemData(n) for n in range(dialog.paper.count()))
        dialog.reject()

    keyboard.to("name")
    keyboard.japanese("見本 花子")
    keyboard.ctrl(K.Key_B)
    keyboard.japanese("家賃の相談。")
    if ending == K.Key_Return:
        keyboard.ctrl(ending)
    else:
        keyboard.press(ending)
    seat.settle()
    seat.frame.go(Place("intake")).take_focus()
    QTimer.singleShot(0, look)
    keyboard.ctrl(K.Key_P)
    assert offered == papers
