"""What holds between a plan and its parts: one case, one content, what its services make of it."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from sqlalchemy import inspect, select
from sqlalchemy.orm import Session

from soudan_desk.errors import InvalidEntriesError, NotAllowedError
from soudan_desk.models import Action, Evaluation, Goal, Monitoring, Plan, Service
from soudan_desk.models.base import FINAL, VOID, Record
from soudan_desk.services.work import Work
from soudan_desk.storage.store import fetch
from soudan_desk.storage.units import is_marked, mark

DECIDED, CONFIRMED = "decided", "confirmed"
PARTS: tuple[type[Record], ...] = (Goal, Action, Service, Monitoring, Evaluation)
CONTENT = (Goal, Action, Service)
"""What a plan says, though it stands in records of its own."""
_ORDER = "position"
_SEALED = (
    "確定した計画の目標・実施すること・サービスは、理由を書いて訂正します(計画の表 Alt+G)。"
    "計画を立て直すときは「次の計画へ更新」(Alt+U)で新しい計画を作ってください。"
)
_POINTING: dict[str, type[Record]] = {"plan_id": Plan, "renews_id": Plan, "goal_id": Goal}
_WELFARE, _OPTIONS = "svc_welfare", frozenset({"svc_money", "svc_custody"})


class SealedPlanError(NotAllowedError):
    """What a final plan says changes only with an amendment of it, which has a reason."""

    def __init__(self) -> None:
        super().__init__(_SEALED)


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


def unseal(
    session: Session,
    record: Record,
    changing: Collection[str] | None = None,
    *,
    reason: str = "",
) -> None:
    """Amend a final plan for the reason given before a part of it changes, or raise.

    `changing` names the answers that do, None the part as a whole. Which place a part has, and
    what comes later (whether it was done, how far it was reached), is not what the plan says.
    Raises `SealedPlanError` without a reason, unless this unit of work amends the plan anyway.
    """
    free = {*record.later_keys, _ORDER}
    if not isinstance(record, CONTENT) or (changing is not None and free.issuperset(changing)):
        return
    with session.no_autoflush:
        plan = fetch(session, Plan, record.plan_id)
    if reason:
        amend_plan(session, plan, reason)
    elif plan.record_state == FINAL and not is_marked(session, plan, "amend"):
        raise SealedPlanError


def amend_plan(session: Session, plan: Plan, reason: str) -> None:
    """Begin a new version of a final plan, once in a unit of work; a draft goes on as it is."""
    if plan.record_state != FINAL or is_marked(session, plan, "amend"):
        return
    plan.version += 1
    mark(session, plan, "amend", reason)
    session.flush()  # its history begins the version before that of its parts


def settle(work: Work, session: Session, record: Record) -> None:
    """Refuse a final plan whose services cannot stand alone; note what follows from them."""
    if not isinstance(record, Plan) or record.record_state == VOID:
        return
    with session.no_autoflush:  # one change of the record, not two
        codes = service_codes(session, record.id)
    is_final = record.record_state == FINAL
    if is_final and _OPTIONS & set(codes) and _WELFARE not in codes:
        raise InvalidEntriesError(
            {
                "plan_kind": (
                    "日常的金銭管理・書類等預かりは、それだけでは使えません。"
                    "福祉サービス利用援助も加えてください。"
                )
            }
        )
    if record.plan_kind == "self_reliance":
        derived = derived_from(work, codes)
        if is_final and derived.is_job_support_target:
            record.is_job_support_target = True
        if record.decided_on is not None and _settles(derived, record):
            record.decision_type = derived.decision_type


def _settles(derived: Derived, plan: Plan) -> bool:
    """Whether the services say what was decided: a service by law asks for a 支援決定."""
    return plan.decision_type is None or derived.decision_type == DECIDED
