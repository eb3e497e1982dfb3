"""A real encrypted office for each test, copied from one made once per worker process."""

import shutil
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from uuid import UUID

import pytest

from soudan_desk.centres import CENTRES, all_due_rules, all_processes
from soudan_desk.models import Staff
from soudan_desk.models.base import new_id
from soudan_desk.services.office import NewOffice, create_office, open_office
from soudan_desk.services.older_copies import store_of
from soudan_desk.services.records import add_record
from soudan_desk.services.second_person import Second
from soudan_desk.services.work import Work
from soudan_desk.storage.actor import Actor
from soudan_desk.storage.keys import FLOOR
from soudan_desk.storage.opened_office import OpenedOffice
from soudan_desk.storage.store import Store

PASSWORD = "mihon no jimusho desu"
TODAY = date(2026, 11, 24)
STAFF = {
    "sodanin": ("見本 相談", ["caseworker"]),
    "nishio": ("西尾 見本", ["caseworker"]),
    "shunin": ("田中 見本", ["caseworker", "supervisor"]),
    "kansa": ("監査 見本", ["auditor"]),
    "etsuran": ("閲覧 見本", ["reader"]),
}


@dataclass
class Office:
    """An open office in a test, and a desk in it for anybody."""

    path: Path
    opened: OpenedOffice
    store: Store
    actors: dict[str, Actor]
    work_of_admin: Work

    def work(self, login: str = "shunin", centres: set[str] | None = None) -> Work:
        actor = self.actors[login]
        if centres is not None:
            actor = Actor(
                staff_id=actor.staff_id,
                login=login,
                name=actor.name,
                roles=actor.roles,
                centres=frozenset(centres),
            )
        admin = self.work_of_admin
        return Work(
            self.store,
            actor,
            admin.codes,
            admin.processes,
            lambda: TODAY,
            due_rules=admin.due_rules,
        )

    def staff_id(self, login: str) -> UUID:
        return self.actors[login].staff_id


def _actor_of(staff: Staff) -> Actor:
    return Actor(
        staff_id=staff.id,
        login=staff.login,
        name=staff.name,
        roles=frozenset(staff.roles),
        centres=frozenset(staff.centre_codes),
    )


@pytest.fixture(scope="session")
def office_template(tmp_path_factory) -> Path:
    """Make an office with one of each role; nobody opens it but to copy it."""
    path = tmp_path_factory.mktemp("template") / "office"
    new = NewOffice(
        name="見本市社会福祉協議会",
        centres=tuple((key, centre.title) for key, centre in CENTRES.items()),
        admin_login="kanri",
        admin_name="管理 見本",
        is_sample=True,
    )
    opened, work, _ = create_office(path, new, PASSWORD, processes=all_processes(), cost=FLOOR)
    with work.store.writing(None) as session:
        for login, (name, roles) in STAFF.items():
            session.add(
                Staff(
                    id=new_id(),
                    name=name,
                    login=login,
                    roles=roles,
                    centre_codes=list(CENTRES),
                    is_active=True,
                )
            )
    opened.close()
    return path


def begin_small_office(path: Path) -> tuple[OpenedOffice, Work, str]:
    """Make an office of one centre, as a first run does; its recovery key comes with it."""
    new = NewOffice(
        name="見本市社会福祉協議会",
        centres=(("life_support", CENTRES["life_support"].title),),
        admin_login="kanri",
        admin_name="管理 見本",
    )
    return create_office(path, new, PASSWORD, processes=all_processes(), cost=FLOOR)


def sit_down(path: Path, password: str = PASSWORD) -> Office:
    """Open an office as its administrator; any desk in it can be sat down at."""
    opened, work = open_office(
        path, "kanri", password, processes=all_processes(), due_rules=all_due_rules()
    )
    store = work.store
    with store.reading(None) as session:
        actors = {staff.login: _actor_of(staff) for staff in session.query(Staff)}
    return Office(path, opened, store, actors, work)


@pytest.fixture
def office(office_template, tmp_path):
    """Open a copy of the office."""
    path = tmp_path / "office"
    shutil.copytree(office_template, path)
    office = sit_down(path)
    yield office
    office.opened.close()


@pytest.fixture
def work(office) -> Work:
    """Sit down as a supervisor who also does casework."""
    return office.work("shunin")


@pytest.fixture
def second(office) -> Second:
    """Return the word of a colleague who has given their password."""
    return Second(office.actors["sodanin"])


def make_person(work: Work, **answers) -> UUID:
    """Add a fictional person."""
    given = {"name": "見本 花子", "kana": "ミホン ハナコ", **answers}
    return add_record(work, "person", given).id


def make_consultation(work: Work, **answers) -> UUID:
    """Add a fictional consultation."""
    given = {
        "centre": "life_support",
        "held_on": TODAY,
        "method": "phone",
        "body": "家賃の支払いについての相談。",
        **answers,
    }
    return add_record(work, "consultation", given).id


__all__ = ["PASSWORD", "TODAY", "Office", "make_consultation", "make_person", "store_of"]
