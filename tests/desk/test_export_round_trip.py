"""What is written to Excel or CSV reads back as the very same answers, whatever they are."""

from datetime import date
from io import BytesIO
from pathlib import Path
from types import SimpleNamespace
from uuid import UUID

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from question_samples import KINDS, SAMPLE_ID, answers_to, centres_of, codes_of, sample_of
from soudan_desk.codes import shipped_codes
from soudan_desk.desk.export_tables import columns_of, line_of
from soudan_desk.desk.import_cells import CellReader
from soudan_desk.desk.import_columns import find_head
from soudan_desk.desk.import_rows import RowReader
from soudan_desk.fields import Kind, Names
from soudan_desk.models import fields_of
from soudan_desk.services.answers import stored_answer
from soudan_desk.services.exports import Exportable
from soudan_desk.storage.actor import Actor
from soudan_desk.tables.csv_reading import read_csv
from soudan_desk.tables.writing import LONGEST_CELL, table_bytes
from soudan_desk.tables.xlsx_reading import XlsxFile

CODES = shipped_codes()
CASES = [
    (kind, centre, form)
    for kind, model in KINDS.items()
    for centre in centres_of(model)
    for form in ("xlsx", "csv")
]
RECORD = UUID("01939f3e-0000-7000-8000-0000000000ff")


class AnyName:
    """Stands for an office in which every id is known."""

    def knows(self, _kind, _record_id):
        return True


def _desk():
    return SimpleNamespace(names=AnyName(), of_case=lambda _case_id: {})


def _work(centre):
    actor = Actor(
        staff_id=SAMPLE_ID, login="x", name="x", roles=frozenset(), centres=frozenset({centre})
    )
    return SimpleNamespace(codes=CODES, actor=actor, today=lambda: date(2026, 11, 24))


def _answers_to(field, centre):
    if field.kind is Kind.NUMBER and field.codes:
        return st.sampled_from([int(code) for code in codes_of(field, centre)])
    return answers_to(field, centre)


def _answers(kind, given_answers):
    fields = {field.key: field for field in fields_of(KINDS[kind])}
    stored = {key: stored_answer(fields[key], value) for key, value in given_answers.items()}
    return {
        key: value
        for key, value in given_answers.items()
        if value is not None and stored[key] is not None
    }


def _written(kind, form, answers, longest=None):
    columns = columns_of(fields_of(KINDS[kind]), longest or {})
    names = Names(CODES, lambda _kind, record_id: f"見本 {record_id}")
    line = line_of(columns, Exportable(RECORD, "final", answers), names)
    return table_bytes(form, [column.heading for column in columns], [line], title="見本")


def _read_back(kind, centre, form, content):
    rows = read_csv(content) if form == "csv" else _rows_of(content)
    head = find_head(kind, rows, (), {})
    assert head is not None
    unknown = [c.heading for c in head.columns if c.field is None and not c.is_help]
    assert unknown == []
    cells = CellReader(_work(centre), lambda _kind, _words: [], is_own=True)
    reader = RowReader(kind, head.columns, cells, _desk(), centre)
    number, row = rows[1]
    read = reader.read(number, row)
    assert read.problems == []
    assert (read.record_id, read.state) == (RECORD, "final")
    return {key: value for key, value in read.answers.items() if value is not None}


def _rows_of(content):
    file = XlsxFile(BytesIO(content))
    (name, _facts), *_ = file.visible_sheets()
    return list(file.reader(name)())


@pytest.mark.parametrize(("kind", "centre", "form"), CASES)
def test_every_field_of_every_record_reads_back(kind, centre, form):
    sampled = {field.key: sample_of(field, centre) for field in fields_of(KINDS[kind])}
    if "centre" in sampled:
        sampled["centre"] = centre
    answers = _answers(kind, sampled)
    assert _read_back(kind, centre, form, _written(kind, form, answers)) == answers


@pytest.mark.parametrize("form", ["xlsx", "csv"])
@given(data=st.data())
@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])
def test_any_answers_read_back(form, data):
    kind = data.draw(st.sampled_from(sorted(KINDS)))
    centre = data.draw(st.sampled_from(centres_of(KINDS[kind])))
    given_answers = {}
    for field in fields_of(KINDS[kind]):
        value = data.draw(st.none() | _answers_to(field, centre), label=field.key)
        if isinstance(value, str) and field.kind in (Kind.LINE, Kind.TEXT):
            value = stored_answer(field, value)
        given_answers[field.key] = value
    if "centre" in given_answers:
        given_answers["centre"] = centre
    answers = _answers(kind, given_answers)
    assert _read_back(kind, centre, form, _written(kind, form, answers)) == answers


@pytest.mark.parametrize("form", ["xlsx", "csv"])
def test_a_text_longer_than_a_cell_of_excel_reads_back(form):
    body = "あいう\nえお = 𠮷" * 9_000
    answers = {"centre": "life_support", "body": body}
    content = _written("consultation", form, answers, {"body": len(body)} if form == "xlsx" else {})
    assert len(body) > 2 * LONGEST_CELL
    assert _read_back("consultation", "life_support", form, content)["body"] == body


def test_what_is_written_holds_no_name_of_a_file_on_this_machine():
    content = _written("person", "xlsx", {"name": "見本 花子"})
    assert str(Path.cwd()).encode() not in content
