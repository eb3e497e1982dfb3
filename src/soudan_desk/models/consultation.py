"""Consultations: the most used record, with or without a case, by whoever calls."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date, time
from typing import Any
from uuid import UUID

from sqlalchemy import CheckConstraint, Index, text
from sqlalchemy.orm import Mapped

from soudan_desk.fields import Field, Kind
from soudan_desk.japanese.partial_dates import PartialDate
from soudan_desk.models.base import DRAFT, Record, asks, refers
from soudan_desk.models.contradictions import not_before
from soudan_desk.models.types import AttachmentIds, Code, Codes, Ids, Long, Minutes, Rows, Yen

_URGENT = "急ぎ"
_WHO = "だれから"
_ABOUT = "だれのこと"
_WHEN = "いつ・どのように"
_WHAT = "相談"
_DONE = "対応"
_NEXT = "次回"
_RISK = "安全の記録"
_CARE = "扱い"

_DISABILITY = {"centre": ("disability",)}
_FINAL = {"record_state": ("final",)}
_SELF_HARM = {"urgency": ("self_harm",)}
_YES_NO = "yes_no_unknown"

ABUSE_ROWS = (
    Field(key="found_at", label="発見した日時", kind=Kind.INSTANT),
    Field(key="situation", label="状況", kind=Kind.TEXT),
    Field(key="reported_to", label="通告・通報先", kind=Kind.LINE),
    Field(key="law", label="根拠", kind=Kind.CHOICE, codes="consultation.abuse_law"),
    Field(key="reported_at", label="通告・通報の日時", kind=Kind.INSTANT),
    Field(key="receiver", label="受け手", kind=Kind.LINE),
    Field(key="instruction", label="受けた指示", kind=Kind.TEXT),
    Field(key="told_inside", label="所内報告", kind=Kind.LINE),
)


class Consultation(Record):
    """One consultation or step of support (相談記録・支援経過), by telephone, visit or meeting."""

    label = "相談記録"
    evidence = True
    title_keys = ("held_on", "subject")

    urgency: Mapped[Codes | None] = asks(
        "急ぎ",
        section=_URGENT,
        codes="consultation.urgency",
        listed=True,
        printed=True,
        counted=True,
    )
    cash_on_hand_yen: Mapped[Yen | None] = asks("所持金", section=_URGENT, printed=True)
    crisis_flag: Mapped[bool] = asks(
        "危機の兆しがある", section=_URGENT, default=False, counted=True
    )

    caller_type: Mapped[Code | None] = asks(
        "相談者の区分",
        section=_WHO,
        codes="consultation.caller_type",
        listed=True,
        printed=True,
        counted=True,
    )
    is_anonymous: Mapped[bool] = asks("匿名", section=_WHO, default=False, counted=True)
    caller_name: Mapped[str | None] = asks(
        "相談者の氏名", section=_WHO, printed=True, searched=True
    )
    caller_kana: Mapped[str | None] = asks("相談者のフリガナ", section=_WHO, searched=True)
    caller_relation: Mapped[Code | None] = asks(
        "本人との続柄", section=_WHO, codes="relation", printed=True, counted=True
    )
    caller_relation_note: Mapped[str | None] = asks(
        "続柄(その他の内容)", section=_WHO, shown_when={"caller_relation": ("other",)}
    )
    caller_org: Mapped[str | None] = asks("相談者の所属", section=_WHO, printed=True, searched=True)
    caller_agency_id: Mapped[UUID | None] = refers(
        "相談者の機関", section=_WHO, of="agency", index=False, counted=True
    )
    caller_tel: Mapped[str | None] = asks("相談者の電話", section=_WHO, printed=True, searched=True)

    person_id: Mapped[UUID | None] = refers(
        "本人", section=_ABOUT, of="person", listed=True, printed=True
    )
    case_id: Mapped[UUID | None] = refers("ケース", section=_ABOUT, of="case", index=False)
    subject_type: Mapped[Code | None] = asks(
        "相談の主",
        section=_ABOUT,
        codes="consultation.subject_type",
        counted=True,
        help="家族自身の困りごととして受けるときは「家族」です。",
    )
    subject_sex: Mapped[Code | None] = asks(
        "本人の性別(名前が分からないとき)",
        section=_ABOUT,
        codes="sex",
        counted=True,
    )
    subject_birth_on: Mapped[PartialDate | None] = asks(
        "本人の年代(名前が分からないとき)", section=_ABOUT, counted=True, past=True
    )
    self_knows: Mapped[Code | None] = asks(
        "本人の了解", section=_ABOUT, codes=_YES_NO, help="本人がこの相談を知っているかどうかです。"
    )
    consent_to_contact: Mapped[Code | None] = asks(
        "本人に連絡してよいか", section=_ABOUT, codes=_YES_NO
    )
    unknown_to_self: Mapped[Long | None] = asks("本人が知らないこと", section=_ABOUT)
    interpreter_needed: Mapped[bool] = asks("通訳が要る", section=_ABOUT, default=False)
    language: Mapped[str | None] = asks(
        "ことば(手話を含む)", section=_ABOUT, shown_when={"interpreter_needed": (True,)}
    )
    disability_accommodation: Mapped[Long | None] = asks("合理的配慮", section=_ABOUT)

    centre: Mapped[Code] = asks("センター", section=_WHEN, codes="centre", counted=True)
    contact_no: Mapped[str | None] = asks("受付番号", section=_WHEN, printed=True, searched=True)
    held_on: Mapped[date] = asks(
        "相談日", section=_WHEN, listed=True, printed=True, counted=True, past=True
    )
    started_at_time: Mapped[time | None] = asks(
        "開始", section=_WHEN, listed=True, printed=True, counted=True
    )
    ended_at_time: Mapped[time | None] = asks("終了", section=_WHEN, printed=True)
    duration_min: Mapped[Minutes | None] = asks(
        "所要時間", section=_WHEN, printed=True, counted=True
    )
    elapsed_min: Mapped[Minutes | None] = asks(
        "移動・記録を含む時間", section=_WHEN, counted=True, shown_when=_DISABILITY
    )
    after_hours: Mapped[bool] = asks(
        "時間外(夜間・休日)", section=_WHEN, default=False, counted=True, shown_when=_DISABILITY
    )
    staff_id: Mapped[UUID] = refers(
        "対応者", section=_WHEN, of="staff", index=False, listed=True, printed=True, counted=True
    )
    co_staff_ids: Mapped[Ids | None] = asks("同席職員", section=_WHEN, of="staff", printed=True)
    method: Mapped[Code | None] = asks(
        "方法",
        section=_WHEN,
        codes="consultation.method",
        listed=True,
        printed=True,
        counted=True,
        required_when=_FINAL,
    )
    come_in_kind: Mapped[Code | None] = asks(
        "来所の別",
        section=_WHEN,
        codes="consultation.come_in_kind",
        counted=True,
        shown_when={**_DISABILITY, "method": ("come_in",)},
    )
    place: Mapped[Code | None] = asks(
        "場所", section=_WHEN, codes="consultation.place", printed=True, counted=True
    )
    place_note: Mapped[str | None] = asks("場所(具体的に)", section=_WHEN, searched=True)
    counterparts: Mapped[Codes | None] = asks(
        "対応相手", section=_WHEN, codes="consultation.counterpart", printed=True, counted=True
    )
    is_outreach: Mapped[bool] = asks("アウトリーチ", section=_WHEN, default=False, counted=True)
    first_or_repeat: Mapped[Code | None] = asks(
        "新規・継続",
        section=_WHEN,
        codes="consultation.first_or_repeat",
        printed=True,
        counted=True,
    )

    topics: Mapped[Codes | None] = asks(
        "相談内容",
        section=_WHAT,
        codes="consultation.topic",
        listed=True,
        printed=True,
        counted=True,
    )
    main_topic: Mapped[Code | None] = asks(
        "主な相談内容", section=_WHAT, codes="consultation.topic", printed=True, counted=True
    )
    subject: Mapped[str | None] = asks(
        "件名",
        section=_WHAT,
        listed=True,
        printed=True,
        searched=True,
        help="経過一覧に出る一言です。",
    )
    body: Mapped[Long | None] = asks(
        "記録(事実)",
        section=_WHAT,
        printed=True,
        searched=True,
        required_when=_FINAL,
        help="聞いたこと・見たことを書きます。考えたことは所見に分けます。",
    )
    findings: Mapped[Long | None] = asks("所見", section=_WHAT, printed=True, searched=True)
    mood: Mapped[Code | None] = asks(
        "気分・様子", section=_WHAT, codes="consultation.mood", shown_when=_DISABILITY
    )

    response: Mapped[Long | None] = asks("対応内容", section=_DONE, printed=True, searched=True)
    actions: Mapped[Codes | None] = asks(
        "対応区分", section=_DONE, codes="consultation.action", printed=True, counted=True
    )
    referral_to_id: Mapped[UUID | None] = refers(
        "つなぎ先", section=_DONE, of="agency", index=False, printed=True, counted=True
    )

    next_action: Mapped[str | None] = asks(
        "次回予定・宿題", section=_NEXT, printed=True, searched=True
    )
    next_due_on: Mapped[date | None] = asks("次回の日", section=_NEXT, listed=True, printed=True)

    abuse_reports: Mapped[Rows | None] = asks(
        "虐待の通告・通報",
        section=_RISK,
        rows=ABUSE_ROWS,
        shown_when={"urgency": ("abuse",)},
    )
    suicide_thoughts: Mapped[Code | None] = asks(
        "希死念慮", section=_RISK, codes=_YES_NO, shown_when=_SELF_HARM
    )
    suicide_plan: Mapped[Code | None] = asks(
        "計画がある", section=_RISK, codes=_YES_NO, shown_when=_SELF_HARM
    )
    suicide_means: Mapped[Code | None] = asks(
        "手段が手元にある", section=_RISK, codes=_YES_NO, shown_when=_SELF_HARM
    )
    suicide_attempts: Mapped[Code | None] = asks(
        "企図歴がある", section=_RISK, codes=_YES_NO, shown_when=_SELF_HARM
    )
    suicide_response: Mapped[Long | None] = asks(
        "自死リスクへの対応・引継ぎ先", section=_RISK, shown_when=_SELF_HARM
    )

    attachments: Mapped[AttachmentIds | None] = asks("添付", section=_CARE)
    restriction_level: Mapped[int] = asks(
        "閲覧制限", section=_CARE, codes="restriction_level", default=0
    )

    @classmethod
    def constraints(cls) -> Iterable[Any]:
        """Help timelines and lists, which show the newest first, and each worker's drafts."""
        drafts = text(f"record_state = '{DRAFT}'")
        return (
            CheckConstraint("restriction_level BETWEEN 0 AND 3", name="restriction_level"),
            Index(None, "case_id", "held_on"),
            Index("ix_consultation_by_worker", "staff_id", "case_id", "held_on"),
            Index(None, "centre", "held_on"),
            Index(None, "held_on"),
            Index(None, "created_at"),
            Index(
                "ix_consultation_draft",
                "staff_id",
                "held_on",
                "created_at",
                sqlite_where=drafts,
                postgresql_where=drafts,
            ),
        )

    def problems(self, answers: Mapping[str, Any]) -> dict[str, str]:
        """Refuse an end before the start."""
        return not_before(
            answers,
            "ended_at_time",
            "started_at_time",
            "終了が開始より前です。時刻を確かめてください。",
        )

    def derive(self) -> None:
        """Count the main topic among the topics."""
        if self.main_topic and self.main_topic not in (self.topics or ()):
            self.topics = [*(self.topics or ()), self.main_topic]
