"""Referrals (つなぎ・紹介), out and in, with the other side's reply and what became of it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any
from uuid import UUID

from sqlalchemy import CheckConstraint, Index, text
from sqlalchemy.orm import Mapped

from soudan_desk.models.base import FINAL, Record, asks, refers
from soudan_desk.models.contradictions import not_before
from soudan_desk.models.types import AttachmentIds, Code, Codes, Long

_TO = "宛先"
_REQUEST = "お願いすること"
_TELL = "伝えること"
_GROUND = "同意・根拠"
_SEND = "送り方"
_REPLY = "返信"
_RESULT = "結果"
_CARE = "扱い"

_OUT = {"direction": ("out",)}
_IN = {"direction": ("in",)}


class Referral(Record):
    """A request to another agency to take on part of a case, or one that came in.

    `disclosed` names the lines of the letter that are told. Address and telephone of somebody under
    protective measures are left out unless `address_unlocked`. `sent_attachment_id` keeps the
    letter as it was sent.
    """

    label = "つなぎ"
    evidence = True
    title_keys = ("ref_no", "subject")
    later_keys = (
        "send_method",
        "sent_on",
        "check_due_on",
        "reply_received_on",
        "reply_accepted_on",
        "reply_contact",
        "reply_result",
        "reply_next",
        "replied_on",
        "checked_on",
        "outcome",
        "outcome_note",
        "continuing",
        "sent_attachment_id",
    )

    direction: Mapped[Code] = asks(
        "方向", section=_TO, codes="referral.direction", listed=True, counted=True
    )
    centre: Mapped[Code] = asks("センター", section=_TO, codes="centre", counted=True)
    person_id: Mapped[UUID | None] = refers(
        "対象者",
        section=_TO,
        of="person",
        listed=True,
        printed=True,
        required_when={"record_state": ("final",)},
    )
    case_id: Mapped[UUID | None] = refers("ケース", section=_TO, of="case", index=False)
    ref_no: Mapped[str | None] = asks(
        "番号", section=_TO, listed=True, printed=True, searched=True, unique=True
    )
    issued_on: Mapped[date] = asks("作成日", section=_TO, listed=True, printed=True, counted=True)
    received_on: Mapped[date | None] = asks(
        "受けた日", section=_TO, shown_when=_IN, printed=True, past=True
    )
    letter_kind: Mapped[Code | None] = asks(
        "書類の種類", section=_TO, codes="referral.letter_kind", printed=True, counted=True
    )
    agency_id: Mapped[UUID | None] = refers(
        "相手の機関",
        section=_TO,
        of="agency",
        listed=True,
        printed=True,
        counted=True,
        required_when={"record_state": ("final",)},
    )
    to_department: Mapped[str | None] = asks("部署", section=_TO, printed=True, searched=True)
    to_contact_id: Mapped[UUID | None] = refers("担当者", section=_TO, of="agency_contact")
    to_contact: Mapped[str | None] = asks(
        "担当者(登録のない方)", section=_TO, printed=True, searched=True
    )
    to_tel: Mapped[str | None] = asks("電話", section=_TO, printed=True, searched=True)
    to_fax: Mapped[str | None] = asks("FAX", section=_TO, printed=True, searched=True)
    staff_id: Mapped[UUID] = refers(
        "担当者(当センター)",
        section=_TO,
        of="staff",
        index=False,
        listed=True,
        printed=True,
        counted=True,
    )

    handover: Mapped[Code | None] = asks(
        "つなぎ方",
        section=_REQUEST,
        codes="referral.handover",
        printed=True,
        counted=True,
        required_when={**_OUT, "record_state": ("final",)},
    )
    subject: Mapped[str | None] = asks(
        "件名", section=_REQUEST, listed=True, printed=True, searched=True
    )
    request_kinds: Mapped[Codes | None] = asks(
        "依頼の種類", section=_REQUEST, codes="referral.request", printed=True, counted=True
    )
    request: Mapped[Long | None] = asks(
        "お願いしたいこと",
        section=_REQUEST,
        printed=True,
        searched=True,
        required_when={**_OUT, "record_state": ("final",)},
    )
    urgency: Mapped[Code | None] = asks(
        "緊急度", section=_REQUEST, codes="urgency_level", printed=True, counted=True
    )
    cautions: Mapped[Long | None] = asks(
        "緊急性・配慮事項",
        section=_REQUEST,
        printed=True,
        searched=True,
        help="通訳、連絡してよい時間帯、秘匿、感染症など。",
    )

    disclosed: Mapped[Codes | None] = asks(
        "伝える項目", section=_TELL, codes="referral.line", shown_when=_OUT
    )
    name_masked: Mapped[bool] = asks(
        "氏名を伏せる(FAX)", section=_TELL, default=False, shown_when=_OUT
    )
    address_unlocked: Mapped[bool] = asks(
        "支援措置の住所・電話を載せる", section=_TELL, default=False, shown_when=_OUT
    )
    address_unlock_reason: Mapped[str | None] = asks(
        "住所・電話を載せる理由",
        section=_TELL,
        shown_when={"address_unlocked": (True,)},
        required_when={"address_unlocked": (True,)},
    )
    household_summary: Mapped[Long | None] = asks(
        "世帯・家族の状況", section=_TELL, printed=True, searched=True
    )
    reason: Mapped[Long | None] = asks(
        "相談の経緯・主訴", section=_TELL, printed=True, searched=True
    )
    support_so_far: Mapped[Long | None] = asks(
        "これまでの支援・利用中の制度", section=_TELL, printed=True, searched=True
    )
    services_in_use: Mapped[Long | None] = asks(
        "利用中のサービス", section=_TELL, printed=True, searched=True
    )
    medical_note: Mapped[Long | None] = asks(
        "医療・服薬", section=_TELL, printed=True, searched=True
    )
    economy_note: Mapped[Long | None] = asks(
        "収入・債務・手帳・年金", section=_TELL, printed=True, searched=True
    )
    client_view: Mapped[Long | None] = asks(
        "本人の希望・了解事項", section=_TELL, printed=True, searched=True
    )

    consent_id: Mapped[UUID | None] = refers(
        "本人の同意", section=_GROUND, of="consent", printed=True, shown_when=_OUT
    )
    legal_basis: Mapped[Code | None] = asks(
        "同意のないときの根拠",
        section=_GROUND,
        codes="legal_basis",
        counted=True,
        shown_when=_OUT,
    )
    legal_basis_note: Mapped[Long | None] = asks("根拠の事情", section=_GROUND, shown_when=_OUT)

    send_method: Mapped[Code | None] = asks(
        "送付方法", section=_SEND, codes="send_method", printed=True
    )
    sent_on: Mapped[date | None] = asks("送った日", section=_SEND, listed=True)
    enclosures: Mapped[Long | None] = asks("添付資料(一覧)", section=_SEND, printed=True)
    attachments: Mapped[AttachmentIds | None] = asks("添付", section=_SEND)

    check_due_on: Mapped[date | None] = asks(
        "返事の目安・結果確認予定日",
        section=_REPLY,
        listed=True,
        printed=True,
        help="決めなければ作成日の2週間後です。",
    )
    reply_received_on: Mapped[date | None] = asks(
        "返信を受けた日", section=_REPLY, listed=True, past=True
    )
    reply_accepted_on: Mapped[date | None] = asks("相手が受理した日", section=_REPLY, past=True)
    reply_contact: Mapped[str | None] = asks("返信の担当者", section=_REPLY, searched=True)
    reply_result: Mapped[Long | None] = asks("対応結果", section=_REPLY, searched=True)
    reply_next: Mapped[Long | None] = asks("今後の連携", section=_REPLY, searched=True)
    replied_on: Mapped[date | None] = asks(
        "こちらから返信した日", section=_REPLY, shown_when=_IN, past=True
    )

    checked_on: Mapped[date | None] = asks("結果を確認した日", section=_RESULT, past=True)
    outcome: Mapped[Code | None] = asks(
        "結果", section=_RESULT, codes="referral.outcome", listed=True, counted=True
    )
    outcome_note: Mapped[Long | None] = asks("結果の補足", section=_RESULT, searched=True)
    continuing: Mapped[Code | None] = asks(
        "当センターの関与", section=_RESULT, codes="referral.continuing", counted=True
    )

    restriction_level: Mapped[int] = asks(
        "閲覧制限", section=_CARE, codes="restriction_level", default=0
    )
    sent_attachment_id: Mapped[UUID | None] = refers(
        "送った書類の控え", section=_CARE, of="attachment"
    )

    @classmethod
    def constraints(cls) -> Iterable[Any]:
        """Help lists and replies awaited, and keep the restriction within its levels."""
        is_awaited = text("sent_on IS NOT NULL AND reply_received_on IS NULL")
        return (
            CheckConstraint("restriction_level BETWEEN 0 AND 3", name="restriction_level"),
            Index(None, "case_id", "issued_on"),
            Index(None, "staff_id", "issued_on"),
            Index(None, "centre", "issued_on"),
            Index(None, "check_due_on"),
            Index(None, "created_at"),
            Index(
                "ix_referral_awaited",
                "staff_id",
                sqlite_where=is_awaited,
                postgresql_where=is_awaited,
            ),
        )

    def problems(self, answers: Mapping[str, Any]) -> dict[str, str]:
        """Refuse a final letter without consent or legal ground, and a reply before the letter."""
        found = not_before(
            answers,
            "reply_received_on",
            "issued_on",
            "作成日より前の日付です。日付を確かめてください。",
        )
        is_letter = answers.get("direction") == "out" and answers.get("record_state") == FINAL
        if is_letter and not (answers.get("consent_id") or answers.get("legal_basis")):
            found["consent_id"] = (
                "本人の同意を選ぶか、「同意のないときの根拠」を選んでください。"
                "どちらもない情報提供はできません。"
            )
        return found
