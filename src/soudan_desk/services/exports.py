"""What may leave as a table: records the worker may see, page by page, and the audit row."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from sqlalchemy import Text, case, func, select, type_coerce
from sqlalchemy.orm import Session

from soudan_desk.errors import InvalidEntriesError, NotAllowedError
from soudan_desk.fields import Field, Names
from soudan_desk.models import Person
from soudan_desk.models.base import VOID
from soudan_desk.models.sealing import MARK
from soudan_desk.services.answers import read_answers
from soudan_desk.services.cases import case_by_no
from soudan_desk.services.disclosures import Given, record_disclosure
from soudan_desk.services.leaving_masks import concerned_by, mask_over
from soudan_desk.services.masks import Mask
from soudan_desk.services.names import names_for
from soudan_desk.services.protected import ask_to_hand_out
from soudan_desk.services.records import model_of
from soudan_desk.services.rights import refusal, require_role
from soudan_desk.services.second_person import Second
from soudan_desk.services.stopped_sharing import concerned_people, is_outside, stopped
from soudan_desk.services.work import Work
from soudan_desk.storage.actor import ADMINISTRATOR, SUPERVISOR
from soudan_desk.storage.audit import Act

ACTION = "export"
PAGE = 500
_OFFICE_KINDS = frozenset({"staff", "office_setting", "centre_setting", "code_addition"})


@dataclass(frozen=True, slots=True)
class Exportable:
    """One record as it stands, with what of it must not leave."""

    id: UUID
    state: str
    answers: dict[str, Any]
    mask: Mask = field(default_factory=Mask)


@dataclass(frozen=True, slots=True, kw_only=True)
class LeavingTable:
    """A table about to leave: how many rows in which form, its digest, why and to whom."""

    title: str
    rows: int
    how: str
    sha256: str
    reason: str
    recipient: str = ""


def require_export(work: Work, kind: str | None) -> None:
    """Raise `NotAllowedError` unless the worker may take such records out of the office."""
    if kind in _OFFICE_KINDS:
        require_role(work, ADMINISTRATOR, SUPERVISOR, act="設定や職員を書き出す")
    elif not work.actor.writes_casework:
        raise refusal(
            work, "記録を書き出す権限がありません。要るときは相談員か主任に頼んでください。"
        )


class ExportList:
    """The records of a kind the worker may see, but for void ones, in the order entered.

    Whoever took back that others are told is left out of what goes to a `recipient` outside.
    What protects people hides them here as on paper. With `reveal`, the reason, it is told of those
    the worker and the `second` person may see, and each of them stands in the log first.
    """

    def __init__(
        self,
        work: Work,
        kind: str,
        *,
        case_no: str | None = None,
        reveal: str | None = None,
        second: Second | None = None,
        recipient: str = "",
    ) -> None:
        require_export(work, kind)
        self._work = work
        self._reveal, self._second = reveal, second
        self._told: set[UUID] = set()
        self.masked = self.withheld = 0
        self._model: Any = model_of(kind)
        with work.store.reading(work.actor) as session:
            self._stopped = stopped(session, work.today()) if is_outside(recipient) else frozenset()
            self._conditions = [self._model.record_state != VOID, *self._of_case(session, case_no)]
            count = select(func.count(self._model.id)).where(*self._conditions)
            self.total = int(session.scalars(count).one())

    def _of_case(self, session: Session, case_no: str | None) -> list[Any]:
        if case_no is None:
            return []
        case = case_by_no(session, case_no)
        own = (
            self._model.id
            if self._model.kind() == "case"
            else getattr(self._model, "case_id", None)
        )
        if own is None:
            raise NotAllowedError(f"{self._model.label}はケースごとの記録ではありません。")
        return [own == case.id]

    def longest(self, fields: Sequence[Field]) -> dict[str, int]:
        """Return how many characters the longest answer to each question has when it is opened."""
        if not fields:
            return {}
        columns = [getattr(self._model, each.key) for each in fields]
        asked = [(func.max(_plain_length(each)), func.max(_is_sealed(each))) for each in columns]
        query = select(*(part for each in asked for part in each)).where(*self._conditions)
        with self._work.store.reading(self._work.actor) as session:
            found = session.execute(query).one()
            sizes = zip(fields, columns, found[::2], found[1::2], strict=True)
            return {
                field.key: max(plain or 0, self._opened(session, column) if has_sealed else 0)
                for field, column, plain, has_sealed in sizes
            }

    def _opened(self, session: Session, column: Any) -> int:
        """Return how long the longest sealed answer is to who can open it."""
        sealed = session.scalars(select(column).where(_is_sealed(column), *self._conditions))
        return max(
            (len(each if isinstance(each, str) else _json_of(each)) for each in sealed), default=0
        )

    def pages(self) -> Iterator[tuple[list[Exportable], Names]]:
        """Give the records page by page, each page with what turns its codes and ids into words."""
        last: UUID | None = None
        while found := self._records_after(last):
            last = found[-1].id
            page = self._told_of(found)
            with self._work.store.reading(self._work.actor) as session:
                yield page, names_for(self._work, session)

    def _records_after(self, last: UUID | None) -> list[Any]:
        query = select(self._model).where(*self._conditions).order_by(self._model.id)
        if last is not None:
            query = query.where(self._model.id > last)
        with self._work.store.reading(self._work.actor) as session:
            return list(session.scalars(query.limit(PAGE)))

    def _told_of(self, found: list[Any]) -> list[Exportable]:
        with self._work.store.reading(self._work.actor) as session:
            records = self._tellable(session, found)
            concerned = concerned_by(session, records)
            people = {person for each in concerned.values() for person in each} - self._told
            known = set(session.scalars(select(Person.id).where(Person.id.in_(people))))
        if self._reveal is not None:
            for person in known:
                ask_to_hand_out(self._work, person, self._second, self._reveal)
            self._told |= known
        self.masked += sum(not each.keys() <= self._told for each in concerned.values())
        return [
            Exportable(
                each.id,
                each.record_state,
                read_answers(each),
                mask_over(concerned.get(each.id, {}), self._told),
            )
            for each in records
        ]

    def _tellable(self, session: Session, records: list[Any]) -> list[Any]:
        if not self._stopped:
            return records
        concerned = concerned_people(session, records)
        told = [each for each in records if self._stopped.isdisjoint(concerned.get(each.id, ()))]
        self.withheld += len(records) - len(told)
        return told


def _json_of(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False)


def _is_sealed(column: Any) -> Any:
    return func.substr(type_coerce(column, Text()), 1, len(MARK)) == MARK


def _plain_length(column: Any) -> Any:
    return case((_is_sealed(column), 0), else_=func.length(column))


def require_reason(reason: str | None) -> str:
    """Return why something leaves the office, or ask for it."""
    if not (reason or "").strip():
        raise InvalidEntriesError(
            {"reason": "書き出す理由を入れてください。だれに何のために渡すかを書きます。"}
        )
    return (reason or "").strip()


def register_table(work: Work, kind: str | None, table: LeavingTable) -> None:
    """Enter a table of records in the register and the audit chain, before it leaves.

    How many rows it has stands in the chain alone: who reads the register may not see them all.
    """
    told = f"{table.rows} rows, {table.how}"
    if kind in _OFFICE_KINDS:
        note_export(work, kind, told=told, sha256=table.sha256, reason=table.reason)
        return
    given = Given(
        paper=ACTION,
        paper_title=table.title,
        sha256=table.sha256,
        reason=table.reason,
        kind=kind,
        record_id=None,
        action=ACTION,
        told=told,
        recipient=table.recipient,
    )
    with work.store.writing(work.actor) as session:
        record_disclosure(work, session, given)


def note_export(work: Work, kind: str | None, *, told: str, sha256: str, reason: str) -> None:
    """Enter in the audit chain what of nobody's records leaves: settings, staff, counts."""
    act = Act(
        action=ACTION,
        by=work.actor.staff_id,
        kind=kind,
        fields=told,
        reason=reason,
        content_sha256=sha256,
    )
    work.store.note(work.actor, act)
