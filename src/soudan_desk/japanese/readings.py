"""Guesses how a name is read; a guess is to be shown as 未確認 until somebody has asked."""

from __future__ import annotations

from functools import cache
from typing import Any

from soudan_desk.japanese.folding import fold_kanji, is_kana, to_katakana

_FAMILY, _GIVEN = "姓", "名"
_UNREAD = {"補助記号", "空白"}


def guess_reading(name: str) -> str:
    """Return the likely フリガナ in full-width katakana, or "" where the dictionary has none.

    A blank between family and given name is kept. The first call loads the dictionary.
    """
    parts = name.split()
    readings = [_part(part, _role(place, len(parts))) for place, part in enumerate(parts)]
    return " ".join(readings) if all(readings) else ""


def _role(place: int, count: int) -> str:
    if count == 1:
        return ""
    return _FAMILY if place == 0 else _GIVEN


def _part(part: str, role: str) -> str:
    if is_kana(part):
        return to_katakana(part)
    for form in dict.fromkeys((part, fold_kanji(part))):
        if role and (known := _as_name(form, role)):
            return known
    return _read_through(fold_kanji(part))


def _as_name(form: str, role: str) -> str:
    entries = _dictionary().lookup(form)
    names = (m.reading_form() for m in entries if m.part_of_speech()[2:4] == ("人名", role))
    return next((reading for reading in names if is_kana(reading)), "")


def _read_through(text: str) -> str:
    words = [m for m in _tokenizer().tokenize(text) if m.part_of_speech()[0] not in _UNREAD]
    readings = [word.reading_form() for word in words]
    return "".join(map(to_katakana, readings)) if all(map(is_kana, readings)) else ""


@cache
def _dictionary() -> Any:
    from sudachipy import Dictionary

    return Dictionary(dict="small")


@cache
def _tokenizer() -> Any:
    return _dictionary().tokenizer()
