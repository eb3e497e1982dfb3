"""A record's versions, side by side."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import select

from soudan_desk.errors import NotFoundError
from soudan_desk.fields import answer_from_json
from soudan_desk.models.base import FINAL, fields_of
from soudan_desk.models.history import Revision
from soudan_desk.services.records import model_of
from soudan_desk.services.work import Work
from soudan_desk.storage.store import fetch

_NOTED = ("edit", None, FINAL)


@dataclass(frozen=True, slots=True)
class Version:
    """A record as one version had it, with who made it and why."""

    version: int
    state: str
    action: str
    at: datetime
    by: UUID | None
    reason: str | None
    answers: dict[str, Any]


def versions_of(work: Work, kind: str, record_id: UUID) -> list[Version]:
    """List what readers saw as versions, oldest first: each as it stood in the end.

    What was only noted on a version later (`later_keys`) takes nothing from who made it and why.
    """
    model = model_of(kind)
    with work.store.reading(work.actor) as session:
        fetch(session, model, record_id)  # the right to see it
        query = select(Revision).where(Revision.record_id == record_id).order_by(Revision.seq)
        made: dict[int, Revision] = {}
        latest: dict[int, Revision] = {}
        for row in session.scalars(query):
            latest[row.version] = row
            is_noted = (row.action, row.reason, row.record_state) == _NOTED
            if not is_noted or row.version not in made:
                made[row.version] = row
        return [_version(model, made[number], row) for number, row in latest.items()]


def version_of(work: Work, kind: str, record_id: UUID, number: int) -> Version:
    """Return one version, or raise `NotFoundError`."""
    for version in versions_of(work, kind, record_id):
        if version.version == number:
            return version
    raise NotFoundError(f"第{number}版はありません。")


def _version(model: Any, made: Revision, row: Revision) -> Version:
    answers = {
        field.key: answer_from_json(field, row.content.get(field.key)) for field in fields_of(model)
    }
    return Version(
        row.version, row.record_state, made.action, made.at, made.by, made.reason, answers
    )
