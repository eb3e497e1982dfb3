"""One record of a case, worked by keys: written, kept, finalised, amended, compared, reconciled."""

from datetime import time

import pytest
from desk_fixtures import BODY, answering, press, told_office, view_text, write
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication

from office_fixtures import TODAY, make_consultation
from soudan_desk.services.answers import UNTOLD
from soudan_desk.services.history import versions_of
from soudan_desk.services.records import add_record, save_record, show_record
from soudan_desk.services.timeline import timeline
from soudan_desk.services.unsaved import unsaved_forms
from soudan_desk.ui.pages.case_conflict import ConflictView
from soudan_desk.ui.pages.case_versions import VersionsView
from soudan_desk.ui.pages.page import Place

__all__ = ["told_office"]  # the office of these tests

CTRL = Qt.KeyboardModifier.ControlModifier


@pytest.fixture
def page(desk, case):
    page = desk.frame.go(Place("case", {"id": case}))
    desk.settle()
    return page


def form_of(page):
    editing = page.course.pane.editing
    assert editing is not None
    return editing.form


def test_a_consultation_is_written_kept_and_finalised_by_keys(desk, page, case):
    press(Qt.Key.Key_R, CTRL)
    write("電話があり、家賃のことで相談したいとのこと。")
    form = form_of(page)
    desk.qtbot.waitUntil(lambda: len(unsaved_forms(desk.work)) == 1, timeout=4000)
    [kept] = unsaved_forms(desk.work)
    assert kept.case_id == case
    assert kept.answers["answers"]["body"].startswith("電話があり")
    assert "に保存" in page.course.pane.editing._kept_at.text()

    form.show_question("method")
    write("電話相談・連絡")
    QApplication.activePopupWidget().hide()
    desk.come_back()
    press(Qt.Key.Key_Return, CTRL)
    desk.settle()
    assert unsaved_forms(desk.work) == []
    kind, record = page.course.pane.shown
    stored = show_record(desk.work, kind, record)
    assert (stored.state, stored.answers["held_on"]) == ("final", TODAY)
    assert stored.answers["case_id"] == case
    assert page.course.entries.current().key == (kind, record)


def test_a_final_record_is_amended_with_a_reason_and_compared_by_keys(desk, page, case):
    entry = next(e for e in timeline(desk.work, case) if e.state == "final")
    page.course.show_record(entry.kind, entry.id)
    page.course.pane.take_focus()
    press(Qt.Key.Key_E, CTRL)
    press(Qt.Key.Key_End, CTRL)
    write("電話も希望。")
    with answering(desk, "聞きもらしを足した"):
        press(Qt.Key.Key_Return, CTRL)
    desk.settle()
    first, second = versions_of(desk.work, entry.kind, entry.id)
    assert second.reason == "聞きもらしを足した"
    assert second.answers["body"] == first.answers["body"] + "電話も希望。"

    page.course.pane.take_focus()
    press(Qt.Key.Key_H, CTRL)
    view = page.course.pane.findChild(VersionsView)
    assert "電話も希望" in view_text(view)
    assert "聞きもらしを足した" in view_text(view)
    press(Qt.Key.Key_Escape)
    assert not view.isVisible()


def test_what_is_wrong_is_said_and_the_text_stays(desk, page):
    press(Qt.Key.Key_R, CTRL)
    write("方法を入れ忘れた記録。")
    press(Qt.Key.Key_Return, CTRL)
    form = form_of(page)
    assert form.cell("method").problem == "「方法」を入れてください。"
    assert form.answers()["body"] == "方法を入れ忘れた記録。"
    assert [kept.answers["answers"]["body"] for kept in unsaved_forms(desk.work)] == [
        "方法を入れ忘れた記録。"
    ]


def test_a_problem_in_a_hidden_text_turns_to_it(desk, page):
    press(Qt.Key.Key_R, CTRL)
    form = form_of(page)
    form.change({"method": "phone"})
    form._body._texts.turn_to("findings")
    press(Qt.Key.Key_Return, CTRL)
    assert form.cell("body").problem
    assert form._body._texts.current == "body"
    assert QApplication.focusWidget() is form.editor("body").widget()


def test_a_begun_record_is_offered_again_when_one_comes_back(desk_of, case):
    first = desk_of()
    page = first.frame.go(Place("case", {"id": case}))
    first.settle()
    press(Qt.Key.Key_R, CTRL)
    write("途中まで書いた。")
    first.frame.keep_now()

    again = desk_of()
    page = again.frame.go(Place("case", {"id": case}))
    again.settle()
    line = page.course.entries.current()
    assert line.kept is not None
    assert form_of(page).answers()["body"] == "途中まで書いた。"
    assert form_of(page).answers()["held_on"] == TODAY
    assert page.course.pane.editing._notice.isVisible()
    page.course.pane.editing._notice.button.click()
    assert form_of(page).answers()["body"] is None
    assert unsaved_forms(again.work) == []


def test_another_entry_may_be_looked_at_while_one_writes(desk, page):
    press(Qt.Key.Key_R, CTRL)
    write("書きかけの文。")
    page.course.entries.choose(
        page.course.entries._model.line(page.course.entries._model.index(2, 0)).key
    )
    page.course._pause.stop()
    page.course._show_current()
    desk.settle()
    assert page.course.pane.editing is None
    top = page.course.entries._model.line(page.course.entries._model.index(0, 0))
    assert top.kept is not None
    page.course.entries.choose(top.key)
    page.course._show_current()
    assert form_of(page).answers()["body"] == "書きかけの文。"


def test_escape_saves_a_draft_and_returns_to_the_timeline(desk, page, case):
    press(Qt.Key.Key_R, CTRL)
    write("下書きにする文。")
    press(Qt.Key.Key_Escape)
    desk.settle()
    drafts = [entry for entry in timeline(desk.work, case) if entry.state == "draft"]
    assert "下書きにする文。" in [entry.line for entry in drafts]
    assert unsaved_forms(desk.work) == []
    assert QApplication.focusWidget() is page.course.entries.view


def test_an_empty_form_leaves_nothing_behind(desk, page, case):
    before = len(timeline(desk.work, case))
    press(Qt.Key.Key_R, CTRL)
    press(Qt.Key.Key_Escape)
    desk.settle()
    assert len(timeline(desk.work, case)) == before
    assert unsaved_forms(desk.work) == []


def test_two_who_write_on_one_record_see_both_texts_and_lose_neither(desk, page, case):
    draft = next(e for e in timeline(desk.work, case) if e.state == "draft")
    page.course.show_record("consultation", draft.id)
    page.course.pane.take_focus()
    press(Qt.Key.Key_End, CTRL)
    write("自分が足した文。")
    other = desk.office.work("sodanin")
    changed = {"body": BODY + "ほかの人が足した文。", "subject": "ほかの人の件名"}
    save_record(other, "consultation", draft.id, changed)
    desk.settle()

    press(Qt.Key.Key_Return, CTRL)
    view = page.course.pane.findChild(ConflictView)
    assert view is not None
    shown = view_text(view)
    assert "自分が足した文。" in shown
    assert "ほかの人が足した文。" in shown
    assert view._choices["body"].value() == "both"
    assert view._choices["subject"].value() == "theirs"
    press(Qt.Key.Key_Return, CTRL)
    form = form_of(page)
    assert form.answers()["subject"] == "ほかの人の件名"
    assert form.answers()["body"] == f"{BODY}ほかの人が足した文。\n{BODY}自分が足した文。"
    press(Qt.Key.Key_Return, CTRL)
    desk.settle()
    stored = show_record(desk.work, "consultation", draft.id)
    assert stored.state == "final"
    assert "自分が足した文。" in stored.answers["body"]
    assert "ほかの人が足した文。" in stored.answers["body"]


def test_a_wrong_record_is_taken_out_with_a_reason_and_stays_readable(desk, page, case):
    entry = next(e for e in timeline(desk.work, case) if e.state == "final")
    page.course.show_record(entry.kind, entry.id)
    view = page.course.pane._view
    with answering(desk, "別の方の記録だった"):
        view._void.click()
    desk.settle()
    assert show_record(desk.work, entry.kind, entry.id).state == "void"
    assert versions_of(desk.work, entry.kind, entry.id)[-1].reason == "別の方の記録だった"
    shown = [
        page.course.entries._model.line(page.course.entries._model.index(row, 0)).key
        for row in range(page.course.entries._model.rowCount())
    ]
    assert (entry.kind, entry.id) not in shown
    page.course.entries.narrow("void")
    assert page.course.entries._model.rowCount() == 1


def test_leaving_an_amendment_asks_what_becomes_of_it(desk, page, case):
    entry = next(e for e in timeline(desk.work, case) if e.state == "final")
    page.course.show_record(entry.kind, entry.id)
    page.course.pane.take_focus()
    press(Qt.Key.Key_E, CTRL)
    write("とちゅう")
    with answering(desk, choose="keep"):
        press(Qt.Key.Key_Escape)
    desk.settle()
    assert [kept.form for kept in unsaved_forms(desk.work)] == [f"consultation:{entry.id}"]
    assert show_record(desk.work, entry.kind, entry.id).version == 1
    page.course.pane.show_record(entry.kind, entry.id)
    assert page.course.pane.findChild(object, "resume_unsaved") is not None
    page.course.pane.take_focus()
    press(Qt.Key.Key_F7)
    assert form_of(page).answers()["body"].startswith("とちゅう")


def test_who_may_only_read_finds_no_way_to_write(desk_of, case):
    reader = desk_of("etsuran")
    page = reader.frame.go(Place("case", {"id": case}))
    reader.settle()
    assert page.banner.button is None
    assert not page.course.entries.quick.isVisibleTo(page)
    press(Qt.Key.Key_R, CTRL)
    assert page.course.pane.editing is None


def test_a_record_of_another_worker_is_read_not_written(desk_of, case):
    boss = desk_of()
    make_consultation(boss.work, case_id=case)
    other = desk_of("nishio")
    page = other.frame.go(Place("case", {"id": case}))
    other.settle()
    assert page.course.pane.editing is None


def test_a_record_in_the_timeline_of_another_kind_is_read_in_the_pane(desk, page, case):
    person = show_record(desk.work, "case", case).answers["person_id"]
    agency = add_record(desk.work, "agency", {"name": "ひなた法律事務所"}).id
    letter = add_record(
        desk.work,
        "referral",
        {"case_id": case, "person_id": person, "agency_id": agency, "request": "相談"},
    ).id
    desk.settle()
    page.course.show_record("referral", letter)
    assert page.course.pane._view.objectName() == "recorded_referral"
    assert "ひなた法律事務所" in view_text(page.course.pane._view)


def test_a_draft_says_at_once_all_that_keeps_it_from_being_final(desk, page, case):
    draft = next(e for e in timeline(desk.work, case) if e.state == "draft")
    page.course.show_record("consultation", draft.id)
    page.course.pane.take_focus()
    form = form_of(page)
    form.change({"method": None, "ended_at_time": time(9, 0)})
    press(Qt.Key.Key_Return, CTRL)
    assert form.cell("method").problem
    assert form.cell("ended_at_time").problem
    assert form._bar.sentence() == "確定できません：2か所の見直しが要ります"
    assert show_record(desk.work, "consultation", draft.id).lock_version == draft_lock(desk, draft)


def draft_lock(desk, draft):
    return len(versions_of(desk.work, "consultation", draft.id))


def test_ctrl_t_leads_to_the_files_of_a_record(desk, page):
    press(Qt.Key.Key_R, CTRL)
    press(Qt.Key.Key_T, CTRL)
    assert form_of(page).editor("attachments").widget().isAncestorOf(QApplication.focusWidget())


def test_a_voided_draft_leaves_no_unsaved_row_behind(desk, page, case):
    draft = next(e for e in timeline(desk.work, case) if e.state == "draft")
    page.course.show_record("consultation", draft.id)
    page.course.pane.take_focus()
    write("書き足しかけ")
    with answering(desk, "二重に入れた"):
        page.course.pane.editing._void.click()
    desk.settle()
    desk.qtbot.wait(2100)
    assert unsaved_forms(desk.work) == []
    assert show_record(desk.work, "consultation", draft.id).state == "void"
    assert page.course.pane.editing is None


def test_a_table_that_tells_where_a_protected_person_is_is_neither_shown_nor_lost(desk, page, case):
    tel = "03-0000-5555"
    rows = [{"name": "架空 叔母", "tel": tel}]
    person = show_record(desk.work, "case", case).answers["person_id"]
    me = desk.work.actor.staff_id
    answers = {"case_id": case, "person_id": person, "first_created_on": TODAY, "author_id": me}
    which = add_record(desk.work, "assessment", {**answers, "emergency_contacts": rows}).id
    desk.settle()
    page.course.show_record("assessment", which)
    desk.settle()
    assert tel not in view_text(page.course.pane)
    assert UNTOLD in view_text(page.course.pane)
    form = form_of(page)
    assert "emergency_contacts" not in form.answers()
    form.change({"licences": "書き足した"})
    assert page.course.pane.editing.save_draft()
    stored = show_record(desk.work, "assessment", which).answers
    assert (stored["emergency_contacts"][0]["tel"], stored["licences"]) == (tel, "書き足した")
