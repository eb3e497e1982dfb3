"""What the page of a case reads: facts, people, readings, promises, candidates."""

from datetime import timedelta

import pytest

from office_fixtures import TODAY, make_consultation, make_person
from soudan_desk.desk.paper_lists import case_list
from soudan_desk.errors import ConflictError, NotAllowedError, NotFoundError
from soudan_desk.models import AuditEntry
from soudan_desk.services.candidates import find_meant, name_of
from soudan_desk.services.case_desk import case_facts
from soudan_desk.services.case_lists import CaseFilter, count_cases
from soudan_desk.services.case_order import case_rows, count_list, order_cases
from soudan_desk.services.case_people import (
    add_household,
    consents_of,
    household_of,
    records_of_case,
    restrict_case,
)
from soudan_desk.services.cases import open_case, set_worker
from soudan_desk.services.protected import ask_to_see
from soudan_desk.services.reading import read_record, read_versions
from soudan_desk.services.records import add_record, amend_record, finalise_record, save_record
from soudan_desk.services.today import promises
from soudan_desk.services.unsaved import keep_unsaved, unsaved_form


@pytest.fixture
def person(work):
    return make_person(work, voicemail_ok="no", shien_sochi=True, tel_mobile="090-0000-0001")


@pytest.fixture
def case(work, person):
    return open_case(work, centre="life_support", person_id=person)


# --- facts ---


def test_the_facts_of_a_case_name_person_workers_and_counts(work, case, office):
    set_worker(work, case, office.staff_id("sodanin"), "sub")
    add_record(work, "consent", {
        "person_id": read_record(work, "case", case).answers["person_id"],
        "case_id": case, "type": "plan", "given_on": TODAY, "method": "oral",
    })  # fmt: skip
    facts = case_facts(work, case, ("intake",))
    assert facts.person.name == "見本 花子"
    assert facts.person.protected
    assert facts.person.safe_contact == {"voicemail_ok": "no"}
    assert [(row.name, row.role) for row in facts.workers] == [
        ("田中 見本", "main"), ("見本 相談", "sub"),
    ]  # fmt: skip
    assert facts.counts == {
        "attachment": 0, "consent": 1, "disclosure": 0, "referral": 0, "intake": 0, "member": 0,
    }  # fmt: skip
    assert facts.may_change
    assert facts.is_mine


def test_a_colleague_sees_the_case_but_may_not_change_it(office, work, case):
    facts = case_facts(office.work("nishio"), case)
    assert not facts.may_change
    assert not facts.is_mine


def test_a_hidden_name_stays_hidden_in_the_facts(office, work, case):
    restrict_case(work, case, 3, "身の安全のため")
    with pytest.raises(NotFoundError):
        case_facts(office.work("nishio"), case)


def test_looking_at_a_masked_number_leaves_a_row(office, work, case, person):
    ask_to_see(work, person, case)
    with office.store.reading(None) as session:
        last = session.query(AuditEntry).order_by(AuditEntry.seq.desc()).first()
    assert (last.action, last.record_id, last.case_id) == ("reveal", person, case)


def test_only_somebody_on_the_list_may_restrict_a_case(office, work, case):
    boss = office.work("shunin")
    other = open_case(office.work("sodanin"), centre="life_support")
    with pytest.raises(NotAllowedError, match="先に自分を担当に"):
        restrict_case(boss, other, 2, "身の安全のため")
    restrict_case(boss, case, 2, "身の安全のため")
    assert case_facts(boss, case).restriction_level == 2


def test_a_restriction_on_a_changed_case_is_a_conflict(work, case):
    lock = case_facts(work, case).lock_version
    save_record(work, "case", case, {"note": "見本"})
    with pytest.raises(ConflictError):
        restrict_case(work, case, 1, "身の安全のため", lock_version=lock)


# --- people ---


def test_a_household_is_made_for_a_case_and_takes_the_unsaved_row_away(work, case):
    keep_unsaved(work, "household:new", {"answers": {}})
    made = add_household(work, case, {"name": "見本 世帯"}, form="household:new")
    assert household_of(work, case).id == made.id
    assert unsaved_form(work, "household:new") is None


def test_members_are_listed_as_they_were_entered(work, case):
    assert household_of(work, case) is None
    house = add_household(work, case, {"name": "見本 世帯"})
    for name in ("見本 一", "見本 二"):
        add_record(work, "member", {"household_id": house.id, "name": name})
    assert [member.name for member in household_of(work, case).members] == ["見本 一", "見本 二"]


def test_consents_of_the_person_beyond_the_case_count_too(work, case, person):
    given = {"person_id": person, "given_on": TODAY, "method": "written"}
    other = open_case(work, centre="disability", person_id=person)
    add_record(work, "consent", {**given, "type": "plan", "case_id": case})
    add_record(work, "consent", {**given, "type": "pi_handling"})
    add_record(work, "consent", {**given, "type": "inquiry", "case_id": other})
    assert {row.type for row in consents_of(work, case)} == {"plan", "pi_handling"}


def test_a_consent_holds_until_it_is_withdrawn_or_runs_out(work, case, person):
    given = {"person_id": person, "case_id": case, "type": "plan", "method": "written"}
    add_record(work, "consent", {**given, "given_on": TODAY, "expires_on": TODAY})
    [row] = consents_of(work, case)
    assert row.holds_on(TODAY)
    assert not row.holds_on(TODAY + timedelta(days=1))
    save_record(work, "consent", row.id, {"withdrawn_on": TODAY})
    assert not consents_of(work, case)[0].holds_on(TODAY)


def test_records_of_a_kind_are_listed_newest_first(work, case, person):
    filed = {"case_id": case, "person_id": person, "received_by_id": work.actor.staff_id}
    first = add_record(work, "intake", {**filed, "received_on": TODAY})
    second = add_record(work, "intake", {**filed, "received_on": TODAY})
    assert [row.id for row in records_of_case(work, "intake", case)] == [second.id, first.id]


# --- readings ---


def test_a_record_reads_in_words_without_what_was_not_answered(work, case):
    made = make_consultation(work, case_id=case, counterparts=["self", "family"])
    reading = read_record(work, "consultation", made)
    words = {line.key: line.text for line in reading.lines}
    assert words["method"] == "電話相談・連絡"
    assert words["counterparts"] == "本人、家族"
    assert words["staff_id"] == "田中 見本"
    assert "is_anonymous" not in words
    assert "findings" not in words
    assert reading.written_by == "田中 見本"
    assert reading.may_change


def test_versions_read_in_words_with_who_and_why(work, case):
    made = make_consultation(work, case_id=case)
    finalise_record(work, "consultation", made)
    amend_record(work, "consultation", made, {"method": "visit"}, reason="方法のまちがい")
    first, second = read_versions(work, "consultation", made)
    assert [next(li.text for li in v.lines if li.key == "method") for v in (first, second)] == [
        "電話相談・連絡", "訪問",
    ]  # fmt: skip
    assert (second.by, second.reason, second.action) == ("田中 見本", "方法のまちがい", "amend")


# --- promises ---


def test_a_promise_lasts_until_the_case_has_a_later_record(work, case):
    promise = {"next_action": "書類を送る", "next_due_on": TODAY + timedelta(days=3)}
    yesterday = TODAY - timedelta(days=1)
    made = make_consultation(work, case_id=case, held_on=yesterday, **promise)
    assert [(each.id, each.title) for each in promises(work)] == [(made, "書類を送る")]
    make_consultation(work, case_id=case, held_on=TODAY)
    assert promises(work) == []


def test_a_promise_of_somebody_else_is_not_mine(office, work, case):
    make_consultation(work, case_id=case, next_due_on=TODAY)
    assert promises(office.work("nishio")) == []


# --- lists ---


def test_an_order_of_cases_is_bound_by_what_one_may_see(office, work, case):
    other = open_case(work, centre="life_support")
    restrict_case(work, other, 1, "身の安全のため")
    assert set(order_cases(work, CaseFilter()).ids) == {case, other}
    assert order_cases(office.work("nishio"), CaseFilter()).ids == (case,)
    assert case_rows(office.work("nishio"), [case, other])[0].id == case
    assert len(case_rows(office.work("nishio"), [case, other])) == 1


def test_cases_are_parted_by_their_main_worker(office, work, case):
    theirs = open_case(office.work("nishio"), centre="life_support")
    order = order_cases(work, CaseFilter(), by_worker=True)
    assert order.groups == (("田中 見本", 1), ("西尾 見本", 1))
    assert order.ids == (case, theirs)


def test_a_list_counts_itself_and_each_further_condition(work, case, person):
    idle = open_case(work, centre="life_support", answers={"opened_on": TODAY - timedelta(days=60)})
    consent = {"person_id": person, "case_id": case, "type": "use_application", "method": "oral"}
    add_record(work, "consent", {**consent, "given_on": TODAY})
    counts = count_list(work, CaseFilter())
    assert (counts.total, counts.states) == (2, {"received": 2})
    assert (counts.idle, counts.without_consent, counts.restricted) == (1, 1, 0)
    assert case_rows(work, [idle])[0].workers == ("田中 見本",)


@pytest.mark.parametrize(
    ("answers", "stands"),
    [
        ({}, True),
        ({"case_id": None}, True),
        ({"expires_on": TODAY}, True),
        ({"type": "referral_specific"}, False),
        ({"method": "explained"}, False),
        ({"withdrawn_on": TODAY}, False),
        ({"expires_on": TODAY - timedelta(days=1)}, False),
    ],
    ids=str,
)
def test_only_an_application_that_stands_is_the_consent_of_a_case(
    work, case, person, answers, stands
):
    given = TODAY - timedelta(days=10)
    usual = {"person_id": person, "case_id": case, "type": "use_application", "method": "written"}
    add_record(work, "consent", {**usual, "given_on": given, **answers})
    assert count_cases(work, CaseFilter(without_consent=True)) == (0 if stands else 1)
    [line] = case_list(work, CaseFilter()).lines
    assert bool(line.agreed_on) is stands


def test_a_row_says_what_comes_next_and_what_to_be_careful_of(work, case):
    promise = {"next_action": "電話", "next_due_on": TODAY + timedelta(days=2)}
    make_consultation(work, case_id=case, **promise)
    [row] = case_rows(work, [case])
    assert (row.next_on, row.next_what) == (TODAY + timedelta(days=2), "電話")
    assert row.protected
    assert row.contact_limits
    assert not row.interpreter


# --- candidates ---


@pytest.mark.parametrize("words", ["花子", "みほん", "ミホン ハナ", "見本"])
def test_people_are_found_by_name_and_reading(work, person, words):
    assert [each.id for each in find_meant(work, "person", words)] == [person]


def test_candidates_of_every_kind_have_names(work, case, person):
    agency = add_record(work, "agency", {"name": "ひなた病院", "department": "相談室"}).id
    contact = add_record(work, "agency_contact", {"agency_id": agency, "name": "看護 見本"}).id
    assert find_meant(work, "agency", "ひなた")[0].title == "ひなた病院 相談室"
    assert find_meant(work, "agency_contact", "看護")[0].id == contact
    assert find_meant(work, "case", "0001")[0].id == case
    assert find_meant(work, "case", "花子")[0].id == case
    assert [each.title for each in find_meant(work, "staff", "西尾")] == ["西尾 見本"]
    assert find_meant(work, "household", "見本") == []
    assert name_of(work, "person", person) == "見本 花子 ミホン ハナコ"


def test_a_hidden_case_is_no_candidate(office, work, case):
    restrict_case(work, case, 3, "身の安全のため")
    other = office.work("nishio")
    assert find_meant(other, "case", "0001") == []
    assert find_meant(other, "person", "花子") == []
