"""What a rights-advocacy centre asks at reception beyond the consultation."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import Any
from uuid import UUID

from sqlalchemy import CheckConstraint, Index
from sqlalchemy.orm import Mapped, mapped_column

from soudan_desk.fields import Field, Kind
from soudan_desk.japanese.partial_dates import PartialDate
from soudan_desk.models.base import Record, asks, refers
from soudan_desk.models.types import AttachmentIds, Code, Codes, Long, Rows

_RECEIVED = "受付"
_ABILITY = "判断能力・医療"
_MONEY = "収入・資産"
_PEOPLE = "後見人・支えている人"
_PROBLEM = "困りごと"
_WAITING = "待機"
_CARE = "扱い"

_WAITS = {"is_waiting": (True,)}

SUPPORTER_ROWS = (
    Field(key="name", label="名前", kind=Kind.LINE),
    Field(key="relation", label="続柄・所属", kind=Kind.LINE),
    Field(key="contact", label="連絡先", kind=Kind.LINE),
    Field(key="involvement", label="関与度", kind=Kind.CHOICE, codes="rights_intake.involvement"),
)


class RightsIntake(Record):
    """Capacity, means, supporters, waiting list; care level and handbooks are in `Person`."""

    label = "権利擁護の受付票"
    evidence = True
    centres = ("rights_advocacy",)
    title_keys = ("received_on",)

    person_id: Mapped[UUID] = refers(
        "本人", section=_RECEIVED, of="person", listed=True, printed=True
    )
    case_id: Mapped[UUID | None] = refers("ケース", section=_RECEIVED, of="case")
    consultation_id: Mapped[UUID | None] = refers(
        "初回の相談記録", section=_RECEIVED, of="consultation"
    )
    received_on: Mapped[date] = asks(
        "記入日", section=_RECEIVED, listed=True, printed=True, counted=True, past=True
    )
    received_by_id: Mapped[UUID] = refers(
        "記入者", section=_RECEIVED, of="staff", listed=True, printed=True
    )
    route: Mapped[Code | None] = asks(
        "相談経路", section=_RECEIVED, codes="consultation.caller_type", printed=True, counted=True
    )
    living_place: Mapped[Code | None] = asks(
        "居所", section=_RECEIVED, codes="rights_intake.living_place", printed=True, counted=True
    )

    judgement_ability_note: Mapped[Long | None] = asks(
        "判断能力の様子", section=_ABILITY, printed=True, searched=True
    )
    diagnosis: Mapped[str | None] = asks("診断名", section=_ABILITY, printed=True, searched=True)
    cause_disease: Mapped[str | None] = asks(
        "判断能力低下の原因疾患", section=_ABILITY, printed=True, searched=True
    )
    first_visit_on: Mapped[PartialDate | None] = asks(
        "初診日", section=_ABILITY, printed=True, past=True
    )
    medical_institution: Mapped[str | None] = asks(
        "医療機関", section=_ABILITY, printed=True, searched=True
    )
    treatment: Mapped[Codes | None] = asks(
        "入院・通院", section=_ABILITY, codes="rights_intake.treatment", printed=True
    )
    medication: Mapped[Long | None] = asks("服薬", section=_ABILITY, printed=True, searched=True)

    income_sources: Mapped[Codes | None] = asks(
        "収入", section=_MONEY, codes="rights_intake.income_source", printed=True, counted=True
    )
    income_note: Mapped[str | None] = asks("収入の内訳", section=_MONEY, printed=True)
    asset_overview: Mapped[Long | None] = asks(
        "資産概要", section=_MONEY, printed=True, searched=True
    )

    guardian_exists: Mapped[Code | None] = asks(
        "後見人等の有無", section=_PEOPLE, codes="yes_no_unknown", printed=True, counted=True
    )
    guardian_note: Mapped[str | None] = asks(
        "後見人等(類型・氏名)",
        section=_PEOPLE,
        printed=True,
        searched=True,
        shown_when={"guardian_exists": ("yes",)},
    )
    family_map: Mapped[Long | None] = asks("親族関係", section=_PEOPLE, printed=True, searched=True)
    current_supporters: Mapped[Rows | None] = asks(
        "支援者", section=_PEOPLE, rows=SUPPORTER_ROWS, printed=True, searched=True
    )

    urgency: Mapped[Code | None] = asks(
        "緊急度", section=_PROBLEM, codes="urgency_level", listed=True, printed=True, counted=True
    )
    problem_kind: Mapped[Codes | None] = asks(
        "困りごとの種類",
        section=_PROBLEM,
        codes="rights_intake.problem_kind",
        printed=True,
        counted=True,
    )
    problem_other: Mapped[str | None] = asks(
        "困りごと(その他の内容)",
        section=_PROBLEM,
        printed=True,
        searched=True,
        shown_when={"problem_kind": ("other",)},
    )
    wish_self: Mapped[Long | None] = asks(
        "本人の利用希望", section=_PROBLEM, printed=True, searched=True
    )

    is_waiting: Mapped[bool] = asks(
        "待機している", section=_WAITING, default=False, listed=True, counted=True
    )
    waiting_priority: Mapped[Code | None] = asks(
        "優先度", section=_WAITING, codes="urgency_level", shown_when=_WAITS
    )
    waiting_reason: Mapped[str | None] = asks("待機の理由", section=_WAITING, shown_when=_WAITS)
    waiting_requested_on: Mapped[date | None] = asks(
        "希望した日", section=_WAITING, shown_when=_WAITS, past=True
    )
    waiting_checked_on: Mapped[date | None] = asks(
        "状況を確かめた日", section=_WAITING, shown_when=_WAITS, past=True
    )

    attachments: Mapped[AttachmentIds | None] = asks("添付", section=_CARE)
    note: Mapped[Long | None] = asks("備考", section=_CARE, searched=True)
    restriction_level: Mapped[int] = asks(
        "閲覧制限", section=_CARE, codes="restriction_level", default=0
    )
    centre: Mapped[Code] = mapped_column(default="rights_advocacy")

    @classmethod
    def constraints(cls) -> Iterable[Any]:
        """Help the year's figures."""
        return (
            CheckConstraint("restriction_level BETWEEN 0 AND 3", name="restriction_level"),
            Index(None, "received_on"),
        )
