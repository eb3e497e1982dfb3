"""What 今日 can do, handed in as callables."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from soudan_desk.fields import Field
from soudan_desk.services.today import Today
from soudan_desk.ui.forms.context import FormContext
from soudan_desk.ui.notes.acts import NoteActs
from soudan_desk.ui.pages.page import Place
from soudan_desk.ui.pages.today_appointments import DayActs
from soudan_desk.ui.pages.today_due import FetchDue
from soudan_desk.ui.pages.today_paper import PrintMorning
from soudan_desk.ui.pages.today_waiting import Notes


@dataclass(frozen=True, slots=True, kw_only=True)
class TodayActs:
    """The verbs of one's day, or of the whole centre's where they are given True.

    `place_of` says where an unsaved form, a draft, a letter is.
    """

    load: Callable[[bool], Today]
    due: FetchDue
    notes: Callable[[bool], Notes]
    run: Callable[..., object]
    today: date
    fields: Sequence[Field]
    context: FormContext
    add: Callable[[Mapping[str, Any]], Any]
    change: Callable[[UUID, Mapping[str, Any], int | None], Any]
    drop: Callable[[str], None]
    place_of: Callable[[Any], Place | None]
    note_acts: NoteActs
    day: DayActs
    print_morning: PrintMorning
    read_emergency: Callable[[UUID], None]
    """Notes that one has read of an emergency access to one's case."""
    is_drill_due: Callable[[], bool]
    may_see_whole: bool
    """Whether the desk of the whole centre is there to be switched to."""
    begins_whole: bool
    remember_whole: Callable[[bool], None]
