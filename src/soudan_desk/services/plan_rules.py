"""What holds between a plan and its parts: one case for all, and what its services make of it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from sqlalchemy import inspect, select
from sqlalchemy.orm import Session

from soudan_desk.errors import InvalidEntriesError
from soudan_desk.models import Action, Evaluation, Goal, Monitoring, Plan, Service
from soudan_desk.models.base import FINAL, VOID, Record
from soudan_desk.services.work import Work
from soudan_desk.storage.store import fetch

DECIDED, CONFIRMED = "decided", "confirmed"
PARTS: tuple[type[Record], ...] = (Goal, Action, Service, Monitoring, Evaluation)
_POINTING: dict[str, type[Record]] = {"plan_id": Plan, "renews_id": Plan, "goal_id": Goal}
_WELFARE, _OPTIONS = "svc_welfare", frozenset({"svc_money", "svc_custody"})


@dataclass(frozen=True, slots=True)
class Derived:
    """What a plan's services make of it: 支援決定 or 確認, and whether it aims at work."""

    decision_type: str
    is_job_support_target: bool


def derived_from(work: Work, services: Iterable[str]) -> Derived:
    """Tell from service codes what they ask of the municipality; the list's groups decide."""
    entries = (work.codes.find("plan.service", code) for code in services)
    groups = {entry.group or "" for entry in entries if entry is not None}
    return Derived(
        DECIDED if groups & {"law", "law_job"} else CONFIRMED, bool(groups & {"job", "law_job"})
    )


def service_codes(session: Session, plan_id: UUID) -> list[str]:
    """Return the codes of a plan's services that are not void."""
    query = select(Service.service).where(Service.plan_id == plan_id, Service.record_state != VOID)
    return list(session.scalars(query))


def require_one_case(session: Session, record: Record) -> None:
    """Raise `InvalidEntriesError` when a record's plan or goal lies in another case than it."""
    with session.no_autoflush:  # one change of the record, not two
        _require_same_case(session, record)
        if isinstance(record, Plan) and inspect(record).attrs.case_id.history.deleted:
            _require_no_parts(session, record)


def _require_same_case(session: Session, record: Any) -> None:
    for key, model in _POINTING.items():
        pointed = getattr(record, key, None)
        if pointed is None or not hasattr(record, "case_id"):
            continue
        other: Any = fetch(session, model, pointed)
        if other.case_id != record.case_id:
            raise InvalidEntriesError(
                {key: f"別のケースの{model.label}です。同じケースのものを選んでください。"}
            )


def _require_no_parts(session: Session, plan: Plan) -> None:
    for model in PARTS:
        of_plan: Any = model
        if session.scalars(select(of_plan.id).where(of_plan.plan_id == plan.id)).first():
            raise InvalidEntriesError(
                {"case_id": "目標やサービスのある計画は、別のケースへ移せません。"}
            )


def settle(work: Work, session: Session, record: Record) -> None:
    """Refuse a final plan whose services cannot stand alone; note whether it aims at work."""
    if not isinstance(record, Plan) or record.record_state != FINAL:
        return
    with session.no_autoflush:  # one change of the record, not two
        codes = service_codes(session, record.id)
    if _OPTIONS & set(codes) and _WELFARE not in codes:
        raise InvalidEntriesError(
            {
                "plan_kind": (
                    "日常的金銭管理・書類等預かりは、それだけでは使えません。"
                    "福祉サービス利用援助も加えてください。"
                )
            }
        )
    if record.plan_kind == "self_reliance" and derived_from(work, codes).is_job_support_target:
        record.is_job_support_target = True
