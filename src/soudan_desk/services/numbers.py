"""The numbers of cases and letters, by series and fiscal year."""

from __future__ import annotations

from datetime import date

from sqlalchemy.orm import Session

from soudan_desk.japanese.fiscal import era_letter_year, fiscal_year
from soudan_desk.storage.series import next_in_series


def next_case_no(session: Session, letter: str, opened_on: date) -> str:
    """Give the next case number of a series letter in the fiscal year: `R08-L-0123`."""
    series = f"{era_letter_year(fiscal_year(opened_on))}-{letter}"
    return f"{series}-{next_in_series(session, series):04d}"


def next_referral_no(session: Session, issued_on: date) -> str:
    """Give the next number of an outgoing letter in the fiscal year: `08-つ-0042`."""
    series = f"{era_letter_year(fiscal_year(issued_on))[1:]}-つ"
    return f"{series}-{next_in_series(session, series):04d}"
