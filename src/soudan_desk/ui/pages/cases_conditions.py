"""What a list of cases is narrowed to, and the views one keeps of it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any
from uuid import UUID

from soudan_desk.services.case_lists import CaseFilter
from soudan_desk.services.case_order import IDLE_DAYS

OPEN = "open"
"""The state of every case that is not closed."""
USUAL_ORDER = ("case_no", True)


@dataclass(frozen=True, slots=True, kw_only=True)
class Conditions:
    """The chips that are on; `words` are never kept in a view, for they may name somebody."""

    worker_ids: frozenset[UUID] = frozenset()
    states: frozenset[str] = frozenset()
    centre: str | None = None
    idle: bool = False
    without_consent: bool = False
    restricted: bool = False
    overdue: bool = False
    words: str = ""

    @property
    def narrows(self) -> bool:
        """Whether anything beyond the centre is on."""
        return replace(self, centre=None) != Conditions()

    def as_filter(self) -> CaseFilter:
        """Return the conditions as the service takes them."""
        return CaseFilter(
            centre=self.centre,
            states=self.states - {OPEN},
            worker_ids=self.worker_ids,
            only_open=OPEN in self.states,
            idle_days=IDLE_DAYS if self.idle else None,
            without_consent=self.without_consent,
            restricted=self.restricted,
            overdue=self.overdue,
            words=self.words,
        )

    def to_json(self) -> dict[str, Any]:
        """Return what a kept view holds: codes and ids, no words anybody typed."""
        return {
            "worker_ids": sorted(str(each) for each in self.worker_ids),
            "states": sorted(self.states),
            "centre": self.centre,
            "idle": self.idle,
            "without_consent": self.without_consent,
            "restricted": self.restricted,
            "overdue": self.overdue,
        }

    @classmethod
    def from_json(cls, kept: Mapping[str, Any]) -> Conditions:
        """Read a kept view; what is missing narrows nothing."""
        return cls(
            worker_ids=frozenset(UUID(each) for each in kept.get("worker_ids", ())),
            states=frozenset(kept.get("states", ())),
            centre=kept.get("centre"),
            idle=bool(kept.get("idle")),
            without_consent=bool(kept.get("without_consent")),
            restricted=bool(kept.get("restricted")),
            overdue=bool(kept.get("overdue")),
        )


@dataclass(frozen=True, slots=True)
class View:
    """A way to look at the list: what it is narrowed to, its order, whether parted by worker."""

    key: str
    conditions: Conditions
    sort: str = USUAL_ORDER[0]
    descending: bool = USUAL_ORDER[1]
    by_worker: bool = False

    def to_json(self) -> dict[str, Any]:
        """Return the view for keeping."""
        return {
            "key": self.key,
            "conditions": self.conditions.to_json(),
            "sort": self.sort,
            "descending": self.descending,
            "by_worker": self.by_worker,
        }

    @classmethod
    def from_json(cls, kept: Mapping[str, Any]) -> View:
        """Read a kept view."""
        return cls(
            key=str(kept["key"]),
            conditions=Conditions.from_json(kept["conditions"]),
            sort=str(kept.get("sort", USUAL_ORDER[0])),
            descending=bool(kept.get("descending", USUAL_ORDER[1])),
            by_worker=bool(kept.get("by_worker")),
        )


def view_words(conditions: Conditions, staff: Mapping[UUID, str], states: Mapping[str, str]) -> str:
    """Name a view after what it is narrowed to, so that nobody's name has to be typed."""
    parts = [worker_words(conditions.worker_ids, staff), state_words(conditions.states, states)]
    flags = {
        f"{IDLE_DAYS}日以上なし": conditions.idle,
        "未同意": conditions.without_consent,
        "秘匿": conditions.restricted,
        "期限超過": conditions.overdue,
    }
    parts += [words for words, is_on in flags.items() if is_on]
    return "・".join(part for part in parts if part) or "すべて"


def worker_words(worker_ids: frozenset[UUID], staff: Mapping[UUID, str]) -> str:
    """Say which workers a list is narrowed to; the family name of one, the number of more."""
    if not worker_ids:
        return ""
    if len(worker_ids) > 1:
        return f"{len(worker_ids)}人"
    return staff.get(next(iter(worker_ids)), "1人")


def state_words(states: frozenset[str], labels: Mapping[str, str]) -> str:
    """Say which states a list is narrowed to."""
    if not states:
        return ""
    if OPEN in states:
        return "進行中・中断"
    return "・".join(labels.get(each, each) for each in sorted(states)[:2]) + (
        f" ほか{len(states) - 2}" if len(states) > 2 else ""
    )
