"""A plan as the form of its kind."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date
from typing import Any

from soudan_desk.desk.paper_facts import Facts
from soudan_desk.desk.paper_plan_parts import (
    COMMON_KEYS,
    PlanParts,
    agreement_of,
    edition_of,
    span,
)
from soudan_desk.desk.paper_told import Told
from soudan_desk.desk.paper_week import week_blocks
from soudan_desk.japanese.eras import wareki
from soudan_desk.models import Plan, Service
from soudan_desk.models.plan_blocks import CUSTODY_ROWS, MONEY_ROWS, NETWORK_ROWS
from soudan_desk.papers.data import Option
from soudan_desk.papers.plan import PlanPaper
from soudan_desk.papers.plan_move import MovePlan
from soudan_desk.papers.plan_nichiji import NichijiPlan
from soudan_desk.papers.plan_parts import PlanData
from soudan_desk.papers.plan_reliance import BLANK_TO, OUTSIDE_GROUPS, ReliancePlan, SchemeLine
from soudan_desk.papers.plan_service import DRAFT_TITLE, ISSUED_TITLE, ServicePlan
from soudan_desk.papers.service_head import Certificate

_HOSPITAL = ("hospital", "admit_on", "ward", "psw_name", "admission_form")
_CERTIFICATE = ("support_category", "certificate_no", "regional_certificate_no", "burden_cap_yen")


def plan_paper(facts: Facts) -> PlanPaper:
    """Make the paper of one plan."""
    told = Told(facts, Plan, facts.subject.answers)
    renews = facts.subject.answers.get("renews_id") is not None
    parts = PlanParts(facts, facts.subject.id, renews=renews)
    make = _MAKERS.get(facts.subject.answers.get("plan_kind") or "", _reliance)
    return PlanPaper((make(facts, told, parts),))


def certificate_of(told: Told) -> Certificate:
    """Return what the recipient's certificate says."""
    return Certificate(
        category=told("support_category"),
        number=told("certificate_no"),
        regional_no=told("regional_certificate_no"),
        child_no=told("child_certificate_no"),
        burden_cap=told("burden_cap_yen"),
        until=told("grant_until_on"),
    )


def _common(facts: Facts, told: Told) -> dict[str, Any]:
    """Return what every plan says in the same words."""
    keys = ("wish_self", "wish_family", "issues", "policy", "goal_long", "goal_short", "note")
    kind = told.answers.get("plan_kind") or ""
    own = facts.setting.plan_title if facts.setting else None
    return {
        "title": own or facts.work.codes.label("plan.kind", kind, centre=facts.centre),
        "head": facts.head(),
        "stamps": facts.stamps(),
        "drafted_on": told("drafted_on"),
        "author": told("author_id"),
        "edition": edition_of(facts, told),
        "period": span(told("period_from_on"), told("period_to_on")),
        "changes": told("changes_note"),
        "next_on": told("next_monitoring_on"),
        "agreement": agreement_of(told),
        **{key: told(key) for key in keys},
    }


def _reliance(facts: Facts, told: Told, parts: PlanParts) -> PlanData:
    known = _schemes(facts, parts)
    to = facts.addressee(told("application_to")) or BLANK_TO
    aim = told.answers.get("is_job_support_target")
    told("is_job_support_target")
    return ReliancePlan(
        **_common(facts, told),
        to=to,
        goals=parts.goal_lines(),
        actions=parts.action_lines(),
        schemes=tuple(line for line, group in known if group not in OUTSIDE_GROUPS),
        others=tuple(line for line, group in known if group in OUTSIDE_GROUPS and line.used),
        aims_at_work=(Option("就労支援対象者", chosen=bool(aim)),),
        meeting_on=told("meeting_on"),
        decision=told.options("decision_type"),
        decided_on=told("decided_on"),
        decided_by=told("decided_by_office"),
        rest=told.rest(but=COMMON_KEYS),
    )


def _schemes(facts: Facts, parts: PlanParts) -> list[tuple[SchemeLine, str]]:
    """Return every scheme with its group, those used as often as they are."""
    day = facts.subject.answers.get("drafted_on") or facts.today
    found: list[tuple[SchemeLine, str]] = []
    for entry in facts.work.codes.entries("plan.service", centre=facts.centre):
        used = [each for each in parts.services if each.get("service") == entry.code]
        group = entry.group or ""
        found += [(_used_scheme(entry.label, parts, each), group) for each in used]
        if not used and entry.valid_on(day):
            found.append((SchemeLine(entry.label), group))
    return found


def _used_scheme(label: str, parts: PlanParts, service: Mapping[str, Any]) -> SchemeLine:
    def told(key: str) -> str:
        return parts.text(Service, service, key)

    amount = "、".join(filter(None, (told("frequency"), parts.amount(service))))
    return SchemeLine(
        label="\n".join(filter(None, (label, told("service_text")))),
        used=True,
        period="\n".join(filter(None, (parts.span(service), amount))),
        provider=parts.provider(service),
        policy="\n".join(filter(None, (told("policy"), told("note")))),
    )


def _nichiji(facts: Facts, told: Told, parts: PlanParts) -> PlanData:
    return NichijiPlan(
        **_common(facts, told),
        goals=parts.goal_lines(),
        actions=parts.action_lines(),
        supporters=told("supporter_ids"),
        support=tuple(_support(parts, each) for each in parts.services),
        agency_scope=told("agency_scope"),
        money=_rows(facts, told, "money_plan", MONEY_ROWS, _MONEY),
        custody=_rows(facts, told, "custody_plan", CUSTODY_ROWS, _CUSTODY),
        network=_rows(facts, told, "network", NETWORK_ROWS, _NETWORK),
        emergency=told("emergency"),
        fee_note=told("fee_note"),
        rest=told.rest(but=COMMON_KEYS),
    )


_MONEY = (
    ("account",),
    ("withdraw_yen", "withdraw_day"),
    ("handover_yen", "handover"),
    ("payee", "payee_kind"),
    ("due_day", "pay_method"),
)
_CUSTODY = (("item",), ("identification",), ("place",), ("note",))
_NETWORK = (("org",), ("person",), ("role",), ("tel",))


def _rows(
    facts: Facts, told: Told, key: str, asked: Any, columns: tuple[tuple[str, ...], ...]
) -> tuple[tuple[str, ...], ...]:
    """Return a table of the plan, several questions to a column."""
    told(key)
    fields = {field.key: field for field in asked}
    return tuple(
        tuple(
            "\n".join(filter(None, (facts.reader.text(fields[k], row.get(k)) for k in keys)))
            for keys in columns
        )
        for row in told.answers.get(key) or ()
    )


def _support(parts: PlanParts, service: Mapping[str, Any]) -> tuple[str, ...]:
    def told(*keys: str) -> str:
        return "\n".join(filter(None, (parts.text(Service, service, key) for key in keys)))

    start, minutes = told("from_time"), told("duration_min")
    at = "".join(filter(None, (told("weekday"), start, f"から{minutes}" if start else minutes)))
    often = (told("frequency"), parts.amount(service), at, parts.span(service))
    return (
        told("service"),
        "\n".join(filter(None, (told("service_text", "policy", "note"), parts.provider(service)))),
        told("support_method"),
        told("place"),
        "\n".join(filter(None, often)),
    )


def _service_use(facts: Facts, told: Told, parts: PlanParts) -> PlanData:
    is_draft = told.answers.get("stage") != "issued"
    return ServicePlan(
        **{**_common(facts, told), "title": DRAFT_TITLE if is_draft else ISSUED_TITLE},
        is_draft=is_draft,
        provider=facts.centre_name,
        certificate=certificate_of(told),
        monitoring=told("monitoring_text"),
        starts=_month(told.answers.get("period_from_on")),
        goals=parts.goal_lines(with_services=True),
        actions=parts.action_lines(),
        week=week_blocks(facts, told),
        daily=told("daily_activities"),
        other_than_weekly=told("other_than_weekly"),
        whole_picture=told("whole_picture"),
        rest=told.rest(but=COMMON_KEYS),
    )


def _month(day: date | None) -> str:
    return wareki(day).partition("月")[0] + "月" if day is not None else ""


def _regional_move(facts: Facts, told: Told, parts: PlanParts) -> PlanData:
    paper = [told.line(key) for key in (*_CERTIFICATE, "grant_until_on")]
    hospital = [
        told.boxes(key) if key == "admission_form" else told.line(key, wide=key == "hospital")
        for key in _HOSPITAL
    ]
    actions = [(each.what, each.when, each.who, each.note) for each in parts.action_lines()]
    return MovePlan(
        **_common(facts, told),
        goals=parts.goal_lines(),
        hospital=tuple(hospital),
        certificate=tuple(each for each in paper if each.text),
        steps=(*(_step(parts, each) for each in parts.services), *actions),
        cautions=told("cautions"),
        meeting_on=told("plan_meeting_on"),
        rest=told.rest(but=COMMON_KEYS),
    )


def _step(parts: PlanParts, service: Mapping[str, Any]) -> tuple[str, ...]:
    def told(*keys: str) -> str:
        return "\n".join(filter(None, (parts.text(Service, service, key) for key in keys)))

    often = "\n".join(filter(None, (told("frequency"), parts.amount(service))))
    what = told("service", "service_text", "policy", "note")
    return (what, often, parts.provider(service), parts.span(service))


_MAKERS: dict[str, Callable[[Facts, Told, PlanParts], PlanData]] = {
    "self_reliance": _reliance,
    "nichiji": _nichiji,
    "service_use": _service_use,
    "regional_move": _regional_move,
}
