"""Into which rows the answers to a question fall: codes, months, ages, hours, bands of numbers."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date, time
from functools import partial
from typing import Any
from uuid import UUID

from soudan_desk.codes import CodeBook, CodeEntry
from soudan_desk.fields import Kind
from soudan_desk.japanese.eras import wareki_month
from soudan_desk.japanese.fiscal import age_on
from soudan_desk.japanese.partial_dates import PartialDate
from soudan_desk.reports.period import Period
from soudan_desk.reports.table import Heading
from soudan_desk.services.figure_questions import WEEKDAY, Asked

Keys = tuple[str, ...]
NameBook = Callable[[str, Iterable[UUID]], dict[UUID, str]]
_WEEKDAYS = "月火水木金土日"
_SEVERAL = (Kind.CHOICES, Kind.MARKS, Kind.REFERENCES)
_AGES = ((10, 19, "10代以下"), (20, 29, "20代"), (30, 39, "30代"), (40, 49, "40代"),
         (50, 59, "50代"), (60, 64, "60〜64歳"), (65, 69, "65〜69歳"), (70, 79, "70代"),
         (80, 999, "80歳以上"))  # fmt: skip
_SIXTIES = ("60s", "60代（前半・後半の別が不明）")
_MINUTES = ((15, "15分未満"), (30, "15分以上30分未満"), (60, "30分以上1時間未満"),
            (120, "1時間以上2時間未満"))  # fmt: skip
_LONGEST = "2時間以上"
_YEN = ((1, "0円"), (10_000, "1万円未満"), (50_000, "1万円以上5万円未満"),
        (100_000, "5万円以上10万円未満"))  # fmt: skip
_MOST_YEN = "10万円以上"
_BANDS = {Kind.MINUTES: (_MINUTES, _LONGEST), Kind.YEN: (_YEN, _MOST_YEN)}
_ONE_BY_ONE = 9


@dataclass(frozen=True, slots=True)
class Grouping:
    """What turns an answer into keys, and keys into headings in their order.

    `keys_of` gets the answer and the record's day; no key at all is 無回答. With `is_several` one
    record may stand in several rows.
    """

    asked: Asked
    keys_of: Callable[[Any, date], Keys]
    headings: Callable[[set[str]], list[Heading]]
    is_several: bool = False


@dataclass(frozen=True, slots=True)
class Around:
    """What a grouping needs to know: option lists, whose they are, the time, names of records."""

    codes: CodeBook
    centres: Sequence[str]
    period: Period
    names: NameBook
    day: str


def grouping_of(asked: Asked, around: Around) -> Grouping:
    """Return how a question's answers are grouped."""
    field = asked.field
    if asked.key == WEEKDAY:
        return Grouping(asked, _weekday, _weekdays)
    if field.codes is not None:
        several = field.kind in _SEVERAL
        keys = _codes if several else _code
        return Grouping(asked, keys, partial(_code_headings, around, field.codes), several)
    if field.kind in _BANDS:
        return _banded(asked, *_BANDS[field.kind])
    if field.kind is Kind.DATE:
        whole = around.period if asked.column == around.day else None
        return Grouping(asked, _month, partial(_months, whole))
    if field.kind is Kind.REFERENCE:
        return Grouping(asked, _code, partial(_named, around.names, field.of or ""))
    return Grouping(asked, *_ways().get(field.kind, (_code, _in_order)))


def _ways() -> dict[Kind, tuple[Callable[[Any, date], Keys], Callable[[set[str]], list[Heading]]]]:
    return {
        Kind.CHECK: (_check, _check_headings),
        Kind.PARTIAL_DATE: (_age, _ages),
        Kind.TIME: (_hour, _hours),
        Kind.NUMBER: (_number, _numbers),
    }


# --- option lists ----------------------------------------------------------------------------


def _code(answer: Any, _day: date) -> Keys:
    return () if answer in (None, "") else (str(answer),)


def _codes(answer: Any, _day: date) -> Keys:
    return tuple(dict.fromkeys(str(each) for each in answer or ()))


def _code_headings(around: Around, name: str, found: set[str]) -> list[Heading]:
    """List every option of the time, and after them those that are found all the same."""
    options: dict[str, CodeEntry] = {}
    for centre in around.centres or (None,):
        for entry in around.codes.entries(name, centre=centre):
            if entry.code in found or _valid_in(entry, around.period):
                options.setdefault(entry.code, entry)
    known = [Heading(code, entry.label, entry.short) for code, entry in options.items()]
    others = sorted(found - options.keys())
    return [*known, *(Heading(code, around.codes.label(name, code)) for code in others)]


def _valid_in(entry: CodeEntry, period: Period) -> bool:
    begun = entry.valid_from is None or entry.valid_from <= period.last
    return begun and (entry.valid_to is None or entry.valid_to >= period.first)


def _check(answer: Any, _day: date) -> Keys:
    return () if answer is None else ("true" if answer else "false",)


def _check_headings(_found: set[str]) -> list[Heading]:
    return [Heading("true", "はい"), Heading("false", "いいえ")]


def _named(names: NameBook, kind: str, found: set[str]) -> list[Heading]:
    known = names(kind, [UUID(each) for each in found])
    headings = [Heading(str(each), name) for each, name in known.items()]
    return sorted(headings, key=lambda each: (each.label, each.key))


def _in_order(found: set[str]) -> list[Heading]:
    return [Heading(each, each) for each in sorted(found)]


# --- time ------------------------------------------------------------------------------------


def _month(answer: Any, _day: date) -> Keys:
    return () if answer is None else (f"{answer:%Y-%m}",)


def _months(whole: Period | None, found: set[str]) -> list[Heading]:
    """List every month of the time counted; of another day those that are found."""
    keys = {f"{month.first:%Y-%m}" for month in whole.months()} if whole else set()
    return [Heading(key, wareki_month(int(key[:4]), int(key[5:]))) for key in sorted(keys | found)]


def _weekday(_answer: Any, day: date) -> Keys:
    return (str(day.weekday()),)


def _weekdays(_found: set[str]) -> list[Heading]:
    return [Heading(str(at), f"{name}曜") for at, name in enumerate(_WEEKDAYS)]


def _hour(answer: time | None, _day: date) -> Keys:
    return () if answer is None else (f"{answer.hour:02}",)


def _hours(found: set[str]) -> list[Heading]:
    """List the hours from the first to the last found: a gap is told too."""
    if not found:
        return []
    first, last = int(min(found)), int(max(found))
    return [Heading(f"{hour:02}", f"{hour}時台") for hour in range(first, last + 1)]


# --- ages and numbers ------------------------------------------------------------------------


def _age(answer: PartialDate | None, day: date) -> Keys:
    """Return the 年代 on the record's day, as far as what is known of the birth tells it."""
    if answer is None:
        return ()
    if answer.age_band is not None:
        return _band_of_decade(answer.age_band)
    first, last = answer.span()
    youngest, oldest = max(age_on(last, day), 0), age_on(first, day)
    if oldest < 0:
        return ()
    bands = {_band_at(youngest), _band_at(oldest)}
    if len(bands) == 1:
        return (bands.pop(),)
    return (_SIXTIES[0],) if bands == {"60", "65"} else ()


def _band_of_decade(band: str) -> Keys:
    if band == "under10":
        return ("10",)
    if band in {"80s", "90s", "over100"}:
        return ("80",)
    return (_SIXTIES[0],) if band == _SIXTIES[0] else (band[:2],)


def _band_at(age: int) -> str:
    return str(next(first for first, last, _ in _AGES if age <= last))


def _ages(found: set[str]) -> list[Heading]:
    headings = [Heading(str(first), label) for first, _, label in _AGES]
    if _SIXTIES[0] in found:
        headings.insert(7, Heading(*_SIXTIES))
    return headings


def _number(answer: int | None, _day: date) -> Keys:
    if answer is None:
        return ()
    return (str(answer),) if answer <= _ONE_BY_ONE else (f"{_ONE_BY_ONE + 1}+",)


def _numbers(found: set[str]) -> list[Heading]:
    more = f"{_ONE_BY_ONE + 1}+"
    single = sorted(int(each) for each in found if each != more)
    headings = [Heading(str(each), str(each)) for each in single]
    return [*headings, Heading(more, f"{_ONE_BY_ONE + 1}以上")] if more in found else headings


def _banded(asked: Asked, bands: tuple[tuple[int, str], ...], most: str) -> Grouping:
    labels = [*(label for _, label in bands), most]

    def keys_of(answer: int | None, _day: date) -> Keys:
        if answer is None:
            return ()
        return (str(next((at for at, (end, _) in enumerate(bands) if answer < end), len(bands))),)

    def headings(_found: set[str]) -> list[Heading]:
        return [Heading(str(at), label) for at, label in enumerate(labels)]

    return Grouping(asked, keys_of, headings)
