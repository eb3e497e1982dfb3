"""評価シート: what a plan has come to, and how it goes on."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any
from uuid import UUID

from sqlalchemy import CheckConstraint, Index
from sqlalchemy.orm import Mapped

from soudan_desk.fields import Field, Kind
from soudan_desk.models.base import Record, asks, refers
from soudan_desk.models.contradictions import not_before
from soudan_desk.models.types import Code, Codes, Long, Rows, Yen

_EVALUATED = "評価"
_WORK = "就労の状況"
_INCOME = "増収の状況"
_OUTCOME = "結論"
_AFTER = "終結後・確認"

_FINAL = {"record_state": ("final",)}
_CLOSES = {"outcome": ("close",)}
_LIFE_SUPPORT = {"centre": ("life_support",)}
_LIFE_SUPPORT_FINAL = {"centre": ("life_support",), "record_state": ("final",)}

_BEGAN_WORK = {"record_state": ("final",), "changes": ("job_general", "job_middle")}
_EARNS_MORE = {"record_state": ("final",), "changes": ("income_up_job",)}

GOAL_ROWS = (
    Field(key="goal_id", label="目標", kind=Kind.REFERENCE, of="goal"),
    Field(key="goal", label="達成目標", kind=Kind.TEXT),
    Field(key="result", label="達成状況", kind=Kind.CHOICE, codes="evaluation.goal_result"),
    Field(key="situation", label="具体的状況", kind=Kind.TEXT),
)


class Evaluation(Record):
    """The evaluation at a plan's end; closing asks for a reason."""

    label = "評価シート"
    evidence = True
    title_keys = ("evaluated_on",)
    later_keys = ("meeting_on", "client_ack_on", "office_ack_on", "followup_done_on")

    plan_id: Mapped[UUID] = refers("評価する計画", section=_EVALUATED, of="plan")
    case_id: Mapped[UUID] = refers("ケース", section=_EVALUATED, of="case", index=False)
    centre: Mapped[Code] = asks("センター", section=_EVALUATED, codes="centre", counted=True)
    evaluated_on: Mapped[date] = asks(
        "評価実施日", section=_EVALUATED, listed=True, printed=True, counted=True, past=True
    )
    evaluator_id: Mapped[UUID] = refers(
        "評価担当者", section=_EVALUATED, of="staff", index=False, listed=True, printed=True
    )
    goal_results: Mapped[Rows | None] = asks(
        "目標の達成状況", section=_EVALUATED, rows=GOAL_ROWS, printed=True, searched=True
    )
    changes: Mapped[Codes | None] = asks(
        "見られた変化",
        section=_EVALUATED,
        codes="evaluation.change",
        listed=True,
        printed=True,
        counted=True,
        required_when=_LIFE_SUPPORT_FINAL,
    )
    change_other: Mapped[str | None] = asks(
        "見られた変化(その他の内容)",
        section=_EVALUATED,
        printed=True,
        searched=True,
        shown_when={"changes": ("other",)},
    )

    job_started_on: Mapped[date | None] = asks(
        "就労開始日", section=_WORK, printed=True, counted=True, required_when=_BEGAN_WORK
    )
    job_type: Mapped[Code | None] = asks(
        "就労の種類", section=_WORK, codes="evaluation.job_type", printed=True, counted=True
    )
    employment_form: Mapped[Code | None] = asks(
        "雇用形態", section=_WORK, codes="assessment.work_form", printed=True, counted=True
    )
    industry: Mapped[str | None] = asks("業種・職種", section=_WORK, printed=True, searched=True)
    monthly_wage_yen: Mapped[Yen | None] = asks("月収", section=_WORK, printed=True)
    week_hours_count: Mapped[int | None] = asks("週の労働時間", section=_WORK, printed=True)

    income_before_yen: Mapped[Yen | None] = asks(
        "支援前の月収入", section=_INCOME, printed=True, shown_when=_LIFE_SUPPORT
    )
    income_after_yen: Mapped[Yen | None] = asks(
        "評価時の月収入", section=_INCOME, printed=True, shown_when=_LIFE_SUPPORT
    )
    income_up_on: Mapped[date | None] = asks(
        "増収した日",
        section=_INCOME,
        printed=True,
        counted=True,
        shown_when=_LIFE_SUPPORT,
        required_when=_EARNS_MORE,
    )
    income_up_kind: Mapped[Code | None] = asks(
        "増収の内容",
        section=_INCOME,
        codes="evaluation.income_up_kind",
        printed=True,
        counted=True,
        shown_when=_LIFE_SUPPORT,
    )

    current_and_remaining: Mapped[Long | None] = asks(
        "現在の状況と残された課題",
        section=_OUTCOME,
        printed=True,
        searched=True,
        required_when=_FINAL,
    )
    client_wish_outcome: Mapped[Code | None] = asks(
        "本人の希望", section=_OUTCOME, codes="evaluation.wish", printed=True
    )
    client_wish_note: Mapped[Long | None] = asks(
        "本人の希望(内容)", section=_OUTCOME, printed=True, searched=True
    )
    staff_opinion_outcome: Mapped[Code | None] = asks(
        "支援員の意見", section=_OUTCOME, codes="evaluation.outcome", printed=True
    )
    staff_opinion_note: Mapped[Long | None] = asks(
        "支援員の意見(内容)", section=_OUTCOME, printed=True, searched=True
    )
    meeting_on: Mapped[date | None] = asks(
        "会議で評価した日", section=_OUTCOME, printed=True, past=True
    )
    outcome: Mapped[Code | None] = asks(
        "評価の結論",
        section=_OUTCOME,
        codes="evaluation.outcome",
        listed=True,
        printed=True,
        counted=True,
        required_when=_FINAL,
    )
    close_reason: Mapped[Code | None] = asks(
        "終結理由",
        section=_OUTCOME,
        codes="case.close_reason",
        printed=True,
        counted=True,
        shown_when={"outcome": ("close", "interrupt")},
        required_when=_CLOSES,
    )
    close_note: Mapped[Long | None] = asks(
        "終結・中断の事情",
        section=_OUTCOME,
        printed=True,
        searched=True,
        shown_when={"outcome": ("close", "interrupt")},
    )

    followup_planned: Mapped[bool] = asks(
        "終結後のフォローアップをする", section=_AFTER, default=False, printed=True, counted=True
    )
    followup_on: Mapped[date | None] = asks(
        "フォローアップの予定日",
        section=_AFTER,
        printed=True,
        shown_when={"followup_planned": (True,)},
    )
    followup_done_on: Mapped[date | None] = asks(
        "フォローアップをした日",
        section=_AFTER,
        shown_when={"followup_planned": (True,)},
        past=True,
    )
    client_ack_on: Mapped[date | None] = asks(
        "本人の確認日", section=_AFTER, printed=True, past=True
    )
    office_ack_on: Mapped[date | None] = asks(
        "自治体の確認日", section=_AFTER, printed=True, past=True
    )
    restriction_level: Mapped[int] = asks(
        "閲覧制限", section=_AFTER, codes="restriction_level", default=0
    )

    @classmethod
    def constraints(cls) -> Iterable[Any]:
        """Find the evaluations of a case and those to follow up."""
        return (
            CheckConstraint("restriction_level BETWEEN 0 AND 3", name="restriction_level"),
            Index(None, "case_id", "evaluated_on"),
            Index(None, "followup_on"),
        )

    def problems(self, answers: Mapping[str, Any]) -> dict[str, str]:
        """Refuse acknowledgements and a follow-up before the evaluation itself."""
        sentence = "評価実施日より前の日付です。日付を確かめてください。"
        later = ("followup_on", "client_ack_on", "office_ack_on")
        found: dict[str, str] = {}
        for key in later:
            found |= not_before(answers, key, "evaluated_on", sentence)
        return found
