"""Joins the page of a letter to the verbs over referrals, consents and papers."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from functools import partial
from typing import Any
from uuid import UUID

from soudan_desk.desk.letters import send_letter, sent_copy
from soudan_desk.desk.printing import Deliver, give_paper, preview_paper, printable
from soudan_desk.models import Referral, fields_of
from soudan_desk.services import referrals, unsaved
from soudan_desk.services.agencies import agency_figures, contacts_of
from soudan_desk.services.case_desk import case_facts
from soudan_desk.services.consents import ConsentChoice, consent_choices
from soudan_desk.services.disclosures import disclosures_of
from soudan_desk.services.reading import read_record
from soudan_desk.services.records import (
    Saved,
    add_record,
    amend_record,
    finalise_record,
    save_record,
    show_record,
    void_record,
)
from soudan_desk.services.referral_lines import disclosing
from soudan_desk.services.review_standing import review_standing
from soudan_desk.services.reviews import submit_review
from soudan_desk.services.unsaved import Kept
from soudan_desk.services.work import Work
from soudan_desk.ui.forms.references import ReferenceEditor
from soudan_desk.ui.pages.page import Page, Place
from soudan_desk.ui.pages.referral import ReferralPage, WhosePage
from soudan_desk.ui.pages.referral_desk import (
    Answers,
    Gone,
    Loaded,
    ReferralDesk,
    Sending,
)
from soudan_desk.ui.seat import Seat
from soudan_desk.ui.wiring.form_context import form_context, phrase_acts
from soudan_desk.ui.wiring.new_records import open_new
from soudan_desk.ui.wiring.paper_printing import delivered
from soudan_desk.ui.wiring.second_person import ask_colleague

_LABELS = {"agency_id": "宛先", "to_contact": "担当", "check_due_on": "返事の目安"}
_FIELDS = {
    field.key: replace(field, label=_LABELS.get(field.key, field.label))
    for field in fields_of(Referral)
}


def build(seat: Seat, place: Place) -> Page:
    """Make the page of a letter by `id`, of a new one of a `case_id` or `person`, or ask whose."""
    about = place.about
    if not {"id", "case_id", "person"} & set(about):
        return _whose(seat, incoming=about.get("direction") == "in")
    return ReferralPage(_Acts(seat, about).desk())


def _whose(seat: Seat, *, incoming: bool) -> Page:
    context = form_context(seat)
    case, person = (ReferenceEditor(_FIELDS[key], context) for key in ("case_id", "person_id"))
    return WhosePage(case, person, incoming=incoming)


class _Acts:
    """The acts on one letter, which is new until it is saved."""

    def __init__(self, seat: Seat, about: Mapping[str, Any]) -> None:
        self._seat, self._work = seat, seat.work
        self._id: UUID | None = about.get("id")
        self._case_id: UUID | None = about.get("case_id")
        self._person_id: UUID | None = about.get("person")
        self._direction = about.get("direction") or referrals.OUT
        self._begun = f"referral:new:{self._case_id or self._person_id}"
        if self._direction == referrals.IN:
            self._begun += ":in"

    @property
    def form(self) -> str:
        """The name of the unsaved row, which changes when the letter is stored."""
        return self._begun if self._id is None else f"referral:{self._id}"

    def desk(self) -> ReferralDesk:
        """Bind the verbs to the seat."""
        seat, work = self._seat, self._work
        return ReferralDesk(
            form=self.form,
            fields=_FIELDS,
            codes=work.codes,
            today=work.today(),
            may_write=work.actor.writes_casework and not seat.office.read_only,
            context=self._context(),
            run=seat.tasks.run,
            load=self._load,
            stored=partial(read_record, work, "referral"),
            judge=partial(disclosing, work),
            consents=partial(_consents, work),
            figures=partial(agency_figures, work),
            contacts=partial(contacts_of, work),
            preview=partial(_preview, work),
            save=self._save,
            send=partial(_send, work),
            ask_second=partial(ask_colleague, seat),
            print_reply=partial(_print_reply, work),
            finalise=lambda which, lock: finalise_record(
                work, "referral", which, lock_version=lock
            ),
            reply=self._reply,
            amend=partial(_amend, work),
            void=lambda which, reason, lock: void_record(
                work, "referral", which, reason=reason, lock_version=lock
            ),
            submit=partial(submit_review, work, "referral"),
            keep=self._keep,
            kept=self._kept,
            drop=lambda: unsaved.drop_unsaved(work, self.form),
            add_record=self._add,
        )

    def _context(self) -> Any:
        centre, case_id = self._where()
        context = form_context(
            self._seat,
            centre=centre,
            open_new=partial(open_new, self._seat) if self._work.actor.writes_casework else None,
        )
        return replace(context, phrases=phrase_acts(self._seat, case_id))

    def _where(self) -> tuple[str | None, UUID | None]:
        """Return the centre and the case of the letter."""
        if self._id is not None:
            answers = show_record(self._work, "referral", self._id).answers
            return answers["centre"], answers["case_id"]
        if self._case_id is not None:
            return case_facts(self._work, self._case_id).centre, self._case_id
        return self._seat.centre, None

    def _load(self) -> Loaded:
        if self._id is None:
            answers = referrals.new_referral(
                self._work,
                case_id=self._case_id,
                person_id=self._person_id,
                centre=self._seat.centre,
                direction=self._direction,
            )
            return Loaded(id=None, answers=answers, **_whom(self._work, answers))
        reading = read_record(self._work, "referral", self._id)
        return Loaded(
            id=self._id,
            answers=reading.answers,
            state=reading.state,
            version=reading.version,
            lock_version=reading.lock_version,
            may_change=reading.may_change,
            given=tuple(disclosures_of(self._work, self._id)),
            review=review_standing(self._work, "referral", self._id),
            **_whom(self._work, reading.answers),
        )

    def _save(self, record_id: UUID | None, answers: Answers, lock: int | None) -> Saved:
        if record_id is None:
            saved = add_record(self._work, "referral", answers, form=self.form)
            self._id = saved.id
            return saved
        return save_record(
            self._work, "referral", record_id, answers, lock_version=lock, form=self.form
        )

    def _reply(self, record_id: UUID, answers: Answers, lock: int | None) -> Saved:
        return referrals.record_reply(
            self._work, record_id, answers, lock_version=lock, form=self.form
        )

    def _keep(self, answers: dict[str, Any], title: str) -> None:
        unsaved.keep_unsaved(
            self._work, self.form, answers, title=title, case_id=self._case_id, record_id=self._id
        )

    def _kept(self) -> Kept | None:
        return unsaved.unsaved_form(self._work, self.form)

    def _add(self, kind: str, words: str, done: Callable[[UUID], None]) -> None:
        answers = self._load().answers
        given = {key: answers[key] for key in ("person_id", "case_id") if answers.get(key)}
        open_new(self._seat, kind, words, done, **given)


def _whom(work: Work, answers: Answers) -> dict[str, Any]:
    """Return how the head of the page names whom a letter is about."""
    found: dict[str, Any] = {}
    if answers.get("case_id"):
        facts = case_facts(work, answers["case_id"])
        found = {"case_no": facts.case_no, "is_restricted": facts.restriction_level > 0}
        if facts.person is not None:
            found |= {"person": facts.person.name, "is_protected": facts.person.protected}
    elif answers.get("person_id"):
        person = show_record(work, "person", answers["person_id"]).answers
        found = {"person": person["name"] or "", "is_protected": bool(person["shien_sochi"])}
    return found


def _consents(work: Work, answers: Answers) -> list[ConsentChoice]:
    if answers.get("person_id") is None:
        return []
    return consent_choices(work, answers["person_id"], answers.get("agency_id"), work.today())


def _preview(work: Work, record_id: UUID | None, answers: Answers) -> bytes:
    """Return the copy of what was sent, or the letter as it would be now."""
    if record_id is not None and answers.get("sent_attachment_id"):
        copy = sent_copy(work, record_id)
        if copy is not None:
            return copy
    return preview_paper(work, "referral_letter", record_id, answers)


def _send(work: Work, record_id: UUID, lock: int | None, sending: Sending) -> Gone:
    def send(deliver: Deliver) -> Gone:
        made = send_letter(
            work,
            record_id,
            send_method=sending.method,
            deliver=deliver,
            lock_version=lock,
            protect_password=sending.password,
            second=sending.second,
        )
        return Gone(made.serial, made.pages)

    return delivered(sending, send)


def _print_reply(work: Work, record_id: UUID, sending: Sending) -> Gone:
    def give(deliver: Deliver) -> Gone:
        made = give_paper(
            work, printable("referral_reply"), record_id, reason="回答書の用紙", deliver=deliver
        )
        return Gone(made.serial, made.pages)

    return delivered(sending, give)


def _amend(work: Work, record_id: UUID, answers: Answers, reason: str, lock: int | None) -> Saved:
    return amend_record(work, "referral", record_id, answers, reason=reason, lock_version=lock)
