"""つなぎ: what a colleague stored of a letter meanwhile stands beside what one has typed."""

import pytest
from PySide6.QtCore import Qt

from letter_office import dress_centre, make_desk
from soudan_desk.services.records import add_record, finalise_record, save_record, show_record
from soudan_desk.services.unsaved import unsaved_form
from soudan_desk.ui.pages.case_conflict import ConflictView
from soudan_desk.ui.pages.page import Place

pytestmark = pytest.mark.qt_log_ignore("This plugin does not support", extend=True)
THEIRS = {"request": "ほかの人のお願い。", "subject": "ほかの人の件名"}


@pytest.fixture
def story(office, work):
    dress_centre(office)
    return make_desk(work)


@pytest.fixture
def letter(story, office):
    return add_record(
        office.work("sodanin"), "referral", story.letter(request="はじめのお願い。")
    ).id


@pytest.fixture
def page(desk, letter):
    desk.frame.activateWindow()
    desk.qtbot.waitUntil(desk.frame.isActiveWindow)
    shown = desk.frame.go(Place("referral", {"id": letter}))
    desk.settle()
    return shown


def stored(office, letter):
    answers = show_record(office.work("shunin"), "referral", letter).answers
    return answers["request"], answers["subject"]


def view_of(page):
    views = [each for each in page.findChildren(ConflictView) if each.isVisible()]
    assert len(views) == 1
    return views[0]


def collide(desk, page, letter):
    text = page.view.form.request.text
    text.setFocus()
    text.setPlainText("自分のお願い。")
    save_record(desk.office.work("sodanin"), "referral", letter, THEIRS)
    desk.settle()
    assert not page.view.save()
    return view_of(page)


def test_both_texts_stand_side_by_side_and_the_worker_chooses(desk, page, office, letter):
    view = collide(desk, page, letter)
    said = {clash.field.key: (clash.theirs, clash.mine) for clash in view._clashes}
    assert said["request"] == ("ほかの人のお願い。", "自分のお願い。")
    assert said.keys() == {"request", "subject"}
    assert view._choices["subject"].value() == "theirs"
    assert stored(office, letter) == ("ほかの人のお願い。", "ほかの人の件名")
    view._choices["request"].set_value("both")
    desk.qtbot.keyClick(desk.frame, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    assert not page.findChildren(ConflictView)
    assert page.view.isVisible()
    joined = "ほかの人のお願い。\n自分のお願い。"
    assert page.view.form.answers()["request"] == joined
    assert page.view.save()
    assert stored(office, letter) == (joined, "ほかの人の件名")


def test_what_is_typed_is_kept_and_collides_when_it_is_opened_again(desk, page, office, letter):
    collide(desk, page, letter)
    kept = unsaved_form(office.work("shunin"), f"referral:{letter}")
    assert kept is not None
    assert "自分のお願い。" in str(kept.answers)
    again = type(page)(page._desk)
    desk.qtbot.addWidget(again)
    again.show()
    assert again.view.form.answers()["request"] == "自分のお願い。"
    assert not again.view.save()
    view_of(again)
    assert stored(office, letter) == ("ほかの人のお願い。", "ほかの人の件名")


def test_a_letter_that_was_written_by_two_is_not_sent_before_one_has_chosen(desk, page, letter):
    page.view.form.request.text.setPlainText("自分のお願い。")
    save_record(desk.office.work("sodanin"), "referral", letter, THEIRS)
    asked = []
    page.view._send(asked.append)
    assert view_of(page)
    assert asked == []
    assert not page.view.is_sending


def test_what_was_typed_stays_in_sight_where_a_colleague_made_the_letter_final(desk, page, letter):
    page.view.form.request.text.setPlainText("自分のお願い。")
    finalise_record(desk.office.work("sodanin"), "referral", letter)
    desk.settle()
    assert not page.view.save()
    assert not page.findChildren(ConflictView)
    assert "確定しました" in page.view._bar.sentence()
    assert page.view.form.answers()["request"] == "自分のお願い。"


@pytest.fixture
def sent(office, letter):
    work = office.work("sodanin")
    finalise_record(work, "referral", letter)
    save_record(work, "referral", letter, {"sent_on": work.today(), "send_method": "mail"})
    return letter


def test_two_who_record_the_reply_to_a_letter_see_both_texts_too(sent, desk, page, office):
    form = page.view.form
    form.change({"reply_contact": "見本係員", "reply_next": "自分の文"})
    theirs = {"reply_next": "ほかの人の文", "outcome_note": "ほかの人のメモ"}
    save_record(office.work("sodanin"), "referral", sent, theirs)
    desk.settle()
    assert not form.save()
    view = view_of(page)
    assert [view._choices[key].value() for key in ("reply_next", "outcome_note")] == [
        "both",
        "theirs",
    ]
    again = type(page)(page._desk)  # what is kept stands on what it began with
    desk.qtbot.addWidget(again)
    assert again.view.form.answers()["reply_next"] == "自分の文"
    assert not again.view.form.save()
    view._on_go_on_clicked()
    assert page.view.form.save()
    answers = show_record(office.work("shunin"), "referral", sent).answers
    assert answers["reply_next"] == "ほかの人の文\n自分の文"
    assert answers["outcome_note"] == "ほかの人のメモ"
    assert answers["reply_contact"] == "見本係員"


def test_two_who_write_down_what_came_in_see_both_texts_too(story, desk, office):
    answers = story.letter(request="はじめの文", direction="in", disclosed=None)
    came = add_record(office.work("sodanin"), "referral", answers).id
    page = desk.frame.go(Place("referral", {"id": came}))
    desk.settle()
    page.view.form.change({"request": "自分の文"})
    save_record(office.work("sodanin"), "referral", came, {"request": "ほかの人の文"})
    desk.settle()
    assert not page.view.save()
    assert view_of(page)._choices.keys() == {"request"}
    view_of(page)._on_go_on_clicked()
    assert page.view.save()
    assert stored(office, came)[0] == "ほかの人の文\n自分の文"
