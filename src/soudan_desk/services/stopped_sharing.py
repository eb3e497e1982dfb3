"""撤回: who has taken back what they agreed to, so that nothing of theirs goes to a third party.

Letters are judged line by line against the one consent they name. Any other paper, table or file
names nobody but in the words of who gets it: of these people it goes to themselves or stays inside.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import fields, is_dataclass
from datetime import date
from typing import Any, Final
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from soudan_desk.errors import InvalidEntriesError, NotAllowedError
from soudan_desk.models import AgendaItem, Case, Consent, Person
from soudan_desk.models.base import VOID, Record
from soudan_desk.services.cases import CaseRow
from soudan_desk.services.consents import SHARING_TYPES
from soudan_desk.services.leaving_masks import keys_of
from soudan_desk.services.work import Work
from soudan_desk.storage.scope import whole_office

THEMSELVES: Final = frozenset({"本人", "ご本人", "代理人", "法定代理人", "任意代理人"})
INSIDE: Final = frozenset({"事務所", "事務所の中", "所内"})
_POLITE = ("様", "さま", "殿", "さん")
_OTHERWISE = (
    "ほかに伝えるときは、新しい同意を登録するか、つなぎの手紙で、同意によらない根拠を選びます。"
)
OF_ONE: Final = (
    "ほかに伝えることへの同意が撤回されています。「渡す相手」に「本人」「代理人」「事務所の中」の"
    f"どれかを入れてください。{_OTHERWISE}"
)
OF_FILE: Final = (
    "ほかに伝えることへの同意を撤回した方のファイルです。ほかの機関や人には渡せません。"
    "事務所の中か、ご本人のために使うときだけ、つづけてください。"
)
OF_MANY: Final = (
    "ほかに伝えることへの同意を撤回した方が載っています。外に渡すときは、その方を外した一覧に"
    "してください。中で使うときは、「渡す相手」を「事務所の中」にします。"
)


class SharingStoppedError(NotAllowedError):
    """What is to leave is of somebody who took back that others are told."""

    code = "sharing_stopped"

    def __init__(self) -> None:
        super().__init__(OF_FILE)


def stopped(session: Session, today: date) -> frozenset[UUID]:
    """Return those who took a consent to telling others back and have given no other since."""
    of_sharing = Consent.type.in_(SHARING_TYPES), Consent.record_state != VOID
    taken_back = select(Consent.person_id).where(*of_sharing, Consent.withdrawn_on <= today)
    holding = select(Consent.person_id).where(*of_sharing, Consent.stands_on(today))
    query = taken_back.where(Consent.person_id.not_in(holding)).distinct()
    return frozenset(whole_office(session, query).scalars())


def is_outside(recipient: str, name: str = "") -> bool:
    """Whether words name a third party; blank words name nobody."""
    said = "".join(recipient.split())
    own = "".join(name.split())
    for ending in _POLITE:
        said = said.removesuffix(ending)
    return bool(said) and said not in THEMSELVES | INSIDE | ({own} if own else set())


def require_not_stopped(
    work: Work, session: Session, people: Iterable[UUID], recipient: str
) -> None:
    """Raise `InvalidEntriesError` where a paper of these goes outside, or nobody says where to."""
    concerned = stopped(session, work.today()).intersection(people)
    if not concerned:
        return
    (first, *others) = concerned
    name = "" if others else session.scalars(select(Person.name).where(Person.id == first)).first()
    if not recipient.strip() or is_outside(recipient, name or ""):
        raise InvalidEntriesError({"recipient": OF_ONE})


def require_none_told(work: Work, session: Session, data: Any, recipient: str) -> None:
    """Raise `InvalidEntriesError` where a list of many goes outside and names one of these."""
    if not is_outside(recipient):
        return
    query = select(Person.name).where(Person.id.in_(stopped(session, work.today())))
    names = [name for name in session.scalars(query) if name]
    if names and any(name in text for text in _texts(data) for name in names):
        raise InvalidEntriesError({"recipient": OF_MANY})


def tellable_rows(work: Work, rows: Sequence[CaseRow], recipient: str) -> list[CaseRow]:
    """Return the cases of a list that may be told of to its recipient."""
    if not is_outside(recipient):
        return list(rows)
    with work.store.reading(work.actor) as session:
        without = stopped(session, work.today())
    return [row for row in rows if row.person_id not in without]


def concerned_people(session: Session, records: Sequence[Record]) -> Mapping[UUID, set[UUID]]:
    """Return by record those whom it is about: the persons it names, and those of its case."""
    found: dict[UUID, set[UUID]] = {}
    for person_id, record_ids in keys_of(records, Person.kind()).items():
        for record_id in record_ids:
            found.setdefault(record_id, set()).add(person_id)
    cases = keys_of(records, Case.kind())
    query = select(Case.id, Case.person_id).where(Case.id.in_(cases), Case.person_id.is_not(None))
    for case_id, person_id in whole_office(session, query):
        for record_id in cases[case_id]:
            found.setdefault(record_id, set()).add(person_id)
    return found


def people_of_sitting(session: Session, conference_id: UUID) -> list[UUID]:
    """Return whose cases a sitting spoke of."""
    query = (
        select(Case.person_id)
        .join(AgendaItem, AgendaItem.case_id == Case.id)
        .where(AgendaItem.conference_id == conference_id, Case.person_id.is_not(None))
    )
    return [each for each in whole_office(session, query).scalars() if each is not None]


def _texts(data: Any) -> Iterator[str]:
    """Give every text in what a paper is made of."""
    if isinstance(data, str):
        yield data
    elif is_dataclass(data) and not isinstance(data, type):
        for each in fields(data):
            yield from _texts(getattr(data, each.name))
    elif isinstance(data, Mapping):
        yield from _texts(list(data.values()))
    elif isinstance(data, Iterable) and not isinstance(data, bytes):
        for each in data:
            yield from _texts(each)
