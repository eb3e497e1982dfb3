"""While something else writes, the window goes on: saves are tried again, nothing typed is lost."""

from contextlib import contextmanager
from functools import partial
from threading import Event, Thread
from time import monotonic

import pytest
from desk_fixtures import press, told_office, write
from PySide6.QtCore import Qt, QTimer
from PySide6.QtWidgets import QApplication

from office_fixtures import TODAY, make_person
from soudan_desk.errors import InvalidEntriesError, SoudanError
from soudan_desk.models import Person
from soudan_desk.services.cases import open_case
from soudan_desk.services.records import add_record, save_record, show_record
from soudan_desk.services.timeline import timeline
from soudan_desk.services.today import today
from soudan_desk.services.unsaved import keep_unsaved, unsaved_form, unsaved_forms
from soudan_desk.ui.dialogs import insist
from soudan_desk.ui.forms.saving_again import SavingAgain
from soudan_desk.ui.pages.page import Place

__all__ = ["told_office"]  # the office of these tests

CTRL = Qt.KeyboardModifier.ControlModifier
_HELD_S, _LONGEST_MS, _TICK_MS = 3.0, 100, 5


@contextmanager
def something_writing(office, seconds=60.0):
    """Hold the write lock in another thread, as an import does."""
    begun, over = Event(), Event()

    def hold():
        with office.store.writing(None) as session:
            session.add(Person(name="見本 取込", record_state="final"))
            session.flush()
            begun.set()
            over.wait(seconds)

    thread = Thread(target=hold)
    thread.start()
    assert begun.wait(5)
    try:
        yield over
    finally:
        over.set()
        thread.join()


class Ticks:
    """How long the window stood still, each time."""

    def __init__(self):
        self._all, self._last = [], monotonic()
        self._timer = QTimer(interval=_TICK_MS)
        self._timer.setTimerType(Qt.TimerType.PreciseTimer)
        self._timer.timeout.connect(self._on_timeout)
        self._timer.start()

    def _on_timeout(self):
        now = monotonic()
        self._all.append((now - self._last) * 1000)
        self._last = now

    def stop(self):
        """Return the longest and the second longest, in milliseconds."""
        self._timer.stop()
        return sorted(self._all)[:-3:-1]


@pytest.fixture
def course(desk, case):
    page = desk.frame.go(Place("case", {"id": case}))
    desk.settle()
    page.course.add_record()
    desk.settle()
    return page.course


def notice_of(form):
    return form.findChild(SavingAgain)


def test_a_record_saved_while_an_import_writes_waits_without_halting_the_window(
    desk, course, office, case, qtbot
):
    form = course.pane.editing.form
    form.change({"method": "phone", "body": "取り込みの間に書いた記録", "counterparts": ["self"]})
    before = len(timeline(desk.work, case))
    with something_writing(office) as over:
        course.pane.editing.take_focus()
        qtbot.wait(50)
        ticks = Ticks()
        press(Qt.Key.Key_Return, CTRL)
        assert notice_of(form).isVisible()
        assert "保存しています…" in notice_of(form).sentence()
        write("。続きも書ける")
        qtbot.wait(round(_HELD_S * 1000))
        longest, second = ticks.stop()
        assert notice_of(form).is_waiting
        over.set()
        qtbot.waitUntil(lambda: course.pane.editing is None, timeout=15_000)
    desk.settle()
    entries = timeline(desk.work, case)
    assert len(entries) == before + 1
    (saved,) = [entry for entry in entries if "取り込みの間に" in entry.line]
    assert saved.state == "final"
    body = show_record(desk.work, "consultation", saved.id).answers["body"]
    assert "続きも書ける" in body
    assert second < _LONGEST_MS, f"the window stood still for {second:.0f} ms"
    assert longest < 3 * _LONGEST_MS  # one alone may be the machine's own


def test_throwing_away_while_an_import_writes_does_not_wait(desk, course, office, case):
    form = f"consultation:new:{case}"
    keep_unsaved(desk.work, form, {"answers": {"body": "途中"}, "typed": {}, "given": {}})
    with something_writing(office):
        begun = monotonic()
        course.pane.editing._drop()
        assert monotonic() - begun < 1
        assert unsaved_form(desk.work, form) is None
        assert unsaved_forms(desk.work) == []
    desk.qtbot.waitUntil(lambda: not desk.work.waiting, timeout=5000)
    assert unsaved_form(office.work("shunin"), form) is None


def test_a_conflict_that_shows_only_after_the_wait_is_put_side_by_side(desk, office, case, qtbot):
    page = desk.frame.go(Place("case", {"id": case}))
    desk.settle()
    draft = next(entry for entry in timeline(desk.work, case) if entry.state == "draft")
    page.course.show_record("consultation", draft.id)
    desk.settle()
    editing = page.course.pane.editing
    editing.form.change({"subject": "わたしの件名"})
    save_record(office.work("shunin"), "consultation", draft.id, {"subject": "別の件名"})
    with something_writing(office) as over:
        assert not editing.save_draft()
        assert notice_of(editing.form).isVisible()
        over.set()
        qtbot.waitUntil(lambda: page.course.pane.editing is None, timeout=5000)
    assert show_record(desk.work, "consultation", draft.id).answers["subject"] == "別の件名"


def test_what_is_wrong_is_said_after_the_wait(desk, course, office, qtbot):
    form = course.pane.editing.form
    form.change({"body": "方法のない記録", "method": None})
    with something_writing(office) as over:
        course.pane.editing.finish()
        over.set()
        qtbot.waitUntil(lambda: bool(form.cell("method").problem), timeout=5000)
    assert not notice_of(form).isVisible()


def test_the_office_is_waited_for_by_others_as_before(office):
    """Only the window's own thread is in a hurry."""
    desk_store = office.store.hurried(10)
    done = []
    with something_writing(office, 0.3):
        thread = Thread(target=lambda: done.append(_write_through(desk_store)))
        thread.start()
        thread.join()
    assert done == [True]


def _write_through(store):
    with store.writing(None) as session:
        session.add(Person(name="見本 待つ人", record_state="final"))
    return True


def test_a_call_taken_while_an_import_writes_is_stored_when_it_is_over(desk, office, qtbot):
    page = desk.frame.go(Place("intake"))
    desk.settle()
    page.form.text.setFocus()
    write("取り込みの間の電話")
    with something_writing(office) as over:
        assert not page.save()
        waits = page.findChild(SavingAgain)
        assert waits.isVisible()
        over.set()
        qtbot.waitUntil(lambda: not waits.is_waiting, timeout=5000)
    desk.settle()
    assert page._last is not None


def test_other_cases_are_opened_while_something_writes(desk, office):
    person = make_person(office.work("shunin"), name="見本 別件", kana="ミホン ベッケン")
    other = open_case(office.work("shunin"), centre="life_support", person_id=person)
    with something_writing(office):
        page = desk.frame.go(Place("case", {"id": other}))
        desk.settle()
        assert page.course.isVisible()


def test_an_act_of_a_meeting_made_while_an_import_writes_is_done_when_it_is_over(desk, office):
    held = {"meeting_kind": "case", "centre": "life_support", "held_on": TODAY}
    meeting = add_record(desk.work, "conference", held).id
    person = add_record(desk.work, "attendance", {"conference_id": meeting, "name": "見本 森本"}).id
    page = desk.frame.go(Place("conference", {"id": meeting}))
    desk.settle()
    with something_writing(office) as over:
        QTimer.singleShot(400, over.set)
        page.members.presence_changed.emit(person, "present")
    assert show_record(desk.work, "attendance", person).answers["presence"] == "present"


def test_a_to_do_ticked_off_while_an_import_writes_is_done_when_it_is_over(desk, office):
    page = desk.frame.go(Place("today"))
    desk.settle()
    with something_writing(office) as over:
        QTimer.singleShot(400, over.set)
        page.adding.begin()
        page.adding.editors["title"].set_answer("見本の用事")
        page.adding.save()
    desk.settle()
    assert "見本の用事" in [todo.title for todo in today(desk.work).todos]


def test_who_gives_the_waiting_up_is_told_that_nothing_is_saved(desk, office):
    begun = []

    def give_up():
        begun.append(QApplication.activeModalWidget().windowTitle())
        QApplication.activeModalWidget().reject()

    with something_writing(office):
        QTimer.singleShot(100, give_up)
        with pytest.raises(SoudanError, match="まだ保存していません"):
            insist(desk.frame, partial(add_record, desk.work, "person", {"name": "見本 途中"}))
    assert begun == ["保存しています…"]


def test_what_is_refused_after_the_wait_is_refused_as_ever(desk, office):
    with something_writing(office) as over:
        QTimer.singleShot(100, over.set)
        with pytest.raises(InvalidEntriesError):
            insist(desk.frame, partial(add_record, desk.work, "person", {"sex": "何か"}))
