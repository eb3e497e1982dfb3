"""予定 at a real desk: standing, moving, making and writing by keys, and dragging by mouse."""

from datetime import date, time, timedelta

import pytest
from desk_fixtures import told_office
from PySide6.QtCore import QPointF, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from office_fixtures import TODAY, make_person
from soudan_desk.services.appointment_lists import appointments_between
from soudan_desk.services.case_people import restrict_case
from soudan_desk.services.cases import set_worker
from soudan_desk.services.records import add_record, show_record
from soudan_desk.services.unsaved import unsaved_forms
from soudan_desk.ui.pages.calendar_layout import Range, days_of, turned
from soudan_desk.ui.pages.page import Place
from soudan_desk.ui.theme import Role, theme
from soudan_desk.ui.widgets.button import Button
from soudan_desk.ui.widgets.document import DocumentLabel

__all__ = ["told_office"]  # the office of these tests

ALT, SHIFT = Qt.KeyboardModifier.AltModifier, Qt.KeyboardModifier.ShiftModifier
CTRL = Qt.KeyboardModifier.ControlModifier
MONDAY = date(2026, 11, 23)
WEDNESDAY = date(2026, 11, 25)


def add(work, held_on=TODAY, starts=time(10), ends=time(11), **answers):
    given = {"held_on": held_on, "started_at_time": starts, "ended_at_time": ends}
    kind = {"appointment_kind": "visit"}
    return add_record(work, "appointment", {**kind, **given, **answers}).id


def answers_of(desk, appointment_id):
    return show_record(desk.work, "appointment", appointment_id).answers


def go(desk, about=None):
    page = desk.frame.go(Place("calendar", about or {}))
    desk.settle()
    return page


def press(key, modifiers=Qt.KeyboardModifier.NoModifier):
    QTest.keyClick(QApplication.focusWidget(), key, modifiers)


def settle_move(desk, page):
    page.view.settle()
    desk.settle()


# --- what is shown ---


@pytest.mark.parametrize(
    ("range_", "day", "first", "count"),
    [
        (Range.DAY, date(2026, 11, 24), date(2026, 11, 24), 1),
        (Range.WEEK, date(2027, 1, 1), date(2026, 12, 28), 7),
        (Range.MONTH, date(2028, 2, 29), date(2028, 1, 31), 42),
        (Range.MONTH, date(2026, 11, 30), date(2026, 10, 26), 42),
    ],
)
def test_a_period_begins_on_its_monday(range_, day, first, count):
    days = days_of(range_, day)
    assert (days[0], len(days)) == (first, count)


@pytest.mark.parametrize(
    ("range_", "day", "step", "there"),
    [
        (Range.DAY, date(2026, 12, 31), 1, date(2027, 1, 1)),
        (Range.WEEK, date(2026, 12, 28), 1, date(2027, 1, 4)),
        (Range.MONTH, date(2028, 1, 31), 1, date(2028, 2, 29)),
        (Range.MONTH, date(2027, 1, 31), 1, date(2027, 2, 28)),
        (Range.MONTH, date(2026, 12, 15), 1, date(2027, 1, 15)),
        (Range.MONTH, date(2027, 1, 15), -1, date(2026, 12, 15)),
    ],
)
def test_one_turns_to_the_same_place_of_the_next_period(range_, day, step, there):
    assert turned(range_, day, step) == there


def test_the_keys_turn_pages_and_change_how_much_is_shown(desk):
    page = go(desk)
    assert (page.view.days[0], len(page.view.days)) == (MONDAY, 7)
    press(Qt.Key.Key_PageDown)
    assert page.view.days[0] == MONDAY + timedelta(days=7)
    press(Qt.Key.Key_T)
    assert page.view.day == TODAY
    press(Qt.Key.Key_M)
    assert len(page.view.days) == 42
    press(Qt.Key.Key_PageUp)
    assert page.view.day == date(2026, 10, 24)
    press(Qt.Key.Key_D)
    assert page.view.days == [date(2026, 10, 24)]
    press(Qt.Key.Key_W)
    assert page.view.days[0] == date(2026, 10, 19)
    desk.settle()


def test_it_opens_as_each_worker_looked_at_it_last(desk_of):
    go(desk_of("shunin"))
    press(Qt.Key.Key_M)

    assert len(go(desk_of("shunin")).view.days) == 42
    assert len(go(desk_of("sodanin")).view.days) == 7


def test_arrows_go_from_one_appointment_to_the_next_and_over_to_other_weeks(desk):
    first = add(desk.work, starts=time(9), ends=time(10))
    second = add(desk.work, starts=time(9, 30), ends=time(10, 30))
    page = go(desk)
    assert page.view.current().id == first
    press(Qt.Key.Key_Down)
    assert page.view.current().id == second
    press(Qt.Key.Key_Down)
    assert page.view.current() is None
    for _ in range(6):
        press(Qt.Key.Key_Right)
    desk.settle()
    assert page.view.day == TODAY + timedelta(days=6)
    assert page.view.days[0] == MONDAY + timedelta(days=7)


def test_overlapping_appointments_lie_side_by_side(desk):
    for minute in (0, 15, 30):
        add(desk.work, starts=time(10, minute), ends=time(11, minute))
    alone = add(desk.work, starts=time(14), ends=time(15))
    page = go(desk)
    blocks = page.view.blocks[TODAY]
    assert [(block.lane, block.lanes) for block in blocks] == [(0, 3), (1, 3), (2, 3), (0, 1)]
    assert blocks[-1].row.id == alone


def test_a_leave_of_several_days_stands_on_each_of_them(desk):
    add(desk.work, WEDNESDAY, None, None, appointment_kind="leave", until_on=date(2026, 11, 27))
    page = go(desk)
    there = [day for day in page.view.days if page.view.whole[day]]
    assert there == [WEDNESDAY, date(2026, 11, 26), date(2026, 11, 27)]


# --- making and changing ---


def test_an_appointment_is_made_by_keys_where_one_stands(desk, case):
    page = go(desk)
    press(Qt.Key.Key_Right)
    press(Qt.Key.Key_N)
    assert page.side.is_editing
    form = page.side.pane.editing.form
    form.change({"appointment_kind": "visit", "case_id": case, "title": "家計の相談"})
    press(Qt.Key.Key_Return, CTRL)
    desk.settle()
    [row] = appointments_between(desk.work, WEDNESDAY, WEDNESDAY)
    assert (row.title, row.span.starts, row.span.ends) == ("家計の相談", time(9), time(10))
    assert row.person == "青葉 すみれ"
    assert not page.side.is_editing
    assert page.view.current().id == row.id


def test_what_stands_against_it_is_said_while_one_types(desk):
    add(desk.work, starts=time(14), ends=time(15), title="先の予定")
    page = go(desk)
    press(Qt.Key.Key_N)
    form = page.side.pane.editing.form
    desk.settle()
    assert page.side.warnings() == ""
    form.change({"started_at_time": time(14, 30), "ended_at_time": time(15, 30)})
    desk.qtbot.waitUntil(lambda: "先の予定" in page.side.warnings())
    form.change({"held_on": date(2026, 11, 23)})
    desk.qtbot.waitUntil(lambda: "勤労感謝の日" in page.side.warnings())
    assert "先の予定" not in page.side.warnings()


def test_a_wrong_time_stays_with_its_sentence(desk):
    page = go(desk)
    press(Qt.Key.Key_N)
    form = page.side.pane.editing.form
    form.change({"appointment_kind": "phone", "ended_at_time": time(8)})
    press(Qt.Key.Key_Return, CTRL)
    assert "終了が開始より前" in form.cell("ended_at_time").problem
    assert page.side.is_editing
    assert appointments_between(desk.work, TODAY, TODAY) == []


def test_what_is_begun_is_there_again_after_one_was_elsewhere(desk):
    page = go(desk)
    press(Qt.Key.Key_N)
    page.side.pane.editing.form.change({"title": "途中まで"})
    desk.frame.go(Place("cases"))
    [kept] = unsaved_forms(desk.work)
    again = go(desk, {"form": kept.form})
    assert again.side.pane.editing.form.answers()["title"] == "途中まで"


def test_enter_opens_it_and_escape_returns_to_the_calendar(desk):
    add(desk.work, starts=time(9), ends=time(10), title="開く")
    page = go(desk)
    press(Qt.Key.Key_Return)
    assert page.side.pane.editing.form.answers()["title"] == "開く"
    press(Qt.Key.Key_Escape)
    assert not page.side.is_editing
    assert page.view.hasFocus()


# --- moving ---


def test_alt_and_arrows_move_it_and_ctrl_z_brings_it_back(desk):
    which = add(desk.work, starts=time(9), ends=time(10))
    page = go(desk)
    press(Qt.Key.Key_Right, ALT)
    press(Qt.Key.Key_Down, ALT)
    press(Qt.Key.Key_Down, ALT)
    assert answers_of(desk, which)["held_on"] == TODAY  # nothing is written between the keys
    settle_move(desk, page)
    after = answers_of(desk, which)
    assert (after["held_on"], after["started_at_time"]) == (WEDNESDAY, time(9, 30))
    assert page.view.current().id == which
    press(Qt.Key.Key_Z, CTRL)
    desk.settle()
    assert answers_of(desk, which)["held_on"] == TODAY


def test_alt_shift_and_arrows_change_its_length(desk):
    which = add(desk.work, starts=time(9), ends=time(10))
    page = go(desk)
    press(Qt.Key.Key_Down, ALT | SHIFT)
    press(Qt.Key.Key_Down, ALT | SHIFT)
    settle_move(desk, page)
    assert answers_of(desk, which)["ended_at_time"] == time(10, 30)


def test_escape_lets_go_of_a_move(desk):
    which = add(desk.work, starts=time(9), ends=time(10))
    page = go(desk)
    press(Qt.Key.Key_Right, ALT)
    press(Qt.Key.Key_Escape)
    settle_move(desk, page)
    assert answers_of(desk, which)["held_on"] == TODAY


def test_in_a_month_it_is_moved_by_days_and_weeks_over_the_end_of_the_year(desk):
    which = add(desk.work, date(2026, 12, 28))
    page = go(desk, {"id": which})
    press(Qt.Key.Key_M)
    desk.settle()
    press(Qt.Key.Key_Space)
    assert page.view.current().id == which
    press(Qt.Key.Key_Down, ALT)
    settle_move(desk, page)
    after = answers_of(desk, which)
    assert (after["held_on"], after["started_at_time"]) == (date(2027, 1, 4), time(10))


def drag(view, start, end):
    port = view.viewport()
    QTest.mousePress(port, Qt.MouseButton.LeftButton, pos=start.toPoint())
    for share in (0.3, 0.7, 1.0):
        QTest.mouseMove(port, (start + (end - start) * share).toPoint())
    QTest.mouseRelease(port, Qt.MouseButton.LeftButton, pos=end.toPoint())


def at(view, day, minute):
    return QPointF(view.column(day).center().x(), view.y_of(minute) + 3)


def test_the_mouse_drags_an_appointment_to_another_day_and_time(desk):
    which = add(desk.work)
    page = go(desk)
    drag(page.view, at(page.view, TODAY, 630), at(page.view, date(2026, 11, 26), 750))
    desk.settle()
    after = answers_of(desk, which)
    assert after["held_on"] == date(2026, 11, 26)
    assert (after["started_at_time"], after["ended_at_time"]) == (time(12), time(13))


def test_the_mouse_pulls_its_end(desk):
    which = add(desk.work)
    page = go(desk)
    end = QPointF(page.view.column(TODAY).center().x(), page.view.y_of(660) - 4)
    drag(page.view, end, end + QPointF(0, theme.px(48)))
    desk.settle()
    after = answers_of(desk, which)
    assert (after["started_at_time"], after["ended_at_time"]) == (time(10), time(12))


def test_drawing_in_a_free_place_begins_one(desk):
    page = go(desk)
    drag(page.view, at(page.view, WEDNESDAY, 13 * 60), at(page.view, WEDNESDAY, 14 * 60 + 30))
    desk.settle()
    answers = page.side.pane.editing.form.answers()
    assert answers["held_on"] == WEDNESDAY
    assert (answers["started_at_time"], answers["ended_at_time"]) == (time(13), time(14, 30))


def test_what_is_done_stays_where_it_is(desk):
    which = add(desk.work, starts=time(9), ends=time(10), outcome="done")
    page = go(desk)
    press(Qt.Key.Key_Up, ALT)
    settle_move(desk, page)
    assert answers_of(desk, which)["started_at_time"] == time(9)


# --- what comes of it ---


def test_delete_calls_it_off_and_u_plans_it_again(desk):
    which = add(desk.work, starts=time(9), ends=time(10))
    page = go(desk)
    press(Qt.Key.Key_Delete)
    desk.settle()
    assert answers_of(desk, which)["outcome"] == "cancelled"
    assert page.view.current().id == which
    press(Qt.Key.Key_U)
    desk.settle()
    assert answers_of(desk, which)["outcome"] == "planned"


def test_r_writes_the_record_in_the_case_and_saving_it_closes_the_appointment(desk, case):
    which = add(desk.work, starts=time(9), ends=time(10), case_id=case, title="訪ねた")
    go(desk)
    press(Qt.Key.Key_R)
    desk.settle()
    page = desk.frame.current()
    assert page.name == "case"
    editing = page.course.pane.editing
    answers = editing.form.answers()
    assert (answers["method"], answers["subject"]) == ("visit", "訪ねた")
    assert (answers["held_on"], answers["started_at_time"]) == (TODAY, time(9))
    editing.form.change({"body": "会えた。"})
    editing.finish()
    desk.settle()
    after = answers_of(desk, which)
    assert after["outcome"] == "done"
    record = show_record(desk.work, "consultation", after["consultation_id"])
    assert (record.state, record.answers["body"]) == ("final", "会えた。")


def test_a_begun_record_of_an_appointment_still_closes_it_after_a_break(desk, case):
    which = add(desk.work, starts=time(9), ends=time(10), case_id=case)
    go(desk)
    press(Qt.Key.Key_R)
    desk.settle()
    desk.frame.current().course.pane.editing.form.change({"body": "途中"})
    desk.frame.go(Place("cases"))
    desk.settle()
    [kept] = unsaved_forms(desk.work)
    page = desk.frame.go(Place("case", {"id": case, "record": ("unsaved", kept.form)}))
    desk.settle()
    editing = page.course.pane.editing
    assert editing.form.answers()["body"] == "途中"
    editing.save_draft()
    desk.settle()
    assert answers_of(desk, which)["outcome"] == "done"


def test_a_case_puts_one_in_by_a_key(desk, case):
    desk.frame.go(Place("case", {"id": case}))
    desk.settle()
    press(Qt.Key.Key_N, CTRL | SHIFT)
    desk.settle()
    page = desk.frame.current()
    assert page.name == "calendar"
    assert page.side.pane.editing.form.answers()["case_id"] == case


def test_the_banner_of_a_case_names_the_next_one(desk, case):
    add(desk.work, WEDNESDAY, case_id=case)
    page = desk.frame.go(Place("case", {"id": case}))
    desk.settle()
    assert page.banner._facts.visit == "予定 11/25（水）10:00 訪問"


# --- whose ---


def test_one_switches_between_oneself_and_everybody(desk, office):
    add(desk.work, title="自分の")
    add(
        desk.work,
        title="西尾の",
        staff_id=office.staff_id("nishio"),
        starts=time(14),
        ends=time(15),
    )
    page = go(desk)
    assert [row.title for row in page.view.shown.rows] == ["自分の"]
    press(Qt.Key.Key_A)
    desk.settle()
    assert [row.title for row in page.view.shown.rows] == ["自分の", "西尾の"]
    words = [page.view.looks.worker(row) for row in page.view.shown.rows]
    assert words == ["田中", "西尾"]
    colours = {page.view.looks.role(row) for row in page.view.shown.rows}
    assert len(colours) == 2
    assert Role.DANGER not in colours


def test_a_colleagues_appointment_in_a_hidden_case_is_nowhere(desk_of, office, case):
    boss = office.work("shunin")
    set_worker(boss, case, boss.actor.staff_id, "main")
    add(boss, case_id=case, title="秘密の訪問")
    restrict_case(boss, case, 2, "身の安全のため")
    desk = desk_of("nishio")
    page = go(desk)
    press(Qt.Key.Key_A)
    desk.settle()
    assert page.view.shown.rows == []
    words = [label.text() for label in page.side.card.findChildren(DocumentLabel)]
    assert any("ありません" in text for text in words)


def test_what_passed_without_a_record_is_marked(desk, case):
    add(desk.work, MONDAY, case_id=case)
    page = go(desk)
    [row] = page.view.shown.rows
    assert page.view.looks.outcome(row) == "忘れ"
    assert "【忘れ】" in page.view.looks.spoken(row)


def test_a_reader_sees_but_does_not_write(desk_of, office):
    add(office.work("shunin"))
    desk = desk_of("etsuran")
    page = go(desk)
    assert not page.findChild(Button, "new_appointment").isVisible()
    press(Qt.Key.Key_N)
    assert not page.side.is_editing


def test_every_view_has_a_name_for_screen_readers_and_says_where_one_stands(desk):
    add(desk.work, starts=time(9), ends=time(10), title="読み上げ", place="相談室1")
    page = go(desk)
    assert page.view.accessibleName() == "予定表"
    words = page.view.accessibleDescription()
    assert all(each in words for each in ("11/24", "09:00", "読み上げ", "相談室1"))


def test_the_record_for_a_person_without_a_case_is_a_draft_of_the_centre_that_was_chosen(desk):
    person = make_person(desk.work, name="見本 花子")
    page = go(desk)
    press(Qt.Key.Key_N)
    form = page.side.pane.editing.form
    form.change({"appointment_kind": "phone", "person_id": person, "centre": "disability"})
    press(Qt.Key.Key_Return, CTRL)
    desk.settle()
    press(Qt.Key.Key_R)
    desk.settle()
    there = desk.frame.current()
    assert there.name == "person"
    assert there.pane.editing.form.answers()["method"] == "phone"
    assert there.pane.editing.opened.centre == "disability"
