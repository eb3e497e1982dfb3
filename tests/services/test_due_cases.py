"""What falls due when: every rule over many days, and what ends an item."""

import shutil
from datetime import UTC, date, datetime, timedelta

import pytest
from due_table import Dated, dated_cases

from office_fixtures import PASSWORD, TODAY
from soudan_desk.centres import all_due_rules, all_processes
from soudan_desk.japanese.partial_dates import PartialDate
from soudan_desk.models import (
    Agency,
    Case,
    CaseWorker,
    Consent,
    Consultation,
    DisabilityProfile,
    Person,
    Referral,
    Staff,
)
from soudan_desk.models.base import DRAFT, FINAL, new_id
from soudan_desk.services.due import due_items
from soudan_desk.services.office import open_office
from soudan_desk.services.work import Work
from soudan_desk.storage.actor import Actor

LONG_AGO = date(1980, 4, 1)


class Desk:
    """An office in which every dated case is put down once, whatever day it is looked at from."""

    def __init__(self, work: Work) -> None:
        with work.store.reading(None) as session:
            self.staff = {row.login: row for row in session.query(Staff)}
        self.work = self.at(work, "shunin")
        self._made: dict[tuple[str, str], object] = {}
        self._number = 0

    def at(self, work: Work, login: str) -> Work:
        row = self.staff[login]
        actor = Actor(
            staff_id=row.id,
            login=login,
            name=row.name,
            roles=frozenset(row.roles),
            centres=frozenset(row.centre_codes),
        )
        rules = all_due_rules()
        return Work(work.store, actor, work.codes, work.processes, lambda: TODAY, due_rules=rules)

    def case(self, centre="life_support", state="supporting", person=(), worker="shunin", **words):
        """Put down a case; return its id."""
        self._number += 1
        given = {"opened_on": LONG_AGO, "last_contact_on": None, **words}
        with self.work.store.writing(None) as session:
            who = Person(
                id=new_id(), name="見本 花子", is_anonymous=False, record_state=FINAL,
                **dict(person),
            )  # fmt: skip
            session.add(who)
            session.flush()
            case = Case(
                id=new_id(), case_no=f"R08-L-{self._number:04}", centre=centre, state=state,
                process="consultation", person_id=who.id, record_state=FINAL, **given,
            )  # fmt: skip
            session.add(case)
            session.flush()
            staff_id = self.staff[worker].id
            session.add(CaseWorker(case_id=case.id, staff_id=staff_id, role="main"))
        return case.id

    def put(self, model, case_id, **answers):
        """Put down a record of a case; return its id."""
        given = {"record_state": FINAL, "case_id": case_id, **answers}
        if "staff_id" in model.__table__.columns:
            given.setdefault("staff_id", self.staff["shunin"].id)
        record = model(id=new_id(), **given)
        with self.work.store.writing(None) as session:
            session.add(record)
        return record.id

    def agency(self):
        agency = Agency(id=new_id(), name="見本区役所", record_state=FINAL)
        with self.work.store.writing(None) as session:
            session.add(agency)
        return agency.id

    def set(self, model, which, **values):
        with self.work.store.writing(None) as session:
            record = session.query(model).filter(model.id == which).one()
            for key, value in values.items():
                setattr(record, key, value)

    def person_of(self, case_id):
        with self.work.store.reading(None) as session:
            return session.query(Case).filter(Case.id == case_id).one().person_id

    def items(self, on, case_id=None, **words):
        return due_items(self.work, on=on, case_id=case_id, **words)

    def keys(self, on, case_id, **words):
        return [item.rule.key for item in self.items(on, case_id, **words)]

    def of_line(self, rule, base):
        if (rule, base) not in self._made:
            self._made[rule, base] = _FACTS[rule](self, date.fromisoformat(base))
        return self._made[rule, base]


@pytest.fixture(scope="module")
def desk(office_template, tmp_path_factory):
    path = tmp_path_factory.mktemp("due") / "office"
    shutil.copytree(office_template, path)
    opened, work = open_office(path, "kanri", PASSWORD, processes=all_processes())
    yield Desk(work)
    opened.close()


def _case(**words):
    return lambda desk, base: desk.case(last_contact_on=base, **words)


def _person(key, centre="life_support", **words):
    return lambda desk, base: desk.case(centre=centre, person={key: base, **words})


def _born(desk, base):
    return desk.case(
        "disability", person={"birth_on": PartialDate(base.year, base.month, base.day)}
    )


def _handbook(centre):
    def put(desk, base):
        rows = [{"kind": "physical", "recheck_on": base.isoformat()}, {"kind": "mental"}]
        return desk.case(centre, person={"handbook": rows})

    return put


def _profile(key):
    def put(desk, base):
        case_id = desk.case("disability")
        answers = {key: base, "person_id": desk.person_of(case_id), "self_support_medical": "yes"}
        desk.put(DisabilityProfile, case_id, **answers)
        return case_id

    return put


def _promise(desk, base):
    held = base - timedelta(days=30)
    case_id = desk.case(last_contact_on=held)
    desk.put(Consultation, case_id, **_CALL, held_on=held, next_due_on=base, next_action="面接")
    return case_id


_CALL = {"centre": "life_support", "method": "phone", "body": "家賃の相談。"}


def _letter(desk, base):
    case_id = desk.case()
    sent = base - timedelta(days=14)
    given = {"direction": "out", "centre": "life_support", "issued_on": sent, "sent_on": sent}
    desk.put(Referral, case_id, **given, check_due_on=base, agency_id=desk.agency())
    return case_id


def _consent(desk, base):
    case_id = desk.case()
    given = {"type": "use_application", "method": "written", "person_id": desk.person_of(case_id)}
    desk.put(Consent, case_id, **given, given_on=LONG_AGO, expires_on=base)
    return case_id


def _draft(desk, base):
    case_id = desk.case(last_contact_on=base)
    noon = datetime(base.year, base.month, base.day, 12, tzinfo=UTC)
    desk.put(Consultation, case_id, **_CALL, held_on=base, record_state=DRAFT, created_at=noon)
    return case_id


_FACTS = {
    "interrupted_contact": _case(state="interrupted"),
    "pre_consent_contact": _case(state="pre_consent"),
    "no_contact_30": _case(),
    "no_contact_60": _case(centre="rights_advocacy"),
    "no_contact_90": _case(centre="disability"),
    "promise": _promise,
    "referral_check": _letter,
    "support_measure": _person("shien_sochi_until_on", shien_sochi=True),
    "care_level_expiry": _person("care_level_expires_on", "rights_advocacy"),
    "consent_expiry": _consent,
    "handbook_60": _handbook("rights_advocacy"),
    "handbook_90": _handbook("disability"),
    "support_category_expiry": _profile("support_category_expires_on"),
    "self_support_medical_expiry": _profile("self_support_medical_expires_on"),
    "age_65": _born,
    "age_18": _born,
    "draft_consultation": _draft,
}
TABLE = dated_cases()


@pytest.mark.parametrize("dated", TABLE, ids=str)
def test_a_dated_case_falls_due_when_the_table_says(desk, dated: Dated):
    case_id = desk.of_line(dated.rule, dated.base)
    found = [each for each in desk.items(dated.on, case_id) if each.rule.key == dated.rule]
    if dated.due is None:
        assert found == []
        return
    (item,) = found
    assert (item.due_on, item.days) == (dated.due, (dated.due - dated.on).days)
    assert item.base_on.isoformat() == dated.base
    assert item.case_id == case_id
    assert [worker.login for worker in item.workers] == ["shunin"]


def test_the_table_holds_at_least_two_hundred_dated_cases_of_every_rule():
    assert len(TABLE) >= 200
    assert {dated.rule for dated in TABLE} == _FACTS.keys()
