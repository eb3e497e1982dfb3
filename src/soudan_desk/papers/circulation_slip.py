"""供覧票: what goes round with a record, or is filed with it: its way, its stamps, its text."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from reportlab.platypus import Flowable

from soudan_desk.papers.answers import CLOSE, answer_rows, answer_table, head_grid
from soudan_desk.papers.data import BLANK_DATE, Answer, Blank, Head, Option, Sections, Stamp
from soudan_desk.papers.grid import Grid
from soudan_desk.papers.kit import title_block
from soudan_desk.papers.lists import Column, list_grid
from soudan_desk.papers.text import Align

REVIEWED = (
    *("consultation", "intake", "rights_intake", "screening"),
    *("assessment", "rights_assessment", "disability_assessment"),
    *("plan", "monitoring", "evaluation", "conference", "referral"),
)
"""The kinds of record that go up."""
CIRCULATED, DECIDED = "供　覧　票", "決　裁　票"
_STEPS = (
    Column("日時", 92.0, align=Align.CENTRE),
    Column("したこと", 62.0, align=Align.CENTRE),
    Column("だれが", 96.0),
    Column("ひとこと"),
)
_HAND_STAMPS = ("担当", "主任", "所長")
_HAND_STEPS, _HAND_LINES = 6, 12


@dataclass(frozen=True, kw_only=True)
class CirculationSlip:
    """A record on its way up; `steps` are (when, what, who, comment), oldest first.

    Without `head` it is about no one client: a meeting.
    """

    title: str = CIRCULATED
    head: Head | None = field(default_factory=Head)
    about: tuple[Answer, ...] = ()
    stamps: tuple[Stamp, ...] = ()
    steps: tuple[tuple[str, str, str, str], ...] = ()
    sections: Sections = ()
    by_hand: bool = False

    @property
    def line(self) -> str:
        """The running head: whose record it is, or which."""
        own = self.head.line if self.head else ""
        return own or (self.about[0].text or "" if self.about else "")


def circulation_slip_story(slip: CirculationSlip) -> list[Flowable]:
    """Lay the slip out: its head and way first, then what is to be read."""
    return [
        title_block(slip.title, slip.stamps),
        *_head(slip),
        list_grid(_STEPS, slip.steps, title="経過", by_hand=_HAND_STEPS if slip.by_hand else 0),
        *answer_table(slip.sections, CLOSE),
    ]


def _head(slip: CirculationSlip) -> Sequence[Flowable]:
    if slip.head is not None:
        return [head_grid(slip.head, slip.about, CLOSE)]
    return [Grid(answer_rows(slip.about, CLOSE))]


def empty_circulation_slip(_blank: Blank) -> CirculationSlip:
    """Return the form for handwriting."""
    return CirculationSlip(
        about=(
            Answer("書類", wide=True),
            Answer("扱い", "", (Option("供覧"), Option("決裁")), wide=True),
            Answer("記録の日", None, blank=BLANK_DATE),
            Answer("作成者"),
            Answer("提出日", None, blank=BLANK_DATE),
            Answer("済んだ日", None, blank=BLANK_DATE),
        ),
        stamps=tuple(map(Stamp, _HAND_STAMPS)),
        sections=(("内容", (Answer("要旨", None, long=True, lines=_HAND_LINES, wide=True),)),),
        by_hand=True,
    )
