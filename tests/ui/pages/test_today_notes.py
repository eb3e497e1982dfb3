"""今日: what colleagues left, and the whole centre's day."""

from dataclasses import replace
from datetime import timedelta

import pytest
from desk_fixtures import answering, press, told_office, write
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication

from office_fixtures import TODAY, make_person
from soudan_desk.centres import all_due_rules
from soudan_desk.services.cases import open_case
from soudan_desk.services.deputies import save_deputy
from soudan_desk.services.handover_lists import About, notes_for_me, notes_left
from soudan_desk.services.handovers import leave_note
from soudan_desk.services.records import add_record, save_record
from soudan_desk.services.unsaved import keep_unsaved
from soudan_desk.ui.pages.page import Place
from soudan_desk.ui.pages.today_rows import Heading, WaitingRow

__all__ = ["told_office"]  # the office of these tests


@pytest.fixture
def leave(office):
    def leave(body, to="shunin", login="nishio", about=None, **answers):
        given = {"body": body, "to_staff_ids": [office.staff_id(to)], **answers}
        return leave_note(office.work(login), given, about=about).id

    return leave


def open_day(desk):
    page = desk.frame.go(Place("today"))
    desk.settle()
    return page


def groups_of(view):
    found, model = {}, view.rows
    for row in (model.row(model.index(at, 0)) for at in range(model.rowCount())):
        if isinstance(row, Heading):
            under = found.setdefault(row.text, [])
        else:
            under.append(row)
    return found


def stand_on(desk, view, words):
    at = view.rows.find(lambda row: isinstance(row, WaitingRow) and words in row.title)
    assert at.isValid()
    view.setFocus()
    view.setCurrentIndex(at)
    desk.settle()


def test_notes_stand_above_other_work_urgent_ones_first(desk, leave, case):
    leave("鍵は総務へ")
    about = About(kind="case", id=case)
    leave("大家さんへ電話\n午前中に", about=about, is_urgent=True, due_on=TODAY)
    page = open_day(desk)
    first, second = groups_of(page.waiting)["申し送り"]
    assert (first.title, first.is_urgent, first.is_new) == ("大家さんへ電話", True, True)
    assert first.line == "西尾 見本 → 田中 見本　青葉 すみれ R08-L-0001　11/24（火） まで"
    assert second.title == "鍵は総務へ"


def test_a_note_is_read_in_full_and_ticked_off_by_one_key(desk, leave, office):
    leave("一行目\n二行目の大事なこと")
    page = open_day(desk)
    stand_on(desk, page.waiting, "一行目")
    assert page.column.card.note.body == "一行目\n二行目の大事なこと"
    press(Qt.Key.Key_D)
    desk.settle()
    assert notes_for_me(desk.work) == []
    assert "申し送り" not in groups_of(page.waiting)
    page.undo()
    assert len(notes_for_me(desk.work)) == 1


def test_a_deputy_ticks_off_what_was_left_for_the_absent_one(desk_of, leave, case, office):
    leave("大家さんへ電話", to="sodanin", about=About(kind="case", id=case))
    ids = {"absent_id": office.staff_id("sodanin"), "staff_id": office.staff_id("shunin")}
    save_deputy(office.work("shunin"), {**ids, "from_on": TODAY, "to_on": TODAY})
    desk = desk_of()
    page = open_day(desk)
    stand_on(desk, page.waiting, "大家さんへ電話")
    assert page.column.card.can_be_done
    press(Qt.Key.Key_D)
    desk.settle()
    (reader,) = notes_left(office.work("nishio"))[0].readers
    assert reader.done_at is not None
    assert "代理" in reader.reply


def test_a_note_counts_as_read_once_it_stood_there_in_full(desk, leave, qtbot, office):
    leave("読まれる申し送り")
    page = open_day(desk)
    (left,) = notes_left(office.work("nishio"))
    assert left.readers[0].read_at is None
    page.column._seen.setInterval(10)
    stand_on(desk, page.waiting, "読まれる")
    qtbot.waitUntil(lambda: notes_left(office.work("nishio"))[0].readers[0].read_at is not None)
    desk.settle()
    (row,) = groups_of(page.waiting)["申し送り"]
    assert not row.is_new


def test_an_answer_goes_back_to_the_writer(desk, leave, office):
    leave("返事の要る申し送り")
    page = open_day(desk)
    stand_on(desk, page.waiting, "返事の要る")
    press(Qt.Key.Key_R)
    write("承知しました")
    press(Qt.Key.Key_Return)
    desk.settle()
    (left,) = notes_left(office.work("nishio"))
    assert left.readers[0].reply == "承知しました"
    assert left.readers[0].done_at


def test_enter_goes_to_what_the_note_hangs_on(desk, leave, case):
    leave("ケースの申し送り", about=About(kind="case", id=case))
    page = open_day(desk)
    stand_on(desk, page.waiting, "ケースの")
    press(Qt.Key.Key_Return)
    assert desk.frame.here() == Place("case", {"id": case, "tab": "case"})


def test_what_one_left_says_who_has_read_it_and_can_be_taken_back(desk, leave, office):
    leave("残したもの", to="sodanin", login="shunin")
    page = open_day(desk)
    (row,) = groups_of(page.waiting)["残した申し送り"]
    assert row.line == "見本 相談：未読"
    stand_on(desk, page.waiting, "残した")
    with answering(desk, "まちがえました"):
        press(Qt.Key.Key_Delete)
    desk.settle()
    assert notes_for_me(office.work("sodanin")) == []


def test_a_begun_note_opens_its_panel_again(desk, case):
    kept = {"answers": {"body": "途中"}, "typed": {}}
    keep_unsaved(desk.work, f"handover_note:case:{case}", kept, title="申し送り　途中")
    page = open_day(desk)
    stand_on(desk, page.waiting, "申し送り")
    press(Qt.Key.Key_Return)
    desk.settle()
    assert desk.frame.notes.isVisible()
    assert desk.frame.notes.about == About(kind="case", id=case)
    assert desk.frame.notes.form.answers()["body"] == "途中"


def test_who_has_nothing_to_do_with_it_sees_no_note(desk_of, leave):
    leave("わたしだけに", to="sodanin")
    page = open_day(desk_of("shunin"))
    assert "申し送り" not in groups_of(page.waiting)


# the whole centre


def letter(work, case):
    agency = add_record(work, "agency", {"name": "見本法律事務所"}).id
    answers = {"case_id": case, "agency_id": agency, "issued_on": TODAY, "sent_on": TODAY}
    return add_record(work, "referral", {**answers, "direction": "out"}).id


def test_the_whole_centre_shows_everybodys_due_items_with_their_names(desk_of, office):
    until = {"shien_sochi": True, "shien_sochi_until_on": TODAY - timedelta(days=3)}
    other = office.work("nishio")
    person = make_person(other, name="見本 期限", kana="ミホン キゲン", **until)
    open_case(other, centre="life_support", person_id=person, answers={"opened_on": TODAY})
    desk = desk_of("sodanin")
    desk.seat.work = replace(desk.work, due_rules=all_due_rules())
    page = open_day(desk)
    desk.qtbot.waitUntil(lambda: bool(page.due.count), timeout=5000)
    own = [row.todo.title for row in groups_of(page.todos)["過ぎています"]]
    assert not any("支援措置は" in each for each in own)
    page.switch()
    desk.qtbot.waitUntil(lambda: bool(page.due.count), timeout=5000)
    found = {row.who: row.line for row in groups_of(page.todos)["過ぎています"]}
    assert "支援措置は" in found["西尾 見本"]


def test_the_choice_is_remembered_for_each_person(desk_of):
    desk = desk_of("shunin")
    page = open_day(desk)
    page.switch()
    desk.settle()
    assert open_day(desk_of("shunin")).is_whole
    assert not open_day(desk_of("sodanin")).is_whole


def test_replies_and_notes_of_the_whole_centre_stand_at_the_right(desk_of, office, case, leave):
    letter(office.work("shunin"), case)
    leave("ケースの申し送り", to="sodanin", login="shunin", about=About(kind="case", id=case))
    leave("わたしだけに", to="sodanin", login="shunin")
    desk = desk_of("nishio")
    page = open_day(desk)
    assert groups_of(page.waiting) == {}
    page.switch()
    desk.settle()
    groups = groups_of(page.waiting)
    assert [row.title for row in groups["申し送り"]] == ["ケースの申し送り"]
    assert [row.title for row in groups["返事待ち"]] == ["見本法律事務所　青葉 すみれ"]


def test_the_whole_centre_keeps_restricted_cases_to_those_on_their_list(
    desk_of, office, case, leave
):
    mine = office.work("shunin")
    letter(mine, case)
    save_record(mine, "case", case, {"restriction_level": 2})
    desk = desk_of("nishio")
    page = open_day(desk)
    page.switch()
    desk.settle()
    assert groups_of(page.waiting) == {}


def test_back_on_ones_own_day_ones_own_things_stand_there_again(desk_of, office):
    add_record(office.work("shunin"), "task", {"title": "わたしの用事", "due_on": TODAY})
    desk = desk_of("shunin")
    page = open_day(desk)
    for _ in range(2):
        page.switch()
        desk.settle()
    assert [row.todo.title for row in groups_of(page.todos)["今日"]] == ["わたしの用事"]
    assert QApplication.focusWidget() is not None


def test_the_whole_centre_is_the_one_chosen_in_the_rail(desk_of, office, case):
    letter(office.work("shunin"), case)
    desk = desk_of("nishio")
    page = open_day(desk)
    page.switch()
    desk.settle()
    assert "返事待ち" in groups_of(page.waiting)
    desk.frame.set_centre("disability")
    desk.settle()
    assert "返事待ち" not in groups_of(page.waiting)
