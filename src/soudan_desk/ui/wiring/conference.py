"""Joins the cockpit of a meeting to the verbs over meetings, cases and papers."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from functools import partial
from typing import Any
from uuid import UUID

from PySide6.QtWidgets import QApplication

from soudan_desk.codes import CodeBook
from soudan_desk.fields import Field
from soudan_desk.models import AgendaItem, Attendance, Conference, fields_of
from soudan_desk.models.agenda_blocks import GuardianshipBlock
from soudan_desk.services import unsaved
from soudan_desk.services.conference_agenda import propose_agenda
from soudan_desk.services.conference_briefs import Brief, case_brief
from soudan_desk.services.conference_decisions import conclude
from soudan_desk.services.conference_rules import kind_options
from soudan_desk.services.conference_sittings import sitting
from soudan_desk.services.conferences import (
    add_to_agenda,
    finalise_conference,
    hide_name,
    reorder_agenda,
)
from soudan_desk.services.decision_doers import offered_doers
from soudan_desk.services.looking import note_read
from soudan_desk.services.records import (
    Saved,
    Shown,
    add_record,
    amend_record,
    save_record,
    show_record,
    void_record,
)
from soudan_desk.services.review_standing import review_standing
from soudan_desk.services.reviews import submit_review
from soudan_desk.ui.dialogs import ask_text, insist
from soudan_desk.ui.pages.agencies_new import ask_new_record
from soudan_desk.ui.pages.conference import ConferencePage
from soudan_desk.ui.pages.conference_desk import Answers, ConferenceDesk
from soudan_desk.ui.pages.page import Page, Place
from soudan_desk.ui.seat import Seat
from soudan_desk.ui.wiring.conference_next import offer_next
from soudan_desk.ui.wiring.form_context import form_context
from soudan_desk.ui.wiring.paper_printing import open_papers

_FIRST = ("discussion", "conclusion", "decisions")
_MORE = (
    "client_view",
    "family_view",
    "remaining",
    "next_on",
    "brief",
    "agenda_type",
    "naming_ground",
)
"""What every case is asked in the cockpit, in this order."""
_BLOCK = frozenset(vars(GuardianshipBlock))
_DECISION_CELLS = ("what", "actor_name", "due_on", "becomes")
_OF_MEETING = frozenset({"centre", "meeting_kind", "serial", "restriction_level"})
_OF_ITEM = ("case_id", "agenda_type", "subject", "is_anonymous", "subject_alias", "brief")
_OF_MEMBER = ("name", "member_id", "agency_id", "org", "job", "role", "presence", "pledge_on")


def build(seat: Seat, place: Place) -> Page:
    """Make the page of the meeting `id`, or of the one the agenda item `item` belongs to."""
    item_id: UUID | None = place.about.get("item")
    conference_id = place.about.get("id")
    if conference_id is None and item_id is not None:
        answers = show_record(seat.work, "agenda_item", item_id).answers
        conference_id = answers["conference_id"]
    acts = _Acts(seat, conference_id)
    return ConferencePage(acts.desk(), item_id)


def form_of(item_id: UUID) -> str:
    """Name the unsaved row of an agenda item."""
    return f"agenda_item:{item_id}"


class _Acts:
    """The acts on one meeting."""

    def __init__(self, seat: Seat, conference_id: Any) -> None:
        self._seat, self._work = seat, seat.work
        self._id: UUID = conference_id
        meeting = self._meeting()
        self._kind, self._centre = meeting.answers["meeting_kind"], meeting.answers["centre"]
        self._codes = self._own_codes()

    def desk(self) -> ConferenceDesk:
        """Bind the verbs to the seat."""
        work = self._work
        options = kind_options(work.codes, "agenda.conclusion", self._centre, self._kind)
        return ConferenceDesk(
            may_write=work.actor.writes_casework and not self._seat.office.read_only,
            codes=work.codes,
            context=self._context(),
            fields=_fields(),
            conclusions=[(each.code, each.brief) for each in options],
            load=lambda: sitting(work, self._id),
            brief=self._brief,
            conclude=lambda item, answers, lock: conclude(
                work, item, answers, lock_version=lock, form=form_of(item)
            ),
            save=lambda item, answers, lock: save_record(
                work, "agenda_item", item, answers, lock_version=lock, form=form_of(item)
            ),
            reorder=lambda ids: reorder_agenda(work, self._id, ids),
            hide_name=lambda item, hidden: hide_name(work, item, hidden=hidden),
            fill_agenda=self._fill,
            add_item=self._add_item,
            drop_item=lambda item, reason: void_record(work, "agenda_item", item, reason=reason),
            add_member=self._add_member,
            set_presence=lambda member, presence: save_record(
                work, "attendance", member, {"presence": presence}
            ),
            edit_meeting=self._edit,
            finalise=self._finalise,
            review=partial(review_standing, work, "conference", self._id),
            submit=partial(submit_review, work, "conference", self._id),
            print_meeting=partial(self._print, "conference", self._id),
            print_item=partial(self._print, "agenda_item"),
            keep=self._keep,
            kept=lambda item: unsaved.unsaved_form(work, form_of(item)),
        )

    def _brief(self, item_id: UUID) -> Brief:
        """Return what is told of a case; the log says of the case that it was read."""
        note_read(self._work, "agenda_item", item_id)
        return case_brief(self._work, item_id)

    def _meeting(self) -> Shown:
        return show_record(self._work, "conference", self._id)

    def _own_codes(self) -> CodeBook:
        """Return the option lists without what only other kinds of meeting judge and conclude."""
        codes, kind = self._work.codes, self._kind
        known = kind_options(codes, "agenda.conclusion", self._centre, kind)
        conclusions, types = (f"agenda.{name}.{self._centre}" for name in ("conclusion", "type"))
        offered = {entry.code for entry in known}
        return CodeBook(
            entry
            for entry in codes
            if (entry.list != conclusions or entry.code in offered)
            and (entry.list != types or entry.group in {None, kind})
        )

    def _context(self) -> Any:
        meeting = self._meeting()
        context = form_context(self._seat, centre=self._centre, on=meeting.answers["held_on"])
        offers = {"actor_name": self._doers}
        return replace(context, codes=self._codes, offers=offers)

    def _doers(self) -> list[tuple[str, str]]:
        return [(each.name, each.detail) for each in offered_doers(self._work, self._id)]

    def _fill(self) -> int:
        held_on = self._meeting().answers["held_on"]
        proposals = propose_agenda(self._work, self._centre, self._kind, held_on)
        return len(add_to_agenda(self._work, self._id, proposals))

    def _add_item(self) -> Saved | None:
        return self._ask_new("新しい議題", "agenda_item", _picked(AgendaItem, _OF_ITEM))

    def _add_member(self) -> Saved | None:
        return self._ask_new("出席者を加える", "attendance", _picked(Attendance, _OF_MEMBER))

    def _ask_new(self, title: str, kind: str, fields: Sequence[Field]) -> Saved | None:
        def save(answers: Mapping[str, Any]) -> Saved:
            return add_record(self._work, kind, {**answers, "conference_id": self._id})

        made: Saved | None = ask_new_record(
            QApplication.activeWindow(), title, fields, save, self._context()
        )
        return made

    def _edit(self) -> Saved | None:
        """Ask about the meeting itself; final minutes are amended with a reason."""
        meeting = self._meeting()
        fields = [field for field in fields_of(Conference) if field.key not in _OF_MEETING]
        parent, reason = QApplication.activeWindow(), ""
        if meeting.state == "final":
            reason = ask_text(parent, "議事録を訂正する", "訂正の理由を書いてください。") or ""
            if not reason:
                return None

        def save(answers: Answers) -> Saved:
            given = {key: answers[key] for key in answers if key not in _OF_MEETING}
            if reason:
                return amend_record(self._work, "conference", self._id, given, reason=reason)
            lock = meeting.lock_version
            return save_record(self._work, "conference", self._id, given, lock_version=lock)

        made: Saved | None = ask_new_record(
            parent, "会議の内容", fields, save, self._context(), meeting.answers
        )
        if made is not None:
            offer_next(self._work, self._id, parent)
        return made

    def _finalise(self, lock_version: int | None) -> Saved:
        parent = QApplication.activeWindow()
        finalise = partial(finalise_conference, self._work, self._id, lock_version=lock_version)
        made = insist(parent, finalise)
        offer_next(self._work, self._id, parent)
        return made

    def _print(self, kind: str, record_id: UUID) -> None:
        open_papers(self._seat, QApplication.activeWindow(), kind, record_id, centre=self._centre)

    def _keep(self, item_id: UUID, kept: dict[str, Any], title: str) -> None:
        unsaved.keep_unsaved(self._work, form_of(item_id), kept, title=title, record_id=item_id)


def _picked(model: Any, keys: Sequence[str]) -> list[Field]:
    by_key = {field.key: field for field in fields_of(model)}
    return [
        replace(by_key[key], required=False)
        if key == "name" and model is Attendance
        else by_key[key]
        for key in keys
    ]


def _fields() -> list[Field]:
    """Return what is asked of a case; of a decision only what is typed."""
    fields = []
    for field in _picked(AgendaItem, (*_FIRST, *_MORE)):
        rows = tuple(cell for cell in field.rows if cell.key in _DECISION_CELLS)
        section = "" if field.key in _FIRST else "そのほか"
        fields.append(replace(field, rows=rows, section=section))
    return [*fields, *(field for field in fields_of(AgendaItem) if field.key in _BLOCK)]
