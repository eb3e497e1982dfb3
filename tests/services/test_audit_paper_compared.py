"""A signed month-end report is compared with the log by the ten groups that stand on it."""

from datetime import date

import pytest
from sqlalchemy import text

from office_fixtures import TODAY, make_person
from soudan_desk.errors import InvalidEntriesError, NoRightError
from soudan_desk.services.audit_log import AuditFilter, list_audit
from soudan_desk.services.audit_months import month_of_audit
from soudan_desk.services.audit_proving import compare_with_paper


@pytest.fixture
def auditor(office):
    return office.work("kansa")


def signed(work):
    return month_of_audit(work, date(TODAY.year, TODAY.month, 1), TODAY).head


def test_what_was_signed_still_stands_in_the_log(office, auditor):
    paper = signed(auditor)
    make_person(office.work())
    for typed in (paper, paper.lower().replace("-", " "), paper.replace("O", "0")):
        found = compare_with_paper(auditor, typed)
        assert (found.ok, found.at is not None) == (True, True)
    (told, *_) = list_audit(auditor, AuditFilter(action="audit_verify")).rows
    assert (told.fields, told.result) == (("paper",), "ok")


def test_a_row_that_reads_otherwise_or_is_gone_is_told(office, auditor):
    make_person(office.work())
    paper = signed(auditor)
    seq = compare_with_paper(auditor, paper).seq
    with office.opened.engine.begin() as connection:
        for trigger in connection.execute(
            text(
                "SELECT name FROM sqlite_master WHERE type = 'trigger' AND tbl_name = 'audit_entry'"
            )
        ).scalars():
            connection.execute(text(f'DROP TRIGGER "{trigger}"'))
        connection.execute(
            text("UPDATE audit_entry SET mac = x'00' WHERE seq = :seq"), {"seq": seq}
        )
    found = compare_with_paper(auditor, paper)
    assert (found.ok, found.seq) == (False, seq)


def test_letters_that_are_no_paper_s_are_a_sentence(auditor):
    with pytest.raises(InvalidEntriesError, match="4文字が10組"):
        compare_with_paper(auditor, "ABCD-EFGH")


def test_a_caseworker_has_no_business_with_it(office):
    with pytest.raises(NoRightError):
        compare_with_paper(office.work("sodanin"), "A" * 40)
