"""Services used under a plan: schemes of the Act, the three services, welfare services."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, time
from typing import Any
from uuid import UUID

from sqlalchemy.orm import Mapped

from soudan_desk.models.base import Record, asks, refers
from soudan_desk.models.contradictions import not_before
from soudan_desk.models.types import Code, Long, Minutes

_SERVICE = "サービス"
_HOW = "量・頻度"
_WHO = "提供する人"

_RIGHTS = {"centre": ("rights_advocacy",)}


class Service(Record):
    """One service: what it is, from when to when, how much, and by whom."""

    label = "利用するサービス"
    title_keys = ("service_text", "from_on")

    plan_id: Mapped[UUID] = refers("計画", section=_SERVICE, of="plan")
    case_id: Mapped[UUID] = refers("ケース", section=_SERVICE, of="case")
    centre: Mapped[Code] = asks("センター", section=_SERVICE, codes="centre")
    goal_id: Mapped[UUID | None] = refers("目標", section=_SERVICE, of="goal")
    service: Mapped[Code] = asks(
        "サービス", section=_SERVICE, codes="plan.service", listed=True, printed=True, counted=True
    )
    service_text: Mapped[str | None] = asks(
        "サービスの内容", section=_SERVICE, listed=True, printed=True, searched=True
    )
    support_method: Mapped[Code | None] = asks(
        "援助の方法",
        section=_SERVICE,
        codes="plan.support_method",
        printed=True,
        counted=True,
        shown_when=_RIGHTS,
    )
    from_on: Mapped[date | None] = asks("利用の始め", section=_SERVICE, listed=True, printed=True)
    to_on: Mapped[date | None] = asks("利用の終わり", section=_SERVICE, listed=True, printed=True)
    policy: Mapped[Long | None] = asks("支援方針", section=_SERVICE, printed=True, searched=True)

    quantity: Mapped[str | None] = asks(
        "量", section=_HOW, printed=True, help="例: 20、2.5(単位は次の欄で選びます)"
    )
    quantity_unit: Mapped[Code | None] = asks(
        "量の単位", section=_HOW, codes="plan.quantity_unit", printed=True
    )
    frequency: Mapped[str | None] = asks("頻度", section=_HOW, printed=True)
    weekday: Mapped[Code | None] = asks(
        "曜日", section=_HOW, codes="plan.weekday", printed=True, shown_when=_RIGHTS
    )
    from_time: Mapped[time | None] = asks("開始", section=_HOW, printed=True, shown_when=_RIGHTS)
    duration_min: Mapped[Minutes | None] = asks(
        "所要時間", section=_HOW, printed=True, shown_when=_RIGHTS
    )
    place: Mapped[str | None] = asks("場所", section=_HOW, printed=True, shown_when=_RIGHTS)

    agency_id: Mapped[UUID | None] = refers(
        "実施機関・提供事業者", section=_WHO, of="agency", listed=True, printed=True
    )
    provider_person: Mapped[str | None] = asks(
        "担当者名", section=_WHO, printed=True, searched=True
    )
    provider_tel: Mapped[str | None] = asks("電話", section=_WHO, printed=True, searched=True)
    note: Mapped[Long | None] = asks("備考", section=_WHO, printed=True, searched=True)
    position: Mapped[int | None] = asks("並び順", section=_WHO)
    carried_from_id: Mapped[UUID | None] = refers(
        "前の計画のサービス", section=_WHO, of="service", index=False
    )

    def problems(self, answers: Mapping[str, Any]) -> dict[str, str]:
        """Refuse an end before the start."""
        return not_before(
            answers, "to_on", "from_on", "利用の始めより前です。日付を確かめてください。"
        )
