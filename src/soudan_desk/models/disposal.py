"""廃棄簿: what was disposed of, on whose word, and a digest by which a copy could be known."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import Index
from sqlalchemy.orm import Mapped

from soudan_desk.models.base import Record, asks, refers
from soudan_desk.models.types import Code, Long

_WHAT = "廃棄したもの"
_WHY = "根拠"
_HOW = "廃棄"


class Disposal(Record):
    """The tombstone of one case: number, days, counts and digest; nothing of what it said."""

    label = "廃棄の記録"
    title_keys = ("case_no", "disposed_at")
    unread_keys = frozenset({"content_sha256"})

    case_no: Mapped[str] = asks(
        "ケース番号", section=_WHAT, listed=True, printed=True, searched=True
    )
    case_id: Mapped[UUID] = refers("ケース", section=_WHAT, of="case")
    centre: Mapped[Code] = asks("センター", section=_WHAT, codes="centre", listed=True)
    process: Mapped[Code] = asks("業務", section=_WHAT, codes="case.process", printed=True)
    closed_on: Mapped[date] = asks("終結日", section=_WHAT, listed=True, printed=True)
    record_count: Mapped[int] = asks("記録の件数", section=_WHAT, listed=True, printed=True)
    file_count: Mapped[int] = asks("添付の件数", section=_WHAT, printed=True)
    with_person: Mapped[bool] = asks(
        "本人・世帯の登録も廃棄した", section=_WHAT, default=False, printed=True
    )
    content_sha256: Mapped[str] = asks("内容の指紋(SHA-256)", section=_WHAT)

    kept_until_on: Mapped[date] = asks("保存期間の終わり", section=_WHY, listed=True, printed=True)
    basis: Mapped[Long] = asks("廃棄の根拠", section=_WHY, listed=True, printed=True)
    approval_no: Mapped[str | None] = asks("決裁の番号", section=_WHY, printed=True, searched=True)

    disposed_at: Mapped[datetime] = asks("廃棄した日時", section=_HOW, listed=True, printed=True)
    staff_id: Mapped[UUID] = refers("廃棄した職員", section=_HOW, of="staff", listed=True)
    approver_id: Mapped[UUID | None] = refers("確認した職員", section=_HOW, of="staff", listed=True)
    method: Mapped[Code] = asks("方法", section=_HOW, codes="disposal.method", printed=True)

    @classmethod
    def constraints(cls) -> Iterable[Any]:
        """Show the register newest first."""
        return (Index(None, "disposed_at"),)
