"""Meetings: 支援調整会議, 支援会議, 検討支援会議, サービス担当者会議 and their sisters."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date, time
from typing import Any
from uuid import UUID

from sqlalchemy import CheckConstraint, Index
from sqlalchemy.orm import Mapped

from soudan_desk.models.base import Record, asks, refers
from soudan_desk.models.contradictions import not_before
from soudan_desk.models.types import AttachmentIds, Code, Codes, Long

_MEETING = "会議"
_PEOPLE = "進め方"
_RESULT = "まとめ"

CONFIDENTIAL_KINDS = frozenset({"statutory", "core"})
"""Meetings under a duty of secrecy by law: only who made or attends one sees it."""


class Conference(Record):
    """One sitting; its cases are agenda items, its members attendances."""

    label = "会議"
    evidence = True
    title_keys = ("title", "serial")
    later_keys = ("handouts_collected",)

    meeting_kind: Mapped[Code] = asks(
        "会議の種類",
        section=_MEETING,
        codes="conference.kind",
        listed=True,
        printed=True,
        counted=True,
    )
    centre: Mapped[Code] = asks("センター", section=_MEETING, codes="centre", counted=True)
    title: Mapped[str | None] = asks(
        "会議名", section=_MEETING, listed=True, printed=True, searched=True
    )
    serial: Mapped[str | None] = asks(
        "回", section=_MEETING, listed=True, printed=True, help="例: 令和8年度第3回"
    )
    form: Mapped[Code | None] = asks(
        "開き方",
        section=_MEETING,
        codes="conference.form",
        listed=True,
        printed=True,
        counted=True,
    )
    held_on: Mapped[date] = asks(
        "開催日", section=_MEETING, listed=True, printed=True, counted=True
    )
    started_at_time: Mapped[time | None] = asks("開始", section=_MEETING, printed=True)
    ended_at_time: Mapped[time | None] = asks("終了", section=_MEETING, printed=True)
    place: Mapped[str | None] = asks(
        "場所", section=_MEETING, listed=True, printed=True, searched=True
    )
    area: Mapped[str | None] = asks(
        "圏域", section=_MEETING, printed=True, shown_when={"meeting_kind": ("kentou",)}
    )

    convener: Mapped[str | None] = asks("招集者", section=_PEOPLE, printed=True)
    chair: Mapped[str | None] = asks("座長・司会", section=_PEOPLE, printed=True)
    staff_id: Mapped[UUID | None] = refers(
        "記録者", section=_PEOPLE, of="staff", index=False, printed=True
    )
    purposes: Mapped[Codes | None] = asks(
        "目的", section=_PEOPLE, codes="conference.purpose", printed=True, counted=True
    )
    secrecy_confirmed: Mapped[bool] = asks(
        "守秘を確認した", section=_PEOPLE, default=False, listed=True, printed=True
    )
    materials: Mapped[AttachmentIds | None] = asks("配布資料", section=_PEOPLE)
    handouts_collected: Mapped[bool] = asks(
        "配布資料を回収した", section=_PEOPLE, default=False, printed=True
    )

    advice: Mapped[Long | None] = asks(
        "スーパーバイザー等の助言", section=_RESULT, printed=True, searched=True
    )
    resource_gaps: Mapped[Long | None] = asks(
        "不足している社会資源・地域課題", section=_RESULT, printed=True, searched=True
    )
    next_on: Mapped[date | None] = asks("次回の予定", section=_RESULT, listed=True, printed=True)
    note: Mapped[Long | None] = asks("備考", section=_RESULT, printed=True, searched=True)
    restriction_level: Mapped[int] = asks(
        "閲覧制限", section=_RESULT, codes="restriction_level", default=0
    )

    @classmethod
    def constraints(cls) -> Iterable[Any]:
        """Find the meetings of a centre, the newest first, and the coming ones."""
        return (
            CheckConstraint("restriction_level BETWEEN 0 AND 3", name="restriction_level"),
            Index(None, "centre", "held_on"),
            Index(None, "next_on"),
        )

    def derive(self) -> None:
        """Close a meeting under a duty of secrecy to all who do not attend."""
        if self.meeting_kind in CONFIDENTIAL_KINDS:
            self.restriction_level = max(self.restriction_level or 0, 1)

    def problems(self, answers: Mapping[str, Any]) -> dict[str, str]:
        """Refuse an end before the start and a next meeting before this one."""
        return {
            **not_before(
                answers,
                "ended_at_time",
                "started_at_time",
                "終了が開始より前です。時刻を確かめてください。",
            ),
            **not_before(
                answers, "next_on", "held_on", "開催日より前の日付です。日付を確かめてください。"
            ),
        }
