"""スクリーニング: the decision what becomes of a case after the first interview."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any
from uuid import UUID

from sqlalchemy import Index
from sqlalchemy.orm import Mapped, mapped_column

from soudan_desk.models.base import Record, asks, refers
from soudan_desk.models.types import Code, Long

_DECISION = "スクリーニング"
_BEFORE = "プラン策定前の支援"

_REFERRED = {"result": ("referred_out",)}


class Screening(Record):
    """One decision; the latest of a case counts."""

    label = "スクリーニング"
    centres = ("life_support",)
    title_keys = ("screened_on",)

    case_id: Mapped[UUID] = refers("ケース", section=_DECISION, of="case", index=False)
    screened_on: Mapped[date] = asks(
        "実施日", section=_DECISION, listed=True, printed=True, counted=True, past=True
    )
    staff_id: Mapped[UUID] = refers(
        "担当者", section=_DECISION, of="staff", index=False, listed=True, printed=True
    )
    result: Mapped[Code] = asks(
        "対応結果・方針",
        section=_DECISION,
        codes="screening.result",
        listed=True,
        printed=True,
        counted=True,
    )
    referred_agency_type: Mapped[Code | None] = asks(
        "つなぎ先の種別",
        section=_DECISION,
        codes="agency.type",
        printed=True,
        counted=True,
        shown_when=_REFERRED,
    )
    referred_agency_id: Mapped[UUID | None] = refers(
        "つなぎ先機関",
        section=_DECISION,
        of="agency",
        index=False,
        printed=True,
        shown_when=_REFERRED,
    )
    referral_id: Mapped[UUID | None] = refers(
        "つなぎの書類", section=_DECISION, of="referral", index=False, shown_when=_REFERRED
    )
    note: Mapped[Long | None] = asks("備考・理由", section=_DECISION, printed=True, searched=True)

    preplan_closed_on: Mapped[date | None] = asks(
        "終了日", section=_BEFORE, printed=True, past=True
    )
    preplan_close_reason: Mapped[Long | None] = asks(
        "終了の理由", section=_BEFORE, printed=True, searched=True
    )
    centre: Mapped[Code] = mapped_column(default="life_support")

    @classmethod
    def constraints(cls) -> Iterable[Any]:
        """Find the latest decision of a case."""
        return (Index(None, "case_id", "screened_on"),)

    def problems(self, answers: Mapping[str, Any]) -> dict[str, str]:
        """Refuse a case handed on to nobody."""
        if answers.get("result") != "referred_out":
            return {}
        if answers.get("referred_agency_type") or answers.get("referred_agency_id"):
            return {}
        return {"referred_agency_type": "つなぎ先の種別か機関を選んでください。"}
