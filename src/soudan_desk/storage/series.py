"""Numbers that are given once and never again, counted inside the unit of work that uses them."""

from __future__ import annotations

from typing import cast

from sqlalchemy import Table, bindparam, insert, update
from sqlalchemy.orm import Session

from soudan_desk.models.program import NumberSeries

_SERIES = cast("Table", NumberSeries.__table__)
_NEXT = (
    update(_SERIES)
    .where(_SERIES.c.series == bindparam("name"))
    .values(last=_SERIES.c.last + bindparam("count"))
    .returning(_SERIES.c.last)
)


def next_in_series(session: Session, series: str, count: int = 1) -> int:
    """Take the next number (or the first of the next `count`) of a series such as `R08-L`."""
    connection = session.connection()
    last = connection.execute(_NEXT, {"name": series, "count": count}).scalar()
    if last is None:
        connection.execute(insert(_SERIES).values(series=series, last=count))
        last = count
    return int(last) - count + 1
