"""Consents: what a person has agreed to, with whom it may be shared, and until when."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, and_, or_
from sqlalchemy.orm import Mapped

from soudan_desk.models.base import VOID, Record, asks, refers
from soudan_desk.models.contradictions import not_before
from soudan_desk.models.types import AttachmentIds, Code, Codes, Ids, Long

_WHAT = "同意"
_SCOPE = "範囲"
_END = "期限・撤回"
ONLY_TOLD = "explained"
"""The way of asking which is no consent: it was only explained."""


class Consent(Record):
    """One consent; withdrawn it stops sharing from that day on, and stays readable."""

    label = "同意"
    title_keys = ("type", "given_on")

    person_id: Mapped[UUID] = refers("本人", section=_WHAT, of="person", listed=True)
    case_id: Mapped[UUID | None] = refers("ケース", section=_WHAT, of="case")
    centre: Mapped[Code | None] = asks("センター", section=_WHAT, codes="centre")
    type: Mapped[Code] = asks(
        "同意の対象", section=_WHAT, codes="consent.type", listed=True, printed=True, counted=True
    )
    given_on: Mapped[date] = asks("同意日", section=_WHAT, listed=True, printed=True, past=True)
    method: Mapped[Code] = asks(
        "形式", section=_WHAT, codes="consent.method", listed=True, printed=True
    )
    given_by: Mapped[Code | None] = asks(
        "同意した人", section=_WHAT, codes="consent.given_by", printed=True
    )
    giver_name: Mapped[str | None] = asks(
        "同意した人の氏名",
        section=_WHAT,
        searched=True,
        shown_when={"given_by": ("guardian", "parent", "family", "other")},
    )
    relation: Mapped[Code | None] = asks(
        "本人との続柄",
        section=_WHAT,
        codes="relation",
        shown_when={"given_by": ("guardian", "parent", "family", "other")},
    )
    witness_staff_id: Mapped[UUID | None] = refers("立ち会った職員", section=_WHAT, of="staff")
    doc_ref: Mapped[str | None] = asks("書類の番号・綴り", section=_WHAT, searched=True)
    scan: Mapped[AttachmentIds | None] = asks("同意書", section=_WHAT)

    scope_agency_ids: Mapped[Ids | None] = asks(
        "伝えてよい機関", section=_SCOPE, of="agency", printed=True
    )
    scope_text: Mapped[Long | None] = asks(
        "伝えてよい相手(その他)", section=_SCOPE, printed=True, searched=True
    )
    scope_items: Mapped[Codes | None] = asks(
        "伝えてよいこと",
        section=_SCOPE,
        codes="referral.line",
        printed=True,
        help="何も選ばなければ、伝えることを限らない同意です。",
    )
    excluded_agency_ids: Mapped[Ids | None] = asks(
        "伝えない機関", section=_SCOPE, of="agency", printed=True
    )
    excluded: Mapped[Long | None] = asks(
        "伝えないこと・相手", section=_SCOPE, printed=True, searched=True
    )

    expires_on: Mapped[date | None] = asks("有効期限", section=_END, listed=True, printed=True)
    withdrawn_on: Mapped[date | None] = asks(
        "撤回日", section=_END, listed=True, printed=True, past=True
    )
    withdrawal_note: Mapped[Long | None] = asks("撤回の事情", section=_END)
    note: Mapped[Long | None] = asks("備考", section=_END, searched=True)

    @classmethod
    def stands_on(cls, day: Any) -> ColumnElement[bool]:
        """Match what was agreed to (not only told), not taken back and not run out on a day."""
        return and_(
            cls.record_state != VOID,
            cls.method != ONLY_TOLD,
            cls.withdrawn_on.is_(None),
            or_(cls.expires_on.is_(None), cls.expires_on >= day),
        )

    def problems(self, answers: Mapping[str, Any]) -> dict[str, str]:
        """Refuse an end or a withdrawal before the consent itself."""
        sentence = "同意日より前の日付です。日付を確かめてください。"
        return {
            **not_before(answers, "expires_on", "given_on", sentence),
            **not_before(answers, "withdrawn_on", "given_on", sentence),
        }
