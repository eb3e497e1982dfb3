"""What the database itself refuses, whoever asks: final answers overwritten, history changed."""

from __future__ import annotations

from typing import Final

from sqlalchemy import Connection, inspect

from soudan_desk.models import record_kinds
from soudan_desk.models.base import FILING_KEYS, Record, fields_of
from soudan_desk.storage.sqlite_guards import protect_evidence, protect_history

HISTORY: Final = ("revision", "audit_entry")


def protected_columns(model: type[Record]) -> tuple[str, ...]:
    """Name the answers of a final record that only an amendment may change."""
    free = {*FILING_KEYS, *model.later_keys}
    return tuple(field.key for field in fields_of(model) if field.key not in free)


def renew_protection(connection: Connection) -> None:
    """Make the triggers anew from the questions there are now.

    A step that adds a question leaves it out of them, one that makes a table anew loses them. A
    record whose step is still to be written (scripts/new_migration.py) has no table yet.
    """
    for model in record_kinds().values():
        if model.evidence and inspect(connection).has_table(model.__tablename__):
            protect_evidence(connection, model.__tablename__, protected_columns(model))
    for table in HISTORY:
        protect_history(connection, table)
