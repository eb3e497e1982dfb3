"""A row of a ledger to the answers of one record, and what is wrong with it, by cell."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from soudan_desk.desk.import_cells import CellReader
from soudan_desk.desk.import_columns import Column
from soudan_desk.desk.import_hidden import NAMELESS, hidden_sentence, is_hidden
from soudan_desk.desk.import_words import (
    ID,
    PERSON,
    STATE,
    STATE_LABELS,
    field_of,
    is_empty_heading,
    names_person,
)
from soudan_desk.fields import Field, Kind
from soudan_desk.fields.typed import TypedAnswerError
from soudan_desk.services.imports import ImportDesk
from soudan_desk.services.records import asked_of, model_of
from soudan_desk.tables.cells import Formula, Value, address, text_of

_REFERRING = (Kind.REFERENCE, Kind.REFERENCES, Kind.ATTACHMENTS)
_NAMELESS = frozenset({"匿名", "匿名希望", "不明", "名前不明", "氏名不明", "不詳"})
_CLOCK = re.compile(r"(.*\S)[\s(（]+(\d{1,2}[:：時]\d{0,2}分?)[)）]?\s*$", re.DOTALL)
_TIME_BESIDE = {"held_on": "started_at_time"}
_ABOUT_NOBODY = {"sex": "subject_sex", "birth_on": "subject_birth_on"}
_WHO = frozenset({"name", f"{PERSON}name", "person_id"})
_BLANKS = " \t\n"
_FIRST = {"centre": 0, "case_id": 1}
"""Read before the others: a centre has options of its own."""
_UUID = re.compile(r"[0-9a-fA-F]{8}-([0-9a-fA-F]{4}-){3}[0-9a-fA-F]{12}")


@dataclass(frozen=True, slots=True)
class Problem:
    """What is wrong with one cell, or with the row (`column` blank)."""

    row: int
    column: str
    value: str
    message: str
    cell: str = ""


@dataclass(slots=True)
class Read:
    """What a row says."""

    row: int
    answers: dict[str, Any] = field(default_factory=dict)
    person: dict[str, Any] = field(default_factory=dict)
    record_id: UUID | None = None
    state: str | None = None
    problems: list[Problem] = field(default_factory=list)
    hidden: list[Problem] = field(default_factory=list)
    """Cells that hold what stands for an answer, not the answer: they are not taken."""
    leftover: list[tuple[str, str]] = field(default_factory=list)
    """Headings that answer no question, with what stands under them."""


class RowReader:
    """Reads the rows of one sheet."""

    def __init__(
        self,
        kind: str,
        columns: Sequence[Column],
        cells: CellReader,
        desk: ImportDesk,
        centre: str | None,
    ) -> None:
        self._kind = kind
        self._columns = [each for each in columns if not each.is_help]
        self._helped = {each.helps: each.index for each in columns if each.is_help}
        self._columns.sort(key=lambda each: (_FIRST.get(each.field or "", 2), each.part))
        self._fields = {c.field: field_of(kind, c.field) for c in columns if c.field is not None}
        self._cells = cells
        self._names = desk.names
        self._of_case = desk.of_case
        self._row: Sequence[Value] = ()
        self._centre = centre
        self._has_person = names_person(model_of(kind))
        self._by_field = {
            each.field: each for each in self._columns if each.field and each.part == 1
        }

    def read(self, number: int, row: Sequence[Value]) -> Read:
        """Return what a row says, with a problem for each cell that cannot be read."""
        found = Read(number)
        self._row = row
        for column in self._columns:
            value = row[column.index] if column.index < len(row) else None
            if value is None or (isinstance(value, str) and not value.strip(_BLANKS)):
                continue
            if sentence := hidden_sentence(value):
                found.hidden.append(self._problem(number, column, value, sentence))
                if is_hidden(value):
                    self._refuse_nameless(found, column, value)
                    continue
            try:
                self._take(found, column, value)
            except TypedAnswerError as error:
                found.problems.append(self._problem(number, column, value, str(error)))
        self._settle_person(found)
        return found

    def problem(self, number: int, row: Sequence[Value], target: str, message: str) -> Problem:
        """Tie a sentence about an answer to the cell it came from."""
        column = self._by_field.get(target)
        if column is None:
            return Problem(number, "", "", message)
        value = row[column.index] if column.index < len(row) else None
        return self._problem(number, column, value, message)

    def _problem(self, number: int, column: Column, value: Value, message: str) -> Problem:
        shown = text_of(value)
        return Problem(number, column.heading, shown[:200], message, address(number, column.index))

    def _refuse_nameless(self, found: Read, column: Column, value: Value) -> None:
        if column.field in _WHO:
            found.hidden.pop()
            found.problems.append(self._problem(found.row, column, value, NAMELESS))

    def _take(self, found: Read, column: Column, value: Value) -> None:
        target = column.field
        if target is None:
            if not is_empty_heading(column.heading):
                found.leftover.append((column.heading, text_of(value)))
        elif target == ID:
            found.record_id = _id_of(value)
        elif target == STATE:
            found.state = _state_of(value)
        elif column.part > 1:
            found.answers[target] = (found.answers.get(target) or "") + text_of(value)
        else:
            self._take_answer(found, target, value)

    def _take_answer(self, found: Read, target: str, value: Value) -> None:
        asked = self._fields[target]
        assert asked is not None
        if target == "person_id" and self._has_person and not _is_id(value):
            found.person["name"] = text_of(value).strip()
            return
        if asked.kind is Kind.DATE:
            value = self._part_time(found, target, value)
        answer = self._cells.answer(asked, value, self._centre_of(found))
        answer = self._known(asked, answer)
        if target.startswith(PERSON):
            found.person[target.removeprefix(PERSON)] = answer
        else:
            found.answers[target] = answer

    def _centre_of(self, found: Read) -> str | None:
        own = found.answers.get("centre") or self._of_case(found.answers.get("case_id")).get(
            "centre"
        )
        return own or self._centre

    def _part_time(self, found: Read, target: str, value: Value) -> Value:
        """Put the time of day that stands with a date where the form asks for it."""
        beside = _TIME_BESIDE.get(target)
        if beside is None or beside in self._by_field or not isinstance(value, str):
            return self._part_moment(found, beside, value)
        parted = _CLOCK.fullmatch(value)
        clock = field_of(self._kind, beside)
        if parted is None or clock is None:
            return value
        found.answers[beside] = self._cells.answer(clock, parted[2])
        return parted[1]

    def _part_moment(self, found: Read, beside: str | None, value: Value) -> Value:
        text = text_of(value) if not isinstance(value, str | Formula) else ""
        if beside and beside not in self._by_field and " " in text:
            clock = field_of(self._kind, beside)
            assert clock is not None
            found.answers[beside] = self._cells.answer(clock, value)
        return value

    def _known(self, asked: Field, answer: Any) -> Any:
        """Return the records referred to; those of another office by the name beside them."""
        if answer is None or asked.kind not in _REFERRING:
            return answer
        kind = "attachment" if asked.kind is Kind.ATTACHMENTS else asked.of or ""
        ids = answer if isinstance(answer, list) else [answer]
        if not all(self._names.knows(kind, each) for each in ids):
            ids = self._by_help(asked, kind, len(ids))
        return ids if isinstance(answer, list) else ids[0]

    def _by_help(self, asked: Field, kind: str, count: int) -> list[UUID]:
        at = self._helped.get(asked.key)
        text = text_of(self._row[at]) if at is not None and at < len(self._row) else ""
        names = text.split("、") if count > 1 else [text]
        found = [self._names.named(kind, name) if name.strip() else [] for name in names]
        if len(found) != count or any(len(each) != 1 for each in found):
            raise TypedAnswerError(
                f"「{asked.label}」の記録が見つかりません。"
                "先にその記録を取り込むか、名前で入れてください。"
            )
        return [each[0] for each in found]

    def _settle_person(self, found: Read) -> None:
        """Say whom a row names: somebody, nobody, or only an age and a sex."""
        person = {key: value for key, value in found.person.items() if value is not None}
        found.person = {}
        name = person.get("name") or ""
        if name in _NAMELESS:
            del person["name"]
            if "is_anonymous" in self._asked_keys:
                found.answers["is_anonymous"] = True
        elif name or person.get("kana"):
            found.person = {**person, "name": name or person["kana"]}
            return
        for key, value in person.items():
            beside = _ABOUT_NOBODY.get(key)
            if beside in self._asked_keys and found.answers.get(beside) is None:
                found.answers[beside] = value
            else:
                column = self._by_field[f"{PERSON}{key}"]
                found.leftover.append((column.heading, str(value)))

    @property
    def _asked_keys(self) -> frozenset[str]:
        return frozenset(asked_of(model_of(self._kind)))


def _is_id(value: Value) -> bool:
    return isinstance(value, str) and _UUID.fullmatch(value.strip()) is not None


def _id_of(value: Value) -> UUID | None:
    text = text_of(value).strip()
    if not _is_id(text):
        raise TypedAnswerError("「記録ID」は、書き出したファイルのまま変えないでください。")
    return UUID(text)


def _state_of(value: Value) -> str:
    text = text_of(value).strip()
    for state, label in STATE_LABELS.items():
        if text in (state, label):
            return state
    raise TypedAnswerError("「記録の状態」は、下書き・確定・取消のどれかにしてください。")
