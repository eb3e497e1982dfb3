"""What a form suggests: a link that mends a contradiction, a warning that refuses nothing."""

from datetime import date, time
from functools import partial

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from soudan_desk.codes import shipped_codes
from soudan_desk.errors import InvalidEntriesError
from soudan_desk.models import Consultation, Plan
from soudan_desk.models.base import fields_of
from soudan_desk.services.advice import cures_of, warnings_of
from soudan_desk.ui.forms.context import FormContext
from soudan_desk.ui.forms.page import FormPage
from soudan_desk.ui.widgets.button import Button


@pytest.fixture
def form_of(qtbot):
    def make(model, *keys):
        stored = []

        def save(answers):
            if problems := model().problems(answers):
                raise InvalidEntriesError(problems)
            stored.append(answers)

        fields = [field for field in fields_of(model) if field.key in keys]
        context = FormContext(codes=shipped_codes(), today=date(2026, 11, 24), mend=cures_of)
        form = FormPage(fields, save, context)
        form.stored = stored
        form.advising.begin(model.kind(), partial(warnings_of, today=context.today))
        qtbot.addWidget(form)
        form.resize(700, 500)
        with qtbot.waitActive(form):
            form.show()
            form.activateWindow()
        return form

    return make


@pytest.fixture
def call(form_of):
    form = form_of(Consultation, "started_at_time", "ended_at_time", "duration_min")
    form.set_answers({"started_at_time": time(10, 12), "duration_min": 20})
    form.change({"ended_at_time": time(10, 2), "duration_min": 20})
    return form


def link_of(form, key):
    return form.findChild(Button, f"cure_{key}")


def test_a_link_beside_the_problem_mends_it_by_keys_alone(call):
    assert not call.save()
    assert call.cell("ended_at_time").problem
    link = link_of(call, "ended_at_time")
    assert (link.text(), link.isVisible()) == ("10:32にする", True)
    editor = call.editor("ended_at_time").widget()
    assert QApplication.focusWidget() is editor
    QTest.keyClick(editor, Qt.Key.Key_Tab)
    assert QApplication.focusWidget() is link
    QTest.keyClick(link, Qt.Key.Key_Space)
    assert call.answers()["ended_at_time"] == time(10, 32)
    assert not call.cell("ended_at_time").problem
    assert QApplication.focusWidget() is editor
    assert call.save()
    assert call.stored[0]["ended_at_time"] == time(10, 32)


@pytest.mark.parametrize("width", [700, 380])
def test_the_link_stands_behind_or_below_its_sentence_and_covers_no_editor(call, width, qtbot):
    call.resize(width, 500)
    call.save()
    link, cell = link_of(call, "ended_at_time"), call.cell("ended_at_time")
    assert link.geometry().bottom() >= cell.below_at.bottom()
    assert link.geometry().right() <= link.parentWidget().width()
    for each in call._body.cells():
        assert not link.geometry().intersects(each.editor_at)


def test_typing_something_else_takes_the_link_away(call, qtbot):
    call.save()
    call.change({"ended_at_time": time(11, 0)})
    assert call.cell("ended_at_time").cure is None
    qtbot.wait(1)
    assert link_of(call, "ended_at_time") is None


def test_a_mended_answer_can_be_taken_back(call):
    call.save()
    link_of(call, "ended_at_time").click()
    QTest.keyClick(
        call.editor("ended_at_time").widget(), Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier
    )
    assert call.answers()["ended_at_time"] == time(10, 2)


def test_a_warning_stands_beside_its_question_and_saving_goes_on(form_of, qtbot):
    form = form_of(Plan, "period_from_on", "period_to_on")
    form.change({"period_from_on": date(2026, 4, 1), "period_to_on": date(2028, 3, 31)})
    cell = form.cell("period_to_on")
    qtbot.waitUntil(lambda: "1年を超えます" in cell.warning, timeout=2000)
    assert "1年を超えます" in form.editor("period_to_on").widget().accessibleDescription()
    assert not cell.problem
    assert form.save()
    form.change({"period_to_on": date(2027, 3, 31)})
    qtbot.waitUntil(lambda: not cell.warning, timeout=2000)


def test_a_problem_goes_before_a_warning(form_of, qtbot):
    form = form_of(Plan, "period_from_on", "period_to_on")
    form.change({"period_from_on": date(2026, 4, 1), "period_to_on": date(2028, 3, 31)})
    qtbot.waitUntil(lambda: bool(form.cell("period_to_on").warning), timeout=2000)
    form.show_problems({"period_to_on": "終わりを入れてください。"})
    assert form.cell("period_to_on").below == "終わりを入れてください。"
