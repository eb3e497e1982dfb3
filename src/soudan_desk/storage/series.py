"""Numbers that are given once and never again, counted inside the unit of work that uses them."""

from __future__ import annotations

from sqlalchemy import insert, update
from sqlalchemy.orm import Session

from soudan_desk.models.program import NumberSeries


def next_in_series(session: Session, series: str, count: int = 1) -> int:
    """Take the next number (or the first of the next `count`) of a series such as `R08-L`."""
    table = NumberSeries.__table__
    last = session.execute(
        update(table)  # type: ignore[arg-type]
        .where(table.c.series == series)
        .values(last=table.c.last + count)
        .returning(table.c.last)
    ).scalar()
    if last is None:
        session.execute(insert(table).values(series=series, last=count))  # type: ignore[arg-type]
        last = count
    return int(last) - count + 1
