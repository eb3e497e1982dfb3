"""今日, its paper and `due` hide of people what lists hide, whoever looks, at every level."""

import json
from datetime import timedelta

import pytest

from letter_office import ADDRESS, make_desk
from office_fixtures import TODAY, make_consultation
from soudan_desk.desk.paper_lists import centre_morning_list, morning_list
from soudan_desk.models import Task
from soudan_desk.models.base import new_id
from soudan_desk.services.case_lists import CaseFilter
from soudan_desk.services.case_people import restrict_case
from soudan_desk.services.cases import open_case
from soudan_desk.services.due import due_items
from soudan_desk.services.due_as_json import due_as_json
from soudan_desk.services.handover_lists import About, notes_for_me, notes_in_centres
from soudan_desk.services.handovers import leave_note
from soudan_desk.services.masks import HIDDEN_NAME
from soudan_desk.services.records import save_record
from soudan_desk.services.today import drafts, promises, todos

WORDS = f"青葉さんと{ADDRESS}で会う"
OTHERS = ("sodanin", "nishio", "etsuran", "kanri")
LOGINS = ("shunin", *OTHERS)


@pytest.fixture
def seen(office, work):
    """Give somebody protected a case that is closed at a level, and another that all may see.

    In the latter each worker has a to-do, a note, and what was promised: written before it was
    known whose case it is, for what names a hidden person itself is not seen at all.
    """

    def at(level):
        desk = make_desk(work, shien_sochi=True)
        case = open_case(work, centre="life_support")
        others = [office.staff_id(each) for each in OTHERS[:2]]
        leave_note(work, {"body": WORDS, "to_staff_ids": others}, about=About(kind="case", id=case))
        soon = {"next_due_on": TODAY + timedelta(days=2), "next_action": WORDS}
        by = {"subject": WORDS, "staff_id": others[0]}
        make_consultation(work, case_id=case, **soon, **by)
        _give_todos(office, case)
        save_record(work, "case", case, {"person_id": desk.person})
        if level:
            restrict_case(work, desk.case, level, "身の安全のため")
        return case

    return at


def _give_todos(office, case):
    with office.store.writing(None) as session:
        for login in LOGINS:
            whose = office.staff_id(login)
            session.add(Task(id=new_id(), title=WORDS, staff_id=whose, case_id=case, due_on=TODAY))


def on_screen(work):
    """Return all that 今日 and `due` tell a worker, as text."""
    rows = [*todos(work), *promises(work), *drafts(work), *notes_for_me(work)]
    rows += notes_in_centres(work, ["life_support"])
    items = due_items(work, on=TODAY)
    told = [*rows, *((item.person, item.reason) for item in items)]
    said = [json.dumps(each, ensure_ascii=False) for each in due_as_json(work, CaseFilter())]
    return [str(each) for each in told if "会う" in str(each)] + [s for s in said if "会う" in s]


@pytest.mark.parametrize("level", [0, 1, 2, 3])
def test_of_whom_the_reader_may_not_know_no_page_and_no_command_tells_the_name(office, seen, level):
    seen(level)
    for login in LOGINS:
        told = on_screen(office.work(login))
        assert bool(told) == (login != "kanri"), login
        assert ADDRESS not in "".join(told), login
        is_told = login == "shunin" or level < 3
        assert all(("青葉" in each) == is_told for each in told), (login, told)
        assert all((HIDDEN_NAME in each) != is_told for each in told if "reason" not in each), (
            login,
            told,
        )


@pytest.mark.parametrize("level", [0, 3])
def test_no_morning_list_tells_what_must_not_leave(office, seen, level):
    seen(level)
    for login in ("shunin", "sodanin"):
        work = office.work(login)
        for told in (str(morning_list(work)), str(centre_morning_list(work, "life_support"))):
            assert "で会う" in told, login
            assert ADDRESS not in told
            assert ("青葉" in told) == (level == 0)
