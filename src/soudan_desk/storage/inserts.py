"""Many rows into one table: SQL and conversions worked out once, rows converted by column."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import lru_cache
from typing import Any

from sqlalchemy import Connection, Dialect, Table, insert
from sqlalchemy.orm import Session

from soudan_desk.storage.prepared import Convert, own_type


def insert_rows(
    session: Session, table: Any, rows: Sequence[Mapping[str, Any]], *, ready: str = ""
) -> None:
    """Insert rows that all have the same keys; the column `ready` is given as it is stored."""
    if rows:
        connection: Connection = session.connection()
        sql, keys, writes = _made(table, tuple(rows[0]), connection.dialect, ready)
        columns = [
            [row[key] for row in rows] if write is None else [write(row[key]) for row in rows]
            for key, write in zip(keys, writes, strict=True)
        ]
        connection.exec_driver_sql(sql, list(zip(*columns, strict=True)))


@lru_cache(maxsize=256)
def _made(
    table: Table, keys: tuple[str, ...], dialect: Dialect, ready: str
) -> tuple[str, tuple[str, ...], list[Convert | None]]:
    compiled: Any = insert(table).compile(dialect=dialect, column_keys=list(keys))
    order = tuple(compiled.positiontup)
    return (
        str(compiled),
        order,
        [None if key == ready else _write(table, key, dialect) for key in order],
    )


def _write(table: Table, key: str, dialect: Dialect) -> Convert | None:
    return own_type(table.columns[key].type, dialect).bind_processor(dialect)
