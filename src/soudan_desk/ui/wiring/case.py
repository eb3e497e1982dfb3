"""Joins the page of a case to the verbs over its records."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import date
from functools import partial
from typing import Any
from uuid import UUID

from PySide6.QtWidgets import QWidget

from soudan_desk.errors import NotFoundError
from soudan_desk.fields import Field
from soudan_desk.models import fields_of
from soudan_desk.services import (
    advice,
    attachments,
    case_people,
    cases,
    moves,
    plan_changes,
    plan_grid,
    plan_renewal,
    plans,
    reading,
    records,
    unsaved,
)
from soudan_desk.services.appointment_lists import next_appointment
from soudan_desk.services.appointments import begin_record
from soudan_desk.services.audit_log import may_read_audit
from soudan_desk.services.case_desk import case_facts
from soudan_desk.services.case_due import SEASON_DAYS
from soudan_desk.services.case_ties import kinships_of, ties_of
from soudan_desk.services.checking import check_as_final
from soudan_desk.services.consent_withdrawal import begin_withdrawal
from soudan_desk.services.due import DueItem, due_items
from soudan_desk.services.handover_lists import notes_of_case
from soudan_desk.services.plan_reading import read_whole
from soudan_desk.services.protected import Asked, ask_to_see
from soudan_desk.services.records import Saved, model_of
from soudan_desk.services.review_standing import mode_once_final, review_standing
from soudan_desk.services.reviews import submit_review
from soudan_desk.services.staff import list_staff
from soudan_desk.services.timeline import timeline
from soudan_desk.services.work import Work
from soudan_desk.ui.forms.context import FormContext
from soudan_desk.ui.pages.case import CasePage
from soudan_desk.ui.pages.case_acts import CaseActs, Loaded, RecordActs
from soudan_desk.ui.pages.case_missing import MissingCase
from soudan_desk.ui.pages.case_plan_acts import PlanRowActs
from soudan_desk.ui.pages.page import Page, Place
from soudan_desk.ui.seat import Seat
from soudan_desk.ui.wiring.attachments import choose_attachment, open_attachment
from soudan_desk.ui.wiring.form_context import form_context
from soudan_desk.ui.wiring.new_records import open_new
from soudan_desk.ui.wiring.paper_printing import open_papers

_OF_A_CASE = ("summary", "urgency", "is_multi_agency", "legacy_no", "national_id", "note")
"""What the page asks of the case itself; the rest is set by opening, moving and closing."""


def build(seat: Seat, place: Place) -> Page:
    """Return the page of the case that the place names."""
    case_id: UUID = place.about["id"]
    try:
        centre = case_facts(seat.work, case_id).centre
    except NotFoundError as error:
        return MissingCase(str(error))
    return CasePage(case_acts(seat, case_id, centre), place)


def case_acts(seat: Seat, case_id: UUID, centre: str) -> CaseActs:
    """Bind the verbs of one case to a seat."""
    work = seat.work
    own_kinds = seat.centres[centre].intake_kinds if centre in seat.centres else ()
    shelves = seat.centres[centre].shelves if centre in seat.centres else ()
    kinds = (*own_kinds, *(kind for shelf in shelves for kind in shelf.kinds))
    looking = _Looking(work, case_id, own_kinds, kinds)
    return CaseActs(
        case_id=case_id,
        centre=centre,
        own_kinds=own_kinds,
        own_labels={kind: model_of(kind).label for kind in own_kinds},
        shelves=shelves,
        staff_id=work.actor.staff_id,
        codes=work.codes,
        today=work.today(),
        records=replace(record_acts(seat, case_id), read=looking.read),
        plan_rows=plan_row_acts(seat, case_id),
        load=looking.load,
        next_due=partial(_next_due, work, case_id),
        notes=partial(notes_of_case, work, case_id),
        run=seat.tasks.run,
        staff=partial(_staff, work, centre),
        add_household=partial(_add_household, work, case_id),
        set_worker=partial(_set_worker, work, case_id),
        remove_worker=partial(_remove_worker, work, case_id),
        restrict=partial(case_people.restrict_case, work, case_id),
        may_see_readers=may_read_audit(work),
        move=partial(_move, work, case_id),
        consult_again=partial(moves.consult_again, work, case_id),
        show_protected=looking.show_protected,
        begin_record=partial(begin_record, work),
        choose_file=partial(choose_attachment, seat, case_id=case_id),
        open_file=partial(open_attachment, seat),
        print_papers=partial(_print_papers, seat, case_id, centre),
        begin_withdrawal=partial(begin_withdrawal, work),
        print_record=partial(_print_record, seat, centre),
    )


def record_acts(seat: Seat, case_id: UUID | None) -> RecordActs:
    """Bind the verbs of records to a seat."""
    work = seat.work
    return RecordActs(
        read=partial(read_whole, work),
        versions=partial(reading.read_versions, work),
        add=partial(records.add_record, work),
        save=partial(records.save_record, work),
        finalise=partial(_finalise, work),
        amend=partial(records.amend_record, work),
        void=partial(_void, work),
        review=partial(review_standing, work),
        mode_once_final=partial(mode_once_final, work),
        submit=partial(submit_review, work),
        check=partial(check_as_final, work),
        warn=lambda kind, answers: advice.warnings_of(kind, answers, work.today()),
        keep=partial(unsaved.keep_unsaved, work),
        kept=partial(unsaved.unsaved_form, work),
        drop=partial(unsaved.drop_unsaved, work),
        fields=_fields,
        label=lambda kind: model_of(kind).label,
        is_evidence=lambda kind: model_of(kind).evidence,
        later_keys=lambda kind: frozenset(model_of(kind).later_keys),
        context=partial(_context, seat, case_id),
        may_write=work.actor.writes_casework and not seat.office.read_only,
    )


def plan_row_acts(seat: Seat, case_id: UUID) -> PlanRowActs:
    """Bind the verbs of plans' tables to a seat."""
    work = seat.work
    return PlanRowActs(
        open=partial(plan_grid.open_sheet, work),
        save=partial(plan_grid.save_rows, work),
        begin=partial(plans.beginning, work, case_id),
        renew=partial(plan_renewal.renew_plan, work),
        issue=partial(plan_renewal.issue_plan, work),
        changes=partial(plan_changes.plan_changes, work),
        decide=partial(_decide, work),
        decision_fields=_decision_fields(),
        today=work.today,
        fields=plan_grid.table_fields,
        context=partial(_context, seat, case_id),
        keep=partial(unsaved.keep_unsaved, work),
        kept=partial(unsaved.unsaved_form, work),
        drop=partial(unsaved.drop_unsaved, work),
        may_write=work.actor.writes_casework and not seat.office.read_only,
    )


def _decide(work: Work, plan_id: UUID, answers: Mapping[str, Any]) -> str:
    office = answers.get("decided_by_office")
    plans.decide_plan(work, plan_id, answers["decided_on"], office)
    noted = records.show_record(work, "plan", plan_id).answers
    kind = work.codes.label("plan.decision", noted["decision_type"])
    doubt = advice.warnings_of("plan", noted, work.today()).get("decided_on", "")
    return f"「{kind}」の日を入れました。{doubt}"


def _decision_fields() -> tuple[Field, ...]:
    """Return what is asked of a 支援決定・確認: its day and the office; the rest is derived."""
    asked = {field.key: replace(field, shown_when=None) for field in fields_of(model_of("plan"))}
    return (replace(asked["decided_on"], required=True), asked["decided_by_office"])


class _Looking:
    """How one page reads its case: without protected places until somebody asks for them."""

    def __init__(
        self, work: Work, case_id: UUID, own_kinds: tuple[str, ...], kinds: tuple[str, ...]
    ) -> None:
        self._work, self._case_id, self._kinds = work, case_id, (own_kinds, kinds)
        self._asked: Asked | None = None

    def load(self) -> Loaded:
        """Fetch what the page shows."""
        return load_case(self._work, self._case_id, *self._kinds, asked=self._asked)

    def read(self, kind: str, record_id: UUID) -> reading.Reading:
        """Read one record."""
        return read_whole(self._work, kind, record_id, asked=self._asked)

    def show_protected(self, person_id: UUID) -> Loaded:
        """Write down that somebody asks, and fetch it all."""
        self._asked = ask_to_see(self._work, person_id, self._case_id)
        return self.load()


def load_case(
    work: Work,
    case_id: UUID,
    own_kinds: tuple[str, ...],
    kinds: tuple[str, ...] | None = None,
    *,
    asked: Asked | None = None,
) -> Loaded:
    """Fetch all that the page of a case shows, with the records of `kinds` that hang on it."""
    new_form = f"consultation:new:{case_id}"
    begun = [kept for kept in unsaved.unsaved_forms(work) if kept.form.startswith(new_form)]
    return Loaded(
        facts=case_facts(work, case_id, own_kinds, asked=asked),
        entries=timeline(work, case_id),
        unsaved=begun,
        household=case_people.household_of(work, case_id, asked=asked),
        consents=case_people.consents_of(work, case_id),
        papers=attachments.papers_of(work, case_id),
        own={
            kind: case_people.records_of_case(work, kind, case_id)
            for kind in (own_kinds if kinds is None else kinds)
        },
        standing=moves.standing(work, case_id),
        visit=next_appointment(work, case_id),
        kinships=kinships_of(work, case_id),
        ties=ties_of(work, case_id),
    )


def _next_due(work: Work, case_id: UUID) -> DueItem | None:
    """Return what falls due first within a season; what is late comes before all."""
    on = work.today()
    return next(iter(due_items(work, on=on, case_id=case_id, horizon_days=SEASON_DAYS)), None)


def _fields(kind: str) -> tuple[Field, ...]:
    fields = fields_of(model_of(kind))
    return tuple(field for field in fields if kind != "case" or field.key in _OF_A_CASE)


def _finalise(work: Work, kind: str, record_id: UUID, lock_version: int) -> Saved:
    return records.finalise_record(work, kind, record_id, lock_version=lock_version)


def _void(work: Work, kind: str, record_id: UUID, reason: str, lock_version: int) -> Saved:
    return records.void_record(work, kind, record_id, reason=reason, lock_version=lock_version)


def _move(work: Work, case_id: UUID, to: str, reason: str | None, lock_version: int) -> None:
    moves.move_case(work, case_id, to, reason=reason, lock_version=lock_version)


def _set_worker(work: Work, case_id: UUID, staff_id: UUID, role: str, reason: str) -> None:
    cases.set_worker(work, case_id, staff_id, role, reason=reason)


def _remove_worker(work: Work, case_id: UUID, staff_id: UUID, reason: str) -> None:
    cases.remove_worker(work, case_id, staff_id, reason=reason)


def _add_household(
    work: Work, case_id: UUID, answers: Mapping[str, Any], form: str | None
) -> Saved:
    return case_people.add_household(work, case_id, answers, form=form)


def _staff(work: Work, centre: str) -> list[tuple[UUID, str]]:
    rows = list_staff(work, only_active=True)
    return [(row.id, row.name) for row in rows if centre in row.centres]


def _print_papers(
    seat: Seat, case_id: UUID, centre: str, parent: QWidget, said: Callable[[str], None]
) -> None:
    open_papers(seat, parent, "case", case_id, centre=centre, said=said)


def _print_record(
    seat: Seat,
    centre: str,
    kind: str,
    record_id: UUID,
    parent: QWidget,
    said: Callable[[str], None],
) -> None:
    open_papers(seat, parent, kind, record_id, centre=centre, said=said)


def _context(seat: Seat, case_id: UUID | None, centre: str | None, on: date | None) -> FormContext:
    return form_context(
        seat,
        centre=centre,
        on=on,
        case_id=case_id,
        open_new=partial(open_new, seat),
        choose_file=partial(choose_attachment, seat, case_id=case_id),
        open_file=partial(open_attachment, seat),
    )
