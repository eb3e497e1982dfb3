"""予定: visits, interviews, accompaniments, meetings and court days."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date, time
from typing import Any
from uuid import UUID

from sqlalchemy import Index
from sqlalchemy.orm import Mapped

from soudan_desk.models.base import Record, asks, refers
from soudan_desk.models.contradictions import not_before
from soudan_desk.models.types import Code, Ids, Long

_WHEN = "いつ"
_WHAT = "なにを"
_AFTER = "そのあと"


class Appointment(Record):
    """When somebody is where, with or without a case; several days for a leave or a training."""

    label = "予定"
    title_keys = ("held_on", "appointment_kind", "title")

    held_on: Mapped[date] = asks("日付", section=_WHEN, listed=True, printed=True, counted=True)
    started_at_time: Mapped[time | None] = asks(
        "開始", section=_WHEN, listed=True, printed=True, help="入れなければ、終日の予定です。"
    )
    ended_at_time: Mapped[time | None] = asks("終了", section=_WHEN, printed=True)
    until_on: Mapped[date | None] = asks(
        "終わりの日", section=_WHEN, printed=True, help="何日も続くときだけ入れます。"
    )

    appointment_kind: Mapped[Code] = asks(
        "種類",
        section=_WHAT,
        codes="appointment.kind",
        listed=True,
        printed=True,
        counted=True,
    )
    title: Mapped[str | None] = asks(
        "件名", section=_WHAT, listed=True, printed=True, searched=True
    )
    staff_id: Mapped[UUID] = refers(
        "担当", section=_WHAT, of="staff", index=False, listed=True, printed=True, counted=True
    )
    co_staff_ids: Mapped[Ids | None] = asks("同行・同席", section=_WHAT, of="staff", printed=True)
    case_id: Mapped[UUID | None] = refers(
        "ケース", section=_WHAT, of="case", index=False, listed=True
    )
    person_id: Mapped[UUID | None] = refers(
        "相談者", section=_WHAT, of="person", listed=True, printed=True
    )
    agency_id: Mapped[UUID | None] = refers("機関", section=_WHAT, of="agency", printed=True)
    conference_id: Mapped[UUID | None] = refers("会議", section=_WHAT, of="conference")
    centre: Mapped[Code | None] = asks("センター", section=_WHAT, codes="centre", counted=True)
    place: Mapped[str | None] = asks(
        "場所", section=_WHAT, listed=True, printed=True, searched=True
    )
    note: Mapped[Long | None] = asks("備考", section=_WHAT, printed=True, searched=True)

    outcome: Mapped[Code] = asks(
        "結果",
        section=_AFTER,
        codes="appointment.outcome",
        listed=True,
        counted=True,
        default="planned",
    )
    consultation_id: Mapped[UUID | None] = refers(
        "書いた記録", section=_AFTER, of="consultation", help="この予定について書いた相談記録です。"
    )

    @classmethod
    def constraints(cls) -> Iterable[Any]:
        """Find the days of an office, of a worker and of a case."""
        return (
            Index(None, "held_on", "started_at_time"),
            Index(None, "until_on"),
            Index("ix_appointment_by_worker", "staff_id", "held_on"),
            Index(None, "case_id", "held_on"),
        )

    def problems(self, answers: Mapping[str, Any]) -> dict[str, str]:
        """Refuse an end before the start, and an end without one."""
        last = not_before(
            answers, "until_on", "held_on", "始まりより前の日付です。日付を確かめてください。"
        )
        if answers.get("ended_at_time") and not answers.get("started_at_time"):
            return {**last, "started_at_time": "開始の時刻も入れてください。"}
        if answers.get("until_on") not in (None, answers.get("held_on")):
            return last
        sentence = "終了が開始より前です。時刻を確かめてください。"
        return {**last, **not_before(answers, "ended_at_time", "started_at_time", sentence)}
