"""Queries made once: the same rows, the same scope, whatever the values."""

import pickle
from uuid import SafeUUID

from sqlalchemy import bindparam, event, select

from office_fixtures import TODAY, make_consultation, make_person
from soudan_desk.models import Case, Consultation, Person
from soudan_desk.models.base import new_id
from soudan_desk.services.cases import open_case
from soudan_desk.services.records import save_record
from soudan_desk.storage.prepared import Prepared, among, among_many, as_one, few_sizes

BY_ID = Prepared(select(Person.id, Person.name, Person.created_at).where(among(Person.id, "ids")))
BY_DAY = Prepared(
    select(Consultation.id, Consultation.held_on, Consultation.topics, Case.case_no)
    .outerjoin(Case, Case.id == Consultation.case_id)
    .where(Consultation.held_on == bindparam("day"))
)


def test_lists_of_every_length_give_their_rows(work):
    ids = [make_person(work, name=f"見本 {number}") for number in range(9)]
    with work.store.reading(work.actor) as session:
        for length in (0, 1, 2, 3, 5, 8, 9, 4, 1):
            assert {row.id for row in BY_ID(session, ids=ids[:length])} == set(ids[:length])


def test_values_come_and_go_in_the_types_of_their_columns(work):
    consultation = make_consultation(work, topics=["housing"])
    with work.store.reading(work.actor) as session:
        assert BY_DAY(session, day=TODAY) == [(consultation, TODAY, ["housing"], None)]
        assert BY_DAY(session, day=TODAY.replace(year=2000)) == []


def test_each_worker_gets_only_what_they_may_see(office):
    mine, others = office.work("shunin"), office.work("nishio")
    person = make_person(mine, name="秘匿 見本", kana="ヒトク ミホン")
    case = open_case(mine, centre="life_support", person_id=person)
    make_consultation(mine, case_id=case)
    save_record(mine, "case", case, {"restriction_level": 3})
    for work, count in ((mine, 1), (others, 0), (office.work("kansa"), 0)):
        with work.store.reading(work.actor) as session:
            assert len(BY_DAY(session, day=TODAY)) == count
            assert len(BY_ID(session, ids=[person])) == count


def test_a_case_of_another_centre_leaves_its_record_without_a_number(office):
    mine = office.work("shunin")
    case = open_case(mine, centre="life_support", person_id=make_person(mine))
    make_consultation(mine, case_id=case, centre="disability")
    other = office.work("nishio", centres={"disability"})
    with other.store.reading(other.actor) as session:
        assert [row.case_no for row in BY_DAY(session, day=TODAY)] == [None]


def test_lists_are_filled_up_to_few_lengths():
    assert {len(few_sizes(range(length))) for length in range(70)} == {
        0,
        1,
        2,
        4,
        8,
        16,
        32,
        64,
        128,
    }


def test_a_limit_stands_in_the_sql_and_is_no_parameter(work):
    seen = []
    with work.store.reading(work.actor) as session:
        engine = session.connection().engine
        event.listen(engine, "before_cursor_execute", lambda *words: seen.append(words[2:4]))
        session.scalars(select(Person.id).limit(7)).all()
    assert "LIMIT 7" in seen[0][0]
    assert 7 not in seen[0][1]


def test_what_never_changes_stands_in_the_sql_and_is_copied_at_no_run(work):
    person = make_person(work, name="見本 花子")
    alike = Prepared(
        select(Person.name).where(
            Person.id == bindparam("person"),
            Person.name.in_(["見本 花子", "O'Brien", "何?", "\\見本"]),
            Person.id != work.actor.staff_id,
        )
    )
    with work.store.reading(work.actor) as session:
        assert [row.name for row in alike(session, person=person)] == ["見本 花子"]
        (made,) = alike._made.values()
    assert "'見本 花子'" in made.sql
    assert f"X'{work.actor.staff_id.hex}'" in made.sql
    assert set(made.parameters({"person": person})) == {person.bytes, "O'Brien", "何?", "\\見本"}


def test_a_key_read_back_is_the_uuid_that_was_stored(work):
    person = make_person(work)
    with work.store.reading(work.actor) as session:
        (key,) = session.scalars(select(Person.id))
    assert (key, hash(key), str(key), repr(key)) == (
        person,
        hash(person),
        str(person),
        repr(person),
    )
    assert pickle.loads(pickle.dumps(key)) == person
    assert key.is_safe is SafeUUID.unknown


def test_thousands_of_keys_are_one_value_and_one_statement(work):
    ids = [make_person(work, name=f"見本 {number}") for number in range(5)]
    many = Prepared(select(Person.id).where(among_many(Person.id, "ids")))
    with work.store.reading(work.actor) as session:
        for wanted in (ids, ids[:2], []):
            assert {row.id for row in many(session, ids=as_one(wanted))} == set(wanted)
        assert {row.id for row in many(session, ids=as_one([new_id(), *ids]))} == set(ids)
    assert len(many._made) == 1
