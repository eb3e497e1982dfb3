"""An old page put back: no seal of pages and no note tells of it, the record's history does."""

import random
import shutil

from office_fixtures import PASSWORD, make_consultation, make_person
from soudan_desk.services.cases import open_case
from soudan_desk.services.office_check import check_office
from soudan_desk.services.records import amend_record, finalise_record
from soudan_desk.storage.history_check import unlike_their_history
from soudan_desk.storage.keys import Purpose
from soudan_desk.storage.sqlite_dialect import open_connection, truncate_wal
from twin_offices import make_twins

PAGE = 4096


def test_records_of_every_kind_are_as_their_history_says(office_template, tmp_path):
    twins = make_twins(office_template, tmp_path)
    try:
        for office in (twins.with_cases, twins.without):
            with office.store.reading(None) as session:
                assert unlike_their_history(session) == {}
    finally:
        twins.close()


def test_a_case_restricted_or_spoken_of_later_is_as_its_history_says(office, work):
    case = open_case(work, centre="life_support", person_id=make_person(work))
    make_consultation(work, case_id=case)
    with office.store.reading(None) as session:
        assert unlike_their_history(session) == {}


def test_an_amended_record_that_is_its_former_self_again_is_named(office, work, tmp_path):
    key = office.opened.keys.key_for(Purpose.DATABASE)
    records = [make_consultation(work, body=f"{n}番目の文。" + "あ" * 900) for n in range(12)]
    for record in records:
        finalise_record(work, "consultation", record)
    _settle(office, key)
    old = shutil.copy(office.path / "office.db", tmp_path / "old.db")
    chosen = random.choice(records)
    body = "訂正した文。" + "い" * 900
    amend_record(work, "consultation", chosen, {"body": body}, reason="まちがい")
    _settle(office, key)
    office.opened.close()

    told = set()
    for at in _differing(office.path / "office.db", old):
        path = shutil.copytree(office.path, tmp_path / f"page{at}")
        _put_back(path / "office.db", old, at)
        bad = {check.key for check in check_office(path, "kanri", PASSWORD) if not check.ok}
        told |= {frozenset(bad)}
    assert frozenset({"history"}) in told, "else this test does not put the record's page back"
    assert not [check for check in check_office(office.path, "kanri", PASSWORD) if not check.ok]


def _settle(office, key):
    connection = open_connection(office.path / "office.db", key)
    truncate_wal(connection)
    connection.close()


def _differing(new, old):
    """Return the places of pages that are in both files and are not the same."""
    a, b = new.read_bytes(), old.read_bytes()
    places = range(PAGE, min(len(a), len(b)), PAGE)
    return [at for at in places if a[at : at + PAGE] != b[at : at + PAGE]]


def _put_back(path, old, at):
    with path.open("r+b") as file:
        file.seek(at)
        file.write(old.read_bytes()[at : at + PAGE])
