"""A record that comes back: found on 今日, mended in its form, handed in again by one key."""

import pytest
from desk_fixtures import answering, press, view_text, write
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QWidget
from review_story import CHIEF, HEAD, WRITER, review_template, reviewed_office, told

from soudan_desk.services.review_lists import list_reviews
from soudan_desk.services.review_reading import open_review
from soudan_desk.services.review_standing import mode_once_final
from soudan_desk.services.reviews import return_review, take_step
from soudan_desk.ui.pages.page import Place
from soudan_desk.ui.widgets.button import Button
from soudan_desk.ui.widgets.timeline import ENTRY_ROLE

pytestmark = pytest.mark.qt_log_ignore("This plugin does not support", extend=True)
__all__ = ["review_template", "reviewed_office", "told"]
KEY, ALT, CTRL = Qt.Key, Qt.KeyboardModifier.AltModifier, Qt.KeyboardModifier.ControlModifier
WHY = "金額を確かめてください"


def open_today(desk):
    page = desk.frame.go(Place("today"))
    desk.settle()
    desk.qtbot.wait(80)
    desk.settle()
    return page


def lines_of(page):
    model = page.waiting.rows
    return [model.index(at, 0).data() for at in range(model.rowCount())]


def go_to_returned(desk):
    page = open_today(desk)
    assert "差し戻し 1" in lines_of(page)
    page.waiting.setFocus()
    page.waiting.setCurrentIndex(page.waiting.rows.find(lambda row: WHY in row.line))
    press(KEY.Key_Return)
    desk.settle()
    desk.qtbot.waitUntil(lambda: desk.frame.current().course.pane.editing is not None)
    return desk.frame.current().course.pane


def test_what_came_back_is_mended_from_today_and_goes_up_again(desk_of, told, office):
    return_review(office.work(HEAD), told.waiting, WHY)
    desk = desk_of(WRITER)
    pane = go_to_returned(desk)
    assert WHY in view_text(pane)
    press(KEY.Key_End, CTRL)
    write("金額は 4万6千円。")
    with answering(desk, "金額を直した"):
        press(KEY.Key_Return, CTRL)
    desk.settle()
    assert "直したことが、まだ伝わっていません" in view_text(pane)
    press(KEY.Key_R, ALT)
    desk.settle()
    assert not pane.findChild(QWidget, "submit_consultation").isVisible()
    assert "差し戻し 1" not in lines_of(open_today(desk))
    [row] = [row for row in list_reviews(office.work(CHIEF), "waiting") if row.id == told.waiting]
    assert row.resubmitted


def test_who_returned_it_finds_what_was_mended_marked(desk_of, told, office):
    return_review(office.work(HEAD), told.waiting, WHY)
    writer = desk_of(WRITER)
    go_to_returned(writer)
    press(KEY.Key_End, CTRL)
    write("金額は 4万6千円。")
    with answering(writer, "金額を直した"):
        press(KEY.Key_Return, CTRL)
    writer.settle()
    press(KEY.Key_R, ALT)
    writer.settle()
    chief = desk_of(CHIEF)
    page = chief.frame.go(Place("review", {"id": told.waiting}))
    chief.settle()
    [change] = page.reading.sheet.changes
    assert "金額は 4万6千円。" in change.words.text()


def test_today_says_how_many_wait_and_leads_there(desk_of, told):
    desk = desk_of(HEAD)
    page = open_today(desk)
    assert "供覧・決裁 2" in lines_of(page)
    page.waiting.setFocus()
    page.waiting.setCurrentIndex(page.waiting.rows.find(lambda row: "2件" in row.title))
    press(KEY.Key_Return)
    desk.settle()
    assert desk.frame.current().name == "review"
    assert desk.frame.current().desk.row.id == told.waiting


def test_a_case_says_how_far_its_record_is_and_follows_it(desk_of, told, office):
    desk = desk_of(WRITER)
    row = open_review(desk.work, told.waiting).row
    desk.frame.go(Place("case", {"id": row.case_id, "record": (row.kind, row.record_id)}))
    desk.settle()
    pane = desk.frame.current().course.pane
    desk.qtbot.waitUntil(lambda: pane.shown == (row.kind, row.record_id))
    names = [each.accessibleName() for each in pane.findChildren(QWidget)]
    assert "決裁中 所長の番" in names
    take_step(office.work(HEAD), told.waiting)
    desk.settle()
    assert "決裁済" in [each.accessibleName() for each in pane.findChildren(QWidget)]


def test_a_begun_word_is_found_on_today_and_leads_back(desk_of, told):
    desk = desk_of(HEAD)
    page = desk.frame.go(Place("review"))
    desk.settle()
    press(KEY.Key_C)
    write("書きかけ")
    page.keep_now()
    today = open_today(desk)
    assert any("供覧・決裁のひとこと" in line for line in lines_of(today))
    today.waiting.setFocus()
    today.waiting.setCurrentIndex(today.waiting.rows.find(lambda row: "ひとこと" in row.title))
    press(KEY.Key_Return)
    desk.settle()
    assert desk.frame.current().foot.comment.text() == "書きかけ"


def test_the_course_of_a_case_shows_what_is_done_and_what_came_back(desk_of, told, office):
    return_review(office.work(HEAD), told.waiting, WHY)
    desk = desk_of(WRITER)
    row = open_review(desk.work, told.waiting).row
    desk.frame.go(Place("case", {"id": row.case_id}))
    desk.settle()
    model = desk.frame.current().course.entries.findChild(QWidget, "timeline").model()
    states = {model.index(at, 0).data(ENTRY_ROLE).state for at in range(model.rowCount())}
    assert "差し戻し" in states


def test_the_button_that_finishes_a_record_says_that_it_goes_up(desk_of, told):
    desk = desk_of(WRITER)
    row = open_review(desk.work, told.waiting).row
    page = desk.frame.go(Place("case", {"id": row.case_id}))
    desk.settle()
    press(KEY.Key_R, CTRL)
    assert page.findChild(Button, "finalise_consultation").text() == "確定して決裁へ"


def test_nothing_is_said_to_go_up_where_no_way_is_laid(desk_of, told):
    desk = desk_of(WRITER)
    assert mode_once_final(desk.work, "consultation", "life_support") == "approve"
    assert mode_once_final(desk.work, "consultation", "disability") == ""
    assert mode_once_final(desk.work, "consent", "life_support") == ""
