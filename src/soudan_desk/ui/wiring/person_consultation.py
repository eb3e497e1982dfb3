"""Joins the page of a consultation without a case to its verbs."""

from __future__ import annotations

from functools import partial
from uuid import UUID

from soudan_desk.models import Person, fields_of
from soudan_desk.services.cases import promote
from soudan_desk.services.lone_consultations import standing_of
from soudan_desk.services.merges import unmerge_persons
from soudan_desk.services.naming import name_consultation
from soudan_desk.ui.pages.person_consultation import ConsultationActs, ConsultationPage
from soudan_desk.ui.seat import Seat
from soudan_desk.ui.wiring.case import record_acts
from soudan_desk.ui.wiring.form_context import form_context
from soudan_desk.ui.wiring.person import find_doubles


def build_consultation(seat: Seat, consultation_id: UUID) -> ConsultationPage:
    """Make the page of one consultation."""
    work = seat.work
    centre = standing_of(work, consultation_id).centre

    return ConsultationPage(
        ConsultationActs(
            consultation_id=consultation_id,
            centre=centre,
            load=partial(standing_of, work, consultation_id),
            records=record_acts(seat, None),
            name_known=lambda person: name_consultation(work, consultation_id, person_id=person),
            name_new=lambda answers: name_consultation(work, consultation_id, person=answers),
            unname=partial(unmerge_persons, work),
            open_case=partial(promote, work, consultation_id),
            fields=fields_of(Person),
            context=form_context(seat, centre=centre),
            find_doubles=partial(find_doubles, seat, None),
            may_write=work.actor.writes_casework and not seat.office.read_only,
        )
    )
