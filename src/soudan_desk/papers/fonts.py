"""Which font draws which character of a paper.

BIZ UDGothic first; Noto Sans JP for what it lacks (𠮷 …); a character that neither has is refused
by name, because a box in its place would lose a part of somebody's name without a word.
"""

from __future__ import annotations

import re
import unicodedata
from functools import cache
from pathlib import Path
from typing import NamedTuple

from reportlab.pdfbase import pdfmetrics

from soudan_desk.errors import SoudanError
from soudan_desk.papers.embedding import CompositeFont, clusters, has_marks, without_stray_marks
from soudan_desk.resource_files import resource

REGULAR = "BIZUDGothic"
BOLD = "BIZUDGothic-Bold"
_FILES = {
    REGULAR: "BIZUDGothic_400Regular.ttf",
    BOLD: "BIZUDGothic_700Bold.ttf",
    "NotoSansJP": "NotoSansJP_400Regular.ttf",
    "NotoSansJP-Bold": "NotoSansJP_700Bold.ttf",
}
_STAND_INS = {REGULAR: "NotoSansJP", BOLD: "NotoSansJP-Bold"}
_LINE_ENDS = re.compile("\r\n|[\r\x0b\x0c\x1c-\x1e\x85\u2028\u2029]")


class MissingGlyphError(SoudanError):
    """No font of ours draws a character; says which one, and where it stands."""

    code = "missing_glyph"

    def __init__(self, char: str, field: str = "") -> None:
        where = f"「{field}」の欄の" if field else ""
        seen = "？" if unicodedata.category(char[0]) == "Cs" else char
        name = f"（U+{ord(char[0]):04X}）"
        super().__init__(
            f"{where}「{seen}」{name}は、印刷の書体にありません。別の文字に直してから印刷してください。"
        )
        self.char = char
        self.field = field


class Run(NamedTuple):
    """A stretch of a text that one font draws."""

    font: CompositeFont
    start: int
    end: int


def path_of(name: str) -> Path:
    """Return where a shipped font's file is."""
    return resource("fonts", _FILES[name])


@cache
def font(name: str) -> CompositeFont:
    """Return a shipped font, registered with reportlab at its first use."""
    made = CompositeFont(name, path_of(name))
    pdfmetrics.registerFont(made)
    return made


def cleaned(text: str) -> str:
    """Return `text` with one kind of line end and without characters that draw nothing."""
    text = _LINE_ENDS.sub("\n", text) if _LINE_ENDS.search(text) else text
    text = without_stray_marks(text) if has_marks(text) else text
    unseen = {char for char in set(text) if char != "\n" and _is_unseen(char)}
    if not unseen:
        return text
    return text.translate({ord(char): "　" if char == "\t" else None for char in unseen})


@cache
def _is_unseen(char: str) -> bool:
    return unicodedata.category(char) in {"Cc", "Cf"}


def runs(text: str, name: str, *, field: str = "") -> list[Run]:
    """Split a cleaned text by the font that draws it, `name` before its stand-in.

    Raises:
        MissingGlyphError: a character has no glyph anywhere.
    """
    first = font(name)
    if first.characters.issuperset(set(text) - {"\n"}):
        return [Run(first, 0, len(text))]
    found: list[Run] = []
    at = 0
    for cluster in clusters(text) if has_marks(text) else text:
        chosen = _font_for(cluster, name, field)
        end = at + len(cluster)
        if found and found[-1].font is chosen:
            found[-1] = Run(chosen, found[-1].start, end)
        else:
            found.append(Run(chosen, at, end))
        at = end
    return found


def _font_for(cluster: str, name: str, field: str) -> CompositeFont:
    if cluster == "\n":
        return font(name)
    candidates = (name, _STAND_INS[name])
    for wanted in (cluster, cluster[0]):  # the very variant anywhere, else its usual shape
        for candidate in candidates:
            if font(candidate).has(wanted):
                return font(candidate)
    raise MissingGlyphError(cluster, field)
