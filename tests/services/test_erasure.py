"""廃棄: what is erased is nowhere any more; its tombstone, the log and all else stay."""

from datetime import date
from functools import partial

import pytest
from sqlalchemy import select, text
from sqlalchemy.exc import IntegrityError

from office_fixtures import TODAY, make_consultation, make_person
from sealed_office import MARK, make_case, make_home, pages_with_mark, staff_id, traces
from soudan_desk.errors import InvalidEntriesError, NoRightError, NotAllowedError, NotFoundError
from soudan_desk.models import (
    AuditEntry,
    Case,
    Consent,
    Disposal,
    Kinship,
    Person,
    Referral,
    Revision,
    SearchDoc,
    Staff,
    Unsaved,
)
from soudan_desk.models.base import VOID
from soudan_desk.models.compartment import Compartment, CompartmentKey
from soudan_desk.services.actors import actor_of
from soudan_desk.services.attachments import add_attachment
from soudan_desk.services.audit_proving import prove_audit
from soudan_desk.services.case_people import restrict_case
from soudan_desk.services.cases import open_case, set_worker
from soudan_desk.services.erasure import erase_case, list_disposals
from soudan_desk.services.erasure_lone import erase_consultation, list_all_disposals
from soudan_desk.services.records import (
    add_record,
    amend_record,
    finalise_record,
    save_record,
    show_record,
)
from soudan_desk.services.retention import LONE, hold_case, list_candidates, release_case
from soudan_desk.services.retention_rules import add_rule, end_rule, list_rules, save_rule
from soudan_desk.services.search import search
from soudan_desk.services.second_person import Second
from soudan_desk.services.unsaved import keep_unsaved
from soudan_desk.storage.history_check import unlike_their_history

BASIS = "文書規程 第12条(保存5年)"
CLOSED = date(2019, 6, 1)
LARGE = b"%PDF-1.7 " + MARK.encode() * 200_000


def close(office, case_id, on=CLOSED):
    """Date a case's opening and end so that its years are over."""
    with office.store.writing(None) as session:
        case = session.scalars(select(Case).where(Case.id == case_id)).one()
        case.opened_on, case.closed_on, case.state = date(2018, 5, 1), on, "closed"


@pytest.fixture
def full(office, work):
    """A closed case whose person, household, records and files all bear the mark."""
    case, person, home = make_home(work)
    _tell(work, office, case, person)
    close(office, case)
    return case, person, home


def _tell(work, office, case, person):
    entry = make_consultation(work, case_id=case, body=f"{MARK}の相談", subject=MARK)
    save_record(work, "consultation", entry, {"response": MARK})
    finalise_record(work, "consultation", entry)
    amend_record(work, "consultation", entry, {"body": f"{MARK}の訂正"}, reason="聞き違い")
    agency = add_record(work, "agency", {"name": "見本の機関"}).id
    consent = {
        "person_id": person,
        "case_id": case,
        "type": "share_agencies",
        "given_on": TODAY,
        "method": "written",
        "scope_text": MARK,
    }
    add_record(work, "consent", consent)
    letter = {"case_id": case, "agency_id": agency, "subject": MARK, "reason": MARK}
    add_record(work, "referral", letter)
    add_record(work, "task", {"title": MARK, "case_id": case})
    for content in (b"%PDF-1.7 " + MARK.encode(), LARGE):
        add_attachment(work, office.opened, content, file_name=f"{MARK}.pdf", case_id=case)
    keep_unsaved(work, f"case:{case}", {"body": MARK}, title=MARK, case_id=case)


def gone(work, office, case, second, **more):
    return erase_case(work, office.opened, case, basis=BASIS, second=second, **more)


def all_of(office, model):
    with office.store.reading(None) as session:
        return list(session.scalars(select(model)))


def test_what_was_erased_is_nowhere_in_the_office_any_more(office, work, full, second):
    files = office.opened.folder.attachments
    assert len(list(files.iterdir())) == 1
    assert {"consultation", "revision", "person", "unsaved", "attachment"} <= set(
        traces(office.opened)
    )
    gone(work, office, full[0], second)
    assert list(files.iterdir()) == []
    assert search(work, MARK).hits == ()
    assert all_of(office, Unsaved) == []
    ids = {row.record_id for row in all_of(office, SearchDoc)}
    assert ids.isdisjoint(full)
    assert traces(office.opened) == []
    assert pages_with_mark(office.opened) == 0


def test_the_log_stays_whole_and_tells_who_did_it_on_whose_word(office, work, full, second):
    before = len(all_of(office, AuditEntry))
    gone(work, office, full[0], second)
    entries = all_of(office, AuditEntry)
    assert len(entries) > before
    told = {(row.action, row.by) for row in entries if row.case_id == full[0]}
    assert ("erase", work.actor.staff_id) in told
    assert ("erase_vouched", second.actor.staff_id) in told
    assert prove_audit(office.work("shunin"), []).ok
    with office.store.reading(None) as session:
        assert unlike_their_history(session) == {}


def test_the_tombstone_says_what_when_by_whom_and_why(office, work, full, second):
    gone(work, office, full[0], second, approval_no="R8-廃棄-1")
    (row,) = list_disposals(work)
    assert (row.closed_on, row.file_count, row.with_person) == (CLOSED, 2, True)
    assert (row.staff, row.approver) == ("田中 見本", "見本 相談")
    assert (row.basis, row.approval_no) == (BASIS, "R8-廃棄-1")
    (stone,) = all_of(office, Disposal)
    assert len(stone.content_sha256) == 64
    assert stone.kept_until_on == date(2025, 3, 31)
    (case,) = all_of(office, Case)
    assert (case.record_state, case.person_id, case.summary) == (VOID, None, None)
    assert case.case_no == row.case_no


def test_nobody_elses_records_are_touched(office, work, full, second):
    other = make_person(work, name="別の 人")
    stays, _ = make_case(work)
    open_case(work, centre="life_support", person_id=other)
    before = {row.seq: row.sha256 for row in all_of(office, Revision) if row.record_id == stays}
    gone(work, office, full[0], second)
    assert show_record(work, "person", other).answers["name"] == "別の 人"
    assert len([hit for hit in search(work, MARK).hits if hit.case_id == stays]) == 1
    after = {row.seq: row.sha256 for row in all_of(office, Revision) if row.record_id == stays}
    assert after == before


def test_a_person_with_another_case_stays_with_what_is_known_of_them(office, work, full, second):
    case, person, _ = full
    again = open_case(work, centre="life_support", person_id=person)
    gone(work, office, case, second)
    assert show_record(work, "person", person).answers["note"] == MARK
    (stone,) = all_of(office, Disposal)
    assert not stone.with_person
    close(office, again)
    gone(work, office, again, second)
    assert traces(office.opened) == []


def test_kin_who_have_a_case_of_their_own_keep_everybody(office, work, full, second):
    case, person, _ = full
    sister = make_person(work, name="姉の 人")
    add_record(work, "kinship", {"person_id": person, "relative_id": sister, "type": "sibling"})
    open_case(work, centre="life_support", person_id=sister)
    gone(work, office, case, second)
    assert len(all_of(office, Kinship)) == 1
    assert show_record(work, "person", person).answers["note"] == MARK


def test_what_stays_forgets_what_went(office, work, full, second):
    case, person, _ = full
    again = open_case(work, centre="life_support", person_id=person)
    (consent,) = all_of(office, Consent)
    agency = add_record(work, "agency", {"name": "別の機関"}).id
    letter = {"case_id": again, "agency_id": agency, "subject": "別件", "consent_id": consent.id}
    kept = add_record(work, "referral", letter).id
    gone(work, office, case, second)
    (referral,) = all_of(office, Referral)
    assert (referral.id, referral.consent_id) == (kept, None)
    with office.store.reading(None) as session:
        assert unlike_their_history(session) == {}


def test_nothing_goes_before_its_time_without_a_basis_or_alone(office, work, full, second):
    case, _, _ = full
    with pytest.raises(InvalidEntriesError, match="根拠"):
        erase_case(work, office.opened, case, basis=" ", second=second)
    with pytest.raises(NoRightError):
        gone(office.work("sodanin"), office, case, second)
    close(office, case, TODAY.replace(year=2024))
    with pytest.raises(NotAllowedError, match="保存期間が令和12年3月31日まで"):
        gone(work, office, case, second)
    assert "consultation" in traces(office.opened)


def test_the_second_person_must_be_able_to_see_what_goes(office, work, full):
    restrict_case(work, full[0], 1, "支援措置のため")
    with pytest.raises(NotAllowedError, match="西尾 見本さんは"):
        gone(work, office, full[0], Second(office.actors["nishio"]))
    with pytest.raises(NotFoundError):
        gone(office.work("shunin", {"disability"}), office, full[0], None)


def test_a_hold_an_open_request_or_a_case_that_goes_on_keeps_it(office, work, full, second):
    case, person, _ = full
    hold = hold_case(work, case, "訴訟中")
    (held,) = list_candidates(work, TODAY)
    assert (held.holds, held.hold_id) == (("保留: 訴訟中",), hold)
    with pytest.raises(NotAllowedError, match="訴訟中"):
        gone(work, office, case, second)
    release_case(work, hold, "判決が出た")
    request = {
        "request_type": "disclosure",
        "requester": "self",
        "person_id": person,
        "staff_id": work.actor.staff_id,
        "scope": "すべて",
    }
    asked = add_record(work, "disclosure_request", request).id
    with pytest.raises(NotAllowedError, match="開示等の請求"):
        gone(work, office, case, second)
    save_record(work, "disclosure_request", asked, {"withdrawn_on": TODAY})
    again = open_case(work, centre="life_support", person_id=person)
    with office.store.writing(None) as session:
        row = session.scalars(select(Case).where(Case.id == again)).one()
        row.previous_case_id = case
    with pytest.raises(NotAllowedError, match="つづきのケース"):
        gone(work, office, case, second)


def test_the_years_are_the_offices_own_by_centre_and_process(office, work, full):
    (usual,) = list_candidates(work, TODAY)
    assert usual.until_on == date(2025, 3, 31)
    rule = {"centre": "life_support", "years_count": 10, "starts": "closed", "basis": "規程"}
    add_record(office.work_of_admin, "retention_rule", rule)
    assert list_candidates(work, TODAY) == []
    (longer,) = list_candidates(work, date(2029, 6, 1))
    assert (longer.until_on, longer.basis) == (date(2029, 6, 1), "規程")
    own = {**rule, "process": "consultation", "years_count": 1, "starts": "contract_end"}
    add_record(office.work_of_admin, "retention_rule", own)
    (shorter,) = list_candidates(work, TODAY)
    assert shorter.until_on == date(2020, 6, 1)
    with pytest.raises(NoRightError):
        add_record(work, "retention_rule", rule)


def test_there_is_one_rule_for_each_and_without_it_the_usual_years_hold(office, work, full):
    admin = office.work_of_admin
    rule = {"centre": "life_support", "years_count": 10, "starts": "closed"}
    kept = add_rule(admin, rule)
    with pytest.raises(InvalidEntriesError, match="もう決まっています"):
        add_rule(admin, rule)
    with pytest.raises(InvalidEntriesError, match="1年以上"):
        save_rule(admin, kept, {**rule, "years_count": 0})
    save_rule(admin, kept, {**rule, "years_count": 7})
    assert [row.years_count for row in list_rules(work)] == [7]
    (later,) = list_candidates(work, TODAY)
    assert later.until_on == date(2026, 6, 1)
    end_rule(admin, kept)
    (usual,) = list_candidates(work, TODAY)
    assert usual.until_on == date(2025, 3, 31)


def test_every_process_can_have_years_of_its_own(work):
    offered = {each.code for each in work.codes.entries("retention.process")}
    assert offered == {key for _centre, key in work.processes} | {LONE}


def test_consultations_without_a_case_run_out_and_go_with_their_person(office, work, second):
    """相談受付簿: what came by telephone and never became a case."""
    person = make_person(work, name=MARK, address=MARK)
    entries = [
        make_consultation(work, person_id=person, held_on=day, body=f"{MARK}の相談")
        for day in (date(2016, 5, 1), date(2019, 6, 1))
    ]
    nameless = make_consultation(work, held_on=date(2021, 4, 1), body=MARK, is_anonymous=True)
    file = add_attachment(work, office.opened, LARGE, file_name="a.pdf", person_id=person)
    save_record(work, "consultation", entries[1], {"attachments": [file]})
    for entry in entries:
        finalise_record(work, "consultation", entry)
    found = list_candidates(work, TODAY)
    assert {each.id: each.until_on for each in found} == {
        entries[0]: date(2022, 3, 31),
        **dict.fromkeys((entries[1], nameless), date(2025, 3, 31)),
    }
    erase = partial(erase_consultation, work, office.opened, basis=BASIS, approval_no="R8-1")
    erase(entries[0], second=second)
    assert show_record(work, "person", person).answers["name"] == MARK  # the other still tells
    erase(entries[1], second=second)
    erase(nameless, second=second)
    assert list_candidates(work, TODAY) == []
    assert search(work, MARK).hits == ()
    assert traces(office.opened) == []
    assert pages_with_mark(office.opened) == 0
    assert not list(office.opened.folder.attachments.iterdir())


def test_the_register_tells_of_consultations_too(office, work, second):
    entry = make_consultation(work, held_on=date(2016, 5, 1), body=MARK)
    (found,) = list_candidates(work, TODAY)
    erase_consultation(work, office.opened, entry, basis=BASIS, approval_no="R8-1", second=second)
    (row,) = list_all_disposals(work)
    assert (row.case_no, row.closed_on, row.centre) == (
        found.case_no,
        date(2016, 5, 1),
        "life_support",
    )
    assert (row.basis, row.approval_no) == (BASIS, "R8-1")
    assert (row.staff, row.approver) == (work.actor.name, second.actor.name)
    assert prove_audit(work).ok
    with office.store.reading(None) as session:
        assert unlike_their_history(session) == {}


def test_what_is_still_kept_or_held_of_a_person_without_a_case_stays(office, work, second):
    person = make_person(work)
    old = make_consultation(work, person_id=person, held_on=date(2016, 5, 1), body="むかし")
    new = make_consultation(work, person_id=person, held_on=TODAY, body="いま")
    erase = partial(erase_consultation, work, office.opened, basis=BASIS, second=second)
    with pytest.raises(NotAllowedError, match="保存期間"):
        erase(new)
    case = open_case(work, centre="life_support", person_id=person)
    assert list_candidates(work, TODAY)[0].holds == ("この方のケースが支援中です",)
    with pytest.raises(NotAllowedError, match="支援中"):
        erase(old)
    of_case = make_consultation(work, case_id=case, held_on=date(2016, 5, 1), body="ケースの")
    with pytest.raises(NotAllowedError, match="ケースごと"):
        erase(of_case)


def test_a_rule_of_the_office_holds_for_what_has_no_case(office, work):
    make_consultation(work, held_on=date(2024, 5, 1), body="匿名", is_anonymous=True)
    rule = {"centre": "life_support", "process": LONE, "years_count": 1, "starts": "closed"}
    add_rule(office.work("kanri"), rule)
    (found,) = list_candidates(work, TODAY)
    assert found.until_on == date(2025, 5, 1)


def test_a_sealed_case_goes_with_the_keys_of_its_compartment(at_desk):
    with at_desk("shunin") as (opened, work):
        case, person, _ = make_home(work)
        make_consultation(work, case_id=case, body=MARK)
        set_worker(work, case, staff_id(work, "sodanin"), role="sub")
        restrict_case(work, case, 2, "支援措置のため")
        with work.store.writing(None) as session:
            row = session.scalars(select(Case).where(Case.id == case)).one()
            row.opened_on, row.closed_on, row.state = date(2018, 5, 1), CLOSED, "closed"
        with work.store.reading(None) as session:
            assert session.scalars(select(CompartmentKey)).first() is not None
            second = Second(_actor_of(session, "sodanin"))
        with pytest.raises(NotAllowedError, match="もう1人"):
            erase_case(work, opened, case, basis=BASIS)
        erase_case(work, opened, case, basis=BASIS, second=second)
        with work.store.reading(None) as session:
            assert list(session.scalars(select(Compartment))) == []
            assert list(session.scalars(select(CompartmentKey))) == []
            assert session.scalars(select(Person).where(Person.id == person)).one().note is None
        assert pages_with_mark(opened) == 0


def _actor_of(session, login):
    return actor_of(session, session.scalars(select(Staff).where(Staff.login == login)).one())


def test_the_guards_stand_again_afterwards_and_stood_before(office, work, full, second):
    _, entry = make_case(work)
    gone(work, office, full[0], second)
    for statement in (
        "DELETE FROM consultation",
        "UPDATE consultation SET body = 'x'",
        "DELETE FROM revision",
        "DELETE FROM audit_entry",
    ):
        with pytest.raises(IntegrityError), office.opened.engine.begin() as connection:
            connection.execute(text(statement))
    assert show_record(work, "consultation", entry).state == "final"


def test_an_erasure_that_fails_has_erased_nothing(office, work, full, second):
    with office.opened.engine.begin() as connection:
        connection.execute(
            text(
                "CREATE TRIGGER no_stone BEFORE INSERT ON disposal"
                " BEGIN SELECT RAISE(ABORT, 'x'); END"
            )
        )
    with pytest.raises(IntegrityError):
        gone(work, office, full[0], second)
    assert "consultation" in traces(office.opened)
    assert len(list(office.opened.folder.attachments.iterdir())) == 1
