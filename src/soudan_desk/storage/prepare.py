"""Bringing an opened office's tables up to date, after a verified copy was made."""

from __future__ import annotations

from typing import Final

from sqlalchemy import insert

from soudan_desk.models.base import now
from soudan_desk.models.program import AppMeta
from soudan_desk.storage.backup import copy_before_migration
from soudan_desk.storage.migrate import HEAD, migrate, needs_migration, schema_of
from soudan_desk.storage.opened_office import OpenedOffice
from soudan_desk.storage.refolding import FOLDING, folding_of, refold
from soudan_desk.storage.refusals import OthersInsideError, StepsMissingError
from soudan_desk.storage.sqlite_dialect import reading_engine

_STEPPING: Final = "記録の形を、新しいプログラムに合わせています"
_NOT_NOW: Final = (
    "このプログラムは新しく、記録の形を合わせてから開きます。ほかの人が開いている間はできません。"
    "全員に閉じてもらい、まず1人で開いてください。"
)


def prepare(office: OpenedOffice) -> None:
    """Create the tables of a new office; of an older one, take the steps it lacks and fold anew."""
    with reading_engine(office.engine).connect() as connection:
        missing, before = needs_migration(connection), schema_of(connection)
        is_folded = not missing and folding_of(connection) == FOLDING
    if office.instance_lock.is_joined and (missing or not is_folded):
        raise OthersInsideError(_NOT_NOW)
    if missing:
        _migrate(office, before)
    if not is_folded and not office.is_new and not office.read_only:
        refold(office.engine, office.tell)


def _migrate(office: OpenedOffice, before: str | None) -> None:
    if office.read_only:
        raise StepsMissingError
    if not office.is_new:
        copy_before_migration(office, progress=office.tell)
        office.tell(_STEPPING, 0.0)
        office.migrated = f"{before} -> {HEAD}"
    migrate(office.engine)
    if office.is_new:
        _sign(office)


def _sign(office: OpenedOffice) -> None:
    with office.engine.begin() as connection:
        connection.execute(
            insert(AppMeta.__table__).values(  # type: ignore[arg-type]
                id=1,
                db_uuid=office.db_uuid,
                epoch=office.epoch,
                created_at=now(),
                closed_cleanly=False,
                folding=FOLDING,
            )
        )
