"""The page of a letter, worked as a caseworker does: written, ticked, printed, answered."""

import re
import subprocess
from datetime import date, timedelta
from pathlib import Path

import pypdfium2
import pytest
from modal import choose_file
from PySide6.QtCore import Qt, QTimer
from PySide6.QtPrintSupport import QPrintDialog
from PySide6.QtWidgets import QApplication, QFileDialog, QLineEdit, QWidget
from sqlalchemy import select

from letter_office import ADDRESS, dress_centre, make_desk
from office_fixtures import PASSWORD, TODAY
from soudan_desk.models import Attachment, AuditEntry, Disclosure
from soudan_desk.services.phrases import add_phrase
from soudan_desk.services.records import add_record, save_record, show_record
from soudan_desk.services.referral_lines import LineState
from soudan_desk.services.staff import admit
from soudan_desk.services.unsaved import unsaved_forms
from soudan_desk.storage import slots
from soudan_desk.ui.dialogs import Question
from soudan_desk.ui.pages.page import Place
from soudan_desk.ui.pages.referral import WhosePage
from soudan_desk.ui.pages.referral_incoming import Incoming
from soudan_desk.ui.pages.referral_line_list import look_of, spoken_line
from soudan_desk.ui.pages.referral_sent import SentLetter
from soudan_desk.ui.pages.referral_writing import LetterWriting
from soudan_desk.ui.second_question import SecondQuestion
from soudan_desk.ui.widgets.button import Button

pytestmark = pytest.mark.qt_log_ignore("This plugin does not support", extend=True)

REQUEST = "給付金が11月で終わります。制度の利用をご検討ください。"


@pytest.fixture
def story(office, work):
    dress_centre(office)
    return make_desk(work, shien_sochi=True)


def go(desk, about):
    desk.frame.activateWindow()
    desk.qtbot.waitUntil(desk.frame.isActiveWindow)
    page = desk.frame.go(Place("referral", about))
    desk.settle()
    return page


def line(page, code):
    return next(each for each in page.view.form.tell.list.lines if each.code == code)


def type_in(desk, widget, text):
    """Type into an editor that has the focus."""
    widget.setFocus()
    desk.qtbot.keyClicks(widget, text)


def put_phrase(desk, key):
    """Put a phrase in where the focus is, by its two letters."""
    control = Qt.KeyboardModifier.ControlModifier
    desk.qtbot.keyClick(QApplication.focusWidget(), Qt.Key.Key_Semicolon, control)
    desk.qtbot.keyClicks(QApplication.focusWidget(), key)


def answer_dialogs(*answers):
    """Give each dialog that comes up its answer, one after the other."""
    left = list(answers)

    def answer():
        dialog = QApplication.activeModalWidget()
        if dialog is None or not dialog.isVisible():
            QTimer.singleShot(20, answer)
            return
        if left:
            left.pop(0)(dialog)
        if left:
            QTimer.singleShot(50, answer)

    QTimer.singleShot(20, answer)
    return left


def go_on(dialog):
    assert isinstance(dialog, Question)
    dialog.buttons["go"].click()


def words_of(pdf, *more):
    done = subprocess.run(
        ["pdftotext", *more, "-", "-"], input=pdf, capture_output=True, check=True
    )
    return re.sub(r"\s+", "", done.stdout.decode())


def written(desk, story, **answers):
    """Open a letter that lacks nothing."""
    letter = add_record(story.work, "referral", story.letter(request=REQUEST, **answers)).id
    return letter, go(desk, {"id": letter})


def test_a_new_letter_begins_with_consent_lines_and_paper(desk, story):
    page = go(desk, {"case_id": story.case})
    view = page.view
    assert isinstance(view, LetterWriting)
    assert "令和9年3月末まで有効" in view.form.tell.ground.notice.sentence()
    assert line(page, "name").told
    assert line(page, "address").state is LineState.WITHHELD
    assert not line(page, "telephone").told
    assert view.form.address.due.text() == "12月8日(火)"
    desk.qtbot.waitUntil(lambda: len(view.paper.pages) == 1)


def test_the_paper_follows_what_is_typed_and_nothing_is_saved_yet(desk, story):
    page = go(desk, {"case_id": story.case})
    type_in(desk, page.view.form.request.text, "sodan no irai")
    made = []
    page.view._preview.made.connect(made.append)
    desk.qtbot.waitUntil(lambda: bool(made), timeout=5000)
    told = words_of(page._desk.preview(None, page.view.answers()))
    assert "sodannoirai" in told
    assert ADDRESS not in told
    with desk.office.store.reading(None) as session:
        assert session.scalars(select(Disclosure.id)).all() == []


def test_what_is_typed_is_kept_and_comes_back(desk, story):
    page = go(desk, {"case_id": story.case})
    type_in(desk, page.view.form.request.text, "tochuu made")
    page.view.form.tell.turn("household")
    page.keep_now()
    (kept,) = unsaved_forms(story.work)
    assert kept.form == f"referral:new:{story.case}"
    desk.frame._drop(page)
    desk.frame._history.__init__()
    again = go(desk, {"case_id": story.case})
    assert again.view.form.request.answer() == "tochuu made"
    assert not line(again, "household").told
    assert again.view._resumed.isVisible()
    again.view._resumed.button.click()
    desk.settle()
    assert unsaved_forms(story.work) == []
    assert again.view.form.request.answer() is None


def test_two_letters_put_a_phrase_into_the_letter_wherever_one_writes(desk, story):
    add_phrase(story.work, key="kk", text="{氏名}さんの家計です。", kinds=["referral"])
    page = go(desk, {"case_id": story.case})
    form, tell = page.view.form, page.view.form.tell
    form.request.text.setFocus()
    put_phrase(desk, "kk")
    assert form.request.answer() == "青葉 すみれさんの家計です。"
    tell.list.setFocus()
    tell.list.go_to("reason")
    desk.qtbot.keyClick(tell.list, Qt.Key.Key_Return)
    tell._words.selectAll()
    put_phrase(desk, "kk")
    assert line(page, "reason").text == "青葉 すみれさんの家計です。"
    page.view.open_details()
    page.view._details.show_question("subject")
    put_phrase(desk, "kk")
    assert page.view.answers()["subject"].endswith("青葉 すみれさんの家計です。")


def test_saving_gives_the_letter_its_number_and_takes_the_unsaved_row_away(desk, story):
    page = go(desk, {"case_id": story.case})
    type_in(desk, page.view.form.request.text, "irai")
    page.keep_now()
    desk.qtbot.keyClick(page.view, Qt.Key.Key_S, Qt.KeyboardModifier.ControlModifier)
    desk.settle()
    assert page.view._loaded.answers["ref_no"] == "08-つ-0001"
    assert unsaved_forms(story.work) == []
    type_in(desk, page.view.form.request.text, " no tsuzuki")
    page.keep_now()
    (kept,) = unsaved_forms(story.work)
    assert kept.form == f"referral:{page.view._loaded.id}"


def test_space_ticks_a_line_and_one_outside_the_consent_says_why_instead(desk, story):
    _letter, page = written(desk, story)
    lines = page.view.form.tell.list
    lines.setFocus()
    lines.go_to("income_debt")
    desk.qtbot.keyClick(lines, Qt.Key.Key_Space)
    assert line(page, "income_debt").told
    lines.go_to("medical")
    desk.qtbot.keyClick(lines, Qt.Key.Key_Space)
    assert not line(page, "medical").told
    assert look_of(line(page, "medical")).words == "同意の範囲外"
    assert page.view.form.tell._why.isVisible()
    assert "伝えてよいこと" in page.view.form.tell._why.sentence()
    lines.go_to("address")
    desk.qtbot.keyClick(page.view, Qt.Key.Key_I, Qt.KeyboardModifier.ControlModifier)
    assert "支援措置" in page.view.form.tell._why.sentence()


def test_enter_writes_a_line_s_words_and_esc_returns(desk, story):
    _letter, page = written(desk, story)
    tell = page.view.form.tell
    tell.list.setFocus()
    tell.list.go_to("reason")
    desk.qtbot.keyClick(tell.list, Qt.Key.Key_Return)
    assert tell._words.hasFocus()
    tell._words.selectAll()
    desk.qtbot.keyClicks(tell._words, "atarashii keii")
    assert line(page, "reason").text == "atarashii keii"
    desk.qtbot.keyClick(tell._words, Qt.Key.Key_Escape)
    assert tell.list.hasFocus()
    assert page.view.answers()["reason"] == "atarashii keii"


def test_words_written_into_a_blank_line_are_told_where_the_consent_allows(desk, story):
    _letter, page = written(desk, story, support_so_far=None, disclosed=["name"])
    tell = page.view.form.tell
    tell.list.setFocus()
    tell.list.go_to("support_so_far")
    desk.qtbot.keyClick(tell.list, Qt.Key.Key_Space)
    desk.qtbot.keyClicks(tell._words, "kakei no soudan")
    desk.qtbot.waitUntil(lambda: line(page, "support_so_far").told, timeout=5000)


def test_the_last_line_can_be_unticked(desk, story):
    _letter, page = written(desk, story, disclosed=["name"])
    page.view.form.tell.turn("name")
    page.view._preview.ask_now()
    desk.settle()
    assert not any(each.told for each in page.view.form.tell.list.lines)


def test_without_consent_the_bar_warns_and_choosing_one_ticks_what_it_covers(desk, story):
    save_record(story.work, "consent", story.consent, {"withdrawn_on": TODAY})
    page = go(desk, {"case_id": story.case})
    assert "選ばれていません" in page.view.form.tell.ground.notice.sentence()
    assert not line(page, "name").told
    withdrawn = show_record(story.work, "consent", story.consent).answers
    anew = {**withdrawn, "withdrawn_on": None}
    again = add_record(story.work, "consent", anew).id
    page.view.choose_ground()
    menu = page.view.findChild(QWidget, "grounds")
    next(each for each in menu.actions() if each.isCheckable()).trigger()
    desk.settle()
    assert line(page, "name").told
    assert page.view.answers()["consent_id"] == again


def test_what_a_letter_lacks_stands_beside_its_questions(desk, story):
    page = go(desk, {"case_id": story.case})
    desk.qtbot.keyClick(page.view, Qt.Key.Key_P, Qt.KeyboardModifier.ControlModifier)
    frames = page.view.form._frames
    assert {key for key, frame in frames.items() if frame.has_problem} == {
        "agency_id", "handover", "request",
    }  # fmt: skip
    assert page.view._bar.isVisible()
    assert page.view.form.address.agency.hasFocus()


def test_the_figures_of_the_agency_stand_below_it(desk, story):
    _letter, page = written(desk, story)
    assert page.view.form.address._figures.text() == "まだ送ったことがありません"


def test_printing_sends_the_very_pages_and_records_the_letter_as_sent(desk, story, tmp_path):
    letter, page = written(desk, story)
    paper = tmp_path / "printed.pdf"
    Path.home().mkdir(exist_ok=True)  # where the system's dialog means to print to

    def choose_printer(dialog):
        assert isinstance(dialog, QPrintDialog)
        dialog.accept()
        dialog.printer().setResolution(100)
        dialog.printer().setOutputFileName(str(paper))

    answer_dialogs(go_on, choose_printer)
    desk.qtbot.keyClick(page.view, Qt.Key.Key_P, Qt.KeyboardModifier.ControlModifier)
    desk.settle()
    desk.qtbot.waitUntil(lambda: isinstance(page.view, SentLetter), timeout=10_000)
    with pypdfium2.PdfDocument(paper) as printed:
        assert [round(edge) for edge in printed[0].get_size()] == [595, 842]
    answers = show_record(story.work, "referral", letter)
    assert (answers.state, answers.answers["sent_on"]) == ("final", TODAY)
    assert answers.answers["send_method"] == "mail"
    with desk.office.store.reading(None) as session:
        row = session.scalars(select(Disclosure)).one()
        copy = session.scalars(select(Attachment)).one().content
    assert row.recipient == "ひなた市役所 生活福祉課 保護第一係"
    assert row.serial in words_of(copy)
    assert row.serial in page.view._given_text(page.view._loaded.given[0])


def test_a_protected_address_goes_out_with_a_second_person_only(desk, story, tmp_path):
    given = admit(desk.office.work_of_admin, desk.office.opened, "sodanin")
    slots.change_password(desk.office.opened.folder, "sodanin", given, PASSWORD).drop()
    letter, page = written(desk, story)
    why = {"address_unlocked": True, "address_unlock_reason": "避難先の保護のため"}
    save_record(story.work, "referral", letter, {**why, "disclosed": ["name", "address"]})
    page = go(desk, {"id": letter})
    target, refused = tmp_path / "tegami.pdf", []

    def choose_place(dialog):
        choose_file(dialog, target)

    def try_twice(dialog):
        assert isinstance(dialog, SecondQuestion)
        dialog.findChild(QWidget, "second_login").set_value("sodanin")
        for password in ("chigau kotoba desu", PASSWORD):
            dialog.findChild(QLineEdit, "second_password").setText(password)
            dialog.buttons["go"].click()
            assert dialog.findChild(QLineEdit, "second_password").text() == ""
            desk.qtbot.waitUntil(lambda: not desk.seat.tasks.is_busy, timeout=10_000)
            refused.append(dialog._told.sentence())

    answer_dialogs(go_on, choose_place, lambda dialog: dialog.reject())
    page.view.make_pdf()
    desk.settle()
    assert not target.exists()
    answer_dialogs(go_on, choose_place, try_twice)
    page.view.make_pdf()
    desk.qtbot.waitUntil(lambda: isinstance(page.view, SentLetter), timeout=10_000)
    assert "パスワード" in refused[0]
    assert target.exists()
    with desk.office.store.reading(None) as session:
        row = session.scalars(select(AuditEntry).where(AuditEntry.action == "vouched")).one()
    assert (row.by, row.record_id) == (desk.office.staff_id("sodanin"), letter)


def test_leaving_the_question_sends_nothing(desk, story):
    letter, page = written(desk, story)
    answer_dialogs(lambda dialog: dialog.reject())
    page.view.print_letter()
    desk.settle()
    assert show_record(story.work, "referral", letter).state == "draft"
    assert isinstance(page.view, LetterWriting)


def test_a_pdf_goes_out_under_the_password_that_is_shown(desk, story, tmp_path):
    letter, page = written(desk, story)
    target, seen = tmp_path / "tegami.pdf", []

    def note_password(dialog):
        seen.append(dialog.findChild(QWidget, "file_password").text())
        go_on(dialog)

    def choose_place(dialog):
        assert isinstance(dialog, QFileDialog)
        choose_file(dialog, target)

    answer_dialogs(note_password, choose_place)
    page.view.findChild(Button, "save_letter_pdf").click()
    desk.settle()
    desk.qtbot.waitUntil(lambda: isinstance(page.view, SentLetter), timeout=10_000)
    with pytest.raises(pypdfium2.PdfiumError):
        pypdfium2.PdfDocument(target)
    assert "青葉すみれ" in words_of(target.read_bytes(), "-upw", seen[0])
    assert show_record(story.work, "referral", letter).answers["send_method"] == "email_protected"


def sent(desk, story):
    from soudan_desk.desk.letters import send_letter

    letter = add_record(story.work, "referral", story.letter(request=REQUEST)).id
    send_letter(story.work, letter, send_method="mail", deliver=lambda _pdf: None)
    return letter, go(desk, {"id": letter})


def test_the_reply_is_recorded_below_the_letter(desk, story):
    letter, page = sent(desk, story)
    view = page.view
    assert isinstance(view, SentLetter)
    view.form.change({"reply_received_on": TODAY, "outcome": "accepted", "continuing": "alongside"})
    desk.qtbot.keyClick(view, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    desk.settle()
    answers = show_record(story.work, "referral", letter).answers
    assert (answers["outcome"], answers["checked_on"]) == ("accepted", TODAY)
    assert page.view.head._state.look().text == "返事あり"


def test_a_reply_that_is_typed_is_kept(desk, story):
    letter, page = sent(desk, story)
    page.view.form.change({"reply_contact": "岡野"})
    page.keep_now()
    (kept,) = unsaved_forms(story.work)
    assert kept.form == f"referral:{letter}"
    desk.frame._drop(page)
    desk.frame._history.__init__()
    again = go(desk, {"id": letter})
    assert again.view.form.answers()["reply_contact"] == "岡野"


def test_a_letter_whose_answer_is_late_says_so(desk, story):
    letter, _page = sent(desk, story)
    save_record(story.work, "referral", letter, {"check_due_on": TODAY - timedelta(days=1)})
    page = go(desk, {"id": letter})
    desk.settle()
    assert page.view.head._state.look().text == "返事の期限超過"


def test_a_sent_letter_shows_the_copy_that_is_kept(desk, story):
    letter, page = sent(desk, story)
    save_record(story.work, "person", story.person, {"name": "別 名"})
    told = words_of(page._desk.preview(letter, page.view._loaded.answers))
    assert "青葉すみれ" in told


def test_a_sent_letter_is_corrected_as_a_new_version(desk, story):
    letter, page = sent(desk, story)
    page.view.amend()
    pane = page.view.panes._over
    pane._form.change({"subject": "件名の訂正"})

    def give_reason(dialog):
        dialog.findChild(QWidget, "asked_text").insertPlainText("件名の誤り")
        go_on(dialog)

    answer_dialogs(give_reason)
    pane._form.save()
    desk.settle()
    shown = show_record(story.work, "referral", letter)
    assert (shown.version, shown.answers["subject"]) == (2, "件名の訂正")


def test_a_sent_letter_is_taken_out_of_use_with_a_reason(desk, story):
    letter, page = sent(desk, story)

    def give_reason(dialog):
        dialog.findChild(QWidget, "asked_text").insertPlainText("宛先の誤り")
        go_on(dialog)

    answer_dialogs(give_reason)
    page.view.void()
    desk.settle()
    assert show_record(story.work, "referral", letter).state == "void"
    assert page.view.head._state.look().text == "取消"


def test_what_came_in_is_written_down_and_made_final(desk, story):
    page = go(desk, {"case_id": story.case, "direction": "in"})
    assert isinstance(page.view, Incoming)
    page.view.form.change({"agency_id": story.agency, "request": "見守りの依頼"})
    desk.qtbot.keyClick(page.view, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    desk.settle()
    desk.qtbot.waitUntil(lambda: page.view._loaded.state == "final")
    answers = page.view._loaded.answers
    assert (answers["direction"], answers["received_on"]) == ("in", TODAY)
    assert answers["ref_no"] is None


def test_a_letter_without_a_case_asks_whose_it_is_first(desk, story):
    page = go(desk, {})
    assert isinstance(page, WhosePage)
    page._case.set_answer(story.case)
    page.findChild(Button, "begin_referral").click()
    desk.settle()
    assert isinstance(desk.frame.current().view, LetterWriting)
    assert desk.frame.here().about == {"case_id": story.case}


def test_who_only_reads_can_send_nothing(desk_of, story):
    letter = add_record(story.work, "referral", story.letter(), finalise=False).id
    desk = desk_of("etsuran", centres={"life_support"})
    with desk.office.store.writing(None) as session:
        from soudan_desk.models import OfficeSetting

        session.scalars(select(OfficeSetting)).one().readers_see_all = True
    page = go(desk, {"id": letter})
    for name in ("print_letter", "save_letter_pdf"):
        assert not page.findChild(Button, name).isEnabled()


def test_in_a_narrow_window_letter_and_paper_take_turns(desk_of, story):
    desk = desk_of(size=(900, 700), centres={"life_support"})
    _letter, page = written(desk, story)
    assert page.view.form.isVisible()
    assert not page.view.paper.isVisible()
    desk.qtbot.keyClick(page.view, Qt.Key.Key_2, Qt.KeyboardModifier.AltModifier)
    assert page.view.paper.isVisible()
    assert not page.view.form.isVisible()
    desk.qtbot.keyClick(page.view, Qt.Key.Key_1, Qt.KeyboardModifier.AltModifier)
    assert page.view.form.isVisible()


def test_the_seldom_asked_questions_open_over_the_paper(desk, story):
    _letter, page = written(desk, story)
    desk.qtbot.keyClick(page.view, Qt.Key.Key_D, Qt.KeyboardModifier.ControlModifier)
    details = page.view._details
    assert details.isVisible()
    details._form.change({"name_masked": True})
    desk.qtbot.waitUntil(lambda: line(page, "name").text == "青〇 す〇〇", timeout=5000)
    details.closed.emit()
    assert page.view.panes.is_paper_shown


def test_a_consent_that_changes_elsewhere_changes_the_lines(desk, story):
    _letter, page = written(desk, story)
    save_record(story.work, "consent", story.consent, {"withdrawn_on": date(2026, 11, 24)})
    desk.settle()
    desk.qtbot.waitUntil(lambda: line(page, "name").state is LineState.NO_CONSENT, timeout=5000)


def test_every_line_and_every_editor_is_named_for_the_screen_reader(desk, story):
    _letter, page = written(desk, story)
    for each in page.view.form.tell.list.lines:
        assert each.label in spoken_line(each)
    for name in ("agency_id", "to_contact", "handover", "check_due_on", "request", "disclosed"):
        assert page.findChild(QWidget, name).accessibleName(), name
