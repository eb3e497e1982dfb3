"""供覧・決裁 by its keys: reading, stamping, sending back, taking back, and who may not."""

from datetime import timedelta

import pytest
from desk_fixtures import press, view_text, write
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLineEdit
from review_story import CHIEF, HEAD, WRITER, review_template, reviewed_office, told
from test_stray_windows import Strays

from office_fixtures import TODAY
from soudan_desk.services.records import add_record
from soudan_desk.services.review_lists import count_waiting, list_reviews, returned_to_me
from soudan_desk.services.review_reading import open_review
from soudan_desk.services.unsaved import unsaved_forms
from soudan_desk.ui.pages.page import Place
from soudan_desk.ui.widgets.changed_text import Passage

pytestmark = pytest.mark.qt_log_ignore("This plugin does not support", extend=True)
__all__ = ["review_template", "reviewed_office", "told"]
KEY = Qt.Key


def open_page(desk, **about):
    page = desk.frame.go(Place("review", about))
    desk.settle()
    return page


def strike(desk, *keys):
    for key in keys:
        press(key)
        desk.settle()


def test_the_oldest_stands_first_and_the_keys_walk_the_queue(desk_of, told):
    desk = desk_of(HEAD)
    page = open_page(desk)
    assert page.left.queue.lines.keys() == [told.waiting, told.own]
    assert page.desk.row.id == told.waiting
    strike(desk, KEY.Key_J)
    assert page.desk.row.id == told.own
    strike(desk, KEY.Key_J)
    assert page.desk.row.id == told.own
    strike(desk, KEY.Key_K)
    assert page.desk.row.id == told.waiting
    assert "8日待っています" in page.left.queue.currentIndex().data()


def test_approving_stamps_goes_on_by_itself_and_the_rail_counts_down(desk_of, told):
    desk = desk_of(HEAD)
    page = open_page(desk)
    desk.qtbot.waitUntil(lambda: "2件" in desk.frame.rail.entry("review").accessibleName())
    strike(desk, KEY.Key_A)
    assert page.desk.row.id == told.own
    assert open_review(desk.work, told.waiting).row.state == "done"
    desk.qtbot.waitUntil(lambda: "1件" in desk.frame.rail.entry("review").accessibleName())
    strike(desk, KEY.Key_A)
    assert count_waiting(desk.work) == 0
    assert page.desk is None
    assert not page.panes.has_record
    strike(desk, KEY.Key_A, KEY.Key_R, KEY.Key_C)  # nothing is there to act on
    assert list_reviews(desk.work, "waiting") == ()


def test_a_quick_key_never_acts_on_the_record_one_has_just_left(desk_of, told):
    desk = desk_of(HEAD)
    page = open_page(desk)
    press(KEY.Key_J)
    press(KEY.Key_A)  # before the next one stands on the page
    desk.settle()
    assert page.desk.row.id == told.own
    assert len(list_reviews(desk.work, "waiting")) == 2
    press(KEY.Key_K)
    press(KEY.Key_J)
    desk.settle()
    press(KEY.Key_K)
    press(KEY.Key_R)
    write("先に書きはじめたことば")
    desk.settle()
    assert page.foot.comment.text() == "先に書きはじめたことば"
    strike(desk, KEY.Key_Return)
    [back] = returned_to_me(desk.office.work(WRITER))
    assert (back.id, back.comment) == (told.waiting, "先に書きはじめたことば")


def test_what_one_did_is_taken_back_by_one_key(desk_of, told):
    desk = desk_of(HEAD)
    page = open_page(desk)
    strike(desk, KEY.Key_A, KEY.Key_Z)
    assert page.desk.row.id == told.waiting
    assert [row.id for row in list_reviews(desk.work, "waiting")] == [told.waiting, told.own]


def test_an_empty_comment_is_refused_in_words_and_a_full_one_sends_the_record_back(desk_of, told):
    desk = desk_of(HEAD)
    page = open_page(desk)
    strike(desk, KEY.Key_R, KEY.Key_Return)
    assert "差し戻すわけを書いてください" in view_text(page.foot.comment)
    assert open_review(desk.work, told.waiting).row.state == "waiting"
    QTest.keyClicks(QApplication.focusWidget(), "ajkz")  # letters are words while one types
    write("日付を確かめてください")
    strike(desk, KEY.Key_Return)
    assert page.desk.row.id == told.own
    assert not page.foot.comment.isVisible()
    [back] = returned_to_me(desk.office.work(WRITER))
    assert (back.id, back.comment) == (told.waiting, "ajkz日付を確かめてください")
    assert unsaved_forms(desk.work) == []


def test_a_comment_begun_is_there_again_after_leaving_and_after_another_record(desk_of, told):
    desk = desk_of(HEAD)
    page = open_page(desk)
    strike(desk, KEY.Key_R)
    write("書きかけのことば")
    desk.frame.go(Place("cases"))
    desk.settle()
    [kept] = unsaved_forms(desk.work)
    assert kept.answers == {"act": "return", "comment": "書きかけのことば"}
    page = open_page(desk)
    page.left.queue.step(1)
    desk.settle()
    assert not page.foot.comment.isVisible()
    page.left.queue.step(-1)
    desk.settle()
    assert page.foot.comment.isVisible()
    assert page.foot.comment.text() == "書きかけのことば"
    strike(desk, KEY.Key_J)  # the keyboard belongs to the queue still
    assert page.desk.row.id == told.own


def test_the_desk_locks_without_losing_a_comment(desk_of, told):
    desk = desk_of(HEAD)
    open_page(desk)
    strike(desk, KEY.Key_C)
    write("あとで続き")
    desk.frame.keep_now()
    assert [kept.answers["comment"] for kept in unsaved_forms(desk.work)] == ["あとで続き"]


def test_esc_puts_the_line_away_and_keeps_its_words(desk_of, told):
    desk = desk_of(HEAD)
    page = open_page(desk)
    strike(desk, KEY.Key_R)
    write("のこることば")
    strike(desk, KEY.Key_Escape)
    assert not page.foot.comment.isVisible()
    strike(desk, KEY.Key_J, KEY.Key_K, KEY.Key_R)
    assert page.foot.comment.text() == "のこることば"


def test_a_word_is_left_and_the_record_stays_where_it_is(desk_of, told):
    desk = desk_of(HEAD)
    page = open_page(desk)
    strike(desk, KEY.Key_C)
    write("よい記録です")
    strike(desk, KEY.Key_Return)
    assert page.desk.row.id == told.waiting
    assert "「よい記録です」" in view_text(page.side)
    assert page.foot.take.isEnabled()


def test_nobody_approves_what_they_wrote_and_the_page_says_why(desk_of, told):
    desk = desk_of(CHIEF)
    page = open_page(desk, which="mine", id=told.own)
    assert page.desk.row.id == told.own
    assert not page.foot.take.isEnabled()
    assert "自分が書いた記録です" in page.foot.reason()
    assert "自分が書いた記録です" in page.foot.take.accessibleDescription()
    strike(desk, KEY.Key_A)
    assert open_review(desk.work, told.own).row.state == "waiting"


def test_what_changed_since_the_return_is_marked_and_one_key_goes_from_mark_to_mark(desk_of, told):
    desk = desk_of(CHIEF)
    page = open_page(desk)
    assert page.desk.row.id == told.resubmitted
    assert "あなたの差し戻し：所見と事実を分けてください" in page.reading.notice.sentence()
    changes = page.reading.sheet.changes
    assert len(changes) == 3
    assert "かなり追いつめられている様子で「朝まで起きていて" in changes[0].words.text()
    strike(desk, KEY.Key_N)
    assert [passage._is_here for passage in changes] == [True, False, False]
    strike(desk, KEY.Key_N, KEY.Key_N, KEY.Key_N)
    assert [passage._is_here for passage in changes] == [True, False, False]
    strike(desk, KEY.Key_V)
    words = " ".join(each.words.text() for each in page.reading.sheet.findChildren(Passage))
    assert "朝まで起きていて" in words
    assert "かなり追いつめられている" not in words


def test_the_stamps_are_drawn_and_spoken(desk_of, told):
    desk = desk_of(HEAD)
    page = open_page(desk)
    stamps = page.side.stamps
    assert [(each.title, each.name, each.act, each.yours) for each in stamps.stamps] == [
        ("担当", "見本", "提出", False),
        ("係長", "宮原", "承認", False),
        ("所長", "", "", True),
    ]
    assert "所長 あなた これから" in stamps.accessibleDescription()


def test_a_number_opens_the_list_it_counts_and_esc_leads_back(desk_of, told):
    desk = desk_of(HEAD)
    page = open_page(desk)
    workers = page.left.workers
    model = workers.lines()
    row = next(at for at in range(model.rowCount()) if model.index(at, 0).data() == "見本 相談")
    assert [model.index(row, column).data() for column in (1, 2, 3)] == [2, 1, 0]
    workers.setFocus()
    workers.setCurrentIndex(model.index(row, 2))
    strike(desk, KEY.Key_Return)
    assert page.left.queue.lines.keys() == [told.waiting]
    strike(desk, KEY.Key_Escape)
    assert page.left.queue.lines.keys() == [told.waiting, told.own]


def test_a_visit_nobody_wrote_of_is_counted_and_opens(desk_of, told):
    desk = desk_of(HEAD)
    case_id = open_review(desk.work, told.waiting).row.case_id
    visit = {
        "appointment_kind": "visit",
        "held_on": TODAY - timedelta(days=3),
        "staff_id": desk.office.staff_id(WRITER),
        "case_id": case_id,
        "centre": "life_support",
        "title": "見本の訪問",
        "outcome": "planned",
    }
    add_record(desk.work, "appointment", visit)
    page = open_page(desk)
    strike(desk, KEY.Key_2)
    words = [page.left.queue.lines.index(at, 0).data() for at in range(2)]
    assert "8日待っています" in words[0]
    assert "記録がありません" in words[1]
    page.left.queue.step(1)
    desk.settle()
    strike(desk, KEY.Key_Return)
    assert desk.frame.here() == Place("case", {"id": case_id})


def test_who_has_nothing_to_read_begins_with_what_they_handed_in(desk_of, told):
    desk = desk_of(WRITER)
    page = open_page(desk)
    assert page.tabs.value() == "mine"
    assert set(page.left.queue.lines.keys()) == {told.waiting, told.resubmitted}
    assert not page.left.workers.isVisible()


def test_a_deputy_stamps_in_the_place_of_who_is_away_who_reads_it_afterwards(desk_of, told):
    desk = desk_of("shunin")
    away = {
        "absent_id": desk.office.staff_id(HEAD),
        "staff_id": desk.office.staff_id("shunin"),
        "from_on": TODAY,
        "to_on": TODAY,
    }
    add_record(desk.work, "deputy", away)
    page = open_page(desk)
    assert page.desk.row.id == told.waiting
    assert page.foot.take.text() == "代決"
    assert "代決　8日待っています" in page.left.queue.lines.index(0, 0).data()
    strike(desk, KEY.Key_A)
    page.show_list(type(page._asked)(which="done"))
    desk.settle()
    assert [each.act for each in page.side.stamps.stamps] == ["提出", "承認", "代決"]
    head = desk_of(HEAD)
    page = open_page(head)
    assert page.desk.row.id == told.waiting
    assert page.foot.take.text() == "後閲"
    assert "後閲" in page.left.queue.lines.index(0, 0).data()
    strike(head, KEY.Key_A)
    assert open_review(head.work, told.waiting).events[0].what == "read_after"


def test_a_narrow_page_keeps_the_stamps_below_the_text(desk_of, told):
    desk = desk_of(HEAD)
    desk.frame.setMinimumSize(800, 500)
    page = open_page(desk)
    assert page.reading.isAncestorOf(page.side) is False
    desk.frame.resize(900, 700)
    desk.settle()
    assert page.reading.isAncestorOf(page.side)
    desk.frame.resize(1366, 768)
    desk.settle()
    assert not page.reading.isAncestorOf(page.side)


def test_queue_and_record_take_turns_where_room_is_short(desk_of, told):
    desk = desk_of(HEAD)
    desk.frame.setMinimumSize(500, 400)
    page = open_page(desk)
    desk.frame.resize(690, 600)
    desk.settle()
    assert (page.left.isVisible(), page.reading.isVisible()) == (False, True)
    assert page.reading.isAncestorOf(QApplication.focusWidget())
    strike(desk, KEY.Key_J)  # the keys work all the same
    assert page.desk.row.id == told.own
    page.panes.turn(True)
    assert (page.left.isVisible(), page.reading.isVisible()) == (True, False)


def test_no_part_of_the_page_is_ever_a_window(desk_of, told, qapp):
    desk = desk_of(CHIEF)
    strays = Strays(desk.frame)
    qapp.installEventFilter(strays)
    page = open_page(desk)
    strike(desk, KEY.Key_N, KEY.Key_V, KEY.Key_R, KEY.Key_Return, KEY.Key_Escape)
    for key in (KEY.Key_2, KEY.Key_3, KEY.Key_4):
        strike(desk, key)
    qapp.removeEventFilter(strays)
    assert page.isVisible()
    assert strays.seen == []


def test_every_editor_and_button_has_a_name(desk_of, told):
    desk = desk_of(HEAD)
    page = open_page(desk)
    strike(desk, KEY.Key_R)
    for editor in page.findChildren(QLineEdit):
        assert editor.accessibleName()
    assert page.foot.comment.line.accessibleName() == "差し戻すわけ"
