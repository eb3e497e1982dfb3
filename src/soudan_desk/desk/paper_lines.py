"""Lines that several lists on paper share: what falls due, is to be done, was left or has come."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date

from soudan_desk.japanese.eras import wareki, wareki_short
from soudan_desk.papers.morning_list import CallLine, DueLine, NoteLine, ToDoLine
from soudan_desk.services.appointment_lists import AppointmentRow
from soudan_desk.services.awaited import Awaited
from soudan_desk.services.due import DueItem, left_words
from soudan_desk.services.handover_lists import Note
from soudan_desk.services.handover_sheet import Caution, Happened
from soudan_desk.services.list_masks import About, masks_leaving
from soudan_desk.services.masks import Mask
from soudan_desk.services.new_calls import NewCall
from soudan_desk.services.today import ToDo
from soudan_desk.services.work import Work

Masks = Mapping[About, Mask]
Listed = DueItem | ToDo | Note | NewCall | AppointmentRow | Awaited | Caution | Happened
_WEEKDAYS = "月火水木金土日"


def day_words(day: date) -> str:
    """Write a day in full, as at the head of a list."""
    return f"{wareki(day)}（{_WEEKDAYS[day.weekday()]}）"


def masks_of(work: Work, rows: Sequence[Listed]) -> Masks:
    """Return what must not leave of any of these rows."""
    return masks_leaving(work, (about_of(row) for row in rows))


def about_of(row: Listed) -> About:
    """Return the case and the person a row is about."""
    return row.case_id, row.person_id if isinstance(row, NewCall | AppointmentRow) else row.hides


def due_line(item: DueItem, masks: Masks) -> DueLine:
    """Word what falls due."""
    mask = masks[about_of(item)]
    return DueLine(
        on=wareki_short(item.due_on),
        left=_left(item.days),
        what=item.label,
        whose=whose_words(item.case_no, mask.name(item.person) or "", item.rules),
        workers="、".join(worker.name for worker in item.workers),
        reason=mask.words(item.reason).removesuffix(f"{left_words(item.days)}。"),
    )


def _left(days: int) -> str:
    """Say in a narrow column how long there is left."""
    return f"{-days}日超過" if days < 0 else "今日まで" if days == 0 else f"あと{days}日"


def note_line(note: Note, masks: Masks) -> NoteLine:
    """Word a note."""
    mask = masks[about_of(note)]
    name = mask.name(note.person) if note.person else ""
    return NoteLine(
        on="\n".join(
            filter(
                None,
                (wareki_short(note.due_on) if note.due_on else "", "急ぎ" * note.is_urgent),
            )
        ),
        what=mask.words(note.body),
        who=note.writer,
        whose=whose_words(note.case_no, name or "", note.rules),
    )


def call_line(call: NewCall, masks: Masks) -> CallLine:
    """Word who came, or cannot wait."""
    mask = masks[about_of(call)]
    return CallLine(
        on=wareki_short(call.on) if call.on else "",
        whose=whose_words(call.case_no, mask.name(call.person) or ""),
        what=mask.words(call.what),
        worker=call.worker,
    )


def todo_line(todo: ToDo, masks: Masks) -> ToDoLine:
    """Word what is to be done."""
    mask = masks[about_of(todo)]
    on = wareki_short(todo.due_on) if todo.due_on else ""
    name = mask.name(todo.person) if todo.person else ""
    whose = whose_words(todo.case_no, name or "", todo.rules)
    return ToDoLine(on, mask.words(todo.title), whose)


def whose_words(case_no: str, name: str, rules: str = "") -> str:
    """Return a case's number above its person's name, and how they must not be reached."""
    return "\n".join(filter(None, (case_no, name, f"※{rules}" if rules else "")))
