"""開示の写し: the records somebody asked for, without what is kept back of them."""

from __future__ import annotations

from dataclasses import dataclass, field

from reportlab.platypus import Flowable

from soudan_desk.papers.answers import answer_rows, head_grid
from soudan_desk.papers.data import Answer, Head
from soudan_desk.papers.grid import Grid
from soudan_desk.papers.kit import title_block
from soudan_desk.papers.text import SMALL, Text

_LOW = 260.0  # points; a lower record goes to the next page whole
_WORDS = "黒い四角（■）の所は、お見せできない部分です。理由は、四角のあとにあります。"


@dataclass(frozen=True)
class CopiedRecord:
    """One record: what it is, and what of it is told."""

    title: str
    answers: tuple[Answer, ...]


@dataclass(frozen=True)
class DisclosedCopy:
    """The records of one request, oldest first; what is kept back is not in here."""

    head: Head = field(default_factory=Head)
    about: tuple[Answer, ...] = ()
    records: tuple[CopiedRecord, ...] = ()


def disclosed_copy_story(copy: DisclosedCopy) -> list[Flowable]:
    """Lay the records out one under the other."""
    return [
        title_block("個人情報の写し"),
        head_grid(copy.head, copy.about),
        Text(_WORDS, SMALL.but(space_after=6)),
        *(
            Grid(answer_rows(record.answers), title=record.title, whole_below=_LOW)
            for record in copy.records
        ),
    ]
