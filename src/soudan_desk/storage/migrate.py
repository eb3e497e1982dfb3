"""Bringing an office's database to this program's shape, in one transaction."""

from __future__ import annotations

from pathlib import Path
from typing import Final

from sqlalchemy import Connection, Engine, inspect, text

from soudan_desk.storage.protection import renew_protection
from soudan_desk.storage.refusals import NewerSchemaError
from soudan_desk.storage.sqlite_dialect import (
    foreign_key_faults,
    without_foreign_keys,
)

HEAD: Final = "0015"
"""The newest step this program knows; a test compares it with the steps."""
_SCRIPTS: Final = Path(__file__).parent / "migrations"


def schema_of(connection: Connection) -> str | None:
    """Return the step a database stands at; None for a new one."""
    if not inspect(connection).has_table("alembic_version"):
        return None
    return connection.execute(text("SELECT version_num FROM alembic_version")).scalar()


def needs_migration(connection: Connection) -> bool:
    """Whether steps are missing; a database from a newer program is refused."""
    step = schema_of(connection)
    if step is not None and step > HEAD:
        raise NewerSchemaError
    return step != HEAD


def migrate(engine: Engine, target: str = "head") -> None:
    """Take the missing steps (or go back to `target`); all of them or none."""
    from alembic import command
    from alembic.config import Config

    config = Config()
    config.set_main_option("script_location", str(_SCRIPTS))
    with without_foreign_keys(engine) as connection:
        config.attributes["connection"] = connection
        step = schema_of(connection)
        back = target != "head" and (target == "base" or (step or "") > target)
        (command.downgrade if back else command.upgrade)(config, target)
        if target == "head":
            renew_protection(connection)
        if faults := foreign_key_faults(connection):
            raise RuntimeError(f"migration to {target} broke references: {faults[:5]}")
