"""The day's appointments on 今日: what is on, what was forgotten, one key to write the record."""

from datetime import date, time, timedelta

from desk_fixtures import told_office
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from office_fixtures import TODAY
from soudan_desk.codes import CodeBook
from soudan_desk.services.appointment_day import DayOf, day_of
from soudan_desk.services.records import add_record, show_record
from soudan_desk.ui.pages.calendar_looks import Looks
from soudan_desk.ui.pages.page import Place
from soudan_desk.ui.pages.today_appointment_rows import (
    DayLine,
    ForgottenHeading,
    NowLine,
    day_lines,
)

__all__ = ["told_office"]  # the office of these tests

ALT = Qt.KeyboardModifier.AltModifier


def add(work, held_on=TODAY, starts=10, **answers):
    times = {"started_at_time": time(starts), "ended_at_time": time(starts + 1)}
    kind = {"appointment_kind": "visit", "held_on": held_on}
    return add_record(work, "appointment", {**kind, **times, **answers}).id


def go(desk):
    page = desk.frame.go(Place("today"))
    desk.settle()
    QTest.keyClick(QApplication.focusWidget(), Qt.Key.Key_2, ALT)
    return page


def press(key):
    QTest.keyClick(QApplication.focusWidget(), key)


def lines_of(work, now):
    return day_lines(day_of(work), Looks(work.codes, TODAY, {}), now)


def test_the_present_time_stands_between_what_is_over_and_what_comes(desk):
    for hour in (9, 11, 16):
        add(desk.work, starts=hour, title=f"{hour}時の")
    lines = lines_of(desk.work, 10 * 60 + 34)
    assert [type(each) for each in lines] == [DayLine, NowLine, DayLine, DayLine]
    assert lines[1].at == "10:34"
    assert [each.is_past for each in lines if isinstance(each, DayLine)] == [True, False, False]


def test_a_day_that_is_over_ends_with_the_present_time(desk):
    add(desk.work)
    assert isinstance(lines_of(desk.work, 20 * 60)[-1], NowLine)


def test_an_empty_day_shows_no_time():
    nothing = DayOf(TODAY, (), (), TODAY + timedelta(days=1), ())
    assert day_lines(nothing, Looks(CodeBook([]), TODAY, {}), 600) == []


def test_what_passed_without_a_record_stands_above(desk, case):
    add(desk.work, TODAY - timedelta(days=1), case_id=case)
    first, second = lines_of(desk.work, 600)[:2]
    assert first == ForgottenHeading(1)
    assert second.is_forgotten


def test_the_next_open_day_is_told_below(desk):
    add(desk.work, date(2026, 11, 25), title="あしたの")
    page = go(desk)
    assert page.day._next_title.text() == "明日 11/25（水）"
    assert page.day._next_count.text() == "1"


def test_one_key_writes_the_record_of_an_appointment(desk, case):
    add(desk.work, case_id=case)
    go(desk)
    press(Qt.Key.Key_R)
    desk.settle()
    page = desk.frame.current()
    assert page.name == "case"
    assert page.course.pane.editing.form.answers()["method"] == "visit"


def test_k_ticks_it_off_and_enter_opens_it_in_the_calendar(desk):
    meeting = add(desk.work, appointment_kind="meeting", title="所内会議")
    go(desk)
    press(Qt.Key.Key_K)
    desk.settle()
    assert show_record(desk.work, "appointment", meeting).answers["outcome"] == "done"
    press(Qt.Key.Key_Return)
    desk.settle()
    page = desk.frame.current()
    assert (page.name, page.view.current().id) == ("calendar", meeting)


def test_the_whole_centre_sees_everybodys_day(desk, office):
    add(desk.work, staff_id=office.staff_id("nishio"), title="西尾の訪問")
    page = go(desk)
    assert page.day.list.current() is None
    page.switch()
    desk.settle()
    line = page.day.list.current()
    assert line.title == "西尾の訪問"
    assert "西尾" in line.detail
