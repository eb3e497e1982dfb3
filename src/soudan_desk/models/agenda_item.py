"""What a meeting had before it: one case each, with its brief, conclusion and decisions."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any
from uuid import UUID

from sqlalchemy import CheckConstraint, Index
from sqlalchemy.orm import Mapped

from soudan_desk.fields import Field, Kind
from soudan_desk.models.agenda_blocks import GuardianshipBlock
from soudan_desk.models.base import FINAL, Record, asks, refers
from soudan_desk.models.conference import CONFIDENTIAL_KINDS
from soudan_desk.models.types import Code, Long, Rows

_ITEM = "議題"
_NAMING = "氏名の扱い"
_TALK = "検討"
_END = "結論"

_OWN_VOICE = {"meeting_kind": ("tantousha", "kobetsu", "case")}

DECISION_ROWS = (
    Field(key="what", label="内容", kind=Kind.LINE, required=True),
    Field(key="actor", label="実施者", kind=Kind.CHOICE, codes="plan.actor"),
    Field(key="actor_name", label="だれが", kind=Kind.LINE),
    Field(key="staff_id", label="職員", kind=Kind.REFERENCE, of="staff"),
    Field(key="agency_id", label="関係機関", kind=Kind.REFERENCE, of="agency"),
    Field(key="due_on", label="いつまで", kind=Kind.DATE),
    Field(key="becomes", label="なるもの", kind=Kind.CHOICE, codes="agenda.becomes"),
    Field(key="action_id", label="できたプランの行", kind=Kind.REFERENCE, of="action"),
    Field(key="task_id", label="できたやること", kind=Kind.REFERENCE, of="task"),
    Field(key="appointment_id", label="できた予定", kind=Kind.REFERENCE, of="appointment"),
)


class AgendaItem(GuardianshipBlock, Record):
    """One case (or a matter of the area, without a case) in one meeting.

    Kind, day, centre and restriction are the meeting's, kept here so that a case's meetings are
    found and hidden without it.
    """

    label = "会議の議題"
    evidence = True
    title_keys = ("held_on", "agenda_type")
    later_keys = ("candidate_name", "org_requested_on", "accepted_on", "followup_on")

    conference_id: Mapped[UUID] = refers("会議", section=_ITEM, of="conference", index=False)
    meeting_kind: Mapped[Code] = asks(
        "会議の種類",
        section=_ITEM,
        codes="conference.kind",
        listed=True,
        printed=True,
        counted=True,
    )
    held_on: Mapped[date] = asks("開催日", section=_ITEM, listed=True, printed=True, counted=True)
    centre: Mapped[Code] = asks("センター", section=_ITEM, codes="centre", counted=True)
    case_id: Mapped[UUID | None] = refers("ケース", section=_ITEM, of="case", index=False)
    position: Mapped[int] = asks("順番", section=_ITEM)
    agenda_type: Mapped[Code] = asks(
        "議題の種類", section=_ITEM, codes="agenda.type", listed=True, printed=True, counted=True
    )
    plan_id: Mapped[UUID | None] = refers("計画", section=_ITEM, of="plan")
    evaluation_id: Mapped[UUID | None] = refers("評価シート", section=_ITEM, of="evaluation")
    monitoring_id: Mapped[UUID | None] = refers("モニタリング", section=_ITEM, of="monitoring")
    subject: Mapped[str | None] = asks("件名", section=_ITEM, printed=True, searched=True)

    is_anonymous: Mapped[bool] = asks("名前を伏せる", section=_NAMING, default=False, printed=True)
    subject_alias: Mapped[str | None] = asks(
        "伏せたときの呼び名", section=_NAMING, printed=True, help="例: Aさん(50代)"
    )
    consent_id: Mapped[UUID | None] = refers("本人の同意", section=_NAMING, of="consent")
    naming_ground: Mapped[Code | None] = asks(
        "氏名を出す根拠", section=_NAMING, codes="agenda.naming_ground", printed=True
    )

    brief: Mapped[Long | None] = asks("概要", section=_TALK, printed=True, searched=True)
    discussion: Mapped[Long | None] = asks(
        "検討のまとめ",
        section=_TALK,
        printed=True,
        searched=True,
        help="発言した人の名前は書きません。",
    )
    client_view: Mapped[Long | None] = asks(
        "本人の意見", section=_TALK, printed=True, searched=True, shown_when=_OWN_VOICE
    )
    family_view: Mapped[Long | None] = asks(
        "家族の意見", section=_TALK, printed=True, searched=True, shown_when=_OWN_VOICE
    )

    conclusion: Mapped[Code | None] = asks(
        "結論", section=_END, codes="agenda.conclusion", listed=True, printed=True, counted=True
    )
    decisions: Mapped[Rows | None] = asks(
        "決めたこと", section=_END, rows=DECISION_ROWS, printed=True, searched=True
    )
    remaining: Mapped[Long | None] = asks("残された課題", section=_END, printed=True, searched=True)
    next_on: Mapped[date | None] = asks("次に検討する日", section=_END, printed=True)
    restriction_level: Mapped[int] = asks("閲覧制限", section=_END, codes="restriction_level")

    @classmethod
    def constraints(cls) -> Iterable[Any]:
        """Find a meeting's agenda in its order, and the meetings of a case."""
        return (
            CheckConstraint("restriction_level BETWEEN 0 AND 3", name="restriction_level"),
            Index(None, "conference_id", "position"),
            Index(None, "case_id", "held_on"),
        )

    @classmethod
    def in_case_file(cls) -> Iterable[Any]:
        """Keep what a meeting under a duty of secrecy said out of the case's file."""
        return (cls.meeting_kind.not_in(sorted(CONFIDENTIAL_KINDS)),)

    def derive(self) -> None:
        """Close an item of a meeting under a duty of secrecy as the meeting itself."""
        if self.meeting_kind in CONFIDENTIAL_KINDS:
            self.restriction_level = max(self.restriction_level or 0, 1)

    def problems(self, answers: Mapping[str, Any]) -> dict[str, str]:
        """Ask for a name to call a hidden person by, and for a conclusion of a final case."""
        found: dict[str, str] = {}
        if answers.get("is_anonymous") and not answers.get("subject_alias"):
            found["subject_alias"] = "名前を伏せるときの呼び名を入れてください(例: Aさん)。"
        is_final = answers.get("record_state") == FINAL
        if is_final and answers.get("case_id") is not None and answers.get("conclusion") is None:
            found["conclusion"] = "結論を選んでください。"
        return found
