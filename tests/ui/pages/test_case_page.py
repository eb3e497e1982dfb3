"""The page of a case: its banner, timeline and tabs, worked by keys over a real office."""

from datetime import timedelta
from time import perf_counter

import pytest
from desk_fixtures import answering, press, told_office, view_text, write
from modal import when_open
from PySide6.QtCore import Qt, QTimer
from PySide6.QtWidgets import QApplication, QWidget

from office_fixtures import TODAY, make_person
from soudan_desk.models import AuditEntry, Consultation
from soudan_desk.models.base import FINAL, new_id
from soudan_desk.services.answers import UNTOLD
from soudan_desk.services.attachments import add_attachment
from soudan_desk.services.case_desk import case_facts
from soudan_desk.services.case_people import consents_of, household_of, restrict_case
from soudan_desk.services.case_ties import kinships_of, ties_of
from soudan_desk.services.cases import open_case
from soudan_desk.services.conference_decisions import conclude
from soudan_desk.services.records import add_record, finalise_record, show_record
from soudan_desk.services.timeline import timeline
from soudan_desk.ui.pages.case_editing import EditingView
from soudan_desk.ui.pages.page import Place
from soudan_desk.ui.paper_dialog import PaperDialog
from soudan_desk.ui.theme import theme

__all__ = ["told_office"]  # the office of these tests

CTRL, ALT = Qt.KeyboardModifier.ControlModifier, Qt.KeyboardModifier.AltModifier


@pytest.fixture
def page(desk, case):
    page = desk.frame.go(Place("case", {"id": case}))
    desk.settle()
    return page


def keys_of(page):
    model = page.course.entries._model
    return [model.line(model.index(row, 0)).key for row in range(model.rowCount())]


def chips_of(page):
    return [look.text for look in page.banner._facts.warnings]


def form_in(part) -> EditingView:
    [view] = [view for view in part.findChildren(EditingView) if view.isVisible()]
    return view


# --- banner ---


def test_the_banner_says_who_it_is_and_what_to_be_careful_of(page):
    facts = page.banner._facts
    assert (facts.name, facts.reading) == ("青葉 すみれ", "アオバ スミレ")
    assert facts.facts == ("女性", "52歳")
    assert facts.born == "昭和49年3月1日生"
    assert facts.number == "R08-L-0001"
    assert facts.state.text == "受付"
    assert facts.workers == (("主担当", "田中 見本"), ("副", "見本 相談"))
    assert chips_of(page) == ["支援措置 令和9年3月31日まで", "留守電に残さない・名乗らない ほか"]


def test_a_low_window_makes_the_banner_one_row(desk, page):
    high = page.banner.height()
    desk.frame.resize(1366, 690)
    desk.settle()
    assert page.banner.height() < high
    assert chips_of(page) == ["支援措置", "連絡に注意"]


def test_a_case_about_nobody_known_is_anonymous(desk):
    case = open_case(desk.work, centre="disability")
    page = desk.frame.go(Place("case", {"id": case}))
    desk.settle()
    assert page.banner._facts.name == "（匿名）"
    assert page.tabs.current() == "course"
    assert "disability_profile" in page._makers


def test_opening_a_case_shows_no_other_window(desk, page):
    for tab in page._makers:
        page.show_tab(tab)
    desk.settle()
    assert [w for w in QApplication.topLevelWidgets() if w.isVisible()] == [desk.frame]


# --- timeline ---


def test_the_newest_record_is_shown_when_a_case_opens(page, case):
    assert page.course.pane.shown == keys_of(page)[0]
    assert QApplication.focusWidget() is page.course.entries.view


def test_a_line_of_words_becomes_a_record_of_the_method_it_names(desk, page, case):
    press(Qt.Key.Key_J, CTRL)
    write("電話 本人 不在 折り返し依頼")
    assert "電話・本人の記録" in page.course.entries.quick._hint.text()
    press(Qt.Key.Key_Return)
    desk.settle()
    newest = next(e for e in timeline(desk.work, case) if e.line.startswith("電話 本人"))
    stored = show_record(desk.work, "consultation", newest.id)
    assert stored.state == "final"
    assert stored.answers["method"] == "phone"
    assert stored.answers["counterparts"] == ["self"]
    assert stored.answers["held_on"] == TODAY
    assert stored.answers["case_id"] == case
    assert page.course.pane.shown == ("consultation", newest.id)
    assert page.course.entries.quick.text() == ""


def test_a_line_may_be_left_a_draft(desk, page, case):
    press(Qt.Key.Key_J, CTRL)
    write("訪問 長男に会えず")
    press(Qt.Key.Key_Return, Qt.KeyboardModifier.ShiftModifier)
    desk.settle()
    entry = next(e for e in timeline(desk.work, case) if e.line == "訪問 長男に会えず")
    assert (entry.state, entry.what) == ("draft", "visit")


def test_a_line_that_names_no_method_is_a_draft_to_go_on_with(desk, page, case):
    press(Qt.Key.Key_J, CTRL)
    write("家計簿を受け取った")
    press(Qt.Key.Key_Return)
    desk.settle()
    entry = next(e for e in timeline(desk.work, case) if e.line == "家計簿を受け取った")
    assert entry.state == "draft"
    assert page.course.pane.editing.opened.record_id == entry.id


def test_a_line_in_between_leaves_what_one_writes_alone(desk, page, case):
    press(Qt.Key.Key_R, CTRL)
    write("長い記録のとちゅう。")
    press(Qt.Key.Key_J, CTRL)
    write("電話 折り返しあり")
    press(Qt.Key.Key_Return)
    desk.settle()
    assert page.course.pane.editing.form.answers()["body"] == "長い記録のとちゅう。"
    assert any(e.line == "電話 折り返しあり" for e in timeline(desk.work, case))


def test_the_timeline_is_narrowed_and_turned_round(desk, page):
    everything = keys_of(page)
    page.course.entries.narrow("consent")
    assert {kind for kind, _ in keys_of(page)} == {"consent"}
    page.course.entries.narrow("draft")
    assert len(keys_of(page)) == 1
    page.course.entries.narrow("all")
    press(Qt.Key.Key_O)
    assert keys_of(page) == everything[::-1]


def test_enter_goes_from_the_timeline_into_the_record_and_alt_1_back(desk, page):
    press(Qt.Key.Key_Return)
    assert QApplication.focusWidget().objectName() == "body"
    press(Qt.Key.Key_1, ALT)
    assert QApplication.focusWidget() is page.course.entries.view


def test_list_and_editor_take_turns_in_a_narrow_window(desk, page):
    theme.set_zoom(150)
    try:
        desk.frame.resize(1366, 768)
        desk.settle()
        assert page.course.entries.isVisible()
        assert not page.course.pane.isVisible()
        press(Qt.Key.Key_2, ALT)
        assert page.course.pane.isVisible()
        assert not page.course.entries.isVisible()
    finally:
        theme.set_zoom(100)


def test_a_wide_window_shows_what_helps_while_writing(desk, page):
    desk.frame.resize(1920, 1080)
    desk.settle()
    words = view_text(page.course._aside)
    assert page.course._aside.isVisible()
    assert "8,000" in words.replace("\u2060", "")
    assert "子（24歳）" in words
    assert "無職" not in words  # she is protected: what her household does is shown when asked
    desk.frame.resize(1366, 768)
    desk.settle()
    assert desk.frame.width() == 1366
    assert not page.course._aside.isVisible()


def test_a_case_may_be_opened_at_a_record_of_it(desk, case):
    old = timeline(desk.work, case)[-3]
    page = desk.frame.go(Place("case", {"id": case, "record": (old.kind, old.id)}))
    desk.settle()
    assert page.course.pane.shown == (old.kind, old.id)


def test_what_somebody_else_records_appears_by_itself(desk, page, case):
    from office_fixtures import make_consultation

    made = make_consultation(desk.office.work("sodanin"), case_id=case, body="ほかの人の記録")
    desk.settle()
    assert ("consultation", made) in keys_of(page)


def test_a_burst_of_changes_is_shown_once(desk, page, case):
    from office_fixtures import make_consultation

    shown = []
    page.titled.connect(shown.append)
    work = desk.office.work("sodanin")
    made = [make_consultation(work, case_id=case, body=f"記録 {number}") for number in range(6)]
    desk.settle()
    assert {("consultation", each) for each in made} <= set(keys_of(page))
    assert len(shown) == 1


def test_a_case_of_1000_entries_opens_fast(desk, office, case):
    work, told = desk.work, case
    person = make_person(work)
    case = open_case(work, centre="life_support", person_id=person)
    with office.store.writing_many(work.actor, "import") as bulk:
        for number in range(1000):
            bulk.add(
                Consultation(
                    id=new_id(),
                    case_id=case,
                    person_id=person,
                    centre="life_support",
                    held_on=TODAY - timedelta(days=number),
                    staff_id=work.actor.staff_id,
                    method="phone",
                    body=f"見本の記録 {number}",
                    record_state=FINAL,
                )
            )
    desk.frame.go(Place("case", {"id": told}))  # modules and fonts are read
    desk.settle()
    start = perf_counter()
    page = desk.frame.go(Place("case", {"id": case}))
    desk.qtbot.waitUntil(lambda: len(keys_of(page)) == 1000, timeout=5000)
    took = (perf_counter() - start) * 1000
    assert took < 3000, "far beyond the 300 ms it takes on an idle machine"


# --- basics ---


@pytest.fixture
def basics(desk, page):
    page._on_tab_picked("basics")
    return page.part("basics")


def test_a_protected_address_is_masked_until_one_asks_and_that_is_written_down(
    desk, basics, office, case
):
    words = view_text(basics.person)
    assert UNTOLD in words
    assert "東町" not in words
    assert "090-0000-0101" not in words
    basics.person._reveal.click()
    assert "見本県ひなた市東町1-2-3" in view_text(basics.person)
    with office.store.reading(None) as session:
        acts = [row.action for row in session.query(AuditEntry) if row.case_id == case]
    assert "reveal" in acts


def test_a_member_is_added_by_keys(desk, basics, case):
    press(Qt.Key.Key_M, ALT)
    view = form_in(basics)
    assert QApplication.focusWidget().objectName() == "name"
    write("青葉 花")
    view.form.change({"relation": "mother"})
    press(Qt.Key.Key_Return, CTRL)
    desk.settle()
    assert [m.name for m in household_of(desk.work, case).members][-1] == "青葉 花"
    assert basics.household.table.model().rowCount() == 3


def test_a_member_may_be_a_person_the_office_knows(desk, basics, case):
    known = make_person(desk.work, name="青葉 健太", kana="アオバ ケンタ")
    basics.household.take_focus()
    press(Qt.Key.Key_Return)
    view = form_in(basics)
    assert view.form.cell("person_id") is not None
    view.form.change({"person_id": known, "name": None})
    press(Qt.Key.Key_Return, CTRL)
    desk.settle()
    member = household_of(desk.work, case).members[0]
    assert (member.person_id, member.name) == (known, "青葉 健太")
    assert "青葉 健太" in basics.household.table.model().index(0, 0).data()


def test_a_relative_and_a_tie_are_added_and_changed_by_keys(desk, basics, case):
    sister = make_person(desk.work, name="青葉 さくら", kana="アオバ サクラ")
    press(Qt.Key.Key_Z, ALT)
    view = form_in(basics)
    view.form.change({"type": "sibling", "relative_id": sister, "status": "distant"})
    press(Qt.Key.Key_Return, CTRL)
    desk.settle()
    press(Qt.Key.Key_J, ALT)
    form_in(basics).form.change({"resource_name": "隣の方", "strength": "strong"})
    press(Qt.Key.Key_Return, CTRL)
    desk.settle()
    (kin,), (tie,) = kinships_of(desk.work, case), ties_of(desk.work, case)
    assert (kin.who, kin.state, tie.who, tie.how) == (
        "青葉 さくら",
        "疎遠",
        "隣の方",
        "強い",
    )
    assert basics.kinships.table.model().index(0, 0).data() == kin.who
    basics.window().grab().save("/tmp/desk2/ties.png")
    basics.ties.table.setFocus()
    press(Qt.Key.Key_Return)
    form_in(basics).form.change({"strength": "weak"})
    press(Qt.Key.Key_Return, CTRL)
    desk.settle()
    assert basics.ties.table.model().index(0, 1).data() == "希薄"


def test_a_household_is_made_where_there_is_none(desk, office):
    person = make_person(desk.work)
    case = open_case(desk.work, centre="life_support", person_id=person)
    page = desk.frame.go(Place("case", {"id": case, "tab": "basics"}))
    desk.settle()
    basics = page.part("basics")
    basics.household._add.click()
    assert form_in(basics).form.answers()["name"] == "見本 花子 世帯"
    press(Qt.Key.Key_Return, CTRL)
    desk.settle()
    assert household_of(desk.work, case).name == "見本 花子 世帯"


def paper_offered_by(button):
    """Return which paper the dialog shows that a button opens."""
    seen = []

    def look():
        dialog = QApplication.activeModalWidget()
        if isinstance(dialog, PaperDialog):
            seen.append(dialog.paper.value())
            dialog.reject()
        else:
            QTimer.singleShot(20, look)

    QTimer.singleShot(20, look)
    button.click()
    return seen[0]


def test_a_consent_is_given_and_withdrawn(desk, basics, case):
    press(Qt.Key.Key_D, ALT)
    form_in(basics).form.change({"type": "referral_specific", "method": "oral"})
    press(Qt.Key.Key_Return, CTRL)
    desk.settle()
    newest = consents_of(desk.work, case)[0]
    assert (newest.type, newest.given_on) == ("referral_specific", TODAY)
    basics.consents.table.choose_row(0)
    basics.consents._withdraw.click()
    press(Qt.Key.Key_Return, CTRL)
    desk.settle()
    assert [c.withdrawn_on for c in consents_of(desk.work, case)].count(TODAY) == 1
    assert basics.consents.table.model().rowCount() == 3
    basics.consents.table.choose_row(0)
    assert paper_offered_by(basics.consents._print) == "consent_form"


def test_workers_are_added_promoted_and_taken_off(desk, basics, case, office):
    named = {a.text(): a for a in basics.workers.staff_menu().actions()}
    named["西尾 見本"].trigger()
    desk.settle()
    nishio = office.staff_id("nishio")
    next(
        a for a in basics.workers.menu_of(nishio).actions() if a.objectName() == "make_main"
    ).trigger()
    desk.settle()
    workers = case_facts(desk.work, case).workers
    assert workers[0].staff_id == nishio
    shunin = office.staff_id("shunin")
    remove = [
        a for a in basics.workers.menu_of(shunin).actions() if a.objectName() == "remove_worker"
    ]
    remove[0].trigger()
    desk.settle()
    assert shunin not in [w.staff_id for w in case_facts(desk.work, case).workers]


def test_the_main_worker_cannot_be_taken_off(desk, basics, case, office):
    shunin = office.staff_id("shunin")
    menu = basics.workers.menu_of(shunin)
    with answering(desk, choose="ok"):
        next(a for a in menu.actions() if a.objectName() == "remove_worker").trigger()
    assert case_facts(desk.work, case).workers[0].staff_id == shunin


def test_a_case_is_restricted_after_a_question(desk, page, basics, case):
    menu = basics.case.restriction_menu()
    with answering(desk, "配偶者が職員の知り合い"):
        next(a for a in menu.actions() if a.objectName() == "restrict_2").trigger()
    desk.settle()
    assert case_facts(desk.work, case).restriction_level == 2
    assert "秘匿" in chips_of(page)


def test_policy_and_urgency_of_a_case_are_edited(desk, page, basics, case):
    press(Qt.Key.Key_C, ALT)
    form_in(basics).form.change({"summary": "家賃の滞納を年内に解消する", "urgency": "high"})
    press(Qt.Key.Key_Return, CTRL)
    desk.settle()
    assert case_facts(desk.work, case).summary == "家賃の滞納を年内に解消する"
    assert "緊急" in chips_of(page)


# --- other tabs ---


def test_the_reception_form_is_written_from_the_case(desk, page, case):
    page._on_tab_picked("intake")
    part = page.part("intake")
    press(Qt.Key.Key_Space)
    view = form_in(part)
    view.form.change({"method": "phone", "concerns": {"debt": "double"}})
    press(Qt.Key.Key_Escape)
    desk.settle()
    assert case_facts(desk.work, case, ("intake",)).counts["intake"] == 1
    assert part.pane.editing is not None


def test_files_and_letters_have_their_tabs(desk, page, case, tmp_path):
    file = tmp_path / "家計表.txt"
    file.write_text("見本", "utf-8")
    add_attachment(desk.work, desk.office.opened, file, case_id=case)
    desk.settle()
    page._on_tab_picked("papers")
    papers = page.part("papers")
    assert papers._model.rowCount() == 1
    assert papers._model.index(0, 2).data() == "家計表.txt"
    page._on_tab_picked("referrals")
    asked = []
    page.go.connect(asked.append)
    page.part("referrals")._empty.button.click()
    assert asked == [Place("referral", {"case_id": case})]


def test_tabs_go_round_by_keys(page):
    press(Qt.Key.Key_PageDown, CTRL)
    assert page.tabs.current() == "basics"
    press(Qt.Key.Key_PageUp, CTRL)
    press(Qt.Key.Key_PageUp, CTRL)
    assert page.tabs.current() == "intake"


def test_a_case_one_may_not_see_says_so(desk, page, case):
    other = desk.office.work("nishio")
    from soudan_desk.errors import NotFoundError
    from soudan_desk.services.case_people import restrict_case

    restrict_case(desk.work, case, 1, "身の安全のため")
    with pytest.raises(NotFoundError):
        case_facts(other, case)


def test_every_action_of_the_page_has_a_name(desk, page):
    from soudan_desk.ui.widgets.button import Button

    for tab in page._makers:
        page.show_tab(tab)
    nameless = [
        button.text() or button.accessibleName()
        for button in page.findChildren(Button)
        if not button.objectName() and button.isVisibleTo(page)
    ]
    assert nameless == []
    assert page.findChild(QWidget, "add_consultation") is not None


def test_the_papers_of_a_case_are_offered_by_ctrl_p(desk, page):
    seen = []

    def look(dialog) -> None:
        paper = dialog.findChild(QWidget, "paper")
        seen.extend(paper.itemText(at) for at in range(paper.count()))
        dialog.reject()

    when_open(look)
    press(Qt.Key.Key_P, CTRL)
    desk.settle()
    assert "支援経過記録" in seen
    assert any("ケース概要" in words for words in seen)


def test_a_case_that_was_hidden_meanwhile_says_so_and_leads_to_the_list(desk_of, case, office):
    restrict_case(office.work("shunin"), case, 1, "身の安全のため")
    other = desk_of("nishio")
    page = other.frame.go(Place("case", {"id": case}))
    assert page.name == "case"
    press(Qt.Key.Key_Space)
    assert other.frame.here() == Place("cases")


# --- meetings ---


def test_a_meetings_item_opens_its_meeting_and_a_final_one_is_amended_here(desk, page, case):
    answers = {"meeting_kind": "coord", "centre": "life_support", "held_on": TODAY}
    meeting = add_record(desk.work, "conference", answers).id
    about = {"conference_id": meeting, "case_id": case, "agenda_type": "new_plan"}
    item = add_record(desk.work, "agenda_item", about).id
    page.show_tab("meetings")
    desk.settle()
    pane = page.part("meetings").pane
    assert pane.shown == ("agenda_item", item)
    assert pane.editing is None  # it is written where the meeting sits
    conclude(desk.work, item, {"conclusion": "again"})
    finalise_record(desk.work, "agenda_item", item)
    desk.settle()
    pane.show_record("agenda_item", item)
    press(Qt.Key.Key_E, CTRL)
    assert pane.editing is not None
    press(Qt.Key.Key_Escape)
    desk.settle()
    press(Qt.Key.Key_O, CTRL)
    desk.settle()
    assert desk.frame.current().name == "conference"
