"""インテーク・アセスメントシート: the blocks on how somebody came, lives and fares."""

from __future__ import annotations

from datetime import date
from uuid import UUID

from sqlalchemy.orm import Mapped

from soudan_desk.fields import Field, Kind
from soudan_desk.models.base import asks, refers
from soudan_desk.models.types import Code, Codes, Long, Rows, Yen

_ROUTE = "相談経路・相談歴"
_COMPLAINT = "主訴"
_LIVING = "家族・地域・住まい"
_HEALTH = "健康・障害"

_BY_AGENCY = {"route": ("agency",)}
_FINAL = {"record_state": ("final",)}
_YES_NO = "yes_no_unknown"

PAST_ROWS = (
    Field(key="agency", label="機関名", kind=Kind.LINE),
    Field(key="period", label="時期", kind=Kind.LINE),
    Field(key="content", label="内容", kind=Kind.LINE),
)
MEDICAL_ROWS = (
    Field(key="hospital", label="通院先", kind=Kind.LINE),
    Field(key="department", label="診療科", kind=Kind.LINE),
    Field(key="disease", label="病名", kind=Kind.LINE),
    Field(key="frequency", label="頻度", kind=Kind.LINE),
    Field(key="medication", label="服薬", kind=Kind.LINE),
)


class RouteBlock:
    """How the person came to the centre, and where they had asked for help before."""

    route: Mapped[Code | None] = asks(
        "相談経路",
        section=_ROUTE,
        codes="intake.route",
        printed=True,
        counted=True,
        required_when=_FINAL,
    )
    route_agency_type: Mapped[Code | None] = asks(
        "紹介元の種別",
        section=_ROUTE,
        codes="agency.type",
        printed=True,
        counted=True,
        shown_when=_BY_AGENCY,
        required_when=_BY_AGENCY,
    )
    route_agency_id: Mapped[UUID | None] = refers(
        "紹介元の機関",
        section=_ROUTE,
        of="agency",
        index=False,
        printed=True,
        shown_when=_BY_AGENCY,
    )
    known_by: Mapped[Code | None] = asks(
        "どこで知ったか", section=_ROUTE, codes="intake.known_by", counted=True
    )
    past_consult: Mapped[Code | None] = asks(
        "これまでの相談歴", section=_ROUTE, codes=_YES_NO, printed=True
    )
    past_consults: Mapped[Rows | None] = asks(
        "相談歴の内容",
        section=_ROUTE,
        rows=PAST_ROWS,
        printed=True,
        searched=True,
        shown_when={"past_consult": ("yes",)},
    )
    previous_case_id: Mapped[UUID | None] = refers(
        "当機関の利用歴", section=_ROUTE, of="case", index=False, printed=True
    )


class LivingBlock:
    """What the person says the trouble is; family, neighbourhood and home."""

    chief_complaint: Mapped[Long | None] = asks(
        "相談の主訴",
        section=_COMPLAINT,
        printed=True,
        searched=True,
        help="本人のことばで書きます。",
    )

    cohabit: Mapped[Code | None] = asks(
        "同居者",
        section=_LIVING,
        codes=_YES_NO,
        printed=True,
        counted=True,
        required_when=_FINAL,
    )
    household_size_count: Mapped[int | None] = asks(
        "世帯の人数(本人を含む)", section=_LIVING, printed=True, shown_when={"cohabit": ("yes",)}
    )
    separate_family: Mapped[Code | None] = asks(
        "別居の家族", section=_LIVING, codes=_YES_NO, printed=True
    )
    separate_family_note: Mapped[str | None] = asks(
        "別居の家族(続柄・住まい)",
        section=_LIVING,
        printed=True,
        searched=True,
        shown_when={"separate_family": ("yes",)},
    )
    marital: Mapped[Code | None] = asks(
        "婚姻",
        section=_LIVING,
        codes="assessment.marital",
        printed=True,
        counted=True,
        required_when=_FINAL,
    )
    children: Mapped[Code | None] = asks(
        "子ども",
        section=_LIVING,
        codes=_YES_NO,
        printed=True,
        counted=True,
        required_when=_FINAL,
    )
    dependent_children_count: Mapped[int | None] = asks(
        "扶養している子の人数", section=_LIVING, printed=True, shown_when={"children": ("yes",)}
    )
    other_children_count: Mapped[int | None] = asks(
        "扶養していない子の人数", section=_LIVING, printed=True, shown_when={"children": ("yes",)}
    )
    family_note: Mapped[Long | None] = asks(
        "家族の状況", section=_LIVING, printed=True, searched=True
    )
    community_note: Mapped[Long | None] = asks(
        "地域との関係", section=_LIVING, printed=True, searched=True
    )
    dwelling: Mapped[Code | None] = asks(
        "住居",
        section=_LIVING,
        codes="dwelling",
        printed=True,
        counted=True,
        required_when=_FINAL,
    )
    dwelling_note: Mapped[str | None] = asks("住居(具体的に)", section=_LIVING, printed=True)
    rent_yen: Mapped[Yen | None] = asks("家賃・ローン月額", section=_LIVING, printed=True)
    rent_arrears_months_count: Mapped[int | None] = asks(
        "家賃・ローンの滞納(月数)", section=_LIVING, printed=True
    )
    rent_holder: Mapped[str | None] = asks("住居の契約者", section=_LIVING, printed=True)
    rent_guarantor: Mapped[str | None] = asks("保証会社・保証人", section=_LIVING, printed=True)
    eviction_due_on: Mapped[date | None] = asks("退去期限", section=_LIVING, printed=True)


class HealthBlock:
    """Health, insurance, certificates and pension."""

    health: Mapped[Code | None] = asks(
        "健康状態",
        section=_HEALTH,
        codes="assessment.health",
        printed=True,
        counted=True,
        required_when=_FINAL,
    )
    medical: Mapped[Rows | None] = asks(
        "通院", section=_HEALTH, rows=MEDICAL_ROWS, printed=True, searched=True
    )
    medical_note: Mapped[Long | None] = asks(
        "既往歴など", section=_HEALTH, printed=True, searched=True
    )
    health_ins: Mapped[Code | None] = asks(
        "健康保険",
        section=_HEALTH,
        codes="health_ins",
        printed=True,
        counted=True,
        required_when=_FINAL,
    )
    ins_card: Mapped[Code | None] = asks(
        "資格の確認", section=_HEALTH, codes="assessment.ins_card", printed=True
    )
    ins_arrears: Mapped[Code | None] = asks(
        "健康保険料の滞納", section=_HEALTH, codes=_YES_NO, printed=True
    )
    ins_arrears_yen: Mapped[Yen | None] = asks(
        "健康保険料の滞納額", section=_HEALTH, printed=True, shown_when={"ins_arrears": ("yes",)}
    )
    handbooks: Mapped[Codes | None] = asks(
        "障害者手帳等",
        section=_HEALTH,
        codes="assessment.handbook",
        printed=True,
        counted=True,
        required_when=_FINAL,
    )
    handbook_grade: Mapped[str | None] = asks("手帳の級・度", section=_HEALTH, printed=True)
    support_class: Mapped[Code | None] = asks(
        "障害支援区分", section=_HEALTH, codes="support_category", printed=True
    )
    care_level: Mapped[Code | None] = asks(
        "介護認定", section=_HEALTH, codes="care_level", printed=True
    )
    pension: Mapped[Codes | None] = asks(
        "年金加入", section=_HEALTH, codes="intake.pension", printed=True
    )
