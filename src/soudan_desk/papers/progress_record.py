"""支援経過記録: one or several entries of a case, each with everything that was noted."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

from reportlab.platypus import Flowable

from soudan_desk.papers.answers import answer_rows, head_grid
from soudan_desk.papers.data import BLANK_DATE, Answer, Head, Option, Stamp
from soudan_desk.papers.grid import Grid
from soudan_desk.papers.kit import title_block

_ENTRY = 330.0  # points; a lower entry goes to the next page whole


@dataclass(frozen=True)
class ProgressEntry:
    """One contact: a line that names it, and its questions in the order of the record."""

    title: str
    answers: tuple[Answer, ...]


@dataclass(frozen=True)
class ProgressRecord:
    """Entries of one case, or of nobody's case, oldest first."""

    head: Head = field(default_factory=Head)
    about: tuple[Answer, ...] = ()  # further short answers beside number and name
    entries: tuple[ProgressEntry, ...] = ()
    stamps: tuple[Stamp, ...] = ()


def progress_record_story(record: ProgressRecord) -> list[Flowable]:
    """Lay the entries out one under the other; a long one flows on under its own label."""
    return [
        title_block("支援経過記録", record.stamps),
        head_grid(record.head, record.about),
        *(
            Grid(answer_rows(entry.answers), title=entry.title, whole_below=_ENTRY)
            for entry in record.entries
        ),
    ]


def empty_progress_record(labels: Callable[[str], Sequence[str]]) -> ProgressRecord:
    """Return the form for handwriting; `labels` gives an option list's labels by its name."""
    entry = ProgressEntry(
        "",
        (
            Answer("対応日", None, blank=BLANK_DATE),
            Answer("時刻", None, blank="　　時　　分 〜 　　時　　分"),
            Answer("対応方法", "", tuple(map(Option, labels("consultation.method")))),
            Answer("対応相手", "", tuple(map(Option, labels("consultation.counterpart")))),
            Answer("場所"),
            Answer("対応者"),
            Answer("件名", wide=True),
            Answer("記録", None, long=True, lines=16),
            Answer("次回予定・宿題", None, long=True, lines=2),
        ),
    )
    stamps = tuple(map(Stamp, ("担当", "主任", "所長")))
    return ProgressRecord(entries=(entry,), stamps=stamps)
