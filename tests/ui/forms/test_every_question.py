"""Every question of every record, in every centre that keeps it, has an editor that loses nothing.

These tests grow by themselves: a new field or record is tried without a word here.
"""

import json
from datetime import UTC, date, datetime, time
from uuid import UUID

import pytest
from PySide6.QtWidgets import QLineEdit, QWidget

from soudan_desk.codes import shipped_codes
from soudan_desk.fields import Kind, Names, as_text
from soudan_desk.fields.typed import answer_from_typed, typed_from_answer
from soudan_desk.japanese.partial_dates import PartialDate
from soudan_desk.models import fields_of, record_kinds
from soudan_desk.ui.forms.context import FormContext
from soudan_desk.ui.forms.editors import editor_for
from soudan_desk.ui.forms.page import FormPage

CODES, TODAY = shipped_codes(), date(2026, 11, 24)
ONE, TWO = UUID(int=1), UUID(int=2)
CENTRES = (None, "life_support", "rights_advocacy", "disability")
_PLAIN = {
    Kind.TEXT: "見本の文\n\n𠮷野さん(葛󠄀城)から",
    Kind.DATE: TODAY,
    Kind.PARTIAL_DATE: PartialDate(1974, 3),
    Kind.TIME: time(10, 12),
    Kind.INSTANT: datetime(2026, 11, 24, 1, 30, tzinfo=UTC),
    Kind.MINUTES: 90,
    Kind.NUMBER: 12,
    Kind.YEN: 82_000,
    Kind.CHECK: True,
    Kind.REFERENCE: ONE,
    Kind.REFERENCES: [TWO, ONE],
    Kind.ATTACHMENTS: [ONE],
}
RECORDS = {name: model for name, model in sorted(record_kinds().items()) if fields_of(model)}
QUESTIONS = [
    pytest.param(field, centre, id=f"{name}.{field.key}.{centre}")
    for name, model in RECORDS.items()
    for field in fields_of(model)
    for centre in CENTRES
    if centre is None or (field.codes and f"{field.codes}.{centre}" in CODES.lists())
]


def context(centre=None):
    return FormContext(
        codes=CODES,
        today=TODAY,
        centre=centre,
        name_of=lambda kind, record_id: f"見本 {kind} {record_id.int}",
        choose_file=lambda: None,
    )


def sample(field, centre):
    """Make an answer of the question's kind, from its own options where it has some."""
    if field.kind in _PLAIN and field.codes is None:
        return _PLAIN[field.kind]
    if field.kind is Kind.LINE:
        return "ミホン" if field.key.endswith("kana") else "見本"
    if field.kind is Kind.ROWS:
        return [{each.key: sample(each, centre) for each in field.rows}]
    codes = [entry.code for entry in CODES.entries(field.codes, centre=centre, on=TODAY)]
    if not codes:  # a list that only centres have
        codes = [e.code for e in CODES if e.list.startswith(f"{field.codes}.")]
    alone = {code for code in codes if CODES.find(field.codes, code, centre=centre).exclusive}
    some = [code for code in codes if code not in alone][:2] or codes[:1]
    if field.kind is Kind.CHOICES:
        return some
    if field.kind is Kind.MARKS:
        return dict(zip(some, ("double", "circle"), strict=False))
    return int(codes[-1]) if field.kind is Kind.NUMBER else codes[-1]


@pytest.fixture(scope="module")
def desk(qapp):
    """Keep one window for all editors."""
    window = QWidget()
    window.resize(900, 700)
    window.show()
    yield window
    window.close()  # what is still held of it must not stand beside a later test's window


@pytest.mark.parametrize(("field", "centre"), QUESTIONS)
def test_every_question_gives_back_the_answer_it_was_given(qtbot, desk, field, centre):
    editor = editor_for(field, context(centre), desk)
    blank = False if field.kind is Kind.CHECK else None
    answer = sample(field, centre)
    for each in (answer, blank, answer):
        editor.set_answer(each)
        editor.height_for(700)
        assert editor.answer() == each
        assert editor.problem() is None
    assert editor.widget().objectName() == field.key
    assert editor.widget().accessibleName() == field.label
    editor.widget().setParent(None)


@pytest.mark.parametrize(("field", "centre"), QUESTIONS)
def test_what_an_editor_shows_reads_back_when_it_is_typed_anew(qtbot, desk, field, centre):
    editor = editor_for(field, context(centre), desk)
    answer = sample(field, centre)
    editor.set_answer(answer)
    line = editor.widget()
    if isinstance(line, QLineEdit) and field.kind is not Kind.REFERENCE:
        shown = line.text()
        editor.set_answer(None)
        line.setText(shown)
        assert editor.answer() == answer
    line.setParent(None)


@pytest.mark.parametrize(("field", "centre"), QUESTIONS)
def test_every_answer_comes_back_from_its_exported_text(field, centre):
    names = Names(CODES, lambda _kind, record_id: str(record_id), centre)
    answer = sample(field, centre)
    text = typed_from_answer(field, answer, names)
    assert answer_from_typed(field, text, today=TODAY, codes=CODES, centre=centre) == answer
    assert as_text(field, answer, names)


@pytest.mark.parametrize("name", RECORDS)
def test_the_form_of_every_record_gives_back_what_it_was_given(qtbot, desk, name):
    fields = fields_of(RECORDS[name])
    page = FormPage(fields, lambda _answers: None, context(), parent=desk)
    qtbot.addWidget(page)
    given = {field.key: sample(field, None) for field in fields}
    page.resize(900, 700)
    page.set_answers(given)
    page.show()
    for field in fields:
        page.editor(field.key)
    asked = {field.key for field in fields if field.shown(given)}
    assert {key: value for key, value in page.answers().items() if key in asked} == {
        key: given[key] for key in asked
    }
    assert not page._body.typing_problems()


@pytest.mark.parametrize("name", RECORDS)
def test_the_form_of_every_record_comes_back_from_what_was_kept(qtbot, desk, name):
    fields = fields_of(RECORDS[name])
    typed, restored = (
        FormPage(fields, lambda _answers: None, context(), parent=desk) for _page in range(2)
    )
    for page in (typed, restored):
        qtbot.addWidget(page)
        page.set_answers({})
    typed.change({field.key: sample(field, None) for field in fields})
    restored.restore(json.loads(json.dumps(typed.kept())))
    assert restored.answers() == typed.answers()
    assert restored.is_dirty
