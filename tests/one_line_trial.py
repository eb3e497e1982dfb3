"""Run by test_one_line.py over a copy of the program that asks one more question.

    python one_line_trial.py KEY LABEL WORDS OLD_OFFICE OTHER_OFFICE FOLDER

Both offices were left by the program as it is. Prints, as JSON, where the answer turned up.
"""

import json
import os
import sys
from pathlib import Path

from pypdfium2 import PdfDocument
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication
from sqlalchemy import select, text
from sqlalchemy.exc import DBAPIError

import soudan_desk
from office_fixtures import PASSWORD, TODAY, make_consultation
from question_samples import QUESTIONS
from soudan_desk.centres import all_processes
from soudan_desk.desk.exporting import export_records
from soudan_desk.desk.importing import import_file
from soudan_desk.desk.printing import preview_paper
from soudan_desk.fields import Names
from soudan_desk.models import Consultation, Staff, fields_of
from soudan_desk.services.office import open_office
from soudan_desk.services.records import finalise_record, show_record
from soudan_desk.services.search import search
from soudan_desk.services.work import Work
from soudan_desk.storage.actor import Actor
from soudan_desk.ui.forms.context import FormContext
from soudan_desk.ui.forms.page import FormPage
from soudan_desk.ui.lists.rows import Row, RowsModel
from soudan_desk.ui.theme import Look, theme

KEY, LABEL, WORDS = sys.argv[1:4]
OLD_OFFICE, OTHER_OFFICE, FOLDER = map(Path, sys.argv[4:7])
KIND = "consultation"
FIELDS = fields_of(Consultation)


def sit_down(path):
    """Open an office, which takes it up to the copy's schema, at its supervisor's desk."""
    opened, admin = open_office(path, "kanri", PASSWORD, processes=all_processes())
    with admin.store.reading(None) as session:
        staff = session.scalars(select(Staff).where(Staff.login == "shunin")).one()
    actor = Actor(
        staff_id=staff.id,
        login=staff.login,
        name=staff.name,
        roles=frozenset(staff.roles),
        centres=frozenset(staff.centre_codes),
    )
    return opened, Work(admin.store, actor, admin.codes, admin.processes, lambda: TODAY)


def records_of(work):
    with work.store.reading(work.actor) as session:
        return {row.id: getattr(row, KEY) for row in session.scalars(select(Consultation))}


def on_the_page(work, record_id):
    """Type the answer into the question's editor, after any that stands there."""
    context = FormContext(codes=work.codes, today=TODAY, centre="life_support")
    page = FormPage(FIELDS, lambda _answers: None, context)
    page.set_answers(show_record(work, KIND, record_id).answers)
    page.change({KEY: WORDS[::-1]})
    editor = page.editor(KEY)
    return {"label": editor.widget().accessibleName(), "answer": page.answers()[KEY][::-1]}


def in_the_list(work, record_id):
    answers = show_record(work, KIND, record_id).answers
    rows = [Row(record_id, answers)]
    names = Names(work.codes, lambda _kind, _id: "")
    model = RowsModel(FIELDS, lambda *_page: rows, lambda: 1, names, today=TODAY)
    at = [field.key for field in model.columns].index(KEY)
    return {
        "heading": model.headerData(at, Qt.Orientation.Horizontal),
        "cell": model.index(0, at).data(),
    }


def on_the_paper(work, record_id):
    pdf = preview_paper(work, "progress_record", record_id)
    with PdfDocument(pdf) as document:
        words = "".join(page.get_textpage().get_text_range() for page in document)
    return {"label": LABEL in words, "answer": WORDS in words}


def round_trip(work, other):
    """Export every record, read the file back into an office that has none."""
    sheet = FOLDER / "相談.xlsx"
    export_records(work, KIND, sheet, plain=True, reason="試し")
    report = import_file(other, sheet, KIND)
    (column,) = [each for each in report.columns if each.heading == LABEL]
    before, after = records_of(work), records_of(other)
    return {
        "column": column.field,
        "bad": report.bad,
        "same": sorted(map(str, before.values())) == sorted(map(str, after.values())),
        "answer": WORDS in after.values(),
    }


def is_protected(opened, record_id):
    """Whether the database itself refuses to change the answer of a final record."""
    try:
        with opened.engine.begin() as connection:
            connection.execute(
                text(f"UPDATE consultation SET {KEY} = 'x' WHERE id = :id"),
                {"id": record_id.bytes},
            )
    except DBAPIError:
        return True
    return False


def main():
    app = QApplication([])
    theme.apply(app, Look.LIGHT)
    opened, work = sit_down(OLD_OFFICE)
    os.environ["SOUDAN_STATE_DIR"] = str(FOLDER / "pc")  # a PC knows only one copy of an office
    elsewhere, other = sit_down(OTHER_OFFICE)
    old = records_of(work)
    record = make_consultation(work, **{KEY: WORDS})
    finalise_record(work, KIND, record)
    found = {
        "program": str(Path(soudan_desk.__file__).parent),
        "old_records": list(old.values()),
        "page": on_the_page(work, record),
        "list": in_the_list(work, record),
        "paper": on_the_paper(work, record),
        "search": [hit.id == record for hit in search(work, WORDS).hits],
        "round_trip": round_trip(work, other),
        "protected": is_protected(opened, record),
        "growing_tests": (KIND, KEY) in [(kind, field.key) for kind, field in QUESTIONS],
    }
    opened.close()
    elsewhere.close()
    sys.stdout.write(json.dumps(found, ensure_ascii=False))


main()
