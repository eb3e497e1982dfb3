"""The entries of the rail, in order; one appears when its page exists and one may use it."""

from __future__ import annotations

from dataclasses import dataclass

from soudan_desk.storage.actor import ADMINISTRATOR, AUDITOR, CASEWORKER, READER, SUPERVISOR
from soudan_desk.ui.icons import Icon

_CASEWORK = frozenset({CASEWORKER, SUPERVISOR, READER, AUDITOR})
_WRITING = frozenset({CASEWORKER, SUPERVISOR})
_COUNTING = _CASEWORK | {"figures"}
_AUDITING = frozenset({AUDITOR, SUPERVISOR, ADMINISTRATOR})
_KEEPING = frozenset({CASEWORKER, SUPERVISOR, ADMINISTRATOR})
_ALL = frozenset({CASEWORKER, SUPERVISOR, READER, AUDITOR, ADMINISTRATOR})


@dataclass(frozen=True, slots=True)
class RailEntry:
    """One way to go, and who has it."""

    page: str
    label: str
    icon: Icon
    roles: frozenset[str]
    shortcut: str = ""
    at_foot: bool = False

    def is_for(self, roles: frozenset[str]) -> bool:
        """Whether somebody with these roles has the page."""
        return not self.roles.isdisjoint(roles)


RAIL = (
    RailEntry("today", "今日", Icon.TODAY, _WRITING),
    RailEntry("cases", "ケース", Icon.CASES, _CASEWORK),
    RailEntry("people", "相談者", Icon.PEOPLE, _CASEWORK),
    RailEntry("conferences", "会議", Icon.CONFERENCES, _CASEWORK),
    RailEntry("referrals", "つなぎ", Icon.REFERRALS, _CASEWORK),
    RailEntry("review", "供覧・決裁", Icon.REVIEW, _WRITING),
    RailEntry("calendar", "予定", Icon.CALENDAR, _CASEWORK),
    RailEntry("figures", "統計", Icon.FIGURES, _COUNTING),
    RailEntry("agencies", "社会資源", Icon.AGENCIES, _ALL),
    RailEntry("search", "さがす", Icon.SEARCH, _CASEWORK, shortcut="Ctrl+Shift+F"),
    RailEntry("requests", "開示等", Icon.RIGHTS, _CASEWORK, shortcut="Ctrl+Shift+D", at_foot=True),
    RailEntry("audit", "監査", Icon.SAFE, _AUDITING, shortcut="Ctrl+Shift+A", at_foot=True),
    RailEntry("backup", "控え", Icon.BACKUP, _KEEPING, shortcut="Ctrl+Shift+B", at_foot=True),
    RailEntry("settings", "設定", Icon.SETTINGS, _ALL, shortcut="Ctrl+,", at_foot=True),
)

RAIL_OF = {
    "case": "cases",
    "conference": "conferences",
    "person": "people",
    "referral": "referrals",
    "disclosures": "referrals",
    "disposals": "requests",
    "intake": "cases",
    "handover": "today",
    "import_file": "settings",
}
"""Which entry of the rail a page belongs to that has none of its own."""
