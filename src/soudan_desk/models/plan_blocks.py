"""What only one kind of plan asks: decision, custody, certificate, week, hospital."""

from __future__ import annotations

from datetime import date

from sqlalchemy.orm import Mapped

from soudan_desk.fields import Field, Kind
from soudan_desk.models.base import asks
from soudan_desk.models.types import Code, Ids, Long, Rows, Yen

_DECISION = "支援調整会議・支援決定"
_CUSTODY = "金銭管理・預かり"
_CERTIFICATE = "受給者証"
_WEEK = "週間計画"
_HOSPITAL = "病院・施設"

_SELF_RELIANCE = {"plan_kind": ("self_reliance",)}
_NICHIJI = {"plan_kind": ("nichiji",)}
_SERVICE_USE = {"plan_kind": ("service_use",)}
_REGIONAL_MOVE = {"plan_kind": ("regional_move",)}
_BY_CERTIFICATE = {"plan_kind": ("service_use", "regional_move")}

MONEY_ROWS = (
    Field(key="account", label="口座", kind=Kind.LINE),
    Field(key="withdraw_yen", label="払戻し額", kind=Kind.YEN),
    Field(key="withdraw_day", label="払戻しの日", kind=Kind.LINE),
    Field(key="handover_yen", label="渡す額", kind=Kind.YEN),
    Field(key="handover", label="渡し方", kind=Kind.CHOICE, codes="plan.handover"),
    Field(key="payee", label="支払先", kind=Kind.LINE),
    Field(key="payee_kind", label="支払いの種類", kind=Kind.LINE),
    Field(key="due_day", label="支払日", kind=Kind.LINE),
    Field(key="pay_method", label="支払方法", kind=Kind.CHOICE, codes="plan.pay_method"),
)
CUSTODY_ROWS = (
    Field(key="item", label="預かるもの", kind=Kind.LINE),
    Field(key="identification", label="名義・番号など", kind=Kind.LINE),
    Field(key="place", label="保管場所", kind=Kind.LINE),
    Field(key="note", label="備考", kind=Kind.LINE),
)
NETWORK_ROWS = (
    Field(key="org", label="機関", kind=Kind.LINE),
    Field(key="person", label="担当者", kind=Kind.LINE),
    Field(key="role", label="役割", kind=Kind.LINE),
    Field(key="tel", label="電話", kind=Kind.LINE),
)
WEEK_ROWS = (
    Field(key="weekday", label="曜日", kind=Kind.CHOICE, codes="plan.weekday"),
    Field(key="start_time", label="開始", kind=Kind.TIME),
    Field(key="end_time", label="終了", kind=Kind.TIME),
    Field(key="label", label="内容", kind=Kind.LINE),
    Field(key="is_service", label="福祉サービス", kind=Kind.CHECK),
    Field(key="provider", label="提供事業者", kind=Kind.LINE),
)


class DecisionBlock:
    """プラン兼事業等利用申込書: what the conference and the municipality said."""

    application_to: Mapped[str | None] = asks(
        "申込みの宛名", section=_DECISION, printed=True, shown_when=_SELF_RELIANCE
    )
    is_job_support_target: Mapped[bool] = asks(
        "就労支援対象者",
        section=_DECISION,
        default=False,
        printed=True,
        counted=True,
        shown_when=_SELF_RELIANCE,
        help="就労に向けた事業を使うプランでは自動で入ります。",
    )
    meeting_on: Mapped[date | None] = asks(
        "支援調整会議の開催日", section=_DECISION, printed=True, shown_when=_SELF_RELIANCE
    )
    decision_type: Mapped[Code | None] = asks(
        "支援決定・確認",
        section=_DECISION,
        codes="plan.decision",
        listed=True,
        printed=True,
        counted=True,
        shown_when=_SELF_RELIANCE,
        help="法に基づく事業を使うなら支援決定、使わないなら確認です。",
    )
    decided_on: Mapped[date | None] = asks(
        "支援決定・確認の日",
        section=_DECISION,
        printed=True,
        counted=True,
        shown_when=_SELF_RELIANCE,
    )
    decided_by_office: Mapped[str | None] = asks(
        "決定・確認した部署", section=_DECISION, printed=True, shown_when=_SELF_RELIANCE
    )


class CustodyBlock:
    """支援計画書: whose money goes where, what is kept, who else helps."""

    supporter_ids: Mapped[Ids | None] = asks(
        "生活支援員", section=_CUSTODY, of="staff", printed=True, shown_when=_NICHIJI
    )
    agency_scope: Mapped[Long | None] = asks(
        "代理権の範囲", section=_CUSTODY, printed=True, searched=True, shown_when=_NICHIJI
    )
    money_plan: Mapped[Rows | None] = asks(
        "金銭管理計画",
        section=_CUSTODY,
        rows=MONEY_ROWS,
        printed=True,
        searched=True,
        shown_when=_NICHIJI,
    )
    custody_plan: Mapped[Rows | None] = asks(
        "預かり物件", section=_CUSTODY, rows=CUSTODY_ROWS, printed=True, shown_when=_NICHIJI
    )
    network: Mapped[Rows | None] = asks(
        "関係機関・役割分担",
        section=_CUSTODY,
        rows=NETWORK_ROWS,
        printed=True,
        searched=True,
        shown_when=_NICHIJI,
    )
    emergency: Mapped[Long | None] = asks(
        "緊急時の対応・連絡先",
        section=_CUSTODY,
        printed=True,
        searched=True,
        shown_when=_NICHIJI,
    )
    fee_note: Mapped[Long | None] = asks(
        "利用料・支払方法・減免", section=_CUSTODY, printed=True, shown_when=_NICHIJI
    )


class CertificateBlock:
    """サービス等利用計画: what the recipient's certificate says, typed on the plan for now."""

    support_category: Mapped[Code | None] = asks(
        "障害支援区分",
        section=_CERTIFICATE,
        codes="support_category",
        printed=True,
        counted=True,
        shown_when=_BY_CERTIFICATE,
    )
    certificate_no: Mapped[str | None] = asks(
        "障害福祉サービス受給者証番号",
        section=_CERTIFICATE,
        printed=True,
        searched=True,
        shown_when=_BY_CERTIFICATE,
    )
    regional_certificate_no: Mapped[str | None] = asks(
        "地域相談支援受給者証番号",
        section=_CERTIFICATE,
        printed=True,
        searched=True,
        shown_when=_BY_CERTIFICATE,
    )
    child_certificate_no: Mapped[str | None] = asks(
        "通所受給者証番号",
        section=_CERTIFICATE,
        printed=True,
        searched=True,
        shown_when=_SERVICE_USE,
    )
    burden_cap_yen: Mapped[Yen | None] = asks(
        "利用者負担上限額", section=_CERTIFICATE, printed=True, shown_when=_BY_CERTIFICATE
    )
    grant_until_on: Mapped[date | None] = asks(
        "支給決定の終期", section=_CERTIFICATE, printed=True, shown_when=_BY_CERTIFICATE
    )
    monitoring_text: Mapped[str | None] = asks(
        "モニタリング期間(開始年月)",
        section=_CERTIFICATE,
        printed=True,
        shown_when=_SERVICE_USE,
        help="例: 3か月ごと(令和8年7月〜令和9年4月)",
    )
    monitoring_interval_count: Mapped[int | None] = asks(
        "モニタリングの間隔(か月)", section=_CERTIFICATE, shown_when=_SERVICE_USE
    )
    monitoring_first_on: Mapped[date | None] = asks(
        "モニタリングの最初の月", section=_CERTIFICATE, shown_when=_SERVICE_USE
    )
    monitoring_last_on: Mapped[date | None] = asks(
        "モニタリングの最後の月", section=_CERTIFICATE, shown_when=_SERVICE_USE
    )


class WeekBlock:
    """週間計画表: blocks of the week, and what does not come weekly."""

    weekly_plan: Mapped[Rows | None] = asks(
        "週間計画表",
        section=_WEEK,
        rows=WEEK_ROWS,
        printed=True,
        searched=True,
        shown_when=_SERVICE_USE,
    )
    daily_activities: Mapped[Long | None] = asks(
        "主な日常生活上の活動",
        section=_WEEK,
        printed=True,
        searched=True,
        shown_when=_SERVICE_USE,
    )
    other_than_weekly: Mapped[Long | None] = asks(
        "週単位以外のサービス",
        section=_WEEK,
        printed=True,
        searched=True,
        shown_when=_SERVICE_USE,
    )
    whole_picture: Mapped[Long | None] = asks(
        "サービス提供によって実現する生活の全体像",
        section=_WEEK,
        printed=True,
        searched=True,
        shown_when=_SERVICE_USE,
    )


class HospitalBlock:
    """地域移行支援計画: where the person leaves from."""

    hospital: Mapped[str | None] = asks(
        "病院・施設の名称",
        section=_HOSPITAL,
        printed=True,
        searched=True,
        shown_when=_REGIONAL_MOVE,
    )
    ward: Mapped[str | None] = asks(
        "病棟", section=_HOSPITAL, printed=True, shown_when=_REGIONAL_MOVE
    )
    admit_on: Mapped[date | None] = asks(
        "入院・入所日", section=_HOSPITAL, printed=True, shown_when=_REGIONAL_MOVE
    )
    psw_name: Mapped[str | None] = asks(
        "病院・施設の担当者",
        section=_HOSPITAL,
        printed=True,
        searched=True,
        shown_when=_REGIONAL_MOVE,
    )
    admission_form: Mapped[Code | None] = asks(
        "入院の形",
        section=_HOSPITAL,
        codes="plan.admission_form",
        printed=True,
        shown_when=_REGIONAL_MOVE,
    )
    plan_meeting_on: Mapped[date | None] = asks(
        "計画作成会議の日", section=_HOSPITAL, printed=True, shown_when=_REGIONAL_MOVE
    )
    cautions: Mapped[Long | None] = asks(
        "支援提供上の留意事項",
        section=_HOSPITAL,
        printed=True,
        searched=True,
        shown_when=_REGIONAL_MOVE,
    )
