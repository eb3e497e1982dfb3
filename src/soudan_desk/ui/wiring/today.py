"""Joins 今日 to the verbs over one's day."""

from __future__ import annotations

from collections.abc import Mapping
from functools import partial
from typing import Any
from uuid import UUID

from soudan_desk.centres import CENTRES
from soudan_desk.models import fields_of
from soudan_desk.services.due import DueItem, due_items
from soudan_desk.services.due_rules import Doing
from soudan_desk.services.records import Saved, add_record, model_of, save_record
from soudan_desk.services.today import Awaited, DraftRow, today
from soudan_desk.services.unsaved import Kept, drop_unsaved
from soudan_desk.services.work import Work
from soudan_desk.ui.pages.page import Page, Place
from soudan_desk.ui.pages.today import TodayActs, TodayPage
from soudan_desk.ui.seat import Seat
from soudan_desk.ui.wiring.form_context import form_context

_BASICS = {"member", "household", "consent", "case"}
_SHOWN_ELSEWHERE = frozenset({"promise", "draft_consultation"})
_OWN_PAGES = {"person", "agency"}


def build(seat: Seat, place: Place) -> Page:
    """Return the worker's day."""
    work = seat.work
    acts = TodayActs(
        load=partial(today, work),
        due=partial(_due, work),
        run=seat.tasks.run,
        today=work.today(),
        fields=fields_of(model_of("task")),
        context=form_context(seat),
        add=partial(_add, work),
        change=partial(_change, work),
        drop=partial(drop_unsaved, work),
        place_of=place_of,
    )
    return TodayPage(acts)


def _due(work: Work) -> list[DueItem]:
    """Fetch what falls due for oneself; promises and drafts stand on the page already."""
    mine = [work.actor.staff_id]
    return due_items(work, on=work.today(), worker_ids=mine, without=_SHOWN_ELSEWHERE)


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
        case DraftRow(case_id=None):
            return Place("person", {"consultation": what.id})
        case DraftRow():
            return Place("case", {"id": what.case_id, "record": (what.kind, what.id)})
        case Awaited():
            return Place("referral", {"id": what.id})
    return None


def place_of_due(item: DueItem) -> Place | None:
    """Return where one does something about what falls due."""
    if item.kind == "referral":
        return Place("referral", {"id": item.id})
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
    held = (shelf.key for shelf in shelves if item.kind in shelf.kinds)
    return item.rule.tab or next(held, item.kind)


def _place_of_form(kept: Kept) -> Place | None:
    kind, _, rest = kept.form.partition(":")
    if kind == "referral":
        return _place_of_letter(kept, rest)
    if kind == "agenda_item":
        return Place("conference", {"item": kept.record_id})
    if kept.case_id is None:
        return _place_without_case(kept, kind)
    if kind == "consultation":
        record = (kind, kept.record_id) if kept.record_id else ("unsaved", kept.form)
        return Place("case", {"id": kept.case_id, "record": record})
    tab = "basics" if kind in _BASICS else kind
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
