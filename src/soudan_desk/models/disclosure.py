"""The register of what left the office (提供記録)."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import Index
from sqlalchemy.orm import Mapped

from soudan_desk.models.base import Record, asks, refers
from soudan_desk.models.types import Code, Long

_GIVEN = "渡したもの"
_WHY = "根拠"


class Disclosure(Record):
    """One paper or file that left the office: who, when, what, for whom, on what ground."""

    label = "提供記録"
    title_keys = ("paper_title", "recipient")
    unread_keys = frozenset({"paper", "sha256"})

    given_at: Mapped[datetime] = asks("日時", section=_GIVEN, listed=True, printed=True)
    given_by_id: Mapped[UUID] = refers("渡した職員", section=_GIVEN, of="staff", listed=True)
    paper: Mapped[str] = asks("書類", section=_GIVEN, help="書類のキーです(referral_letter など)。")
    paper_title: Mapped[str] = asks(
        "書類の名前", section=_GIVEN, listed=True, printed=True, searched=True
    )
    serial: Mapped[str | None] = asks("通し番号", section=_GIVEN, listed=True, searched=True)
    recipient: Mapped[str | None] = asks(
        "渡した相手", section=_GIVEN, listed=True, printed=True, searched=True
    )
    agency_id: Mapped[UUID | None] = refers("相手の機関", section=_GIVEN, of="agency")
    send_method: Mapped[Code | None] = asks("渡し方", section=_GIVEN, codes="send_method")
    page_count: Mapped[int | None] = asks("枚数", section=_GIVEN, listed=True)
    sha256: Mapped[str | None] = asks("指紋(SHA-256)", section=_GIVEN)
    person_id: Mapped[UUID | None] = refers("本人", section=_GIVEN, of="person", listed=True)
    case_id: Mapped[UUID | None] = refers("ケース", section=_GIVEN, of="case", listed=True)
    referral_id: Mapped[UUID | None] = refers("つなぎ", section=_GIVEN, of="referral")
    centre: Mapped[Code | None] = asks("センター", section=_GIVEN, codes="centre")

    consent_id: Mapped[UUID | None] = refers("本人の同意", section=_WHY, of="consent")
    legal_basis: Mapped[Code | None] = asks(
        "同意のないときの根拠", section=_WHY, codes="legal_basis", listed=True, counted=True
    )
    reason: Mapped[Long] = asks("理由", section=_WHY, listed=True, printed=True, searched=True)

    @classmethod
    def constraints(cls) -> Iterable[Any]:
        """Show the register newest first."""
        return (Index(None, "given_at"),)
