"""モニタリング: how a plan goes, goal by goal."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any
from uuid import UUID

from sqlalchemy import CheckConstraint, Index
from sqlalchemy.orm import Mapped

from soudan_desk.fields import Field, Kind
from soudan_desk.models.base import Record, asks, refers
from soudan_desk.models.contradictions import not_before
from soudan_desk.models.types import Code, Long, Rows

_HELD = "実施"
_STATE = "全体の状況"
_CHANGE = "計画の変更"
_RIGHTS_STATE = "本人・支援の変化"
_NEXT = "次回・報告"

_FINAL = {"record_state": ("final",)}
_DISABILITY_FINAL = {"record_state": ("final",), "centre": ("disability",)}
_RIGHTS = {"centre": ("rights_advocacy",)}
_DISABILITY = {"centre": ("disability",)}
_YES_NO = "yes_no_unknown"

RESULT_ROWS = (
    Field(key="goal_id", label="目標", kind=Kind.REFERENCE, of="goal"),
    Field(key="goal", label="支援目標", kind=Kind.TEXT),
    Field(key="state", label="サービス提供状況", kind=Kind.TEXT),
    Field(key="client_view", label="本人の感想・満足度", kind=Kind.TEXT),
    Field(key="satisfaction", label="満足度", kind=Kind.CHOICE, codes="monitoring.satisfaction"),
    Field(key="result", label="達成度", kind=Kind.CHOICE, codes="monitoring.goal_state"),
    Field(key="remaining", label="今後の課題・解決方法", kind=Kind.TEXT),
    Field(
        key="change_needed",
        label="目標の変更が要る",
        kind=Kind.CHECK,
        shown_when={"centre": ("life_support", "rights_advocacy")},
    ),
    *(
        Field(key=key, label=label, kind=Kind.CHOICE, codes=_YES_NO, shown_when=_DISABILITY)
        for key, label in (
            ("change_kind", "サービス種類の変更"),
            ("change_quantity", "サービス量の変更"),
            ("change_week", "週間計画の変更"),
        )
    ),
    Field(key="note", label="その他留意事項", kind=Kind.TEXT),
)


class Monitoring(Record):
    """One look at a plan under way, with the client's own view of each goal."""

    label = "モニタリング"
    evidence = True
    title_keys = ("held_on",)
    later_keys = ("reported_on", "client_agreed_on")

    plan_id: Mapped[UUID] = refers("計画", section=_HELD, of="plan", index=False)
    case_id: Mapped[UUID] = refers("ケース", section=_HELD, of="case", index=False)
    centre: Mapped[Code] = asks("センター", section=_HELD, codes="centre", counted=True)
    held_on: Mapped[date] = asks(
        "実施日", section=_HELD, listed=True, printed=True, counted=True, past=True
    )
    staff_id: Mapped[UUID] = refers(
        "担当者", section=_HELD, of="staff", index=False, listed=True, printed=True, counted=True
    )
    method: Mapped[Code | None] = asks(
        "方法", section=_HELD, codes="monitoring.method", listed=True, printed=True, counted=True
    )
    place: Mapped[str | None] = asks(
        "実施場所",
        section=_HELD,
        printed=True,
        required_when=_DISABILITY_FINAL,
        help="居宅などを訪ねて面接し、場所を記録します。",
    )
    attendees: Mapped[str | None] = asks("同席者", section=_HELD, printed=True, searched=True)

    overall: Mapped[Long | None] = asks(
        "全体の状況", section=_STATE, printed=True, searched=True, required_when=_FINAL
    )
    results: Mapped[Rows | None] = asks(
        "目標ごとの状況", section=_STATE, rows=RESULT_ROWS, printed=True, searched=True
    )

    wish_change: Mapped[Long | None] = asks(
        "希望の変化", section=_RIGHTS_STATE, printed=True, searched=True, shown_when=_RIGHTS
    )
    capacity_change: Mapped[Code | None] = asks(
        "判断能力の変化",
        section=_RIGHTS_STATE,
        codes="monitoring.capacity_change",
        printed=True,
        counted=True,
        shown_when=_RIGHTS,
    )
    money_state: Mapped[Long | None] = asks(
        "金銭管理の状況", section=_RIGHTS_STATE, printed=True, searched=True, shown_when=_RIGHTS
    )
    health: Mapped[Long | None] = asks(
        "健康の状況", section=_RIGHTS_STATE, printed=True, searched=True, shown_when=_RIGHTS
    )
    network_change: Mapped[Long | None] = asks(
        "関係機関の変化", section=_RIGHTS_STATE, printed=True, searched=True, shown_when=_RIGHTS
    )
    guardianship_consider: Mapped[bool] = asks(
        "成年後見制度の検討が要る",
        section=_RIGHTS_STATE,
        default=False,
        printed=True,
        counted=True,
        shown_when=_RIGHTS,
    )

    change_kind: Mapped[Code | None] = asks(
        "サービス種類の変更", section=_CHANGE, codes=_YES_NO, printed=True
    )
    change_quantity: Mapped[Code | None] = asks(
        "サービス量の変更", section=_CHANGE, codes=_YES_NO, printed=True
    )
    change_week: Mapped[Code | None] = asks(
        "週間計画の変更", section=_CHANGE, codes=_YES_NO, printed=True
    )
    plan_change_needed: Mapped[Code | None] = asks(
        "計画の変更の必要性",
        section=_CHANGE,
        codes=_YES_NO,
        listed=True,
        printed=True,
        counted=True,
    )
    change_note: Mapped[Long | None] = asks(
        "変更の内容", section=_CHANGE, printed=True, searched=True
    )

    next_due_on: Mapped[date | None] = asks(
        "次回モニタリング予定", section=_NEXT, listed=True, printed=True
    )
    reported_on: Mapped[date | None] = asks(
        "市区町村へ報告した日", section=_NEXT, printed=True, past=True
    )
    client_agreed_on: Mapped[date | None] = asks(
        "本人の確認日", section=_NEXT, printed=True, past=True
    )
    restriction_level: Mapped[int] = asks(
        "閲覧制限", section=_NEXT, codes="restriction_level", default=0
    )

    @classmethod
    def constraints(cls) -> Iterable[Any]:
        """Find what was seen of a plan and of a case, the newest first."""
        return (
            CheckConstraint("restriction_level BETWEEN 0 AND 3", name="restriction_level"),
            Index(None, "plan_id", "held_on"),
            Index(None, "case_id", "held_on"),
            Index(None, "next_due_on"),
        )

    def problems(self, answers: Mapping[str, Any]) -> dict[str, str]:
        """Refuse a report or a next time before the monitoring itself."""
        sentence = "実施日より前の日付です。日付を確かめてください。"
        return {
            **not_before(answers, "reported_on", "held_on", sentence),
            **not_before(answers, "next_due_on", "held_on", sentence),
        }
