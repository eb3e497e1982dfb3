"""申し送り票: one worker's open matters at a glance, for whoever takes them over."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any
from uuid import UUID

from sqlalchemy import bindparam, exists, select

from soudan_desk.japanese.eras import wareki
from soudan_desk.models import Case, CaseWorker, Consultation, Person, Staff
from soudan_desk.models.base import VOID
from soudan_desk.models.case import PRESSING
from soudan_desk.services.appointment_lists import AppointmentRow, appointments_between
from soudan_desk.services.appointment_rules import PLANNED
from soudan_desk.services.awaited import Awaited, awaited_replies
from soudan_desk.services.case_desk import SAFE_CONTACT_KEYS
from soudan_desk.services.cases import NAMED
from soudan_desk.services.contact_rules import contact_rules
from soudan_desk.services.deputies import DeputyRow, list_deputies
from soudan_desk.services.due import DueItem, due_items
from soudan_desk.services.handover_lists import Note, notes_for_me
from soudan_desk.services.list_masks import masks_of_rows, name_on_screen, whom_hidden
from soudan_desk.services.masks import Mask
from soudan_desk.services.rights import refusal
from soudan_desk.services.standing_in import absent_now
from soudan_desk.services.timeline import FIRST_LINE, one_line
from soudan_desk.services.today import ToDo, promises, todos
from soudan_desk.services.work import Work
from soudan_desk.storage.actor import SUPERVISOR, WRITES_CASEWORK
from soudan_desk.storage.prepared import Prepared
from soudan_desk.storage.sealing import first_of

DAYS = 14
"""How far it looks back, and ahead."""
_MOST_HAPPENED = 80
_ELSEWHERE = frozenset({"promise", "draft_consultation"})
_CALL = "phone"


@dataclass(frozen=True, slots=True)
class Caution:
    """An open case in which something is to be minded; the first words are the gravest."""

    case_id: UUID
    case_no: str
    person: str
    words: tuple[str, ...]
    hides: UUID | None
    is_grave: bool = False
    """Whether somebody may come to harm, and not only be annoyed."""

    @property
    def id(self) -> UUID:
        """Return what tells it from others."""
        return self.case_id


@dataclass(frozen=True, slots=True)
class Happened:
    """A record of the last days; `method` is a code of the centre's."""

    id: UUID
    case_id: UUID
    case_no: str
    person: str
    on: date
    centre: str
    method: str
    what: str
    hides: UUID | None


@dataclass(frozen=True, slots=True, kw_only=True)
class HandoverSheet:
    """What one must know who steps in: of what the reader may see, and nothing else."""

    staff_id: UUID
    worker: str
    on: date
    case_count: int
    deputies: tuple[DeputyRow, ...]
    cautions: tuple[Caution, ...]
    calls: tuple[ToDo | AppointmentRow, ...]
    """Who waits for a call: telephone appointments, and what was promised to come next."""
    visits: tuple[AppointmentRow, ...]
    due: tuple[DueItem, ...]
    todos: tuple[ToDo, ...]
    notes: tuple[Note, ...]
    awaited: tuple[Awaited, ...]
    happened: tuple[Happened, ...]


def whose_sheets(work: Work) -> list[tuple[UUID, str]]:
    """List (id, name) of those whose sheet the worker may see, oneself first.

    One's own, as a deputy that of whom one stands in for, as a supervisor the colleagues'.
    """
    me = work.actor.staff_id
    absent = {each.staff_id for each in absent_now(work)}
    with work.store.reading(work.actor) as session:
        rows = [row for row in _STAFF(session) if _is_listed(work, row, absent)]
    return [(row.id, row.name) for row in sorted(rows, key=lambda row: row.id != me)]


def handover_sheet(work: Work, staff_id: UUID | None = None) -> HandoverSheet:
    """Gather a worker's sheet, one's own by itself, or refuse it."""
    whose = staff_id or work.actor.staff_id
    names = dict(whose_sheets(work))
    if whose not in names:
        raise refusal(
            work,
            "申し送り票を見られるのは、本人と、いま代理をしている人と主任です。主任に頼んでください。",
        )
    today, until = work.today(), work.today() + timedelta(days=DAYS)
    planned = _planned(work, whose)
    promised = [each for each in promises(work, whose) if _is_near(each.due_on, until)]
    phoned = [row for row in planned if row.kind == _CALL]
    due = due_items(work, on=today, worker_ids={whose}, horizon_days=DAYS, without=_ELSEWHERE)
    cautions, count = _cautions(work, whose)
    return HandoverSheet(
        staff_id=whose,
        worker=names[whose],
        on=today,
        case_count=count,
        deputies=tuple(row for row in list_deputies(work) if row.absent_id == whose),
        cautions=cautions,
        calls=tuple(sorted([*promised, *phoned], key=day_of)),
        visits=tuple(row for row in planned if row.kind != _CALL),
        due=tuple(due),
        todos=tuple(todos(work, whose)),
        notes=tuple(notes_for_me(work, whose)),
        awaited=tuple(awaited_replies(work, whose)),
        happened=_happened(work, whose),
    )


def day_of(call: ToDo | AppointmentRow) -> date:
    """Return when somebody waits for a call."""
    if isinstance(call, AppointmentRow):
        return call.span.held_on
    return call.due_on or date.max


_STAFF = Prepared(
    select(Staff.id, Staff.name, Staff.roles, Staff.centre_codes)
    .where(Staff.is_active, Staff.record_state != VOID)
    .order_by(Staff.login)
)


def _is_listed(work: Work, row: Any, absent: set[UUID]) -> bool:
    if row.id == work.actor.staff_id:
        return work.actor.writes_casework
    does_casework = not WRITES_CASEWORK.isdisjoint(row.roles or ())
    is_here = not work.actor.centres.isdisjoint(row.centre_codes or ())
    return row.id in absent or (work.actor.has(SUPERVISOR) and does_casework and is_here)


def _planned(work: Work, whose: UUID) -> list[AppointmentRow]:
    """List what is arranged, from a fortnight ago on: a call that was missed still waits."""
    today = work.today()
    first, last = today - timedelta(days=DAYS), today + timedelta(days=DAYS)
    rows = appointments_between(work, first, last, staff_ids={whose})
    return [
        row
        for row in rows
        if row.outcome == PLANNED and (row.span.until >= today or row.kind == _CALL)
    ]


def _is_near(day: date | None, until: date) -> bool:
    return day is not None and day <= until


_IS_LISTED = exists().where(
    CaseWorker.case_id == Case.id,
    CaseWorker.staff_id == bindparam("whose"),
    CaseWorker.role != NAMED,
    CaseWorker.record_state != VOID,
)
_WHOM = (Person.name.label("person"), whom_hidden(Case.person_id).label("hides"))
_WORDS = ("contact_hours", "hidden_from", "contact_note", "disability_accommodation")
_CAUTIONS = Prepared(
    select(
        Case.id.label("case_id"),
        Case.case_no,
        Case.urgency,
        Case.restriction_level,
        *_WHOM,
        *(Person.shien_sochi, Person.shien_sochi_until_on, Person.staff_safety),
        *(Person.staff_safety_note, Person.interpreter_needed, Person.language),
        *(getattr(Person, key) for key in (*SAFE_CONTACT_KEYS, *_WORDS)),
    )
    .outerjoin(Person, Person.id == Case.person_id)
    .where(_IS_LISTED, Case.closed_on.is_(None), Case.record_state != VOID)
    .order_by(Case.case_no)
)
_HAPPENED = Prepared(
    select(
        Consultation.id,
        Consultation.case_id,
        Consultation.held_on,
        Consultation.centre,
        Consultation.method,
        Consultation.subject,
        first_of(Consultation.body, FIRST_LINE).label("body"),
        Case.case_no,
        *_WHOM,
    )
    .join(Case, Case.id == Consultation.case_id)
    .outerjoin(Person, Person.id == Case.person_id)
    .where(
        _IS_LISTED,
        Case.last_contact_on >= bindparam("since"),
        Consultation.held_on >= bindparam("since"),
        Consultation.record_state != VOID,
    )
    .order_by(Consultation.held_on.desc(), Consultation.created_at.desc())
    .limit(_MOST_HAPPENED)
)


def _cautions(work: Work, whose: UUID) -> tuple[tuple[Caution, ...], int]:
    """Return what to be careful of in the worker's open cases, and how many cases these are."""
    with work.store.reading(work.actor) as session:
        rows = _CAUTIONS(session, whose=whose)
        masks = masks_of_rows(session, rows)
    found = []
    for row in rows:
        mask = masks.get(row.hides, Mask())
        words = tuple(mask.words(each) for each in _caution_words(row))
        if words:
            name, grave = name_on_screen(row), _is_grave(row)
            found.append(Caution(row.case_id, row.case_no, name, words, row.hides, grave))
    return tuple(sorted(found, key=lambda each: not each.is_grave)), len(rows)


def _is_grave(row: Any) -> bool:
    is_risky = row.shien_sochi or row.staff_safety or row.restriction_level
    return bool(is_risky) or row.urgency == PRESSING


def _caution_words(row: Any) -> Iterator[str]:
    if row.shien_sochi:
        until = row.shien_sochi_until_on
        yield f"支援措置（{wareki(until)}まで）" if until else "支援措置"
    if row.restriction_level:
        yield "閲覧制限あり"
    if row.urgency == PRESSING:
        yield "緊急度が高い"
    if row.staff_safety:
        note = one_line(row.staff_safety_note)
        yield f"職員の安全に注意：{note}" if note else "職員の安全に注意"
    yield from contact_rules({key: getattr(row, key) or "" for key in SAFE_CONTACT_KEYS})
    labels = ("連絡のつく時間帯", "知られてはいけない相手", "連絡の注意", "合理的配慮")
    for key, label in zip(_WORDS, labels, strict=True):
        if words := getattr(row, key):
            yield f"{label}：{words}"
    if row.interpreter_needed:
        yield f"通訳（{row.language}）" if row.language else "通訳が要る"


def _happened(work: Work, whose: UUID) -> tuple[Happened, ...]:
    since = work.today() - timedelta(days=DAYS)
    with work.store.reading(work.actor) as session:
        rows = _HAPPENED(session, whose=whose, since=since)
        masks = masks_of_rows(session, rows)
    return tuple(
        Happened(
            row.id,
            row.case_id,
            row.case_no,
            name_on_screen(row),
            row.held_on,
            row.centre or "",
            row.method or "",
            masks.get(row.hides, Mask()).words(row.subject or one_line(row.body)),
            row.hides,
        )
        for row in rows
    )
