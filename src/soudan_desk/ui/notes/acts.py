"""What can be done with notes (申し送り), handed in as callables, and how they read."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from soudan_desk.fields import Field
from soudan_desk.services.handover_lists import About, Note, Reader
from soudan_desk.services.unsaved import Kept
from soudan_desk.ui.forms.context import FormContext
from soudan_desk.ui.pages.case_looks import day_text


@dataclass(frozen=True, slots=True, kw_only=True)
class NoteActs:
    """The verbs of notes, bound to a worker; `centre` is whose workers 「全員」 means."""

    staff_id: UUID
    absent_ids: Callable[[], frozenset[UUID]]
    """For whom the worker stands in today."""
    today: date
    may_write: bool
    fields: Callable[[About], Sequence[Field]]
    context: Callable[[About], FormContext]
    leave: Callable[[Mapping[str, Any], About, str], Any]
    on: Callable[[About], list[Note]]
    read: Callable[[Sequence[UUID]], Any]
    finish: Callable[[UUID, str], Any]
    reopen: Callable[[UUID], Any]
    take_back: Callable[[UUID, str], Any]
    keep: Callable[..., None]
    kept: Callable[[str], Kept | None]
    drop: Callable[[str], None]
    run: Callable[..., object]


def form_name(about: About) -> str:
    """Return the unsaved row's name of a note begun on a record, or on none."""
    return f"handover_note:{about.kind}:{about.id}" if about.id else "handover_note:new"


def about_of(form: str) -> About | None:
    """Return what a note was begun on, by its unsaved row's name; None for other forms."""
    kind, _, rest = form.partition(":")
    if kind != "handover_note":
        return None
    about, _, record_id = rest.partition(":")
    return About(kind=about, id=UUID(record_id)) if record_id else About()


def first_line(note: Note) -> str:
    """Return the line a note is listed by."""
    return note.body.strip().partition("\n")[0]


def facts_of(note: Note) -> str:
    """Return whom a note is about and until when it is to be done."""
    about = " ".join(part for part in (note.person, note.case_no) if part)
    due = f"{day_text(note.due_on)} まで" if note.due_on else ""
    return "　".join(part for part in (about, due) if part)


def way_of(note: Note) -> str:
    """Return from whom to whom a note goes."""
    return f"{note.writer} → {receivers_of(note)}"


def receivers_of(note: Note) -> str:
    """Name who gets it; many are counted."""
    names = [reader.name for reader in note.readers]
    return "、".join(names) if len(names) <= 2 else f"{names[0]} ほか{len(names) - 1}人"


def moment(at: datetime, today: date) -> str:
    """Return a time of today, or the day."""
    local = at.astimezone()
    return f"{local:%H:%M}" if local.date() == today else day_text(local.date())


def state_of(reader: Reader, today: date) -> str:
    """Return what became of a note with one of its readers."""
    if reader.done_at is not None:
        return f"済み {moment(reader.done_at, today)}"
    if reader.read_at is not None:
        return f"読みました {moment(reader.read_at, today)}"
    return "まだ読んでいません"


def summary_of(note: Note) -> str:
    """Return in few words how many of its readers have read a note and done it."""
    if len(note.readers) == 1:
        reader = note.readers[0]
        state = "済み" if reader.done_at else "既読" if reader.read_at else "未読"
        return f"{reader.name}：{state}"
    done = sum(1 for reader in note.readers if reader.done_at)
    read = sum(1 for reader in note.readers if reader.read_at)
    return f"{len(note.readers)}人中 既読{read}・済み{done}"
