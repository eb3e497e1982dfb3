"""A small office full of records, and counting them by hand."""

from collections import defaultdict
from datetime import date, datetime
from types import SimpleNamespace

from sqlalchemy import select

from soudan_desk.fields import Kind
from soudan_desk.japanese.fiscal import age_on
from soudan_desk.models import record_kinds
from soudan_desk.models.base import VOID
from soudan_desk.reports.table import NO_ANSWER, TOTAL
from soudan_desk.services.work import Work
from soudan_desk.storage.actor import Actor

DAY = date(2026, 11, 24)


def work_of(office, *roles, login="shunin", centres=None) -> Work:
    """Sit down with other roles at somebody's desk."""
    admin = office.work_of_admin
    actor = office.actors[login]
    actor = Actor(
        staff_id=actor.staff_id,
        login=login,
        name=actor.name,
        roles=frozenset(roles or actor.roles),
        centres=frozenset(centres if centres is not None else actor.centres),
    )
    return Work(office.store, actor, admin.codes, admin.processes, lambda: DAY)


class ByHand:
    """Everything a worker may see, read record by record, and counted without any query."""

    def __init__(self, store, actor):
        self.records = {}
        with store.reading(actor) as session:
            for kind, model in record_kinds().items():
                found = session.scalars(select(model))
                self.records[kind] = {
                    each.id: SimpleNamespace(
                        **{
                            column.key: getattr(each, column.key)
                            for column in model.__table__.columns
                        }
                    )
                    for each in found
                }

    def standing(self, kind):
        """Return what counts: not void, not belonging to what is void, no merged person."""
        for record in self.records[kind].values():
            wholes = [self.around(kind, record, of) for of in ("conference", "plan")]
            names_whole = [getattr(record, f"{of}_id", None) for of in ("conference", "plan")]
            gone = any(
                named and (whole is None or whole.record_state == VOID)
                for named, whole in zip(names_whole, wholes, strict=True)
            )
            merged = getattr(record, "merged_into_id", None)
            if record.record_state != VOID and not gone and not merged:
                yield record

    def around(self, kind, record, source):
        """Return the record around another one, the person through the case if need be."""
        if source == kind:
            return record
        named = getattr(record, f"{source}_id", None)
        if named is None and source == "person":
            case = self.around(kind, record, "case")
            named = case.person_id if case else None
        return self.records[source].get(named)

    def person_of(self, kind, record):
        if kind == "person":
            return record.id
        own = getattr(record, "person_id", None)
        case = self.around(kind, record, "case") if hasattr(record, "case_id") else None
        return own or (case.person_id if case else None)

    def day_of(self, kind, record, day):
        source, _, key = day.rpartition(".")
        holder = self.around(kind, record, source) if source else record
        found = getattr(holder, key) if holder else None
        return found.astimezone().date() if isinstance(found, datetime) else found

    def keys(self, about, record, asked, day):
        """Return into which rows a record falls."""
        if asked.key == "day.weekday":
            return {str(day.weekday())}
        if asked.key == "day.month":
            return {day.strftime("%Y-%m")}
        holder = self.around(about.kind, record, asked.source) if asked.source else record
        answer = getattr(holder, asked.field.key) if holder else None
        return keys_of(asked.field, answer, day) or {NO_ANSWER}

    def count(self, about, row, column, period, *, unit="records", centre=None):
        """Count a table: which ids stand in which cell."""
        cells = defaultdict(set)
        for record in self.standing(about.kind):
            day = self.day_of(about.kind, record, about.day)
            if day is None or not period.first <= day <= period.last:
                continue
            if centre is not None and self.centre_of(about.kind, record) != centre:
                continue
            person = self.person_of(about.kind, record)
            counted = record.id if unit == "records" else person
            if counted is None:
                continue
            columns = {unit} if column is None else {*self.keys(about, record, column, day), TOTAL}
            for r in {*self.keys(about, record, row, day), TOTAL}:
                for c in columns:
                    cells[r, c].add(counted)
        return cells

    def centre_of(self, kind, record):
        if hasattr(record, "centre"):
            return record.centre
        holders = (self.around(kind, record, of) for of in ("conference", "plan", "case"))
        return next((holder.centre for holder in holders if holder), None)


def keys_of(field, answer, day):
    """Say by hand into which rows an answer falls."""
    if answer in (None, "", [], {}):
        return set()
    match field.kind:
        case Kind.CHOICES | Kind.MARKS:
            return set(answer)
        case Kind.CHECK:
            return {"true" if answer else "false"}
        case Kind.DATE:
            return {answer.strftime("%Y-%m")}
        case Kind.TIME:
            return {answer.strftime("%H")}
        case Kind.MINUTES:
            return {str(sum(answer >= edge for edge in (15, 30, 60, 120)))}
        case Kind.NUMBER:
            return {str(answer) if answer < 10 else "10+"}
        case Kind.PARTIAL_DATE:
            return age_keys(answer, day)
    return {str(answer)}


def age_keys(born, day):
    """Say by hand which 年代 a birth tells."""
    if born.age_band:
        tens = {"under10": 1, "over100": 8}.get(born.age_band) or min(int(born.age_band[0]), 8)
        return {"60s"} if tens == 6 else {f"{tens}0"}
    first, last = born.span()
    bands = {band(age_on(edge, day)) for edge in (first, last) if age_on(edge, day) >= 0}
    if age_on(first, day) < 0:
        return set()
    if len(bands) == 1:
        return bands
    return {"60s"} if bands == {"60", "65"} else set()


def band(age):
    if 60 <= age < 65:
        return "60"
    if 65 <= age < 70:
        return "65"
    return str(min(max(age // 10 * 10, 10), 80))


def cells_of(table):
    """Return a table's cells as sets, the empty ones left out."""
    return {
        (row.key, column.key): set(cell.ids)
        for row, line in zip(table.rows, table.cells, strict=True)
        for column, cell in zip(table.columns, line, strict=True)
        if cell.ids
    }
