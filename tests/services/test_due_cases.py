"""What falls due when: every rule over many days, and what ends an item."""

import shutil
from datetime import UTC, date, datetime, timedelta

import pytest
from due_table import Dated, dated_cases

from office_fixtures import PASSWORD, TODAY, make_person
from soudan_desk.centres import all_due_rules, all_processes
from soudan_desk.japanese.partial_dates import PartialDate
from soudan_desk.models import (
    Action,
    Agency,
    AgendaItem,
    Appointment,
    Assessment,
    Case,
    CaseWorker,
    Conference,
    Consent,
    Consultation,
    DisabilityProfile,
    Evaluation,
    Goal,
    Intake,
    Monitoring,
    Person,
    Plan,
    Referral,
    Review,
    Screening,
    Staff,
)
from soudan_desk.models.base import DRAFT, FINAL, new_id
from soudan_desk.services.case_due import with_due
from soudan_desk.services.case_lists import CaseFilter, count_cases, list_cases
from soudan_desk.services.case_order import case_rows, count_list, order_cases
from soudan_desk.services.cases import open_case
from soudan_desk.services.due import due_items
from soudan_desk.services.office import open_office
from soudan_desk.services.records import add_record
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
        given = {key: each for key, each in given.items() if key in model.__table__.columns}
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


def _received(desk, base):
    return desk.case(state="received", opened_on=base)


def _intake(desk, base):
    case_id = desk.case()
    given = {"received_on": base, "received_by_id": desk.staff["shunin"].id, "is_anonymous": False}
    desk.put(Intake, case_id, **given, applied_on=base)
    return case_id


def _applied(desk, base):
    case_id = desk.case()
    given = {"type": "use_application", "method": "written", "person_id": desk.person_of(case_id)}
    desk.put(Consent, case_id, **given, given_on=base)
    return case_id


_CENTRE_OF = {"self_reliance": "life_support", "nichiji": "rights_advocacy"}


def put_plan(desk, kind, case_id=None, **answers):
    centre = _CENTRE_OF.get(kind, "disability")
    case_id = case_id or desk.case(centre)
    given = {"plan_no": 1, "drafted_on": LONG_AGO, **answers}
    author = desk.staff["shunin"].id
    return case_id, desk.put(
        Plan, case_id, plan_kind=kind, centre=centre, author_id=author, **given
    )


def _plan(kind, key):
    return lambda desk, base: put_plan(desk, kind, **{key: base})[0]


def _monitored(desk, base):
    case_id, plan_id = put_plan(desk, "self_reliance")
    given = {"centre": "life_support", "held_on": LONG_AGO, "overall": "変わりなし"}
    desk.put(Monitoring, case_id, plan_id=plan_id, **given, next_due_on=base)
    return case_id


def _assessed(key):
    def put(desk, base):
        case_id = desk.case()
        given = {"first_created_on": LONG_AGO, "author_id": desk.staff["shunin"].id}
        desk.put(Assessment, case_id, **given, **{key: base})
        return case_id

    return put


def _followed(desk, base):
    case_id, plan_id = put_plan(desk, "self_reliance")
    given = {"centre": "life_support", "evaluated_on": LONG_AGO, "outcome": "close"}
    given |= {"evaluator_id": desk.staff["shunin"].id, "followup_planned": True}
    desk.put(Evaluation, case_id, plan_id=plan_id, **given, followup_on=base)
    desk.set(Case, case_id, closed_on=LONG_AGO, state="closed")
    return case_id


def _judged(desk, base):
    case_id = desk.case()
    put_agenda(desk, case_id, held_on=LONG_AGO, next_on=base)
    return case_id


def _followed_up(desk, base):
    case_id = desk.case()
    put_agenda(desk, case_id, held_on=LONG_AGO, followup_on=base)
    return case_id


def _part_of_plan(model, **answers):
    def put(desk, base):
        case_id, plan_id = put_plan(desk, "self_reliance")
        day = "due_on" if model is Action else "review_on"
        desk.put(model, case_id, **answers, plan_id=plan_id, centre="life_support", **{day: base})
        return case_id

    return put


def put_agenda(desk, case_id, **answers):
    """Put a case on the agenda of a meeting of its own."""
    given = {"meeting_kind": "case", "centre": "life_support", "held_on": answers["held_on"]}
    meeting = desk.put(Conference, None, **given)
    about = {
        "conference_id": meeting,
        "position": 1,
        "agenda_type": "other",
        "restriction_level": 0,
    }
    return desk.put(AgendaItem, case_id, **given | about | answers)


def _circulated(desk, base):
    case_id = desk.case()
    given = {"record_kind": "plan", "mode": "approve", "state": "waiting", "submitted_on": LONG_AGO}
    desk.put(Review, case_id, **given, due_on=base)
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
    "screening": _received,
    "plan_missing": _applied,
    "plan_missing_intake": _intake,
    "monitoring": _plan("self_reliance", "next_monitoring_on"),
    "monitoring_next": _monitored,
    "monitoring_move": _plan("regional_move", "next_monitoring_on"),
    "monitoring_month": _plan("service_use", "next_monitoring_on"),
    "nichiji_review": _plan("nichiji", "next_monitoring_on"),
    "plan_end": _plan("self_reliance", "period_to_on"),
    "nichiji_end": _plan("nichiji", "period_to_on"),
    "grant_end": _plan("service_use", "grant_until_on"),
    "regional_move_end": _plan("regional_move", "period_to_on"),
    "residence_end": _assessed("residence_until_on"),
    "eviction": _assessed("eviction_due_on"),
    "followup": _followed,
    "agenda_next": _judged,
    "agenda_followup": _followed_up,
    "action_due": _part_of_plan(Action, what="家計簿をつける"),
    "goal_review": _part_of_plan(Goal, goal="滞納をなくす", priority=1),
    "review_late": _circulated,
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


# --- what ends an item, and what does not ------------------------------------------------------

ON = date(2026, 11, 24)


def _has(desk, rule, case_id, on=ON, **words):
    return rule in desk.keys(on, case_id, **words)


@pytest.mark.parametrize(
    "rule", sorted(_FACTS.keys() - {"draft_consultation", "followup", "review_late"})
)
def test_a_closed_case_has_nothing_due_but_its_follow_up(desk, rule):
    base = LONG_AGO if rule.startswith("age") else ON
    case_id = _FACTS[rule](desk, base)
    desk.set(Case, case_id, closed_on=ON, state="closed")
    left = ["support_measure_alone"] if rule == "support_measure" else []  # it ends all the same
    assert desk.keys(ON, case_id, horizon_days=40000) == left


@pytest.mark.parametrize("rule", sorted(_FACTS.keys()))
def test_a_voided_case_has_nothing_due(desk, rule):
    case_id = _FACTS[rule](desk, ON - timedelta(days=1))
    desk.set(Case, case_id, record_state="void")
    assert not _has(desk, rule, case_id, on=date(2027, 1, 10), horizon_days=400)


def test_a_screening_ends_its_item_and_a_voided_one_does_not(desk):
    case_id = _received(desk, ON - timedelta(days=14))
    assert _has(desk, "screening", case_id)
    given = {"screened_on": ON, "result": "continue_plan"}
    which = desk.put(Screening, case_id, **given)
    assert not _has(desk, "screening", case_id)
    desk.set(Screening, which, record_state="void")
    assert _has(desk, "screening", case_id)


def test_a_plan_ends_the_wait_for_one(desk):
    for facts in (_applied, _intake):
        case_id = facts(desk, ON - timedelta(days=70))
        assert len([key for key in desk.keys(ON, case_id) if key.startswith("plan_missing")]) == 1
        put_plan(desk, "self_reliance", case_id)
        assert not [key for key in desk.keys(ON, case_id) if key.startswith("plan_missing")]


def test_an_application_is_waited_for_once_though_written_on_two_papers(desk):
    case_id = _applied(desk, ON - timedelta(days=70))
    given = {"received_on": ON, "received_by_id": desk.staff["shunin"].id, "is_anonymous": False}
    desk.put(Intake, case_id, **given, applied_on=ON - timedelta(days=70))
    assert desk.keys(ON, case_id).count("plan_missing") == 1
    assert not _has(desk, "plan_missing_intake", case_id)


def test_a_monitoring_held_two_weeks_early_ends_its_item_and_an_earlier_one_does_not(desk):
    case_id, plan_id = put_plan(desk, "self_reliance", next_monitoring_on=ON)
    given = {"plan_id": plan_id, "centre": "life_support", "overall": "変わりなし"}
    desk.put(Monitoring, case_id, **given, held_on=ON - timedelta(days=15))
    assert _has(desk, "monitoring", case_id)
    desk.put(Monitoring, case_id, **given, held_on=ON - timedelta(days=14))
    assert not _has(desk, "monitoring", case_id)


def test_a_next_day_that_plan_and_monitoring_both_name_is_due_once(desk):
    case_id, plan_id = put_plan(desk, "self_reliance", next_monitoring_on=ON)
    given = {"plan_id": plan_id, "centre": "life_support", "overall": "変わりなし"}
    desk.put(Monitoring, case_id, **given, held_on=LONG_AGO, next_due_on=ON)
    assert [key for key in desk.keys(ON, case_id) if key.startswith("monitoring")] == ["monitoring"]


_LATER = {"period_to_on": date(2027, 6, 30), "next_monitoring_on": date(2027, 6, 30)}


@pytest.mark.parametrize(
    ("kind", "rules"),
    [
        ("self_reliance", {"plan_end", "monitoring"}),
        ("nichiji", {"nichiji_review"}),
        ("service_use", {"monitoring_month"}),
        ("regional_move", {"regional_move_end", "monitoring_move"}),
    ],
)
def test_the_next_plan_takes_over_only_when_it_is_final_and_has_begun(desk, kind, rules):
    issued = {"stage": "issued"} if kind == "service_use" else {}
    given = {"period_to_on": ON, "next_monitoring_on": ON, **issued}
    case_id, _ = put_plan(desk, kind, period_from_on=LONG_AGO, **given)

    def due(on):
        return rules & set(desk.keys(on, case_id))

    tomorrow = ON + timedelta(days=1)
    begun = {"plan_no": 2, "period_from_on": tomorrow, **_LATER, **issued}
    draft = put_plan(desk, kind, case_id, **begun, record_state=DRAFT)[1]
    assert (due(ON), due(tomorrow)) == (rules, rules)
    desk.set(Plan, draft, record_state=FINAL)
    assert (due(ON), due(tomorrow)) == (rules, set())


def test_a_proposal_and_the_plan_made_of_it_are_due_once(desk):
    given = {"next_monitoring_on": ON, "period_from_on": ON + timedelta(days=1)}
    case_id, _ = put_plan(desk, "service_use", stage="draft", **given)
    assert desk.keys(ON, case_id).count("monitoring_month") == 1
    made = put_plan(desk, "service_use", case_id, stage="issued", **given, record_state=DRAFT)[1]
    assert desk.keys(ON, case_id).count("monitoring_month") == 1
    desk.set(Plan, made, record_state=FINAL)
    assert desk.keys(ON, case_id).count("monitoring_month") == 1


def test_a_draft_that_was_begun_anew_falls_due_no_more(desk):
    case_id, _ = put_plan(desk, "self_reliance", next_monitoring_on=ON, record_state=DRAFT)
    assert _has(desk, "monitoring", case_id)
    put_plan(desk, "self_reliance", case_id, plan_no=2, record_state=DRAFT)
    assert not _has(desk, "monitoring", case_id)


def test_a_draft_of_the_next_plan_leaves_the_next_monitoring_that_was_noted(desk):
    case_id = _monitored(desk, ON)
    with desk.work.store.reading(None) as session:
        plan_id = session.query(Plan).filter(Plan.case_id == case_id).one().id
    given = {"plan_no": 2, "renews_id": plan_id, "period_from_on": ON}
    draft = put_plan(desk, "self_reliance", case_id, **given, record_state=DRAFT)[1]
    assert _has(desk, "monitoring_next", case_id)
    desk.set(Plan, draft, record_state=FINAL)
    assert not _has(desk, "monitoring_next", case_id)


def test_a_case_judged_anew_or_put_on_the_next_agenda_is_no_longer_waited_for(desk):
    case_id = _judged(desk, ON)
    assert _has(desk, "agenda_next", case_id)
    put_agenda(desk, case_id, held_on=ON)
    assert not _has(desk, "agenda_next", case_id)


def test_a_contact_ends_what_a_meeting_wanted_to_see_after(desk):
    case_id = _followed_up(desk, ON)
    assert _has(desk, "agenda_followup", case_id)
    desk.put(Consultation, case_id, **_CALL, held_on=ON - timedelta(days=3))
    assert not _has(desk, "agenda_followup", case_id)


@pytest.mark.parametrize(
    ("rule", "model", "ends"),
    [("action_due", Action, {"done_on": ON}), ("goal_review", Goal, {"reached": "reached"})],
)
def test_a_part_of_a_plan_is_due_until_it_is_done_or_the_plan_is_evaluated(desk, rule, model, ends):
    done, evaluated = _FACTS[rule](desk, ON), _FACTS[rule](desk, ON)
    assert _has(desk, rule, done)
    assert _has(desk, rule, evaluated)
    with desk.work.store.reading(None) as session:
        part = session.query(model).filter(model.case_id == done).one().id
        plan_id = session.query(Plan).filter(Plan.case_id == evaluated).one().id
    desk.set(model, part, **ends)
    assert not _has(desk, rule, done)
    given = {"centre": "life_support", "evaluated_on": ON, "evaluator_id": desk.staff["shunin"].id}
    desk.put(Evaluation, evaluated, plan_id=plan_id, **given)
    assert not _has(desk, rule, evaluated)


def test_a_review_that_is_done_is_late_no_more(desk):
    case_id = _circulated(desk, ON)
    assert _has(desk, "review_late", case_id)
    with desk.work.store.reading(None) as session:
        which = session.query(Review).filter(Review.case_id == case_id).one().id
    desk.set(Review, which, state="done")
    assert not _has(desk, "review_late", case_id)


def test_an_evaluation_ends_the_warning_of_a_plans_end(desk):
    case_id, plan_id = put_plan(desk, "self_reliance", period_to_on=ON)
    assert _has(desk, "plan_end", case_id)
    given = {"centre": "life_support", "evaluated_on": ON, "evaluator_id": desk.staff["shunin"].id}
    desk.put(Evaluation, case_id, plan_id=plan_id, **given)
    assert not _has(desk, "plan_end", case_id)


def test_a_later_contact_ends_a_promise(desk):
    case_id = _promise(desk, ON)
    assert _has(desk, "promise", case_id)
    desk.put(Consultation, case_id, **_CALL, held_on=ON)
    desk.set(Case, case_id, last_contact_on=ON)
    assert not _has(desk, "promise", case_id)


@pytest.mark.parametrize(
    "answers",
    [{"reply_received_on": ON}, {"outcome": "accepted"}, {"sent_on": None}],
    ids=str,
)
def test_an_answered_or_unsent_letter_is_not_waited_for(desk, answers):
    case_id = _letter(desk, ON)
    assert _has(desk, "referral_check", case_id)
    with desk.work.store.reading(None) as session:
        which = session.query(Referral).filter(Referral.case_id == case_id).one().id
    desk.set(Referral, which, **answers)
    assert not _has(desk, "referral_check", case_id)


def test_a_consent_withdrawn_or_given_anew_no_longer_runs_out(desk):
    case_id = _consent(desk, ON)
    with desk.work.store.reading(None) as session:
        which = session.query(Consent).filter(Consent.case_id == case_id).one().id
    desk.set(Consent, which, withdrawn_on=ON)
    assert not _has(desk, "consent_expiry", case_id)
    desk.set(Consent, which, withdrawn_on=None)
    assert _has(desk, "consent_expiry", case_id)
    given = {"type": "use_application", "method": "written", "person_id": desk.person_of(case_id)}
    desk.put(Consent, case_id, **given, given_on=ON, expires_on=date(2027, 11, 24))
    assert not _has(desk, "consent_expiry", case_id)


def test_a_consent_of_the_person_alone_counts_for_each_open_case(desk):
    case_id = desk.case()
    given = {"type": "use_application", "method": "written", "person_id": desk.person_of(case_id)}
    desk.put(Consent, None, **given, given_on=LONG_AGO, expires_on=ON)
    assert _has(desk, "consent_expiry", case_id)


def test_support_measures_no_longer_in_force_do_not_run_out(desk):
    case_id = desk.case(person={"shien_sochi": False, "shien_sochi_until_on": ON})
    assert not _has(desk, "support_measure", case_id)


def test_a_birthday_known_by_its_month_alone_gives_no_day(desk):
    case_id = desk.case("disability", person={"birth_on": PartialDate(1961, 11)})
    assert desk.keys(ON, case_id) == ["no_contact_90"]


def test_an_age_attained_long_ago_is_forgotten(desk):
    case_id = _born(desk, date(1961, 8, 27))  # attained on 26 August, 90 days ago
    assert _has(desk, "age_65", case_id)
    assert not _has(desk, "age_65", case_id, on=ON + timedelta(days=1))


def test_a_stage_is_the_shortest_lead_reached(desk):
    case_id = desk.case(person={"shien_sochi": True, "shien_sochi_until_on": ON})

    def stage(days):
        items = desk.items(ON - timedelta(days=days), case_id, horizon_days=100)
        return next(each.stage for each in items if each.rule.key == "support_measure")

    days = (61, 60, 31, 30, 8, 7, 0, -5)
    assert [stage(each) for each in days] == [None, 60, 60, 30, 30, 7, 7, 7]


def test_a_horizon_looks_farther_ahead_but_never_before_a_lapse(desk):
    case_id = desk.case(last_contact_on=ON, person={"care_level_expires_on": date(2028, 3, 31)})
    assert desk.keys(ON, case_id) == []
    assert desk.keys(ON, case_id, horizon_days=1000) == ["care_level_expiry"]


@pytest.mark.parametrize(
    ("rule", "base", "on", "sentence"),
    [
        ("no_contact_30", "2026-10-20", ON, "(令和8年10月20日)から35日たち、30日を超えています。"),
        ("promise", "2026-11-27", ON, "令和8年11月27日に「面接」と約束しています。あと3日です。"),
        ("support_measure", "2019-04-30", date(2019, 4, 20), "平成31年4月30日で満了します。あと"),
        ("support_measure", "2019-05-01", date(2019, 5, 1), "令和元年5月1日で満了します。今日"),
        ("age_65", "1924-01-09", date(1989, 1, 1), "平成元年1月8日に65歳に達します。あと7日です。"),
        ("age_65", "1924-01-08", date(1989, 1, 10), "昭和64年1月7日に65歳に達します。3日過ぎて"),
        ("handbook_90", "2027-01-31", ON, "身体障害者手帳の更新・再認定の期限は令和9年1月31日"),
        ("referral_check", "2026-11-20", ON, "見本区役所へのつなぎの結果確認は令和8年11月20日"),
    ],
)  # fmt: skip
def test_a_reason_is_one_sentence_with_its_figures(desk, rule, base, on, sentence):
    case_id = desk.of_line(rule, base)
    (item,) = [each for each in desk.items(on, case_id) if each.rule.key == rule]
    assert sentence in item.reason
    assert item.label
    assert item.action.endswith("。")


# --- whose it is, and who hears of it ----------------------------------------------------------


def test_items_are_narrowed_to_workers_and_centre(desk):
    mine, theirs = desk.case(last_contact_on=ON - timedelta(days=31)), None
    theirs = desk.case("disability", last_contact_on=ON - timedelta(days=31), worker="nishio")
    of = {each.case_id for each in desk.items(ON, worker_ids=[desk.staff["nishio"].id])}
    assert theirs in of
    assert mine not in of
    of = {each.case_id for each in desk.items(ON, centre="life_support")}
    assert mine in of
    assert theirs not in of
    assert desk.items(ON, worker_ids=[]) == []


def test_a_promise_belongs_to_whoever_made_it_before_the_cases_worker(desk):
    case_id = desk.case(last_contact_on=ON, worker="shunin")
    given = {**_CALL, "staff_id": desk.staff["nishio"].id, "next_due_on": ON}
    desk.put(Consultation, case_id, **given, held_on=ON, next_action="電話")
    for login in ("nishio", "shunin"):
        found = desk.items(ON, case_id=None, worker_ids=[desk.staff[login].id])
        (item,) = [each for each in found if each.case_id == case_id]
        assert [worker.login for worker in item.workers] == ["nishio", "shunin"]


def test_a_draft_is_its_authors_alone(desk):
    case_id = _draft(desk, ON - timedelta(days=5))
    own = desk.items(ON, worker_ids=[desk.staff["shunin"].id])
    assert [each.rule.key for each in own if each.case_id == case_id] == ["draft_consultation"]
    other = desk.items(ON, worker_ids=[desk.staff["nishio"].id])
    assert [each for each in other if each.case_id == case_id] == []


def test_items_come_by_day_and_case_number(desk):
    for days in range(40):
        desk.case(last_contact_on=ON - timedelta(days=30 + days))
    items = desk.items(ON)
    assert len(items) >= 40
    assert items == sorted(items, key=lambda each: (each.due_on, each.case_no))


@pytest.mark.parametrize("rule", sorted(_FACTS))
def test_a_restricted_case_gives_others_no_item_not_even_a_count(desk, rule):
    case_id = _FACTS[rule](desk, ON - timedelta(days=1))
    other = Desk.at(desk, desk.work, "nishio")
    words = {"on": date(2027, 1, 10), "horizon_days": 400}
    before = due_items(other, **words)
    restricted = [each for each in before if each.case_id == case_id]
    desk.set(Case, case_id, restriction_level=2)
    after = due_items(other, **words)
    assert [each for each in after if each.case_id == case_id] == []
    assert len(after) == len(before) - len(restricted)
    assert due_items(other, case_id=case_id, **words) == []
    assert due_items(other, worker_ids=[desk.staff["shunin"].id], case_id=case_id, **words) == []


def test_a_worker_hears_only_of_their_own_centres(desk):
    row = desk.staff["nishio"]
    actor = Actor(
        staff_id=row.id, login="nishio", name=row.name, roles=frozenset(["caseworker"]),
        centres=frozenset(["rights_advocacy"]),
    )  # fmt: skip
    desk.case("rights_advocacy", last_contact_on=LONG_AGO)
    desk.case("disability", last_contact_on=LONG_AGO)
    base = desk.work
    elsewhere = Work(base.store, actor, base.codes, base.processes, due_rules=base.due_rules)
    found = [each for each in due_items(elsewhere, on=ON) if each.kind != "person" or each.case_id]
    assert {each.centre for each in found} == {"rights_advocacy"}  # who has no case is of no centre


# --- the case list -----------------------------------------------------------------------------


def test_the_list_of_overdue_cases_counts_what_it_shows(office, work):
    person = make_person(work, shien_sochi=True, shien_sochi_until_on=TODAY - timedelta(days=1))
    late = open_case(work, centre="disability", person_id=person, answers={"opened_on": TODAY})
    plain = open_case(work, centre="disability", answers={"opened_on": TODAY})
    narrowed = CaseFilter(overdue=True)
    assert [row.id for row in list_cases(work, narrowed)] == [late]
    assert order_cases(work, narrowed).ids == (late,)
    assert count_cases(work, narrowed) == count_list(work, narrowed).total == 1
    todo = {"title": "電話", "case_id": plain, "due_on": TODAY - timedelta(days=1)}
    add_record(work, "task", todo)
    assert {row.id for row in list_cases(work, narrowed)} == {late, plain}
    with work.store.writing(None) as session:
        session.query(Case).filter(Case.id == late).one().restriction_level = 2
    assert count_cases(office.work("nishio"), narrowed) == 1


# --- beside a case in a list ---------------------------------------------------------------------


def test_what_falls_due_stands_beside_a_case_unless_something_comes_before_it(desk):
    case_id, _ = put_plan(desk, "self_reliance", period_to_on=TODAY + timedelta(days=20))
    desk.set(Case, case_id, last_contact_on=TODAY - timedelta(days=45))
    row = beside(desk, case_id)
    assert (row.next_on, row.next_what) == (TODAY + timedelta(days=20), "プランの終期")
    visit = {"appointment_kind": "visit", "outcome": "planned", "title": "訪問"}
    desk.put(Appointment, case_id, **visit, held_on=TODAY + timedelta(days=20))
    assert beside(desk, case_id).next_kind == "visit"


def test_what_is_far_off_or_has_no_day_to_come_stands_beside_no_case(desk):
    case_id, _ = put_plan(desk, "self_reliance", period_to_on=TODAY + timedelta(days=120))
    desk.set(Case, case_id, last_contact_on=TODAY - timedelta(days=45))
    assert "no_contact_30" in desk.keys(TODAY, case_id)
    assert beside(desk, case_id).next_on is None


def beside(desk, case_id):
    (row,) = with_due(desk.work, case_rows(desk.work, [case_id]))
    return row


def test_the_medical_aid_of_a_person_is_asked_for_in_every_centre(desk):
    row = {"kind": "self_support_medical", "recheck_on": ON.isoformat()}
    for centre, rule in (
        ("life_support", "handbook_60"),
        ("rights_advocacy", "handbook_60"),
        ("disability", "handbook_90"),
    ):
        case_id = desk.case(centre, person={"handbook": [row]})
        (item,) = [each for each in desk.items(ON, case_id) if each.rule.key == rule]
        assert "自立支援医療" in item.reason


def test_a_nichiji_plan_ends_once_the_next_has_begun_or_the_contract_is_over(desk):
    case_id, plan_id = put_plan(desk, "nichiji", period_to_on=ON)
    assert _has(desk, "nichiji_end", case_id)
    put_plan(desk, "nichiji", case_id, plan_no=2, renews_id=plan_id, period_from_on=ON)
    assert not _has(desk, "nichiji_end", case_id)
    other, _ = put_plan(desk, "nichiji", period_to_on=ON)
    desk.set(Case, other, state="terminated")
    assert not _has(desk, "nichiji_end", other)
