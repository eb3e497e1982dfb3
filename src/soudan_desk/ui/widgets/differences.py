"""What changed between two texts: new words underlined, old ones struck (also on paper)."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from difflib import SequenceMatcher
from html import escape

from soudan_desk.ui.theme import Role, theme

_SENTENCE = re.compile(r"[^。\n]*[。\n]|[^。\n]+")
_WORD = re.compile(
    r"[0-9０-９:/,.]+[一-龠]?|[A-Za-z]+|[ァ-ヶー]+[ぁ-ゖ]*|[一-龠々]+[ぁ-ゖ]*|[ぁ-ゖ]+|.", re.DOTALL
)
_LONGEST = 4000
"""Characters up to which two differing passages are compared word by word."""


@dataclass(frozen=True, slots=True)
class Piece:
    """A run of text: on both sides, only in the old one, or only in the new one."""

    text: str
    is_old: bool = False
    is_new: bool = False


def pieces_between(old: str, new: str) -> list[Piece]:
    """Compare by sentences first, then by words where sentences differ."""
    before, after = _SENTENCE.findall(old), _SENTENCE.findall(new)
    found: list[Piece] = []
    matcher = SequenceMatcher(None, before, after, autojunk=False)
    for tag, i1, i2, j1, j2 in matcher.get_opcodes():
        left, right = "".join(before[i1:i2]), "".join(after[j1:j2])
        found.extend([Piece(left)] if tag == "equal" else _by_words(left, right))
    return found


def _by_words(old: str, new: str) -> Iterator[Piece]:
    if not old or not new or len(old) + len(new) > _LONGEST:
        yield from _whole(old, new)
        return
    before, after = _WORD.findall(old), _WORD.findall(new)
    matcher = SequenceMatcher(None, before, after, autojunk=False)
    if matcher.ratio() < 0.3:  # so little in common that marks would only confuse
        yield from _whole(old, new)
        return
    for tag, i1, i2, j1, j2 in matcher.get_opcodes():
        left, right = "".join(before[i1:i2]), "".join(after[j1:j2])
        if tag == "equal":
            yield Piece(left)
        else:
            yield from _whole(left, right)


def _whole(old: str, new: str) -> Iterator[Piece]:
    if old:
        yield Piece(old, is_old=True)
    if new:
        yield Piece(new, is_new=True)


def paragraphs(pieces: Sequence[Piece]) -> list[list[Piece]]:
    """Cut at line breaks; a paragraph that went as a whole stands on its own."""
    found: list[list[Piece]] = [[]]
    for piece in pieces:
        first, *rest = piece.text.split("\n")
        found[-1].append(replace(piece, text=first))
        found.extend([replace(piece, text=text)] for text in rest)
    told = [[piece for piece in each if piece.text] for each in found]
    return [each for each in told if each]


def is_changed(pieces: Sequence[Piece]) -> bool:
    """Whether anything came or went."""
    return any(piece.is_old or piece.is_new for piece in pieces)


def both_html(pieces: Sequence[Piece]) -> str:
    """Write both in one text: what went before what came."""
    return "".join(map(_html, pieces))


def old_html(pieces: list[Piece]) -> str:
    """Write the old side: what went is struck and muted."""
    return "".join(_html(piece) for piece in pieces if not piece.is_new)


def new_html(pieces: list[Piece]) -> str:
    """Write the new side: what came is underlined on a soft ground."""
    return "".join(_html(piece) for piece in pieces if not piece.is_old)


def left_html(pieces: list[Piece]) -> str:
    """Write the left side where neither is the older: what only this one has is underlined."""
    left = [Piece(piece.text, is_new=piece.is_old) for piece in pieces if not piece.is_new]
    return "".join(map(_html, left))


def _html(piece: Piece) -> str:
    text = escape(piece.text).replace("\n", "<br>")
    if piece.is_old:
        ink = theme.colour(Role.MUTED).name()
        return f'<span style="text-decoration:line-through;color:{ink}">{text}</span>'
    if piece.is_new:
        ink, ground = (theme.colour(role).name() for role in (Role.INFO, Role.INFO_SOFT))
        style = f"text-decoration:underline;color:{ink};background-color:{ground}"
        return f'<span style="{style}">{text}</span>'
    return text
