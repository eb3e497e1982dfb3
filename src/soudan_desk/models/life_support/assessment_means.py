"""インテーク・アセスメントシート: the blocks on money, work and where somebody is from."""

from __future__ import annotations

from datetime import date

from sqlalchemy.orm import Mapped

from soudan_desk.fields import Field, Kind
from soudan_desk.models.base import asks
from soudan_desk.models.types import Code, Codes, Long, Rows, Yen

_MONEY = "収入・給付・債務"
_WORK = "職業・職歴"
_OTHER = "その他"

_FINAL = {"record_state": ("final",)}
_YES_NO = "yes_no_unknown"
_HAS_DEBT = {"debt_has": ("yes",)}

ARREARS_ROWS = (
    Field(key="kind", label="種類", kind=Kind.CHOICE, codes="assessment.arrears"),
    Field(key="amount_yen", label="滞納額", kind=Kind.YEN),
    Field(key="since", label="時期・月数", kind=Kind.LINE),
    Field(key="note", label="備考", kind=Kind.LINE),
)
DEBT_ROWS = (
    Field(key="creditor", label="債権者", kind=Kind.LINE),
    Field(key="kind", label="種別", kind=Kind.CHOICE, codes="assessment.debt_kind"),
    Field(key="balance_yen", label="残高", kind=Kind.YEN),
    Field(key="monthly_yen", label="月の返済", kind=Kind.YEN),
    Field(key="arrears_months_count", label="滞納月数", kind=Kind.NUMBER),
    Field(key="guarantor", label="保証人", kind=Kind.LINE),
    Field(key="lawsuit", label="訴訟・差押", kind=Kind.LINE),
    Field(key="note", label="備考", kind=Kind.LINE),
)
BENEFIT_ROWS = (
    Field(key="kind", label="種類", kind=Kind.CHOICE, codes="assessment.benefit"),
    Field(key="amount_yen", label="月額", kind=Kind.YEN),
    Field(key="note", label="備考", kind=Kind.LINE),
)
LOAN_ROWS = (
    Field(key="name", label="資金", kind=Kind.LINE),
    Field(key="amount_yen", label="借入額", kind=Kind.YEN),
    Field(key="state", label="償還・免除・猶予の状況", kind=Kind.LINE),
)
WORK_ROWS = (
    Field(key="period", label="期間", kind=Kind.LINE),
    Field(key="employer", label="勤務先", kind=Kind.LINE),
    Field(key="job", label="職種", kind=Kind.LINE),
    Field(key="form", label="雇用形態", kind=Kind.CHOICE, codes="assessment.work_form"),
    Field(key="monthly_yen", label="月収", kind=Kind.YEN),
    Field(key="left_because", label="離職理由", kind=Kind.LINE),
)
EMERGENCY_ROWS = (
    Field(key="name", label="氏名", kind=Kind.LINE),
    Field(key="relation", label="続柄", kind=Kind.CHOICE, codes="relation"),
    Field(key="tel", label="電話", kind=Kind.LINE),
    Field(key="allowed", label="連絡してよい範囲", kind=Kind.LINE),
)


class MoneyBlock:
    """Income, taxes, arrears, debts, benefits and what is owned."""

    income_self_yen: Mapped[Yen | None] = asks("本人の収入(月額)", section=_MONEY, printed=True)
    income_household_yen: Mapped[Yen | None] = asks(
        "世帯の収入(月額)", section=_MONEY, printed=True
    )
    income_basis: Mapped[Code | None] = asks(
        "収入の別", section=_MONEY, codes="assessment.income_basis", printed=True
    )
    tax_status: Mapped[Code | None] = asks(
        "課税状況", section=_MONEY, codes="assessment.tax_status", printed=True
    )
    arrears: Mapped[Rows | None] = asks("滞納", section=_MONEY, rows=ARREARS_ROWS, printed=True)
    debt_has: Mapped[Code | None] = asks(
        "債務", section=_MONEY, codes=_YES_NO, printed=True, counted=True
    )
    debt_total_yen: Mapped[Yen | None] = asks(
        "債務の総額", section=_MONEY, printed=True, shown_when=_HAS_DEBT
    )
    debt_creditors_count: Mapped[int | None] = asks(
        "債権者の数(社)", section=_MONEY, printed=True, shown_when=_HAS_DEBT
    )
    debts: Mapped[Rows | None] = asks(
        "債務の内訳",
        section=_MONEY,
        rows=DEBT_ROWS,
        printed=True,
        searched=True,
        shown_when=_HAS_DEBT,
    )
    debt_settlements: Mapped[Codes | None] = asks(
        "債務整理の経験", section=_MONEY, codes="assessment.debt_settlement", printed=True
    )
    debt_settlement_note: Mapped[str | None] = asks("債務整理の時期・内容", section=_MONEY)
    benefits: Mapped[Rows | None] = asks(
        "公的給付", section=_MONEY, rows=BENEFIT_ROWS, printed=True
    )
    seiho: Mapped[Code | None] = asks(
        "生活保護",
        section=_MONEY,
        codes="assessment.seiho",
        printed=True,
        counted=True,
        required_when=_FINAL,
    )
    seiho_note: Mapped[str | None] = asks(
        "生活保護の廃止年月・理由", section=_MONEY, printed=True, shown_when={"seiho": ("past",)}
    )
    cash_on_hand_yen: Mapped[Yen | None] = asks("所持金", section=_MONEY, printed=True)
    savings_yen: Mapped[Yen | None] = asks("預貯金", section=_MONEY, printed=True)
    assets_note: Mapped[Long | None] = asks(
        "資産", section=_MONEY, printed=True, help="自動車、不動産、生命保険、有価証券などです。"
    )
    shakyo_loans: Mapped[Rows | None] = asks(
        "生活福祉資金・特例貸付の借入", section=_MONEY, rows=LOAN_ROWS, printed=True
    )


class WorkBlock:
    """Work now and before, schooling and licences."""

    work_status: Mapped[Code | None] = asks(
        "就労状況",
        section=_WORK,
        codes="assessment.work_status",
        printed=True,
        counted=True,
        required_when=_FINAL,
    )
    work_form: Mapped[Code | None] = asks(
        "就労形態", section=_WORK, codes="assessment.work_form", printed=True, counted=True
    )
    since_left: Mapped[Code | None] = asks(
        "直近の離職後年数",
        section=_WORK,
        codes="assessment.since_left",
        printed=True,
        counted=True,
        required_when=_FINAL,
    )
    left_on: Mapped[date | None] = asks("離職日", section=_WORK, printed=True)
    left_reason: Mapped[Code | None] = asks(
        "離職理由", section=_WORK, codes="assessment.left_reason", printed=True
    )
    work_history: Mapped[Rows | None] = asks(
        "職歴", section=_WORK, rows=WORK_ROWS, printed=True, searched=True
    )
    education: Mapped[Code | None] = asks(
        "最終学歴",
        section=_WORK,
        codes="assessment.education",
        printed=True,
        counted=True,
        required_when=_FINAL,
    )
    licences: Mapped[Long | None] = asks(
        "資格・技術、運転免許、パソコン", section=_WORK, printed=True, searched=True
    )
    hellowork_registered: Mapped[Code | None] = asks(
        "求職登録", section=_WORK, codes=_YES_NO, printed=True
    )
    hellowork_note: Mapped[str | None] = asks(
        "ハローワーク名・求職番号",
        section=_WORK,
        printed=True,
        shown_when={"hellowork_registered": ("yes",)},
    )


class OriginBlock:
    """Nationality and status of residence, and whom to call in an emergency."""

    nationality: Mapped[str | None] = asks("国・地域等", section=_OTHER, printed=True)
    residence_status: Mapped[Code | None] = asks(
        "在留資格", section=_OTHER, codes="assessment.residence_status", printed=True
    )
    residence_until_on: Mapped[date | None] = asks("在留期限", section=_OTHER, printed=True)
    japanese_level: Mapped[Code | None] = asks(
        "日本語", section=_OTHER, codes="assessment.japanese_level", printed=True
    )
    emergency_contacts: Mapped[Rows | None] = asks(
        "緊急連絡先・キーパーソン",
        section=_OTHER,
        rows=EMERGENCY_ROWS,
        printed=True,
        searched=True,
    )
