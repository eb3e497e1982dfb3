"""Every step of the schema, up and down, on an empty office and on a filled one."""

from pathlib import Path

import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from sqlalchemy import text

from office_fixtures import PASSWORD, make_consultation, make_person
from soudan_desk.centres import all_processes
from soudan_desk.models.base import Base
from soudan_desk.services.cases import open_case
from soudan_desk.services.office import open_office
from soudan_desk.services.search import search
from soudan_desk.storage import migrate as migrating
from soudan_desk.storage.migrate import HEAD, migrate, needs_migration
from soudan_desk.storage.prepare import prepare
from soudan_desk.storage.refusals import NewerSchemaError, StepsMissingError
from soudan_desk.storage.sqlite_dialect import create_engine_for, open_connection

STEPS = sorted((Path(migrating.__file__).parent / "migrations" / "versions").glob("[0-9]*.py"))


@pytest.fixture
def empty(tmp_path):
    path, key = tmp_path / "office.db", bytes(32)
    open_connection(path, key, mode="create").close()
    engine = create_engine_for(path, key)
    yield engine
    engine.dispose()


def tables(engine):
    with engine.connect() as connection:
        names = connection.execute(text("SELECT name FROM sqlite_master WHERE type = 'table'"))
        return {name for (name,) in names if not name.startswith(("sqlite_", "search_text"))}


def test_the_newest_step_is_the_one_the_program_asks_for():
    assert STEPS[-1].name.startswith(HEAD)


def test_the_steps_make_what_the_models_say(empty):
    migrate(empty)
    with empty.connect() as connection:
        context = MigrationContext.configure(connection)
        differences = compare_metadata(context, Base.metadata)
    ours = [each for each in differences if "search_text" not in repr(each)]
    assert ours == []


def test_an_empty_office_goes_up_down_and_up_again(empty):
    migrate(empty)
    full = tables(empty)
    migrate(empty, "base")
    assert tables(empty) == {"alembic_version"}
    migrate(empty)
    assert tables(empty) == full


def test_a_filled_office_goes_down_and_up_without_a_broken_reference(office, work):
    case = open_case(work, centre="life_support", person_id=make_person(work))
    make_consultation(work, case_id=case)
    for step in [*reversed([path.name[:4] for path in STEPS[:-1]]), "base"]:
        migrate(office.opened.engine, step)
    migrate(office.opened.engine)
    assert "consultation" in tables(office.opened.engine)


def test_a_database_from_a_newer_program_is_refused_with_a_sentence(office):
    with office.opened.engine.begin() as connection:
        connection.execute(text("UPDATE alembic_version SET version_num = '9999'"))
    with (
        office.opened.engine.connect() as connection,
        pytest.raises(NewerSchemaError, match="新し"),
    ):
        needs_migration(connection)
    office.opened.close()
    with pytest.raises(NewerSchemaError):
        open_office(office.path, "kanri", PASSWORD, processes=all_processes())


def test_a_migration_that_fails_changes_nothing(office, work, monkeypatch):
    make_consultation(work, body="残る記録")
    before = tables(office.opened.engine)
    monkeypatch.setattr(migrating, "foreign_key_faults", lambda _connection: ["made on purpose"])
    with pytest.raises(RuntimeError, match="broke references"):
        migrate(office.opened.engine, "base")
    assert tables(office.opened.engine) == before
    assert len(search(work, "残る記録").hits) == 1


def test_an_older_office_that_cannot_be_written_is_refused_with_a_sentence(office):
    migrate(office.opened.engine, STEPS[-2].name[:4])
    office.opened.read_only_reason = "書き込めません。"
    with pytest.raises(StepsMissingError, match="空きとフォルダーの書き込みの権限を確かめて"):
        prepare(office.opened)
    assert not list(office.path.glob("before-migration/*"))
    office.opened.read_only_reason = ""
    prepare(office.opened)
