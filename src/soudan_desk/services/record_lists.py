"""Lists of any kind of record, narrowed by answers and walked through in pages."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from typing import Any

from sqlalchemy import ColumnElement, Select, Text, func, or_, select, type_coerce
from sqlalchemy.orm import Session

from soudan_desk.errors import InvalidEntriesError
from soudan_desk.fields import Field, Kind
from soudan_desk.fields.checks import NUMBER_LIMIT
from soudan_desk.fields.json_values import JsonShapeError
from soudan_desk.models.base import Record, fields_of
from soudan_desk.services.as_json import Faces, Json
from soudan_desk.services.cases import case_by_no
from soudan_desk.services.json_input import answer_of, is_text
from soudan_desk.services.records import model_of
from soudan_desk.services.work import Work
from soudan_desk.storage.sealed_parts import sealed_keys
from soudan_desk.storage.sealed_search import sealed_where

PAGE = 500
NO_ANSWER = "null"
_IN_TEXT = {
    Kind.CHOICES: '%"{}"%',
    Kind.MARKS: '%"{}":%',
    Kind.REFERENCES: '%"{}"%',
}
_OWN_COLUMNS = {"state": "record_state"}
_NUMBERS = (Kind.NUMBER, Kind.YEN, Kind.MINUTES)

Where = Sequence[tuple[str, str]]


class RecordList:
    """The records of a kind the worker may see, oldest entered first.

    `where` holds pairs of a question and a value in its JSON shape (a text needs no quotes);
    several must all hold. `null` stands for no answer, a code for having it among several.
    """

    def __init__(
        self, work: Work, kind: str, *, case_no: str | None = None, where: Where = ()
    ) -> None:
        self._work = work
        self._model: Any = model_of(kind)
        with work.store.reading(work.actor) as session:
            self._conditions = list(_conditions(session, self._model, case_no, where))
            count = select(func.count(self._model.id)).where(*self._conditions)
            self.total = int(session.scalars(count).one())

    def items(self, limit: int | None = None) -> Iterator[Json]:
        """Give each record in its JSON shape, at most `limit`; read page by page."""
        left, last = self.total if limit is None else limit, None
        while left > 0:
            with self._work.store.reading(self._work.actor) as session:
                page = list(session.scalars(self._page_after(last, min(left, PAGE))))
                faces = Faces(session)
                items = [faces.of(record) for record in page]
            yield from items
            if not page:
                return
            left, last = left - len(page), page[-1].id

    def _page_after(self, last: Any, size: int) -> Select[Any]:
        query = select(self._model).where(*self._conditions)
        if last is not None:
            query = query.where(self._model.id > last)
        return query.order_by(self._model.id).limit(size)


def _conditions(
    session: Session, model: type[Record], case_no: str | None, where: Where
) -> Iterator[ColumnElement[bool]]:
    if case_no is not None:
        yield _of_case(session, model, case_no)
    fields = {field.key: field for field in fields_of(model)}
    for key, text in where:
        try:
            yield _condition(session, model, fields, key, text)
        except JsonShapeError as problem:
            raise InvalidEntriesError({key: str(problem)}) from problem


def _of_case(session: Session, model: Any, case_no: str) -> ColumnElement[bool]:
    case = case_by_no(session, case_no)
    if model.kind() == "case":
        return bool_of(model.id == case.id)
    if "case_id" not in model.__table__.columns:
        raise InvalidEntriesError(
            {"case": f"{model.label}はケースごとの記録ではないため、--case では絞れません。"}
        )
    return bool_of(model.case_id == case.id)


def bool_of(condition: Any) -> ColumnElement[bool]:
    """Say to the type checker that a comparison of columns is a condition."""
    found: ColumnElement[bool] = condition
    return found


def _condition(
    session: Session, model: Any, fields: dict[str, Field], key: str, text: str
) -> ColumnElement[bool]:
    field = fields.get(key)
    if field is None and key in _OWN_COLUMNS and is_text(text):
        return bool_of(getattr(model, _OWN_COLUMNS[key]) == text)
    if field is None:
        raise JsonShapeError(
            f"「{key}」という項目は{model.label}にありません。項目名を確かめてください。"
        )
    if not is_text(text):
        raise JsonShapeError(f"「{field.label}」の値に、読めない文字があります。")
    column = getattr(model, key)
    if text in {"", NO_ANSWER}:
        return bool_of(column.is_(None))
    if field.kind in _IN_TEXT:
        return bool_of(type_coerce(column, Text).like(_escaped(field, text), escape="\\"))
    if field.kind in {Kind.ROWS, Kind.ATTACHMENTS}:
        raise JsonShapeError(f"「{field.label}」では絞れません。")
    answer = answer_of(session, field, _json_of(field, text))
    if key not in sealed_keys(model):
        return bool_of(column == answer)
    return or_(column == answer, sealed_where(session, model, lambda r: getattr(r, key) == answer))


def _escaped(field: Field, text: str) -> str:
    escaped = text.replace("\\", "\\\\").replace("%", "\\%").replace("_", "\\_")
    return _IN_TEXT[field.kind].format(escaped)


def _json_of(field: Field, text: str) -> Any:
    if field.kind in _NUMBERS:
        return _number(text)
    if field.kind is Kind.CHECK:
        return {"true": True, "false": False}.get(text, text)
    if field.kind in {Kind.REFERENCE, Kind.PARTIAL_DATE} and text.startswith("{"):
        try:
            return json.loads(text)
        except ValueError:
            raise JsonShapeError(f"「{field.label}」の値をJSONとして読めません。") from None
    return text


def _number(text: str) -> int:
    try:
        number = int(text)
    except ValueError:
        raise JsonShapeError(f"「{text}」は整数ではありません。") from None
    if abs(number) >= NUMBER_LIMIT:
        raise JsonShapeError("数が大きすぎます。")
    return number
