"""保存年限 as the office has settled it: the rules by centre and process."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from sqlalchemy import select

from soudan_desk.errors import InvalidEntriesError
from soudan_desk.models import RetentionRule
from soudan_desk.models.base import VOID
from soudan_desk.services.answers import read_answers
from soudan_desk.services.records import add_record, save_record, void_record
from soudan_desk.services.work import Work
from soudan_desk.storage.actor import ADMINISTRATOR

_TAKEN_OUT = "保存年限の決まりから外した"


@dataclass(frozen=True, slots=True)
class RuleRow:
    """One rule as the settings list it."""

    id: UUID
    centre: str
    process: str | None
    years_count: int
    starts: str
    answers: Mapping[str, Any]


def may_set_retention(work: Work) -> bool:
    """Whether the worker settles how long records are kept."""
    return work.actor.has(ADMINISTRATOR)


def list_rules(work: Work) -> list[RuleRow]:
    """List the rules: a centre's own first, then those of its processes."""
    query = (
        select(RetentionRule)
        .where(RetentionRule.record_state != VOID)
        .order_by(RetentionRule.centre, RetentionRule.process)
    )
    with work.store.reading(work.actor) as session:
        return [
            RuleRow(row.id, row.centre, row.process, row.years_count, row.starts, read_answers(row))
            for row in session.scalars(query)
        ]


def add_rule(work: Work, answers: Mapping[str, Any]) -> UUID:
    """Add a rule, or refuse a second one for the same."""
    _require_one(work, answers, None)
    return add_record(work, RetentionRule.kind(), answers).id


def save_rule(work: Work, rule_id: UUID, answers: Mapping[str, Any]) -> Any:
    """Change a rule."""
    _require_one(work, answers, rule_id)
    return save_record(work, RetentionRule.kind(), rule_id, answers)


def end_rule(work: Work, rule_id: UUID) -> None:
    """Take a rule out: the centre's own, or the usual five years, holds again."""
    void_record(work, RetentionRule.kind(), rule_id, reason=_TAKEN_OUT)


def _require_one(work: Work, answers: Mapping[str, Any], except_id: UUID | None) -> None:
    wanted = (answers.get("centre"), answers.get("process"))
    others = {(row.centre, row.process) for row in list_rules(work) if row.id != except_id}
    if wanted in others:
        raise InvalidEntriesError(
            {"process": "この業務の年限はもう決まっています。一覧で選んで直してください。"}
        )
