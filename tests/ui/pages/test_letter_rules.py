"""How somebody must not be reached stands where a letter about them is written and sent."""

import pytest
from PySide6.QtCore import QTimer
from PySide6.QtPrintSupport import QPrintDialog
from PySide6.QtWidgets import QApplication

from letter_office import dress_centre, make_desk
from soudan_desk.services.records import add_record, save_record, show_record
from soudan_desk.ui.contact_notice import RulesNotice
from soudan_desk.ui.dialogs import CANCEL, Question
from soudan_desk.ui.pages.page import Place
from soudan_desk.ui.widgets.choices import Segments

pytestmark = pytest.mark.qt_log_ignore("This plugin does not support", extend=True)
RULES = {
    "name_shown_ok": "no",
    "letter_ok": "no",
    "family_may_know": "no",
    "hidden_from": "元夫、生活福祉課の見本係員",
    "contact_note": "役所の名前の封筒を使わない",
}
WORDS = "名乗らない・手紙を出さない・家族に知らせない"


@pytest.fixture
def story(office, work):
    dress_centre(office)
    return make_desk(work, **RULES)


def opened(desk, story, **answers):
    letter = add_record(story.work, "referral", story.letter(request="お願い", **answers)).id
    desk.frame.activateWindow()
    desk.qtbot.waitUntil(desk.frame.isActiveWindow)
    page = desk.frame.go(Place("referral", {"id": letter}))
    desk.settle()
    return letter, page


def answer_each(seen, *codes):
    """Answer one question after the other, and leave the printers' dialog."""
    left = list(codes)

    def look():
        dialog = QApplication.activeModalWidget()
        if dialog is None or not dialog.isVisible():
            QTimer.singleShot(20, look)
            return
        seen.append(dialog)
        notice = dialog.findChild(RulesNotice)
        seen.append(notice.sentence() if notice else dialog.accessibleDescription())
        code = left.pop(0)
        if left:
            QTimer.singleShot(50, look)
        if isinstance(dialog, QPrintDialog):
            dialog.reject()
            return
        if code in {"mail", "through_client"}:
            dialog.findChild(Segments, "send_method").set_value(code)
            code = "go"
        dialog.buttons[code].click()

    QTimer.singleShot(20, look)


def let_rules_be(story, given):
    stored = show_record(story.work, "person", story.person)
    save_record(story.work, "person", story.person, given, lock_version=stored.lock_version)


def test_the_rules_stand_above_the_letter_from_the_moment_it_is_opened(desk, story):
    _, page = opened(desk, story)
    notice = page.view.form.rules
    assert notice.isVisible()
    for words in (WORDS, RULES["hidden_from"], RULES["contact_note"]):
        assert words in notice.sentence()


def test_they_follow_what_somebody_else_changes_meanwhile(desk, story):
    _, page = opened(desk, story)
    let_rules_be(story, dict.fromkeys(RULES))
    page.view.refresh()
    desk.qtbot.waitUntil(page.view.form.rules.isHidden, timeout=5000)


def test_nothing_stands_where_everything_may_be_done(desk, story):
    let_rules_be(story, dict.fromkeys(RULES))
    _, page = opened(desk, story)
    assert page.view.form.rules.isHidden()


def test_they_are_told_again_and_a_reader_who_must_not_know_is_asked_about(desk, story):
    letter, page = opened(desk, story)
    seen = []
    answer_each(seen, "mail", CANCEL)
    page.view.print_letter()
    desk.settle()
    assert WORDS in seen[1]
    assert "知られたくない相手かもしれません" in seen[3]
    assert show_record(story.work, "referral", letter).state == "draft"


def test_a_letter_the_person_carries_asks_first_where_the_family_must_not_know(desk, story):
    let_rules_be(story, {"hidden_from": "元夫"})
    letter, page = opened(desk, story)
    seen = []
    answer_each(seen, "through_client", CANCEL)
    page.view.print_letter()
    desk.settle()
    assert "家族の目に触れない" in seen[3]
    assert show_record(story.work, "referral", letter).state == "draft"


def test_by_post_to_an_agency_the_rules_are_shown_without_a_stop(desk, story):
    let_rules_be(story, {"hidden_from": "元夫"})
    _, page = opened(desk, story)
    seen = []
    answer_each(seen, "mail", "printer")
    page.view.print_letter()
    assert isinstance(seen[0], Question)
    assert isinstance(seen[2], QPrintDialog)


def test_a_long_note_leaves_room_for_the_letter_and_says_that_it_goes_on(desk, story):
    stored = show_record(story.work, "person", story.person)
    given = {"contact_note": "封筒の色に気をつける。\n" * 40}
    save_record(story.work, "person", story.person, given, lock_version=stored.lock_version)
    _, page = opened(desk, story)
    *_, last = page.view.form.rules.sentence().splitlines()
    assert last.startswith("連絡の注意：封筒の色")
    assert last.endswith("…（続きは基本情報）")
    assert len(page.view.form.rules.sentence().splitlines()) == 3
