"""What a manual page is made of: blocks of text whose stretches know what they stand for."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path
from typing import TypeAlias


class Mark(StrEnum):
    """What a stretch of text stands for."""

    PLAIN = "plain"
    STRONG = "strong"
    KEY = "key"  # `Ctrl+K`
    BUTTON = "button"  # **［保存］**: stands in the window as it is written
    TYPED = "typed"  # **「見本 花子」**: what the reader types
    LINK = "link"


@dataclass(frozen=True, slots=True)
class Stretch:
    """Some text of one mark; a link's `target` is `chapter` or `chapter#heading`."""

    text: str
    mark: Mark = Mark.PLAIN
    target: str = ""


Words: TypeAlias = tuple[Stretch, ...]


@dataclass(frozen=True, slots=True)
class Heading:
    """A heading; level 1 is the chapter's name."""

    level: int
    text: str


@dataclass(frozen=True, slots=True)
class Paragraph:
    """Running text."""

    words: Words


@dataclass(frozen=True, slots=True)
class Item:
    """One point of a list; `number` in a list of steps, None in the others."""

    words: Words
    number: int | None = None
    depth: int = 0


@dataclass(frozen=True, slots=True)
class Remark:
    """What to be careful of, set apart."""

    words: Words


@dataclass(frozen=True, slots=True)
class Table:
    """A table: the heads of its columns and its rows."""

    head: tuple[Words, ...]
    rows: tuple[tuple[Words, ...], ...]


@dataclass(frozen=True, slots=True)
class Picture:
    """A picture and what is on it; the file may be missing until pictures are made."""

    file: Path
    caption: str


@dataclass(frozen=True, slots=True)
class Lines:
    """What is typed into a command line, as it is."""

    text: str


Block: TypeAlias = Heading | Paragraph | Item | Remark | Table | Picture | Lines


def plain(words: Words) -> str:
    """Return the text without marks."""
    return "".join(stretch.text for stretch in words)


def text_of(block: Block) -> str:
    """Return what a block says, as it is looked through for words."""
    match block:
        case Heading() | Lines():
            return block.text
        case Paragraph() | Item() | Remark():
            return plain(block.words)
        case Picture():
            return block.caption
        case Table():
            return "　".join(plain(cell) for row in (block.head, *block.rows) for cell in row)
