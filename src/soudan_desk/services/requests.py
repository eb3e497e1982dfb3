"""開示等の請求: what people asked about their own records, and how far each has come."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, func, inspect, or_, select
from sqlalchemy.orm import Session

from soudan_desk.errors import InvalidEntriesError
from soudan_desk.japanese.folding import fold
from soudan_desk.models import Case, DisclosureRequest, Person, Staff
from soudan_desk.models.base import VOID, Record
from soudan_desk.services.list_masks import name_on_screen, whom_hidden
from soudan_desk.services.rights import refusal
from soudan_desk.services.work import Work
from soudan_desk.storage.actor import SUPERVISOR
from soudan_desk.storage.store import fetch

RECEIVED, CHECKED, DECIDED = "received", "checked", "decided"
TOLD, DONE, WITHDRAWN = "told", "done", "withdrawn"
STAGES = {
    RECEIVED: "受付",
    CHECKED: "本人確認済み",
    DECIDED: "決定",
    TOLD: "通知済み",
    DONE: "実施済み",
    WITHDRAWN: "取下げ",
}
"""How far a request has come: said by its days, typed nowhere."""
_DECISION = ("decision", "decided_on", "grounds", "withheld")
_KEPT_BACK = ("redactions", "redacted_words")
"""What was decided on, too: a copy tells no more than whoever decided has looked at."""


@dataclass(frozen=True, slots=True, kw_only=True)
class RequestRow:
    """A request as the list shows it; `due_on` only while it is to be answered."""

    id: UUID
    request_type: str
    received_on: date
    person: str
    case_id: UUID | None
    case_no: str
    staff: str
    decision: str | None
    stage: str
    due_on: date | None


@dataclass(frozen=True, slots=True)
class RequestFilter:
    """What the list is narrowed to."""

    words: str = ""
    only_open: bool = False
    overdue: bool = False
    centre: str | None = None


def list_requests(
    work: Work, narrowed: RequestFilter | None = None, *, offset: int = 0, limit: int = 1000
) -> list[RequestRow]:
    """List the requests the worker may see: what is to be answered first, then the newest."""
    wanted = narrowed or RequestFilter()
    query = (
        select(
            DisclosureRequest,
            Person.name.label("person"),
            whom_hidden(DisclosureRequest.person_id).label("hides"),
            Case.case_no,
            Staff.name.label("staff"),
        )
        .outerjoin(Person, Person.id == DisclosureRequest.person_id)
        .outerjoin(Case, Case.id == DisclosureRequest.case_id)
        .outerjoin(Staff, Staff.id == DisclosureRequest.staff_id)
        .where(*_conditions(work, wanted))
        .order_by(
            ~_is_open(),
            _due(),
            DisclosureRequest.received_on.desc(),
            DisclosureRequest.id,
        )
    )
    with work.store.reading(work.actor) as session:
        return [_row(row) for row in session.execute(query.offset(offset).limit(limit))]


def count_requests(work: Work, narrowed: RequestFilter) -> int:
    """Count the requests the list would show."""
    query = select(func.count(DisclosureRequest.id)).where(*_conditions(work, narrowed))
    with work.store.reading(work.actor) as session:
        return int(session.scalars(query).one())


def stage_of(request: DisclosureRequest) -> str:
    """Return how far a request has come."""
    reached = (
        (WITHDRAWN, request.withdrawn_on),
        (DONE, request.done_on),
        (TOLD, request.notified_on),
        (DECIDED, request.decision),
        (CHECKED, request.identity_on),
    )
    return next((stage for stage, answer in reached if answer), RECEIVED)


def require_request(work: Work, session: Session, record: Record) -> None:
    """Raise unless a request is about its person's own case, and its decision a supervisor's.

    開示 is one of the things that go up for 決裁; other kinds of record pass.
    """
    if not isinstance(record, DisclosureRequest):
        return
    if record.case_id is not None:
        case = fetch(session, Case, record.case_id)
        if case.person_id != record.person_id:
            raise InvalidEntriesError(
                {"case_id": "このケースは、ご本人のものではありません。選び直してください。"}
            )
    if work.actor.has(SUPERVISOR):
        return
    if record.decision and any(_is_changed(record, key) for key in _KEPT_BACK):
        raise refusal(
            work,
            "決定のあとに伏せる所を変えられるのは、主任です。変えたい所を主任に伝えてください。",
        )
    if any(_is_changed(record, key) for key in _DECISION):
        raise refusal(
            work, "請求への決定は主任が入れます。決定の案を備考に書いて、主任に頼んでください。"
        )


def _is_changed(record: DisclosureRequest, key: str) -> bool:
    """Whether a part of the decision was given, changed or taken out; a blank stays a blank."""
    attributes: Any = inspect(record).attrs
    history = attributes[key].history
    return history.has_changes() and any((*history.added, *(history.deleted or ())))


def _is_open() -> ColumnElement[bool]:
    return DisclosureRequest.notified_on.is_(None) & DisclosureRequest.withdrawn_on.is_(None)


def _due() -> Any:
    return func.coalesce(DisclosureRequest.extended_to_on, DisclosureRequest.due_on)


def _conditions(work: Work, wanted: RequestFilter) -> list[ColumnElement[bool]]:
    found: list[ColumnElement[bool]] = [DisclosureRequest.record_state != VOID]
    if wanted.only_open or wanted.overdue:
        found.append(_is_open())
    if wanted.overdue:
        found.append(_due() < work.today())
    if wanted.centre:
        found.append(DisclosureRequest.centre == wanted.centre)
    return [*found, *(_has_word(word) for word in wanted.words.split())]


def _has_word(word: str) -> ColumnElement[bool]:
    folded, plain = f"%{fold(word)}%", f"%{word}%"
    persons = select(Person.id).where(
        or_(Person.name_folded.like(folded), Person.kana_folded.like(folded))
    )
    cases = select(Case.id).where(Case.case_no.like(plain))
    return or_(
        DisclosureRequest.person_id.in_(persons),
        DisclosureRequest.case_id.in_(cases),
        DisclosureRequest.scope.like(plain),
    )


def _row(row: Any) -> RequestRow:
    request: DisclosureRequest = row[0]
    is_open = request.notified_on is None and request.withdrawn_on is None
    return RequestRow(
        id=request.id,
        request_type=request.request_type,
        received_on=request.received_on,
        person=name_on_screen(row),
        case_id=request.case_id,
        case_no=row.case_no or "",
        staff=row.staff or "",
        decision=request.decision,
        stage=stage_of(request),
        due_on=(request.extended_to_on or request.due_on) if is_open else None,
    )
