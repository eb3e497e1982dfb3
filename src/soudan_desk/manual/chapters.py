"""The chapters of the manual, in the order in which its index lists them."""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass
from functools import cache

from soudan_desk.manual.blocks import Block, Heading, Item, Mark, text_of
from soudan_desk.manual.reading import read_blocks
from soudan_desk.resource_files import document

INDEX = "index"


@dataclass(frozen=True, slots=True)
class Chapter:
    """One page of the manual."""

    key: str
    title: str
    blocks: tuple[Block, ...]

    @property
    def headings(self) -> tuple[str, ...]:
        """The headings below the chapter's name."""
        return tuple(
            block.text for block in self.blocks if isinstance(block, Heading) and block.level > 1
        )


@dataclass(frozen=True, slots=True)
class Part:
    """Chapters that belong together, under the heading they have in the index."""

    title: str
    chapters: tuple[Chapter, ...]


@dataclass(frozen=True, slots=True)
class Found:
    """Where words stand: the chapter, the heading above them, their line and place in it."""

    chapter: Chapter
    heading: str
    line: str
    match: tuple[int, int]


@cache
def chapter(key: str) -> Chapter:
    """Return a chapter; what the manual does not have is a fault of whoever asks."""
    file = document("manual", f"{key}.md")
    blocks = read_blocks(file.read_text(encoding="utf-8"), file.parent)
    head = blocks[0]
    assert isinstance(head, Heading), f"{file.name} begins without a heading"
    return Chapter(key, head.text, blocks)


def has_chapter(key: str) -> bool:
    """Whether the manual has a page of this name."""
    return document("manual", f"{key}.md").is_file()


@cache
def parts() -> tuple[Part, ...]:
    """Return the index: every chapter under its heading."""
    found: list[tuple[str, list[str]]] = []
    for block in chapter(INDEX).blocks:
        if isinstance(block, Heading) and block.level > 1:
            found.append((block.text, []))
        elif isinstance(block, Item) and found:
            links = (each for each in block.words if each.mark is Mark.LINK)
            found[-1][1].extend(link.target for link in links)
    return tuple(Part(title, tuple(map(chapter, keys))) for title, keys in found)


def chapters() -> tuple[Chapter, ...]:
    """Return every chapter in order, without the index itself."""
    return tuple(each for part in parts() for each in part.chapters)


def find_in_manual(words: str) -> tuple[Found, ...]:
    """Find words in every chapter, headings first; width and case of letters do not matter."""
    wanted = _folded(words).strip()
    if not wanted:
        return ()
    found = [hit for each in chapters() for hit in _hits(each, wanted)]
    return tuple(sorted(found, key=lambda hit: hit.line not in (hit.chapter.title, hit.heading)))


def _hits(where: Chapter, wanted: str) -> list[Found]:
    heading, hits = "", []
    for block in where.blocks:
        if isinstance(block, Heading) and block.level > 1:
            heading = block.text
        line = text_of(block)
        at = _folded(line).find(wanted)
        if at >= 0:
            hits.append(Found(where, heading, line, (at, at + len(wanted))))
    return hits


def _folded(text: str) -> str:
    """Fold width and case, one character for one, so that places stay where they are."""
    return "".join(_folded_character(char) for char in text)


@cache
def _folded_character(char: str) -> str:
    folded = unicodedata.normalize("NFKC", char).casefold()
    return folded if len(folded) == 1 else char
