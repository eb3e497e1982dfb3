"""What guards evidence and history inside the database itself: SQLite's triggers."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from contextlib import contextmanager

from sqlalchemy import Connection


def protect_evidence(connection: Connection, table: str, columns: Iterable[str]) -> None:
    """Refuse, inside the database, to delete final rows or change their answers unversioned.

    An amendment raises `version`; what is filed (`columns` leaves it out) may move freely.
    What was refused before on this table is forgotten.
    """
    for name in ("keeps_final", "is_not_deleted"):
        connection.exec_driver_sql(f"DROP TRIGGER IF EXISTS {table}_{name}")
    listed = ", ".join(f'"{name}"' for name in columns)
    connection.exec_driver_sql(
        f"CREATE TRIGGER {table}_keeps_final BEFORE UPDATE OF {listed} ON {table} "
        "WHEN OLD.record_state != 'draft' AND NEW.version = OLD.version "
        "BEGIN SELECT RAISE(ABORT, 'final records are amended, not overwritten'); END"
    )
    connection.exec_driver_sql(
        f"CREATE TRIGGER {table}_is_not_deleted BEFORE DELETE ON {table} "
        "BEGIN SELECT RAISE(ABORT, 'records are voided, not deleted'); END"
    )


@contextmanager
def without_triggers(connection: Connection, tables: Iterable[str]) -> Iterator[None]:
    """Let stored texts be rewritten in this transaction past what guards them; put it back."""
    names = set(tables)
    rows = connection.exec_driver_sql(
        "SELECT name, tbl_name, sql FROM sqlite_master WHERE type = 'trigger'"
    )
    guards = [(name, sql) for name, table, sql in rows if table in names]
    for name, _ in guards:
        connection.exec_driver_sql(f'DROP TRIGGER "{name}"')
    yield
    for _, sql in guards:
        connection.exec_driver_sql(sql)


def protect_history(connection: Connection, table: str) -> None:
    """Refuse, inside the database, to change or delete rows of a history table."""
    for act in ("UPDATE", "DELETE"):
        connection.exec_driver_sql(f"DROP TRIGGER IF EXISTS {table}_no_{act.lower()}")
        connection.exec_driver_sql(
            f"CREATE TRIGGER {table}_no_{act.lower()} BEFORE {act} ON {table} "
            "BEGIN SELECT RAISE(ABORT, 'history is only added to'); END"
        )
