"""What the cockpit of a meeting needs from the rest of the program: callables and plain data."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from soudan_desk.codes import CodeBook
from soudan_desk.fields import Field
from soudan_desk.services.conference_briefs import Brief
from soudan_desk.services.conference_decisions import Taken
from soudan_desk.services.conference_sittings import Sitting
from soudan_desk.services.review_standing import ReviewStanding
from soudan_desk.services.unsaved import Kept
from soudan_desk.ui.forms.context import FormContext

Answers = Mapping[str, Any]
WATCHED = frozenset(
    {"conference", "attendance", "agenda_item", "consent", "case", "person", "review"}
)
"""Kinds of record whose changes show at a meeting."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ConferenceDesk:
    """The acts on one meeting; each raises `SoudanError` with a sentence where it cannot be."""

    may_write: bool
    codes: CodeBook
    context: FormContext
    fields: Sequence[Field]
    """What is asked about each case, in order."""
    conclusions: Sequence[tuple[str, str]]
    load: Callable[[], Sitting]
    brief: Callable[[UUID], Brief]
    conclude: Callable[[UUID, Answers, int | None], Taken]
    save: Callable[[UUID, Answers, int | None], object]
    reorder: Callable[[Sequence[UUID]], None]
    hide_name: Callable[[UUID, bool], object]
    fill_agenda: Callable[[], int]
    add_item: Callable[[], object]
    drop_item: Callable[[UUID, str], object]
    add_member: Callable[[], object]
    set_presence: Callable[[UUID, str], object]
    edit_meeting: Callable[[], object]
    finalise: Callable[[int | None], object]
    review: Callable[[], ReviewStanding | None]
    submit: Callable[[], object]
    print_meeting: Callable[[], None]
    print_item: Callable[[UUID], None]
    keep: Callable[[UUID, dict[str, Any], str], None]
    kept: Callable[[UUID], Kept | None]
