"""Every consultation has its reception number, and is new or a repeated one, however it came."""

from datetime import date, timedelta

import pytest
from sqlalchemy import select

from office_fixtures import TODAY, make_consultation, make_person
from soudan_desk.desk.importing import import_file
from soudan_desk.errors import InvalidEntriesError
from soudan_desk.models import Consultation
from soudan_desk.services.records import add_record, show_record

YEAR = timedelta(days=366)
LEDGER = "相談日,方法,氏名,No,内容\n{rows}"


def told(work, consultation):
    answers = show_record(work, "consultation", consultation).answers
    return answers["contact_no"], answers["first_or_repeat"]


def test_numbers_run_by_centre_and_fiscal_year(work):
    made = [
        make_consultation(work, **given)
        for given in (
            {},
            {},
            {"centre": "disability"},
            {"held_on": TODAY - YEAR},
            {"contact_no": "手書き12"},
            {},
        )
    ]
    assert [told(work, each)[0] for each in made] == [
        *("08-受L-0001", "08-受L-0002", "08-受D-0001", "07-受L-0001", "手書き12", "08-受L-0003")
    ]


def test_a_consultation_that_is_refused_takes_no_number(work):
    make_consultation(work)
    with pytest.raises(InvalidEntriesError):
        make_consultation(work, subject="長" * 300)
    assert told(work, make_consultation(work))[0] == "08-受L-0002"


def test_the_first_of_a_fiscal_year_is_new_also_without_the_intake_page(work):
    person = make_person(work)
    days = (TODAY - YEAR, TODAY - YEAR, TODAY, TODAY)
    made = [make_consultation(work, person_id=person, held_on=day) for day in days]
    assert [told(work, each)[1] for each in made] == ["new", "repeat", "new", "repeat"]
    assert told(work, make_consultation(work))[1] == "new"
    given = {"centre": "disability", "held_on": TODAY, "person_id": person, "body": "別の係"}
    assert told(work, add_record(work, "consultation", given).id)[1] == "new"


def test_rows_of_a_ledger_keep_their_number_and_follow_what_is_known(work, tmp_path):
    known = make_person(work, name="山野 花", kana="ヤマノ ハナ")
    make_consultation(work, person_id=known, held_on=date(2025, 4, 2))
    path = tmp_path / "l.csv"
    rows = (
        "R7.4.3,電話,山野 花,7,家賃",
        "R7.4.4,電話,青葉 澄,,家賃",
        "R7.4.5,電話,青葉 澄,,家賃",
        "R8.4.5,電話,青葉 澄,9,家賃",
    )
    path.write_text(LEDGER.format(rows="\n".join(rows)), "utf-8")
    import_file(work, path, "consultation", centre="life_support")
    with work.store.reading(work.actor) as session:
        query = select(Consultation.contact_no, Consultation.first_or_repeat)
        found = session.execute(query.order_by(Consultation.held_on)).all()
    assert [tuple(each) for each in found[1:]] == [
        *(("7", "repeat"), (None, "new"), (None, "repeat"), ("9", "new"))
    ]
