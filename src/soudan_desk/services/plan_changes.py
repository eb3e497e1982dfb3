"""What a plan has other than the one it renews, question by question and part by part."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from uuid import UUID

from soudan_desk.fields import Names, as_text
from soudan_desk.models import Action, Goal, Plan, Service
from soudan_desk.models.base import Record, fields_of
from soudan_desk.services.answers import read_answers
from soudan_desk.services.names import names_for, title_read
from soudan_desk.services.plan_renewal import FILING, OWN_TO_EACH
from soudan_desk.services.plans import actions_of, goals_of, services_of
from soudan_desk.services.work import Work
from soudan_desk.storage.store import fetch

_TERMS = frozenset(
    {
        *("grant_until_on", "monitoring_text", "monitoring_interval_count"),
        *("monitoring_first_on", "monitoring_last_on", "next_monitoring_on"),
    }
)
"""Answers left behind that the next plan needs anew: from its certificate, or as agreed."""
_COURSE = frozenset({"period_from_on", "period_to_on"}) | _TERMS
_NOT_COMPARED = FILING | (OWN_TO_EACH - _COURSE) | {"priority"}
"""What every plan has anew says nothing of a change: its number, days of consent and decision."""


@dataclass(frozen=True, slots=True)
class Change:
    """One answer that differs, in words; blank where there was or is none."""

    key: str
    label: str
    before: str
    after: str

    @property
    def is_left_behind(self) -> bool:
        """Whether it was not carried over and waits to be answered anew."""
        return self.key in _TERMS and not self.after


@dataclass(frozen=True, slots=True)
class PartChange:
    """What became of a goal, action or service: added, dropped, changed or kept."""

    kind: str
    id: UUID
    title: str
    change: str
    answers: tuple[Change, ...] = ()


@dataclass(frozen=True, slots=True)
class PlanChanges:
    """How a plan differs from the one it renews; all is empty for a first plan."""

    plan_id: UUID
    renews_id: UUID | None
    answers: tuple[Change, ...]
    parts: tuple[PartChange, ...]


def plan_changes(work: Work, plan_id: UUID) -> PlanChanges:
    """Tell how a plan differs from the one it renews, question by question and part by part."""
    with work.store.reading(work.actor) as session:
        new = fetch(session, Plan, plan_id)
        if new.renews_id is None:
            return PlanChanges(new.id, None, (), ())
        old = fetch(session, Plan, new.renews_id)
        names = names_for(work, session, new.centre)
        parts = [
            change
            for of_plan in (goals_of, actions_of, services_of)
            for change in _part_changes(of_plan(session, old.id), of_plan(session, new.id), names)
        ]
        return PlanChanges(new.id, old.id, _changes(old, new, names), tuple(parts))


def _part_changes(
    before: Sequence[Goal | Action | Service],
    after: Sequence[Goal | Action | Service],
    names: Names,
) -> Iterable[PartChange]:
    old = {record.id: record for record in before}
    for record in after:
        source = old.pop(record.carried_from_id, None) if record.carried_from_id else None
        changes = () if source is None else _changes(source, record, names)
        word = "added" if source is None else "changed" if changes else "kept"
        yield PartChange(record.kind(), record.id, _title(record, names), word, changes)
    for gone in old.values():
        yield PartChange(gone.kind(), gone.id, _title(gone, names), "dropped")


def _title(record: Record, names: Names) -> str:
    return title_read(type(record), record, names) or record.label


def _changes(before: Record, after: Record, names: Names) -> tuple[Change, ...]:
    old, new = read_answers(before), read_answers(after)
    return tuple(
        Change(
            field.key,
            field.label,
            as_text(field, old[field.key], names),
            as_text(field, new[field.key], names),
        )
        for field in fields_of(type(after))
        if field.key not in _NOT_COMPARED and old[field.key] != new[field.key]
    )
