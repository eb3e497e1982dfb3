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


def query_words(query: str) -> list[str]:
    """Part a query at its blanks and fold each word; a word of stops alone asks for nothing."""
    folded = (search_fold(word).strip(BREAK) for word in query.split())
    return [word for word in folded if word]


def match_phrases(words: Iterable[str]) -> list[str]:
    """Return the phrase of tokens for each word; singles and pairs cannot be taken for each other.

    So no phrase names its column, which would make the index read every place of a word.
    """
    return [f"{ord(word):x}" if len(word) == 1 else pair_tokens(word) for word in words]


def match_expression(phrases: Iterable[str]) -> str:
    """Join token phrases, all of which must occur, into a full-text expression."""
    return " AND ".join([f'"{phrase}"' for phrase in phrases])
