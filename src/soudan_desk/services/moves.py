"""Moving a case along its process: what may come next, what is missing for it, and doing it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from soudan_desk.errors import ConflictError, InvalidEntriesError, NotAllowedError
from soudan_desk.models import Case, Revision, Task
from soudan_desk.services.cases import case_by_no, main_workers, open_case_in
from soudan_desk.services.facts import is_meant, missing_for, needs_of
from soudan_desk.services.movers import why_not_mine
from soudan_desk.services.process import Move, Process
from soudan_desk.services.reading import may_change
from soudan_desk.services.rights import refusal, require_writing
from soudan_desk.services.work import Work
from soudan_desk.storage.store import fetch
from soudan_desk.storage.units import mark

_REASONS = "case.close_reason"
_OTHER = "other"
_MOVE_KEYS = {"case_no", "state", "reason"}
_SHAPE = '{"case_no": 番号, "state": 進める先, "reason": 理由} の形で書いてください。'


@dataclass(frozen=True, slots=True)
class Offer:
    """One way on: where to, whether it may be taken now, and if not what is missing."""

    to: str
    label: str
    allowed: bool
    missing: tuple[str, ...]
    asks_reason: bool
    ends: bool
    """Whether it closes or interrupts the case."""
    ticks: tuple[str, ...]
    """Steps whose tick would give what is missing (codes of `milestone`)."""
    begins: tuple[str, ...] = ()
    """Kinds of record to begin that would give what is missing."""
    refused: str = ""
    """Why the worker may not take it and who may; blank where they may."""
    is_meant: bool = False
    """Whether what decides for it is there: a screening or an evaluation that says so."""


@dataclass(frozen=True, slots=True)
class Standing:
    """Where a case stands: its state since a day, the usual way in few words, the ways on.

    `entered` tells of every state the case was in the last day it came there.
    """

    state: str
    label: str
    since: date
    entered: dict[str, date]
    line: tuple[tuple[str, str], ...]
    offers: tuple[Offer, ...]
    is_closed: bool
    lock_version: int
    may_change: bool

    @property
    def usual(self) -> Offer | None:
        """Return the way on that the records speak for and that is open; else the usual one.

        From beside the usual way (中断, 緊急支援) it leads back as far along as it may.
        """
        meant = [offer for offer in self.offers if offer.is_meant]
        ready = [offer for offer in meant if not offer.missing]
        order = [state for state, _ in self.line]
        if self.state not in order:
            ready.sort(key=lambda offer: -order.index(offer.to) if offer.to in order else 1)
        return next(iter((*ready, *meant, *self.offers)), None)


@dataclass(frozen=True, slots=True)
class Wanted:
    """A move asked for by number, as a list of moves holds it."""

    case_no: str
    state: str
    reason: str | None = None


def wanted_from_json(given: Any) -> list[Wanted]:
    """Read a list of moves: objects with `case_no`, `state` and perhaps `reason`."""
    rows = given if isinstance(given, list) else [given]
    problems = {f"{number}件目": _SHAPE for number, row in enumerate(rows, 1) if not _is_move(row)}
    if problems:
        raise InvalidEntriesError(problems)
    return [Wanted(row["case_no"], row["state"], row.get("reason")) for row in rows]


def _is_move(row: Any) -> bool:
    if not isinstance(row, dict) or not {"case_no", "state"} <= row.keys() <= _MOVE_KEYS:
        return False
    return all(isinstance(value, str) for key, value in row.items() if value or key != "reason")


def standing(work: Work, case_id: UUID) -> Standing:
    """Return where a case stands and what may come next."""
    with work.store.reading(work.actor) as session:
        return standing_in(work, session, fetch(session, Case, case_id))


def standing_in(work: Work, session: Session, case: Case) -> Standing:
    """Return it within an open unit of work."""
    process = work.process_of(case.centre, case.process)
    moves = process.moves.get(case.state, ())
    return Standing(
        state=case.state,
        label=_label(work, process, case.state),
        since=case.state_on or case.opened_on,
        entered=_entered(session, case),
        line=tuple((state, _brief(work, process, state)) for state in process.line),
        offers=tuple(_offer(work, session, case, process, move) for move in moves),
        is_closed=case.state in process.closed_states,
        lock_version=case.lock_version,
        may_change=may_change(work, session, case),
    )


def _offer(work: Work, session: Session, case: Case, process: Process, move: Move) -> Offer:
    needs = needs_of(session, case, move, work.today())
    refused = why_not_mine(work, session, case, process, move)
    return Offer(
        to=move.to,
        label=_label(work, process, move.to),
        allowed=not needs and not refused,
        refused=refused,
        is_meant=is_meant(session, case, move, needs, work.today()),
        missing=tuple(need.missing for need in needs),
        ticks=tuple(step for need in needs for step in need.steps()),
        begins=tuple(need.begins for need in needs if need.begins),
        asks_reason=_needs_reason(process, case, move),
        ends=move.to in process.closed_states | process.interrupted_states,
    )


def _entered(session: Session, case: Case) -> dict[str, date]:
    query = select(Revision.content).where(Revision.record_id == case.id).order_by(Revision.seq)
    rows = session.scalars(query)
    return {
        row["state"]: date.fromisoformat(row.get("state_on") or row["opened_on"]) for row in rows
    }


def _label(work: Work, process: Process, state: str) -> str:
    return work.codes.label(process.states, state)


def _brief(work: Work, process: Process, state: str) -> str:
    entry = work.codes.find(process.states, state)
    return entry.brief if entry else state


def move_case(
    work: Work,
    case_id: UUID,
    to: str,
    *,
    reason: str | None = None,
    lock_version: int | None = None,
) -> None:
    """Take a case to another state; refuse with what is missing, or why there is no such way."""
    with work.store.writing(work.actor) as session:
        case = fetch(session, Case, case_id)
        if lock_version is not None and case.lock_version != lock_version:
            raise ConflictError(
                "開いている間に、ほかの人がこのケースを変えました。開き直して確かめてください。"
            )
        _move(work, session, case, to, reason)


def move_cases(work: Work, wanted: Iterable[Wanted]) -> list[str]:
    """Take several cases along, all or none; return their numbers."""
    numbers = []
    with work.store.writing(work.actor) as session:
        for each in wanted:
            _move(work, session, case_by_no(session, each.case_no), each.state, each.reason)
            session.flush()
            numbers.append(each.case_no)
    return numbers


def close_case(work: Work, case_id: UUID, *, reason: str) -> None:
    """Close a case by the first way its process allows from where it stands."""
    with work.store.writing(work.actor) as session:
        case = fetch(session, Case, case_id)
        _move(work, session, case, _way_to_close(work, session, case), reason)


def consult_again(work: Work, case_id: UUID) -> UUID:
    """Open a new case of the same person and process, linked to a closed one (再相談)."""
    with work.store.writing(work.actor) as session:
        former = fetch(session, Case, case_id)
        process = work.process_of(former.centre, former.process)
        if former.state not in process.closed_states:
            raise NotAllowedError(
                "終結していないケースです。再相談はこのケースの経過に記録してください。"
            )
        answers = {"previous_case_id": former.id}
        case = open_case_in(work, session, former.centre, former.person_id, former.process, answers)
        case.household_id = former.household_id
        return case.id


def _way_to_close(work: Work, session: Session, case: Case) -> str:
    process = work.process_of(case.centre, case.process)
    ways = [m for m in process.moves.get(case.state, ()) if m.to in process.closed_states]
    if not ways:
        raise NotAllowedError(_no_way(work, process, case, None))
    open_ways = [move for move in ways if not missing_for(session, case, move, work.today())]
    return (open_ways or ways)[0].to


def _move(work: Work, session: Session, case: Case, to: str, reason: str | None) -> None:
    require_writing(work, session, case, is_new=False)
    process = work.process_of(case.centre, case.process)
    move = process.move_to(case.state, to)
    if move is None:
        raise NotAllowedError(_no_way(work, process, case, to))
    if refused := why_not_mine(work, session, case, process, move):
        raise refusal(work, refused)
    _require_all(work, session, case, process, move)
    _note_reason(work, process, case, move, reason)
    _enter(work, process, case, to)
    for start in move.starts:
        session.add(_task(work, session, case, start.title, start.days))
    mark(session, case, "move", reason)


def _require_all(work: Work, session: Session, case: Case, process: Process, move: Move) -> None:
    if missing := missing_for(session, case, move, work.today()):
        label = _label(work, process, move.to)
        raise NotAllowedError(f"まだ「{label}」に進めません。{''.join(missing)}")


def _no_way(work: Work, process: Process, case: Case, to: str | None) -> str:
    here = _label(work, process, case.state)
    ways = "」「".join(_label(work, process, m.to) for m in process.moves.get(case.state, ()))
    known = to is None or to in process.moves
    aim = "終結" if to is None else _label(work, process, to) if known else to
    if not ways:
        return f"「{here}」のケースは動かせません。再び相談があったときは再相談を始めてください。"
    if not known:
        return f"「{aim}」という状態はこの業務にありません。進めるのは「{ways}」です。"
    return f"「{here}」から「{aim}」には進めません。進めるのは「{ways}」です。"


def _needs_reason(process: Process, case: Case, move: Move) -> bool:
    is_closed_already = move.to in process.closed_states and case.closed_on is not None
    return process.asks_reason(move) and not is_closed_already


def _note_reason(work: Work, process: Process, case: Case, move: Move, reason: str | None) -> None:
    words = (reason or "").strip()
    if not words and _needs_reason(process, case, move):
        raise InvalidEntriesError({"reason": "理由を入れてください。"})
    if words and move.to in process.closed_states | process.interrupted_states:
        entry = next(
            (
                each
                for each in work.codes.entries(_REASONS, centre=case.centre)
                if words in {each.code, each.label, each.short}
            ),
            None,
        )
        case.close_reason = entry.code if entry else _OTHER
        case.close_note = case.close_note if entry else words


def _enter(work: Work, process: Process, case: Case, to: str) -> None:
    if case.state in process.interrupted_states and to not in process.closed_states:
        case.reopened_on, case.close_reason, case.close_note = work.today(), None, None
    if to in process.closed_states and case.closed_on is None:
        case.closed_on = work.today()
    case.state, case.state_on = to, work.today()
    case.version += 1


def _task(work: Work, session: Session, case: Case, title: str, days: int) -> Task:
    workers = main_workers(session, [case.id]).get(case.id, [])
    return Task(
        title=title,
        staff_id=workers[0][2] if workers else work.actor.staff_id,
        due_on=work.today() + timedelta(days=days),
        case_id=case.id,
        person_id=case.person_id,
    )
