"""Answers onto records and back, checked on the way in."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from soudan_desk.errors import InvalidEntriesError, NotAllowedError
from soudan_desk.fields import (
    Field,
    Kind,
    answer_from_json,
    answer_to_json,
    problems_with,
)
from soudan_desk.fields.checks import is_blank, without_zero_width
from soudan_desk.fields.lines import form_of, in_order, misshapen
from soudan_desk.fields.past_days import past_problems
from soudan_desk.models.base import Record, fields_of
from soudan_desk.models.sealing import holds_closed
from soudan_desk.services.work import Work
from soudan_desk.storage.compartments import CLOSED_TO_ONE

Answers = Mapping[str, Any]
UNTOLD = "●●●●●●"
"""Stands for an answer that its reader is not told; saved, it leaves what is stored."""


def is_untold_table(field: Field, answer: Any) -> bool:
    """Whether an answer stands for a table that is not told: no form can ask for its rows."""
    return field.kind is Kind.ROWS and bool(answer == UNTOLD)


def read_answers(record: Record) -> dict[str, Any]:
    """Return a record's answers by question."""
    return {field.key: _from_column(field, getattr(record, field.key)) for field in _asked(record)}


def write_answers(work: Work, record: Record, answers: Answers) -> None:
    """Put checked answers on a record; questions not named, or untold, keep theirs.

    Raises `InvalidEntriesError` with a sentence per question, an unknown one by its name.
    """
    _refuse_closed(record)
    fields = {field.key: field for field in _asked(record)}
    _refuse_unknown(answers, fields, record)
    answers = {key: answer for key, answer in answers.items() if answer != UNTOLD}
    merged = {**read_answers(record), **answers}
    _drop_hidden(fields, merged)
    check_answers(work, record, merged)
    for key, field in fields.items():
        value = stored_answer(field, merged[key])
        if getattr(record, key) != value:
            setattr(record, key, value)


def _refuse_closed(record: Record) -> None:
    """Refuse to change what is sealed to its writer, before its stand-ins are taken for answers."""
    if holds_closed(record.__dict__.values()):
        raise NotAllowedError(CLOSED_TO_ONE)


def changed_answers(record: Record, answers: Answers) -> set[str]:
    """Name the answers that are not those a record has; unknown ones count too."""
    same = {field.key for field in _asked(record)} - {f.key for f in _changed(record, answers)}
    return answers.keys() - same


def check_answers(work: Work, record: Record, answers: Answers) -> None:
    """Raise `InvalidEntriesError` when the whole form cannot be saved in the record's state.

    Only days that are new are held against today: a clock that was set back keeps nobody from
    saving what was right when it was written.
    """
    centre = getattr(record, "centre", None) or answers.get("centre")
    context = {**answers, "record_state": record.record_state, "centre": centre}
    problems = problems_with(
        _asked(record), context, work.codes, centre=centre, on=_day_of(answers, work)
    )
    changed = _changed(record, {key: each for key, each in answers.items() if each is not None})
    problems |= misshapen(changed, answers)
    problems |= past_problems(changed, answers, work.today())
    problems |= {key: text for key, text in record.problems(context).items() if text}
    if problems:
        raise InvalidEntriesError(problems)


def _changed(record: Record, answers: Answers) -> list[Field]:
    """Return the questions whose answers are new: what older programs kept stays as it is."""
    return [
        field
        for field in _asked(record)
        if field.key in answers
        and stored_answer(field, answers[field.key]) != getattr(record, field.key)
    ]


def _asked(record: Record) -> tuple[Field, ...]:
    return fields_of(type(record))


def _refuse_unknown(answers: Answers, fields: Mapping[str, Field], record: Record) -> None:
    unknown = {
        key: f"「{key}」という項目は{record.label}にありません。項目名を確かめてください。"
        for key in answers
        if key not in fields
    }
    if unknown:
        raise InvalidEntriesError(unknown)


def refuse_hidden(model: type[Record], given: Answers, merged: Answers) -> None:
    """Raise `InvalidEntriesError` for answers given to questions that the others leave unasked.

    On a form such answers cannot be given; from a file they would be dropped without a word.
    """
    fields = {field.key: field for field in fields_of(model)}
    problems = {
        key: _hidden_sentence(field, fields)
        for key, field in fields.items()
        if key in given and not _is_nothing(given[key]) and not field.shown(merged)
    }
    if problems:
        raise InvalidEntriesError(problems)


def _is_nothing(answer: Any) -> bool:
    return answer is False or is_blank(answer)


def _hidden_sentence(field: Field, fields: Mapping[str, Field]) -> str:
    steering = [fields[key].label for key in field.shown_when or () if key in fields]
    names = "と".join(f"「{label}」" for label in steering) or "ほかの項目"
    return (
        f"「{field.label}」は、{names}の答えがこのときには聞かない項目です。"
        f"外すか、{names}を直してください。"
    )


def _drop_hidden(fields: Mapping[str, Field], answers: dict[str, Any]) -> None:
    for key, field in fields.items():
        if field.shown_when is not None and not field.shown(answers):
            answers[key] = False if field.kind is Kind.CHECK else None


def _day_of(answers: Answers, work: Work) -> date:
    for key in ("held_on", "received_on", "drafted_on", "issued_on", "given_on", "opened_on"):
        day = answers.get(key)
        if isinstance(day, date):
            return day
    return work.today()


def _from_column(field: Field, value: Any) -> Any:
    return answer_from_json(field, value) if field.kind is Kind.ROWS else value


def stored_answer(field: Field, answer: Any) -> Any:
    """Return an answer as its column keeps it: no empty values, rows as JSON shapes."""
    if field.kind is Kind.ROWS:
        return answer_to_json(field, _rows_in_order(field, answer)) or None
    if field.kind is Kind.CHECK:
        return bool(answer)
    if isinstance(answer, str):
        return None if is_blank(answer) else in_order(field, _clean(answer))
    return None if answer in ([], {}) else answer


def _rows_in_order(field: Field, rows: Any) -> Any:
    formed = [each for each in field.rows if form_of(each)]
    if not formed or not rows:
        return rows
    return [
        {**row, **{each.key: in_order(each, row[each.key]) for each in formed if row.get(each.key)}}
        for row in rows
    ]


def _clean(text: str) -> str:
    return without_zero_width(text).replace("\r\n", "\n").replace("\r", "\n").strip(" \t\n")
