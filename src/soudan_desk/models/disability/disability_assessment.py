"""申請者の現状(別紙1), the week as it is now (別紙2), and the areas of an assessment."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import Any
from uuid import UUID

from sqlalchemy import CheckConstraint, Index
from sqlalchemy.orm import Mapped, mapped_column

from soudan_desk.fields import Field, Kind
from soudan_desk.models.base import Record, asks, refers
from soudan_desk.models.plan_blocks import WEEK_ROWS
from soudan_desk.models.types import AttachmentIds, Code, Ids, Long, Rows

_SHEET = "作成"
_PERSON = "利用者の状況"
_SUPPORT = "支援の状況"
_WEEK = "現在の生活"
_AREAS = "アセスメント"
_CARE = "扱い"

_FINAL = {"record_state": ("final",)}

MEDICAL_ROWS = (
    Field(key="department", label="受診科目・機関", kind=Kind.LINE),
    Field(key="frequency", label="頻度", kind=Kind.LINE),
    Field(key="doctor", label="主治医", kind=Kind.LINE),
    Field(key="disease", label="疾患名", kind=Kind.LINE),
    Field(key="medication", label="服薬状況", kind=Kind.LINE),
)
SUPPORT_ROWS = (
    Field(key="kind", label="区分", kind=Kind.CHOICE, codes="disability_assessment.support_kind"),
    Field(key="name", label="名称", kind=Kind.LINE),
    Field(key="provider", label="提供機関・提供者", kind=Kind.LINE),
    Field(key="content", label="支援内容", kind=Kind.LINE),
    Field(key="frequency", label="頻度", kind=Kind.LINE),
    Field(key="note", label="備考", kind=Kind.LINE),
)
FAMILY_ROWS = (
    Field(key="name", label="氏名", kind=Kind.LINE),
    Field(key="relation", label="続柄", kind=Kind.CHOICE, codes="relation"),
    Field(key="age", label="年齢", kind=Kind.LINE),
    Field(key="job", label="職業・学校", kind=Kind.LINE),
    Field(key="is_main_carer", label="主たる介護者", kind=Kind.CHECK),
    Field(key="note", label="備考", kind=Kind.LINE),
)


class DisabilityAssessment(Record):
    """The applicant's present state and what an assessment looks into, area by area."""

    label = "申請者の現状・アセスメント"
    evidence = True
    centres = ("disability",)
    title_keys = ("drafted_on",)

    case_id: Mapped[UUID] = refers("ケース", section=_SHEET, of="case", index=False)
    person_id: Mapped[UUID | None] = refers(
        "本人", section=_SHEET, of="person", listed=True, printed=True
    )
    drafted_on: Mapped[date] = asks("作成日", section=_SHEET, listed=True, printed=True, past=True)
    author_id: Mapped[UUID] = refers(
        "計画作成担当者", section=_SHEET, of="staff", index=False, listed=True, printed=True
    )
    interviewed_on: Mapped[date | None] = asks(
        "面接した日", section=_SHEET, printed=True, past=True
    )
    place: Mapped[str | None] = asks(
        "面接した場所",
        section=_SHEET,
        printed=True,
        required_when=_FINAL,
        help="居宅などを訪ねて面接し、場所を記録します。",
    )
    co_staff_ids: Mapped[Ids | None] = asks("同席職員", section=_SHEET, of="staff")
    overview: Mapped[Long | None] = asks(
        "概要(支援経過・現状と課題等)",
        section=_SHEET,
        printed=True,
        searched=True,
        required_when=_FINAL,
    )

    dwelling: Mapped[Code | None] = asks(
        "住所の別", section=_PERSON, codes="disability_assessment.dwelling", printed=True
    )
    diagnosis: Mapped[str | None] = asks(
        "障害または疾患名", section=_PERSON, printed=True, searched=True
    )
    support_category: Mapped[Code | None] = asks(
        "障害支援区分", section=_PERSON, codes="support_category", printed=True, counted=True
    )
    family: Mapped[Rows | None] = asks(
        "家族構成", section=_PERSON, rows=FAMILY_ROWS, printed=True, searched=True
    )
    family_note: Mapped[Long | None] = asks(
        "家族について", section=_PERSON, printed=True, searched=True
    )
    social_note: Mapped[Long | None] = asks(
        "社会関係", section=_PERSON, printed=True, searched=True, help="本人と関わる人・機関です。"
    )
    life_history: Mapped[Long | None] = asks(
        "生活歴(受診歴等を含む)", section=_PERSON, printed=True, searched=True
    )
    medical: Mapped[Rows | None] = asks(
        "医療の状況", section=_PERSON, rows=MEDICAL_ROWS, printed=True, searched=True
    )
    wish_self: Mapped[Long | None] = asks(
        "本人の主訴(意向・希望)",
        section=_PERSON,
        printed=True,
        searched=True,
        required_when=_FINAL,
    )
    wish_family: Mapped[Long | None] = asks(
        "家族の主訴(意向・希望)", section=_PERSON, printed=True, searched=True
    )

    supports: Mapped[Rows | None] = asks(
        "公的支援・その他の支援", section=_SUPPORT, rows=SUPPORT_ROWS, printed=True, searched=True
    )

    current_week: Mapped[Rows | None] = asks(
        "いまの1週間",
        section=_WEEK,
        rows=WEEK_ROWS,
        printed=True,
        searched=True,
        help="別紙2【現在の生活】の表になります。計画の週間計画表とは別の、いまの過ごし方です。",
    )
    daily_activities: Mapped[Long | None] = asks(
        "主な日常生活上の活動", section=_WEEK, printed=True, searched=True
    )
    other_than_weekly: Mapped[Long | None] = asks(
        "週単位以外のサービス", section=_WEEK, printed=True, searched=True
    )

    living_area: Mapped[Long | None] = asks(
        "生活基盤・住まい・日中活動", section=_AREAS, printed=True, searched=True
    )
    health_area: Mapped[Long | None] = asks(
        "健康・医療(疾患・服薬・通院)", section=_AREAS, printed=True, searched=True
    )
    adl_area: Mapped[Long | None] = asks("ADL・IADL", section=_AREAS, printed=True, searched=True)
    communication_area: Mapped[Long | None] = asks(
        "コミュニケーション・対人・社会参加", section=_AREAS, printed=True, searched=True
    )
    family_area: Mapped[Long | None] = asks(
        "家族・インフォーマル・経済", section=_AREAS, printed=True, searched=True
    )
    strengths: Mapped[Long | None] = asks("本人の強み", section=_AREAS, printed=True, searched=True)
    issues: Mapped[Long | None] = asks(
        "希望・課題の整理", section=_AREAS, printed=True, searched=True
    )
    biological: Mapped[Long | None] = asks("生物の面", section=_AREAS, printed=True, searched=True)
    psychological: Mapped[Long | None] = asks(
        "心理の面", section=_AREAS, printed=True, searched=True
    )
    social: Mapped[Long | None] = asks("社会の面", section=_AREAS, printed=True, searched=True)

    attachments: Mapped[AttachmentIds | None] = asks("添付", section=_CARE)
    restriction_level: Mapped[int] = asks(
        "閲覧制限", section=_CARE, codes="restriction_level", default=0
    )
    centre: Mapped[Code] = mapped_column(default="disability")

    @classmethod
    def constraints(cls) -> Iterable[Any]:
        """Find the sheets of a case, the newest first."""
        return (
            CheckConstraint("restriction_level BETWEEN 0 AND 3", name="restriction_level"),
            Index("ix_disability_assessment_of_case", "case_id", "drafted_on"),
        )
