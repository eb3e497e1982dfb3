"""Cases: one business episode of one person in one centre."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any
from uuid import UUID

from sqlalchemy import CheckConstraint, Index, text
from sqlalchemy.orm import Mapped, mapped_column

from soudan_desk.models.base import Record, asks, refers
from soudan_desk.models.contradictions import not_before
from soudan_desk.models.types import Code, Long

_CASE = "ケース"
_COURSE = "経過"
_CARE = "扱い"
PRESSING = "high"
"""緊急度 高: the case cannot wait."""


class Case(Record):
    """One business episode: it has one process, chosen at opening, and a number for ever.

    `case_no`, `state` and the dates are set by opening, moving and closing, not typed;
    `last_contact_on` is the day of the latest consultation, kept by whoever saves one.
    """

    label = "ケース"
    title_keys = ("case_no",)

    case_no: Mapped[str] = asks(
        "ケース番号", section=_CASE, listed=True, printed=True, searched=True, unique=True
    )
    person_id: Mapped[UUID | None] = refers(
        "本人", section=_CASE, of="person", listed=True, printed=True
    )
    centre: Mapped[Code] = asks("センター", section=_CASE, codes="centre", counted=True)
    process: Mapped[Code] = asks(
        "業務", section=_CASE, codes="case.process", printed=True, counted=True
    )
    state: Mapped[Code] = asks(
        "状態", section=_CASE, codes="case.state", listed=True, printed=True, counted=True
    )
    household_id: Mapped[UUID | None] = refers("世帯", section=_CASE, of="household")
    summary: Mapped[Long | None] = asks("課題・方針", section=_CASE, printed=True, searched=True)

    state_on: Mapped[date | None] = asks("状態になった日", section=_COURSE, printed=True)
    opened_on: Mapped[date] = asks(
        "開始日", section=_COURSE, listed=True, printed=True, counted=True, past=True
    )
    closed_on: Mapped[date | None] = asks("終結日", section=_COURSE, printed=True, counted=True)
    close_reason: Mapped[Code | None] = asks(
        "終結・中断の理由", section=_COURSE, codes="case.close_reason", printed=True, counted=True
    )
    close_note: Mapped[Long | None] = asks(
        "終結・中断の事情", section=_COURSE, printed=True, searched=True
    )
    reopened_on: Mapped[date | None] = asks("再開日", section=_COURSE, printed=True)
    previous_case_id: Mapped[UUID | None] = refers(
        "前のケース", section=_COURSE, of="case", help="再相談のときの、終結したケースです。"
    )

    urgency: Mapped[Code | None] = asks(
        "緊急度", section=_CARE, codes="urgency_level", listed=True, counted=True
    )
    is_multi_agency: Mapped[bool] = asks("多機関で支援", section=_CARE, default=False, counted=True)
    restriction_level: Mapped[int] = asks(
        "閲覧制限", section=_CARE, codes="restriction_level", default=0
    )
    legacy_no: Mapped[str | None] = asks("紙ファイル番号", section=_CARE, searched=True)
    national_id: Mapped[str | None] = asks("統計システムのID", section=_CARE, searched=True)
    note: Mapped[Long | None] = asks("備考", section=_CARE, searched=True)

    last_contact_on: Mapped[date | None] = mapped_column()

    @classmethod
    def constraints(cls) -> Iterable[Any]:
        """Help the case list, keep the restriction within its levels, tell quickly who has one."""
        restricted = text("restriction_level > 0")
        return (
            Index(
                "ix_case_restricted",
                "id",
                "restriction_level",
                unique=True,
                sqlite_where=restricted,
                postgresql_where=restricted,
            ),
            CheckConstraint("restriction_level BETWEEN 0 AND 3", name="restriction_level"),
            Index(None, "centre", "state", "last_contact_on"),
            Index(None, "centre", "opened_on"),
            Index(None, "last_contact_on"),
            Index(None, "created_at"),
        )

    def problems(self, answers: Mapping[str, Any]) -> dict[str, str]:
        """Refuse a close or a re-opening before the opening."""
        sentence = "開始日より前の日付です。日付を確かめてください。"
        return {
            **not_before(answers, "closed_on", "opened_on", sentence),
            **not_before(answers, "reopened_on", "opened_on", sentence),
        }
