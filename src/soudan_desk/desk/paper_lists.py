"""Papers of many cases: 支援ケース一覧 as a list shows it, and a worker's 朝の一覧."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import date
from typing import Any
from uuid import UUID

from sqlalchemy import and_, bindparam, or_, select

from soudan_desk.desk.disclosure_paper import disclosure_register
from soudan_desk.desk.disposal_paper import disposal_list, disposal_register
from soudan_desk.desk.paper_appointments import visits_of_today, week_list
from soudan_desk.desk.paper_handover import worker_sheet
from soudan_desk.desk.paper_lines import (
    call_line,
    day_words,
    due_line,
    masks_of,
    note_line,
    todo_line,
)
from soudan_desk.desk.paper_tables import (
    MOST_CASES,
    case_table,
    require_few,
    supervision_list,
)
from soudan_desk.japanese.eras import wareki, wareki_short
from soudan_desk.models import Case, Consent, Evaluation, Person, Plan
from soudan_desk.models.base import VOID
from soudan_desk.models.life_support import Screening
from soudan_desk.papers.case_list import CaseLine, CaseListPaper
from soudan_desk.papers.morning_list import MorningList
from soudan_desk.services.case_conditions import application_stands
from soudan_desk.services.case_lists import CaseFilter, count_cases, list_cases
from soudan_desk.services.cases import CaseRow
from soudan_desk.services.due import due_items
from soudan_desk.services.handover_lists import notes_for_me, notes_in_centres
from soudan_desk.services.list_masks import leaving_rows
from soudan_desk.services.new_calls import first_calls, pressing_cases
from soudan_desk.services.standing_in import absent_now
from soudan_desk.services.today import todos
from soudan_desk.services.work import Work
from soudan_desk.storage.prepared import Prepared, among

Rows = Mapping[UUID, Any]


def case_list(work: Work, narrowed: CaseFilter | None = None, **order: Any) -> CaseListPaper:
    """Make the list of the cases narrowed to, every open one where nothing is said.

    `order` is what `list_cases` takes; a list of more than `MOST_CASES` is refused.
    """
    narrowed = narrowed or CaseFilter(only_open=True)
    require_few(count_cases(work, narrowed))
    rows = list_cases(work, narrowed, limit=MOST_CASES, **order)
    return case_list_of(work, rows, "終結を除く" if narrowed.only_open else "")


def case_list_of(work: Work, rows: Sequence[CaseRow], narrowed_to: str = "") -> CaseListPaper:
    """Make the list of these cases, in their order."""
    around = _Around(work, [row.id for row in rows])
    rows = leaving_rows(work, rows)
    remark = f"{wareki(work.today())}現在　{len(rows):,}件"
    told = f"{remark}　{narrowed_to}" if narrowed_to else remark
    return CaseListPaper(tuple(around.line(row) for row in rows), told)


def morning_list(work: Work) -> MorningList:
    """Make the worker's own list of today: what falls due, promises among it, and to-dos."""
    day, me = work.today(), work.actor.staff_id
    hands = {me, *(each.staff_id for each in absent_now(work))}
    due = due_items(work, on=day, worker_ids=hands)
    tasks = todos(work)
    notes = notes_for_me(work)
    masks = masks_of(work, [*due, *tasks, *notes])
    return MorningList(
        day=day_words(day),
        worker=work.actor.name,
        due=tuple(due_line(each, masks) for each in due),
        todos=tuple(todo_line(each, masks) for each in tasks),
        visits=visits_of_today(work),
        notes=tuple(note_line(each, masks) for each in notes),
    )


def centre_morning_list(work: Work, centre: str | None = None) -> MorningList:
    """Make what a morning meeting reads: who is new, what cannot wait, the whole day.

    Of one centre, or of all that the worker belongs to.
    """
    chosen = [centre] if centre else sorted(work.actor.centres)
    day = work.today()
    due = due_items(work, on=day, centre=centre)
    notes = notes_in_centres(work, chosen)
    first, pressing = first_calls(work, chosen), pressing_cases(work, chosen)
    masks = masks_of(work, [*due, *notes, *first, *pressing])
    return MorningList(
        day=day_words(day),
        worker="センター全体",
        is_whole=True,
        due=tuple(due_line(each, masks) for each in due),
        visits=visits_of_today(work, chosen),
        notes=tuple(note_line(each, masks) for each in notes),
        first_calls=tuple(call_line(each, masks) for each in first),
        pressing=tuple(call_line(each, masks) for each in pressing),
    )


LISTS: Mapping[str, Callable[[Work], Any]] = {
    "case_list": case_list,
    "case_table": case_table,
    "supervision_list": supervision_list,
    "disclosure_register": disclosure_register,
    "disposal_list": disposal_list,
    "disposal_register": disposal_register,
    "morning_list": morning_list,
    "centre_morning_list": centre_morning_list,
    "appointments": week_list,
    "handover_sheet": worker_sheet,
}
"""Papers made of no one record, as they are printed where nothing more is said."""

OF_WORKERS: Mapping[str, Callable[[Work, UUID], Any]] = {"handover_sheet": worker_sheet}
"""Those of them that can be asked for of one of the staff."""


def _oldest_first(model: Any, *columns: Any) -> Prepared:
    """Ask for columns of a case's records, the newest last; the first column is its day."""
    return Prepared(
        select(model.case_id, *columns)
        .where(among(model.case_id, "ids"), model.record_state != VOID)
        .order_by(columns[0], model.created_at)
    )


_PLANS = _oldest_first(
    Plan,
    *(Plan.drafted_on, Plan.plan_no, Plan.period_to_on, Plan.meeting_on),
    *(Plan.decision_type, Plan.decided_on, Plan.next_monitoring_on),
)
_EVALUATIONS = _oldest_first(Evaluation, Evaluation.evaluated_on, Evaluation.outcome)
_CONSENTS = Prepared(
    select(Case.id.label("case_id"), Consent.given_on)
    .join(
        Consent,
        or_(
            Consent.case_id == Case.id,
            and_(Consent.case_id.is_(None), Consent.person_id == Case.person_id),
        ),
    )
    .where(among(Case.id, "ids"), application_stands(bindparam("today", type_=Case.opened_on.type)))
    .order_by(Consent.given_on, Consent.created_at)
)
_SCREENINGS = _oldest_first(Screening, Screening.screened_on, Screening.result)
_SEXES = Prepared(
    select(Case.id.label("case_id"), Person.sex)
    .join(Person, Person.id == Case.person_id)
    .where(among(Case.id, "ids"))
)
_QUERIES = (_PLANS, _EVALUATIONS, _CONSENTS, _SCREENINGS, _SEXES)


def _known(query: Prepared, today: date) -> dict[str, Any]:
    return {"today": today} if query is _CONSENTS else {}


class _Around:
    """What stands around each case of a list: its newest plan, evaluation and consent."""

    def __init__(self, work: Work, ids: Sequence[UUID]) -> None:
        self._work = work
        with work.store.reading(work.actor) as session:
            found = [
                {row.case_id: row for row in ask(session, ids=ids, **more)} if ids else {}
                for ask, more in ((each, _known(each, work.today())) for each in _QUERIES)
            ]
        self._plans, self._evaluations, self._consents, self._screenings, self._sexes = found

    def line(self, row: CaseRow) -> CaseLine:
        """Return a case as one line."""
        plan, consent = self._plans.get(row.id), self._consents.get(row.id)
        meeting, monitoring = (plan.meeting_on, plan.next_monitoring_on) if plan else (None, None)
        return CaseLine(
            case_no=row.case_no,
            person=self._person(row),
            workers="、".join(row.workers),
            opened_on=_short(row.opened_on),
            agreed_on=_short(consent.given_on if consent else None),
            screening=self._screening(row.id),
            plan=_plan(plan),
            meeting_on=_short(meeting),
            decision=self._decision(plan),
            monitoring_on=_short(monitoring),
            evaluation=self._evaluation(row.id),
            closed_on=_short(row.closed_on),
            last_on=_short(row.last_contact_on),
            state=self._state(row),
        )

    def _person(self, row: CaseRow) -> str:
        known = self._sexes.get(row.id)
        sex = known.sex if known else None
        age = row.birth.age_text(self._work.today()) if row.birth else ""
        parts = (self._label("sex", sex), age)
        return "\n".join(filter(None, (row.person, "・".join(filter(None, parts)))))

    def _decision(self, plan: Any) -> str:
        if plan is None:
            return ""
        kind = self._label("plan.decision", plan.decision_type)
        return "\n".join(filter(None, (_short(plan.decided_on), kind if plan.decided_on else "")))

    def _screening(self, case_id: UUID) -> str:
        row = self._screenings.get(case_id)
        if row is None:
            return ""
        return "\n".join((_short(row.screened_on), self._label("screening.result", row.result)))

    def _evaluation(self, case_id: UUID) -> str:
        row = self._evaluations.get(case_id)
        if row is None:
            return ""
        return "\n".join((_short(row.evaluated_on), self._label("evaluation.outcome", row.outcome)))

    def _state(self, row: CaseRow) -> str:
        process = self._work.process_of(row.centre, row.process)
        return self._work.codes.label(process.states, row.state)

    def _label(self, name: str, code: str | None) -> str:
        entry = self._work.codes.find(name, code) if code else None
        return entry.brief if entry else ""


def _plan(plan: Any) -> str:
    if plan is None:
        return ""
    until = f"〜{_short(plan.period_to_on)}" if plan.period_to_on else ""
    return "\n".join(filter(None, (f"第{plan.plan_no}回 {_short(plan.drafted_on)}", until)))


def _short(day: date | None) -> str:
    return wareki_short(day) if day else ""
