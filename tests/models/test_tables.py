"""The tables, in a real SQLite database and as PostgreSQL would make them."""

import sqlite3
from uuid import uuid5

import pytest
from sqlalchemy import create_engine, inspect, select, text
from sqlalchemy.dialects import postgresql
from sqlalchemy.exc import IntegrityError, InvalidRequestError
from sqlalchemy.orm import Session
from sqlalchemy.orm.exc import StaleDataError
from sqlalchemy.schema import CreateIndex, CreateTable

from question_samples import KINDS, SAMPLE_ID, centres_of, sample_of
from soudan_desk.fields import Kind, answer_to_json
from soudan_desk.models import (
    Attachment,
    Case,
    CaseWorker,
    CodeAddition,
    Consultation,
    Kinship,
    Person,
    fields_of,
)
from soudan_desk.models.base import Base, new_id

TABLES = Base.metadata.sorted_tables
LONGEST_NAME = 63
"""What PostgreSQL keeps of a name."""


@pytest.fixture(scope="module")
def engine():
    engine = create_engine("sqlite://", module=sqlite3)
    Base.metadata.create_all(engine)
    yield engine
    engine.dispose()


@pytest.fixture
def session(engine):
    with engine.connect() as connection:
        around = connection.begin()
        yield Session(connection, join_transaction_mode="create_savepoint")
        around.rollback()


def own_id(field):
    """Return an id for a reference: another one for each question, so that none is its own."""
    return uuid5(SAMPLE_ID, field.key)


def filled(model, centre, **given):
    """Make a record with an answer to every question, and what its other columns must hold."""
    answers = {field.key: column_value(field, centre) for field in fields_of(model)}
    if model is Attachment:
        answers |= {"media_type": "image/png", "size_bytes": 3, "sha256": "00", "content": b"\0\1"}
    return model(**{**answers, **given})


def column_value(field, centre):
    answer = own_id(field) if field.kind is Kind.REFERENCE else sample_of(field, centre)
    return answer_to_json(field, answer) if field.kind is Kind.ROWS else answer


def person(**given):
    return Person(restriction_level=0, **given)


def case(**given):
    return filled(Case, "life_support", id=new_id(), **given)


def test_every_table_is_strict(engine):
    with engine.connect() as connection:
        made = connection.execute(text("SELECT name, sql FROM sqlite_master WHERE type='table'"))
        assert [name for name, sql in made if not sql.rstrip().endswith("STRICT")] == []


def test_a_word_where_a_number_belongs_is_refused(session):
    session.add(record := person(name="見本"))
    session.flush()
    with pytest.raises(IntegrityError, match="TEXT value in INTEGER"):
        session.execute(text("UPDATE person SET restriction_level='秘'"), {"id": record.id})


@pytest.mark.parametrize("table", TABLES, ids=lambda table: table.name)
def test_postgresql_could_make_the_table_with_short_enough_names(table):
    dialect = postgresql.dialect()
    made = str(CreateTable(table).compile(dialect=dialect))
    assert "BLOB" not in made
    for index in table.indexes:
        assert str(CreateIndex(index).compile(dialect=dialect))
        assert len(index.name) <= LONGEST_NAME
    for constraint in table.constraints:
        if isinstance(constraint.name, str):
            assert len(constraint.name) <= LONGEST_NAME


@pytest.mark.parametrize("model", KINDS.values(), ids=list(KINDS))
def test_every_answer_comes_back_from_the_table_as_it_went(session, model):
    for centre in centres_of(model):
        record = filled(model, centre)
        given = {field.key: getattr(record, field.key) for field in fields_of(model)}
        session.add(record)
        session.flush()
        session.expunge_all()
        read = session.scalars(select(model)).one()
        assert {key: getattr(read, key) for key in given} == given
        session.delete(read)
        session.flush()


@pytest.mark.parametrize("model", KINDS.values(), ids=list(KINDS))
def test_only_what_is_required_must_be_there(session, model):
    needed = {
        field.key: column_value(field, centres_of(model)[0])
        for field in fields_of(model)
        if field.required
    }
    if model is Attachment:
        needed |= {"media_type": "image/png", "size_bytes": 0, "sha256": "", "content": b""}
    session.add(model(**needed))
    session.flush()
    session.expunge_all()
    read = session.scalars(select(model)).one()
    assert {key: getattr(read, key) for key in needed} == needed
    assert (read.record_state, read.version, read.lock_version) == ("draft", 1, 1)


def test_an_id_sorts_by_the_time_it_was_made():
    made = [new_id() for _ in range(200)]
    assert made == sorted(made)
    assert {each.version for each in made} == {7}


def test_two_editors_cannot_overwrite_each_other(engine):
    record_id = new_id()
    with Session(engine) as first, Session(engine) as second:
        first.add(Person(id=record_id, name="見本"))
        first.commit()
        mine, theirs = first.get_one(Person, record_id), second.get_one(Person, record_id)
        theirs.name = "見本 一"
        second.commit()
        mine.name = "見本 二"
        with pytest.raises(StaleDataError):
            first.commit()
        first.rollback()
        second.delete(theirs)
        second.commit()


def test_setting_an_equal_list_is_no_change(session):
    record = filled(Consultation, "life_support")
    session.add(record)
    session.flush()
    session.refresh(record)
    record.topics = list(record.topics)
    record.abuse_reports = [dict(row) for row in record.abuse_reports]
    session.flush()
    assert record.lock_version == 1


@pytest.mark.parametrize(
    ("make", "constraint"),
    [
        (lambda: case(restriction_level=4), "restriction_level"),
        (lambda: case(record_state="gone"), "record_state"),
        (lambda: Kinship(person_id=SAMPLE_ID, relative_id=SAMPLE_ID, type="father"), "two_people"),
        (lambda: filled(Attachment, "disability", content=None), "one_place"),
        (lambda: filled(Attachment, "disability", file_key=b"k"), "key_with_file"),
        (lambda: case(opened_on=None), "opened_on"),
    ],
)
def test_what_must_not_be_is_refused_by_the_table(session, make, constraint):
    session.add(make())
    with pytest.raises(IntegrityError, match=constraint):
        session.flush()


@pytest.mark.parametrize(
    "twice",
    [
        lambda: case(case_no="R08-L-0001"),
        lambda: CaseWorker(case_id=SAMPLE_ID, staff_id=SAMPLE_ID, role="main"),
        lambda: CodeAddition(list_name="relation", code="own", entry_label="見本"),
    ],
)
def test_what_stands_once_cannot_stand_twice(session, twice):
    session.add(twice())
    session.flush()
    session.add(twice())
    with pytest.raises(IntegrityError, match="UNIQUE"):
        session.flush()


def test_the_bytes_of_a_file_are_read_only_when_asked_for(session):
    session.add(filled(Attachment, "disability"))
    session.flush()
    session.expunge_all()
    read = session.scalars(select(Attachment)).one()
    assert {"content", "file_key"} <= inspect(read).unloaded
    assert read.content == b"\0\1"


def test_no_relationship_loads_behind_ones_back():
    relationships = [r for model in KINDS.values() for r in inspect(model).relationships]
    assert [r.key for r in relationships if r.lazy != "raise"] == []


def test_a_name_is_folded_for_the_search_for_likely_duplicates():
    record = person(
        name="髙﨑 ゆい",
        kana="ﾀｶｻｷ ﾕｲ",
        tel_home="03-0000-1111",
        tel_mobile="０９０（００００）２２２２",
        aliases=[{"kind": "former_name", "name": "渡邊 ゆい", "kana": None}],
    )
    record.derive()
    same = person(name="高崎　ゆい", kana="たかさきゆい", aliases=[{"name": "渡辺ゆい"}])
    same.derive()
    assert record.name_folded == same.name_folded
    assert record.kana_folded == same.kana_folded
    assert record.alias_folded == same.alias_folded
    assert record.tel_folded == "0300001111 09000002222"
    nobody = person()
    nobody.derive()
    assert (nobody.name_folded, nobody.kana_folded, nobody.tel_folded) == (None, None, None)


def test_an_abandoned_session_leaves_the_table_empty(session):
    assert session.scalars(select(Person)).all() == []
    with pytest.raises(InvalidRequestError):
        session.refresh(person())
