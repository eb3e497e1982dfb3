"""Whom 「だれが」 of a decision means: the client, the family, a worker, an agency that sits in."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from soudan_desk.japanese.folding import name_key
from soudan_desk.models import Agency, AgendaItem, Attendance, Case, Person, Staff
from soudan_desk.models.base import VOID
from soudan_desk.services.names import title_from
from soudan_desk.services.person_masks import household_names, names_of
from soudan_desk.services.work import Work
from soudan_desk.storage.store import fetch

SELF, FAMILY, CENTRE, AGENCY = "self", "family", "centre", "agency"
_OF_ROLE = {"client": SELF, "family": FAMILY}
_CALLED = re.compile(r"(さん|さま|様|氏)$")
_LEAST_PART = 3
"""Characters of an agency's name that tell which one is meant."""


@dataclass(frozen=True, slots=True)
class Doer:
    """Somebody who may do what was decided, and the names by which they are known."""

    actor: str
    name: str
    detail: str = ""
    staff_id: UUID | None = None
    agency_id: UUID | None = None
    also: tuple[str, ...] = ()

    @property
    def who(self) -> tuple[str, UUID | None, UUID | None]:
        """What tells two of one name apart."""
        return self.actor, self.staff_id, self.agency_id


def offered_doers(work: Work, conference_id: UUID) -> list[Doer]:
    """List who may be named as 「だれが」 in a meeting: those who sit in it first."""
    with work.store.reading(work.actor) as session:
        found = _doers(work, session, conference_id)
    return list({each.name: each for each in reversed(found)}.values())[::-1]


def settle_doer(
    work: Work, session: Session, item: AgendaItem, row: dict[str, Any], doers: Sequence[Doer]
) -> str:
    """Write on a decision who is meant by its 「だれが」; return what is unclear, if anything."""
    typed = (row.get("actor_name") or "").strip()
    if not typed:
        return ""
    meant = _meant(typed, [*doers, *_own(work, session, item)])
    if len(meant) > 1:
        names = "、".join(each.name for each in meant)
        return f"「{typed}」は{len(meant)}人います({names})。だれかわかるように書いてください。"
    if meant:
        row["actor"] = meant[0].actor
        row["actor_name"] = meant[0].name if meant[0].staff_id else typed
    elif row.get("staff_id"):
        row.pop("actor", None)  # another name was written over a worker's
    row["staff_id"] = meant[0].staff_id if meant else None
    row["agency_id"] = meant[0].agency_id if meant else row.get("agency_id")
    return ""


def doers_in(work: Work, session: Session, item: AgendaItem) -> list[Doer]:
    """List who may do what was decided of an item, within an open unit of work."""
    return _doers(work, session, item.conference_id)


def _meant(typed: str, doers: Iterable[Doer]) -> list[Doer]:
    """Find who is meant: by the whole name, else by the surname, else by part of an agency's."""
    key = name_key(_CALLED.sub("", typed))
    known = list(doers)
    whole = [each for each in known if key in {name_key(each.name), *map(name_key, each.also)}]
    found = whole or [each for each in known if key == _surname(each)]
    if not found and len(key) >= _LEAST_PART:
        part = [each for each in known if each.agency_id and key in name_key(each.name)]
        found = part if len({each.who for each in part}) == 1 else []
    return list({each.who: each for each in reversed(found)}.values())[::-1]


def _surname(doer: Doer) -> str:
    parts = (doer.name if doer.staff_id else doer.detail).split()
    return name_key(parts[0]) if parts and doer.actor in {CENTRE, AGENCY} else ""


def _doers(work: Work, session: Session, conference_id: UUID) -> list[Doer]:
    query = select(Attendance).where(
        Attendance.conference_id == conference_id, Attendance.record_state != VOID
    )
    rows = sorted(session.scalars(query), key=lambda row: (row.position or 0, row.id))
    staff = _staff(session)
    there = [row.member_id for row in rows if row.member_id is not None]
    staff.sort(
        key=lambda each: there.index(each.staff_id) if each.staff_id in there else len(there)
    )
    fixed = [Doer(actor, work.codes.label("plan.actor", actor)) for actor in (SELF, FAMILY, CENTRE)]
    return [*fixed[:2], *staff, *_outside(session, rows), fixed[2]]


def _staff(session: Session) -> list[Doer]:
    query = select(Staff.id, Staff.name, Staff.job_title).where(
        Staff.is_active, Staff.record_state != VOID
    )
    rows = session.execute(query.order_by(Staff.login))
    return [Doer(CENTRE, row.name, row.job_title or "職員", staff_id=row.id) for row in rows]


def _outside(session: Session, rows: Iterable[Attendance]) -> list[Doer]:
    """Return the agencies that sit in, and who sits there for them."""
    others = [row for row in rows if row.member_id is None and row.role not in _OF_ROLE]
    ids = [row.agency_id for row in others if row.agency_id is not None]
    query = select(Agency.id, Agency.name, Agency.department).where(Agency.id.in_(ids))
    named = {row.id: title_from((row.name, row.department)) for row in session.execute(query)}
    found = []
    for row in others:
        org = named.get(row.agency_id, "") if row.agency_id else row.org or ""
        also = tuple(filter(None, (row.org, row.name)))
        if org:
            found.append(Doer(AGENCY, org, row.name, agency_id=row.agency_id, also=also))
    return found


def _own(work: Work, session: Session, item: AgendaItem) -> list[Doer]:
    """Return the person of the item and who lives with them, by their names."""
    if item.case_id is None:
        return []
    person_id = fetch(session, Case, item.case_id).person_id
    person = None if person_id is None else fetch(session, Person, person_id)
    if person is None:
        return []
    mine = names_of(person)
    theirs = [name for name in household_names(session, person) if name not in mine]
    labels = {actor: work.codes.label("plan.actor", actor) for actor in (SELF, FAMILY)}
    return [
        Doer(SELF, labels[SELF], also=mine),
        Doer(FAMILY, labels[FAMILY], also=(*_FAMILY_WORDS, *theirs)),
    ]


_FAMILY_WORDS = ("家族", "ご家族", "親族")
