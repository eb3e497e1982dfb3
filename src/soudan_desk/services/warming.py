"""Once in a process, while the password is typed: what its first queries would have to do."""

from __future__ import annotations

from uuid import UUID

from sqlalchemy.engine.default import DefaultDialect
from sqlalchemy.orm import configure_mappers

from soudan_desk.codes import shipped_codes
from soudan_desk.services.today import queries_of_the_day
from soudan_desk.storage.actor import Actor

_NOBODY = Actor(
    staff_id=UUID(int=0), login="", name="", roles=frozenset({"caseworker"}), centres=frozenset()
)


def warm_up() -> None:
    """Read the option lists, configure the mappers and work out the queries of 今日.

    What belongs to a worker is thrown away; what SQLAlchemy keeps of tables and types is not.
    """
    shipped_codes()
    configure_mappers()
    dialect = DefaultDialect(paramstyle="qmark")
    for query in queries_of_the_day():
        query.work_out(dialect, _NOBODY)
