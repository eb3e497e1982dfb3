"""The supervisor's table: every number is the list it opens, for whoever reads it."""

from dataclasses import replace
from datetime import UTC, datetime, time, timedelta

import pytest

from office_fixtures import TODAY
from soudan_desk.models import (
    Appointment,
    Case,
    CaseWorker,
    Consent,
    Consultation,
    Deputy,
    Person,
    Review,
    ReviewStep,
    Staff,
    Task,
)
from soudan_desk.models.base import DRAFT, FINAL, VOID, new_id
from soudan_desk.services.case_around import next_words
from soudan_desk.services.case_lists import CaseFilter, count_cases, list_cases
from soudan_desk.services.case_order import count_list, order_cases
from soudan_desk.services.supervision import Measure, filter_of, supervision

CENTRE = "life_support"
READERS = ("shunin", "nishio", "sodanin", "kansa", "etsuran", "kanri")


class Told:
    """Puts rows into an office as if a year had passed there."""

    def __init__(self, office):
        self.office = office
        self.number = 0

    def put(self, model, **answers):
        with self.office.store.writing(None) as session:
            row = model(**{"id": new_id(), **answers})
            session.add(row)
            return row.id

    def case(self, worker="shunin", ago=1, consent=True, centre=CENTRE, **answers):
        self.number += 1
        person = self.put(Person, name=f"見本 {self.number:02}", is_anonymous=False)
        given = {
            "case_no": f"R08-L-{self.number:04}",
            "centre": centre,
            "process": "consultation",
            "state": "supporting",
            "person_id": person,
            "opened_on": TODAY - timedelta(days=400),
            "last_contact_on": TODAY - timedelta(days=ago),
            "record_state": FINAL,
        }
        case = self.put(Case, **{**given, **answers})
        if worker is not None:
            self.worker(case, worker)
        if consent:
            about = {"type": "use_application", "given_on": TODAY, "method": "written"}
            self.put(Consent, person_id=person, case_id=case, record_state=FINAL, **about)
        return case

    def worker(self, case, login, role="main"):
        self.put(CaseWorker, case_id=case, staff_id=self.office.staff_id(login), role=role)

    def review(self, case, state="waiting", by="nishio", **answers):
        about = {"case_id": case, "centre": CENTRE, "record_kind": "consultation"}
        given = {"mode": "circulate", "state": state, "submitted_on": TODAY, **about}
        return self.put(
            Review, staff_id=self.office.staff_id(by), record_id=new_id(), **given, **answers
        )

    def step(self, review, to=None, role=None, position=1, action=None):
        assigned = None if to is None else self.office.staff_id(to)
        given = {"position": position, "assigned_id": assigned, "role": role, "action": action}
        self.put(ReviewStep, review_id=review, title="主任", **given)

    def draft(self, case, days, **answers):
        begun = datetime.combine(TODAY - timedelta(days=days), time(3), UTC)
        given = {"centre": CENTRE, "held_on": TODAY, "method": "phone", "body": "見本"}
        staff = self.office.staff_id("shunin")
        self.put(
            Consultation, case_id=case, staff_id=staff, record_state=DRAFT, created_at=begun,
            **{**given, **answers},
        )  # fmt: skip

    def appointment(self, case, ago=2, **answers):
        given = {"appointment_kind": "visit", "outcome": "planned", "centre": CENTRE}
        day = TODAY - timedelta(days=ago)
        staff = self.office.staff_id("shunin")
        return self.put(
            Appointment, case_id=case, staff_id=staff, held_on=day, **{**given, **answers}
        )


@pytest.fixture
def told(office):
    return Told(office)


@pytest.fixture
def busy(told):
    """Everything the table counts, of two workers, of nobody, hidden and elsewhere."""
    for ago in (29, 30, 59, 60, 89, 90, 400):
        told.case(ago=ago)
    told.case(last_contact_on=None)
    told.case(worker="nishio", consent=False)
    told.case(worker=None, ago=45)
    told.case(ago=200, closed_on=TODAY, consent=False)
    told.case(worker="sodanin", centre="disability", ago=70)
    told.case(worker="sodanin", ago=70, record_state=VOID)
    told.step(told.review(told.case(closed_on=TODAY)), to="shunin")
    told.step(told.review(told.case(worker="nishio"), by="shunin"), to="nishio")
    told.review(told.case(worker="nishio"), state="returned")
    told.review(told.case(worker="nishio"), state="done")
    told.draft(told.case(), days=3)
    told.draft(told.case(), days=2)
    told.appointment(told.case(worker="nishio"))
    secret = told.case(worker="sodanin", ago=100, consent=False, restriction_level=2)
    told.review(secret)
    told.draft(secret, days=9)
    told.appointment(secret)
    return told


@pytest.mark.parametrize("login", READERS)
@pytest.mark.parametrize("centre", [None, CENTRE, "disability"])
def test_every_number_is_the_count_of_the_list_it_opens(office, busy, login, centre):
    work = office.work(login)
    table = supervision(work, centre=centre)
    for measure in Measure:
        for row in table.workers:
            opened = filter_of(measure, centre=centre, worker_id=row.staff_id)
            assert row[measure] == count_cases(work, opened), (row.name, measure)
        nobody = filter_of(measure, centre=centre, without_worker=True)
        assert table.unassigned[measure] == count_cases(work, nobody), measure
        whole = filter_of(measure, centre=centre)
        assert table.totals[measure] == count_cases(work, whole), measure
        assert table.totals[measure] == sum(row[measure] for row in table.rows[:-1])


def numbers(table, name):
    [row] = [row for row in table.workers if row.name == name]
    return {measure.value: row[measure] for measure in Measure if row[measure]}


def test_the_table_counts_what_a_supervisor_looks_for(office, busy):
    table = supervision(office.work("shunin"), centre=CENTRE)
    assert numbers(table, "田中 見本") == {
        "open": 10, "idle_30": 2, "idle_60": 2, "idle_90": 3, "unread": 1, "unread_by_me": 1,
        "overdue": 4, "old_drafts": 1,
    }  # fmt: skip
    assert numbers(table, "西尾 見本") == {
        "open": 5, "unread": 1, "returned": 1, "without_consent": 1, "forgotten": 1,
    }  # fmt: skip
    assert table.unassigned[Measure.OPEN] == table.unassigned[Measure.IDLE_30] == 1


def test_who_does_no_casework_and_has_no_case_is_not_in_the_table(office, busy):
    names = [row.name for row in supervision(office.work("shunin")).workers]
    assert names == ["西尾 見本", "田中 見本", "見本 相談"]


def test_cases_left_behind_by_somebody_who_left_stay_in_the_table(office, told):
    told.case(worker="nishio")
    with office.store.writing(None) as session:
        for staff in session.query(Staff).filter(Staff.login.in_(["nishio", "sodanin"])):
            staff.is_active = False
    rows = supervision(office.work("shunin")).workers
    assert [(row.name, row.is_active) for row in rows] == [
        ("田中 見本", True),
        ("西尾 見本", False),
    ]


@pytest.mark.parametrize("login", READERS)
def test_no_number_counts_what_its_reader_may_not_see(office, told, login):
    """Restricting a case of everything takes exactly one off each number of the others."""
    hidden = told.case(worker="sodanin", ago=45, consent=False)
    told.step(told.review(hidden), role="caseworker")
    told.review(hidden, state="returned")
    told.draft(hidden, days=9, held_on=TODAY - timedelta(days=45))
    told.appointment(hidden)
    todo = {"title": "電話", "staff_id": office.staff_id("sodanin")}
    told.put(Task, case_id=hidden, due_on=TODAY - timedelta(days=1), **todo)
    work = office.work(login)
    before = supervision(work).totals
    with office.store.writing(None) as session:
        session.get_one(Case, hidden).restriction_level = 2
    after = supervision(work)
    sees = login == "sodanin"
    if login != "kanri":  # the administrator does no casework and sees none
        assert before[Measure.OPEN] == before[Measure.IDLE_30] == before[Measure.FORGOTTEN] == 1
        assert before[Measure.UNREAD] == before[Measure.RETURNED] == before[Measure.OVERDUE] == 1
        assert before[Measure.OLD_DRAFTS] == before[Measure.WITHOUT_CONSENT] == 1
    for measure in Measure:
        assert after.totals[measure] == (before[measure] if sees else 0), measure
    assert after.totals.counts.keys() == (before.counts.keys() if sees else set())


def test_a_worker_of_one_centre_counts_nothing_of_another(office, busy):
    work = office.work("shunin", centres={"disability"})
    assert supervision(work).totals[Measure.OPEN] == 1
    assert supervision(work, centre=CENTRE).totals.counts == {}


@pytest.mark.parametrize(
    ("step", "is_mine"),
    [
        ({"to": "shunin"}, True),
        ({"to": "nishio"}, False),
        ({"role": "supervisor"}, True),
        ({"role": "administrator"}, False),
        ({"to": "shunin", "action": "viewed"}, False),
        ({"to": "shunin", "position": 3}, False),
    ],
)
def test_a_record_waits_for_whom_its_step_names(office, told, step, is_mine):
    review = told.review(told.case())
    told.step(review, **step)
    told.step(review, to="nishio", position=2)
    work = office.work("shunin")
    assert count_cases(work, CaseFilter(unread=True)) == 1
    assert count_cases(work, CaseFilter(unread_by_me=True)) == is_mine


def test_a_record_waits_for_the_deputy_on_the_days_they_stand_in(office, told):
    told.step(told.review(told.case(), by="sodanin"), to="nishio")
    stand_in = {"absent_id": office.staff_id("nishio"), "staff_id": office.staff_id("shunin")}
    day = timedelta(days=1)
    past = told.put(Deputy, from_on=TODAY - 9 * day, to_on=TODAY - day, **stand_in)
    mine = CaseFilter(unread_by_me=True)
    assert count_cases(office.work("shunin"), mine) == 0
    with office.store.writing(None) as session:
        session.get_one(Deputy, past).to_on = TODAY
    assert count_cases(office.work("shunin"), mine) == 1


@pytest.mark.parametrize("may", [False, True])
def test_ones_own_record_waits_for_oneself_only_where_the_office_says_so(office, told, may):
    told.step(told.review(told.case(), by="shunin", author_may_approve=may), role="supervisor")
    assert count_cases(office.work("shunin"), CaseFilter(unread_by_me=True)) == may


@pytest.mark.parametrize(
    "answers",
    [
        {"outcome": "done"},
        {"outcome": "no_show"},
        {"outcome": "cancelled"},
        {"appointment_kind": "deadline"},
        {"ago": 0},
        {"ago": -1},
        {"ago": 3, "until_on": TODAY},
        {"record_state": VOID},
    ],
)
def test_an_appointment_is_not_forgotten(office, told, answers):
    case = told.case()
    told.appointment(case, **answers)
    assert count_cases(office.work("shunin"), CaseFilter(forgotten=True)) == 0


def test_an_appointment_is_forgotten_until_something_is_written_of_its_day(office, told):
    case = told.case()
    told.appointment(case, ago=2)
    work = office.work("shunin")
    assert count_cases(work, CaseFilter(forgotten=True)) == 1
    told.draft(case, days=0, held_on=TODAY - timedelta(days=1))
    assert count_cases(work, CaseFilter(forgotten=True)) == 1
    told.draft(case, days=0, held_on=TODAY - timedelta(days=2))
    assert count_cases(work, CaseFilter(forgotten=True)) == 0


def test_the_sets_of_idle_days_share_no_case_and_leave_none_out(office, busy):
    work = office.work("shunin")
    sets = [
        {row.id for row in list_cases(work, filter_of(measure))}
        for measure in (Measure.IDLE_30, Measure.IDLE_60, Measure.IDLE_90)
    ]
    whole = {row.id for row in list_cases(work, CaseFilter(idle_days=30))}
    assert set.union(*sets) == whole
    assert sum(map(len, sets)) == len(whole)


def test_conditions_by_rule_meet_each_other(office, told):
    both = told.case(ago=95)
    told.draft(both, days=5)
    told.case(ago=95)
    told.draft(told.case(ago=0), days=3)
    work = office.work("shunin")
    late, left = CaseFilter(overdue=True), CaseFilter(old_drafts=True)
    assert count_cases(work, late) == count_cases(work, left) == 2
    together = replace(late, old_drafts=True)
    assert [row.id for row in list_cases(work, together)] == [both]
    assert order_cases(work, together).ids == (both,)
    assert count_list(work, together).total == 1


def test_records_of_no_case_are_told_apart(office, told):
    told.draft(None, days=5)
    told.step(told.review(None), role="supervisor")
    table = supervision(office.work("shunin"), centre=CENTRE)
    assert table.totals.counts == {}
    assert (table.drafts_without_case, table.unread_without_case) == (1, 1)


def test_a_second_worker_is_listed_but_not_counted(office, told):
    case = told.case(worker="shunin")
    told.worker(case, "nishio", role="sub")
    work = office.work("shunin")
    table = supervision(work)
    assert [row[Measure.OPEN] for row in table.workers if row.name == "西尾 見本"] == [0]
    theirs = frozenset({office.staff_id("nishio")})
    assert count_cases(work, CaseFilter(worker_ids=theirs)) == 1
    assert count_cases(work, CaseFilter(main_worker_ids=theirs)) == 0


# --- what stands beside each case of a list ------------------------------------------------------


def row_of(work, case):
    (row,) = [row for row in list_cases(work, CaseFilter()) if row.id == case]
    return row


def test_what_comes_next_is_the_earlier_of_promise_and_appointment(office, told):
    case = told.case()
    work = office.work("shunin")
    day = timedelta(days=1)
    assert row_of(work, case).next_on is None
    told.appointment(case, ago=-9, title="市役所へ", appointment_kind="accompaniment")
    told.appointment(case, ago=3)
    told.appointment(case, ago=-1, outcome="cancelled")
    row = row_of(work, case)
    assert (row.next_on, next_words(work.codes, row)) == (TODAY + 9 * day, "同行　市役所へ")
    told.draft(case, days=0, next_due_on=TODAY + 5 * day, next_action="電話する")
    row = row_of(work, case)
    assert (row.next_on, next_words(work.codes, row)) == (TODAY + 5 * day, "電話する")
    told.appointment(case, ago=-5)
    assert next_words(work.codes, row_of(work, case)) == "訪問"


def test_a_row_says_how_its_records_fare_on_the_way_up(office, told):
    case = told.case()
    for state in ("waiting", "waiting", "returned", "done"):
        told.review(case, state=state)
    row = row_of(office.work("shunin"), case)
    assert (row.waiting_count, row.returned_count) == (2, 1)


def test_nothing_comes_next_in_a_closed_case(office, told):
    case = told.case(closed_on=TODAY)
    told.appointment(case, ago=-5)
    assert row_of(office.work("shunin"), case).next_on is None
