import os
import resource
import shutil

import pytest
import sqlcipher3.dbapi2 as driver
from bare_office import python
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError, IntegrityError

from soudan_desk.storage.driver_errors import as_worker_error
from soudan_desk.storage.pooling import MAIN_CACHE_MIB, OTHER_CACHE_MIB, close_engine
from soudan_desk.storage.refusals import (
    BusyError,
    DamagedDatabaseError,
    DiskFaultError,
    DiskFullError,
    MissingDatabaseError,
)
from soudan_desk.storage.sqlite_dialect import (
    copy_database,
    create_engine_for,
    faults_of,
    open_connection,
    page_faults,
    reading_engine,
    snapshot_of,
    truncate_wal,
)

KEY = bytes(range(32))
PAGE = 4096


@pytest.fixture
def database(tmp_path):
    path = tmp_path / "デー タ#1%.db"
    connection = open_connection(path, KEY, mode="create")
    connection.execute("CREATE TABLE note (body TEXT NOT NULL) STRICT")
    connection.executemany("INSERT INTO note VALUES (?)", [("あ" * 2000,)] * 60)
    connection.close()
    return path


@pytest.fixture
def engine(database):
    made = create_engine_for(database, KEY)
    yield made
    close_engine(made)


def pragma(connection, name):
    row = connection.execute(f"PRAGMA {name}").fetchone()
    return row and row[0]


@pytest.mark.parametrize("mode", ["create", "rw"])
def test_a_connection_is_as_safe_as_the_opening_sequence_says(database, mode):
    connection = open_connection(database, KEY, mode=mode, cache_mib=16)

    told = {
        name: pragma(connection, name)
        for name in (
            *("cipher_use_hmac", "cipher_memory_security", "journal_mode", "synchronous"),
            *("foreign_keys", "busy_timeout", "cache_size", "trusted_schema", "secure_delete"),
            *("temp_store", "journal_size_limit"),
        )
    }
    assert told == {
        "cipher_use_hmac": "1",
        "cipher_memory_security": "1",
        "journal_mode": "wal",
        "synchronous": 2,
        "foreign_keys": 1,
        "busy_timeout": 10_000,
        "cache_size": -16 * 1024,
        "trusted_schema": 0,
        "secure_delete": 1,
        "temp_store": 2,
        "journal_size_limit": 64 * 1024 * 1024,
    }
    assert int(pragma(connection, "cipher_version").split(".")[0]) >= 4
    with pytest.raises(driver.OperationalError, match="not authorized"):
        connection.execute("SELECT load_extension('nothing')")
    connection.close()


def test_a_path_is_never_made_into_a_new_database_by_opening_it(tmp_path):
    with pytest.raises(MissingDatabaseError):
        open_connection(tmp_path / "missing.db", KEY)

    assert not list(tmp_path.iterdir())


def test_another_key_opens_nothing_and_does_no_harm(database):
    for mode in ("rw", "ro", "immutable"):
        with pytest.raises(DamagedDatabaseError):
            open_connection(database, bytes(32), mode=mode)

    connection = open_connection(database, KEY)
    assert snapshot_of(connection).rows == {"note": 60}
    connection.close()


def test_a_reading_connection_cannot_write(database):
    connection = open_connection(database, KEY, mode="ro")
    with pytest.raises(driver.OperationalError):
        connection.execute("DELETE FROM note")
    connection.close()


# --- transactions ----------------------------------------------------------------------------


def test_readers_go_on_while_a_writer_writes_and_a_second_writer_is_told_to_wait(engine):
    with engine.begin() as writer:
        writer.execute(text("INSERT INTO note VALUES ('new')"))
        with reading_engine(engine).connect() as reader:
            assert reader.execute(text("SELECT count(*) FROM note")).scalar_one() == 60
        with pytest.raises(DBAPIError) as refused, engine.connect() as second:
            second.connection.driver_connection.execute("PRAGMA busy_timeout = 20")
            second.execute(text("SELECT 1"))
    assert isinstance(as_worker_error(refused.value), BusyError)


def test_schema_changes_belong_to_the_transaction(engine):
    with pytest.raises(RuntimeError), engine.begin() as connection:
        connection.execute(text("CREATE TABLE other (a TEXT) STRICT"))
        connection.execute(text("INSERT INTO other VALUES ('x')"))
        raise RuntimeError

    with engine.connect() as connection:
        found = connection.execute(text("SELECT count(*) FROM sqlite_master WHERE name = 'other'"))
        assert found.scalar_one() == 0


def test_the_connection_with_the_large_cache_is_used_whenever_it_is_free(engine):
    def cache(connection):
        return pragma(connection.connection.driver_connection, "cache_size")

    with reading_engine(engine).connect() as first, reading_engine(engine).connect() as second:
        caches = [cache(first), cache(second)]
        first.close()
    assert caches == [-1024 * MAIN_CACHE_MIB, -1024 * OTHER_CACHE_MIB]
    for _ in range(3):
        with engine.connect() as again:
            assert cache(again) == -1024 * MAIN_CACHE_MIB


def test_errors_show_no_parameters_and_constraint_failures_are_bugs(engine):
    with pytest.raises(IntegrityError) as failed, engine.begin() as connection:
        connection.execute(
            text("INSERT INTO note SELECT NULL WHERE :secret IS NOT NULL"), {"secret": "架空の秘密"}
        )

    assert "架空の秘密" not in str(failed.value)
    assert as_worker_error(failed.value) is None


# --- faults ----------------------------------------------------------------------------------


def test_a_flipped_page_is_found_by_the_check_and_a_cut_file_is_not_even_opened(database, tmp_path):
    flipped, cut = (shutil.copy(database, tmp_path / name) for name in ("flipped.db", "cut.db"))
    content = bytearray(database.read_bytes())
    content[len(content) - PAGE // 2] ^= 1
    flipped.write_bytes(content)
    os.truncate(cut, len(content) - 5 * PAGE)

    connection = open_connection(flipped, KEY)
    assert page_faults(connection)
    assert faults_of(connection)
    connection.close()
    with pytest.raises(DamagedDatabaseError):
        open_connection(cut, KEY)


def test_a_sound_database_has_no_faults_even_with_work_in_its_log(database):
    connection = open_connection(database, KEY)
    connection.execute("DELETE FROM note WHERE oid % 3 = 0")
    truncate_wal(connection)

    assert faults_of(connection) == []
    assert database.with_name(database.name + "-wal").stat().st_size == 0
    connection.close()


def test_a_broken_reference_is_a_fault(database):
    connection = open_connection(database, KEY)
    connection.execute("PRAGMA foreign_keys = OFF")
    connection.execute("CREATE TABLE parent (id INTEGER PRIMARY KEY) STRICT")
    connection.execute("CREATE TABLE child (of INTEGER REFERENCES parent) STRICT")
    connection.execute("INSERT INTO child VALUES (7)")

    assert faults_of(connection) == ["child -> parent"]
    connection.close()


QUOTA = """
import resource, sys
from pathlib import Path
import sqlcipher3.dbapi2 as driver
from soudan_desk.storage.driver_errors import as_worker_error
from soudan_desk.storage.sqlite_dialect import open_connection

resource.setrlimit(resource.RLIMIT_FSIZE, (1_000_000, 1_000_000))
connection = open_connection(Path(sys.argv[1]), bytes(range(32)))
rows = 0
try:
    while True:
        connection.execute("INSERT INTO note VALUES (?)", ("x" * 50_000,))
        rows += 1
except driver.Error as error:
    print(rows, type(as_worker_error(error)).__name__)
"""


@pytest.mark.skipif(not hasattr(resource, "RLIMIT_FSIZE"), reason="no such limit here")
def test_a_quota_is_told_as_a_sentence_and_keeps_what_was_saved(database):
    rows, told = python(QUOTA, database).communicate()[0].split()

    assert told in {DiskFullError.__name__, DiskFaultError.__name__}
    connection = open_connection(database, KEY)
    assert snapshot_of(connection).rows == {"note": 60 + int(rows)}
    truncate_wal(connection)
    assert faults_of(connection) == []
    connection.close()


# --- copies ----------------------------------------------------------------------------------


def test_a_copy_taken_while_somebody_writes_is_one_moment_of_the_source(database, tmp_path):
    writer = open_connection(database, KEY)
    source = open_connection(database, KEY)
    writer.execute("BEGIN IMMEDIATE")
    writer.execute("INSERT INTO note VALUES ('not committed')")

    snapshot = copy_database(source, tmp_path / "copy.db", KEY)
    writer.execute("COMMIT")

    assert snapshot.rows == {"note": 60}
    copy = open_connection(tmp_path / "copy.db", KEY, mode="immutable")
    assert snapshot_of(copy) == snapshot
    assert faults_of(copy) == []
    assert (tmp_path / "copy.db").read_bytes()[:16] != database.read_bytes()[:16]  # its own salt
    for connection in (writer, source, copy):
        connection.close()
    assert sorted(p.name for p in tmp_path.glob("copy.db*")) == ["copy.db"]


def test_a_disk_that_fills_up_under_a_copy_is_told_apart(database, small_disk):
    source = open_connection(database, KEY)
    for _ in range(100):
        source.execute("INSERT INTO note VALUES (?)", ("x" * 50_000,))

    with pytest.raises(driver.Error) as stopped:  # more than the disk of 4 MiB holds
        copy_database(source, small_disk / "copy.db", KEY)
    source.close()

    assert isinstance(as_worker_error(stopped.value), DiskFullError)
