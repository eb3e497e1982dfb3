"""The fixed part of the demo office: settings, staff, agencies and whom one knows there."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from typing import Any

from soudan_desk.desk.demo.planned import Planned, Ref
from soudan_desk.desk.demo.world import Agency, World

FOUNDER = "kanri"
_TABLES: tuple[dict[str, Any], ...] = (
    {
        "name": "方法別の相談（月ごと）",
        "record_kind": "consultation",
        "row_key": "method",
        "column_key": "held_on",
        "unit": "records",
        "centre": "life_support",
        "note": "区への四半期報告に使います。",
    },
    {
        "name": "年代と性別（利用した人）",
        "record_kind": "consultation",
        "row_key": "person.birth_on",
        "column_key": "person.sex",
        "unit": "people",
        "note": "年齢は相談日現在です。",
    },
)
"""Cross tables that the office keeps by a name."""


def plan_office(world: World) -> Iterator[Planned]:
    """Plan everything the cases refer to, as of the day before the first of them."""
    at = world.days.instant(-1, 10 * 60)
    yield _final("office_setting", "office_setting:1", _office(world), at)
    for number, entry in enumerate(world.settings):
        yield _final("centre_setting", f"centre_setting:{number}", _setting(entry), at)
    for entry in world.staff:
        yield _staff(entry, at)
    for agency in world.agencies.values():
        yield _final("agency", agency.ref, _agency(agency), at)
        yield from _contacts(agency, at)
    for number, table in enumerate(_TABLES):
        yield _final("saved_table", f"saved_table:{number}", table, at)


def _final(kind: str, ref: str, answers: dict[str, Any], at: datetime) -> Planned:
    return Planned(kind, ref, answers, FOUNDER, at, "final", {})


def _office(world: World) -> dict[str, Any]:
    first = world.settings[0]
    return {
        "name": "ひなた市社会福祉協議会",
        "postal_code": first["postal_code"],
        "address": "ひなた市本町1丁目1番1号 福祉会館",
        "tel": "00-0000-0100",
        "fax": "00-0000-0101",
        "lock_after_min": 5,
        "caseworkers_see_all": True,
        "readers_see_all": True,
        "mask_small_cells": True,
        "is_sample": True,
    }


def _setting(entry: dict[str, Any]) -> dict[str, Any]:
    seals = [{"title": title} for title in entry["seal_boxes"]]
    return {**entry, "seal_boxes": seals, "seal_omitted": True, "reply_days_count": 14}


def _staff(entry: dict[str, Any], at: datetime) -> Planned:
    answers = {
        "name": entry["name"],
        "kana": entry["kana"],
        "job_title": entry["job"],
        "job_codes": entry.get("job_codes"),
        "login": entry.get("login", entry["key"]),
        "roles": entry["roles"],
        "centre_codes": entry["centres"],
        "is_active": True,
    }
    extra = {"logs_in": "login" in entry}
    return Planned("staff", f"staff:{entry['key']}", answers, FOUNDER, at, "final", extra)


def _agency(agency: Agency) -> dict[str, Any]:
    entry = agency.entry
    name, _, department = entry["name"].partition(" ")
    city = name.startswith(("ひなた市役所", "ひなた市社会福祉協議会"))
    return {
        "name": name if city else entry["name"],
        "kana": entry["kana"],
        "agency_type": entry["type"],
        "department": department if city else None,
        "is_active": True,
        "tel": entry["tel"],
        "fax": entry.get("fax"),
        "hours": entry.get("hours"),
        "services": entry.get("services"),
        "note": "見本の機関です。実在しません。",
    }


def _contacts(agency: Agency, at: datetime) -> Iterator[Planned]:
    for number, (name, kana, role) in enumerate(agency.entry["who"]):
        answers = {
            "agency_id": Ref(agency.ref),
            "name": name,
            "kana": kana,
            "role": role or None,
            "is_active": True,
        }
        yield _final("agency_contact", f"agency_contact:{agency.key}:{number}", answers, at)
