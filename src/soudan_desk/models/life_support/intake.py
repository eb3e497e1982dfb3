"""相談受付・申込票, the first national standard form of life-support centres."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date, time
from typing import Any
from uuid import UUID

from sqlalchemy import CheckConstraint, Index
from sqlalchemy.orm import Mapped, mapped_column

from soudan_desk.fields import Field, Kind
from soudan_desk.models.base import Record, asks, refers
from soudan_desk.models.contradictions import not_before
from soudan_desk.models.types import AttachmentIds, Code, Codes, Long, Marks, Rows, Yen

_RECEIVED = "受付"
_VISITOR = "来談者"
_CONCERNS = "ご相談の内容"
_BASICS = "暮らしの様子"
_ROUTE = "相談経路・相談歴"
_APPLICATION = "相談申込み"
_CARE = "扱い"

_FINAL = {"record_state": ("final",)}
_BY_AGENCY = {"route": ("agency",)}

PAST_ROWS = (
    Field(key="agency", label="機関名", kind=Kind.LINE),
    Field(key="period", label="時期", kind=Kind.LINE),
    Field(key="content", label="内容", kind=Kind.LINE),
)


class Intake(Record):
    """The reception form; the person's own answers (name, address …) are in `Person`."""

    label = "相談受付・申込票"
    evidence = True
    centres = ("life_support",)
    title_keys = ("received_on",)

    person_id: Mapped[UUID | None] = refers(
        "本人",
        section=_RECEIVED,
        of="person",
        listed=True,
        printed=True,
        required_when={"is_anonymous": (False, None)},
    )
    case_id: Mapped[UUID | None] = refers("ケース", section=_RECEIVED, of="case")
    consultation_id: Mapped[UUID | None] = refers(
        "初回の相談記録", section=_RECEIVED, of="consultation"
    )
    received_on: Mapped[date] = asks(
        "初回相談受付日", section=_RECEIVED, listed=True, printed=True, counted=True, past=True
    )
    received_by_id: Mapped[UUID] = refers(
        "受付者", section=_RECEIVED, of="staff", listed=True, printed=True, counted=True
    )
    method: Mapped[Code | None] = asks(
        "受付の方法", section=_RECEIVED, codes="intake.method", printed=True, counted=True
    )
    started_at_time: Mapped[time | None] = asks("開始", section=_RECEIVED)
    ended_at_time: Mapped[time | None] = asks("終了", section=_RECEIVED)
    is_anonymous: Mapped[bool] = asks("匿名", section=_RECEIVED, default=False, counted=True)
    urgency: Mapped[Codes | None] = asks(
        "急ぎ", section=_RECEIVED, codes="consultation.urgency", printed=True, counted=True
    )
    cash_on_hand_yen: Mapped[Yen | None] = asks("所持金", section=_RECEIVED, printed=True)
    interpreter_needed: Mapped[bool] = asks("通訳が要る", section=_RECEIVED, default=False)
    language: Mapped[str | None] = asks(
        "ことば(手話を含む)", section=_RECEIVED, shown_when={"interpreter_needed": (True,)}
    )
    disability_accommodation: Mapped[Long | None] = asks("合理的配慮", section=_RECEIVED)

    visitor_name: Mapped[str | None] = asks(
        "来談者の氏名",
        section=_VISITOR,
        printed=True,
        searched=True,
        help="ご本人以外の方が来られたときに入れます。",
    )
    visitor_kana: Mapped[str | None] = asks("来談者のフリガナ", section=_VISITOR, searched=True)
    visitor_tel: Mapped[str | None] = asks(
        "来談者の電話", section=_VISITOR, printed=True, searched=True
    )
    visitor_relation: Mapped[Code | None] = asks(
        "来談者のご本人との関係",
        section=_VISITOR,
        codes="intake.visitor_relation",
        printed=True,
        counted=True,
    )
    visitor_family: Mapped[Code | None] = asks(
        "本人との続柄",
        section=_VISITOR,
        codes="relation",
        printed=True,
        shown_when={"visitor_relation": ("family",)},
    )
    visitor_relation_note: Mapped[str | None] = asks(
        "関係(その他の内容)",
        section=_VISITOR,
        printed=True,
        shown_when={"visitor_relation": ("other",)},
    )

    concerns: Mapped[Marks | None] = asks(
        "お困りのこと",
        section=_CONCERNS,
        codes="concern",
        printed=True,
        counted=True,
        required_when=_FINAL,
        help="あてはまるものに○、一番困っていること1つに◎。",
    )
    concern_other: Mapped[str | None] = asks(
        "お困りのこと(その他の内容)",
        section=_CONCERNS,
        printed=True,
        searched=True,
        shown_when={"concerns": ("other",)},
    )
    concern_text: Mapped[Long | None] = asks(
        "ご相談されたいこと・支援への希望",
        section=_CONCERNS,
        printed=True,
        searched=True,
        help="本人のことばで書きます。",
    )

    work_form: Mapped[Code | None] = asks(
        "仕事", section=_BASICS, codes="intake.work_form", printed=True, counted=True
    )
    dwelling: Mapped[Code | None] = asks(
        "住居", section=_BASICS, codes="dwelling", printed=True, counted=True
    )
    health_ins: Mapped[Code | None] = asks(
        "健康保険", section=_BASICS, codes="health_ins", printed=True, counted=True
    )
    pension: Mapped[Codes | None] = asks(
        "年金", section=_BASICS, codes="intake.pension", printed=True, counted=True
    )

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
        "紹介元の機関", section=_ROUTE, of="agency", printed=True, shown_when=_BY_AGENCY
    )
    known_by: Mapped[Code | None] = asks(
        "どこで知ったか", section=_ROUTE, codes="intake.known_by", counted=True
    )
    past_consult: Mapped[Code | None] = asks(
        "これまでの相談歴", section=_ROUTE, codes="yes_no_unknown", printed=True
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
        "当機関の利用歴", section=_ROUTE, of="case", printed=True
    )

    application_to: Mapped[str | None] = asks("宛名", section=_APPLICATION, printed=True)
    consent_given: Mapped[bool] = asks(
        "利用申込み・個人情報の同意",
        section=_APPLICATION,
        default=False,
        listed=True,
        printed=True,
        counted=True,
        help="取扱規程の説明を受け、関係機関との共有に同意して申し込むことです。",
    )
    consent_on: Mapped[date | None] = asks(
        "同意日",
        section=_APPLICATION,
        printed=True,
        shown_when={"consent_given": (True,)},
        past=True,
    )
    applied_on: Mapped[date | None] = asks(
        "申込年月日", section=_APPLICATION, listed=True, printed=True, counted=True, past=True
    )
    signed_by_client: Mapped[bool] = asks(
        "本人の署名がある", section=_APPLICATION, default=False, printed=True
    )
    signed_scan: Mapped[AttachmentIds | None] = asks("署名した申込票", section=_APPLICATION)

    note: Mapped[Long | None] = asks("備考", section=_CARE, searched=True)
    restriction_level: Mapped[int] = asks(
        "閲覧制限", section=_CARE, codes="restriction_level", default=0
    )
    centre: Mapped[Code] = mapped_column(default="life_support")

    @classmethod
    def constraints(cls) -> Iterable[Any]:
        """Help the month's count of new consultations."""
        return (
            CheckConstraint("restriction_level BETWEEN 0 AND 3", name="restriction_level"),
            Index(None, "received_on"),
        )

    def problems(self, answers: Mapping[str, Any]) -> dict[str, str]:
        """Refuse an end before the start."""
        return not_before(
            answers,
            "ended_at_time",
            "started_at_time",
            "終了が開始より前です。時刻を確かめてください。",
        )
