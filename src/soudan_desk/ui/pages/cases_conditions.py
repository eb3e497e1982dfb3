"""What a list of cases is narrowed to, and the views one keeps of it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, fields, replace
from typing import Any
from uuid import UUID

from soudan_desk.services.case_lists import CaseFilter
from soudan_desk.services.case_order import IDLE_DAYS

OPEN = "open"
"""The state of every case that is not closed."""
USUAL_ORDER = ("case_no", True)
FLAGS = {
    "overdue": "期限超過",
    "unread": "未供覧",
    "old_drafts": "下書き3日超",
    "without_consent": "未同意",
    "restricted": "秘匿",
    "unread_by_me": "自分の供覧待ち",
    "returned": "差し戻し中",
    "forgotten": "予定の記録なし",
    "without_worker": "主担当なし",
}
"""What wants looking at, by the name of its condition; the last ones are asked for seldom."""
SELDOM = ("unread_by_me", "returned", "forgotten", "without_worker")
IDLE_CHOICES = ((30, None), (60, None), (90, None), (30, 60), (60, 90))
"""Days without contact to choose from: from how many on, below how many."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Conditions:
    """The chips that are on; `words` are never kept in a view, for they may name somebody."""

    worker_ids: frozenset[UUID] = frozenset()
    main_worker_ids: frozenset[UUID] = frozenset()
    states: frozenset[str] = frozenset()
    centre: str | None = None
    idle_days: int | None = None
    idle_below_days: int | None = None
    overdue: bool = False
    unread: bool = False
    old_drafts: bool = False
    without_consent: bool = False
    restricted: bool = False
    unread_by_me: bool = False
    returned: bool = False
    forgotten: bool = False
    without_worker: bool = False
    words: str = ""

    @property
    def narrows(self) -> bool:
        """Whether anything beyond the centre is on."""
        return replace(self, centre=None) != Conditions()

    @property
    def flags(self) -> dict[str, bool]:
        """Return what is on of the conditions that are either on or off."""
        return {key: getattr(self, key) for key in FLAGS}

    def as_filter(self) -> CaseFilter:
        """Return the conditions as the service takes them."""
        named = {each.name: getattr(self, each.name) for each in fields(self)}
        given = {"states": self.states - {OPEN}, "only_open": OPEN in self.states}
        return CaseFilter(**{**named, **given})

    @classmethod
    def from_filter(cls, narrowed: CaseFilter) -> Conditions:
        """Return what the chips show of a list that something else has narrowed."""
        named = {each.name: getattr(narrowed, each.name) for each in fields(cls)}
        opened = frozenset({OPEN}) if narrowed.only_open else frozenset()
        return cls(**{**named, "states": narrowed.states | opened})

    def to_json(self) -> dict[str, Any]:
        """Return what a kept view holds: codes and ids, no words anybody typed."""
        idle = [self.idle_days, self.idle_below_days]
        kept: dict[str, Any] = {"centre": self.centre, "idle": idle, **self.flags}
        kept["states"] = sorted(self.states)
        for key in ("worker_ids", "main_worker_ids"):
            kept[key] = sorted(str(each) for each in getattr(self, key))
        return kept

    @classmethod
    def from_json(cls, kept: Mapping[str, Any]) -> Conditions:
        """Read a kept view; what is missing narrows nothing."""
        idle = kept.get("idle") or (None, None)
        least, below = (IDLE_DAYS, None) if idle is True else idle
        given: dict[str, Any] = {key: bool(kept.get(key)) for key in FLAGS}
        given |= {
            key: frozenset(UUID(each) for each in kept.get(key, ()))
            for key in ("worker_ids", "main_worker_ids")
        }
        return cls(
            **given,
            states=frozenset(kept.get("states", ())),
            centre=kept.get("centre"),
            idle_days=least,
            idle_below_days=below,
        )


@dataclass(frozen=True, slots=True)
class View:
    """A way to look at the list: what it is narrowed to, its order, whether parted by worker.

    Without `columns` those last chosen are shown.
    """

    key: str
    conditions: Conditions
    sort: str = USUAL_ORDER[0]
    descending: bool = USUAL_ORDER[1]
    by_worker: bool = False
    columns: tuple[str, ...] = ()

    def to_json(self) -> dict[str, Any]:
        """Return the view for keeping."""
        return {
            "conditions": self.conditions.to_json(),
            "sort": self.sort,
            "descending": self.descending,
            "by_worker": self.by_worker,
            "columns": list(self.columns),
        }

    @classmethod
    def from_json(cls, key: str, kept: Mapping[str, Any]) -> View:
        """Read a kept view."""
        return cls(
            key=key,
            conditions=Conditions.from_json(kept.get("conditions", {})),
            sort=str(kept.get("sort", USUAL_ORDER[0])),
            descending=bool(kept.get("descending", USUAL_ORDER[1])),
            by_worker=bool(kept.get("by_worker")),
            columns=tuple(kept.get("columns", ())),
        )


def view_words(conditions: Conditions, staff: Mapping[UUID, str], states: Mapping[str, str]) -> str:
    """Name a view after what it is narrowed to, so that nobody's name has to be typed."""
    main = worker_words(conditions.main_worker_ids, staff)
    parts = [
        worker_words(conditions.worker_ids, staff),
        f"主担当 {main}" if main else "",
        state_words(conditions.states, states),
        idle_words(conditions.idle_days, conditions.idle_below_days, "対応なし"),
        *(FLAGS[key] for key, is_on in conditions.flags.items() if is_on),
    ]
    return "・".join(part for part in parts if part) or "すべて"


def idle_words(least: int | None, below: int | None, what: str = "") -> str:
    """Say for how long nobody was in contact."""
    if least is None:
        return ""
    return f"{least}日以上{what}" if below is None else f"{least}〜{below - 1}日{what}"


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
