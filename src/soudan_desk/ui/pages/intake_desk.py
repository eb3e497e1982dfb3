"""What the intake page is given: option lists, questions, the clock, and its verbs."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from PySide6.QtWidgets import QWidget

from soudan_desk.codes import CodeBook, CodeEntry
from soudan_desk.fields import Field
from soudan_desk.services.callers import Known, Picked
from soudan_desk.services.intake import Received, ReceivedAs
from soudan_desk.services.likely_persons import Typed
from soudan_desk.services.unsaved import Kept
from soudan_desk.ui.forms.context import FormContext


@dataclass(frozen=True, slots=True)
class Asked:
    """Whom to look for: what is typed of the troubled one, and who calls."""

    typed: Typed
    caller: str
    telephone: str
    centre: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class IntakeDesk:
    """The page's surroundings; `find` answers later, in the window's thread.

    `fields` are the questions of consultation and person by key, those of the consultation first.
    """

    centres: Sequence[tuple[str, str]]
    centre: Callable[[], str | None]
    staff_id: UUID
    fields: Mapping[str, Field]
    codes: CodeBook
    context: Callable[[str | None], FormContext]
    now: Callable[[], datetime]
    today: Callable[[], date]
    find: Callable[[Asked, Callable[[list[Known]], object]], object]
    pick: Callable[[UUID, str | None, date], Picked]
    receive: Callable[[Received], ReceivedAs]
    keep: Callable[[str, dict[str, Any], str], None]
    kept: Callable[[], list[Kept]]
    drop: Callable[[str], None]
    print_papers: Callable[[ReceivedAs, str, QWidget, Callable[[str], None]], None]

    def options(self, name: str, centre: str) -> tuple[CodeEntry, ...]:
        """Return the options of a centre's list that may be chosen today."""
        return self.codes.entries(name, centre=centre, on=self.today())
