"""Who may hold which meeting, and whether a person may be named in it."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date
from operator import attrgetter
from typing import Any
from uuid import UUID

from sqlalchemy import inspect, select
from sqlalchemy.orm import Session

from soudan_desk.codes import CodeBook, CodeEntry
from soudan_desk.errors import InvalidEntriesError, NotAllowedError
from soudan_desk.models import Agency, AgendaItem, Attendance, Case, Conference, Consent
from soudan_desk.models.base import DRAFT, FILING_KEYS, FINAL, VOID, Record
from soudan_desk.models.conference import CONFIDENTIAL_KINDS
from soudan_desk.models.consent import ONLY_TOLD
from soudan_desk.services.rights import require_role
from soudan_desk.services.work import Work
from soudan_desk.storage.actor import SUPERVISOR
from soudan_desk.storage.prepared import Prepared, among_many, as_one
from soudan_desk.storage.units import mark

WITHIN_OFFICE_KINDS = frozenset({"case"})
"""Meetings of the office's own workers: nobody is told anything new while no other is there."""
ANONYMOUS_KINDS = frozenset({"kentou", "juken_shinsa", "network", "unei", "shogai_work"})
"""Meetings whose papers name nobody."""
_CARRYING = frozenset({"meeting_share", "share_agencies"})
_CARRYING_OF = {"coord": _CARRYING | {"coord_meeting"}}
_GROUND_OF = {"statutory": "statutory", "core": "abuse_duty"}

Known = dict[UUID | None, list[Any]]
NOT_NAMED = (
    "この方の名前を会議に出す同意がありません。"
    "名前を伏せるか、同意をもらうか、支援会議(法第9条)で扱ってください。"
)


@dataclass(frozen=True, slots=True)
class Naming:
    """Whether a person may be named in a meeting: on what ground, or why not.

    `outside` names the attending agencies that the consent leaves out.
    """

    ground: str | None
    consent_id: UUID | None
    sentence: str
    outside: tuple[str, ...] = ()

    @property
    def holds(self) -> bool:
        """Whether the name may be said before everybody who attends."""
        return self.ground is not None and not self.outside


def kind_options(codes: CodeBook, name: str, centre: str, meeting_kind: str) -> list[CodeEntry]:
    """Return the options of a list for a kind of meeting: its own where it has any."""
    entries = codes.entries(name, centre=centre)
    own = [entry for entry in entries if entry.group == meeting_kind]
    return own or [entry for entry in entries if entry.group is None]


def require_meeting(work: Work, session: Session, record: Record) -> None:
    """Refuse a meeting under secrecy to who may not hold one, and a conclusion it does not know."""
    if isinstance(record, Conference):
        if record.meeting_kind in CONFIDENTIAL_KINDS and inspect(record).transient:
            require_role(work, SUPERVISOR, act="法に基づく会議を開く")
        follow_meeting(session, record)
    elif isinstance(record, AgendaItem):
        _require_item(work, session, record)


def _require_item(work: Work, session: Session, item: AgendaItem) -> None:
    known = {
        entry.code
        for entry in kind_options(
            work.codes, "agenda.conclusion", item.centre, item.meeting_kind or ""
        )
    }
    if item.conclusion is not None and item.conclusion not in known:
        raise InvalidEntriesError(
            {"conclusion": "この会議では選べない結論です。選び直してください。"}
        )
    if item.consent_id is not None and item.case_id is not None:
        _require_own_consent(session, item)


def _require_own_consent(session: Session, item: AgendaItem) -> None:
    with session.no_autoflush:
        consent = session.get(Consent, item.consent_id)
        case = session.get(Case, item.case_id)
    if consent is None or case is None or consent.person_id != case.person_id:
        raise InvalidEntriesError({"consent_id": "ほかの方の同意です。選び直してください。"})


def follow_meeting(session: Session, meeting: Conference) -> None:
    """Carry a meeting's day, kind and restriction over to its items and members."""
    with session.no_autoflush:
        items = select(AgendaItem).where(AgendaItem.conference_id == meeting.id)
        members = select(Attendance).where(Attendance.conference_id == meeting.id)
        for part in (*session.scalars(items), *session.scalars(members)):
            _follow(session, part, meeting)


def _follow(session: Session, part: AgendaItem | Attendance, meeting: Conference) -> None:
    keys = ["centre", "restriction_level"]
    if isinstance(part, AgendaItem):
        keys += ["held_on", "meeting_kind"]
    meeting.derive()
    new = {key: getattr(meeting, key) for key in keys}
    changed = {key: value for key, value in new.items() if getattr(part, key) != value}
    for key, value in changed.items():
        setattr(part, key, value)
    if part.record_state == FINAL and changed.keys() - FILING_KEYS:
        part.version += 1
        mark(session, part, "amend", "会議の日や種類の訂正に合わせた")


def naming_of(
    session: Session,
    person_id: UUID | None,
    meeting_kind: str,
    on: date,
    attending: Collection[UUID] = (),
    *,
    outsiders: bool = True,
    known: Known | None = None,
) -> Naming:
    """Tell whether a person may be named in a meeting of a kind on a day, before these agencies.

    `known` holds the consents of several persons, read at once.
    """
    if (ground := _GROUND_OF.get(meeting_kind)) is not None:
        return Naming(ground, None, "法に基づく会議のため、同意がなくても扱えます。")
    if meeting_kind in WITHIN_OFFICE_KINDS and not outsiders:
        return Naming("within_office", None, "所内の会議です。")
    consents = consents_of(session, [person_id]) if known is None else known
    carrying = _carrying(consents.get(person_id, ()), meeting_kind, on)
    if not carrying:
        return Naming(None, None, NOT_NAMED)
    consent = next((each for each in carrying if not _outside(each, attending)), carrying[0])
    outside = _left_out(session, consent, attending)
    words = f"{'・'.join(outside)}は同意の範囲外です。" if outside else "同意があります。"
    return Naming("consent", consent.id, words, outside)


_CONSENTS = Prepared(
    select(
        Consent.id,
        Consent.person_id,
        Consent.type,
        Consent.method,
        Consent.given_on,
        Consent.withdrawn_on,
        Consent.expires_on,
        Consent.scope_agency_ids,
        Consent.excluded_agency_ids,
    ).where(
        among_many(Consent.person_id, "people"),
        Consent.record_state != VOID,
        Consent.type.in_(sorted(_CARRYING | {"coord_meeting"})),
    )
)


def consents_of(session: Session, person_ids: Iterable[UUID | None]) -> Known:
    """Return the consents to being spoken of in meetings by person, the newest first."""
    people = [each for each in person_ids if each is not None]
    found: Known = {}
    rows = _CONSENTS(session, people=as_one(people)) if people else []
    for row in sorted(rows, key=attrgetter("given_on", "id"), reverse=True):  # ids grow with time
        found.setdefault(row.person_id, []).append(row)
    return found


def _carrying(consents: Iterable[Any], meeting_kind: str, on: date) -> list[Any]:
    types = _CARRYING_OF.get(meeting_kind, _CARRYING)
    fitting = (each for each in consents if each.type in types and each.given_on <= on)
    return [each for each in fitting if _carries(each, on)]


def _carries(consent: Any, on: date) -> bool:
    if consent.method == ONLY_TOLD:
        return False
    if consent.withdrawn_on is not None and consent.withdrawn_on <= on:
        return False
    return consent.expires_on is None or consent.expires_on >= on


def _outside(consent: Any, attending: Iterable[UUID]) -> list[UUID]:
    scope, excluded = set(consent.scope_agency_ids or ()), set(consent.excluded_agency_ids or ())
    return [each for each in attending if each in excluded or (scope and each not in scope)]


def _left_out(session: Session, consent: Any, attending: Iterable[UUID]) -> tuple[str, ...]:
    out = _outside(consent, attending)
    if not out:
        return ()
    query = select(Agency.name, Agency.department).where(Agency.id.in_(out))
    named = (" ".join(filter(None, row)) for row in session.execute(query))
    return tuple(dict.fromkeys(named))


def require_open(meeting: Conference) -> None:
    """Refuse to change the agenda of a meeting whose minutes are final."""
    if meeting.record_state != DRAFT:
        raise NotAllowedError("議事録が確定した会議です。直すには「訂正・追記」を使ってください。")
