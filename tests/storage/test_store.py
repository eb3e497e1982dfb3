"""Units of work: all or nothing, with revision, audit row and tokens."""

import pytest
from sqlalchemy import func, select, text

from office_fixtures import PASSWORD, TODAY, make_consultation, make_person
from soudan_desk.errors import ConflictError, NotAllowedError
from soudan_desk.models import Case, Consultation, Person, Revision, SearchDoc
from soudan_desk.models.history import AuditEntry
from soudan_desk.services.cases import open_case
from soudan_desk.services.older_copies import store_of
from soudan_desk.services.records import amend_record, finalise_record, void_record
from soudan_desk.storage.audit_check import first_bad_seq
from soudan_desk.storage.opening import open_office
from soudan_desk.storage.store import fetch


def counts(work):
    with work.store.reading(None) as session:
        return tuple(
            session.scalar(select(func.count()).select_from(table))
            for table in (Consultation, Revision, AuditEntry, SearchDoc)
        )


def test_a_save_brings_its_revision_audit_row_and_tokens_with_it(work):
    before = counts(work)
    make_consultation(work)
    after = counts(work)
    assert [b - a for a, b in zip(before, after, strict=True)] == [1, 1, 1, 1]


def test_a_unit_of_work_that_fails_leaves_nothing_behind(work):
    before = counts(work)
    with pytest.raises(ZeroDivisionError), work.store.writing(work.actor) as session:
        session.add(
            Consultation(
                centre="life_support", held_on=TODAY, staff_id=work.actor.staff_id, body="消える"
            )
        )
        session.flush()
        1 / 0  # noqa: B018
    assert counts(work) == before


def test_the_audit_chain_holds_and_shows_the_row_that_was_changed(work):
    for _ in range(3):
        make_consultation(work)
    with work.store.reading(None) as session:
        assert first_bad_seq(session, work.store.chain) is None
    with work.store.writing(None) as session:
        session.execute(text("DROP TRIGGER audit_entry_no_update"))
        session.execute(text("UPDATE audit_entry SET action = 'nothing' WHERE seq = 3"))
    with work.store.reading(None) as session:
        assert first_bad_seq(session, work.store.chain) == 3


def test_audit_numbers_have_no_gaps_even_after_a_failed_save(work):
    make_consultation(work)
    with pytest.raises(ZeroDivisionError), work.store.writing(work.actor) as session:
        session.add(Person(name="消える 見本"))
        session.flush()
        1 / 0  # noqa: B018
    make_consultation(work)
    with work.store.reading(None) as session:
        numbers = session.scalars(select(AuditEntry.seq).order_by(AuditEntry.seq)).all()
    assert numbers == list(range(1, len(numbers) + 1))


def test_a_final_record_cannot_be_overwritten_even_by_sql(work):
    record_id = make_consultation(work)
    finalise_record(work, "consultation", record_id)
    for statement in ("UPDATE consultation SET body = 'x'", "DELETE FROM consultation"):
        with (
            pytest.raises(Exception, match=r"final records|records are voided"),
            work.store.writing(None) as session,
        ):
            session.execute(text(statement))


def test_a_refused_deletion_says_what_to_do_instead(work):
    person_id = make_person(work)
    with (
        pytest.raises(NotAllowedError, match="取り消して"),
        work.store.writing(work.actor) as session,
    ):
        session.delete(fetch(session, Person, person_id))


def test_amending_keeps_the_former_text_and_the_reason(work):
    record_id = make_consultation(work, body="はじめの文")
    finalise_record(work, "consultation", record_id)
    saved = amend_record(
        work, "consultation", record_id, {"body": "直した文"}, reason="聞きちがいのため"
    )
    assert (saved.version, saved.state) == (2, "final")
    with work.store.reading(None) as session:
        bodies = session.execute(
            select(Revision.version, Revision.content, Revision.reason)
            .where(Revision.record_id == record_id)
            .order_by(Revision.seq)
        ).all()
    assert [(v, c["body"]) for v, c, _ in bodies] == [
        (1, "はじめの文"),
        (1, "はじめの文"),
        (2, "直した文"),
    ]
    assert bodies[-1].reason == "聞きちがいのため"


def test_a_void_record_is_no_longer_found(work):
    record_id = make_consultation(work)
    void_record(work, "consultation", record_id, reason="別の人の記録だったため")
    with work.store.reading(None) as session:
        found = session.scalar(select(SearchDoc).where(SearchDoc.record_id == record_id))
    assert found is None


def test_the_last_contact_of_a_case_equals_a_recount(work):
    case_id = open_case(work, centre="life_support", person_id=make_person(work))
    for day in (1, 20, 10):
        make_consultation(work, case_id=case_id, held_on=TODAY.replace(day=day))
    latest = make_consultation(work, case_id=case_id, held_on=TODAY)
    void_record(work, "consultation", latest, reason="まちがい")
    with work.store.reading(work.actor) as session:
        assert fetch(session, Case, case_id).last_contact_on == TODAY.replace(day=20)


def test_two_editors_of_one_record_are_told(work):
    record_id = make_consultation(work)
    with pytest.raises(ConflictError, match="ほかの人"), work.store.writing(work.actor) as one:
        mine = fetch(one, Consultation, record_id)
        one.execute(
            text("UPDATE consultation SET lock_version = lock_version + 1 WHERE id = :id"),
            {"id": record_id.bytes},
        )
        mine.body = "わたしの文"


def test_listeners_hear_what_kinds_a_commit_touched(work):
    heard = []
    work.store.on_change(heard.append)
    make_consultation(work)
    assert heard == [frozenset({Consultation})]


def known_size(store, table):
    """Return how many rows the planner takes a table to have."""
    query = text("SELECT max(CAST(stat AS INTEGER)) FROM sqlite_stat1 WHERE tbl = :table")
    with store.reading(None) as session:
        return session.scalar(query, {"table": table})


def test_the_planner_learns_of_many_records_written_at_once(work):
    with work.store.writing_many(work.actor, "bench") as bulk:
        for number in range(30):
            bulk.add(Person(name=f"見本 {number}", is_anonymous=False))
    assert known_size(work.store, "person") == 30


def test_the_planner_keeps_no_samples_that_would_have_it_plan_each_execution_anew(work):
    with work.store.writing_many(work.actor, "bench") as bulk:
        for number in range(300):
            bulk.add(Person(name=f"見本 {number}", is_anonymous=False))
    with work.store.reading(None) as session:
        assert session.scalar(text("SELECT count(*) FROM sqlite_stat4")) == 0


def test_the_planner_learns_at_closing(office, work):
    for _ in range(30):
        make_consultation(work)
    office.opened.close()
    opened = open_office(office.path, "kanri", PASSWORD)
    assert known_size(store_of(opened), "consultation") == 30
    opened.close()
