"""How appointments look: a colour and a word for each worker, an icon for each kind."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from soudan_desk.codes import CodeBook
from soudan_desk.services.appointment_lists import AppointmentRow
from soudan_desk.services.appointment_rules import CANCELLED, DONE, NO_SHOW
from soudan_desk.services.appointment_warnings import when_words
from soudan_desk.ui.icons import Icon
from soudan_desk.ui.theme import Role

_COLOURS = (Role.ACCENT, Role.OK, Role.INFO, Role.WARNING)
"""Of workers, in turn; a word always stands with the colour."""
_KINDS = {
    "visit": Icon.VISIT,
    "interview": Icon.INTERVIEW,
    "accompaniment": Icon.ACCOMPANY,
    "meeting": Icon.CONFERENCES,
    "court": Icon.DECISION,
    "agency": Icon.AGENCIES,
    "phone": Icon.PHONE,
    "deadline": Icon.DUE,
    "training": Icon.ASSESSMENT,
    "leave": Icon.PAUSED,
}
_OUTCOMES = {DONE: "済", CANCELLED: "取りやめ", NO_SHOW: "会えず"}


def kind_icon(kind: str) -> Icon:
    """Return the icon of a kind of appointment."""
    return _KINDS.get(kind, Icon.CALENDAR)


def surname(name: str) -> str:
    """Return what a colleague is called in a narrow place."""
    return name.split(" ", maxsplit=1)[0].split("　", maxsplit=1)[0]


@dataclass(frozen=True, slots=True)
class Looks:
    """What the calendar's painters know: words, whose colour is which, and the present day."""

    codes: CodeBook
    today: date
    colours: dict[UUID, Role]
    shown: frozenset[UUID] = frozenset()
    """Those whose appointments are shown; their colours come first."""
    with_workers: bool = False
    """Whether the worker's name stands on each appointment: more than one is shown."""

    def role(self, row: AppointmentRow) -> Role:
        """Return an appointment's colour: its first worker's that has one."""
        if row.outcome in {CANCELLED, NO_SHOW}:
            return Role.MUTED
        ids = sorted(row.staff_ids, key=lambda each: each not in self.shown)
        return next((self.colours[each] for each in ids if each in self.colours), _OTHER)

    def kind(self, row: AppointmentRow) -> str:
        """Return the word of an appointment's kind."""
        entry = self.codes.find("appointment.kind", row.kind)
        return entry.brief if entry else ""

    def title(self, row: AppointmentRow) -> str:
        """Return what stands in bold: whom it is for, else what it is called."""
        return row.person or row.title or row.agency or self.kind(row)

    def detail(self, row: AppointmentRow) -> str:
        """Return what stands below: kind, co-workers, subject, place."""
        kind = self.kind(row)
        others = "・".join(self._others(row))
        first = f"{kind}（{others}と）" if others else kind
        title = row.title if row.person else ""
        parts = (first if first != self.title(row) else "", title, row.place or row.agency)
        return "　".join(part for part in parts if part)

    def _others(self, row: AppointmentRow) -> list[str]:
        """Return who else takes part: beside the one whose day it is, else beside its worker."""
        names = zip(row.staff_ids, (row.worker, *row.co_workers), strict=False)
        alone = self.shown if len(self.shown) == 1 else {row.staff_id}
        return [surname(name) for which, name in names if which not in alone and name]

    def worker(self, row: AppointmentRow) -> str:
        """Return the worker's surname, where it must be said."""
        return surname(row.worker) if self.with_workers else ""

    def outcome(self, row: AppointmentRow) -> str:
        """Return what came of it in a word; blank while it is to come."""
        return "忘れ" if row.is_forgotten(self.today) else _OUTCOMES.get(row.outcome, "")

    def spoken(self, row: AppointmentRow) -> str:
        """Return everything an appointment says, for tooltips and screen readers."""
        whole = "終日" if row.span.is_whole_day else ""
        state = self.outcome(row)
        parts = (
            when_words(row.span),
            whole,
            f"【{state}】" if state else "",
            self.title(row),
            row.case_no,
            row.rules,
            self.detail(row),
            row.worker,
        )
        return "　".join(part for part in parts if part)


_OTHER = Role.MUTED


def colours_of(staff_ids: Iterable[UUID]) -> dict[UUID, Role]:
    """Give each worker a colour; they come again after the last."""
    return {each: _COLOURS[at % len(_COLOURS)] for at, each in enumerate(staff_ids)}
