"""インテーク・アセスメントシート, the second national standard form of life-support centres."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import Any
from uuid import UUID

from sqlalchemy import CheckConstraint, Index
from sqlalchemy.orm import Mapped, mapped_column

from soudan_desk.models.base import Record, asks, refers
from soudan_desk.models.life_support.assessment_living import HealthBlock, LivingBlock, RouteBlock
from soudan_desk.models.life_support.assessment_means import MoneyBlock, OriginBlock, WorkBlock
from soudan_desk.models.types import AttachmentIds, Code, Codes, Long

_SHEET = "作成"
_RESULT = "アセスメント結果の整理"
_CARE = "扱い"

_FINAL = {"record_state": ("final",)}


class ResultBlock:
    """What it comes to: the 27 issues that the national figures count, and where to go."""

    issue_codes: Mapped[Codes | None] = asks(
        "課題と特性",
        section=_RESULT,
        codes="assessment.issue",
        listed=True,
        printed=True,
        counted=True,
        required_when=_FINAL,
    )
    issue_other: Mapped[str | None] = asks(
        "課題と特性(その他の内容)",
        section=_RESULT,
        printed=True,
        searched=True,
        shown_when={"issue_codes": ("other",)},
    )
    issue_summary: Mapped[Long | None] = asks(
        "課題のまとめと支援の方向性",
        section=_RESULT,
        printed=True,
        searched=True,
        required_when=_FINAL,
        help="背景・要因を含めて書きます。",
    )
    strengths: Mapped[Long | None] = asks(
        "本人の強み・資源", section=_RESULT, printed=True, searched=True
    )
    client_wish: Mapped[Long | None] = asks(
        "本人の希望", section=_RESULT, printed=True, searched=True
    )
    risk_note: Mapped[Long | None] = asks(
        "リスク",
        section=_RESULT,
        help="自傷他害、暴力、感染症などです。紙には出ません。",
    )

    attachments: Mapped[AttachmentIds | None] = asks("添付", section=_CARE)
    restriction_level: Mapped[int] = asks(
        "閲覧制限", section=_CARE, codes="restriction_level", default=0
    )


class Assessment(
    RouteBlock, LivingBlock, HealthBlock, MoneyBlock, WorkBlock, OriginBlock, ResultBlock, Record
):
    """The sheet that grows with each interview: amended as more is known, old versions kept.

    The blocks are mixins, one after the other as on the form; `fields_of` keeps their order.
    """

    label = "インテーク・アセスメントシート"
    evidence = True
    centres = ("life_support",)
    title_keys = ("first_created_on", "chief_complaint")

    case_id: Mapped[UUID] = refers("ケース", section=_SHEET, of="case", index=False)
    person_id: Mapped[UUID | None] = refers(
        "本人", section=_SHEET, of="person", listed=True, printed=True
    )
    first_created_on: Mapped[date] = asks(
        "初回作成日", section=_SHEET, listed=True, printed=True, past=True
    )
    updated_on: Mapped[date | None] = asks(
        "追記・更新日", section=_SHEET, listed=True, printed=True, past=True
    )
    author_id: Mapped[UUID] = refers(
        "作成担当者", section=_SHEET, of="staff", index=False, listed=True, printed=True
    )
    centre: Mapped[Code] = mapped_column(default="life_support")

    @classmethod
    def constraints(cls) -> Iterable[Any]:
        """Find the sheets of a case, the newest first."""
        return (
            CheckConstraint("restriction_level BETWEEN 0 AND 3", name="restriction_level"),
            Index(None, "case_id", "first_created_on"),
        )
