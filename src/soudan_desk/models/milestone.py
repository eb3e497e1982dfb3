"""Steps taken that have no record of their own yet: a dated tick with a name and a note."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import Any
from uuid import UUID

from sqlalchemy import Index
from sqlalchemy.orm import Mapped

from soudan_desk.models.base import Record, asks, refers
from soudan_desk.models.types import Code, Long

_STEP = "手続き"


class Milestone(Record):
    """One thing done on the way of a case, such as a contract signed or a board's answer come.

    It stands in for the record that a later part of the program brings.
    """

    label = "手続きの記録"
    title_keys = ("step", "done_on")

    case_id: Mapped[UUID] = refers("ケース", section=_STEP, of="case", index=False)
    centre: Mapped[Code | None] = asks("センター", section=_STEP, codes="centre")
    step: Mapped[Code] = asks(
        "済んだこと", section=_STEP, codes="milestone", listed=True, printed=True, counted=True
    )
    done_on: Mapped[date] = asks("日付", section=_STEP, listed=True, printed=True, past=True)
    staff_id: Mapped[UUID] = refers("確かめた職員", section=_STEP, of="staff", listed=True)
    note: Mapped[Long | None] = asks("備考", section=_STEP, printed=True, searched=True)

    @classmethod
    def constraints(cls) -> Iterable[Any]:
        """Find what a case has behind it."""
        return (Index(None, "case_id", "step"),)
