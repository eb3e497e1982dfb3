"""Taking in many records from a file: checked as in the window, written as one undoable batch."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, replace
from typing import Any
from uuid import UUID

from sqlalchemy import UniqueConstraint, select
from sqlalchemy.orm import Session

from soudan_desk.errors import InvalidEntriesError, NotAllowedError
from soudan_desk.models import Case, CaseWorker, CentreSetting, ImportBatch, Person, record_kinds
from soudan_desk.models.base import DRAFT, FINAL, Record, fields_of, new_id
from soudan_desk.services.answers import check_answers, refuse_hidden, stored_answer
from soudan_desk.services.cases import MAIN
from soudan_desk.services.defaults import complete
from soudan_desk.services.import_cases import MAIN_WORKER, OF_A_LEDGER, Numbers, with_process
from soudan_desk.services.import_names import NameLookup
from soudan_desk.services.import_people import KnownPerson, PersonBook
from soudan_desk.services.records import asked_of, model_of
from soudan_desk.services.rights import require_writing
from soudan_desk.services.set_by_verbs import require_addable
from soudan_desk.services.work import Work
from soudan_desk.storage.bulk import Bulk
from soudan_desk.storage.scope import whole_office

ACTION = "import"


@dataclass(frozen=True, slots=True)
class Ready:
    """A row that can be stored: its answers, checked, and the state it gets."""

    answers: dict[str, Any]
    state: str
    id: UUID | None = None
    person: dict[str, Any] | None = None
    """Who has to be made first, where the row names somebody new."""
    differences: tuple[str, ...] = ()
    """What the row says of a known person that is not what is known of them."""
    worker: UUID | None = None
    """A case's main worker."""


class ImportDesk:
    """What the rows of one file are checked against, and where they go; without `bulk` nowhere."""

    def __init__(
        self,
        work: Work,
        session: Session,
        kind: str,
        *,
        person_keys: frozenset[str] = frozenset(),
        bulk: Bulk | None = None,
    ) -> None:
        self.work = work
        self.model = model_of(kind)
        self.names = NameLookup(session)
        self.people = PersonBook(session, person_keys) if person_keys else None
        self.made: dict[str, list[UUID]] = {}
        self._session = session
        self._bulk = bulk
        self._asked = asked_of(self.model)
        self._cases: dict[UUID, dict[str, Any]] | None = None
        self._taken = {keys: _taken(session, self.model, keys) for keys in _unique(self.model)}
        self._numbers = Numbers(work, session, kind)
        if kind == "handover_note":
            raise NotAllowedError("申し送りは表から取り込めません。画面で残してください。")
        if kind != "case":  # a case comes with its number and its worker, as when it is opened
            require_addable(work, session, kind, {})
        require_writing(work, session, self.model(record_state=DRAFT), is_new=True)

    def first_centre(self) -> str | None:
        """Return the worker's centre that the office set up first."""
        query = select(CentreSetting.centre).order_by(CentreSetting.created_at)
        mine = [each for each in self._session.scalars(query) if each in self.work.actor.centres]
        return mine[0] if mine else None

    def prepare(
        self,
        given: Mapping[str, Any],
        *,
        record_id: UUID | None = None,
        state: str | None = None,
        person: Mapping[str, Any] | None = None,
        defaults: Mapping[str, Any] | None = None,
    ) -> Ready:
        """Check a row as the window would, or raise `InvalidEntriesError` with its sentences.

        Evidence becomes final where it is complete, a draft where it is not. `defaults` hold
        where neither the row nor its case says anything.
        """
        self._refuse_known(record_id)
        given = {**(defaults or {}), **self._with_case(given)}
        worker = given.pop(MAIN_WORKER, None)
        known = self._person(person)
        given = self._numbers.pending(with_process(self.work, self.model.kind(), given))
        answers = complete(self.work, self._session, self.model, given, without=OF_A_LEDGER)
        answers = {key: value for key, value in answers.items() if key in self._asked}
        if isinstance(known, KnownPerson):
            answers["person_id"] = known.id
        self._refuse_foreign_centre(answers)
        refuse_hidden(self.model, given, answers)
        state = self._checked(answers, state)
        self._refuse_taken(answers)
        if self.model.kind() == "case_worker":
            require_addable(self.work, self._session, "case_worker", answers)
        ready = Ready(answers, state, record_id, worker=worker)
        if isinstance(known, KnownPerson):
            return replace(ready, differences=self._differences(known, person))
        return replace(ready, person=known)

    def _differences(self, known: KnownPerson, given: Mapping[str, Any] | None) -> tuple[str, ...]:
        return tuple(self.people.differences(known, given)) if self.people and given else ()

    def add(self, ready: Ready) -> UUID:
        """Put a checked row into the unit of work (or only among what later rows may mean)."""
        answers = ready.answers
        if ready.person is not None:
            answers = {**answers, "person_id": self._add_person(ready.person)}
        answers = self._numbers.given(answers, self._bulk is not None, is_new=ready.id is None)
        stored = {key: stored_answer(self._asked[key], value) for key, value in answers.items()}
        values = {key: value for key, value in stored.items() if value is not None}
        for keys, taken in self._taken.items():
            taken.add(tuple(stored.get(key) for key in keys))
        record_id = self._store(self.model(id=ready.id, record_state=ready.state, **values))
        if self.model is Case and (ready.worker or ready.id is None):
            staff_id = ready.worker or self.work.actor.staff_id
            self._store(CaseWorker(case_id=record_id, staff_id=staff_id, role=MAIN))
        return record_id

    def finish(self) -> None:
        """Count on from the highest number that was brought."""
        self._numbers.finish()

    def _store(self, record: Record) -> UUID:
        record.id = record.id or new_id()
        self.made.setdefault(record.kind(), []).append(record.id)
        self.names.add(record.kind(), record.id)
        if self._bulk is not None:
            self._bulk.add(record)
        return record.id

    def _add_person(self, answers: dict[str, Any]) -> UUID:
        assert self.people is not None
        asked = asked_of(Person)
        stored = {key: stored_answer(asked[key], value) for key, value in answers.items()}
        values = {key: value for key, value in stored.items() if value is not None}
        person_id = self._store(Person(record_state=FINAL, **values))
        self.people.add(person_id, answers)
        return person_id

    def _person(self, given: Mapping[str, Any] | None) -> KnownPerson | dict[str, Any] | None:
        if not given or self.people is None:
            return None
        found = self.people.find(given)
        if len(found) > 1:
            raise InvalidEntriesError(
                {
                    "person.name": (
                        f"同じ氏名の方が{len(found)}人います。"
                        "フリガナと生年月日を入れて、どなたか分かるようにしてください。"
                    )
                }
            )
        if found:
            return found[0]
        answers = dict(given)
        try:
            check_answers(self.work, Person(record_state=FINAL), answers)
        except InvalidEntriesError as error:
            problems = {f"person.{key}": text for key, text in error.problems.items()}
            raise InvalidEntriesError(problems) from None
        return answers

    def _with_case(self, given: Mapping[str, Any]) -> dict[str, Any]:
        """Take the centre and the person of the case a row is filed under."""
        answers = dict(given)
        for key, value in self.of_case(answers.get("case_id")).items():
            if key in self._asked and answers.get(key) is None:
                answers[key] = value
        return answers

    def of_case(self, case_id: UUID | None) -> dict[str, Any]:
        """Return the centre and the person of a case the worker may see."""
        if case_id is None:
            return {}
        if self._cases is None:
            rows = self._session.execute(select(Case.id, Case.centre, Case.person_id))
            self._cases = {
                row.id: {"centre": row.centre, "person_id": row.person_id} for row in rows
            }
        return self._cases.get(case_id, {})

    def _checked(self, answers: dict[str, Any], state: str | None) -> str:
        wanted = state or FINAL
        try:
            check_answers(self.work, self.model(record_state=wanted), answers)
        except InvalidEntriesError:
            if state is not None or not self.model.evidence:
                raise
            check_answers(self.work, self.model(record_state=DRAFT), answers)
            return DRAFT
        return wanted

    def _refuse_foreign_centre(self, answers: Mapping[str, Any]) -> None:
        centre = answers.get("centre")
        if centre is not None and centre not in self.work.actor.centres:
            label = self.work.codes.label("centre", centre)
            raise InvalidEntriesError(
                {"centre": f"「{label}」の記録を入れる権限がありません。管理者に頼んでください。"}
            )

    def _refuse_known(self, record_id: UUID | None) -> None:
        if record_id is not None and self.names.knows(self.model.kind(), record_id):
            raise InvalidEntriesError(
                {
                    "id": "この記録はすでに入っています。"
                    "新しく入れるなら「記録ID」を空にしてください。"
                }
            )

    def _refuse_taken(self, answers: Mapping[str, Any]) -> None:
        for keys, taken in self._taken.items():
            values = tuple(stored_answer(self._asked[key], answers.get(key)) for key in keys)
            if None not in values and values in taken:
                label = "と".join(f"「{self._asked[key].label}」" for key in keys)
                raise InvalidEntriesError({keys[-1]: f"{label}が同じものがすでにあります。"})


def _unique(model: type[Record]) -> Iterator[tuple[str, ...]]:
    asked = {field.key for field in fields_of(model)}
    for constraint in model.__table__.constraints:  # type: ignore[attr-defined]
        if isinstance(constraint, UniqueConstraint):
            keys = tuple(column.key for column in constraint.columns)
            if set(keys) <= asked:
                yield keys


def _taken(session: Session, model: Any, keys: tuple[str, ...]) -> set[tuple[Any, ...]]:
    columns = [getattr(model, key) for key in keys]
    return {tuple(row) for row in whole_office(session, select(*columns))}


@contextmanager
def importing(
    work: Work, kind: str, file_name: str, person_keys: frozenset[str]
) -> Iterator[tuple[ImportDesk, ImportBatch]]:
    """Open one unit of work for a whole file; the batch that undoes it is stored with it."""
    with work.store.writing_many(work.actor, ACTION) as bulk:
        batch = ImportBatch(
            id=new_id(),
            kind=kind,
            file_name=file_name,
            row_count=0,
            record_ids={},
            made_by=work.actor.staff_id,
        )
        bulk.session.add(batch)
        bulk.session.flush()  # where nothing can be written, it shows before the work
        desk = ImportDesk(work, bulk.session, kind, person_keys=person_keys, bulk=bulk)
        yield desk, batch
        desk.finish()
        batch.row_count = len(desk.made.get(kind, ()))
        batch.record_ids = {key: [str(each) for each in ids] for key, ids in desk.made.items()}
        bulk.session.flush()


@contextmanager
def trying(work: Work, kind: str, person_keys: frozenset[str]) -> Iterator[ImportDesk]:
    """Open a desk that stores nothing: a dry run."""
    with work.store.reading(work.actor) as session:
        yield ImportDesk(work, session, kind, person_keys=person_keys)


_NOT_BROUGHT = frozenset(
    {
        *("staff", "attachment", "disclosure", "case_worker", "handover_note", "receipt"),
        *("review", "review_step", "review_route", "deputy", "case_transfer"),
        *("conflict_block", "emergency_access", "disclosure_request", "legal_hold", "disposal"),
        *("office_setting", "centre_setting", "code_addition", "retention_rule"),
    }
)
"""What comes into being by a verb of its own, and what the office sets up."""
_IMPORTED_OFTEN = ("consultation", "person", "case", "agency", "agency_contact", "referral")


def importable_kinds(work: Work) -> list[tuple[str, str]]:
    """Name the kinds of record a file may bring to the worker's centres, usual ones first."""
    found = {}
    for kind, model in record_kinds().items():
        is_ours = not model.centres or not work.actor.centres.isdisjoint(model.centres)
        if is_ours and kind not in _NOT_BROUGHT:
            found[kind] = model.label
    usual = [kind for kind in _IMPORTED_OFTEN if kind in found]
    return [(kind, found[kind]) for kind in [*usual, *(k for k in found if k not in usual)]]
