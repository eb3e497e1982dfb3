"""What the way out does with sealed cases."""

import json

import pytest
from sqlalchemy import select
from written_office import run_way_out

from office_fixtures import PASSWORD
from sealed_office import (
    MARK,
    WHY,
    make_case,
    staff_id,
)
from soudan_desk.models import OfficeSetting
from soudan_desk.services.attachments import add_attachment
from soudan_desk.services.case_people import restrict_case
from soudan_desk.services.cases import set_worker


@pytest.mark.parametrize("chosen", [True, False], ids=["chosen", "not chosen"])
def test_the_way_out_opens_sealed_cases_by_the_recovery_key_alone_and_if_chosen(
    at_desk, recovery_key, tmp_path, chosen
):
    with at_desk("kanri") as (_, work), work.store.writing(work.actor) as session:
        session.scalars(select(OfficeSetting)).one().recovery_opens_sealed = chosen
    files = [MARK.encode() * 4, MARK.encode() * 100_000]
    with at_desk("sodanin") as (opened, work):
        case, _ = make_case(work)
        set_worker(work, case, staff_id(work, "nishio"), "sub", reason="2人で鍵をもつ")
        for content in files:
            add_attachment(work, opened, content, file_name="証.txt", case_id=case)
        restrict_case(work, case, 2, WHY)
    for login, secret in (("", recovery_key), ("sodanin", PASSWORD)):
        to = tmp_path / f"平文{login}"
        words = ("--json", "--to", to)
        done = run_way_out(opened.folder.path, *words, said=secret, login=login)
        found = json.loads(done.stdout)
        contents = [path.read_bytes() for path in (to / "attachments").iterdir()]
        assert not found["faulty_structure"]
        if chosen and not login:
            assert (found["sealed_texts"], found["sealed_attachments"]) == (0, 0)
            assert sorted(contents) == sorted(files)
            assert f"{MARK}の相談" in (to / "csv" / "consultation.csv").read_text()
            assert f"{MARK}の相談".encode() in (to / "office.sqlite").read_bytes()
        else:
            assert found["sealed_texts"] > 5
            assert found["sealed_attachments"] == 2
            assert not contents
            assert not [
                each
                for each in to.rglob("*")
                if each.is_file() and MARK.encode() in each.read_bytes()
            ]
