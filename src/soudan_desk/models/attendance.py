"""Who sat in a meeting, who did not, and what was written by those who could not come."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import Any
from uuid import UUID

from sqlalchemy import CheckConstraint, Index
from sqlalchemy.orm import Mapped

from soudan_desk.models.base import Record, asks, refers
from soudan_desk.models.types import Code, Long

_WHO = "出席者"
_VIEW = "守秘・意見"


class Attendance(Record):
    """One member of a meeting: a worker of the office, somebody of an agency, the client.

    Centre and restriction are the meeting's.
    """

    label = "会議の出席者"
    title_keys = ("name",)

    conference_id: Mapped[UUID] = refers("会議", section=_WHO, of="conference", index=False)
    centre: Mapped[Code] = asks("センター", section=_WHO, codes="centre")
    position: Mapped[int | None] = asks("並び順", section=_WHO)
    name: Mapped[str] = asks("氏名", section=_WHO, listed=True, printed=True, searched=True)
    member_id: Mapped[UUID | None] = refers("職員", section=_WHO, of="staff")
    agency_id: Mapped[UUID | None] = refers("関係機関", section=_WHO, of="agency")
    org: Mapped[str | None] = asks("所属", section=_WHO, listed=True, printed=True, searched=True)
    agency_type: Mapped[Code | None] = asks(
        "機関の種別", section=_WHO, codes="agency.type", printed=True, counted=True
    )
    job: Mapped[str | None] = asks("職種・職名", section=_WHO, printed=True)
    role: Mapped[Code | None] = asks(
        "役割", section=_WHO, codes="attendance.role", listed=True, printed=True
    )
    presence: Mapped[Code | None] = asks(
        "出欠", section=_WHO, codes="attendance.presence", listed=True, printed=True, counted=True
    )

    pledge_on: Mapped[date | None] = asks("誓約書の日付", section=_VIEW, listed=True, past=True)
    asked_on: Mapped[date | None] = asks("意見を照会した日", section=_VIEW, printed=True, past=True)
    opinion: Mapped[Long | None] = asks("意見", section=_VIEW, printed=True, searched=True)
    restriction_level: Mapped[int] = asks("閲覧制限", section=_VIEW, codes="restriction_level")

    @classmethod
    def constraints(cls) -> Iterable[Any]:
        """Find the members of a meeting, and the meetings a worker sat in."""
        return (
            CheckConstraint("restriction_level BETWEEN 0 AND 3", name="restriction_level"),
            Index(None, "conference_id", "member_id"),
        )
