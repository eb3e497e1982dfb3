"""今日: one's own to-dos by keys, and the way to what waits."""

from datetime import date, timedelta

import pytest
from desk_fixtures import answering, press, told_office, write
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication

from office_fixtures import TODAY, make_consultation
from soudan_desk.services.records import add_record, save_record, show_record
from soudan_desk.services.today import promises, todos
from soudan_desk.services.unsaved import keep_unsaved, unsaved_forms
from soudan_desk.ui.pages.page import Place
from soudan_desk.ui.pages.today_later import later_days
from soudan_desk.ui.pages.today_rows import Heading, TodoRow, WaitingRow
from soudan_desk.ui.wiring.today import place_of

__all__ = ["told_office"]  # the office of these tests

CTRL, ALT = Qt.KeyboardModifier.ControlModifier, Qt.KeyboardModifier.AltModifier


def add_todo(desk, title, due=None, **answers):
    return add_record(desk.work, "task", {"title": title, "due_on": due, **answers}).id


@pytest.fixture
def page(desk):
    page = desk.frame.go(Place("today"))
    desk.settle()
    return page


def rows_of(view):
    model = view.rows
    return [model.row(model.index(at, 0)) for at in range(model.rowCount())]


def groups_of(view):
    groups = {}
    for row in rows_of(view):
        if isinstance(row, Heading):
            under = groups.setdefault(row.text, [])
        else:
            under.append(row.todo.title if isinstance(row, TodoRow) else row.title)
    return groups


def choose(view, title):
    wanted = view.rows.find(
        lambda row: title in getattr(row, "title", "") + getattr(row, "line", "")
    )
    assert wanted.isValid()
    view.setCurrentIndex(wanted)
    view.setFocus()


def test_what_is_to_be_done_stands_by_day_with_what_was_promised(desk, case):
    add_todo(desk, "期限の切れた用事", TODAY - timedelta(days=3))
    add_todo(desk, "今日の用事", TODAY)
    add_todo(desk, "いつかの用事")
    add_todo(desk, "来月の用事", TODAY + timedelta(days=30), case_id=case)
    page = desk.frame.go(Place("today"))
    desk.settle()
    assert groups_of(page.todos) == {
        "過ぎています": ["期限の切れた用事"],
        "今日": ["今日の用事"],
        "この先 10日": ["大家さんへ電話（給付金の延長申請中と伝える）"],
        "それより先": ["来月の用事"],
        "日付なし": ["いつかの用事"],
    }
    late = next(row for row in rows_of(page.todos) if isinstance(row, TodoRow))
    assert (late.when, late.day) == ("3日超過", "11/21（土）")
    far = next(r for r in rows_of(page.todos) if getattr(r, "line", "") == "来月の用事")
    assert (far.title, far.todo.case_no) == ("青葉 すみれ", "R08-L-0001")


def test_somebody_elses_to_dos_are_not_mine(desk, page, office):
    add_record(office.work("nishio"), "task", {"title": "西尾の用事"})
    desk.settle()
    assert "日付なし" not in groups_of(page.todos)


def test_a_to_do_is_added_done_and_brought_back_by_keys(desk, page):
    press(Qt.Key.Key_N)
    write("書類を届ける")
    press(Qt.Key.Key_Tab)
    write("1126")
    press(Qt.Key.Key_Return)
    desk.settle()
    [todo] = [each for each in todos(desk.work) if each.title == "書類を届ける"]
    assert todo.due_on == date(2026, 11, 26)
    assert not page.adding.isVisible()

    choose(page.todos, "書類を届ける")
    press(Qt.Key.Key_Return)
    desk.settle()
    assert show_record(desk.work, "task", todo.id).answers["done_on"] == TODAY
    press(Qt.Key.Key_Z, CTRL)
    desk.settle()
    assert show_record(desk.work, "task", todo.id).answers["done_on"] is None


def test_a_to_do_without_words_or_with_an_odd_day_is_not_taken(desk, page):
    press(Qt.Key.Key_N)
    press(Qt.Key.Key_Return)
    assert page.adding._frames["title"].has_problem
    write("何かする")
    page.adding.editors["due_on"].widget().setFocus()
    write("いつか")
    press(Qt.Key.Key_Return)
    assert page.adding._frames["due_on"].has_problem
    press(Qt.Key.Key_Escape)
    assert not page.adding.isVisible()
    assert todos(desk.work) == []


def test_a_to_do_is_put_off_by_two_keys(desk):
    which = add_todo(desk, "先へ送る用事", TODAY)
    page = desk.frame.go(Place("today"))
    desk.settle()
    choose(page.todos, "先へ送る用事")
    press(Qt.Key.Key_S)
    menu = QApplication.activePopupWidget()
    menu.actions()[0].trigger()
    menu.close()
    desk.settle()
    assert show_record(desk.work, "task", which).answers["due_on"] == TODAY + timedelta(days=1)


def test_days_to_put_off_to_are_days_on_which_the_office_is_open():
    days = [day for _words, day in later_days(date(2026, 12, 28))]
    assert days[0] == date(2027, 1, 4)
    assert all(day.weekday() < 5 for day in days)


def test_what_somebody_changed_meanwhile_is_told_and_shown(desk):
    which = add_todo(desk, "二人で変える用事", TODAY)
    page = desk.frame.go(Place("today"))
    desk.settle()
    [row] = [r for r in rows_of(page.todos) if isinstance(r, TodoRow) and r.todo.id == which]
    page.finish(row.todo)
    with answering(desk, choose="ok"):
        page.finish(row.todo)


def test_a_promise_is_kept_by_writing_the_next_record(desk, page, case):
    choose(page.todos, "大家さんへ電話")
    press(Qt.Key.Key_S)
    assert "約束した予定" in desk.frame.status.message()
    press(Qt.Key.Key_Return)
    assert desk.frame.here().page == "case"
    assert desk.frame.here().about["id"] == case
    desk.settle()
    (promise,) = promises(desk.work)
    yesterday = {"held_on": TODAY - timedelta(days=1)}
    save_record(desk.work, "consultation", promise.id, yesterday)
    make_consultation(desk.work, case_id=case, held_on=TODAY)
    desk.frame.back()
    desk.settle()
    assert groups_of(page.todos) == {}
    assert page._nothing.isVisible()


def test_what_waits_is_listed_and_opened(desk, page, case):
    person = show_record(desk.work, "case", case).answers["person_id"]
    agency = add_record(desk.work, "agency", {"name": "ひなた法律事務所"}).id
    sent = {"issued_on": TODAY - timedelta(days=8), "sent_on": TODAY - timedelta(days=8)}
    filed = {"case_id": case, "person_id": person, "agency_id": agency, "direction": "out"}
    letter = add_record(desk.work, "referral", {**filed, **sent, "request": "債務整理"}).id
    form = f"consultation:new:{case}"
    kept = {"answers": {"body": "途中の文"}, "typed": {}, "given": {}, "lock_version": 0}
    keep_unsaved(desk.work, form, kept, title="電話の記録 途中の文", case_id=case)
    page.take_focus()
    desk.settle()
    groups = groups_of(page.waiting)
    assert list(groups) == ["書きかけ", "下書き", "返事待ち"]
    assert groups["書きかけ"] == ["電話の記録 途中の文"]
    assert groups["返事待ち"] == ["ひなた法律事務所　青葉 すみれ"]
    whats = [row.what for row in rows_of(page.waiting) if isinstance(row, WaitingRow)]
    draft = whats[1].id
    assert [place_of(what) for what in whats] == [
        Place("case", {"id": case, "record": ("unsaved", form)}),
        Place("case", {"id": case, "record": ("consultation", draft)}),
        Place("referral", {"id": letter}),
    ]
    press(Qt.Key.Key_2, ALT)
    choose(page.waiting, "電話の記録")
    press(Qt.Key.Key_Return)
    desk.settle()
    case_page = desk.frame.current()
    assert case_page.course.pane.editing.form.answers()["body"] == "途中の文"


def test_what_was_begun_can_be_thrown_away_after_a_question(desk, page, case):
    keep_unsaved(desk.work, "consultation:new", {"answers": {}, "typed": {}}, title="匿名の電話")
    page.take_focus()
    desk.settle()
    choose(page.waiting, "匿名の電話")
    with answering(desk):
        press(Qt.Key.Key_Delete)
    desk.settle()
    assert unsaved_forms(desk.work) == []


@pytest.mark.parametrize(
    ("form", "page"),
    [
        ("consultation:new", "intake"),
        ("person:new", "intake"),
    ],
)
def test_a_form_without_a_case_is_gone_on_with_at_reception(desk, form, page):
    keep_unsaved(desk.work, form, {"answers": {}, "typed": {}})
    [kept] = unsaved_forms(desk.work)
    assert place_of(kept) == Place(page, {"form": form})


def test_forms_of_a_case_lead_to_their_tab(desk, case):
    for form in (f"member:new:{case}", f"intake:new:{case}", f"referral:new:{case}:in"):
        keep_unsaved(desk.work, form, {"answers": {}, "typed": {}}, case_id=case)
    places = {kept.form.partition(":")[0]: place_of(kept) for kept in unsaved_forms(desk.work)}
    assert places == {
        "member": Place("case", {"id": case, "tab": "basics"}),
        "intake": Place("case", {"id": case, "tab": "intake"}),
        "referral": Place("referral", {"case_id": case, "direction": "in"}),
    }
