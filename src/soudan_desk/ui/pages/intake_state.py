"""The unsaved rows of the intake page: one call in hand, others put aside."""

from __future__ import annotations

from typing import Any

from soudan_desk.services.unsaved import Kept
from soudan_desk.ui.pages.intake_desk import IntakeDesk

FORM = "intake:new"


class UnsavedCall:
    """The row of the call in hand; it takes a free name when there is first something to keep."""

    def __init__(self, desk: IntakeDesk) -> None:
        self._desk = desk
        self.form: str | None = None

    def keep(self, answers: dict[str, Any], title: str) -> None:
        """Keep what is typed."""
        if self.form is None:
            self.form = self._free_name()
        self._desk.keep(self.form, answers, title)

    def drop(self) -> None:
        """Throw the row away."""
        if self.form is not None:
            self._desk.drop(self.form)
        self.form = None

    def leave(self) -> None:
        """Leave the row for later, or know that saving took it away."""
        self.form = None

    def take(self, kept: Kept) -> None:
        """Go on with a row that was left."""
        self.form = kept.form

    def others(self) -> list[Kept]:
        """Return the calls put aside, the newest first."""
        return [kept for kept in self._rows() if kept.form != self.form]

    def offer(self) -> str:
        """Say which call waits to be gone on with; blank for none."""
        others = self.others()
        if not others:
            return ""
        more = f"（ほか{len(others) - 1}件）" if len(others) > 1 else ""
        at = others[0].kept_at.astimezone()
        return f"{at:%H:%M} まで書いた受付があります：{others[0].title}{more}"

    def _rows(self) -> list[Kept]:
        return [kept for kept in self._desk.kept() if kept.form.startswith(FORM)]

    def _free_name(self) -> str:
        taken = {kept.form for kept in self._rows()}
        names = (FORM, *(f"{FORM}:{number}" for number in range(2, len(taken) + 3)))
        return next(name for name in names if name not in taken)
