"""訪問調査・アセスメント of rights-advocacy centres: what was seen and heard at the home."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any
from uuid import UUID

from sqlalchemy import CheckConstraint, Index
from sqlalchemy.orm import Mapped, mapped_column

from soudan_desk.fields import Field, Kind
from soudan_desk.models.base import FINAL, Record, asks, refers
from soudan_desk.models.rights_advocacy.rights_intake import SUPPORTER_ROWS
from soudan_desk.models.types import AttachmentIds, Code, Codes, Ids, Long, Rows, Yen

_VISIT = "訪問調査"
_ABILITY = "判断能力・健康"
_LIFE = "暮らし"
_MONEY = "お金・書類"
_PEOPLE = "家族・支えている人"
_WISH = "希望・課題"
_CARE = "扱い"

_FINAL = {"record_state": ("final",)}
_YES_NO = "yes_no_unknown"

VISIT_ROWS = (
    Field(key="visited_on", label="訪問日", kind=Kind.DATE),
    Field(key="place", label="場所", kind=Kind.LINE),
    Field(key="visitors", label="訪問した職員", kind=Kind.LINE),
    Field(key="attendees", label="同席者", kind=Kind.LINE),
    Field(key="note", label="様子", kind=Kind.LINE),
)
ASSET_ROWS = (
    Field(key="kind", label="種類", kind=Kind.LINE),
    Field(key="name", label="金融機関・物件", kind=Kind.LINE),
    Field(key="amount_yen", label="金額", kind=Kind.YEN),
    Field(key="keeper", label="管理している人・場所", kind=Kind.LINE),
)


class RightsAssessment(Record):
    """The home survey: by two specialists or on several visits, before the capacity check."""

    label = "訪問調査・アセスメント"
    evidence = True
    centres = ("rights_advocacy",)
    title_keys = ("surveyed_on",)

    case_id: Mapped[UUID] = refers("ケース", section=_VISIT, of="case", index=False)
    person_id: Mapped[UUID | None] = refers(
        "本人", section=_VISIT, of="person", listed=True, printed=True
    )
    surveyed_on: Mapped[date] = asks(
        "調査日", section=_VISIT, listed=True, printed=True, counted=True, past=True
    )
    staff_id: Mapped[UUID] = refers(
        "専門員", section=_VISIT, of="staff", index=False, listed=True, printed=True
    )
    co_staff_ids: Mapped[Ids | None] = asks(
        "同行した職員", section=_VISIT, of="staff", printed=True
    )
    place: Mapped[str | None] = asks("調査の場所", section=_VISIT, printed=True)
    attendees: Mapped[str | None] = asks("同席者", section=_VISIT, printed=True)
    visits: Mapped[Rows | None] = asks(
        "ほかの訪問",
        section=_VISIT,
        rows=VISIT_ROWS,
        printed=True,
        help="1人で調査したときは、2回目以降の訪問を入れます。",
    )

    judgement_ability_note: Mapped[Long | None] = asks(
        "判断能力の様子", section=_ABILITY, printed=True, searched=True, required_when=_FINAL
    )
    diagnosis: Mapped[str | None] = asks("診断名", section=_ABILITY, printed=True, searched=True)
    medical_note: Mapped[Long | None] = asks(
        "受診・服薬", section=_ABILITY, printed=True, searched=True
    )
    care_level: Mapped[Code | None] = asks(
        "要介護度", section=_ABILITY, codes="care_level", printed=True, counted=True
    )
    support_category: Mapped[Code | None] = asks(
        "障害支援区分", section=_ABILITY, codes="support_category", printed=True
    )
    handbooks: Mapped[Codes | None] = asks(
        "手帳", section=_ABILITY, codes="assessment.handbook", printed=True, counted=True
    )
    handbook_grade: Mapped[str | None] = asks("手帳の級・度", section=_ABILITY, printed=True)
    communication: Mapped[Long | None] = asks(
        "意思の伝え方・理解", section=_ABILITY, printed=True, searched=True
    )

    living_place: Mapped[Code | None] = asks(
        "居所", section=_LIFE, codes="rights_intake.living_place", printed=True, counted=True
    )
    living_note: Mapped[Long | None] = asks(
        "住まい・生活の状況", section=_LIFE, printed=True, searched=True
    )
    services_used: Mapped[Long | None] = asks(
        "利用している福祉サービス", section=_LIFE, printed=True, searched=True
    )

    income_sources: Mapped[Codes | None] = asks(
        "収入", section=_MONEY, codes="rights_intake.income_source", printed=True, counted=True
    )
    income_monthly_yen: Mapped[Yen | None] = asks("収入(月額)", section=_MONEY, printed=True)
    income_note: Mapped[str | None] = asks("収入の内訳", section=_MONEY, printed=True)
    expense_note: Mapped[Long | None] = asks(
        "支出・支払いの状況", section=_MONEY, printed=True, searched=True
    )
    debts_note: Mapped[Long | None] = asks(
        "滞納・債務", section=_MONEY, printed=True, searched=True
    )
    assets: Mapped[Rows | None] = asks("資産", section=_MONEY, rows=ASSET_ROWS, printed=True)
    asset_overview: Mapped[Long | None] = asks(
        "資産概要", section=_MONEY, printed=True, searched=True
    )
    money_ability: Mapped[Long | None] = asks(
        "金銭管理の様子", section=_MONEY, printed=True, searched=True
    )
    documents_note: Mapped[Long | None] = asks(
        "通帳・印鑑・書類の管理", section=_MONEY, printed=True, searched=True
    )

    guardian_exists: Mapped[Code | None] = asks(
        "後見人等の有無", section=_PEOPLE, codes=_YES_NO, printed=True, counted=True
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

    wish_self: Mapped[Long | None] = asks(
        "本人の希望・意向", section=_WISH, printed=True, searched=True
    )
    wish_family: Mapped[Long | None] = asks(
        "家族等の意向", section=_WISH, printed=True, searched=True
    )
    urgency: Mapped[Code | None] = asks(
        "緊急度", section=_WISH, codes="urgency_level", listed=True, printed=True, counted=True
    )
    problem_kind: Mapped[Codes | None] = asks(
        "困りごとの種類",
        section=_WISH,
        codes="rights_intake.problem_kind",
        printed=True,
        counted=True,
    )
    problem_other: Mapped[str | None] = asks(
        "困りごと(その他の内容)",
        section=_WISH,
        printed=True,
        searched=True,
        shown_when={"problem_kind": ("other",)},
    )
    issues: Mapped[Long | None] = asks(
        "生活上の課題", section=_WISH, printed=True, searched=True, required_when=_FINAL
    )
    strengths: Mapped[Long | None] = asks(
        "本人の強み・資源", section=_WISH, printed=True, searched=True
    )
    wants_to_use: Mapped[Code | None] = asks(
        "利用の意思",
        section=_WISH,
        codes=_YES_NO,
        listed=True,
        printed=True,
        counted=True,
        required_when=_FINAL,
    )
    direction: Mapped[Code | None] = asks(
        "調査の結果",
        section=_WISH,
        codes="rights_assessment.direction",
        listed=True,
        printed=True,
        counted=True,
    )
    opinion: Mapped[Long | None] = asks("専門員の意見", section=_WISH, printed=True, searched=True)

    attachments: Mapped[AttachmentIds | None] = asks("添付", section=_CARE)
    restriction_level: Mapped[int] = asks(
        "閲覧制限", section=_CARE, codes="restriction_level", default=0
    )
    centre: Mapped[Code] = mapped_column(default="rights_advocacy")

    @classmethod
    def constraints(cls) -> Iterable[Any]:
        """Find the surveys of a case, the newest first."""
        return (
            CheckConstraint("restriction_level BETWEEN 0 AND 3", name="restriction_level"),
            Index(None, "case_id", "surveyed_on"),
        )

    def problems(self, answers: Mapping[str, Any]) -> dict[str, str]:
        """Refuse a final survey by one specialist alone on one visit."""
        if answers.get("record_state") != FINAL:
            return {}
        if answers.get("co_staff_ids") or answers.get("visits"):
            return {}
        return {
            "co_staff_ids": "調査は2名以上か複数回です。同行した職員かほかの訪問を入れてください。"
        }
