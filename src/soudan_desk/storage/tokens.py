"""Search tokens: every character and every pair of neighbours, folded, as hexadecimal code points.

Hexadecimal, so that no tokenizer of any database splits or changes them; pairs kept in order, so
that a phrase of pairs is exactly a substring of the folded text. Stops and blanks become one
break, through which a word of several parts still matches.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from itertools import pairwise

from soudan_desk.japanese.folding import fold, fold_with_map
from soudan_desk.japanese.long_vowels import written_out

BREAK = "\x01"
_STOPS = re.compile(r"[\W_]+")


def search_fold(text: str) -> str:
    """Return the text as search compares it: folded, stops and blanks as one break."""
    return _STOPS.sub(BREAK, fold(text))


def search_fold_with_map(text: str) -> tuple[str, list[int]]:
    """Return the text as search compares it and, for each character of it, its source index."""
    folded, sources = fold_with_map(text)
    characters: list[str] = []
    kept: list[int] = []
    for piece in re.finditer(r"[\W_]+|[^\W_]+", folded):
        start, end = piece.span()
        if _STOPS.match(piece.group()):
            characters.append(BREAK)
            kept.append(sources[start])
        else:
            characters.append(piece.group())
            kept.extend(sources[start:end])
    return "".join(characters), kept


def document_text(parts: Iterable[str]) -> str:
    """Fold a record's texts into one, with a break between them."""
    return BREAK.join(folded for part in parts if (folded := search_fold(part).strip(BREAK)))


def single_tokens(folded: str) -> str:
    """Return each character of the folded text once."""
    return " ".join([f"{ord(each):x}" for each in dict.fromkeys(folded)])


def pair_tokens(folded: str) -> str:
    """Return every pair of neighbouring characters, in order."""
    codes = [f"{ord(each):x}" for each in folded]
    return " ".join([f"{first}g{second}" for first, second in pairwise(codes)])


Word = tuple[str, ...]
"""A word of a query, folded: as it was typed, and with its long vowels written out."""


def query_words(query: str) -> list[Word]:
    """Part a query at its blanks and fold each word; a word of stops alone asks for nothing."""
    return [ways for word in query.split() if (ways := _ways(word))]


def _ways(word: str) -> Word:
    folded = (search_fold(way).strip(BREAK) for way in (word, *written_out(word)))
    return tuple(dict.fromkeys(filter(None, folded)))


def stands_in(word: Word, folded: str) -> bool:
    """Whether a word stands in a folded text, in any of its ways."""
    return any(way in folded for way in word)


def match_expression(words: Iterable[Word]) -> str:
    """Return the full-text expression for words, all of which must occur."""
    return " AND ".join([_either(word) for word in words])


def _either(word: Word) -> str:
    phrases = [f'"{match_phrase(way)}"' for way in word]
    return phrases[0] if len(phrases) == 1 else f"({' OR '.join(phrases)})"


def match_phrase(word: str) -> str:
    """Return the phrase of tokens for a word; singles and pairs cannot be taken for each other.

    So no phrase names its column, which would make the index read every place of a word.
    """
    return f"{ord(word):x}" if len(word) == 1 else pair_tokens(word)
