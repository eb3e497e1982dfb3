"""Due rules of disability support centres (docs/due.md)."""

from __future__ import annotations

from soudan_desk.centres.due import COMMON, handbook
from soudan_desk.services.due_rules import Doing, DueRule

_HERE = ("disability",)
_CERTIFICATE = (90, 30)


def _profile(key: str, label: str, column: str, reason: str, **words: object) -> DueRule:
    return DueRule(
        key=key,
        label=label,
        kind="disability_profile",
        dates=(column,),
        leads=_CERTIFICATE,
        newest_per=("case_id",),
        newest_by="created_at",
        reason=reason,
        action="更新の手続きを案内し、新しい期限を入れてください。",
        doing=Doing.TAB,
        **words,  # type: ignore[arg-type]
    )


def _birthday(age: int, reason: str, action: str) -> DueRule:
    return DueRule(
        key=f"age_{age}",
        label=f"{age}歳到達",
        kind="person",
        dates=("birth_on",),
        age=age,
        leads=(180, 30),
        forgotten_days=90,
        centres=_HERE,
        reason=reason,
        action=action,
        doing=Doing.BASICS,
    )


DUE_RULES = (
    *COMMON,
    handbook(_CERTIFICATE, "disability"),
    _profile(
        "support_category_expiry",
        "障害支援区分の期限",
        "support_category_expires_on",
        "障害支援区分の有効期限は{due}です。{left}。",
    ),
    _profile(
        "self_support_medical_expiry",
        "自立支援医療の期限",
        "self_support_medical_expires_on",
        "自立支援医療の有効期限は{due}です。{left}。",
        where={"self_support_medical": ("yes", None)},
    ),
    _birthday(
        65,
        "{due}に65歳に達します。{left}。介護保険が優先になります。",
        "要介護認定の申請と、サービスの移り方を相談してください。",
    ),
    _birthday(
        18,
        "{due}に18歳に達します。{left}。障害児から障害者の制度へ移ります。",
        "支給決定の切替えを区市町村と確かめてください。",
    ),
)
