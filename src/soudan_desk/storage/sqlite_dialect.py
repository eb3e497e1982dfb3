"""The module that speaks SQLite: opening, transactions, checks, copies, full text.

What guards rows inside the database stands in `sqlite_guards`.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager, suppress
from functools import partial
from pathlib import Path
from typing import Any, Final, Literal, NamedTuple
from uuid import UUID

import sqlcipher3.dbapi2 as driver
from sqlalchemy import Connection, Engine, Integer, column, create_engine, event, text
from sqlalchemy.dialects.sqlite.base import SQLiteCompiler
from sqlalchemy.orm import Session

from soudan_desk.errors import SoudanError
from soudan_desk.storage import sqlite_guards
from soudan_desk.storage.driver_errors import as_worker_error, worker_error_or_bug
from soudan_desk.storage.pooling import (
    MAIN_CACHE_MIB,
    OPENERS,
    OTHER_CACHE_MIB,
    MainFirstPool,
    Opener,
)
from soudan_desk.storage.refusals import (
    BusyError,
    DamagedDatabaseError,
    MissingDatabaseError,
    WrongLibraryError,
)

protect_evidence, protect_history = sqlite_guards.protect_evidence, sqlite_guards.protect_history
"""As the released first migration calls them."""
Mode = Literal["rw", "ro", "create", "immutable"]

_WAITING: Final = "busy_timeout = 10000"
_WAL_LIMIT_BYTES: Final = 64 * 1024 * 1024
_PREPARED_STATEMENTS: Final = 256
_ANALYSED_ROWS: Final = 100_000
_URI_MODES: Final = {"rw": "rw", "ro": "ro", "create": "rwc", "immutable": "ro&immutable=1"}
_SAFE_PRAGMAS: Final = (
    _WAITING,
    "foreign_keys = ON",
    "cipher_memory_security = ON",
    "trusted_schema = OFF",
    "temp_store = MEMORY",
)
_WRITING_PRAGMAS: Final = (
    "journal_mode = WAL",
    "synchronous = FULL",
    "secure_delete = ON",
    f"journal_size_limit = {_WAL_LIMIT_BYTES}",
)


# --- opening ---------------------------------------------------------------------------------


def open_connection(
    path: Path,
    key: bytes,
    *,
    mode: Mode = "rw",
    cache_mib: int = OTHER_CACHE_MIB,
    key_none_for_bench: bool = False,
) -> Any:
    """Open the database under a raw 32-byte key, with every pragma of the opening sequence.

    A missing or empty file is never taken for a new database unless `mode` is "create".
    """
    if mode != "create" and (not path.is_file() or path.stat().st_size == 0):
        raise MissingDatabaseError
    try:
        connection = driver.connect(
            f"{path.absolute().as_uri()}?mode={_URI_MODES[mode]}",
            uri=True,
            isolation_level=None,
            check_same_thread=False,
            cached_statements=_PREPARED_STATEMENTS,
        )
    except driver.Error as error:
        raise worker_error_or_bug(error) from None
    try:
        _make_safe(connection, None if key_none_for_bench else key, mode, cache_mib)
    except driver.Error as error:
        connection.close()
        raise worker_error_or_bug(error) from None
    except BaseException:
        connection.close()
        raise
    return connection


def _make_safe(connection: Any, key: bytes | None, mode: Mode, cache_mib: int) -> None:
    connection.execute("PRAGMA cipher_log_level = NONE")  # SQLCipher would print to stderr
    if key is not None:
        connection.set_key(f"x'{key.hex()}'")  # not as SQL: the statement cache would keep it
        _assert_encrypting(connection)
    connection.enable_load_extension(False)
    for pragma in _SAFE_PRAGMAS:
        connection.execute(f"PRAGMA {pragma}")
    connection.execute("SELECT count(*) FROM sqlite_master").fetchone()  # proves the key
    for pragma in _WRITING_PRAGMAS if mode in {"rw", "create"} else ("query_only = ON",):
        connection.execute(f"PRAGMA {pragma}")
    connection.execute(f"PRAGMA cache_size = {-1024 * cache_mib}")


def _assert_encrypting(connection: Any) -> None:
    version = connection.execute("PRAGMA cipher_version").fetchone()
    authenticates = connection.execute("PRAGMA cipher_use_hmac").fetchone()
    if version is None or int(version[0].split(".")[0]) < 4 or authenticates != ("1",):
        raise WrongLibraryError


# --- engine ----------------------------------------------------------------------------------


def create_engine_for(
    path: Path,
    key: bytes,
    *,
    mode: Mode = "rw",
    cache_mib: int = MAIN_CACHE_MIB,
    key_none_for_bench: bool = False,
) -> Engine:
    """Make an engine whose transactions take the write lock at once; see `reading_engine`."""

    def open_one(cache: int) -> Any:
        return open_connection(
            path, key, mode=mode, cache_mib=cache, key_none_for_bench=key_none_for_bench
        )

    opener = Opener(open_one, cache_mib)
    engine = create_engine(
        "sqlite://",
        creator=opener,
        module=driver,
        poolclass=MainFirstPool,
        pool_size=8,
        max_overflow=0,
        pool_use_lifo=True,
        hide_parameters=True,
    )
    engine.dialect.statement_compiler = _Compiler
    statement = "BEGIN IMMEDIATE" if mode in {"rw", "create"} else "BEGIN"
    event.listen(engine, "begin", partial(_begin, statement))
    OPENERS[engine] = opener
    return engine


def _begin(statement: str, connection: Connection) -> None:
    options = connection.get_execution_options()
    raw: Any = connection.connection.driver_connection
    if wait_ms := options.get("soudan_wait_ms"):
        raw.execute(f"PRAGMA busy_timeout = {wait_ms}")
    try:
        connection.exec_driver_sql("BEGIN" if options.get("soudan_reading") else statement)
    finally:
        if wait_ms:
            raw.execute(f"PRAGMA {_WAITING}")


class _Compiler(SQLiteCompiler):
    """Writes out `LIMIT 50`: where it is a parameter, SQLite plans anew at each execution."""

    def limit_clause(self, select: Any, **words: Any) -> str:
        """Render the limit into the SQL."""
        words["literal_execute"] = True
        return str(super().limit_clause(select, **words))  # type: ignore[no-untyped-call]

    def visit_now_func(self, fn: Any, **kw: Any) -> str:
        """Render this instant as `InstantColumn` writes it."""
        return "strftime('%Y-%m-%dT%H:%M:%fZ', 'now')"

    def visit_today_func(self, fn: Any, **kw: Any) -> str:
        """Render the day it is in the office."""
        return "date('now', 'localtime')"

    def visit_keys_func(self, fn: Any, **kw: Any) -> str:
        """Render the keys of a list that was given as one text: `prepared.among_many`."""
        given = self.function_argspec(fn, **kw)
        return f"(SELECT unhex(value) FROM json_each{given})"  # noqa: S608 - a parameter's mark


def reading_engine(engine: Engine) -> Engine:
    """Return the same engine and pool, beginning transactions that never wait for a writer."""
    return engine.execution_options(soudan_reading=True)


def impatient_engine(engine: Engine, wait_ms: int) -> Engine:
    """Return the same engine and pool, giving up sooner where another transaction writes."""
    return engine.execution_options(soudan_wait_ms=wait_ms)


def refresh_statistics(engine: Engine) -> None:
    """Let the planner know how large tables have become; looks only where that changed a lot.

    The limit is there because a full analysis keeps samples, for which every execution would be
    planned anew. It only helps later queries, so a full disk or a busy database stops nothing.
    """
    with suppress(driver.DatabaseError, SoudanError):
        connection = engine.raw_connection()
        try:
            raw: Any = connection.driver_connection
            raw.execute(f"PRAGMA analysis_limit = {_ANALYSED_ROWS}")
            raw.execute("PRAGMA optimize(0x02)")
        finally:
            connection.close()


# --- checks and copies -----------------------------------------------------------------------


def truncate_wal(connection: Any) -> None:
    """Move everything from the write-ahead log into the file; must precede both checks."""
    busy, _, _ = connection.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()
    if busy:
        raise BusyError


def page_faults(connection: Any) -> list[str]:
    """List pages of the main file whose MAC does not hold."""
    return [str(row[0]) for row in _check(connection, "cipher_integrity_check")]


def structure_faults(connection: Any) -> list[str]:
    """List faults in the file's structure and broken foreign keys."""
    faults = [str(row[0]) for row in _check(connection, "integrity_check")]
    broken = [
        " -> ".join(map(str, row[::2][:2])) for row in _check(connection, "foreign_key_check")
    ]
    return ([] if faults == ["ok"] else faults) + broken


def faults_of(connection: Any) -> list[str]:
    """Run both checks: they see different faults."""
    return page_faults(connection) + structure_faults(connection)


def _check(connection: Any, pragma: str) -> list[Any]:
    """Run a check; damage that stops it is its finding."""
    try:
        return list(connection.execute(f"PRAGMA {pragma}"))
    except driver.DatabaseError as error:
        if isinstance(as_worker_error(error), DamagedDatabaseError):
            return [(str(error),)]
        raise


def identity_in(connection: Any) -> tuple[UUID, int] | None:
    """Return the office and epoch a database says it belongs to; None before it has tables."""
    if not connection.execute("SELECT 1 FROM sqlite_master WHERE name = 'app_meta'").fetchone():
        return None
    row = connection.execute("SELECT db_uuid, epoch FROM app_meta").fetchone()
    if row is None:
        raise DamagedDatabaseError
    db_uuid, epoch = row
    return (UUID(bytes=db_uuid) if isinstance(db_uuid, bytes) else UUID(db_uuid)), epoch


class Snapshot(NamedTuple):
    """What a copy must agree with: rows by table, and number and seal of the audit chain's end."""

    rows: dict[str, int]
    audit_seq: int | None
    audit_mac: bytes | None = None


def snapshot_of(connection: Any) -> Snapshot:
    """Count every ordinary table; inside a transaction the counts are of one moment."""
    listed = connection.execute("PRAGMA main.table_list").fetchall()
    names = sorted(
        name for _, name, kind, *_ in listed if kind == "table" and not name.startswith("sqlite_")
    )
    counts = (connection.execute(f'SELECT count(*) FROM "{name}"') for name in names)  # noqa: S608
    rows = {name: found.fetchone()[0] for name, found in zip(names, counts, strict=True)}
    end = "SELECT seq, mac FROM audit_entry ORDER BY seq DESC LIMIT 1"
    head = connection.execute(end).fetchone() if rows.get("audit_entry") else (None, None)
    return Snapshot(rows, *head)


def copy_database(
    source: Any, target: Path, key: bytes, watch: Callable[[float], object] = float
) -> Snapshot:
    """Copy a state to `target` (`key` may be new) and return what it must contain.

    One transaction of the source holds that state: no writer waits, or makes the copy begin anew.
    `watch` gets the share done and may raise to stop. The copy opens on read-only media too.
    """
    source.execute("BEGIN")
    try:
        snapshot = snapshot_of(source)
        copy = open_connection(target, key, mode="create")
        try:
            copy.execute("PRAGMA journal_mode = DELETE")
            tell = lambda _status, left, total: watch(1 - left / max(total, 1))  # noqa: E731
            source.backup(copy, pages=2048, progress=tell, sleep=0.01)
            copy.execute("PRAGMA journal_mode = DELETE")
        finally:
            copy.close()
    finally:
        source.execute("ROLLBACK")
    return snapshot


# --- full text -------------------------------------------------------------------------------

Sql = Connection | Session


def create_search_table(connection: Sql) -> None:
    """Create the full-text index: tokens only, no text, rows removable by id."""
    connection.execute(
        text(
            "CREATE VIRTUAL TABLE IF NOT EXISTS search_text USING fts5("
            "ones, twos, content='', contentless_delete=1, tokenize='ascii')"
        )
    )


def search_insert_many(connection: Sql, documents: Iterable[tuple[int, str, str]]) -> None:
    """Index many documents: (number, 1-gram tokens, 2-gram tokens)."""
    rows = [{"id": i, "ones": ones, "twos": twos} for i, ones, twos in documents]
    if rows:
        connection.execute(
            text("INSERT INTO search_text(rowid, ones, twos) VALUES (:id, :ones, :twos)"), rows
        )


def search_pack(connection: Sql) -> None:
    """Merge the full-text index into one piece: a query looks into every piece of it."""
    connection.execute(text("INSERT INTO search_text(search_text) VALUES ('optimize')"))


_PIECE: Final = 128
"""So many pages are written at once."""


def search_pack_on(session: Session, *, begin: bool = False) -> bool:
    """Do a piece of what `search_pack` does; return whether there is more.

    `begin` takes up all that lies there; words taken out are gone once there is no more.
    """
    raw: Any = session.connection().connection.driver_connection
    before = raw.total_changes
    piece = {"pages": -_PIECE if begin else _PIECE}
    merge = text("INSERT INTO search_text(search_text, rank) VALUES ('merge', :pages)")
    session.execute(merge, piece)
    return begin or raw.total_changes - before > 1  # fewer: nothing was left to do


def search_delete(connection: Sql, doc_id: int) -> None:
    """Take one document out of the index; an unknown number is no error."""
    connection.execute(text("DELETE FROM search_text WHERE rowid = :id"), {"id": doc_id})


def newest_matches() -> Any:
    """Return the sub-select of `doc_id` below `:below` that match `:phrases`, newest first."""
    statement = text(
        "SELECT rowid AS doc_id FROM search_text"
        " WHERE search_text MATCH :phrases AND rowid < :below ORDER BY rowid DESC"
    )
    return statement.columns(column("doc_id", Integer)).subquery("matches")


# --- schema ----------------------------------------------------------------------------------


@contextmanager
def without_foreign_keys(engine: Engine) -> Iterator[Connection]:
    """Give a writing transaction with references unchecked: table copies would break them."""
    with engine.connect() as connection:
        raw: Any = connection.connection.driver_connection
        connection.rollback()  # the switch works outside a transaction only
        raw.execute("PRAGMA foreign_keys = OFF")
        try:
            with connection.begin():
                yield connection
        finally:
            raw.execute("PRAGMA foreign_keys = ON")


def foreign_key_faults(connection: Connection) -> list[str]:
    """List broken references."""
    rows = connection.exec_driver_sql("PRAGMA foreign_key_check")
    return [f"{row[0]} -> {row[2]}" for row in rows]


def drop_search_table(connection: Connection) -> None:
    """Remove the full-text index."""
    connection.exec_driver_sql("DROP TABLE IF EXISTS search_text")
