"""One cell of a ledger to an answer: serial dates, lost zeros, half-width kana, odd words."""

from __future__ import annotations

import re
from collections.abc import Callable
from contextlib import suppress
from datetime import date, datetime, time, timedelta
from typing import Any
from uuid import UUID

from soudan_desk.codes import CodeEntry
from soudan_desk.desk.import_words import code_words, plain_heading
from soudan_desk.fields import Field, Kind
from soudan_desk.fields.lines import form_of
from soudan_desk.fields.typed import TypedAnswerError, answer_from_typed
from soudan_desk.japanese.folding import to_katakana
from soudan_desk.japanese.partial_dates import PartialDate
from soudan_desk.japanese.typed_dates import DateTypingError
from soudan_desk.services.work import Work
from soudan_desk.tables.cells import Formula, Value, text_of

_HALF_KANA = re.compile(r"[\uff61-\uff9f]+")
_NONE = frozenset({"", "なし", "無し", "無", "不明", "未確認"})
"""What ledgers write where there is no telephone, reading or address to write."""
_NOTHING = frozenset("-‐‑–—―−ー－─/／・※")
_CODED = (Kind.CHOICE, Kind.CHOICES, Kind.MARKS)
_FIRST_SERIAL, _LAST_SERIAL = 10_000, 110_000
"""Days Excel counts from the end of 1899: 1927 to 2201; a smaller number is rather a year."""
_EPOCH = date(1899, 12, 30)
_PARTS = re.compile(r"[・/／、,()\[\]「」\s]+")
Lookup = Callable[[str, str], list[UUID]]


class CellReader:
    """Reads cells as answers; what stands in many rows is read once.

    A file this program wrote (`is_own`) is taken as it stands: nothing is tidied.
    """

    def __init__(self, work: Work, lookup: Lookup, *, is_own: bool) -> None:
        self._work = work
        self._today = work.today()
        self._lookup = lookup
        self._is_own = is_own
        self._read: dict[tuple[str, str | None, Any], Any] = {}

    def answer(self, field: Field, value: Value, centre: str | None = None) -> Any:
        """Return the answer a cell stands for, or raise `TypedAnswerError` with a sentence."""
        if isinstance(value, Formula):
            raise TypedAnswerError(
                "計算式のままで、値がありません。値に直すか、文字なら先頭に ' をつけてください。"
            )
        if field.kind in (Kind.LINE, Kind.TEXT):
            return self._text(field, value)
        key = (field.key, centre, value)
        if key not in self._read:
            self._read[key] = self._answer(field, value, centre)
        return self._read[key]

    def _text(self, field: Field, value: Value) -> str | None:
        text = text_of(value)
        if self._is_own:
            return text or None
        if isinstance(value, int | float) and not isinstance(value, bool):
            text = _with_lost_zero(field.key, text)
        if _HALF_KANA.search(text):
            text = _HALF_KANA.sub(lambda found: to_katakana(found[0]), text)
        if field.kind is Kind.LINE:
            text = " ".join(text.split("\n"))
        if form_of(field) and plain_heading(text) in _NONE:
            return None
        return text.strip() or None

    def _answer(self, field: Field, value: Value, centre: str | None) -> Any:
        typed = _by_type(field, value)
        if typed is not None:
            return typed
        text = text_of(value)
        if self._is_own and field.kind is Kind.PARTIAL_DATE:
            with suppress(DateTypingError):
                return PartialDate.from_stored(text)
        if not self._is_own and set(text.strip()) <= _NOTHING:
            return None
        try:
            return self._typed(field, text, centre)
        except TypedAnswerError:
            if field.kind not in _CODED or field.codes is None:
                raise
            found = self._by_words(field, text, centre)
            if found is None:
                raise
            return found

    def _typed(self, field: Field, text: str, centre: str | None) -> Any:
        return answer_from_typed(
            field,
            text,
            today=self._today,
            codes=self._work.codes,
            centre=centre,
            lookup=self._lookup,
        )

    # options

    def _by_words(self, field: Field, text: str, centre: str | None) -> Any:
        if field.kind is Kind.CHOICE:
            return self._code(field, text, centre)
        pieces = [each for each in re.split(r"[、,，;；\n/／・]+", text) if each.strip()]
        codes = [self._code(field, each.strip(), centre) for each in pieces]
        if not codes or None in codes:
            return None
        unique = list(dict.fromkeys(codes))
        return unique if field.kind is Kind.CHOICES else dict.fromkeys(unique, "circle")

    def _code(self, field: Field, word: str, centre: str | None) -> str | None:
        assert field.codes is not None
        entries = self._work.codes.entries(field.codes, centre=centre)
        plain = plain_heading(word) or word
        codes = {entry.code for entry in entries}
        for code in code_words(field.codes).get(plain, ()):
            if code in codes:
                return code
        found = [each.code for each in entries if _says(each, plain)]
        return found[0] if len(found) == 1 else None


def _says(entry: CodeEntry, plain: str) -> bool:
    """Whether a word is the option's label, or one whole part of it (面談 in 面談(来所面接))."""
    labels = (entry.label, entry.short)
    words = [part for label in labels for part in (label, *_PARTS.split(label))]
    return any(plain_heading(each) == plain for each in words if each)


def _with_lost_zero(key: str, text: str) -> str:
    """Give a telephone number or postal code the zero back that a number cell drops."""
    if not text.isdecimal():
        return text
    if "postal" in key and len(text) in {5, 6}:
        return text.zfill(7)
    is_telephone = key.startswith("tel") or key.endswith(("tel", "fax"))
    return f"0{text}" if is_telephone and len(text) in {9, 10} and text[0] != "0" else text


# by the cell's own type


def _by_type(field: Field, value: Value) -> Any:
    match value:
        case datetime():
            return _from_moment(field, value)
        case date():
            return _from_moment(field, datetime.combine(value, time()))
        case time():
            return _from_time(field, value)
        case timedelta() if field.kind is Kind.MINUTES:
            return round(value.total_seconds() / 60)
        case bool():
            return value if field.kind is Kind.CHECK else None
        case int() | float():
            return _from_number(field, value)
    return None


def _from_moment(field: Field, moment: datetime) -> Any:
    match field.kind:
        case Kind.DATE:
            return moment.date()
        case Kind.PARTIAL_DATE:
            return PartialDate(moment.year, moment.month, moment.day)
        case Kind.TIME:
            return moment.time().replace(second=0, microsecond=0)
        case Kind.INSTANT:
            return moment.astimezone()
    return None


def _from_time(field: Field, clock: time) -> Any:
    if field.kind is Kind.TIME:
        return clock.replace(second=0, microsecond=0)
    if field.kind is Kind.MINUTES:
        return clock.hour * 60 + clock.minute
    return None


def _from_number(field: Field, number: float) -> Any:
    if field.kind in (Kind.DATE, Kind.PARTIAL_DATE) and _FIRST_SERIAL <= number < _LAST_SERIAL:
        return _from_moment(field, datetime.combine(_EPOCH, time()) + timedelta(days=int(number)))
    if field.kind is Kind.TIME and 0 <= number < 1:
        minutes = round(number * 24 * 60) % (24 * 60)
        return time(minutes // 60, minutes % 60)
    return None
