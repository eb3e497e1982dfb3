"""Adding and amending records from JSON, all of a file or nothing."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import Any
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from soudan_desk.errors import InvalidEntriesError, SoudanError
from soudan_desk.models import Case, CentreSetting
from soudan_desk.models.base import VOID, Record
from soudan_desk.services.answers import UNTOLD, read_answers, refuse_hidden
from soudan_desk.services.json_input import answers_of
from soudan_desk.services.records import (
    Saved,
    add_in,
    amend_record,
    asked_of,
    model_of,
    saved,
)
from soudan_desk.services.set_by_verbs import require_addable, require_typed
from soudan_desk.services.work import Work
from soudan_desk.storage.store import fetch


class RefusedObjectError(SoudanError):
    """One object of several was refused, so none was stored; `index` counts from 0."""

    def __init__(self, index: int, cause: SoudanError) -> None:
        super().__init__(f"{index + 1}件目: {cause} 1件も保存していません。")
        self.code = cause.code
        self.index = index
        self.cause = cause
        self.problems: dict[str, str] = getattr(cause, "problems", {})


def add_records(
    work: Work, kind: str, objects: Sequence[Any], *, finalise: bool = False
) -> list[Saved]:
    """Store JSON objects as new records in one unit of work; later ones may refer to earlier.

    Raises `RefusedObjectError` for the first that cannot be stored.
    """
    model_of(kind)
    with work.store.writing(work.actor) as session:
        return [
            _add_one(work, session, kind, given, index, finalise=finalise)
            for index, given in enumerate(objects)
        ]


def add_json(work: Work, kind: str, given: Any, *, finalise: bool = False) -> Saved:
    """Store one JSON object as a new record."""
    try:
        return add_records(work, kind, [given], finalise=finalise)[0]
    except RefusedObjectError as refused:
        raise refused.cause from None


def amend_json(work: Work, kind: str, record_id: UUID, given: Any, *, reason: str) -> Saved:
    """Write a new version of a record with the answers a JSON object gives."""
    model = model_of(kind)
    with work.store.reading(work.actor) as session:
        record = fetch(session, model, record_id)
        answers = answers_of(session, model, given)
        require_typed(record, answers)
        refuse_hidden(model, answers, {**read_answers(record), **answers})
    with _clashes_as_sentences():
        return amend_record(work, kind, record_id, answers, reason=reason)


def _add_one(
    work: Work, session: Session, kind: str, given: Any, index: int, *, finalise: bool
) -> Saved:
    try:
        answers = answers_of(session, model_of(kind), given)
        if (centre := _likely_centre(work, session, model_of(kind), answers)) is not None:
            answers["centre"] = centre
        require_addable(work, session, kind, answers)
        _refuse_untold(model_of(kind), answers)
        record = add_in(work, session, kind, answers, finalise=finalise)
        refuse_hidden(type(record), answers, read_answers(record))
        with _clashes_as_sentences():
            session.flush()  # gives the record its versions, and lets later ones refer to it
    except SoudanError as error:
        raise RefusedObjectError(index, error) from error
    return saved(record)


def _refuse_untold(model: type[Record], answers: dict[str, Any]) -> None:
    """A new record has nothing stored that a hidden answer could leave as it is."""
    asked = asked_of(model)
    untold = {
        key: f"「{asked[key].label}」が伏せたまま({UNTOLD})です。"
        "元の内容を入れるか、この項目を外してください。"
        for key, answer in answers.items()
        if answer == UNTOLD
    }
    if untold:
        raise InvalidEntriesError(untold)


def _likely_centre(
    work: Work, session: Session, model: type[Record], answers: dict[str, Any]
) -> str | None:
    """Return the centre where neither the object nor its case says one.

    That of the person's cases if they have only one, else the worker's that was set up first.
    """
    asked = asked_of(model)
    if "centre" not in asked or answers.get("centre") or answers.get("case_id"):
        return None
    of_person = select(Case.centre).where(
        Case.person_id == answers.get("person_id"), Case.record_state != VOID
    )
    known = set(session.scalars(of_person)) if answers.get("person_id") else set()
    if len(known) == 1:
        return known.pop()
    in_order = session.scalars(select(CentreSetting.centre).order_by(CentreSetting.created_at))
    return next((each for each in in_order if each in work.actor.centres), None)


@contextmanager
def _clashes_as_sentences() -> Iterator[None]:
    try:
        yield
    except IntegrityError as error:
        if "unique" not in str(error.orig).lower():
            raise
        raise InvalidEntriesError(
            {
                str(error.orig).rpartition(".")[2]: (
                    "同じものがすでに登録されています。番号や組み合わせを確かめてください。"
                )
            }
        ) from None
