"""「この方ではありませんか」: known people who may be the one being typed, each with the reason."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from functools import partial
from typing import Any
from uuid import UUID

from rapidfuzz.distance import JaroWinkler
from sqlalchemy import ColumnElement, select
from sqlalchemy.orm import Session

from soudan_desk.japanese.addresses import fold_address, is_same_place, is_telling
from soudan_desk.japanese.folding import name_key, sound_key
from soudan_desk.japanese.partial_dates import PartialDate
from soudan_desk.japanese.telephone import telephone_digits
from soudan_desk.models import Case, Person
from soudan_desk.models.base import VOID
from soudan_desk.services.work import Work
from soudan_desk.storage.sealed_search import sealed_where

ERA_SLIP_YEARS = 63
"""昭和 and 平成 written for each other: 昭和n is 1925+n, 平成n is 1988+n."""
NEAR_READING = 0.9
_MOST_READ = 5_000
_MOST_NEAR = 50
_MOST_SHOWN = 5
_LAST = "\U0010ffff"
_BORN = "生年月日"
SAME_BIRTH = "生年月日が同じ"
Reasons = list[tuple[int, str]]
_KNOWN = (Person.merged_into_id.is_(None), Person.record_state != VOID)


@dataclass(frozen=True, slots=True, kw_only=True)
class Typed:
    """What is known so far of the person being typed."""

    name: str = ""
    kana: str = ""
    birth_on: PartialDate | None = None
    telephone: str = ""
    address: str = ""


@dataclass(frozen=True, slots=True)
class Likely:
    """A known person with the reasons, strongest first, and where they are known from."""

    person_id: UUID
    name: str
    kana: str
    birth_on: PartialDate | None
    reasons: tuple[str, ...]
    score: int
    cases: tuple[tuple[str, str, str], ...]
    """Case number, centre and state of each case."""


def likely_persons(
    work: Work, typed: Typed, *, except_id: UUID | None = None, limit: int = _MOST_SHOWN
) -> list[Likely]:
    """Return known people who may be the one typed, likeliest first; none for too little."""
    with work.store.reading(work.actor) as session:
        scored = [
            (score, reasons, person)
            for person in _candidates(session, typed)
            for score, reasons in [judge(typed, person)]
            if score and person.id != except_id
        ]
        scored.sort(key=lambda each: (-each[0], each[2].kana_folded or ""))
        return [_likely(session, *each) for each in scored[:limit]]


def _candidates(session: Session, typed: Typed) -> Iterable[Person]:
    """Give who may be meant, each once: every exact hit, then the nearest readings.

    A query for each way of being meant, so that a common reading cannot crowd out an exact hit.
    """
    ways = [*_exact_ways(typed), sealed_where(session, Person, partial(_is_there, typed))]
    if near := _near_readings(session, name_key(typed.kana)):
        ways.append(Person.id.in_(near))
    found = (session.scalars(select(Person).where(way, *_KNOWN)) for way in ways)
    return {person.id: person for persons in found for person in persons}.values()


def _exact_ways(typed: Typed) -> Iterator[ColumnElement[bool]]:
    name, kana = name_key(typed.name), name_key(typed.kana)
    if len(name) > 1:
        yield Person.name_folded == name
        yield Person.id.in_(_known_by_alias(name))
    if len(kana) > 2:
        yield Person.sound_folded == sound_key(typed.kana)
    if len(digits := telephone_digits(typed.telephone)) >= 9:
        yield Person.tel_folded.contains(digits, autoescape=True)
    if typed.birth_on is not None and typed.birth_on.exact() is not None:
        near = [each.stored() for each, _ in near_births(typed.birth_on)]
        yield Person.birth_on.in_([PartialDate.from_stored(each) for each in near])
    if is_telling(place := fold_address(typed.address)):
        yield _at_address(place) & Person.shien_sochi.is_(False)


def _is_there(typed: Typed, person: Person) -> bool:
    """Whether a sealed person has the number or the address typed."""
    return any((*_telephone_reasons(typed, person), *_address_reasons(typed, person)))


def _at_address(place: str) -> ColumnElement[bool]:
    """Return the condition of living there, one's address with or without the rooms."""
    wider = [place[:end] for end in range(1, len(place)) if is_telling(place[:end])]
    return Person.address_folded.between(place, place + _LAST) | Person.address_folded.in_(wider)


def _near_readings(session: Session, kana: str) -> list[UUID]:
    """Return the people whose reading is nearest to one, of those that begin like it.

    Read in the order of their readings, no more than `_MOST_READ`, so that typing stays quick.
    """
    if len(kana) <= 2:
        return []
    begins = Person.kana_folded.startswith(kana[:3], autoescape=True)
    query = select(Person.id, Person.kana_folded).where(begins, *_KNOWN)
    rows = session.execute(query.order_by(Person.kana_folded, Person.id).limit(_MOST_READ))
    near = [(JaroWinkler.similarity(kana, reading or ""), key) for key, reading in rows]
    near = sorted((each for each in near if each[0] >= NEAR_READING), reverse=True)
    return [key for _, key in near[:_MOST_NEAR]]


def _known_by_alias(name: str) -> Any:
    return select(Person.id).where(Person.alias_folded.contains(name, autoescape=True))


def judge(typed: Typed, person: Person) -> tuple[int, tuple[str, ...]]:
    """Score how likely the person is the one typed, with the reasons in words."""
    found = [
        *_name_reasons(typed, person),
        *_telephone_reasons(typed, person),
        *_address_reasons(typed, person),
    ]
    births, givens = [*_birth_reasons(typed, person)], [*_given_name_reasons(typed, person)]
    if found or _says_enough(typed, births, givens):
        found += births + (givens if not _is_named(found) else [])
    score = sum(points for points, _ in found)
    return max(score, 0), tuple(reason for _, reason in sorted(found, reverse=True))


def _says_enough(typed: Typed, births: Reasons, givens: Reasons) -> bool:
    """Tell whether the birth date says something by itself: no name known yet, or half of it."""
    reason = births[0][1] if births else ""
    if givens:
        return reason.startswith(_BORN)
    return reason == SAME_BIRTH and not (typed.name or typed.kana)


def _is_named(found: Reasons) -> bool:
    return any(reason.startswith(("氏名", "読み")) for _, reason in found)


def _name_reasons(typed: Typed, person: Person) -> Iterator[tuple[int, str]]:
    name, kana = name_key(typed.name), name_key(typed.kana)
    if name and name == person.name_folded:
        same = _unfolded(typed.name) == _unfolded(person.name or "")
        yield 50, "氏名が同じ" if same else "氏名が同じ(字体ちがい)"
    elif name and name in (person.alias_folded or "").split("\n"):
        yield 40, "旧姓・通称が同じ"
    if not kana or not person.kana_folded:
        return
    if kana == person.kana_folded:
        yield 30, "読みが同じ"
    elif sound_key(typed.kana) == person.sound_folded:
        yield 20, "読みが近い(濁点や長音のちがい)"
    elif JaroWinkler.similarity(kana, person.kana_folded) >= NEAR_READING:
        yield 15, "読みが近い"


def _unfolded(name: str) -> str:
    """Return a name as it is written, but for its blanks and widths."""
    return "".join(unicodedata.normalize("NFKC", name).split())


def _given_name_reasons(typed: Typed, person: Person) -> Iterator[tuple[int, str]]:
    """Tell of somebody whose surname alone is another, as after a marriage."""
    pairs = ((typed.name, person.name), (typed.kana, person.kana))
    if any(_same_given_name(one, other or "") for one, other in pairs):
        yield 15, "名が同じ"


def _same_given_name(one: str, other: str) -> bool:
    """Tell whether two names end alike, as far as either parts surname and given name."""
    for parted, whole in ((one, other), (other, one)):
        parts = parted.split()
        if len(parts) > 1 and len(given := name_key(parts[-1])) > 1:
            return name_key(whole).endswith(given)
    return False


def _telephone_reasons(typed: Typed, person: Person) -> Iterator[tuple[int, str]]:
    digits = telephone_digits(typed.telephone)
    if len(digits) >= 9 and digits in person.numbers().split():
        yield 40, "電話が同じ"


def _address_reasons(typed: Typed, person: Person) -> Iterator[tuple[int, str]]:
    if not person.shien_sochi and is_same_place(fold_address(typed.address), person.place()):
        yield 25, "住所が同じ"


def _birth_reasons(typed: Typed, person: Person) -> Iterator[tuple[int, str]]:
    one, other = typed.birth_on, person.birth_on
    if one is None or other is None or one.year is None or other.year is None:
        return
    for near, reason in near_births(one):
        if near == other and one.month is not None:
            yield (40 if near == one else 25), reason
            return
    if one.year == other.year and (one.month is None or other.month is None):
        yield 30, "生まれ年が同じ"
    elif one.year != other.year:
        yield -20, "生年が違う"


def near_births(birth: PartialDate) -> Iterator[tuple[PartialDate, str]]:
    """Give the birth date itself and those a slip of the pen makes of it, with the reason."""
    exact = birth.exact()
    yield birth, SAME_BIRTH if exact else "生まれた年と月が同じ"
    if exact is None:
        return
    for years in (ERA_SLIP_YEARS, -ERA_SLIP_YEARS):
        if slipped := _moved(exact, years):
            yield slipped, "生年月日が昭和と平成のちがいだけ"
    for years in (1, -1):
        if slipped := _moved(exact, years):
            yield slipped, "生年月日が1年ちがい"
    if exact.day <= 12 and exact.day != exact.month:
        yield PartialDate(exact.year, exact.day, exact.month), "生年月日の月と日が逆"


def _moved(day: date, years: int) -> PartialDate | None:
    try:
        moved = day.replace(year=day.year + years)
    except ValueError:
        return None
    return PartialDate(moved.year, moved.month, moved.day)


def _likely(session: Session, score: int, reasons: tuple[str, ...], person: Person) -> Likely:
    cases = session.execute(
        select(Case.case_no, Case.centre, Case.state)
        .where(Case.person_id == person.id, Case.record_state != VOID)
        .order_by(Case.opened_on.desc())
    ).all()
    return Likely(
        person_id=person.id,
        name=person.name or "(匿名)",
        kana=person.kana or "",
        birth_on=person.birth_on,
        reasons=reasons,
        score=score,
        cases=tuple((row.case_no, row.centre, row.state) for row in cases),
    )
