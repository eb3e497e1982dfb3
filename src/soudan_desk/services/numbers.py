"""Numbers that are given once and never again."""

from __future__ import annotations

from datetime import date

from sqlalchemy import insert, update
from sqlalchemy.orm import Session

from soudan_desk.japanese.fiscal import era_letter_year, fiscal_year
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


def next_case_no(session: Session, letter: str, opened_on: date) -> str:
    """Give the next case number of a series letter in the fiscal year: `R08-L-0123`."""
    series = f"{era_letter_year(fiscal_year(opened_on))}-{letter}"
    return f"{series}-{next_in_series(session, series):04d}"


def next_referral_no(session: Session, issued_on: date) -> str:
    """Give the next number of an outgoing letter in the fiscal year: `08-つ-0042`."""
    series = f"{era_letter_year(fiscal_year(issued_on))[1:]}-つ"
    return f"{series}-{next_in_series(session, series):04d}"
