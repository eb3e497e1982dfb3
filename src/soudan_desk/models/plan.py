"""Support plans of every kind of centre; what differs by kind is asked only of that kind."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any
from uuid import UUID

from sqlalchemy import Index
from sqlalchemy.orm import Mapped

from soudan_desk.models.base import Record, asks, refers
from soudan_desk.models.contradictions import not_before
from soudan_desk.models.plan_blocks import (
    CertificateBlock,
    CustodyBlock,
    DecisionBlock,
    HospitalBlock,
    WeekBlock,
)
from soudan_desk.models.types import AttachmentIds, Code, Long

_PLAN = "計画"
_CONTENT = "意向・課題・方針"
_AGREED = "説明・同意・交付"
_COURSE = "見直し"

_FINAL = {"record_state": ("final",)}
_USUAL_MONTHS, _REGIONAL_MONTHS = 12, 6
"""How long a plan runs at most before it is looked at anew, and 地域移行支援 at all."""
_SERVICE_USE = {"plan_kind": ("service_use",)}


class ClosingBlock:
    """Explaining, agreeing, handing over, and when it is looked at again."""

    explained_on: Mapped[date | None] = asks("説明日", section=_AGREED, printed=True, past=True)
    client_agreed_on: Mapped[date | None] = asks(
        "本人同意日", section=_AGREED, listed=True, printed=True, counted=True, past=True
    )
    client_signed: Mapped[bool] = asks(
        "本人の署名がある", section=_AGREED, default=False, printed=True
    )
    signed_by: Mapped[Code | None] = asks(
        "署名した人", section=_AGREED, codes="consent.given_by", printed=True
    )
    signer_name: Mapped[str | None] = asks(
        "署名した人の氏名",
        section=_AGREED,
        printed=True,
        shown_when={"signed_by": ("guardian", "parent", "family", "other")},
    )
    signed_scan: Mapped[AttachmentIds | None] = asks("署名した計画書", section=_AGREED)
    issued_on: Mapped[date | None] = asks("交付日", section=_AGREED, printed=True)

    next_monitoring_on: Mapped[date | None] = asks(
        "次回モニタリング予定", section=_COURSE, listed=True, printed=True
    )
    renews_id: Mapped[UUID | None] = refers("前の計画", section=_COURSE, of="plan")
    changes_note: Mapped[Long | None] = asks(
        "前の計画から変わったこと", section=_COURSE, printed=True, searched=True
    )
    note: Mapped[Long | None] = asks("備考", section=_COURSE, printed=True, searched=True)


class Plan(
    DecisionBlock,
    CustodyBlock,
    CertificateBlock,
    WeekBlock,
    HospitalBlock,
    ClosingBlock,
    Record,
):
    """One plan; a new one renews it, its number counts them by case and kind.

    Who may see it follows from its case alone, as with its goals, actions and services.
    """

    label = "計画"
    evidence = True
    title_keys = ("plan_no", "drafted_on", "stage")
    later_keys = (
        "client_agreed_on",
        "client_signed",
        "signed_by",
        "signer_name",
        "signed_scan",
        "issued_on",
        "meeting_on",
        "decision_type",
        "decided_on",
        "decided_by_office",
        "is_job_support_target",
        "next_monitoring_on",
    )

    plan_kind: Mapped[Code] = asks(
        "計画の種類", section=_PLAN, codes="plan.kind", listed=True, printed=True, counted=True
    )
    case_id: Mapped[UUID] = refers("ケース", section=_PLAN, of="case", index=False)
    person_id: Mapped[UUID | None] = refers(
        "本人", section=_PLAN, of="person", listed=True, printed=True
    )
    centre: Mapped[Code] = asks("センター", section=_PLAN, codes="centre", counted=True)
    plan_no: Mapped[int] = asks("回数", section=_PLAN, listed=True, printed=True, counted=True)
    stage: Mapped[Code | None] = asks(
        "案・計画の別",
        section=_PLAN,
        codes="plan.stage",
        listed=True,
        printed=True,
        counted=True,
        shown_when=_SERVICE_USE,
        required_when=_FINAL,
    )
    drafted_on: Mapped[date] = asks(
        "作成日", section=_PLAN, listed=True, printed=True, counted=True, past=True
    )
    author_id: Mapped[UUID] = refers(
        "作成担当者", section=_PLAN, of="staff", listed=True, printed=True, counted=True
    )
    period_from_on: Mapped[date | None] = asks(
        "期間の始め", section=_PLAN, printed=True, required_when=_FINAL
    )
    period_to_on: Mapped[date | None] = asks(
        "期間の終わり", section=_PLAN, listed=True, printed=True, required_when=_FINAL
    )

    wish_self: Mapped[Long | None] = asks(
        "本人の希望・意向", section=_CONTENT, printed=True, searched=True
    )
    wish_family: Mapped[Long | None] = asks(
        "家族等の意向", section=_CONTENT, printed=True, searched=True
    )
    issues: Mapped[Long | None] = asks(
        "解決したい課題", section=_CONTENT, printed=True, searched=True
    )
    policy: Mapped[Long | None] = asks(
        "総合的な援助の方針", section=_CONTENT, printed=True, searched=True
    )
    goal_long: Mapped[Long | None] = asks(
        "長期目標(目指す姿)", section=_CONTENT, printed=True, searched=True
    )
    goal_short: Mapped[Long | None] = asks(
        "短期目標・本プランの達成目標", section=_CONTENT, printed=True, searched=True
    )

    @classmethod
    def constraints(cls) -> Iterable[Any]:
        """Find the plans of a case, and those whose monitoring or end comes."""
        return (
            Index(None, "case_id", "plan_kind", "plan_no"),
            Index(None, "next_monitoring_on"),
            Index(None, "period_to_on"),
        )

    def warnings(self, answers: Mapping[str, Any]) -> dict[str, str]:
        """Wonder at a plan that is too long, decided on too early, or issued without its grant."""
        return {**_too_long(answers), **_decided_too_early(answers), **_without_grant(answers)}

    def problems(self, answers: Mapping[str, Any]) -> dict[str, str]:
        """Refuse dates out of their order, and a service plan dated otherwise than its consent."""
        return {
            **not_before(
                answers,
                "period_to_on",
                "period_from_on",
                "期間の始めより前です。日付を確かめてください。",
            ),
            **not_before(
                answers,
                "client_agreed_on",
                "explained_on",
                "説明日より前の同意日は入れられません。",
            ),
            **not_before(
                answers,
                "meeting_on",
                "client_agreed_on",
                "本人の同意・署名は支援調整会議の前にもらいます。日付を確かめてください。",
            ),
            **_dated_as_agreed(answers),
        }


def _too_long(answers: Mapping[str, Any]) -> dict[str, str]:
    """Wonder at more than a year, or the six months of 地域移行支援."""
    first, last = answers.get("period_from_on"), answers.get("period_to_on")
    if first is None or last is None:
        return {}
    if answers.get("plan_kind") == "regional_move" and _is_over(first, last, _REGIONAL_MONTHS):
        return {
            "period_to_on": "期間が6か月を超えます。地域移行支援は6か月以内です。"
            "延ばすときは更新します。このままでよければ、保存できます。"
        }
    if not _is_over(first, last, _USUAL_MONTHS):
        return {}
    return {
        "period_to_on": "期間が1年を超えます。1年以内に見直すのが目安です。"
        "このままでよければ、保存できます。"
    }


def _without_grant(answers: Mapping[str, Any]) -> dict[str, str]:
    is_issued = answers.get("plan_kind") == "service_use" and answers.get("issued_on") is not None
    if not is_issued or answers.get("grant_until_on") is not None:
        return {}
    return {
        "grant_until_on": "支給決定の終期が空です。"
        "受給者証から入れると、終わる前に「今日」に出ます。"
    }


def _decided_too_early(answers: Mapping[str, Any]) -> dict[str, str]:
    met, decided = answers.get("meeting_on"), answers.get("decided_on")
    if met is None or decided is None or decided >= met:
        return {}
    return {
        "decided_on": "支援調整会議の日より前です。緊急の支援でなければ、日付を確かめてください。"
    }


def _is_over(first: date, last: date, months: int) -> bool:
    """Whether a period reaches the day that many months after its first."""
    years, month = divmod(first.month - 1 + months, 12)
    return (last.year, last.month, last.day) >= (first.year + years, month + 1, first.day)


def _dated_as_agreed(answers: Mapping[str, Any]) -> dict[str, str]:
    """Refuse an issued サービス等利用計画 whose date is not the day it was agreed to."""
    if answers.get("plan_kind") != "service_use" or answers.get("stage") != "issued":
        return {}
    agreed = answers.get("client_agreed_on")
    if agreed is None or agreed == answers.get("drafted_on"):
        return {}
    return {"drafted_on": "計画の作成日は、説明・同意の日(本人同意日)と同じ日にしてください。"}
