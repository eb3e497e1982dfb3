"""A file of somebody under a protective measure leaves by two people's word alone."""

import pytest

from office_fixtures import PASSWORD, TODAY, make_person
from soudan_desk.services.attachment_leaving import attachment_content
from soudan_desk.services.attachments import add_attachment, read_attachment
from soudan_desk.services.audit_log import AuditFilter, list_audit
from soudan_desk.services.case_people import add_household
from soudan_desk.services.cases import open_case
from soudan_desk.services.records import add_record
from soudan_desk.services.second_person import SecondNeededError, second_person
from soudan_desk.services.staff import admit
from soudan_desk.storage import slots

PROTECTED = {"shien_sochi": True, "shien_sochi_until_on": TODAY.replace(year=TODAY.year + 1)}
WHY = "弁護士に渡す"


@pytest.fixture
def second(office, work):
    """Give a colleague a password of their own, and take their word."""
    given = admit(office.work_of_admin, office.opened, "sodanin")
    slots.change_password(office.opened.folder, "sodanin", given, PASSWORD).drop()
    return second_person(work, office.opened, "sodanin", PASSWORD)


def attach_to(work, office, whose):
    """Attach a file to a protected person, to their case, or to a case of their household."""
    person = make_person(work, **PROTECTED)
    if whose == "person":
        return add_attachment(work, office.opened, b"ika", file_name="a.txt", person_id=person)
    other = make_person(work, name="見本 次郎", kana="ミホン ジロウ")
    case = open_case(work, centre="life_support", person_id=person if whose == "case" else other)
    if whose == "household":
        house = add_household(work, case, {"name": "見本 世帯"}).id
        add_record(work, "member", {"household_id": house, "person_id": person})
    return add_attachment(work, office.opened, b"ika", file_name="a.txt", case_id=case)


@pytest.mark.parametrize("whose", ["person", "case", "household"])
def test_it_leaves_by_two_and_both_are_written_down(office, work, second, whose):
    file_id = attach_to(work, office, whose)
    assert read_attachment(work, office.opened, file_id).content == b"ika", "looked at by one"
    with pytest.raises(SecondNeededError):
        attachment_content(work, office.opened, file_id, reason=WHY)
    name, content = attachment_content(work, office.opened, file_id, reason=WHY, second=second)
    assert (name, content) == ("a.txt", b"ika")
    rows = list_audit(office.work("kansa"), AuditFilter()).rows
    told = {(row.login, row.action, row.reason) for row in rows}
    assert {("sodanin", "vouched", WHY), ("shunin", "attachment_save", WHY)} <= told


def test_a_file_of_somebody_else_leaves_by_one(office, work):
    person = make_person(work)
    file_id = add_attachment(work, office.opened, b"ika", file_name="a.txt", person_id=person)
    assert attachment_content(work, office.opened, file_id, reason=WHY)[1] == b"ika"
