"""The numbers of cases, letters and consultations, by series and fiscal year."""

from __future__ import annotations

import re
from datetime import date

from sqlalchemy.orm import Session

from soudan_desk.japanese.fiscal import era_letter_year, fiscal_year, fiscal_year_label
from soudan_desk.models.centre_setting import NUMBER_PLACE, YEAR_PLACE
from soudan_desk.storage.series import next_in_series

USUAL_LETTER_FORM = "{年度}-つ-{番号:4}"


def next_case_no(session: Session, letter: str, opened_on: date) -> str:
    """Give the next case number of a series letter in the fiscal year: `R08-L-0123`."""
    series = f"{era_letter_year(fiscal_year(opened_on))}-{letter}"
    return f"{series}-{next_in_series(session, series):04d}"


def next_referral_no(session: Session, issued_on: date, form: str | None = None) -> str:
    """Give the next number of an outgoing letter in the fiscal year, in the centre's form."""
    number = next_in_series(session, letter_series(issued_on, form))
    return numbered_letter(number, issued_on, form)


def letter_series(issued_on: date, form: str | None = None) -> str:
    """Name the series of a letter: its form in the fiscal year, without the number."""
    return NUMBER_PLACE.sub("", _of_year(issued_on, form)).rstrip("-")


def numbered_letter(number: int, issued_on: date, form: str | None = None) -> str:
    """Write a letter's number in the centre's form."""
    return NUMBER_PLACE.sub(lambda found: f"{number:0{found[1] or 1}d}", _of_year(issued_on, form))


def _of_year(issued_on: date, form: str | None) -> str:
    year = era_letter_year(fiscal_year(issued_on))[1:]
    return (form or USUAL_LETTER_FORM).replace(YEAR_PLACE, year)


def read_letter_no(text: str, form: str | None = None) -> tuple[str, int] | None:
    """Return the series and the number of a letter in the centre's form, None for another form."""
    head, _, tail = NUMBER_PLACE.split(form or USUAL_LETTER_FORM, maxsplit=1)
    pattern = f"({_any_year(head)})([0-9]{{1,6}})({_any_year(tail)})"
    found = re.fullmatch(pattern, text)
    return None if found is None else ((found[1] + found[3]).rstrip("-"), int(found[2]))


def _any_year(part: str) -> str:
    return "[0-9]{2}".join(re.escape(each) for each in part.split(YEAR_PLACE))


def next_contact_no(session: Session, letter: str, held_on: date) -> str:
    """Give the next reception number of a centre's series in the fiscal year: `08-受L-0123`."""
    series = contact_series(letter, held_on)
    return f"{series}-{next_in_series(session, series):04d}"


def contact_series(letter: str, held_on: date) -> str:
    """Name the series of a centre's reception numbers in the fiscal year: `08-受L`."""
    return f"{era_letter_year(fiscal_year(held_on))[1:]}-受{letter}"


def next_meeting_serial(session: Session, centre: str, meeting_kind: str, held_on: date) -> str:
    """Give the next number of a kind of meeting in the fiscal year: 「令和8年度第3回」."""
    year = fiscal_year(held_on)
    series = f"{era_letter_year(year)}-会議-{centre}-{meeting_kind}"
    return f"{fiscal_year_label(year)}第{next_in_series(session, series)}回"
