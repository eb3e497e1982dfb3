"""Conditions on cases, one for each thing a list is narrowed to and the supervisor's table counts.

Days may be given as values or as parameters of a prepared query.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, Select, and_, func, or_, select

from soudan_desk.japanese.long_vowels import name_keys
from soudan_desk.models import (
    Appointment,
    Case,
    CaseWorker,
    Consent,
    Person,
    Review,
)
from soudan_desk.models.base import VOID
from soudan_desk.services.appointment_rules import is_forgotten
from soudan_desk.services.cases import MAIN, NAMED

Condition = ColumnElement[bool]


def is_open() -> Condition:
    """Whether a case is not closed."""
    return Case.closed_on.is_(None)


def idle_until(day: Any) -> Condition:
    """Whether nobody was in contact after a day; where nobody ever was, the opening counts."""
    last: Condition = func.coalesce(Case.last_contact_on, Case.opened_on) <= day
    return last


def idle_not_until(day: Any) -> Condition:
    """Whether somebody was in contact after a day."""
    later: Condition = func.coalesce(Case.last_contact_on, Case.opened_on) > day
    return later


def without_consent(today: Any) -> Condition:
    """Whether no 利用申込み stands on a day, neither for the case nor for its person at large."""
    stands = application_stands(today)
    of_case = select(Consent.case_id).where(Consent.case_id.is_not(None), stands)
    of_person = select(Consent.person_id).where(Consent.case_id.is_(None), stands)
    of_nobody = or_(Case.person_id.is_(None), Case.person_id.not_in(of_person))
    return and_(Case.id.not_in(of_case), of_nobody)


def application_stands(today: Any) -> Condition:
    """Whether a consent is the 利用申込み and holds on a day."""
    return and_(Consent.type == "use_application", Consent.stands_on(today))


def worked_by(staff_ids: Iterable[UUID]) -> Condition:
    """Whether one of these works on the case, as its main worker or beside them."""
    theirs = CaseWorker.staff_id.in_(sorted(staff_ids))
    return Case.id.in_(_worked().where(theirs, CaseWorker.role != NAMED))


def mainly_worked_by(staff_ids: Iterable[UUID]) -> Condition:
    """Whether one of these is the case's main worker."""
    theirs = CaseWorker.staff_id.in_(sorted(staff_ids))
    return Case.id.in_(_worked().where(theirs, CaseWorker.role == MAIN))


def without_main_worker() -> Condition:
    """Whether nobody is the case's main worker."""
    return Case.id.not_in(_worked().where(CaseWorker.role == MAIN))


def in_review(state: str) -> Condition:
    """Whether a record of the case stands so on its way up."""
    theirs = Review.case_id.is_not(None), Review.state == state
    return Case.id.in_(select(Review.case_id).where(*theirs, Review.record_state != VOID))


def forgotten(today: Any) -> Condition:
    """Whether an appointment of the case was forgotten (`appointment_rules`)."""
    passed = select(Appointment.case_id).where(Appointment.case_id.is_not(None))
    return Case.id.in_(passed.where(is_forgotten(today)))


def called(words: str) -> Condition:
    """Whether number, name or reading hold these words; the query must have joined the person."""
    folded = (Person.name_folded, Person.kana_folded, Person.alias_folded)
    return or_(
        Case.case_no.icontains(words, autoescape=True),
        *(each.contains(key, autoescape=True) for key in name_keys(words) for each in folded),
    )


def _worked() -> Select[UUID]:
    return select(CaseWorker.case_id).where(CaseWorker.record_state != VOID)
