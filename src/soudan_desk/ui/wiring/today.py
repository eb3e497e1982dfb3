"""Joins 今日 to the verbs over one's day."""

from __future__ import annotations

from collections.abc import Mapping
from functools import partial
from typing import Any
from uuid import UUID

from soudan_desk.centres import CENTRES
from soudan_desk.models import fields_of
from soudan_desk.services.awaited import Awaited
from soudan_desk.services.copy_standing import is_drill_due
from soudan_desk.services.due import DueItem, Pressing, due_items, pressing_items
from soudan_desk.services.due_judging import Cut
from soudan_desk.services.due_rules import Doing
from soudan_desk.services.emergencies import read_emergency_notice
from soudan_desk.services.handover_lists import Note, notes_for_me, notes_in_centres, notes_left
from soudan_desk.services.records import Saved, add_record, model_of, save_record
from soudan_desk.services.review_lists import ReviewRow
from soudan_desk.services.standing_in import absent_now
from soudan_desk.services.today import DraftRow, Today, today
from soudan_desk.services.unsaved import Kept, drop_unsaved
from soudan_desk.services.work import Work
from soudan_desk.storage.actor import SUPERVISOR
from soudan_desk.ui.pages.page import Page, Place
from soudan_desk.ui.pages.today import TodayPage
from soudan_desk.ui.pages.today_acts import TodayActs
from soudan_desk.ui.pages.today_rows import DUE_ENDS, Offered, ToRead
from soudan_desk.ui.pages.today_waiting import Notes
from soudan_desk.ui.preferences import page_settings, remember_page
from soudan_desk.ui.seat import Seat
from soudan_desk.ui.wiring.form_context import form_context
from soudan_desk.ui.wiring.handovers import note_acts
from soudan_desk.ui.wiring.list_papers import print_morning_list
from soudan_desk.ui.wiring.review_places import place_of_review
from soudan_desk.ui.wiring.today_appointments import day_acts

_BASICS = {"member", "household", "consent", "case"}
_READ = Cut(most=100, ends=DUE_ENDS)
"""How much of what falls due is shown of each group until one asks for more."""
_SHOWN_ELSEWHERE = frozenset({"promise", "draft_consultation"})
_SHELVES = {
    kind: shelf.key
    for centre in CENTRES.values()
    for shelf in centre.shelves
    for kind in (*shelf.kinds, *shelf.parts, *(f"{part}_rows" for part in shelf.kinds))
}
"""Where a begun record of a case is written: the tab of its kind, and of its tables."""
_OWN_PAGES = {"person", "agency"}
_OWN_PLACES = {"person", "agency", "referral", "conference"}


def build(seat: Seat, place: Place) -> Page:
    """Return the worker's day."""
    work = seat.work
    acts = TodayActs(
        load=partial(_load, seat),
        due=partial(_due, seat),
        notes=partial(_notes, seat),
        run=seat.tasks.run,
        today=work.today(),
        fields=fields_of(model_of("task")),
        context=form_context(seat),
        add=partial(_add, work),
        change=partial(_change, work),
        drop=partial(drop_unsaved, work),
        place_of=place_of,
        note_acts=note_acts(seat),
        day=day_acts(seat),
        print_morning=partial(print_morning_list, seat),
        read_emergency=partial(read_emergency_notice, work),
        is_drill_due=partial(is_drill_due, work),
        may_see_whole=work.actor.has(SUPERVISOR) or work.actor.sees_ordinary,
        begins_whole=bool(page_settings(work.actor.login, "today").get("whole")),
        remember_whole=lambda whole: remember_page(work.actor.login, "today", {"whole": whole}),
    )
    return TodayPage(acts)


def _load(seat: Seat, whole: bool) -> Today:
    return today(seat.work, whole_centres=_centres(seat) if whole else None)


def _due(seat: Seat, whole: bool, everything: bool) -> Pressing:
    """Fetch what falls due: for the centre, or for oneself but what stands on the page already."""
    work = seat.work
    hands = [work.actor.staff_id, *(each.staff_id for each in absent_now(work))]
    own: dict[str, Any] = {"worker_ids": hands, "without": _SHOWN_ELSEWHERE}
    narrowed = {"centre": seat.centre} if whole else own
    if everything:
        return Pressing(due_items(work, on=work.today(), **narrowed))
    return pressing_items(work, _READ, on=work.today(), **narrowed)


def _notes(seat: Seat, whole: bool) -> Notes:
    work = seat.work
    if whole:
        return Notes(here=tuple(notes_in_centres(work, _centres(seat))))
    theirs = (note for each in absent_now(work) for note in notes_for_me(work, each.staff_id))
    here = {note.id: note for note in (*notes_for_me(work), *theirs)}
    return Notes(here=tuple(here.values()), left=tuple(notes_left(work)))


def _centres(seat: Seat) -> list[str]:
    return [seat.centre] if seat.centre else sorted(seat.work.actor.centres)


def _add(work: Work, answers: Mapping[str, Any]) -> Saved:
    return add_record(work, "task", answers)


def _change(work: Work, which: UUID, answers: Mapping[str, Any], lock_version: int | None) -> Saved:
    return save_record(work, "task", which, answers, lock_version=lock_version)


def place_of(what: Any) -> Place | None:
    """Return where something that waits is gone on with."""
    match what:
        case DueItem():
            return place_of_due(what)
        case Kept():
            return _place_of_form(what)
        case Note():
            return _place_of_note(what)
        case DraftRow(case_id=None):
            return Place("person", {"consultation": what.id})
        case DraftRow():
            return Place("case", {"id": what.case_id, "record": (what.kind, what.id)})
        case Awaited():
            return Place("referral", {"id": what.id})
        case ReviewRow():
            return place_of_review(what, editing=True)
        case ToRead():
            return Place("review")
        case Offered():
            return Place("handover", {"tab": "take"})
    return None


def place_of_due(item: DueItem) -> Place | None:
    """Return where one does something about what falls due."""
    if item.kind == "referral":
        return Place("referral", {"id": item.id})
    if item.kind == "review":
        return Place("review")
    if item.kind == "disclosure_request":
        return Place("requests", {"id": item.id})
    if item.case_id is None and item.kind == "person":
        return Place("person", {"id": item.id})
    if item.case_id is None:
        return Place("person", {"consultation": item.id}) if item.kind == "consultation" else None
    match item.rule.doing:
        case Doing.BASICS:
            return Place("case", {"id": item.case_id, "tab": "basics"})
        case Doing.RECORD if item.kind == "consultation":
            return Place("case", {"id": item.case_id, "record": (item.kind, item.id)})
        case Doing.RECORD | Doing.TAB:
            return Place("case", {"id": item.case_id, "tab": _tab_of(item)})
    return Place("case", {"id": item.case_id})


def _tab_of(item: DueItem) -> str:
    """Return the tab of a case that holds the item's kind of record, where no rule names one."""
    shelves = CENTRES[item.centre].shelves if item.centre in CENTRES else ()
    held = (shelf.key for shelf in shelves if item.kind in (*shelf.kinds, *shelf.parts))
    return item.rule.tab or next(held, item.kind)


def _place_of_note(note: Note) -> Place | None:
    """Return the page of what a note hangs on."""
    kind, about = note.about.kind, note.about.id
    if kind in _OWN_PLACES:
        return Place(kind, {"id": about})
    if note.case_id is None:
        return Place("person", {"consultation": about}) if kind == "consultation" else None
    if kind == "consultation":
        return Place("case", {"id": note.case_id, "record": (kind, about)})
    return Place("case", {"id": note.case_id, "tab": _SHELVES.get(kind, kind)})


def _place_of_form(kept: Kept) -> Place | None:
    kind, _, rest = kept.form.partition(":")
    if kind == "referral":
        return _place_of_letter(kept, rest)
    if kind == "review":
        return Place("review", {"id": kept.record_id})
    if kind == "appointment":
        about = {"id": kept.record_id} if kept.record_id else {"form": kept.form}
        return Place("calendar", about)
    if kind == "disclosure_request":
        return Place("requests", {"id": kept.record_id})
    if kind == "agenda_item":
        return Place("conference", {"item": kept.record_id})
    if kept.case_id is None:
        return _place_without_case(kept, kind)
    if kind == "consultation":
        record = (kind, kept.record_id) if kept.record_id else ("unsaved", kept.form)
        return Place("case", {"id": kept.case_id, "record": record})
    tab = "basics" if kind in _BASICS else _SHELVES.get(kind, kind)
    return Place("case", {"id": kept.case_id, "tab": tab})


def _place_of_letter(kept: Kept, rest: str) -> Place:
    if kept.record_id is not None:
        return Place("referral", {"id": kept.record_id})
    direction = {"direction": "in"} if rest.endswith(":in") else {}
    about = rest.removeprefix("new:").removesuffix(":in")
    if kept.case_id is not None:
        return Place("referral", {"case_id": kept.case_id, **direction})
    return Place("referral", {"person": UUID(about), **direction})


def _place_without_case(kept: Kept, kind: str) -> Place:
    if kind == "consultation" and kept.record_id is not None:
        return Place("person", {"consultation": kept.record_id})
    if kind in _OWN_PAGES and kept.record_id is not None:
        return Place(kind, {"id": kept.record_id})
    return Place("intake", {"form": kept.form})
