"""予定表: the days a calendar shows, as a paper; by itself one's own week."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from datetime import date, timedelta
from uuid import UUID

from soudan_desk.codes import CodeBook
from soudan_desk.japanese.eras import wareki
from soudan_desk.japanese.holidays import holiday_name
from soudan_desk.papers.appointments import AppointmentLine, AppointmentList, DueOn
from soudan_desk.papers.morning_list import VisitLine
from soudan_desk.services.appointment_lists import AppointmentRow, appointments_between
from soudan_desk.services.appointment_rules import PLANNED
from soudan_desk.services.due import DueItem, due_items
from soudan_desk.services.list_masks import About, masks_leaving
from soudan_desk.services.masks import Mask
from soudan_desk.services.standing_in import absent_now
from soudan_desk.services.work import Work

_WEEKDAYS = "月火水木金土日"
Masks = Mapping[About, Mask]


def appointment_list(
    work: Work,
    first: date,
    last: date,
    rows: Sequence[AppointmentRow],
    due: Sequence[DueItem] = (),
    whose: str = "",
) -> AppointmentList:
    """Make the paper of what is shown of some days."""
    masks = masks_leaving(work, [*map(_about, rows), *map(_about, due)])
    days = wareki(first) if first == last else f"{wareki(first)}〜{wareki(last)}"
    return AppointmentList(
        remark="　".join(filter(None, (days, whose))),
        lines=tuple(_line(work.codes, row, masks, first) for row in rows),
        due=tuple(_due(item, masks) for item in due),
    )


def week_list(work: Work) -> AppointmentList:
    """Make the paper of one's own week."""
    me, today = work.actor.staff_id, work.today()
    first = today - timedelta(days=today.weekday())
    last = first + timedelta(days=6)
    rows = appointments_between(work, first, last, staff_ids={me})
    horizon = (last - today).days
    due = due_items(work, on=today, worker_ids={me}, horizon_days=horizon)
    shown = [item for item in due if first <= item.due_on <= last]
    return appointment_list(work, first, last, rows, shown, work.actor.name)


def visits_of_today(work: Work, centres: Collection[str] | None = None) -> tuple[VisitLine, ...]:
    """Return the day's appointments for the morning's list: one's own, or whole centres'."""
    day = work.today()
    me = work.actor.staff_id
    mine = {me, *(each.staff_id for each in absent_now(work))} if centres is None else None
    rows = [
        row
        for row in appointments_between(work, day, day, staff_ids=mine)
        if centres is None or not row.centre or row.centre in centres
    ]
    masks = masks_leaving(work, map(_about, rows))
    open_ones = (row for row in rows if row.outcome == PLANNED)
    return tuple(
        VisitLine(
            at=at_words(row, day),
            what=_kind(work.codes, row),
            whose="\n".join(filter(None, (_whose(row, masks), _rules(row)))),
            place=_place(row, masks),
            workers="、".join(_with_whom(row, me if centres is None else None)),
        )
        for row in open_ones
    )


def _rules(row: AppointmentRow) -> str:
    return f"※{row.rules}" if row.rules else ""


def _with_whom(row: AppointmentRow, me: UUID | None) -> tuple[str, ...]:
    """Name whose appointment it is, where that is not the reader's own."""
    return row.co_workers if row.staff_id == me else (row.worker, *row.co_workers)


def _about(row: AppointmentRow | DueItem) -> About:
    return row.case_id, row.hides if isinstance(row, DueItem) else row.person_id


def _line(codes: CodeBook, row: AppointmentRow, masks: Masks, first: date) -> AppointmentLine:
    day = max(row.span.held_on, first)
    return AppointmentLine(
        on=_day(day),
        at=at_words(row, day),
        kind=_kind(codes, row),
        whose=_whose(row, masks),
        place=_place(row, masks),
        workers="\n".join(filter(None, (row.worker, *row.co_workers))),
        outcome="" if row.outcome == PLANNED else _outcome(codes, row),
    )


def _due(item: DueItem, masks: Masks) -> DueOn:
    mask = masks[_about(item)]
    whose = "\n".join(filter(None, (item.case_no, mask.name(item.person))))
    return DueOn(
        _day(item.due_on), item.label, whose, "、".join(each.name for each in item.workers)
    )


def at_words(row: AppointmentRow, day: date) -> str:
    """Say from when to when it takes a day."""
    span = row.span
    if span.until > span.held_on:
        return f"〜{span.until.month}/{span.until.day}" if day < span.until else "終日"
    if span.starts is None:
        return "終日"
    return f"{span.starts:%H:%M}〜{f'{span.ends:%H:%M}' if span.ends else ''}"


def _whose(row: AppointmentRow, masks: Masks) -> str:
    mask = masks[_about(row)]
    name = mask.name(row.person) if row.person else ""
    first = "　".join(filter(None, (name, row.case_no)))
    return "\n".join(filter(None, (first, mask.words(row.title))))


def _place(row: AppointmentRow, masks: Masks) -> str:
    mask = masks[_about(row)]
    return "\n".join(filter(None, (mask.words(row.place), row.agency)))


def _kind(codes: CodeBook, row: AppointmentRow) -> str:
    entry = codes.find("appointment.kind", row.kind)
    return entry.brief if entry else ""


def _outcome(codes: CodeBook, row: AppointmentRow) -> str:
    return codes.label("appointment.outcome", row.outcome)


def _day(day: date) -> str:
    name = holiday_name(day)
    words = f"{day.month}/{day.day}（{_WEEKDAYS[day.weekday()]}）"
    return f"{words}\n{name}" if name else words
