"""An office of workers with passwords of their own, with a case that is to be sealed."""

import io
import shutil
import sys
from contextlib import contextmanager
from pathlib import Path

import pytest
from sqlalchemy import select

from office_fixtures import PASSWORD, TODAY, make_consultation, make_person
from soudan_desk.centres import all_due_rules, all_processes
from soudan_desk.models import Staff
from soudan_desk.services.case_people import add_household
from soudan_desk.services.cases import open_case
from soudan_desk.services.office import open_office
from soudan_desk.services.records import add_record, finalise_record
from soudan_desk.services.staff import admit
from soudan_desk.services.unsaved import keep_unsaved
from soudan_desk.storage import slots
from soudan_desk.storage.keys import Purpose
from soudan_desk.storage.recovering import prepare_ways_in, put_in_place
from soudan_desk.storage.sqlite_dialect import open_connection

WAY_OUT = Path(__file__).parents[1] / "installer" / "way_out"
MARK = "極秘標識"
WHY = "夫の親族が事務所に勤めているため"


@pytest.fixture(scope="session")
def desks_template(office_template, tmp_path_factory):
    """Make an office in which three workers have passwords of their own."""
    path = tmp_path_factory.mktemp("desks") / "office"
    shutil.copytree(office_template, path)
    opened, work = open_office(path, "kanri", PASSWORD, processes=all_processes())
    for login in ("sodanin", "nishio", "shunin"):
        one_time = admit(work, opened, login)
        slots.change_password(opened.folder, login, one_time, PASSWORD).drop()
    opened.close()
    return path


@pytest.fixture
def at_desk(desks_template, tmp_path):
    """Sit down as somebody, with their own keys alone."""
    path = tmp_path / "office"
    shutil.copytree(desks_template, path)

    @contextmanager
    def sit(login):
        opened, work = open_office(
            path,
            login,
            PASSWORD,
            processes=all_processes(),
            due_rules=all_due_rules(),
            today=lambda: TODAY,
        )
        try:
            yield opened, work
        finally:
            opened.close()

    return sit


@pytest.fixture
def recovery_key(at_desk):
    """Make a new recovery sheet for the office, and return its key."""
    with at_desk("kanri") as (opened, _):
        ways = prepare_ways_in(opened.folder, opened.keys, opened.user_id)
        put_in_place(opened.folder, opened.keys, ways)
        slots.change_password(opened.folder, "kanri", ways.one_time_password, PASSWORD).drop()
        return ways.recovery_text


def make_case(work):
    """Open a case with a consultation, an appointment and a plan's goal, each with a mark."""
    person = make_person(work)
    case = open_case(work, centre="life_support", person_id=person)
    entry = make_consultation(work, case_id=case, body=f"{MARK}の相談", subject=MARK)
    finalise_record(work, "consultation", entry)
    add_record(work, "task", {"title": f"{MARK}へ電話", "case_id": case})
    keep_unsaved(work, f"case:{case}", {"body": f"{MARK}の下書き"}, title=MARK, case_id=case)
    return case, entry


def staff_id(work, login):
    with work.store.reading(None) as session:
        return session.scalars(select(Staff.id).where(Staff.login == login)).one()


def make_home(work):
    """Open a case for somebody who lives in a household, both with a mark in each text."""
    person = make_person(work, address=f"{MARK}市1-2-3", tel_mobile="090-1234-5678", note=MARK)
    case = open_case(work, centre="life_support", person_id=person)
    answers = {
        "name": "見本 世帯",
        "address": f"{MARK}市1-2-3",
        "tel": "03-0000-0000",
        "note": MARK,
    }
    return case, person, add_household(work, case, answers).id


def traces(opened) -> list[str]:
    """Return where the mark stands in the database, read with its key and nothing else."""
    opened.engine.dispose()
    key = opened.keys.key_for(Purpose.DATABASE)
    plain = open_connection(opened.folder.database, key, mode="rw")
    plain.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    found = []
    tables = [row[0] for row in plain.execute("SELECT name FROM sqlite_master WHERE type='table'")]
    for table in tables:
        for row in plain.execute(f'SELECT * FROM "{table}"'):
            for value in row:
                content = value.encode() if isinstance(value, str) else value
                if isinstance(content, bytes) and MARK.encode() in content:
                    found.append(table)
    plain.close()
    return found


def pages_with_mark(opened) -> int:
    """Count the pages that hold the mark, those given up too: each is decrypted by itself."""
    sys.path.insert(0, str(WAY_OUT))
    try:
        from office_pages import PAGE, decrypt_pages
    finally:
        sys.path.remove(str(WAY_OUT))
    out = io.BytesIO()
    with opened.folder.database.open("rb") as file:
        pages, faulty = decrypt_pages(file, opened.keys.key_for(Purpose.DATABASE), out)
    assert pages
    assert not faulty
    content = out.getvalue()
    return sum(MARK.encode() in content[at : at + PAGE] for at in range(0, len(content), PAGE))
